"""Data sets: bundled, read from files, and drawn."""

from __future__ import annotations

from mlwidgets.data.card import DataCard
from mlwidgets.data.dataset import Dataset, Split
from mlwidgets.data.pictures.digits import normalize_digit
from mlwidgets.data.pictures.fashion_mnist import load_fashion_mnist
from mlwidgets.data.pictures.idx import read_idx
from mlwidgets.data.pictures.mnist import load_mnist
from mlwidgets.data.pictures.own.reading import read_pictures
from mlwidgets.data.plane.clouds import points
from mlwidgets.data.plane.drawn import drawn_points
from mlwidgets.data.prepare.dataset import prepared_dataset
from mlwidgets.data.prepare.plan import Plan
from mlwidgets.data.registry import load
from mlwidgets.data.tables.bundled import bundled_table
from mlwidgets.data.tables.kaggle import from_kaggle
from mlwidgets.data.tables.reading import read_csv, read_frame
from mlwidgets.data.tables.table import Table

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
