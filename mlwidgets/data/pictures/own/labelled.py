"""`Labelled`: pictures that are not decoded yet, each with its class and the part it belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.errors import DataError
from mlwidgets.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from mlwidgets.data.pictures.own.read import RejectedPicture
    from mlwidgets.data.pictures.own.settings import PictureSettings

MOST_CLASSES = 200
"""The most classes of a data set: more would be a list that nobody reads."""

LISTED = 5
"""So many names are listed in a sentence before the rest is counted."""


class Part(IntEnum):
    """Which part of the data a source says that a picture belongs to."""

    TRAIN = 0
    VALIDATION = 1
    TEST = 2


_PART_WORDS = {
    Part.TRAIN: {"train", "training", "trainset", "trainingset"},
    Part.VALIDATION: {"validation", "valid", "val", "dev", "validationset", "valset"},
    Part.TEST: {"test", "testing", "t10k", "testset", "testingset"},
}
_WORDS = re.compile(r"[A-Z]?[a-z]+\d*[a-z]*|[A-Z]+")


@dataclass(frozen=True, kw_only=True, eq=False)
class Labelled:
    """Pictures with classes, before they are decoded and brought together.

    Attributes
    ----------
    names : sequence of str
        What each picture is called.
    labels : ndarray of int64, shape (n,)
        The class of each.
    parts : ndarray of int64, shape (n,)
        Its `Part`.
    class_names : tuple of str
        The name of each class.
    pixels : callable
        Returns the pixels of a picture by its position, (height, width, 1 or 3), uint8, and takes the longest
        side that is needed: a larger picture may come shrunk. Raises `DataError` for one that is damaged.
    settings : PictureSettings
        Those given, with what has been found.
    notes : tuple of str
        What was found.
    rejected : tuple of RejectedPicture
        What was left out.
    """

    names: Sequence[str]
    labels: NDArray[np.int64]
    parts: NDArray[np.int64]
    class_names: tuple[str, ...]
    pixels: Callable[[int, int], NDArray[np.uint8]]
    settings: PictureSettings
    notes: tuple[str, ...] = ()
    rejected: tuple[RejectedPicture, ...] = ()


def part_of(name: str) -> Part | None:
    """Return the part that a folder's or an array's name speaks of, or None.

    Examples
    --------
    >>> part_of("trainingSet"), part_of("seg_test"), part_of("val"), part_of("latest")
    (<Part.TRAIN: 0>, <Part.TEST: 2>, <Part.VALIDATION: 1>, None)
    """
    words = {word.lower() for word in _WORDS.findall(name)}
    return next((part for part, known in _PART_WORDS.items() if words & known), None)


def numbered(classes: Sequence[str]) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Return the class number of each picture, and the names of the classes in order.

    Names that are all whole numbers are ordered as numbers: 2 comes before 10.

    Raises
    ------
    DataError
        There are fewer than two classes, or too many.
    """
    names = sorted(set(classes), key=_natural)
    if len(names) == 1:
        raise DataError(
            _(
                "All {count:,} pictures are of one class, “{names}”, so there is nothing to tell "
                "apart. Add a folder or a label for another class."
            ).format(count=len(classes), names=names[0])
        )
    if len(names) > MOST_CLASSES:
        raise DataError(
            _(
                "The pictures have {count:,} classes; a data set may have at most {most_classes}. Keep "
                "those that you want to tell apart."
            ).format(count=len(names), most_classes=MOST_CLASSES)
        )
    number = {name: place for place, name in enumerate(names)}
    return np.array([number[name] for name in classes], np.int64), tuple(names)


def _natural(name: str) -> list[Any]:
    return [
        (0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in re.split(r"(\d{1,15})", name)
    ]


def listed(names: Sequence[str]) -> str:
    """Name the first few of many: "a, b, c and 4 more"."""
    if len(names) <= LISTED:
        first, last = ", ".join(names[:-1]), names[-1]
        return _("{first} and {last}").format(first=first, last=last) if first else last
    said = _("{names} and {count:,} more")
    return said.format(names=", ".join(names[:LISTED]), count=len(names) - LISTED)
