"""What is said of predictions: hand-worked numbers, and those of scikit-learn."""

from __future__ import annotations

import doctest
import importlib
import json
import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import mlwidgets.explain.results
from mlwidgets.errors import ConfigurationError, DataError, ShapeError
from mlwidgets.explain.results.baseline import majority_baseline, mean_baseline
from mlwidgets.explain.results.calibration import calibration
from mlwidgets.explain.results.cost import cheapest_threshold
from mlwidgets.explain.results.decisions import answers_at, class_scores, matrix_at
from mlwidgets.explain.results.one_class import MOST_POINTS, OneClass
from mlwidgets.explain.results.residuals import residuals

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray

RECORDED: dict[str, Any] = json.loads(
    (Path(__file__).parent / "reference" / "results.json").read_text(encoding="utf-8")
)
CLASSES, NUMBERS = RECORDED["classes"], RECORDED["numbers"]
Y: AnyArray = np.array(CLASSES["y"])
SHARES: AnyArray = np.array(CLASSES["shares"])
MODULES = [
    f"{mlwidgets.explain.results.__name__}.{one.name}"
    for one in pkgutil.iter_modules(mlwidgets.explain.results.__path__)
]


def of_class(number: int) -> AnyArray:
    """Return which of the recorded examples are of a class."""
    found: AnyArray = np.equal(Y, number)
    return found


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("positive", range(4))
def test_one_class_against_the_rest_is_what_scikit_learn_says(positive: int) -> None:
    wanted = CLASSES["classes"][positive]
    measured = OneClass.of(of_class(positive), SHARES[:, positive])
    assert measured.auc == pytest.approx(wanted["auc"])
    assert measured.average_precision == pytest.approx(wanted["average_precision"])
    assert measured.prevalence == np.mean(of_class(positive))
    # Fewer points, but the same line: at every rate of scikit-learn's the curve passes through its point.
    points = set(zip(measured.false_positive_rate, measured.true_positive_rate, strict=True))
    assert points <= set(zip(wanted["false_positive_rate"], wanted["true_positive_rate"], strict=True))
    x, y = measured.false_positive_rate, measured.true_positive_rate
    area = float((np.diff(x) * (y[1:] + y[:-1]) / 2).sum())
    assert area == pytest.approx(wanted["auc"])


@pytest.mark.parametrize("positive", range(4))
def test_the_report_at_a_threshold_is_what_scikit_learn_says(positive: int) -> None:
    for wanted in CLASSES["classes"][positive]["reports"]:
        matrix = matrix_at(Y, SHARES, positive, wanted["threshold"])
        assert matrix.tolist() == wanted["matrix"]
        scores, report = class_scores(matrix), wanted["report"]
        assert scores.accuracy == pytest.approx(report["accuracy"])
        for name, key in (("precision", "precision"), ("recall", "recall"), ("f1", "f1-score")):
            each = [report[str(number)][key] for number in range(4)]
            np.testing.assert_allclose(scores.by_name()[name], each)
            assert scores.macro()[name] == pytest.approx(report["macro avg"][key])
            assert scores.weighted()[name] == pytest.approx(report["weighted avg"][key])
        assert scores.support.tolist() == [report[str(number)]["support"] for number in range(4)]


@pytest.mark.parametrize("positive", range(4))
def test_calibration_is_what_scikit_learn_says(positive: int) -> None:
    wanted = CLASSES["classes"][positive]
    measured = calibration(of_class(positive), SHARES[:, positive])
    filled = measured.counts > 0  # scikit-learn leaves empty bins out
    np.testing.assert_allclose(measured.found[filled], wanted["found"])
    np.testing.assert_allclose(measured.said[filled], wanted["said"])
    assert measured.counts.sum() == len(Y)


def test_the_expected_calibration_error_by_hand() -> None:
    # Bins of a fifth: 0.1 and 0.2 in the first (0 of 2 true), 0.9 and 1.0 in the last (1 of 2 true).
    measured = calibration(np.array([False, False, True, False]), np.array([0.1, 0.2, 0.9, 1.0]), bins=5)
    assert measured.counts.tolist() == [2, 0, 0, 0, 2]
    assert measured.error == pytest.approx(0.5 * 0.15 + 0.5 * 0.45)
    assert np.isnan(measured.found[1])
    perfect = calibration(np.array([True, False]), np.array([1.0, 0.0]))
    assert perfect.error == 0


@pytest.mark.parametrize("bad", [[], [0.5, np.nan], [1.5], [-0.1]])
def test_calibration_takes_probabilities_only(bad: list[float]) -> None:
    with pytest.raises(DataError, match="probabilities from 0 to 1"):
        calibration(np.ones(len(bad), bool), np.array(bad))
    with pytest.raises(ConfigurationError, match="bins"):
        calibration(np.array([True]), np.array([0.5]), bins=0)


def test_a_class_that_all_or_none_are_of_has_no_area() -> None:
    for truth in ([True, True], [False, False]):
        measured = OneClass.of(np.array(truth), np.array([0.1, 0.8]))
        assert np.isnan(measured.auc)
        assert np.isnan(measured.average_precision)


def test_a_long_curve_is_thinned_and_its_area_is_still_exact() -> None:
    rng = np.random.default_rng(0)
    truth = rng.random(20_000) < 0.3
    scores = rng.normal(size=20_000) + truth
    measured = OneClass.of(truth, scores)
    x, y = measured.false_positive_rate, measured.true_positive_rate
    assert len(x) <= MOST_POINTS
    assert (x[0], y[0], x[-1], y[-1]) == (0, 0, 1, 1)
    # How often a positive one has the larger score, from the ranks (Mann and Whitney).
    ranks = scores.argsort().argsort() + 1
    positives = int(truth.sum())
    by_ranks = (ranks[truth].sum() - positives * (positives + 1) / 2) / (positives * (len(truth) - positives))
    assert measured.auc == pytest.approx(by_ranks)


def test_with_two_classes_a_threshold_of_a_half_gives_the_larger_share() -> None:
    shares = np.array([[0.4, 0.6], [0.5, 0.5], [0.9, 0.1]])
    assert answers_at(shares, 1, 0.5).tolist() == [1, 1, 0]
    assert answers_at(shares, 1, 0.0).tolist() == [1, 1, 1]
    assert answers_at(shares, 0, 0.95).tolist() == [1, 1, 1]


def test_scores_of_nothing_are_zero_and_there_is_no_accuracy() -> None:
    scores = class_scores([[0, 0], [0, 0]])
    assert np.isnan(scores.accuracy)
    assert scores.weighted()["recall"] == 0
    missed = class_scores([[3, 0], [2, 0]])  # nobody was called 1
    assert (missed.precision.tolist(), missed.recall.tolist()) == ([0.6, 0.0], [1.0, 0.0])
    assert missed.specificity.tolist() == [0.0, 1.0]


@pytest.mark.parametrize("miss_cost", [0.1, 0.5, 1.0, 3.0, 50.0])
def test_no_threshold_is_cheaper_than_the_cheapest(miss_cost: float) -> None:
    for positive in range(4):
        truth, scores = of_class(positive), SHARES[:, positive]
        found = cheapest_threshold(truth, scores, miss_cost)

        def cost(threshold: float, truth: Any = truth, scores: Any = scores) -> float:  # noqa: ANN401 - arrays
            called = scores >= threshold
            return miss_cost * float((truth & ~called).sum()) + float((~truth & called).sum())

        assert found.cost == cost(found.threshold) == min(map(cost, np.linspace(0, 1.001, 3001)))


def test_scores_of_exactly_0_and_1_can_be_told_apart_too() -> None:
    assert cheapest_threshold(np.array([True, False]), np.array([1.0, 0.0]), 1.0).threshold == 0.5
    # The highest score is 1: no threshold within the scale calls nothing positive.
    assert cheapest_threshold(np.array([False, False]), np.array([1.0, 0.5]), 1.0).cost == 1
    with pytest.raises(DataError, match="finite"):
        cheapest_threshold(np.array([True]), np.array([np.nan]), 1.0)


def test_residuals_are_what_scikit_learn_says() -> None:
    y, said = np.array(NUMBERS["y"]), np.array(NUMBERS["predicted"])
    measured = residuals(y, said)
    assert (measured.mae, measured.rmse, measured.r2) == pytest.approx(
        (NUMBERS["mae"], NUMBERS["rmse"], NUMBERS["r2"])
    )
    assert measured.counts.sum() == len(y)
    assert 0.0 in measured.edges.tolist()
    left = int(np.flatnonzero(measured.edges == 0)[0])
    assert measured.counts[:left].sum() == (y - said < 0).sum()


@pytest.mark.parametrize("value", [0.0, 1e-9, 3.0, -1e12])
def test_a_histogram_of_one_or_of_equal_residuals_has_bars(value: float) -> None:
    measured = residuals(np.array([value, value]), np.zeros(2))
    assert measured.counts.sum() == 2
    assert len(measured.counts) <= 62
    assert (np.diff(measured.edges) > 0).all()


def test_residuals_refuse_what_is_no_pair_of_numbers() -> None:
    with pytest.raises(ShapeError, match="same length"):
        residuals(np.zeros(2), np.zeros(3))
    for bad in ([], [np.nan], [np.inf]):
        with pytest.raises(DataError, match="finite"):
            residuals(np.zeros(len(bad)), np.array(bad))


def test_baselines_are_what_scikit_learn_says() -> None:
    assert majority_baseline(Y, Y[:30]).accuracy == pytest.approx(CLASSES["majority"])
    y = np.array(NUMBERS["y"])
    mean = mean_baseline(y, y[:20])
    assert (mean.mae, mean.rmse) == pytest.approx((NUMBERS["mean_mae"], NUMBERS["mean_rmse"]))
    with pytest.raises(DataError, match="at least one"):
        majority_baseline(Y, Y[:0])
