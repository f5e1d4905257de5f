"""A model measured on examples, a slice of them at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.arrays import AnyArray, to_engine, to_public
from mlwidgets.engine.progress import SILENT, ProgressBar
from mlwidgets.engine.training.objective import batch_logs, dataset_metrics, with_penalty
from mlwidgets.engine.training.sums import Sums

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array
    from mlwidgets.engine.passes import Pass
    from mlwidgets.engine.training.objective import TrainableNetwork


@dataclass(frozen=True)
class Evaluation:
    """A model measured on a data set.

    Attributes
    ----------
    logs : dict of str to float
        "loss" and the metrics.
    output : ndarray, shape (n, outputs)
        The predictions.
    """

    logs: dict[str, float]
    output: AnyArray

    @classmethod
    def of(cls, sums: Sums) -> Evaluation:
        """Return the means and predictions that have been gathered."""
        return cls(sums.means(), np.concatenate(sums.outputs))


def evaluate_in_slices(
    model: TrainableNetwork,
    x: AnyArray,
    y: AnyArray,
    size: int,
    *,
    weights: Array | None = None,
    verbose: int = SILENT,
) -> Evaluation:
    """Measure a model on examples, `size` at a time, or fewer if they would take much memory."""
    size = model.step_memory().slice_size(size)
    worker, sums = model.new_pass(), Sums(model.metrics)
    bar = ProgressBar(verbose=verbose, title="Evaluating")
    for start in range(0, len(x), size):
        part = slice(start, start + size)
        logs = measure(
            worker, model, x[part], y[part], sums, weights=None if weights is None else weights[part]
        )
        bar.show(sums.count / len(x), logs)
    evaluation = Evaluation.of(sums)
    bar.show(1, evaluation.logs)
    bar.end_line()
    return evaluation


def measure(
    worker: Pass,
    model: TrainableNetwork,
    x: AnyArray,
    y: AnyArray,
    sums: Sums,
    *,
    weights: Array | None = None,
) -> dict[str, float]:
    """Predict and grade one slice of a data set, add it to `sums`, and return its loss and metrics."""
    _, loss = model.check_compiled()
    target = loss.prepare(y, model.output_shape, model.dtype)
    graded = worker.grade(to_engine(x, model.dtype), target, loss)
    seen = [(target, graded.output)]
    logs = with_penalty(model, batch_logs(model, graded, target, weights))
    logs |= dataset_metrics(model.metrics, seen)
    sums.add(logs, len(x), seen)
    sums.add_output(to_public(graded.output))
    return logs
