"""One example under inspection, and what the network says about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlwidgets.language import _

if TYPE_CHECKING:
    from mlwidgets.data import Split
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
    target : ndarray, float or None
        The number or numbers to predict, where it has no class.
    """

    x: AnyArray
    title: str
    truth: int | None = None
    target: AnyArray | float | None = None

    @property
    def y(self) -> AnyArray | float | None:
        """What the loss compares the network's output with; None if it is not known."""
        return self.target if self.truth is None else self.truth

    @classmethod
    def first_of(cls, split: Split) -> Example:
        """Return the first validation example, or the first one to train on if none is set aside."""
        if len(split.x_validation):
            return cls(split.x_validation[0], _("First validation example"), target=split.y_validation[0])
        return cls(split.x_train[0], _("First training example"), target=split.y_train[0])


@dataclass(frozen=True, eq=False)
class Prediction:
    """What the network says about the example under inspection.

    Attributes
    ----------
    output : ndarray, shape (outputs,)
        What the network says.
    iteration : int
        After how many updates the network said so.
    shares : ndarray, shape (classes,), or None
        A share for each class, also where two classes have one output; None if numbers are predicted.
    """

    output: AnyArray
    iteration: int
    shares: AnyArray | None = None
