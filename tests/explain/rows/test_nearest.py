"""The nearest row that gets another answer."""

from __future__ import annotations

import numpy as np

from mlwidgets.explain.rows.groups import input_groups
from mlwidgets.explain.rows.nearest import nearest_with_other_answer, other_answers

GROUPS = input_groups(["age", "island", "island"])
ROWS = np.array([[0.1, 1, 0], [3.0, 1, 0], [0.2, 0, 1], [0.9, 1, 0]], np.float32)


def test_the_nearest_of_the_others_and_what_differs() -> None:
    row = np.array([0, 1, 0], np.float32)
    found = nearest_with_other_answer(ROWS, row, np.array([False, True, True, True]), GROUPS)
    assert found is not None
    assert found.row == 3
    assert found.parts["island"] == 0
    np.testing.assert_allclose(found.distance, 0.9, rtol=1e-6)
    found = nearest_with_other_answer(ROWS, row, np.array([False, True, True, False]), GROUPS)
    assert found is not None
    assert found.row == 2  # another island counts as one
    np.testing.assert_allclose(found.parts["island"], 1)


def test_all_rows_may_get_the_same_answer() -> None:
    assert nearest_with_other_answer(ROWS, ROWS[0], np.zeros(4, bool), GROUPS) is None


def test_another_number_is_far_away() -> None:
    answers = np.array([[0.0], [1.0], [2.0], [3.0]])
    assert other_answers(answers, np.array([1.0]), apart=2).tolist() == [False, False, False, True]
    assert not other_answers(answers, np.array([1.0]), apart=2.5).any()
