"""Numbers and shapes as learners type them."""

from __future__ import annotations

import math
import re

import numpy as np

from mlwidgets.language import _, numeral
from mlwidgets.ranges import shown

_SIGN = str.maketrans({"−": "-", "–": "-", "\u00a0": " ", "\u202f": " "})
_NUMBER = re.compile(r"[-+]?(\d+[.,]?\d*|[.,]\d+)([eE][-+]?\d{1,3})?", re.ASCII)
_FRACTION = re.compile(r"([-+]?\d{1,15})\s*/\s*(\d{1,15})", re.ASCII)
_BETWEEN = re.compile(r"\s*(?:[x×*,;]|\s)\s*", re.ASCII | re.IGNORECASE)

LONGEST = 60

_MOST, _LARGEST = 10**9, 1e300

_TYPE_NUMBER = _("Type a number.")
_TYPE_SHAPE = _("Type a shape, such as 26 × 26 × 8.")
_NO_SHAPE = _("This is not a shape: {typed}. Write it like 26 x 26 x 8.")
_NO_NUMBER = _("This is not a number: {typed}. Write it like 0.25 or 0,25, without signs between thousands.")


def read_number(answer: object) -> float | str:
    """Return a number as somebody typed it, or a sentence that says why it is none.

    A decimal comma is as good as a point. Commas and points that group thousands are not taken: whether
    "1,234" is one or a thousand nobody could say.

    Examples
    --------
    >>> read_number("−0,25"), read_number("1e-3"), read_number("3/4")
    (-0.25, 0.001, 0.75)
    >>> read_number("1,234.5")
    "This is not a number: '1,234.5'. Write it like 0.25 or 0,25, without signs between thousands."
    """
    text = _typed(answer)
    if not text:
        return str(_TYPE_NUMBER) if text is not None else _no_number(answer)
    fraction = _FRACTION.fullmatch(text)
    number = math.nan
    if len(text) <= LONGEST and _NUMBER.fullmatch(text):
        number = float(text.replace(",", "."))
    elif fraction and int(fraction[2]):
        number = int(fraction[1]) / int(fraction[2])
    return number if math.isfinite(number) else _no_number(answer)


def _typed(answer: object) -> str | None:
    """Return a number as a text; empty for nothing, None for what can be no number."""
    answer = _of_python(answer)
    if answer is None:
        return ""
    if isinstance(answer, str):
        return answer.translate(_SIGN).strip()
    if isinstance(answer, (int, float)) and not isinstance(answer, bool):
        return repr(answer) if abs(answer) < _LARGEST else None  # or Python may refuse to write it
    return None


def read_shape(answer: object) -> tuple[int, ...] | str:
    """Return a shape as somebody typed it, or a sentence that says why it is none.

    Examples
    --------
    >>> read_shape("26 x 26 x 8"), read_shape("(26, 26, 8)"), read_shape([3, 3])
    ((26, 26, 8), (26, 26, 8), (3, 3))
    """
    answer = _of_python(answer)
    if isinstance(answer, int) and not isinstance(answer, bool):
        answer = (answer,)
    if isinstance(answer, (list, tuple)) and 0 < len(answer) <= LONGEST:
        sides = [
            one
            for one in map(_of_python, answer)
            if isinstance(one, int) and 0 <= one < _MOST and one is not True
        ]
        if len(sides) == len(answer):
            return tuple(sides)
    if answer is None or (isinstance(answer, str) and not answer.strip()):
        return str(_TYPE_SHAPE)
    if isinstance(answer, str) and len(answer) <= LONGEST:
        inner = re.fullmatch(r"[(\[]?\s*(.*?)\s*,?\s*[)\]]?", answer.translate(_SIGN).strip())
        parts = _BETWEEN.split(inner[1]) if inner else []
        if parts and all(re.fullmatch(r"\d{1,9}", part, re.ASCII) for part in parts):
            return tuple(int(part) for part in parts)
    return _NO_SHAPE.format(typed=shown(answer))


def _of_python(answer: object) -> object:
    """Return a number of NumPy's as one of Python's: in a notebook answers are computed with it."""
    return answer.item() if isinstance(answer, np.generic) else answer


def _no_number(answer: object) -> str:
    return _NO_NUMBER.format(typed=shown(answer))


def number_words(number: float) -> str:
    """Return a number as it is shown in a reply.

    Examples
    --------
    >>> number_words(-0.25)
    '−0.25'
    """
    return numeral(number, ".6g").replace("-", "−")


def shape_words(shape: tuple[int, ...]) -> str:
    """Return a shape as it is shown in a reply.

    Examples
    --------
    >>> shape_words((26, 26, 8))
    '26 × 26 × 8'
    """
    return " × ".join(str(side) for side in shape)
