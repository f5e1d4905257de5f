"""Numbers and names as they are written in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlwidgets.data import Dataset


def items(dataset: Dataset) -> str:
    """Return what the examples of a data set are called, in the plural."""
    return "digits" if dataset.name.startswith("mnist") else "examples"


def updates(count: int) -> str:
    """Return "1 update", "1,250 updates"."""
    return f"{count:,} update" if count == 1 else f"{count:,} updates"


def shows_pictures(dataset: Dataset) -> bool:
    """Return whether the examples are grey pictures `(height, width, 1)`."""
    return len(dataset.input_shape) == 3 and dataset.input_shape[-1] == 1  # noqa: PLR2004 - as said
