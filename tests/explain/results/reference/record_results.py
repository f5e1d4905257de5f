"""Record what scikit-learn says of predictions, so that the tests need no scikit-learn.

Run ``python tests/explain/results/reference/record_results.py`` where scikit-learn and numpy are
installed; it writes ``results.json`` beside this file. Nothing here imports mlwidgets.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import sklearn
from sklearn import calibration, dummy, metrics

Case = dict[str, Any]
CLASSES, EXAMPLES = 4, 120


def classes(rng: np.random.Generator) -> Case:
    """Record one class against the rest, and reports at some thresholds; many scores are equal."""
    y = np.minimum(rng.integers(0, CLASSES + 2, EXAMPLES), CLASSES - 1)  # the last class is the most frequent
    raw = rng.integers(1, 6, (EXAMPLES, CLASSES)) + 4 * (y[:, np.newaxis] == np.arange(CLASSES)) * (
        rng.random((EXAMPLES, 1)) < 0.7
    )
    shares = raw / raw.sum(axis=1, keepdims=True)
    of_class = []
    for positive in range(CLASSES):
        truth, scores = y == positive, shares[:, positive]
        false, true, _ = metrics.roc_curve(truth, scores, drop_intermediate=False)
        found, said = calibration.calibration_curve(truth, scores, n_bins=10)
        others = np.where(np.arange(CLASSES) == positive, -1, shares).argmax(axis=1)
        reports = []
        for threshold in (0.1, 0.25, 0.4, 0.9):
            called = np.where(scores >= threshold, positive, others)
            report = metrics.classification_report(
                y, called, labels=range(CLASSES), output_dict=True, zero_division=0
            )
            matrix = metrics.confusion_matrix(y, called, labels=range(CLASSES))
            reports.append({"threshold": threshold, "report": report, "matrix": matrix.tolist()})
        of_class.append(
            {
                "auc": metrics.roc_auc_score(truth, scores),
                "average_precision": metrics.average_precision_score(truth, scores),
                "false_positive_rate": false.tolist(),
                "true_positive_rate": true.tolist(),
                "found": found.tolist(),
                "said": said.tolist(),
                "reports": reports,
            }
        )
    majority = dummy.DummyClassifier(strategy="most_frequent").fit(np.zeros((EXAMPLES, 1)), y)
    return {
        "y": y.tolist(),
        "shares": shares.tolist(),
        "classes": of_class,
        "majority": metrics.accuracy_score(y[:30], majority.predict(np.zeros((30, 1)))),
    }


def numbers(rng: np.random.Generator) -> Case:
    """Record the metrics of predicted numbers, and those of always the mean."""
    y = rng.normal(size=80) * 30 + 200
    said = y + rng.normal(size=80) * 8 + 2
    mean = dummy.DummyRegressor().fit(np.zeros((80, 1)), y).predict(np.zeros((20, 1)))
    return {
        "y": y.tolist(),
        "predicted": said.tolist(),
        "mae": metrics.mean_absolute_error(y, said),
        "rmse": metrics.root_mean_squared_error(y, said),
        "r2": metrics.r2_score(y, said),
        "mean_mae": metrics.mean_absolute_error(y[:20], mean),
        "mean_rmse": metrics.root_mean_squared_error(y[:20], mean),
    }


def main() -> None:
    """Write the file."""
    rng = np.random.default_rng(11)
    recorded = {"scikit-learn": sklearn.__version__, "classes": classes(rng), "numbers": numbers(rng)}
    path = Path(__file__).with_name("results.json")
    path.write_text(json.dumps(recorded, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
