"""Figures of answers, the same for every model."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mlwidgets.explain.rows.figures import figures_of, score_of


def test_classes_are_scored_by_accuracy_and_auc() -> None:
    answers = np.array([[0.9, 0.1], [0.6, 0.4], [0.7, 0.3], [0.2, 0.8]])
    found = figures_of(np.array([0, 1, 0, 1]), answers)
    assert (found.rows, found.score, found.second) == (4, 0.75, 1.0)


def test_auc_of_one_class_is_not_defined() -> None:
    assert math.isnan(figures_of(np.array([1, 1]), np.array([[0.5, 0.5], [0.1, 0.9]])).second)


@pytest.mark.parametrize("shape", [(3,), (3, 1)])
def test_numbers_are_scored_by_r2_and_an_error_in_their_unit(shape: tuple[int, ...]) -> None:
    found = figures_of(np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 2.0]).reshape(shape), unit=10)
    assert found.score == 0.5
    assert found.second == pytest.approx(10 / 3)


def test_answers_that_are_not_finite_have_no_figures() -> None:
    found = figures_of(np.array([0, 1]), np.array([[0.5, 0.5], [np.nan, 0.1]]))
    assert math.isnan(found.score)
    assert math.isnan(found.second)


def test_no_rows_and_equal_numbers_have_no_score() -> None:
    assert math.isnan(score_of(np.zeros(0, int), np.zeros((0, 2))))
    assert math.isnan(score_of(np.ones(3), np.ones(3)))
