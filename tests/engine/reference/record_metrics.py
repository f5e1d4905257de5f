"""Record scikit-learn's metrics, so that the tests need no scikit-learn.

Run ``python tests/engine/reference/record_metrics.py`` where scikit-learn and numpy are installed; it writes
``metrics.json`` beside this file. Nothing here imports mlwidgets. Many scores are equal, some classes are
never named, and ``labels`` lists all classes, so that one without examples counts too. Specificity is the
recall of the opposite class, which is how scikit-learn's users compute it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import sklearn
from sklearn import metrics

Case = dict[str, Any]


def binary(rng: np.random.Generator, n: int, steps: int) -> Case:
    """Record the metrics of one output, scores on a grid of `steps` places."""
    scores = rng.integers(0, steps, n) / steps
    y = (rng.random(n) < 0.2 + 0.6 * scores).astype(int)
    called = (scores > 0.5).astype(int)
    precision, recall, f1, _ = metrics.precision_recall_fscore_support(
        y, called, average="binary", zero_division=0
    )
    false, true, _ = metrics.roc_curve(y, scores, drop_intermediate=False)
    precisions, recalls, _ = metrics.precision_recall_curve(y, scores)
    return {
        "y": y.tolist(),
        "scores": scores.tolist(),
        "precision": precision,
        "recall": recall,
        "f1_score": f1,
        "specificity": metrics.recall_score(1 - y, 1 - called, zero_division=0),
        "binary_accuracy": metrics.accuracy_score(y, called),
        "roc_auc": metrics.roc_auc_score(y, scores),
        "pr_auc": metrics.average_precision_score(y, scores),
        "false_positive_rate": false.tolist(),
        "true_positive_rate": true.tolist(),
        # Without the point that scikit-learn adds at recall 0, and from the highest threshold down.
        "precisions": precisions[-2::-1].tolist(),
        "recalls": recalls[-2::-1].tolist(),
    }


def several(rng: np.random.Generator, n: int, classes: int, absent: int | None) -> Case:
    """Record the metrics of several classes; `absent` has no examples."""
    output = rng.integers(1, 20, (n, classes)).astype(float)
    output /= output.sum(axis=1, keepdims=True)
    y = np.where(rng.random(n) < 0.5, output.argmax(axis=1), rng.integers(0, classes, n))
    if absent is not None:
        y[y == absent] = (absent + 1) % classes
        output[:, absent] *= 0.01
    called, labels = output.argmax(axis=1), list(range(classes))
    case: Case = {"y": y.tolist(), "output": output.tolist()}
    for average in ("macro", "micro", None):
        precision, recall, f1, _ = metrics.precision_recall_fscore_support(
            y, called, labels=labels, average=average, zero_division=0
        )
        opposite = [metrics.recall_score(y != label, called != label, zero_division=0) for label in labels]
        right = sum(((y != label) & (called != label)).sum() for label in labels)
        specificity = {"macro": np.mean(opposite), "micro": right / (n * (classes - 1)), None: opposite}[
            average
        ]
        values = {"precision": precision, "recall": recall, "f1_score": f1, "specificity": specificity}
        case[average or "each"] = {name: np.asarray(value).tolist() for name, value in values.items()}
    case["sparse_categorical_accuracy"] = metrics.accuracy_score(y, called)
    for k in (2, 3):
        case[f"top_{k}"] = metrics.top_k_accuracy_score(y, output, k=k, labels=labels)
    case["confusion"] = metrics.confusion_matrix(y, called, labels=labels).tolist()
    if absent is None:
        case["roc_auc"] = metrics.roc_auc_score(y, output, multi_class="ovr", average="macro", labels=labels)
        one_hot = np.eye(classes)[y]
        case["pr_auc"] = metrics.average_precision_score(one_hot, output, average="macro")
    return case


def numbers(rng: np.random.Generator, n: int, outputs: int) -> Case:
    """Record the metrics of predicted numbers."""
    y = rng.normal(size=(n, outputs)) * [1, 10, 0.1][:outputs]
    output = y + rng.normal(size=y.shape)
    if outputs > 1:
        y[:, 0] = 2.0  # targets without any spread
    return {
        "y": y.tolist(),
        "output": output.tolist(),
        "mean_absolute_error": metrics.mean_absolute_error(y, output),
        "mean_squared_error": metrics.mean_squared_error(y, output),
        "root_mean_squared_error": metrics.mean_squared_error(y, output) ** 0.5,
        "r2_score": metrics.r2_score(y, output),
    }


def main() -> None:
    """Write the file."""
    rng = np.random.default_rng(20_261_123)
    cases = {
        "scikit-learn": sklearn.__version__,
        "binary": [binary(rng, n, steps) for n, steps in ((30, 5), (60, 1000), (40, 2))],
        "several": [several(rng, n, *rest) for n, *rest in ((40, 4, None), (60, 6, None), (50, 5, 2))],
        "numbers": [numbers(rng, n, outputs) for n, outputs in ((20, 1), (30, 3))],
    }
    path = Path(__file__).with_name("metrics.json")
    path.write_text(json.dumps(cases) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size / 1024:.0f} KB")  # noqa: T201 - a script


if __name__ == "__main__":
    main()
