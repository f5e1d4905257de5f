"""The arithmetic of one cell of one layer, with the learner's numbers, from the trace of an example."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine import layers as kinds
from mlwidgets.engine.activations import Linear, Softmax
from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.convolution.filters import flattened_from
from mlwidgets.explain.network.activations import activation_name, layer_title
from mlwidgets.explain.network.cell_blocks import (
    CellArithmetic,
    Origin,
    Row,
    Table,
    largest,
    rest_text,
    weighted_sum_text,
)
from mlwidgets.explain.network.maps import check_cell, place_in
from mlwidgets.explain.network.plain_layers import plain_text
from mlwidgets.explain.network.window_arithmetic import bias_of, through_a_window
from mlwidgets.explain.wording import number_text
from mlwidgets.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import Shape
    from mlwidgets.engine.tracing import LayerTrace, Trace

MOST_SHARES = 16
"""Units of a softmax that are shown one by one."""

_SEQUENCE = 2
"""The rank of a sequence `(steps, channels)`."""

_EXPONENT_LIMIT = 700.0
"""Above this e^z is beyond all formats."""

_PLACE = {
    "class": _("{layer}, class {name}"),
    "unit": _("{layer}, unit {number}"),
    "step": _("{layer}, map {map}, step {step}"),
    "cell": _("{layer}, map {map}, row {row}, column {column}"),
}
_INPUT = _("Input")
_GIVEN = _("The example's own number here is {value}")
_INPUT_NUMBER = _("input {number}")
_MAP_CELL = _("map {map}, row {row}, column {column}")
_UNIT = _("unit {number}")

_LARGEST_TERMS, _TERMS = _("The largest terms"), _("The terms")
_TERM_HEADS = (_("input"), _("weight"), _("product"))
_SHARE = _("share")
_REST = _("… and {count:,} more units with {sum} together")
_SOFTMAX = _("a = {head} / sum of all = {power} / {powers} = {share}")


def cell_arithmetic(  # noqa: PLR0917 - a place has four numbers
    trace: Trace, layer: int, channel: int, row: int, column: int, names: Sequence[str] = ()
) -> CellArithmetic:
    """Return how one number of a network comes about.

    Parameters
    ----------
    trace : Trace
        One example's way through the network.
    layer : int
        As `layer_pictures` counts: 0 is the input, 1 the first layer.
    channel, row, column : int
        The cell, among the maps that `as_maps` makes of the layer's output. All count from 0, while the texts
        count from 1; the unit of a vector is a channel of one cell.
    names : sequence of str
        The names of the classes that the units of the last layer stand for.

    Raises
    ------
    mlwidgets.errors.ConfigurationError
        There is no such layer or cell.
    """
    if not 0 <= layer <= len(trace.layers):
        raise ConfigurationError(
            f"The layers are numbered from 0, the input, to {len(trace.layers)}; got layer {layer}."
        )
    output = trace.layers[layer - 1].a if layer else trace.x
    check_cell(output.shape, channel, row, column)
    index = place_in(output.shape, channel, row, column)
    names = names if layer == len(trace.layers) else ()
    name = names[channel] if channel < len(names) else None
    value = float(output[index])
    if not layer:
        slope = None if trace.x_gradient is None else float(trace.x_gradient[index])
        where = _where(_INPUT, output.ndim, (channel, row, column), name)
        text = _GIVEN.format(value=number_text(value))
        return CellArithmetic(where, text, value, value, slope, slope, Origin(""))
    seen = trace.layers[layer - 1]
    z = float(seen.z[index])
    origin = through_a_window(seen, (channel, row, column), z)
    if origin is None and isinstance(seen.layer, kinds.Dense):
        origin = _dense(seen, flattened_from(trace, layer - 1), channel, z)
    if origin is None:
        origin = Origin(plain_text(seen, index))
    activated, shares = _activated(seen, index, names)
    return CellArithmetic(
        _where(layer_title(seen.layer), output.ndim, (channel, row, column), name),
        "; ".join(part for part in (origin.text, activated) if part),
        value,
        z,
        None if seen.a_gradient is None else float(seen.a_gradient[index]),
        None if seen.z_gradient is None else float(seen.z_gradient[index]),
        origin,
        shares,
    )


def _where(layer: str, rank: int, cell: tuple[int, int, int], name: str | None) -> str:
    """Return where a cell is, with the name of the class if it is the output of one."""
    channel, row, column = (at + 1 for at in cell)
    if name is not None:
        return _PLACE["class"].format(layer=layer, name=name)
    if rank == 1:
        return _PLACE["unit"].format(layer=layer, number=channel)
    if rank == _SEQUENCE:
        return _PLACE["step"].format(layer=layer, map=channel, step=column)
    return _PLACE["cell"].format(layer=layer, map=channel, row=row, column=column)


def _dense(seen: LayerTrace, source: Shape | None, unit: int, z: float) -> Origin:
    weights = seen.weights["kernel"][:, unit].astype(np.float64)
    given = seen.input.astype(np.float64)
    products = given * weights
    shown, left_out = largest(products)
    shown.sort(key=lambda at: -abs(products[at]))

    def label(at: int) -> str:
        if source is None:
            return _INPUT_NUMBER.format(number=at + 1)
        row, column, channel = (int(part) + 1 for part in np.unravel_index(at, source))
        return _MAP_CELL.format(map=channel, row=row, column=column)

    rows = tuple(Row(label(at), (float(given[at]), float(weights[at]), float(products[at]))) for at in shown)
    rest = rest_text("terms", products, left_out)
    table = Table(_LARGEST_TERMS if left_out else _TERMS, _TERM_HEADS, rows, rest)
    text = weighted_sum_text(products, shown, left_out, bias_of(seen, unit))
    return Origin(f"z = {text} = {number_text(z)}", (table,))


def _activated(seen: LayerTrace, index: tuple[int, ...], names: Sequence[str]) -> tuple[str, Table | None]:
    """Return what the activation function makes of z, in words and, for softmax, as a table."""
    z, a = float(seen.z[index]), float(seen.a[index])
    if isinstance(seen.layer.activation, Softmax):
        return _softmax(seen, index, names)
    if isinstance(seen.layer.activation, Linear):
        return "", None
    return f"a = {activation_name(seen.layer.activation)}({number_text(z)}) = {number_text(a)}", None


def _softmax(seen: LayerTrace, index: tuple[int, ...], names: Sequence[str]) -> tuple[str, Table]:
    *places, unit = index
    z = seen.z[tuple(places)].astype(np.float64)
    shares = seen.a[tuple(places)].astype(np.float64)
    shift = float(z.max()) if z.max() > _EXPONENT_LIMIT else 0.0
    powers = np.exp(z - shift)
    head = f"e^(z − {number_text(shift)})" if shift else "e^z"
    shown, left_out = largest(shares, MOST_SHARES, always=unit)
    rows = tuple(
        Row(
            names[at] if at < len(names) else _UNIT.format(number=at + 1),
            (float(z[at]), float(powers[at]), float(shares[at])),
            chosen=at == unit,
        )
        for at in shown
    )
    rest = _REST.format(count=len(left_out), sum=number_text(shares[left_out].sum())) if left_out else ""
    table = Table("Softmax", ("z", head, _SHARE), rows, rest)
    text = _SOFTMAX.format(
        head=head,
        power=number_text(powers[unit]),
        powers=number_text(powers.sum()),
        share=number_text(shares[unit]),
    )
    return text, table
