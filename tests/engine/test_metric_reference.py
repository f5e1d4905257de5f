"""Numbers recorded from scikit-learn: every metric.

`reference/record_metrics.py` recorded them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mlwidgets.engine.metrics import (
    METRICS,
    SparseTopKCategoricalAccuracy,
    TopKCategoricalAccuracy,
    confusion_matrix,
    count_matrix,
    precision_recall_curve,
    roc_curve,
)

CASES: dict[str, Any] = json.loads(
    (Path(__file__).with_name("reference") / "metrics.json").read_text(encoding="utf-8")
)
SCORES = ("precision", "recall", "specificity", "f1_score")

MEASURED = {
    "binary": (*SCORES, "binary_accuracy", "roc_auc", "pr_auc"),
    "several": (
        *SCORES,
        "sparse_categorical_accuracy",
        "categorical_accuracy",
        "roc_auc",
        "pr_auc",
        "top_k_categorical_accuracy",
        "sparse_top_k_categorical_accuracy",
    ),
    "numbers": ("mean_absolute_error", "mean_squared_error", "root_mean_squared_error", "r2_score"),
}


def test_no_metric_goes_unchecked() -> None:
    assert {name for names in MEASURED.values() for name in names} == set(METRICS.names)


@pytest.mark.parametrize("case", CASES["binary"], ids=lambda case: str(len(case["y"])))
def test_one_output(case: dict[str, Any]) -> None:
    y, output = np.array([case["y"]], float), np.array([case["scores"]])
    for name in MEASURED["binary"]:
        assert METRICS.get(name).compute(y, output) == pytest.approx(case[name], abs=1e-12), name
    roc = roc_curve(case["y"], case["scores"])
    np.testing.assert_allclose(roc.false_positive_rate, case["false_positive_rate"])
    np.testing.assert_allclose(roc.true_positive_rate, case["true_positive_rate"])
    curve = precision_recall_curve(case["y"], case["scores"])
    np.testing.assert_allclose(curve.precision, case["precisions"])
    np.testing.assert_allclose(curve.recall, case["recalls"])


@pytest.mark.parametrize("case", CASES["several"], ids=lambda case: str(len(case["y"])))
def test_several_classes(case: dict[str, Any]) -> None:
    output = np.array(case["output"]).T
    labels = np.array(case["y"])
    one_hot = np.eye(len(output))[labels].T
    for y in (labels, one_hot):
        for name in SCORES:
            kind: Any = METRICS.find(name)
            for average in ("macro", "micro"):
                got = kind(average=average).compute(y, output)
                assert got == pytest.approx(case[average][name], abs=1e-12), name
            np.testing.assert_allclose(kind().per_class(y, output), case["each"][name])
            got = [kind(class_id=number).compute(y, output) for number in range(len(output))]
            np.testing.assert_allclose(got, case["each"][name])
        for name in ("roc_auc", "pr_auc"):
            if name in case:
                assert METRICS.get(name).compute(y, output) == pytest.approx(case[name], abs=1e-12)
    wanted = case["sparse_categorical_accuracy"]
    assert METRICS.get("sparse_categorical_accuracy").compute(labels, output) == pytest.approx(wanted)
    assert METRICS.get("categorical_accuracy").compute(one_hot, output) == pytest.approx(wanted)


@pytest.mark.parametrize("case", CASES["several"], ids=lambda case: str(len(case["y"])))
@pytest.mark.parametrize("k", [2, 3])
def test_top_k(case: dict[str, Any], k: int) -> None:
    # Where the true class ties for the last place, scikit-learn takes the class with the higher number.
    output = np.array(case["output"]).T + 1e-9 * np.arange(len(case["output"][0]))[:, np.newaxis]
    labels = np.array(case["y"])
    one_hot = np.eye(len(output))[labels].T
    assert SparseTopKCategoricalAccuracy(k).compute(labels, output) == pytest.approx(case[f"top_{k}"])
    assert TopKCategoricalAccuracy(k).compute(one_hot, output) == pytest.approx(case[f"top_{k}"])


@pytest.mark.parametrize("case", CASES["several"], ids=lambda case: str(len(case["y"])))
def test_the_scores_of_a_confusion_matrix(case: dict[str, Any]) -> None:
    called = np.array(case["output"]).argmax(axis=1)
    matrix = confusion_matrix(case["y"], called, len(case["output"][0]))
    assert matrix.tolist() == case["confusion"]
    counts = count_matrix(matrix)
    for name, scores in zip(
        SCORES, (counts.precision(), counts.recall(), counts.specificity(), counts.f1()), strict=True
    ):
        np.testing.assert_allclose(scores, case["each"][name])


@pytest.mark.parametrize("case", CASES["numbers"], ids=lambda case: str(len(case["y"])))
def test_numbers(case: dict[str, Any]) -> None:
    y, output = np.array(case["y"]).T, np.array(case["output"]).T
    for name in MEASURED["numbers"]:
        assert METRICS.get(name).compute(y, output) == pytest.approx(case[name], rel=1e-12), name
