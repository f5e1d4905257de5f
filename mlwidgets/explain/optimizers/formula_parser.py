"""Reads a formula that a learner types. It is read, never run: what comes out is a tree of known parts.

The grammar, a method of `_Reader` for each line:

sum = product (("+" | "-") product)*
product = signed (("*" | "/") signed | power)*, the latter for 2x, xy and 3(x + 1)
signed = ("-" | "+")* power
power = atom (("^" | "**") signed)?, so from the right: 2^3^2 = 2^9
atom = number | name | function "(" sum ("," sum)* ")" | "(" sum ")"
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.optimizers.formula_tree import FUNCTIONS, Call, Name, Negative, Node, Number, Pair
from mlwidgets.language import _, n_
from mlwidgets.ranges import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_CHARACTERS = 300
MOST_DEPTH = 40
"""Brackets, signs and powers within each other."""

CONSTANTS = {"pi": math.pi, "e": math.e}
OF_TWO = ("min", "max")

_SPELLINGS = str.maketrans(
    {"−": "-", "–": "-", "·": "*", "×": "*", "÷": "/", "²": "^2", "³": "^3", "⁴": "^4", "π": " pi "}
)
"""What books print, and what it means."""

_TOKEN = re.compile(
    r"(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)|(?P<name>[A-Za-z_][A-Za-z_0-9]*)"
    r"|(?P<sign>\*\*|[-+*/^(),])"
)
_QUOTED_AT_MOST = 12


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str


def parse(text: str, names: Sequence[str] = ("x", "y")) -> Node:
    """Return the tree of a formula.

    Parameters
    ----------
    text : str
        Such as "x^2 + 3 sin(y)".
    names : sequence of str
        The variables.

    Raises
    ------
    ConfigurationError
        It is no formula: the message says where and why.

    Examples
    --------
    >>> parse("-x^2")
    Negative(inner=Pair(sign='^', left=Name(name='x'), right=Number(value=2.0)))
    """
    if len(text) > MOST_CHARACTERS:
        raise ConfigurationError(
            _("A formula has at most {most} characters; got {count:,}. Type a shorter one.").format(
                most=MOST_CHARACTERS, count=len(text)
            )
        )
    return _Reader(_tokens(text, names), tuple(names)).whole()


def _tokens(text: str, names: Sequence[str]) -> list[_Token]:
    tokens, at = [], 0
    plain = text.translate(_SPELLINGS).rstrip()
    while at < len(plain):
        if plain[at].isspace():
            at += 1
            continue
        found = _TOKEN.match(plain, at)
        if found is None:
            raise ConfigurationError(
                _(
                    "A formula is made of numbers, x, y, + − * / ^, brackets and functions; got {sign}. "
                    "Take it out."
                ).format(sign=_quoted(plain[at]))
            )
        kind = str(found.lastgroup)
        written = "^" if found.group() == "**" else found.group()
        if kind == "name" and set(written) <= set(names):
            tokens += [_Token(kind, letter) for letter in written]  # xy is x times y
        else:
            tokens.append(_Token(written if kind == "sign" else kind, written))
        at = found.end()
    return tokens


class _Reader:
    """Walks through the tokens, a method for each line of the grammar above."""

    def __init__(self, tokens: list[_Token], names: tuple[str, ...]) -> None:
        self._tokens = [*tokens, _Token("end", "")]
        self._names = names
        self._at = 0
        self._depth = 0

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _take(self) -> _Token:
        token = self._next
        self._at += 1
        return token

    def whole(self) -> Node:
        """Read everything."""
        if self._next.kind == "end":
            raise ConfigurationError(str(_("The formula is empty. Type one, such as x^2 + y^2.")))
        node = self._sum()
        if self._next.kind == ")":
            raise ConfigurationError(
                str(_("A bracket is closed that was never opened. Take it out, or open it."))
            )
        if self._next.kind != "end":
            raise ConfigurationError(_missing_sign(self._next))
        return node

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise ConfigurationError(
                _("Brackets and powers can be nested at most {most} deep. Type a simpler formula.").format(
                    most=MOST_DEPTH
                )
            )

    def _sum(self) -> Node:
        self._deeper()
        node = self._product()
        while self._next.kind in ("+", "-"):
            node = Pair(self._take().kind, node, self._product())
        self._depth -= 1
        return node

    def _product(self) -> Node:
        node = self._signed()
        while True:
            before = self._tokens[self._at - 1].kind
            if self._next.kind in ("*", "/"):
                node = Pair(self._take().kind, node, self._signed())
            elif before in ("number", "name", ")") and self._next.kind in ("name", "("):
                node = Pair("*", node, self._power())
            else:
                return node

    def _signed(self) -> Node:
        self._deeper()
        if self._next.kind in ("-", "+"):
            sign, inner = self._take().kind, self._signed()
            node: Node = Negative(inner) if sign == "-" else inner
        else:
            node = self._power()
        self._depth -= 1
        return node

    def _power(self) -> Node:
        base = self._atom()
        if self._next.kind != "^":
            return base
        self._take()
        return Pair("^", base, self._signed())

    def _atom(self) -> Node:
        token = self._take()
        if token.kind == "number":
            value = float(token.text)
            if not math.isfinite(value):
                raise ConfigurationError(
                    _("{number} is too large. Type a smaller number.").format(number=_quoted(token.text))
                )
            return Number(value)
        if token.kind == "name":
            return self._named(token.text)
        if token.kind == "(":
            inner = self._sum()
            self._close()
            return inner
        if token.kind == "end":
            raise ConfigurationError(
                str(_("The formula ends too early: a number, x, y or a bracket is missing."))
            )
        raise ConfigurationError(
            _("A number, x, y or a bracket is missing before {sign}.").format(sign=_quoted(token.text))
        )

    def _named(self, name: str) -> Node:
        if name in FUNCTIONS or name in OF_TWO:
            return self._call(name)
        if name in CONSTANTS:
            return Number(CONSTANTS[name])
        if name in self._names:
            return Name(name)
        known = (*self._names, *CONSTANTS, *FUNCTIONS, *OF_TWO)
        said = _("Nothing in a formula is called {name}. It knows {known}.")
        raise ConfigurationError(
            f"{said.format(name=_quoted(name), known=', '.join(known))}{nearest(name, known)}"
        )

    def _call(self, name: str) -> Node:
        wanted = 2 if name in OF_TWO else 1
        call = f"{name}({'x, y' if wanted > 1 else 'x'})"
        if self._next.kind != "(":
            raise ConfigurationError(
                _("{name} needs a bracket after it: {call}.").format(name=name, call=call)
            )
        self._take()
        inner = [self._sum()]
        while self._next.kind == ",":
            self._take()
            inner.append(self._sum())
        self._close()
        if len(inner) != wanted:
            raise ConfigurationError(_TAKES.format(wanted, name=name, given=len(inner), call=call))
        return Pair(name, inner[0], inner[1]) if wanted > 1 else Call(name, inner[0])

    def _close(self) -> None:
        if self._next.kind == "end":
            raise ConfigurationError(str(_("A bracket is not closed. Type ) where it ends.")))
        if self._next.kind != ")":
            raise ConfigurationError(_missing_sign(self._next))
        self._take()


_TAKES = n_(
    "{name} takes {count} number; got {given}. Type {call}.",
    "{name} takes {count} numbers; got {given}. Type {call}.",
)


def _missing_sign(token: _Token) -> str:
    return _("Something is missing before {sign}, such as + or *.").format(sign=_quoted(token.text))


def _quoted(text: str) -> str:
    text = text if text.isprintable() else ascii(text)
    return _("“{text}”").format(text=f"{text[:_QUOTED_AT_MOST]}…" if len(text) > _QUOTED_AT_MOST else text)
