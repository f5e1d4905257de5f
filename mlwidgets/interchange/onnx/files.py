"""ONNX files: written and opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.interchange.files import read_file, write_file
from mlwidgets.interchange.onnx.protobuf import from_bytes, to_bytes
from mlwidgets.interchange.onnx.reading.model import Opened, read_nodes
from mlwidgets.interchange.onnx.reading.own import read_own
from mlwidgets.interchange.onnx.writing.model import written

if TYPE_CHECKING:
    import os

    from mlwidgets.engine import Sequential
    from mlwidgets.engine.network import Network

MOST_BYTES = 512 * 2**20
"""Larger files are not opened."""


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


def open_onnx(source: bytes | str | os.PathLike[str]) -> Opened:
    """Open an ONNX file, and say what is otherwise here than in it.

    Parameters
    ----------
    source : bytes, str or Path
        The file itself, or its path.

    Returns
    -------
    Opened
        The model, and sentences on what was changed, such as channels that have moved to the end.

    Raises
    ------
    DataError
        It is damaged, or not a chain of known layers; the message names the operator.
    """
    if isinstance(source, (bytes, bytearray, memoryview)):
        data = bytes(source)
    else:
        data = read_file(source, most=MOST_BYTES)
    graph = from_bytes(data)
    own = read_own(graph)
    return read_nodes(graph) if own is None else Opened(own)


def load_onnx(source: bytes | str | os.PathLike[str]) -> Sequential:
    """Return the model in an ONNX file.

    A file that was written here gives the same stack with the same weights. Others are read node by node, if
    they are a plain chain of layers that exist here, such as PyTorch's exports of convolution, pooling,
    normalization and dense layers. ONNX's pictures usually lie channels first; the model here takes and gives
    them channels last, with the kernels laid out accordingly (`open_onnx` says when that is so).

    Parameters
    ----------
    source : bytes, str or Path
        The file itself, or its path.

    Returns
    -------
    Sequential
        With weights, and without a loss and an optimizer, of which ONNX knows nothing.

    Raises
    ------
    DataError
        It is damaged, or not a chain of known layers; the message names the operator.
    """
    return open_onnx(source).model


def save_onnx(model: Network, path: str | os.PathLike[str]) -> None:
    """Write a model into an ONNX file; see `onnx_bytes`."""
    write_file(path, onnx_bytes(model))
