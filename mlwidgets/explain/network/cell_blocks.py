"""How the arithmetic of one number is written down: windows, tables, and one line of text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.explain.wording import number_text
from mlwidgets.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import AnyArray, Array

MOST_TERMS = 8
"""Terms of a long sum that are shown one by one: the largest."""

_REST = {
    "terms": _("… and {count:,} more terms that sum to {sum}"),
    "maps": _("… and {count:,} more maps that sum to {sum}"),
}
_MORE, _BIAS = _("({count:,} more)"), _("(bias)")
"""What stands behind a term: that it is the sum of so many others, or what it is."""


@dataclass(frozen=True, eq=False)
class Window:
    """What one input map shows through a window, and what becomes of it.

    Attributes
    ----------
    title : str
        "Input map 3".
    values : ndarray, shape (rows, columns)
        The numbers under the window; 0 where it hangs over the edge.
    inside : ndarray of bool, shape (rows, columns)
        Where the window is inside the map.
    weights : ndarray, shape (rows, columns), or None
        What each is multiplied with; None where nothing is.
    winner : (int, int) or None
        Row and column, within the window, of the number that is kept.
    total : float
        What the window gives: the sum of the products, the largest number or the mean.
    """

    title: str
    values: Array
    inside: AnyArray
    weights: Array | None
    winner: tuple[int, int] | None
    total: float


@dataclass(frozen=True)
class Row:
    """One line of a table.

    Attributes
    ----------
    label : str
        What it is about.
    numbers : tuple of float
        One for each head.
    chosen : bool
        Whether it is the line of the cell itself.
    """

    label: str
    numbers: tuple[float, ...]
    chosen: bool = False


@dataclass(frozen=True)
class Table:
    """Numbers with a name each.

    Attributes
    ----------
    title : str
        What the table is.
    heads : tuple of str
        The names of the columns of numbers.
    rows : tuple of Row
        The lines.
    rest : str
        What was left out, in words; empty if nothing was.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    rest: str = ""


@dataclass(frozen=True, eq=False)
class Origin:
    """How z, a layer's number before its activation function, comes about.

    Attributes
    ----------
    text : str
        The arithmetic in one line; empty if there is nothing to say.
    blocks : tuple of Window and Table
        The numbers that go into it.
    rest : str
        What was left out of the blocks, in words.
    reach : (int, int, int, int) or None
        Top row, left column, rows and columns of the part of the input maps that is looked at; it may hang
        over their edge.
    channels : range
        The input maps that are looked at there.
    """

    text: str
    blocks: tuple[Window | Table, ...] = ()
    rest: str = ""
    reach: tuple[int, int, int, int] | None = None
    channels: range = range(0)


@dataclass(frozen=True, eq=False)
class CellArithmetic:
    """How one number of a layer comes about.

    Attributes
    ----------
    place : str
        Where it is, counted from 1: "Conv2D 8 × 3 × 3, map 2, row 5, column 7".
    text : str
        The arithmetic in one line.
    value : float
        The number: the activation a.
    z : float
        The same before the activation function.
    a_gradient, z_gradient : float or None
        ∂L/∂a and ∂L/∂z; for the input both are ∂L/∂x.
    origin : Origin
        How z comes about.
    shares : Table or None
        How softmax divides 1 among the units, where it does.
    """

    place: str
    text: str
    value: float
    z: float
    a_gradient: float | None
    z_gradient: float | None
    origin: Origin
    shares: Table | None = None


def signed_text(term: float) -> str:
    """Return a term as it stands in the middle of a sum: "+ 0.5", "− 0.25"."""
    return f"{'−' if term < 0 else '+'} {number_text(abs(term))}"


def sum_text(terms: Sequence[float]) -> str:
    """Return a sum as it is written.

    Examples
    --------
    >>> sum_text([0.5, -0.25, 3.0])
    '0.5 − 0.25 + 3'
    """
    first = number_text(terms[0]) if terms else "0"
    return " ".join([first, *(signed_text(term) for term in terms[1:])])


def largest(terms: Array, most: int = MOST_TERMS, always: int | None = None) -> tuple[list[int], list[int]]:
    """Return the places of the largest terms by size, in their order, and the places of all others.

    The term `always`, if given, is among the first. One term more than `most` is shown as well: a line that
    says so would take the same room.
    """
    if len(terms) <= most + 1:
        return list(range(len(terms))), []
    order = np.argsort(-np.abs(terms), kind="stable").tolist()
    if always is not None:
        order.remove(always)
        order.insert(0, always)
    return sorted(order[:most]), sorted(order[most:])


def rest_text(what: str, terms: Array, left_out: Sequence[int]) -> str:
    """Return what was left out of a sum of "terms" or "maps", in words; empty if nothing was.

    Examples
    --------
    >>> rest_text("terms", np.array([1.0, 0.5, 0.25]), [1, 2])
    '… and 2 more terms that sum to 0.75'
    """
    if not left_out:
        return ""
    return _REST[what].format(count=len(left_out), sum=number_text(float(terms[left_out].sum())))


def weighted_sum_text(terms: Array, shown: Sequence[int], left_out: Sequence[int], bias: float | None) -> str:
    """Return "0.3 − 0.1 + 0.02 (92 more) + 0.5 (bias)"."""
    text = sum_text([float(terms[at]) for at in shown])
    if left_out:
        text += f" {signed_text(float(terms[left_out].sum()))} {_MORE.format(count=len(left_out))}"
    return text if bias is None else f"{text} {signed_text(bias)} {_BIAS}"
