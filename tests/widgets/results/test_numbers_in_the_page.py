"""What the page counts at a threshold is what the engine and `explain.results` count."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from deno import find_deno_bin

from mlwidgets.engine.metrics import precision_recall_curve, roc_curve
from mlwidgets.explain.results.cost import cheapest_threshold
from mlwidgets.explain.results.decisions import class_scores, matrix_at, runners_up
from tests.packaging.test_floors import ROOT

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray

COSTS = [0.1, 0.5, 1.0, 5.0, 100.0]


def in_the_page(question: dict[str, Any]) -> dict[str, Any]:
    """Ask the page's own modules, run by Deno."""
    done = subprocess.run(  # noqa: S603 - our own command
        [str(find_deno_bin()), "run", "--quiet", "--no-lock", "tests/widgets/results/page_numbers.ts"],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def examples(classes: int, places: int) -> tuple[AnyArray, AnyArray]:
    """Return labels and shares, float32 as they are sent; with few places many shares are equal."""
    rng = np.random.default_rng(classes + places)
    raw = rng.integers(1, places, (300, classes)).astype(float)
    labels = rng.integers(0, classes, 300)
    raw[np.arange(300), labels] += rng.integers(0, places, 300)
    return labels, (raw / raw.sum(axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize(("classes", "focus", "places"), [(2, 1, 9), (2, 0, 1000), (5, 3, 7)])
def test_thresholds_matrices_scores_and_costs(classes: int, focus: int, places: int) -> None:
    labels, shares = examples(classes, places)
    scores = shares[:, focus]
    thresholds = [0.0, 0.25, 0.5, float(scores[7]), 0.9, 1.0]
    answer = in_the_page(
        {
            "labels": labels.tolist(),
            "scores": scores.tolist(),
            "runners": runners_up(shares, focus).tolist(),
            "focus": focus,
            "classes": classes,
            "thresholds": thresholds,
            "costs": COSTS,
        }
    )
    for threshold, found in zip(thresholds, answer["at"], strict=True):
        matrix = matrix_at(labels, shares, focus, threshold)
        assert found["matrix"] == matrix.tolist()
        wanted = class_scores(matrix)
        report = found["report"]
        assert report["accuracy"] == pytest.approx(wanted.accuracy)
        for name, each in wanted.by_name().items():
            assert [one[name] for one in report["classes"]] == pytest.approx(each.tolist())
            assert report["macro"][name] == pytest.approx(wanted.macro()[name])
            assert report["weighted"][name] == pytest.approx(wanted.weighted()[name])
        assert [one["support"] for one in report["classes"]] == wanted.support.tolist()
        called = scores.astype(np.float64) >= threshold
        counts = found["counts"]
        assert counts["hits"] == ((labels == focus) & called).sum()
        assert counts["alarms"] == ((labels != focus) & called).sum()
        assert counts["misses"] + counts["rejections"] == (~called).sum()
    for cost, found in zip(COSTS, answer["cheapest"], strict=True):
        wanted_cost = cheapest_threshold(np.equal(labels, focus), scores, cost)
        assert (found["threshold"], found["cost"]) == (wanted_cost.threshold, wanted_cost.cost)
    roc = roc_curve(labels == focus, scores)
    np.testing.assert_allclose(answer["roc"], np.stack([roc.false_positive_rate, roc.true_positive_rate], 1))
    pr = precision_recall_curve(labels == focus, scores)
    np.testing.assert_allclose(answer["pr"], np.stack([pr.recall, pr.precision], 1))
