"""ONNX files: written and opened."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from mlwidgets.errors import DataError
from mlwidgets.interchange.onnx.protobuf import from_bytes, to_bytes
from mlwidgets.interchange.onnx.reading.model import Opened, read_nodes
from mlwidgets.interchange.onnx.reading.own import read_own
from mlwidgets.interchange.onnx.writing.model import written
from mlwidgets.ranges import shown

if TYPE_CHECKING:
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
        It is damaged, or no chain of layers that are known here; the message names the operator.
    """
    data = bytes(source) if isinstance(source, (bytes, bytearray, memoryview)) else _read(source)
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
        It is damaged, or no chain of layers that are known here; the message names the operator.
    """
    return open_onnx(source).model


def save_onnx(model: Network, path: str | os.PathLike[str]) -> None:
    """Write a model into an ONNX file; see `onnx_bytes`."""
    Path(path).write_bytes(onnx_bytes(model))


def _read(source: object) -> bytes:
    """Return what stands in a file."""
    if not isinstance(source, (str, os.PathLike)):
        raise DataError(f"An ONNX file is given by its path or as bytes; got {shown(source)}.")
    path = Path(source)
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise DataError(
                f"{path.name} has {size / 2**20:,.0f} MB; at most {MOST_BYTES // 2**20:,} MB are read."
            )
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise DataError(f"The file {shown(str(path))} cannot be read: {error}.") from error
