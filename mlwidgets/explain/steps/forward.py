"""The forward card: from one example and one weight to the prediction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine.activations import Linear, Softmax
from mlwidgets.explain.network.activations import activation_name, layer_title
from mlwidgets.explain.steps.parts import Card, Line, Number, Part, bracketed, line, worded
from mlwidgets.language import _, n_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.training.batch_trace import BatchTrace, LayerRecord
    from mlwidgets.explain.steps.chosen import ChosenWeight
    from mlwidgets.explain.steps.local import Local

MOST_OUTPUTS = 3
"""Outputs of a network that are written one by one."""


_TAKES_PART = _("It takes part in every number of this layer.")
_NUMBERS = n_("{count:,} number", "{count:,} numbers")
_PRODUCTS = n_("{count:,} product: {sum}", "{count:,} products: {sum}")
_OTHERS = n_("+ {count:,} other product: {sum}", "+ {count:,} other products: {sum}")


def forward_card(  # noqa: PLR0917 - the forward pass has these parts
    trace: BatchTrace,
    chosen: ChosenWeight,
    weight: float,
    sums: Local | None,
    example: int,
    names: Sequence[str] = (),
) -> Card:
    """Return how an example becomes a prediction, seen from one weight.

    Parameters
    ----------
    trace : BatchTrace
        The batch.
    chosen : ChosenWeight
        The weight.
    weight : float
        Its value before the update.
    sums : Local or None
        What it multiplies.
    example : int
        Which example of the trace.
    names : sequence of str
        The names of the classes, where each has an output of its own.
    """
    record = trace.layers[chosen.layer]
    w = Number(weight, "w")
    if sums is None:
        name = f"{layer_title(record.layer)}: {chosen.name.replace('_', ' ')} "
        lines = [line(name, "w = ", w), line(str(_TAKES_PART), kind="note")]
    else:
        lines = _weighted_sum(record, chosen, w, sums, example, last=record is trace.layers[-1])
    above = [layer_title(one.layer) for one in trace.layers[chosen.layer + 1 :]]
    if above:
        lines.append(line("→ ", " → ".join(above), kind="note"))
    lines.append(worded(_("prediction {outputs}"), "result", outputs=(*_outputs(trace, example, names),)))
    return Card("forward", tuple(lines))


def output_key(unit: int) -> str:
    """Return the key of one of the network's outputs."""
    return f"out{unit}"


def shown_outputs(trace: BatchTrace, example: int) -> list[int]:
    """Return which outputs are written one by one: all of a few, else the true class's or the largest."""
    count = trace.output.shape[0]
    if count <= MOST_OUTPUTS:
        return list(range(count))
    if trace.target.ndim == 1:  # numbers of classes
        return [int(trace.target[example])]
    return [int(trace.target[:, example].argmax())]


def _outputs(trace: BatchTrace, example: int, names: Sequence[str]) -> Sequence[Part]:
    if trace.output.ndim != 2:  # noqa: PLR2004 - a table: else there are too many numbers to write
        return (_NUMBERS.format(trace.output[..., 0].size),)
    parts: list[Part] = []
    units = shown_outputs(trace, example)
    for unit in units:
        name = "ŷ" if len(trace.output) == 1 else f"ŷ{_small(unit + 1)}"
        if len(names) == len(trace.output):
            name = _("for {name}: ŷ").format(name=names[unit]) if len(units) == 1 else f"ŷ({names[unit]})"
        told = Number(float(trace.output[unit, example]), output_key(unit))
        parts += [", " if parts else "", f"{name} = ", told]
    return parts


def _weighted_sum(
    record: LayerRecord, chosen: ChosenWeight, w: Number, sums: Local, example: int, *, last: bool
) -> list[Line]:
    at = (*sums.strongest(record.z_gradient[sums.output], example), example)
    z, a = (float(values[sums.output][at]) for values in (record.z, record.a))
    x = Number(float(sums.x[at]), "x")
    bias = float(record.layer.weights["bias"][sums.output]) if "bias" in record.layer.weights else None
    lines = [line(_where(sums, at[:-1]), kind="note")]
    if chosen.name == "bias":
        lines.append(worded(_PRODUCTS.format(sums.terms, sum="{sum}"), sum=Number(z - w.value)))
        lines.append(worded(_("bias w = {w}"), w=w))
    else:
        product = Number(w.value * x.value, "wx")
        lines.append(line("w · x = ", *bracketed(w), " · ", *bracketed(x), " = ", product))
        if sums.terms > 1:
            rest = z - product.value - (bias or 0.0)
            lines.append(worded(_OTHERS.format(sums.terms - 1, sum="{sum}"), sum=Number(rest)))
        if bias is not None:
            lines.append(worded(_("+ bias: {bias}"), bias=Number(bias)))
    lines.append(line("z = ", Number(z, "z")))
    function = record.layer.activation
    if not isinstance(function, Linear):
        name = activation_name(function)
        inside: tuple[Part, ...] = (str(_("all z")),) if isinstance(function, Softmax) else (Number(z, "z"),)
        key = output_key(sums.output) if last else "a"
        lines.append(line("a = ", name, "(", *inside, ") = ", Number(a, key)))
    return lines


def _where(sums: Local, place: tuple[int, ...]) -> str:
    if not place:
        return _("unit {number}").format(number=sums.output + 1)
    row, column = (part + 1 for part in place)
    return _("filter {number} at row {row}, column {column}").format(
        number=sums.output + 1, row=row, column=column
    )


def _small(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
