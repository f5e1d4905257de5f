"""Losses, metrics and predictions gathered over several batches."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.engine.metrics import Precision
from mlwidgets.engine.training.sums import Sums, Totals


def test_means_weigh_each_batch_by_its_examples() -> None:
    sums = Sums()
    sums.add({"loss": 1.0}, 30)
    sums.add({"loss": 4.0}, 10)
    assert sums.count == 40
    assert sums.means() == {"loss": pytest.approx(1.75)}


def test_metrics_of_all_examples_see_them_all_as_they_were() -> None:
    y, output = np.array([[1.0, 0.0, 1.0]]), np.array([[0.9, 0.8, 0.1]])
    sums = Sums([Precision(threshold=0.5)])
    sums.add({"loss": 1.0, "precision": 0.5}, 3, [(y, output)])
    output[...] = 0.9  # the next batch is computed in the same memory
    sums.add({"loss": 1.0, "precision": 1.0}, 3, [(np.ones((1, 3)), output)])
    assert sums.means()["precision"] == pytest.approx(4 / 5)


def test_a_mark_finds_back_to_what_had_been_gathered() -> None:
    sums = Sums([Precision(threshold=0.5)])
    sums.add({"loss": 2.0}, 4, [(np.ones((1, 4)), np.ones((1, 4)))])
    sums.add_output(np.ones((4, 1)))
    mark = sums.mark()
    sums.add({"loss": 9.0}, 4, [(np.zeros((1, 4)), np.ones((1, 4)))])
    sums.add_output(np.ones((4, 1)))
    then = mark.whole()
    assert (then.count, dict(then.sums), len(then.seen), len(then.outputs)) == (4, {"loss": 8.0}, 1, 1)
    again = Sums([Precision(threshold=0.5)], then)
    assert again.means() == {"loss": 2.0, "precision": 1.0}
    again.add({"loss": 0.0}, 4)
    assert then.count == 4


def test_the_beginning_is_nothing() -> None:
    assert Sums().mark().whole().count == 0
    assert Totals().outputs == ()
