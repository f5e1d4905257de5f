"""The gradient card: what a little more of one weight does to the loss, by the chain rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.activations import Linear, Softmax
from mlwidgets.engine.losses import fused
from mlwidgets.explain.steps.forward import output_key
from mlwidgets.explain.steps.parts import Card, Line, Number, bracketed, line, worded
from mlwidgets.language import _, n_

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array
    from mlwidgets.engine.losses import Loss
    from mlwidgets.engine.training.batch_trace import BatchTrace, LayerRecord
    from mlwidgets.engine.training.preview import Preview
    from mlwidgets.explain.steps.chosen import ChosenWeight
    from mlwidgets.explain.steps.local import Local


MEAN = n_("mean of {count:,} example: {mean}", "mean of {count:,} examples: {mean}")
MEAN_SO_FAR = n_("mean of {count:,} example so far: {mean}", "mean of {count:,} examples so far: {mean}")
_MEAN_IS_G = n_("mean of {count:,} example: g = {mean}", "mean of {count:,} examples: g = {mean}")
_ALL_PLACES = n_("all {count:,} place: ∂L/∂w = {part}", "all {count:,} places: ∂L/∂w = {part}")


def gradient_card(
    preview: Preview,
    trace: BatchTrace,
    chosen: ChosenWeight,
    example: int,
    *,
    sums: Local | None,
    parts: Array,
) -> Card:
    """Return an example's part of a weight's gradient, and the batch's mean so far.

    Parameters
    ----------
    preview : Preview
        The update.
    trace : BatchTrace
        Its batch.
    chosen : ChosenWeight
        The weight.
    example : int
        Which example of the trace.
    sums : Local or None
        What the weight multiplies.
    parts : ndarray, shape (k,)
        Each example's part, `trace.example_gradients`.
    """
    part = Number(float(parts[example]), "part")
    lines = [] if sums is None else chain_lines(preview.loss, trace, chosen, sums, example)
    many = sums is not None and bool(sums.x.ndim - 1)
    if sums is None:
        lines.append(worded(_("this example: ∂L/∂w = {part}"), "result", part=part))
    elif many:
        lines.append(all_places(sums, part))
    else:
        at = float(trace.layers[chosen.layer].z_gradient[sums.output][example])
        delta, x = Number(at, "delta"), Number(float(sums.x[example]), "x")
        product = (*bracketed(delta), " · ", *bracketed(x), " = ")
        lines.append(line("∂L/∂w = ", *product, part, kind="result"))
    return Card("gradient", tuple(lines))


def all_places(sums: Local, part: Number) -> Line:
    """Return the line for a weight that multiplies numbers at many places, whose parts add up."""
    return worded(_ALL_PLACES.format(sums.x[..., 0].size, part="{part}"), "result", part=part)


def chain_lines(loss: Loss, trace: BatchTrace, chosen: ChosenWeight, sums: Local, example: int) -> list[Line]:
    """Return ∂L/∂z and ∂z/∂w of an example with their numbers, at the place where they tell most.

    Parameters
    ----------
    loss : Loss
        What judges the output.
    trace : BatchTrace
        The examples.
    chosen : ChosenWeight
        The weight.
    sums : Local
        What it multiplies.
    example : int
        Which example of the trace.
    """
    record = trace.layers[chosen.layer]
    at = (*sums.strongest(record.z_gradient[sums.output], example), example)
    z, a, flows, slope = (
        float(values[sums.output][at])
        for values in (record.z, record.a, record.a_gradient, record.z_gradient)
    )
    delta = Number(slope, "delta")
    last = record is trace.layers[-1]
    lines: list[Line] = []
    truth = a - slope
    if last and fused(loss, record.layer.activation) is not None:
        if trace.weights is None and 0 <= round(truth, 6) <= 1 and abs(round(truth) - truth) < 1e-5:  # noqa: PLR2004 - float32
            out = Number(a, output_key(sums.output))
            lines.append(line("∂L/∂z = ŷ − y = ", out, " − ", Number(round(truth)), " = ", delta))
        else:
            lines.append(line("∂L/∂z = ", delta))
    elif isinstance(record.layer.activation, Linear):
        lines.append(
            line("∂L/∂z = ", delta) if last else worded(_("∂L/∂z = {delta} (from above)"), delta=delta)
        )
    elif isinstance(record.layer.activation, Softmax):
        lines.append(worded(_("∂L/∂z = {delta} (through all outputs of softmax)"), delta=delta))
    else:
        steep = Number(_steepness(record, z))
        flow = _("∂L/∂a = {flow} (from the loss)") if last else _("∂L/∂a = {flow} (from above)")
        lines.append(worded(flow, flow=Number(flows)))
        lines.append(line("∂a/∂z = ", steep))
        lines.append(line("∂L/∂z = ∂L/∂a · ∂a/∂z = ", delta))
    x = Number(float(sums.x[at]), "x")
    lines.append(line("∂z/∂w = ", *([x] if chosen.name == "bias" else ["x = ", x])))
    if at[:-1]:
        product = (*bracketed(delta), " · ", *bracketed(x), " = ", Number(slope * x.value))
        lines.append(worded(_("here: {product}"), product=product))
    return lines


def _steepness(record: LayerRecord, z: float) -> float:
    """Return ∂a/∂z of a layer whose activation function takes each number by itself."""
    here = np.array([[z]], record.z.dtype)
    function = record.layer.activation
    return float(function.backward(np.ones_like(here), here.copy(), function.forward(here.copy()))[0, 0])


def mean_so_far(parts: Array, example: int) -> Line:
    """Return the mean of the examples' parts up to this one."""
    so_far = Number(float(parts[: example + 1].mean(dtype=np.float64)))
    return worded(MEAN_SO_FAR.format(example + 1, mean="{mean}"), "note", mean=so_far)


def batch_gradient_lines(preview: Preview, chosen: ChosenWeight) -> tuple[Line, ...]:
    """Return the gradient of the whole batch, which the optimizer is given."""
    size = len(preview.batch.index)
    mean, whole = (float(vector[chosen.place]) for vector in (preview.loss_gradient, preview.gradient))
    if whole == mean:
        return (worded(_MEAN_IS_G.format(size, mean="{mean}"), "note", mean=Number(mean, "g")),)
    return (
        worded(MEAN.format(size, mean="{mean}"), "note", mean=Number(mean)),
        worded(
            _("+ slope of the penalty {slope}: g = {g}"),
            "note",
            slope=Number(whole - mean),
            g=Number(whole, "g"),
        ),
    )
