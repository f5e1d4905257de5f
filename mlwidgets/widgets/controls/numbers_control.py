"""A short list of numbers, typed with commas between them; with semicolons where decimals have the comma."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from traitlets import TraitError

from mlwidgets.language import between_numerals, written
from mlwidgets.ranges import shown
from mlwidgets.widgets.controls import texts
from mlwidgets.widgets.controls.text_control import TextControl

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)
_BETWEEN = {".": re.compile(r"[,;\s]+"), ",": re.compile(r",?[;\s]+")}  # by the mark before decimals


class NumbersControl(TextControl):
    """A labelled field for several numbers.

    Parameters
    ----------
    numbers : sequence of float
        What stands in it.
    label : str
        Shown above the field, and the name a screen reader speaks.
    help : str
        One sentence that a question mark opens.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    value : str
        The text, with one comma, or semicolon, between two numbers.
    error : str
        A sentence that floats below the field; what was typed stays there to be mended.

    Raises
    ------
    traitlets.TraitError
        If a text holds anything else than numbers.
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> rates = NumbersControl([0.1, 0.03], label="Rates")
    >>> rates.value = "0.1; 2e-2 5"
    >>> rates.value, rates.numbers
    ('0.1, 0.02, 5', [0.1, 0.02, 5])
    """

    def __init__(
        self,
        numbers: Sequence[float] = (0,),
        *,
        label: str = texts.NUMBERS,
        help: str = "",  # noqa: A002 - the word for it
        **others: Any,  # noqa: ANN401 - traits of every widget
    ) -> None:
        super().__init__(_text(numbers), label=label, help=help, **others)

    @property
    def numbers(self) -> list[float]:
        """The numbers; whole ones are of the type `int`."""
        return [_plain(float(part)) for part in _parts(self.value)]

    def show(self, numbers: Sequence[float]) -> None:
        """Show other numbers."""
        self.value = _text(numbers)

    def read(self, typed: str) -> str:
        """Return the numbers of a text with one comma, or semicolon, between two of them."""
        parts = _parts(typed)
        if not parts:
            raise TraitError(texts.NUMBERS_NONE.format(label=self.label))
        for part in parts:
            if not _NUMBER.fullmatch(part) or float(part) in (float("inf"), float("-inf")):
                raise TraitError(texts.NUMBERS_WRONG.format(label=self.label, got=shown(part, 30)))
        return _text([float(part) for part in parts])


def _parts(text: str) -> list[str]:
    """Return the numbers of a text as Python reads them; in some languages the comma is before decimals."""
    comma = written(".") == ","
    parts = filter(None, _BETWEEN["," if comma else "."].split(text.strip()))
    return [(part.replace(",", ".") if comma else part).replace("−", "-") for part in parts]


def _text(numbers: Sequence[float]) -> str:
    return between_numerals().join(written(str(_plain(float(number)))) for number in numbers)


def _plain(number: float) -> float:
    return int(number) if number.is_integer() and abs(number) < 1e15 else number  # noqa: PLR2004 - exact so far
