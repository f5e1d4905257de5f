"""Rows that the reading library has rejected: those that can be read in one way only are read after all."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlwidgets.data.tables.reading.dialect import Dialect


def split_line(line: str, dialect: Dialect) -> list[str]:
    """Split one line, and take a quote that does not end before a separator for a letter.

    Examples
    --------
    >>> from mlwidgets.data.tables.reading.dialect import Dialect
    >>> split_line('1,"02:15,"a, b",3', Dialect(",", '"'))
    ['1', '"02:15', 'a, b', '3']
    """
    separator, quote = dialect.separator, dialect.quote
    if not separator:
        whole = _quoted(line, 0, dialect)[0] if quote and line.startswith(quote) else None
        return [line if whole is None else whole]
    cells, at = [], 0
    while True:
        cell, after = _quoted(line, at, dialect) if quote and line.startswith(quote, at) else (None, at)
        if cell is None:
            end = line.find(separator, at)
            after = len(line) if end < 0 else end
            cell = line[at:after]
        cells.append(cell)
        if after >= len(line):
            return cells
        at = after + len(separator)


def _quoted(line: str, at: int, dialect: Dialect) -> tuple[str | None, int]:
    """Return the quoted cell that begins at a quote, and where it ends; None if it does not end properly."""
    quote, text, here = dialect.quote, [], at + 1
    while here < len(line):
        letter = line[here]
        following = line[here + 1 : here + 2]
        if dialect.escape == "backslash" and letter == "\\" and following:
            text.append(following)
            here += 2
        elif letter != quote:
            text.append(letter)
            here += 1
        elif following == quote and dialect.escape == "double":
            text.append(quote)
            here += 2
        else:
            between = dialect.separator
            ends = here + 1 == len(line) or (bool(between) and line.startswith(between, here + 1))
            return ("".join(text), here + 1) if ends else (None, at)
    return None, at


def written(cells: list[str], dialect: Dialect) -> str:
    """Write cells as one well-formed line."""
    quote = dialect.quote
    if not quote:
        return dialect.separator.join(cells)
    double = quote * 2 if dialect.escape == "double" else f"\\{quote}"
    whole = []
    for cell in cells:
        text = cell.replace("\\", "\\\\") if dialect.escape == "backslash" else cell
        special = dialect.separator in cell or quote in cell or "\\" in text
        whole.append(f"{quote}{text.replace(quote, double)}{quote}" if special else cell)
    return dialect.separator.join(whole)
