"""What a step card is made of: lines of words and numbers, of which some can be followed to the next card."""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter

from mlwidgets.explain.wording import number_text

MOST_DIGITS = 9
"""So many tell every two numbers of float32 apart."""


@dataclass(frozen=True)
class Number:
    """A number in a line.

    Attributes
    ----------
    value : float
        The number.
    key : str
        What it is; the same key elsewhere is the same number. Empty if it is nowhere else.
    digits : int
        Significant digits that are shown.
    """

    value: float
    key: str = ""
    digits: int = 4

    @property
    def text(self) -> str:
        """The number as it is shown."""
        return number_text(self.value, self.digits)


Part = str | Number


@dataclass(frozen=True)
class Line:
    """A line of a card.

    Attributes
    ----------
    parts : tuple of str and Number
        From left to right.
    kind : str
        "result" for what the card arrives at, "note" for what is said beside it; else empty.
    """

    parts: tuple[Part, ...]
    kind: str = ""

    @property
    def text(self) -> str:
        """The line as it is read."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)


@dataclass(frozen=True)
class Card:
    """One of the four steps of an update.

    Attributes
    ----------
    name : str
        "forward", "loss", "gradient" or "update".
    lines : tuple of Line
        From top to bottom.
    """

    name: str
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The card as it is read, line by line."""
        return "\n".join(line.text for line in self.lines)


def line(*parts: Part, kind: str = "") -> Line:
    """Return a line; see `Line`."""
    return Line(parts, kind)


def worded(text: str, kind: str = "", /, **values: Part | tuple[Part, ...]) -> Line:
    """Return a line from a text with a field in braces for each number.

    Parameters
    ----------
    text : str
        Such as "prediction {outputs}".
    kind : str
        See `Line`.
    **values : str, Number or tuple of str and Number
        What stands in place of each field.

    Examples
    --------
    >>> worded("mean: {mean}", "note", mean=Number(0.5)).text
    'mean: 0.5'
    """
    parts: list[Part] = []
    for literal, field, *_format in Formatter().parse(str(text)):
        value = () if field is None else values[field]
        for part in (literal, *(value if isinstance(value, tuple) else (value,))):
            if isinstance(part, str) and parts and isinstance(parts[-1], str):
                parts[-1] += part
            elif part != "":
                parts.append(part)
    return Line(tuple(parts), kind)


def bracketed(number: Number) -> tuple[Part, ...]:
    """Return a number as it stands after a sign or a dot: a negative one in brackets."""
    return ("(", number, ")") if number.value < 0 else (number,)


def digits_apart(one: float, two: float, least: int = 4) -> int:
    """Return how many significant digits show two numbers apart, with two digits of their difference.

    Examples
    --------
    >>> digits_apart(0.5, 0.25), digits_apart(0.123456, 0.123468), digits_apart(1.0, 1.0)
    (4, 6, 4)
    """
    for digits in range(least, MOST_DIGITS):
        size = max(abs(one), abs(two))
        unit = 10.0 ** (-digits) * size
        if one == two or abs(one - two) > 10 * unit:
            return digits
    return MOST_DIGITS
