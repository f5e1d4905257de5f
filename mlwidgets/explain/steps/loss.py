"""The loss card: from a prediction and its truth to one number, and on to the batch's mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.losses import (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    CrossEntropy,
    MeanAbsoluteError,
    MeanSquaredError,
    SparseCategoricalCrossentropy,
)
from mlwidgets.explain.steps.forward import output_key, shown_outputs
from mlwidgets.explain.steps.gradient import MEAN, MEAN_SO_FAR
from mlwidgets.explain.steps.parts import Card, Line, Number, bracketed, line, worded
from mlwidgets.language import _, n_
from mlwidgets.spec.rows.losses import LOSS_ROWS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.losses import Loss
    from mlwidgets.engine.training.batch_trace import BatchTrace
    from mlwidgets.engine.training.preview import Preview


_MEAN_OVER = n_("L = mean over {count:,} output = {loss}", "L = mean over {count:,} outputs = {loss}")


def loss_card(preview: Preview, trace: BatchTrace, example: int, names: Sequence[str] = ()) -> Card:
    """Return how wrong a prediction is.

    Parameters
    ----------
    preview : Preview
        The update.
    trace : BatchTrace
        Its batch.
    example : int
        Which example of the trace.
    names : sequence of str
        The names of the classes, where each has an output of its own.
    """
    value = Number(float(trace.losses[example]), "loss")
    lines = _of_one(preview.loss, trace, example, value, names)
    if trace.weights is not None:
        weight = float(trace.weights[example])
        counts = Number(weight * value.value, "counted")
        lines.append(worded(_("counts {weight} times: {loss}"), weight=Number(weight), loss=counts))
    return Card("loss", tuple(lines))


def _of_one(loss: Loss, trace: BatchTrace, example: int, value: Number, names: Sequence[str]) -> list[Line]:
    title = str(LOSS_ROWS.of(type(loss).__name__).shown_title).split(",")[0]
    head = line(title, kind="note")  # not what it asks of the output
    if trace.output.ndim != 2:  # noqa: PLR2004 - a table
        return [head, line("L = ", value, kind="result")]
    if _one_hot(loss, trace, example):
        return [head, *_surprise(loss, trace, example, value, names)]
    units = shown_outputs(trace, example)
    lines = [head]
    for unit in units:
        truth = Number(float(trace.target[unit, example]), f"y{unit}")
        told = Number(float(trace.output[unit, example]), output_key(unit))
        lines.append(worded(_("prediction ŷ = {told}, truth y = {truth}"), told=told, truth=truth))
    if len(trace.output) > 1:
        return [*lines, worded(_MEAN_OVER.format(len(trace.output), loss="{loss}"), "result", loss=value)]
    return [*lines, _formula(loss, trace, example, value)]


def _one_hot(loss: Loss, trace: BatchTrace, example: int) -> bool:
    """Return whether the loss asks for the probability of one class only."""
    if isinstance(loss, SparseCategoricalCrossentropy):
        return True
    if not isinstance(loss, CategoricalCrossentropy) or loss.label_smoothing:
        return False
    truth = trace.target[:, example]
    return bool(truth.max() == 1 and truth.sum() == 1)


def _surprise(loss: Loss, trace: BatchTrace, example: int, value: Number, names: Sequence[str]) -> list[Line]:
    true = int(trace.target[example] if trace.target.ndim == 1 else trace.target[:, example].argmax())
    name = names[true] if true < len(names) else str(true)
    p = float(trace.output[true, example])
    lines = [worded(_("true class: {name}"), name=name)]
    if isinstance(loss, CrossEntropy) and loss.from_logits:
        z = Number(p, output_key(true))
        p = float(np.exp(-value.value))
        lines.append(worded(_("softmax({z} and the others) = {p}"), z=z, p=Number(p, "p")))
        return [*lines, line("L = −log(", Number(p, "p"), ") = ", value, kind="result")]
    told = Number(p, output_key(true))
    return [
        *lines,
        worded(_("its probability p = {p}"), p=told),
        line("L = −log(p) = −log(", told, ") = ", value, kind="result"),
    ]


def _formula(loss: Loss, trace: BatchTrace, example: int, value: Number) -> Line:
    """Return the loss of a single output with its numbers."""
    told, truth = float(trace.output[0, example]), float(trace.target[0, example])
    out, difference = Number(told, output_key(0)), Number(told - truth)
    if isinstance(loss, MeanSquaredError):
        return line("L = (ŷ − y)² = ", *bracketed(difference), "² = ", value, kind="result")
    if isinstance(loss, MeanAbsoluteError):
        return line("L = |ŷ − y| = |", difference, "| = ", value, kind="result")
    if isinstance(loss, BinaryCrossentropy) and not (loss.from_logits or loss.label_smoothing):
        if truth == 1:
            return line("L = −log(ŷ) = −log(", out, ") = ", value, kind="result")
        if truth == 0:
            return line("L = −log(1 − ŷ) = −log(", Number(1 - told), ") = ", value, kind="result")
    return line("L = ", value, kind="result")


def mean_so_far(trace: BatchTrace, example: int) -> Line:
    """Return the mean loss of the examples up to this one."""
    counts = trace.losses if trace.weights is None else trace.losses * trace.weights
    so_far = Number(float(counts[: example + 1].mean(dtype=np.float64)))
    return worded(MEAN_SO_FAR.format(example + 1, mean="{mean}"), "note", mean=so_far)


def batch_loss_lines(preview: Preview) -> tuple[Line, ...]:
    """Return the loss of the whole batch."""
    penalty = preview.logs.get("penalty", 0.0)
    mean = Number(preview.logs["loss"] - penalty, "batch_loss")
    whole = worded(MEAN.format(len(preview.batch.index), mean="{mean}"), "note", mean=mean)
    if not penalty:
        return (whole,)
    return whole, worded(_("+ penalty on the weights: {penalty}"), "note", penalty=Number(penalty))
