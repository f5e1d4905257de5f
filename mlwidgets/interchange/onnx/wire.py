"""A look at the bytes of an ONNX file before it is opened: how much of it is anything but weights.

The file is in the wire format of Protocol Buffers: fields, each a number, a kind and a length. Opened, an
empty entry of two bytes becomes an object of a hundred, so that a file of some megabytes can fill the memory.
Numbers of weights take as much memory as they take bytes. Therefore everything else is counted first.

Sources: the encoding guide of Protocol Buffers; the numbers of the fields are those of ``onnx.proto``.
"""

from __future__ import annotations

from mlwidgets.errors import DataError
from mlwidgets.language import _

MOST_STRUCTURE = 2**20
"""Bytes that may be anything but weights: nodes, names, settings."""

_VARINT, _EIGHT, _LENGTH, _FOUR = 0, 1, 2, 5
_MODEL_GRAPH, _GRAPH_TENSOR = 7, 5
_FLOATS, _RAW, _DOUBLES = 4, 9, 10
"""Fields: the graph of a model, a constant of a graph, and the numbers of a constant."""

_INSIDE: dict[tuple[int, ...], int] = {(): _MODEL_GRAPH, (_MODEL_GRAPH,): _GRAPH_TENSOR}
"""Which field of which part is looked into."""

_WEIGHTS = (_MODEL_GRAPH, _GRAPH_TENSOR)


def check_structure(data: bytes) -> None:
    """Raise `DataError` if a file is damaged, or holds too much besides weights."""
    spent = 0
    parts: list[tuple[tuple[int, ...], int, int]] = [((), 0, len(data))]
    while parts:
        path, at, end = parts.pop()
        while at < end:
            begin = at
            key, at = _varint(data, at, end)
            field, kind = key >> 3, key & 7
            size = 0
            if kind == _VARINT:
                _number, at = _varint(data, at, end)
            elif kind == _LENGTH:
                size, at = _varint(data, at, end)
            elif kind in (_EIGHT, _FOUR):
                size = 8 if kind == _EIGHT else 4
            else:
                raise DataError(DAMAGED)
            if size > end - at:
                raise DataError(DAMAGED)
            if kind == _LENGTH and _INSIDE.get(path) == field:
                parts.append(((*path, field), at, at + size))
                spent += at - begin
            elif kind == _LENGTH and path == _WEIGHTS and field in (_FLOATS, _RAW, _DOUBLES):
                spent += at - begin
            else:
                spent += at + size - begin
            at += size
            if spent > MOST_STRUCTURE:
                raise DataError(
                    _(
                        "The ONNX file holds more than {most:,} KB of nodes, names and settings, "
                        "where a stack of layers needs a few kilobytes. Weights belong in its "
                        "initializers as raw data or floats."
                    ).format(most=MOST_STRUCTURE // 1024)
                )


DAMAGED = _(
    "This is not an ONNX file, or it is cut short or damaged. Choose a file whose name ends in "
    ".onnx, or export it again."
)


def _varint(data: bytes, at: int, end: int) -> tuple[int, int]:
    """Read a whole number, seven bits a byte, the lowest first; return it and where it ends."""
    value = 0
    for shift in range(0, 70, 7):
        if at >= end:
            break
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:  # noqa: PLR2004 - the eighth bit says that there is more
            return value, at
    raise DataError(DAMAGED)
