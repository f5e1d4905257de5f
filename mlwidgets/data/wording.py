"""Counts and shares as they are written in sentences about data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.language import numeral, written
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Sequence


def count(number: int, singular: str, plural: str = "") -> str:
    """Write a number with its noun.

    Examples
    --------
    >>> count(1, "row"), count(5000, "row"), count(2, "class", "classes")
    ('1 row', '5,000 rows', '2 classes')
    """
    return f"{numeral(number)} {singular if number == 1 else plural or singular + 's'}"


def percent(part: int, whole: int) -> str:
    """Write a share of rows, never rounded to nothing or to all that it is not.

    Examples
    --------
    >>> percent(1, 3), percent(1, 100_000), percent(99_999, 100_000), percent(0, 5), percent(5, 5)
    ('33%', '<0.1%', '>99.9%', '0%', '100%')
    >>> percent(4_050, 11_055), percent(995, 1000)
    ('37%', '99.5%')
    """
    share = part / whole if whole else 0.0
    if share in (0.0, 1.0):
        return numeral(share, ".0%")
    if 0.02 <= share <= 0.98:  # noqa: PLR2004 - nearer to the ends a tenth matters
        return numeral(share, ".0%")
    return written({"0.0%": "<0.1%", "100.0%": ">99.9%"}.get(f"{share:.1%}", f"{share:.1%}"))


def listed(names: Sequence[str], most: int = 3) -> str:
    """Write a few names, and how many more there are.

    Examples
    --------
    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c", "d", "e"])
    ("'a'", "'a' and 'b'", "'a', 'b', 'c' and 2 more")
    """
    first = [shown(name) for name in names[:most]]
    if len(names) > most:
        return f"{', '.join(first)} and {len(names) - most:,} more"
    return first[0] if len(first) == 1 else f"{', '.join(first[:-1])} and {first[-1]}"
