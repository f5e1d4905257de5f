"""Numbers and names as they are written in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.data import Dataset


def metrics_text(logs: Mapping[str, float]) -> str:
    """Return "96.2 % right, loss 0.123" from the logs of an evaluation."""
    parts: list[str] = []
    for name, value in logs.items():
        if name == "accuracy":
            parts.insert(0, f"{value:.1%} right")
        else:
            parts.append(f"{name.replace('_', ' ')} {value:.3g}")
    return ", ".join(parts)


def items(dataset: Dataset) -> str:
    """Return what the examples of a data set are called, in the plural."""
    return "digits" if dataset.name.startswith("mnist") else "examples"
