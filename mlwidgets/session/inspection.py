"""One example under inspection, and what the network says about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray


@dataclass(frozen=True, eq=False)
class Example:
    """One example under inspection.

    Attributes
    ----------
    x : ndarray
        Its numbers, of the data set's input shape.
    title : str
        Where it comes from: "Test digit 17".
    truth : int or None
        Its true class, if that is known.
    """

    x: AnyArray
    title: str
    truth: int | None = None


@dataclass(frozen=True, eq=False)
class Prediction:
    """What the network says about the example under inspection.

    Attributes
    ----------
    output : ndarray, shape (outputs,)
        Probabilities of the classes, or predicted numbers.
    iteration : int
        After how many updates the network said so.
    """

    output: AnyArray
    iteration: int
