"""A confusion matrix, and the examples behind its cells."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.errors import DataError, ShapeError
from mlwidgets.explain.network.answers import OneOutput
from mlwidgets.explain.network.confusion import Confusion

TRUE = np.array([0, 1, 1, 2, 1, 0])
OUTPUT = np.array(
    [
        [0.7, 0.2, 0.1],  # 0 as 0
        [0.1, 0.5, 0.4],  # 1 as 1
        [0.6, 0.3, 0.1],  # 1 as 0
        [0.2, 0.2, 0.6],  # 2 as 2
        [0.9, 0.1, 0.0],  # 1 as 0, more confidently
        [0.8, 0.1, 0.1],  # 0 as 0
    ]
)


def test_rows_are_true_classes_and_columns_predictions() -> None:
    assert Confusion.of(TRUE, OUTPUT).counts.tolist() == [[2, 0, 0], [2, 1, 0], [0, 0, 1]]


def test_a_cell_lists_its_examples_the_most_confident_first() -> None:
    cell = Confusion.of(TRUE, OUTPUT).cell(1, 0)
    assert cell.index.tolist() == [4, 2]
    assert cell.confidence.tolist() == [0.9, 0.6]
    assert Confusion.of(TRUE, OUTPUT).cell(0, 0).index.tolist() == [5, 0]


def test_an_empty_cell() -> None:
    cell = Confusion.of(TRUE, OUTPUT).cell(2, 0)
    assert len(cell.index) == len(cell.confidence) == 0


def test_equally_confident_examples_keep_their_order() -> None:
    cell = Confusion.of(np.zeros(4, int), np.tile([0.8, 0.2], (4, 1))).cell(0, 0)
    assert cell.index.tolist() == [0, 1, 2, 3]


def test_every_example_is_in_exactly_one_cell() -> None:
    rng = np.random.default_rng(0)
    true, output = rng.integers(0, 10, 300).astype(np.uint8), rng.random((300, 10)).astype(np.float32)
    confusion = Confusion.of(true, output)
    seen = []
    for row in range(10):
        for column in range(10):
            cell = confusion.cell(row, column)
            assert len(cell.index) == confusion.counts[row, column]
            seen += cell.index.tolist()
    assert sorted(seen) == list(range(300))


def test_labels_beyond_the_outputs_are_refused() -> None:
    with pytest.raises(DataError, match="y_true must hold class numbers, whole numbers from 0 to 1"):
        Confusion.of(np.array([2]), np.array([[0.5, 0.5]]))
    with pytest.raises(DataError, match="of the same length"):
        Confusion.of(np.array([0, 1]), np.array([[0.5, 0.5]]))


def test_two_classes_by_one_output() -> None:
    output = np.array([[0.9], [0.2], [0.6], [0.4]])
    confusion = Confusion.of(np.array([1, 1, 0, 0]), OneOutput().shares(output))
    assert confusion.counts.tolist() == [[1, 1], [1, 1]]
    assert confusion.cell(1, 0).index.tolist() == [1]
    assert confusion.cell(1, 0).confidence.tolist() == [0.8]


@pytest.mark.parametrize("output", [np.array([[0.9], [0.2]]), np.array([0.9, 0.2])])
def test_one_column_is_refused_and_not_counted_as_all_right(output: np.ndarray[tuple[int, ...]]) -> None:
    with pytest.raises(ShapeError, match=r"needs a share for each class, shape \(n, classes\); got \(2"):
        Confusion.of(np.array([0, 0]), output)
