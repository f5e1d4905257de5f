"""The table that `Sequential.summary` prints."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mlwidgets.language import numeral

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import Shape
    from mlwidgets.engine.layers import Layer

BYTES_PER_PARAMETER = 4
"""A float32."""


def layer_names(layers: Sequence[Layer]) -> list[str]:
    """Name each layer as Keras does: "conv2d", "conv2d_1", "dense"."""
    seen: Counter[str] = Counter()
    names = []
    for layer in layers:
        stem = layer.default_name
        names.append(f"{stem}_{seen[stem]}" if seen[stem] else stem)
        seen[stem] += 1
    return names


def summary_table(layers: Sequence[Layer], shapes: Sequence[Shape]) -> str:
    """Return the table: one row a layer, then the sum.

    Parameters
    ----------
    layers : sequence of Layer
        The stack.
    shapes : sequence of shapes
        The input's shape and the output's of each layer, one more than there are layers.
    """
    rows = [("Layer (type)", "Output Shape", "Param #")]
    total = 0
    for layer, name, before, after in zip(layers, layer_names(layers), shapes, shapes[1:], strict=False):
        count = layer.count_params(before)
        total += count
        shape = ", ".join(["None", *map(str, after)])
        rows.append((f"{name} ({layer.class_name})", f"({shape})", numeral(count)))
    widths = [max(len(row[column]) for row in rows) + 2 for column in range(3)]
    lines = [f"{row[0]:<{widths[0]}}{row[1]:<{widths[1]}}{row[2]:>{widths[2]}}" for row in rows]
    rule = "─" * sum(widths)
    kib = total * BYTES_PER_PARAMETER / 1024
    return "\n".join([lines[0], rule, *lines[1:], rule, f"Total params: {total:,} ({kib:,.2f} KB)"])
