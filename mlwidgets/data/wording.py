"""Counts and shares as they are written in sentences about data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.language import _, n_, numeral, written
from mlwidgets.ranges import shown

_FIRST_AND_LAST = _("{first} and {last}")
_AND_MORE = _("{names} and {count:,} more")

ROWS = n_("{count:,} row", "{count:,} rows")
TEST_ROWS = n_("{count:,} test row", "{count:,} test rows")
VALIDATION_ROWS = n_("{count:,} validation row", "{count:,} validation rows")
CLASSES = n_("{count:,} class", "{count:,} classes")
FEATURES = n_("{count:,} feature", "{count:,} features")
PICTURES = n_("{count:,} picture", "{count:,} pictures")
NUMBERS = n_("{count:,} number", "{count:,} numbers")

if TYPE_CHECKING:
    from collections.abc import Sequence


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
        return _AND_MORE.format(names=", ".join(first), count=len(names) - most)
    if len(first) == 1:
        return first[0]
    return _FIRST_AND_LAST.format(first=", ".join(first[:-1]), last=first[-1])
