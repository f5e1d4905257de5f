"""Learning curves: what is averaged, what is kept, and what they say in words."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.engine.training.history import History, Mark
from mlwidgets.explain.network.curves import (
    MAX_POINTS,
    SMOOTHED,
    describe,
    learning_curves,
    mark_text,
    newest,
    scatter,
    smoothed,
)


def test_each_point_is_the_mean_of_the_last_batches() -> None:
    curve = smoothed([0.125, 0.25, 0.375], [3.0, 2.0, 1.0])
    assert curve.epochs.tolist() == [0.125, 0.25, 0.375]
    assert curve.values.tolist() == [3, 2.5, 1.5]  # of the last quarter of an epoch
    assert curve.epochs.dtype == curve.values.dtype == np.float32
    long = smoothed([x / 100 for x in range(100)], [float(x) for x in range(100)])
    assert long.values[-1] == np.mean(range(100 - SMOOTHED, 100))


def test_few_large_batches_are_not_averaged_with_what_the_network_was_epochs_ago() -> None:
    epochs, values = [1.0, 2.0, 3.0, 4.0], [4.0, 3.0, 2.0, 1.0]
    assert smoothed(epochs, values).values.tolist() == values
    assert newest(epochs, values) == 1


def test_a_long_run_is_averaged_over_a_part_of_it() -> None:
    values = [float(x) for x in range(4000)]
    assert smoothed(values, values).values[-1] == np.mean(values[-100:])


@pytest.mark.parametrize("count", [1, 7, 24, 25, 26, 400, 4001])
def test_the_newest_value_is_the_curves_last(count: int) -> None:
    rng = np.random.default_rng(count)
    epochs, values = np.cumsum(rng.random(count) / 30).tolist(), rng.random(count).tolist()
    assert newest(epochs, values) == pytest.approx(smoothed(epochs, values).values[-1])
    assert newest([], []) is None


def test_nothing_yet() -> None:
    curve, batches = smoothed([], []), scatter([])
    assert len(curve.epochs) == len(curve.values) == len(batches.low) == len(batches.high) == 0


def test_a_value_that_is_not_finite_spoils_no_other() -> None:
    curve = smoothed([0.0, 0.125, 0.25], [float("inf"), 4.0, 2.0])
    assert curve.epochs.tolist() == [0.125, 0.25]
    assert curve.values.tolist() == [4, 3]


@pytest.mark.parametrize("count", [1, 299, 300, 301, 600, 601, 12_345])
def test_never_too_many_points_and_none_outside_what_was_measured(count: int) -> None:
    values = np.random.default_rng(0).random(count).tolist()
    epochs = list(np.arange(count) / 10)
    curve, batches = smoothed(epochs, values), scatter(values)
    assert 0 < len(curve.values) == len(batches.low) == len(batches.high) <= MAX_POINTS
    assert np.all(np.diff(curve.epochs) > 0)
    assert curve.epochs[-1] == np.float32(epochs[-1])
    assert min(values) - 1e-6 <= curve.values.min() <= curve.values.max() <= max(values) + 1e-6
    assert batches.low.min() == np.float32(min(values))
    assert batches.high.max() == np.float32(max(values))


def recorded(*, epochs: int = 2, marks: int = 1) -> History:
    history = History()
    for update in range(2 * epochs):
        history.add_batch(update / 2, {"loss": 4.0 - update, "accuracy": update / 4})
    for epoch in range(epochs):
        history.add_epoch({"val_loss": [3.0, 1.5, 2.0][epoch], "val_accuracy": [0.5, 0.9996, 0.75][epoch]})
    for number in range(marks):
        history.marks.append(Mark(0.5 + number, "learning_rate", 0.1, 0.01))
    return history


def test_from_a_history() -> None:
    curves = learning_curves(recorded(), "accuracy")
    assert (curves.name, curves.title) == ("accuracy", "Accuracy")
    assert curves.train.values.tolist() == [0, 0.25, 0.5, 0.75]
    assert curves.batches.high.tolist() == [0, 0.25, 0.5, 0.75]
    assert curves.validation.epochs.tolist() == [1, 2]  # at the end of each epoch
    assert curves.validation.values.tolist() == [0.5, np.float32(0.9996)]
    assert curves.marks == (Mark(0.5, "learning_rate", 0.1, 0.01),)
    assert learning_curves(recorded(), "loss").validation.values.tolist() == [3, 1.5]


def test_the_best_epoch_has_the_smallest_validation_loss_for_every_quantity() -> None:
    history = recorded(epochs=3)
    assert learning_curves(history, "loss").best == learning_curves(history, "accuracy").best == 2
    assert learning_curves(History(), "loss").best == 0
    history.history["val_loss"] = [float("nan")] * 3
    assert learning_curves(history, "loss").best == 0


def test_a_quantity_that_is_not_measured_gives_empty_curves() -> None:
    history = History()
    history.add_batch(0.0, {"loss": 1.0})
    curves = learning_curves(history, "accuracy")
    assert len(curves.validation.values) == len(curves.train.values) == len(curves.train.epochs) == 0


def test_the_penalty_is_a_part_of_the_loss_only() -> None:
    history = History()
    history.add_batch(0.5, {"loss": 1.0, "penalty": 0.25, "accuracy": 0.5})
    assert learning_curves(history, "loss").penalty.values.tolist() == [0.25]
    assert learning_curves(history, "accuracy").penalty.values.tolist() == []
    assert "of which the penalty on the weights is 0.25" in describe(learning_curves(history, "loss"))


def test_in_words() -> None:
    assert describe(learning_curves(History(), "loss")) == "Loss over the epochs: nothing trained yet."
    assert describe(learning_curves(recorded(), "loss")) == (
        "Loss over the epochs: on training batches from 4 to 1, on the validation data 1.5, lowest after "
        "epoch 2 (1.5); at epoch 0.50 learning rate → 0.01."
    )
    assert describe(learning_curves(recorded(marks=0), "accuracy")) == (
        "Accuracy over the epochs: on training batches from 0% to 75.0%, on the validation data >99.9%."
    )
    history = History()
    history.add_batch(0.0, {"mean_absolute_error": 3.0, "f1": 0.5})
    assert describe(learning_curves(history, "mean_absolute_error")).startswith("Mean absolute error over")
    assert describe(learning_curves(history, "f1")).startswith("f1 over the epochs")


@pytest.mark.parametrize(
    ("name", "new", "words"),
    [
        ("learning_rate", 0.01, "learning rate → 0.01"),
        ("nesterov", 1.0, "nesterov → on"),
        ("nesterov", 0.0, "nesterov → off"),
        ("clipnorm", float("inf"), "clipnorm → off"),
        ("clipnorm", 0.5, "clipnorm → 0.5"),
    ],
)
def test_a_mark_says_what_changed(name: str, new: float, words: str) -> None:
    assert mark_text(Mark(0.5, name, 1.0, new)) == words
