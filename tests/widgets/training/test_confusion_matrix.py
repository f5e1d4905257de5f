"""ConfusionMatrix without a browser: what is taken, what is refused, what is sent."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pytest
from traitlets import TraitError

from mlwidgets.widgets.training.confusion_matrix import ConfusionMatrix
from tests.widgets.wire import Wire

NAMES = ["cat", "dog"]


def test_a_new_matrix_counts_nothing() -> None:
    matrix = ConfusionMatrix(NAMES)
    assert matrix.counts == [[0, 0], [0, 0]]
    assert matrix.selected == []


def test_new_counts_are_one_small_message() -> None:
    matrix = ConfusionMatrix([str(digit) for digit in range(10)])
    wire = Wire(matrix)
    counts = [[7] * 10 for _ in range(10)]
    matrix.counts = counts
    matrix.counts = [list(row) for row in counts]  # the same again
    assert wire.updates() == [{"counts": counts}]
    assert len(str(wire.messages[0])) < 500


def test_the_page_chooses_a_cell() -> None:
    matrix = ConfusionMatrix(NAMES)
    seen: list[Any] = []
    matrix.observe(lambda change: seen.append(change["new"]), "selected")
    Wire(matrix).arrive({"selected": [1, 0]})
    assert seen == [[1, 0]]


@pytest.mark.parametrize("cell", [[2, 0], [0, 2], [0], [0, 0, 0], [-1, 0], ["a", "b"], [0.5, 0], "ab", None])
def test_a_cell_that_does_not_exist_is_refused_and_the_page_told(cell: object) -> None:
    matrix = ConfusionMatrix(NAMES, selected=[0, 1])
    wire = Wire(matrix)
    wire.arrive({"selected": cell})
    assert matrix.selected == [0, 1]
    assert wire.updates() == [{"selected": [0, 1]}]


@pytest.mark.parametrize("counts", [[[1, 2]], [[1], [2]], [[1, 2], [3]], [], [[1, 2, 3], [1, 2, 3]]])
def test_counts_of_another_shape_are_refused(counts: list[list[int]]) -> None:
    matrix = ConfusionMatrix(NAMES)
    with pytest.raises(TraitError, match="2 rows and columns, one for each of the class_names"):
        matrix.counts = counts
    with pytest.raises(TraitError, match="2 rows and columns"):
        ConfusionMatrix(NAMES, counts)
    assert matrix.counts == [[0, 0], [0, 0]]


@pytest.mark.parametrize("counts", [[[1, -2], [0, 0]], [[1.5, 0], [0, 0]], [["1", 0], [0, 0]]])
def test_counts_are_whole_and_not_negative(counts: list[list[Any]]) -> None:
    with pytest.raises(TraitError):
        ConfusionMatrix(NAMES, counts)


def test_the_number_of_classes_changes_together_with_the_counts() -> None:
    matrix = ConfusionMatrix(NAMES)
    with pytest.raises(TraitError, match="3 rows"):
        matrix.class_names = ["cat", "dog", "cow"]
    with matrix.hold_trait_notifications():
        matrix.class_names = ["cat", "dog", "cow"]
        matrix.counts = [[1, 0, 0]] * 3
    assert len(matrix.counts) == 3


def test_an_unknown_keyword_is_refused_with_advice() -> None:
    with pytest.raises(TypeError, match="row_title"):
        ConfusionMatrix(NAMES, row_titel="True")


def test_nothing_is_left_of_a_closed_one() -> None:
    widget = ConfusionMatrix(NAMES)
    gone = weakref.ref(widget)
    widget.close()
    del widget
    gc.collect()
    assert gone() is None
