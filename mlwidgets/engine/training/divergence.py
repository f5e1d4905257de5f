"""Why a run diverged, in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.errors import DivergenceError
from mlwidgets.language import _, numeral

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
            return _MEMORY.format(update=self.update, example=self.largest_example)
        after = numeral(self.after, ".3g") if np.isfinite(self.after) else str(_TOO_LARGE)
        kind = "" if self.quantity == "weights" else _kind(self.value)
        return _AFTER[self.quantity, kind].format(
            update=self.update,
            why=_WHY.format(before=self.before, after=after),
            advice=_ADVICE.format(rate=self.learning_rate, less=self.learning_rate / 10),
            next=_GONE_WRONG if self.before > _FAR else _KEPT,
        )

    def _before_any(self) -> str:
        numbers = _NUMBERS.format(example=self.largest_example, weight=self.after)
        return _BEFORE[self.quantity, _kind(self.value)].format(update=self.update + 1, numbers=numbers)


_MEMORY = _(
    "Update {update} overflowed the optimizer's memory: the square of a gradient is more than it can hold. "
    "The largest number in the examples is {example:.3g}; bring examples and targets to numbers near 1. The "
    "weights from before that update are kept."
)
_AFTER = {
    ("loss", "inf"): _("The loss became infinite after update {update}: {why} {advice} {next}"),
    ("loss", "nan"): _("The loss became not a number (NaN) after update {update}: {why} {advice} {next}"),
    ("validation loss", "inf"): _(
        "The validation loss became infinite after update {update}: {why} {advice} {next}"
    ),
    ("validation loss", "nan"): _(
        "The validation loss became not a number (NaN) after update {update}: {why} {advice} {next}"
    ),
    ("weights", ""): _("The weights stopped being finite after update {update}: {why} {advice} {next}"),
}
_WHY = _("that update took the largest weight from {before:.3g} to {after}.")
_TOO_LARGE = _("a number too large to hold")
_ADVICE = _("The learning rate {rate:g} is probably too large; try {less:g}.")
_KEPT = _("The weights from before that update are kept.")
_GONE_WRONG = _("Earlier updates had gone wrong already, so reset before you go on.")
_BEFORE = {
    ("loss", "inf"): _("The loss is infinite already before update {update}: {numbers}"),
    ("loss", "nan"): _("The loss is not a number (NaN) already before update {update}: {numbers}"),
    ("validation loss", "inf"): _(
        "The validation loss is infinite already before update {update}: {numbers}"
    ),
    ("validation loss", "nan"): _(
        "The validation loss is not a number (NaN) already before update {update}: {numbers}"
    ),
    ("weights", "inf"): _("The weights are infinite already before update {update}: {numbers}"),
    ("weights", "nan"): _("The weights are not a number (NaN) already before update {update}: {numbers}"),
}
_NUMBERS = _(
    "the largest number in the examples is {example:.3g}, the largest weight {weight:.3g}. Bring the "
    "examples and targets to numbers near 1, or reset the weights."
)


@dataclass(frozen=True)
class Told:
    """What the message of a run that diverged says.

    Attributes
    ----------
    quantity : str
        As in `Divergence`; "memory" for that of the optimizer.
    update : int
        Which update it names.
    began : bool
        Whether the run began like that, before that update.
    """

    quantity: str
    update: int
    began: bool


def told(message: str) -> Told | None:
    """Read a message of `Divergence.error`, in English or in the page's language; None if it is another one.

    Examples
    --------
    >>> told("The loss became infinite after update 4: …")
    Told(quantity='loss', update=4, began=False)
    """
    texts = [
        ("memory", False, _MEMORY),
        *((quantity, False, text) for (quantity, _which), text in _AFTER.items()),
        *((quantity, True, text) for (quantity, _which), text in _BEFORE.items()),
    ]
    for quantity, began, text in texts:
        for template in (str.__str__(text), str(text)):
            first, _field, rest = template.partition("{update}")
            second = rest.partition(":")[0]
            found = re.match(f"{re.escape(first)}([0-9]+){re.escape(second)}", message)
            if found:
                return Told(quantity, int(found[1]), began)
    return None


def largest(numbers: AnyArray) -> float:
    """Return the largest absolute value; 0 for none."""
    # Not abs().max(): that would copy a whole data set.
    return max(float(numbers.max(initial=0)), -float(numbers.min(initial=0)))


def _kind(value: float) -> str:
    return "inf" if np.isinf(value) else "nan"
