"""An ONNX model as plain Python: what is written and read here, apart from how it lies in a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.engine.arrays import AnyArray

OPSET = 20
"""The version of ONNX's operators that is written: of November 2023, with GELU; since ONNX Runtime 1.17."""

OPSETS_READ = (11, 25)
"""The versions that are read: since then every operator here takes its settings in a way that is known."""

Attribute = int | float | str | tuple[int, ...] | tuple[float, ...]
"""A setting of a node."""


@dataclass(frozen=True)
class Node:
    """One operation.

    Attributes
    ----------
    operator : str
        What it does: "Conv".
    name : str
        What it is called: "conv2d/Conv".
    inputs, outputs : tuple of str
        The names of the tensors that it takes and makes; an empty name is an optional one left out.
    attributes : mapping of str to Attribute
        Its settings.
    doc : str
        A sentence for a reader of the file.
    """

    operator: str
    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    doc: str = ""


@dataclass(frozen=True)
class Port:
    """Where numbers come in or go out.

    Attributes
    ----------
    name : str
        The tensor.
    shape : tuple of (int, str or None)
        Its sides: a number, a name for one that is left open, None for one that nobody has named.
    doc : str
        A sentence for a reader of the file.
    """

    name: str
    shape: tuple[int | str | None, ...]
    doc: str = ""


@dataclass(frozen=True)
class Graph:
    """A model with one input and one output.

    Attributes
    ----------
    nodes : tuple of Node
        In an order in which they can be computed.
    constants : mapping of str to ndarray
        The tensors that do not depend on the input: weights, above all.
    input, output : Port
        What it takes and gives.
    opset : int
        Which version of the operators is meant.
    doc : str
        A sentence for a reader of the file.
    metadata : mapping of str to str
        What the writer has added.
    """

    nodes: tuple[Node, ...]
    constants: Mapping[str, AnyArray]
    input: Port
    output: Port
    opset: int = OPSET
    doc: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
