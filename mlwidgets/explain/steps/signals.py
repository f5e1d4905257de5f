"""The chain rule, back through a network: the signal δ = ∂L/∂z at each layer, down to one weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.arrays import to_engine
from mlwidgets.engine.training.batch_trace import BatchTrace, LayerRecord
from mlwidgets.explain.network.activations import activation_name, layer_title
from mlwidgets.explain.steps.gradient import all_places, chain_lines
from mlwidgets.explain.steps.local import local
from mlwidgets.explain.steps.parts import Line, Number, bracketed, line
from mlwidgets.language import _

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array
    from mlwidgets.engine.losses import Loss
    from mlwidgets.engine.tracing import LayerTrace, Trace
    from mlwidgets.explain.steps.chosen import ChosenWeight

MOST = 24
"""Numbers of a layer that are drawn."""


@dataclass(frozen=True, eq=False)
class Signal:
    """What comes back to one layer.

    Attributes
    ----------
    title : str
        "Layer 3, Dense 10 softmax".
    values : ndarray, shape (shown,)
        δ of each unit; of a map the sum over its places. The first `MOST`.
    total : int
        How many units or maps there are.
    chosen : int
        The one that the weight feeds; −1 in the layers above, which it feeds through others.
    lines : tuple of Line
        How δ comes about, and at the weight's own layer ∂L/∂w.
    """

    title: str
    values: Array
    total: int
    chosen: int
    lines: tuple[Line, ...]


def signals_of(seen: Trace, loss: Loss, chosen: ChosenWeight) -> tuple[Signal, ...]:
    """Return the signals from the last layer down to the weight's.

    Parameters
    ----------
    seen : Trace
        An example with its truth.
    loss : Loss
        What has judged it.
    chosen : ChosenWeight
        The weight.
    """
    last = len(seen.layers) - 1
    return tuple(_signal(seen, loss, number, chosen) for number in range(last, chosen.layer - 1, -1))


def _signal(seen: Trace, loss: Loss, number: int, chosen: ChosenWeight) -> Signal:
    one = seen.layers[number]
    assert one.z_gradient is not None  # noqa: S101 - the trace has a truth
    per_unit = one.z_gradient.reshape(-1, one.z_gradient.shape[-1]).sum(axis=0)
    name = activation_name(one.layer.activation)
    layer = f"{layer_title(one.layer)}{f' {name}' if name else ''}"
    title = _("Layer {number}, {layer}").format(number=number + 1, layer=layer)
    if number > chosen.layer:
        last = number == len(seen.layers) - 1
        how = _("from the loss") if last else _("back through the layer above")
        return Signal(title, per_unit[:MOST], len(per_unit), -1, (line(str(how)),))
    lines, unit = _to_the_weight(seen, loss, chosen)
    return Signal(title, per_unit[:MOST], len(per_unit), unit, tuple(lines))


def _to_the_weight(seen: Trace, loss: Loss, chosen: ChosenWeight) -> tuple[list[Line], int]:
    """Return how ∂L/∂w comes from the weight's own layer, and which unit of it the weight feeds."""
    one = seen.layers[chosen.layer]
    gradient = Number(float(one.weight_gradients[chosen.name][chosen.index]), "gradient")
    batch = BatchTrace(np.zeros(1, int), np.zeros(1), np.zeros(1), None, tuple(map(_record, seen.layers)))
    record = batch.layers[chosen.layer]
    sums = local(record, chosen)
    if sums is None:
        return [line("∂L/∂w = ", gradient, kind="result")], -1
    lines = chain_lines(loss, batch, chosen, sums, 0)
    if sums.x.ndim > 1:
        return [*lines, all_places(sums, gradient)], sums.output
    delta, x = Number(float(record.z_gradient[sums.output][0]), "delta"), Number(float(sums.x[0]), "x")
    product = (*bracketed(delta), " · ", *bracketed(x), " = ")
    return [*lines, line("∂L/∂w = ", *product, gradient, kind="result")], sums.output


def _record(one: LayerTrace) -> LayerRecord:
    """Return a layer's trace as one of a batch of one example."""
    arrays = (one.input, one.z, one.a, one.a_gradient, one.z_gradient)
    return LayerRecord(
        one.layer, *(to_engine(np.asarray(array)[np.newaxis], one.z.dtype) for array in arrays)
    )
