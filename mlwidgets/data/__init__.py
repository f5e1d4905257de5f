"""Data sets: bundled, read from files, and drawn."""

from __future__ import annotations

from mlwidgets.data.dataset import Dataset, Split
from mlwidgets.data.pictures.digits import normalize_digit
from mlwidgets.data.pictures.fashion_mnist import load_fashion_mnist
from mlwidgets.data.pictures.idx import read_idx
from mlwidgets.data.pictures.mnist import load_mnist
from mlwidgets.data.pictures.own.reading import read_pictures
from mlwidgets.data.plane.clouds import points
from mlwidgets.data.plane.drawn import drawn_points
from mlwidgets.data.registry import load

__all__ = [
    "Dataset",
    "Split",
    "drawn_points",
    "load",
    "load_fashion_mnist",
    "load_mnist",
    "normalize_digit",
    "points",
    "read_idx",
    "read_pictures",
]
