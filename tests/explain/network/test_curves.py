"""Learning curves: what is averaged, and what is kept."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.engine.history import History, Mark
from mlwidgets.explain.network.curves import MAX_POINTS, learning_curves, thinned


def test_few_points_are_kept_as_they_are() -> None:
    curve = thinned([0.0, 0.5, 1.0], [3.0, 2.0, 1.0])
    assert curve.epochs.tolist() == [0, 0.5, 1]
    assert curve.values.tolist() == [3, 2, 1]
    assert curve.epochs.dtype == curve.values.dtype == np.float32


def test_nothing_yet() -> None:
    curve = thinned([], [])
    assert len(curve.epochs) == len(curve.values) == 0


def test_many_points_are_averaged_in_groups_that_end_at_the_newest() -> None:
    count = 2 * MAX_POINTS + 5  # groups of three, and a last one of two
    curve = thinned([float(x) for x in range(count)], [float(x) for x in range(count)])
    assert curve.values[:2].tolist() == [1, 4]  # the means of 0, 1, 2 and of 3, 4, 5
    assert curve.epochs[:2].tolist() == [2, 5]
    assert curve.epochs[-1] == count - 1
    assert curve.values[-1] == (count - 1 + count - 2) / 2
    assert len(curve.values) == 202


@pytest.mark.parametrize("count", [1, 299, 300, 301, 600, 601, 12_345])
def test_never_too_many_points_and_the_sum_is_kept(count: int) -> None:
    values = np.random.default_rng(0).random(count).tolist()
    curve = thinned(list(np.arange(count) / 10), values)
    assert 0 < len(curve.values) <= MAX_POINTS
    assert np.all(np.diff(curve.epochs) > 0)
    assert min(values) - 1e-6 <= curve.values.min() <= curve.values.max() <= max(values) + 1e-6
    group = -(-count // MAX_POINTS)
    np.testing.assert_allclose(curve.values[0], np.mean(values[:group]), rtol=1e-6)


def test_from_a_history() -> None:
    history = History()
    for update in range(4):
        history.add_batch(update / 2, {"loss": 4.0 - update, "accuracy": update / 4})
    history.add_epoch({"loss": 3.5, "accuracy": 0.1, "val_loss": 3.0, "val_accuracy": 0.5})
    history.add_epoch({"loss": 1.5, "accuracy": 0.6, "val_loss": 2.0, "val_accuracy": 0.75})
    history.marks.append(Mark(0.5, "learning_rate", 0.1, 0.01))
    curves = learning_curves(history, "accuracy")
    assert curves.name == "accuracy"
    assert curves.train.values.tolist() == [0, 0.25, 0.5, 0.75]
    assert curves.validation.epochs.tolist() == [1, 2]  # at the end of each epoch
    assert curves.validation.values.tolist() == [0.5, 0.75]
    assert curves.marks == (Mark(0.5, "learning_rate", 0.1, 0.01),)
    assert learning_curves(history, "loss").validation.values.tolist() == [3, 2]


def test_a_quantity_that_is_not_measured_gives_empty_curves() -> None:
    history = History()
    history.add_batch(0.0, {"loss": 1.0})
    curves = learning_curves(history, "accuracy")
    assert len(curves.validation.values) == 0
    assert len(curves.train.values) == 0
    assert len(curves.train.epochs) == 0
