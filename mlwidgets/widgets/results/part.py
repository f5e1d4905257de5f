"""Training, validation or test examples, or evenly spread ones of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray


@dataclass(frozen=True, eq=False)
class Part:
    """Examples to measure.

    Attributes
    ----------
    name : str
        "train", "validation" or "test".
    x, y : ndarray
        The examples and their classes or numbers.
    numbers : ndarray of int
        What each is called by, the same in all labs.
    index : ndarray of int
        Where they stand among all examples of this part.
    total : int
        How many those are.
    """

    name: str
    x: AnyArray
    y: AnyArray
    numbers: AnyArray
    index: AnyArray
    total: int
