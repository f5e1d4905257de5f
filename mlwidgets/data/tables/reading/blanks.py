"""Columns that are separated by runs of blanks, as in tables that are aligned for the eye."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BLANKS = r"\s+"
"""The separator of such a file, as pandas writes it."""

_RUN = re.compile(r"\S(?: [ \t]|\t )[ \t]*\S|^[ \t]+\S")
_FEWEST = 0.5


def is_aligned(text: str) -> bool:
    r"""Whether half of the lines at least hold two blanks in a row or begin with one.

    Examples
    --------
    >>> is_aligned(" 18.0   8  307.0\n 15.0   8  350.0\n"), is_aligned("1 2\n3 4\n")
    (True, False)
    """
    lines = [line for line in text.split("\n") if line.strip()]
    return sum(_RUN.search(line) is not None for line in lines) > _FEWEST * len(lines)


def with_tabs(text: str, quote: str) -> str:
    r"""Return a text of whole lines with one tab in the place of each run of blanks outside quotes.

    Examples
    --------
    >>> with_tabs(' 18.0   8  "ford torino" \n', '"')
    '18.0\t8\t"ford torino"\n'
    """
    quoted = rf"(?<![^ \t]){re.escape(quote)}[^{re.escape(quote)}\r\n]*{re.escape(quote)}|" if quote else ""
    between = re.compile(rf"{quoted}[ \t]+")
    text = re.sub(r"^[ \t]+|[ \t]+(?=\r?$)", "", text, flags=re.MULTILINE)
    return between.sub(lambda found: "\t" if found[0].isspace() else found[0], text)


def pieces_with_tabs(pieces: Iterable[str], quote: str) -> Iterator[str]:
    """Yield a text, which comes in pieces of any size, as `with_tabs` returns it."""
    rest = ""
    for piece in pieces:
        lines, end, rest = (rest + piece).rpartition("\n")
        yield with_tabs(lines + end, quote)
    yield with_tabs(rest, quote)
