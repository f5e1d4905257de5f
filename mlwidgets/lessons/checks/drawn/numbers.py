"""Numbers of questions: drawn so that they can be computed on paper, and written as a book prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.explain.wording import english_number_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np


def number(
    rng: np.random.Generator, low: float, high: float, step: float, *, without: float | None = 0
) -> float:
    """Draw one of the numbers low, low + step, … high; not `without`, if that is given.

    Examples
    --------
    >>> import numpy as np
    >>> number(np.random.default_rng(1), -2, 2, 0.5) in (-2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2)
    True
    """
    steps = round((high - low) / step)
    while True:
        drawn = round(low + int(rng.integers(steps + 1)) * step, 10)
        if drawn != without:
            return drawn


def one_of(rng: np.random.Generator, options: Sequence[float]) -> float:
    """Draw one of a few numbers."""
    return options[int(rng.integers(len(options)))]


def text(value: float, digits: int = 6) -> str:
    """Write a number for a formula, with a plain minus sign, without a comma between thousands."""
    return english_number_text(value, digits).replace("−", "-").replace(",", "")


def bracketed(value: float, digits: int = 6) -> str:
    """Write a number that follows a sign: a negative one stands in brackets."""
    written = text(value, digits)
    return f"({written})" if value < 0 else written


def total(terms: Iterable[str]) -> str:
    """Write terms as a sum; a term that begins with a minus sign takes the plus's place."""
    return " + ".join(terms).replace("+ -", "- ")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table in Markdown."""
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])
