"""Why a run diverged, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.errors import DivergenceError

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray

_FAR = 1000.0
"""A weight beyond this was not learned: it is what a run that diverges leaves on its way."""


@dataclass(frozen=True)
class Divergence:
    """What is known when a number turns out not to be finite.

    Attributes
    ----------
    quantity : str
        Whose number: "loss", "validation loss", or "weights" for them and the optimizer's memory.
    value : float
        The number.
    update : int
        How many updates had been made.
    taken_back : bool
        Whether the last of them is undone now.
    before, after : float
        The largest weight, in absolute value, before that update and after it.
    learning_rate : float
        With which it was made.
    largest_example : float
        The largest number, in absolute value, of the examples.
    """

    quantity: str
    value: float
    update: int
    taken_back: bool
    before: float
    after: float
    learning_rate: float
    largest_example: float

    def error(self) -> DivergenceError:
        """Return the exception, whose message names the update and the likely cause."""
        return DivergenceError(self._after_an_update() if self.taken_back else self._before_any())

    def _after_an_update(self) -> str:
        if self.quantity == "weights" and np.isfinite(self.after):
            return (
                f"Update {self.update} overflowed the optimizer's memory: the square of a gradient is more "
                f"than it can hold. The largest number in the examples is {self.largest_example:.3g}; bring "
                "examples and targets to numbers near 1. The weights from before that update are kept."
            )
        verb = "stopped being finite" if self.quantity == "weights" else f"became {_kind(self.value)}"
        after = f"{self.after:.3g}" if np.isfinite(self.after) else "a number too large to hold"
        advice = "The weights from before that update are kept."
        if self.before > _FAR:
            advice = "Earlier updates had gone wrong already, so reset before you go on."
        return (
            f"The {self.quantity} {verb} after update {self.update}: that update took the largest weight "
            f"from {self.before:.3g} to {after}. The learning rate {self.learning_rate:g} is probably too "
            f"large; try {self.learning_rate / 10:g}. {advice}"
        )

    def _before_any(self) -> str:
        return (
            f"The {self.quantity} is {_kind(self.value)} already before update {self.update + 1}: the "
            f"largest number in the examples is {self.largest_example:.3g}, the largest weight "
            f"{self.after:.3g}. Bring the examples and targets to numbers near 1, or reset the weights."
        )


def largest(numbers: AnyArray) -> float:
    """Return the largest absolute value; 0 for none."""
    # Not abs().max(): that would copy a whole data set.
    return max(float(numbers.max(initial=0)), -float(numbers.min(initial=0)))


def _kind(value: float) -> str:
    return "infinite" if np.isinf(value) else "not a number (NaN)"
