"""Data sets: bundled, read from files, and drawn."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mlwidgets.data.dataset import Dataset, Split
from mlwidgets.data.pictures.digits import normalize_digit
from mlwidgets.data.pictures.fashion_mnist import load_fashion_mnist
from mlwidgets.data.pictures.idx import read_idx
from mlwidgets.data.pictures.mnist import load_mnist
from mlwidgets.data.plane.clouds import points
from mlwidgets.data.plane.drawn import drawn_points
from mlwidgets.data.prepare.dataset import prepared_dataset
from mlwidgets.data.prepare.plan import Plan
from mlwidgets.data.registry import load
from mlwidgets.data.tables.bundled import bundled_table
from mlwidgets.data.tables.table import Table

if TYPE_CHECKING:  # the same names as in _LATE
    from mlwidgets.data.card import DataCard
    from mlwidgets.data.pictures.own.reading import read_pictures
    from mlwidgets.data.tables.kaggle import from_kaggle
    from mlwidgets.data.tables.reading import read_csv, read_frame

_LATE = {
    "DataCard": "mlwidgets.data.card",
    "from_kaggle": "mlwidgets.data.tables.kaggle",
    "read_csv": "mlwidgets.data.tables.reading",
    "read_frame": "mlwidgets.data.tables.reading",
    "read_pictures": "mlwidgets.data.pictures.own.reading",
}
"""What is imported when it is first used: a page that opens needs none of it."""

__all__ = [
    "DataCard",
    "Dataset",
    "Plan",
    "Split",
    "Table",
    "bundled_table",
    "drawn_points",
    "from_kaggle",
    "load",
    "load_fashion_mnist",
    "load_mnist",
    "normalize_digit",
    "points",
    "prepared_dataset",
    "read_csv",
    "read_frame",
    "read_idx",
    "read_pictures",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module attribute may be anything
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found = getattr(import_module(_LATE[name]), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
