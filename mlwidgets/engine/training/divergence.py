"""Why a run diverged, in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.errors import DivergenceError
from mlwidgets.language import _

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray

_FAR = 1000.0
"""A weight beyond this was not learned: it is what a run that diverges leaves on its way."""

# By whose number it is, and whether that is infinite rather than NaN. `told` reads them back by what stands
# before the number of the update: it must come before all other fields.
_AFTER = {
    ("loss", True): _("The loss became infinite after update {update}: {change}."),
    ("loss", False): _("The loss became not a number (NaN) after update {update}: {change}."),
    ("validation loss", True): _("The validation loss became infinite after update {update}: {change}."),
    ("validation loss", False): _(
        "The validation loss became not a number (NaN) after update {update}: {change}."
    ),
    ("weights", False): _("The weights stopped being finite after update {update}: {change}."),
}
_BEFORE = {
    ("loss", True): _("The loss is infinite already before update {update}: {sizes}."),
    ("loss", False): _("The loss is not a number (NaN) already before update {update}: {sizes}."),
    ("validation loss", True): _("The validation loss is infinite already before update {update}: {sizes}."),
    ("validation loss", False): _(
        "The validation loss is not a number (NaN) already before update {update}: {sizes}."
    ),
}
_OVERFLOWED = _(
    "Update {update} overflowed the optimizer's memory: the square of a gradient is more than it can hold. "
    "The largest number in the examples is {largest:.3g}; bring examples and targets to numbers near 1. "
    "The weights from before that update are kept."
)

_CHANGE = _("that update took the largest weight from {before:.3g} to {after:.3g}")
_CHANGE_TOO_LARGE = _("that update took the largest weight from {before:.3g} to a number too large to hold")
_SIZES = _("the largest number in the examples is {example:.3g}, the largest weight {weight:.3g}")

_RATE = _("The learning rate {rate:g} is probably too large; try {smaller:g}.")
_KEPT = _("The weights from before that update are kept.")
_RESET = _("Earlier updates had gone wrong already, so reset before you go on.")
_NEAR_1 = _("Bring the examples and targets to numbers near 1, or reset the weights.")


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
        grown = bool(np.isfinite(self.after))
        if self.quantity == "weights" and grown:
            return _OVERFLOWED.format(update=self.update, largest=self.largest_example)
        change = (_CHANGE if grown else _CHANGE_TOO_LARGE).format(before=self.before, after=self.after)
        said = _AFTER[self.quantity, self._infinite].format(update=self.update, change=change)
        rate = _RATE.format(rate=self.learning_rate, smaller=self.learning_rate / 10)
        return f"{said} {rate} {_RESET if self.before > _FAR else _KEPT}"

    def _before_any(self) -> str:
        sizes = _SIZES.format(example=self.largest_example, weight=self.after)
        said = _BEFORE[self.quantity, self._infinite].format(update=self.update + 1, sizes=sizes)
        return f"{said} {_NEAR_1}"

    @property
    def _infinite(self) -> bool:
        return self.quantity != "weights" and bool(np.isinf(self.value))


@dataclass(frozen=True)
class Told:
    """What the message of a run that diverged says.

    Attributes
    ----------
    quantity : str
        As in `Divergence`, or "memory" for the optimizer's.
    update : int
        The update that the message names.
    before : bool
        Whether the number was wrong already before that update.
    """

    quantity: str
    update: int
    before: bool


def told(message: str) -> Told | None:
    """Return what a message of `Divergence.error` says, in the page's language; None for any other message.

    Examples
    --------
    >>> told("The loss became infinite after update 3: that update took the largest weight from 1 to 1e+20.")
    Told(quantity='loss', update=3, before=False)
    """
    for before, templates in ((False, _AFTER), (True, _BEFORE), (False, {("memory", False): _OVERFLOWED})):
        for (quantity, _infinite), template in templates.items():
            # As far as the update's number: what stands before it is different in each of them.
            start = re.escape(str(template).partition("{update}")[0])
            found = re.match(rf"{start}(\d+)", message)
            if found:
                return Told(quantity, int(found[1]), before)
    return None


def largest(numbers: AnyArray) -> float:
    """Return the largest absolute value; 0 for none."""
    # Not abs().max(): that would copy a whole data set.
    return max(float(numbers.max(initial=0)), -float(numbers.min(initial=0)))
