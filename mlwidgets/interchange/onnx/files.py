"""ONNX files: written and opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mlwidgets.interchange.onnx.protobuf import to_bytes
from mlwidgets.interchange.onnx.writing.model import written

if TYPE_CHECKING:
    import os

    from mlwidgets.engine.network import Network


def onnx_bytes(model: Network) -> bytes:
    """Return a model as an ONNX file.

    Parameters
    ----------
    model : Sequential
        Any stack that knows the shape of its input. Its numbers are written as 32-bit floats.

    Returns
    -------
    bytes
        With the operators of opset 20, one input and one output, both with the batch first and left open,
        and pictures channels last.
    """
    graph, _ = written(model)
    return to_bytes(graph)


def save_onnx(model: Network, path: str | os.PathLike[str]) -> None:
    """Write a model into an ONNX file; see `onnx_bytes`."""
    Path(path).write_bytes(onnx_bytes(model))
