"""Values as Python source that makes them again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data import load
from mlwidgets.data.registry import names

if TYPE_CHECKING:
    from mlwidgets.data import Dataset
    from mlwidgets.spec import LossSpec, OptimizerSpec

MOST_NUMBERS = 200
"""An array of more numbers is not written out: nobody reads it."""


def source(value: object) -> str:
    """Return plain values as Python writes them; arrays as nested lists."""
    if isinstance(value, np.ndarray):
        return repr(value.tolist())
    if isinstance(value, np.generic):
        return repr(value.item())
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key!r}: {source(one)}" for key, one in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(source, value)) + "]"
    return repr(value)


def is_short(array: Any) -> bool:  # noqa: ANN401 - an array or a list
    """Return whether an array is written out."""
    return bool(np.size(array) <= MOST_NUMBERS)


def spec_source(spec: OptimizerSpec | LossSpec) -> str:
    """Return an optimizer or a loss: by its name alone if all its settings are as usual."""
    usual = type(spec).of(spec.name)
    return repr(spec.name) if usual == spec else source(spec.to_dict())


def dataset_source(dataset: Dataset) -> str | None:
    """Return a data set by its name or its settings; None if only Python has it."""
    if dataset.name in names():
        usual = load(dataset.name)
        if usual is dataset or (dataset.config is not None and usual.config == dataset.config):
            return repr(dataset.name)
    return None if dataset.config is None else source(dataset.config)
