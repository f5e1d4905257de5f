"""Source text: values as literals, calls, and a program's lines brought to their usual length."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WIDTH = 88
"""Of the programs' lines, as usual in Python."""

CELL = "\f"
"""Begins a line that starts a cell of a notebook: what follows is told above it. No program shows it."""

Dialect = Literal["python", "javascript"]


@dataclass(frozen=True)
class Code:
    """A piece of source that stands as it is, not in quotation marks."""

    text: str


@dataclass(frozen=True)
class Call:
    """A call with its arguments.

    Attributes
    ----------
    name : str
        What is called.
    positional : tuple
        Arguments without a name: plain values, `Code` or other calls.
    named : mapping
        Arguments with a name; in JavaScript they are one object, and then there are no others.
    comment : str
        What is said about it, on a line above.
    """

    name: str
    positional: tuple[object, ...] = ()
    named: Mapping[str, object] = field(default_factory=dict)
    comment: str = ""


def number(value: float) -> str:
    """Return a number as a person writes it.

    Examples
    --------
    >>> number(1e-7), number(0.002), number(3), number(1.0)
    ('1e-7', '0.002', '3', '1.0')
    """
    return re.sub(r"e([+-])0+", lambda found: "e-" if found[1] == "-" else "e", repr(value))


def rest(share: float) -> float:
    """Return 1 − a share, without the digits that rounding adds: 0.1 for 0.9."""
    return float(f"{1 - share:.9g}")


def whole(value: object) -> object:
    """Return numbers without ".0", in lists too: 3 for 3.0."""
    if isinstance(value, list):
        return [whole(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def literal(value: object, dialect: Dialect = "python") -> str:  # noqa: PLR0911 - one for each kind
    """Return a plain value, or a call, as source.

    Examples
    --------
    >>> literal((3, 1)), literal([1, None], "javascript"), literal("same", "javascript")
    ('(3, 1)', '[1, null]', "'same'")
    """
    script = dialect == "javascript"
    match value:
        case Code():
            return value.text
        case Call():
            between = ": " if script else "="
            named = ", ".join(f"{name}{between}{literal(one, dialect)}" for name, one in value.named.items())
            parts = [literal(one, dialect) for one in value.positional]
            parts += [f"{{{named}}}" if script else named] if named else []
            return f"{value.name}({', '.join(parts)})"
        case None | bool() if script:
            return "null" if value is None else str(value).lower()
        case str():
            return _quoted(value, "'" if script else '"')
        case int() | float() if not isinstance(value, bool):
            return number(value).removesuffix(".0") if script else number(value)
        case dict():
            pairs = (
                f"{key if script else literal(key)}: {literal(one, dialect)}" for key, one in value.items()
            )
            return f"{{{', '.join(pairs)}}}"
        case tuple() | list():
            inner = ", ".join(literal(one, dialect) for one in value)
            if script or isinstance(value, list):
                return f"[{inner}]"
            return f"({inner},)" if len(value) == 1 else f"({inner})"
        case _:
            return repr(value)


def tidied(text: str, dialect: Dialect = "python", *, keep_marks: bool = False) -> str:
    """Return a program from its template with long lines broken and the usual empty lines.

    In Python imports that nothing uses are left out. The marks of a notebook's cells go, unless kept.
    """
    sign = "//" if dialect == "javascript" else "#"
    lines: list[str] = []
    for line in text.split("\n"):
        if line.startswith(CELL):
            lines += ["", line, ""] if keep_marks else [""]
        elif dialect == "javascript" or not _unused(line, text):
            lines += broken(line.rstrip(), sign)
    return "\n".join(_spaced(lines, 2 if dialect == "python" else 1)) + "\n"


def broken(line: str, sign: str = "#") -> list[str]:
    """Return a line as several if it is too long: a call with one argument on each, a comment as it fits.

    Examples
    --------
    >>> broken("x = call(" + "a" * 50 + ", " + "b" * 50 + ")")[0]
    'x = call('
    """
    if len(line) <= WIDTH:
        return [line]
    indent, body = line[: len(line) - len(line.lstrip())], line.strip()
    code, _, remark = body.partition(f"{sign} ")
    if remark and "Filters(" not in code:
        before = f"{indent}{sign} "
        above = textwrap.wrap(
            remark, WIDTH, initial_indent=before, subsequent_indent=before, break_long_words=False
        )
        return [*above, *(broken(f"{indent}{code.rstrip()}", sign) if code.strip() else [])]
    start, end = _widest(body)
    parts = list(_parts(body[start:end]))
    inner = _widest(body[start:end])
    if sign == "//" and body[start : start + 1] == "{" and inner == (1, end - start - 1):
        start, end = start + 1, end - 1  # JavaScript's named arguments
        parts = list(_parts(body[start:end]))
    before = body[start - 2 : start - 1]
    called = body[start - 1 : start] != "(" or before.isalnum() or before in ("_", ")", "]")
    if start == 0 or (len(parts) == 1 and not called):
        return [line]
    # After a single part a comma would make a tuple, or be wrong after a comprehension.
    comma = "" if len(parts) == 1 and (" for " in parts[0] or body[start - 1] == "[") else ","
    step = indent + ("  " if sign == "//" else "    ")
    between = [piece for part in parts for piece in broken(f"{step}{part}{comma}", sign)]
    return [indent + body[:start], *between, indent + body[end:]]


def _quoted(text: str, mark: str) -> str:
    """Return a text in quotation marks, which nothing in it can leave."""
    escaped = text.replace("\\", "\\\\").replace(mark, f"\\{mark}")
    form = "\\U{:08x}" if mark == '"' else "\\u{{{:x}}}"  # Python and JavaScript
    return mark + "".join(sign if sign.isprintable() else form.format(ord(sign)) for sign in escaped) + mark


def _outside(text: str) -> Iterator[tuple[int, str]]:
    """Yield the places and signs that are in no quotation marks."""
    mark = ""
    for place, sign in enumerate(text):
        if mark:
            mark = "" if sign == mark and text[place - 1] != "\\" else mark
        elif sign in "\"'`":
            mark = sign
        else:
            yield place, sign


def _widest(text: str) -> tuple[int, int]:
    """Return where the inside of the widest pair of brackets begins and ends; (0, 0) if there is none."""
    depth, opened, found = 0, 0, (0, 0)
    for place, sign in _outside(text):
        if sign in "([{":
            opened = place + 1 if depth == 0 else opened
            depth += 1
        elif sign in ")]}":
            depth -= 1
            if depth == 0 and place - opened > found[1] - found[0]:
                found = opened, place
    return found


def _parts(text: str) -> Iterator[str]:
    """Yield what commas divide, outside of brackets."""
    depth, begun = 0, 0
    for place, sign in _outside(text):
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and depth == 0:
            yield text[begun:place].strip()
            begun = place + 1
        if depth == 0 and text.startswith(" for ", place):
            break  # what follows belongs to a comprehension
    if text[begun:].strip():
        yield text[begun:].strip()


def _unused(line: str, text: str) -> bool:
    """Return whether a line imports what the rest of the program never names."""
    found = re.match(r"(?:from [\w.]+ )?import ([\w, ]+)$", line)
    names = [one.split()[-1] for one in found[1].split(",")] if found else []
    return bool(names) and not any(len(re.findall(rf"\b{name}\b", text)) > 1 for name in names)


def _spaced(lines: list[str], around: int) -> list[str]:
    """Return the lines with one empty line where there are any, and `around` of them around definitions."""
    found: list[str] = []
    empty = inside = False
    for line in lines:
        if not line:
            empty = True
            continue
        top = not line[0].isspace() and line[0] not in ")]}"
        defines = line.startswith(("def ", "class ", "@"))
        if empty and found:
            found += [""] * (around if top and (defines or inside) else 1)
        inside = defines or (inside and not top)
        found.append(line)
        empty = False
    return found
