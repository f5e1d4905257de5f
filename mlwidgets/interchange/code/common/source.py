"""Writing source text: numbers, calls that break into several lines, and parts that may be left out."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from mlwidgets.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WIDTH = 88
"""Of the programs' lines, as usual in Python."""

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
        Arguments without a name, plain values or `Code`.
    named : mapping
        Arguments with a name; in JavaScript they are one object, and then there are no others.
    comment : str
        What is said about it; on a line above.
    """

    name: str
    positional: tuple[object, ...] = ()
    named: Mapping[str, object] = field(default_factory=dict)
    comment: str = ""


def number(value: float) -> str:
    """Return a number as a person writes it: 0.002, 1e-7, 8.

    Examples
    --------
    >>> number(1e-7), number(0.002), number(3), number(1.0)
    ('1e-7', '0.002', '3', '1.0')
    """
    return re.sub(r"e([+-])0+", lambda found: "e-" if found[1] == "-" else "e", repr(value))


def whole(value: object) -> object:
    """Return numbers without ".0", in lists too: 3 for 3.0."""
    if isinstance(value, list):
        return [whole(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def literal(value: object, dialect: Dialect = "python") -> str:
    """Return a plain value as source.

    Examples
    --------
    >>> literal((3, 1)), literal([1, None], "javascript"), literal("same", "javascript")
    ('(3, 1)', '[1, null]', "'same'")
    """
    if isinstance(value, Code):
        return value.text
    if isinstance(value, Call):
        return " ".join(line.strip() for line in written(value, dialect, width=10_000))
    return _in_javascript(value) if dialect == "javascript" else _in_python(value)


def _in_python(value: object) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, float):
        return number(value)
    if isinstance(value, dict):
        pairs = (f"{literal(key)}: {literal(one)}" for key, one in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, (tuple, list)):
        inner = ", ".join(literal(one) for one in value)
        if isinstance(value, list):
            return f"[{inner}]"
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    return repr(value)


def _in_javascript(value: object) -> str:
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    if isinstance(value, str):
        return f"'{value}'"
    if isinstance(value, (int, float)):
        return number(value).removesuffix(".0")
    if isinstance(value, dict):
        pairs = (f"{key}: {literal(one, 'javascript')}" for key, one in value.items())
        return f"{{{', '.join(pairs)}}}"
    assert isinstance(value, (tuple, list))  # noqa: S101 - there are no other plain values
    return f"[{', '.join(literal(one, 'javascript') for one in value)}]"


def arguments(call: Call, dialect: Dialect) -> list[str]:
    """Return the arguments of a call as source; in JavaScript the named ones without their braces."""
    between = ": " if dialect == "javascript" else "="
    named = [f"{name}{between}{literal(value, dialect)}" for name, value in call.named.items()]
    return [literal(value, dialect) for value in call.positional] + named


def written(
    call: Call, dialect: Dialect = "python", *, indent: int = 0, end: str = "", width: int = WIDTH
) -> list[str]:
    """Return the lines of a call: one, or one for each argument if that is too long.

    Parameters
    ----------
    call : Call
        What to write.
    dialect : {"python", "javascript"}
        The language.
    indent : int
        Spaces before each line.
    end : str
        What follows, such as ",".
    width : int
        The longest line that may be.
    """
    before = " " * indent
    lines = []
    if call.comment:
        sign = "//" if dialect == "javascript" else "#"
        lines += comment(call.comment, sign, indent=indent)
    parts = arguments(call, dialect)
    first, last = ("({", "})") if dialect == "javascript" and call.named else ("(", ")")
    line = f"{before}{call.name}{first}{', '.join(parts)}{last}{end}"
    if len(line) <= width or not parts:
        return [*lines, line]
    step = "  " if dialect == "javascript" else "    "
    inner = [f"{before}{step}{part}," for part in parts]
    return [*lines, f"{before}{call.name}{first}", *inner, f"{before}{last}{end}"]


def comment(text: str, sign: str, *, indent: int = 0, width: int = WIDTH) -> list[str]:
    """Return a comment on as many lines as it needs."""
    before = f"{' ' * indent}{sign} "
    return textwrap.wrap(text, width, initial_indent=before, subsequent_indent=before, break_long_words=False)


def piece(text: str, **wanted: bool) -> list[str]:
    r"""Return the lines of a piece of source, without those that are for something else.

    A line that ends in ``#? name`` stays only if `name` is wanted, one that ends in ``#? !name`` only if not.
    Several conditions all have to hold.

    Examples
    --------
    >>> piece("a = 1  #? first\nb = 2  #? !first", first=True)
    ['a = 1']
    """
    lines = []
    for line in textwrap.dedent(text).strip("\n").split("\n"):
        code, _, conditions = line.partition("#?")
        if all(wanted[one.lstrip("!")] is not one.startswith("!") for one in conditions.split()):
            lines.append(code.rstrip())
    return lines


def paragraphs(*groups: Iterable[str]) -> list[str]:
    """Return groups of lines with an empty line between each two of them; empty groups are left out."""
    lines: list[str] = []
    for group in groups:
        these = list(group)
        if these:
            lines += ["", *these] if lines else these
    return lines


def definitions(*groups: Iterable[str]) -> list[str]:
    """Return Python functions and classes with two empty lines around each."""
    lines: list[str] = []
    for group in groups:
        these = list(group)
        if these:
            lines += ["", "", *these] if lines else these
    return lines


def not_in(what: str, language: str, advice: str) -> ConfigurationError:
    """Return the error that something cannot be written in a language."""
    return ConfigurationError(f"{what} cannot be written in {language}. {advice}")
