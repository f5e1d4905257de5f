"""Why a block of YAML cannot be read, in words for its author: the parser's own are about its grammar."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from yaml.error import Mark

QUOTES = (
    "A text in which a colon is followed by a space, or which begins with a sign such as * & ! % @ # [ or {, "
    "stands in quotes: 'so: it works'."
)
ESCAPES = "In double quotes a backslash begins an escape; write a text with formulas in single quotes."

_SIGN = "The YAML cannot be read here."
_LETTER = "This block has a character that YAML does not allow."
_TAB = "There is a tab; indent with spaces."
_INNER_TAB = "There is a tab; write a space in its place."
_INDENTED = (
    "This line is indented too far or not far enough. Lines that belong together begin in the same column, "
    "and what is inside something stands further right."
)
_NO_COLON = "This line has no colon; a line is 'name: value', with a space after the colon."
_OPEN_QUOTES = "The quotation mark that begins here has no end."
_OPEN = "The {sign} that stands here is not closed by {other}."
_CLOSED = "There is one {sign} too many."
_LIST = "A list begins on the line after its name, each entry after '- '; or it stands in [ ]."
_INSIDE = (
    "Inside [ ] and { } a text with one of the signs , ? : [ ] { } stands in quotes: ['Why?', 'so, too']. In "
    "a list of texts each is best on a line of its own, after '- '."
)

_OTHERS = {"[": "]", "{": "}"}
_ONE_WORD = re.compile(r"(- *)*[\w.-]+", re.ASCII)
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # as the parser counts lines
_INDENT = re.compile(r" *(- +)*")


def why_unreadable(error: yaml.YAMLError, text: str) -> tuple[int, str]:
    """Return the line of a text, from 0, and what is wrong there.

    Parameters
    ----------
    error : yaml.YAMLError
        What the parser says of it.
    text : str
        What could not be read.
    """
    if not isinstance(error, yaml.MarkedYAMLError):
        position = getattr(error, "position", 0)  # of a character that is not allowed
        return (text[:position].count("\n") if isinstance(position, int) else 0), _LETTER
    mark, begin = error.problem_mark or error.context_mark, error.context_mark
    if mark is None:
        return 0, f"{_SIGN} {QUOTES}"
    return _told(str(error.problem), str(error.context), mark, begin or mark, _BREAK.split(text))


def _told(problem: str, context: str, mark: Mark, begin: Mark, lines: list[str]) -> tuple[int, str]:
    """Put into words what the parser has met at a mark, in something that begins at another."""
    line = lines[mark.line]
    starts = not line[: mark.column].strip()  # whether it is the first thing of its line
    found = problem.rpartition(" ")[2].strip("'")
    column = starts and ("<block end>" in problem or "<document start>" in problem)
    cases = (
        ("'\\t'" in problem, mark.line, _TAB if starts else _INNER_TAB),
        ("escape" in problem, mark.line, ESCAPES),
        ("quoted scalar" in context, begin.line, _OPEN_QUOTES),
        ("flow" in context, *_in_brackets(found, mark, begin, lines)),
        ("expected ':'" in problem, begin.line, _NO_COLON),
        ("mapping values" in problem, *_second_colon(mark, lines)),
        ("sequence entries" in problem, mark.line, _INDENTED if starts else _LIST),
        (found in ("]", "}"), mark.line, _CLOSED.format(sign=found)),
        (column, mark.line, _INDENTED),
        (True, mark.line, f"{_SIGN} {QUOTES}"),
    )
    return next((at, said) for holds, at, said in cases if holds)


def _in_brackets(found: str, mark: Mark, begin: Mark, lines: list[str]) -> tuple[int, str]:
    """Tell brackets that are not closed from a text that would need quotes."""
    sign = lines[begin.line][begin.column : begin.column + 1]
    if sign in _OTHERS and (found in ("end>", "]", "}") or mark.line != begin.line):
        return begin.line, _OPEN.format(sign=sign, other=_OTHERS[sign])
    return mark.line, f"{_SIGN} {_INSIDE}"


def _second_colon(mark: Mark, lines: list[str]) -> tuple[int, str]:
    """Tell a line in a wrong column, and one without a colon before it, from a text that holds a colon."""
    line = lines[mark.line]
    if not _ONE_WORD.fullmatch(line[: mark.column].strip()):
        return mark.line, f"{_SIGN} {QUOTES}"
    before = next((at for at in range(mark.line - 1, -1, -1) if lines[at].strip()), mark.line)
    if _column(lines[before]) == _column(line) and ":" not in lines[before]:
        return before, _NO_COLON
    return mark.line, _INDENTED


def _column(line: str) -> int:
    found = _INDENT.match(line)
    return 0 if found is None else found.end()
