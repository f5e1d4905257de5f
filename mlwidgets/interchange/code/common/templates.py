"""The templates of programs, in Jinja2: one `program.jinja` and one `helpers.jinja` a language.

A program's helpers are the macros of `helpers.jinja`: functions and classes that the language's library does
not have. A program gets those whose names stand in it, so nobody keeps a list of what is needed.
"""

from __future__ import annotations

import json
import re
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlwidgets.interchange.code.common.text import CELL, literal, number, rest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import jinja2

FOLDER = Path(__file__).parents[1]
HELPERS = "\f\fhelpers\n"
"""Stands in a program where its helpers come."""


@cache
def environment() -> jinja2.Environment:
    """Return where the templates are found, and what they may use."""
    import jinja2  # noqa: PLC0415 - only when a program is written

    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701 - programs are no HTML; what comes from files is quoted by `literal`
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {"py": literal, "js": partial(literal, dialect="javascript"), "number": number}
    found.filters["rest"] = lambda share: number(rest(share))
    found.globals |= {"cell": lambda told: f"{CELL}{json.dumps(told)}", "HELPERS": HELPERS}
    return found


def rendered(language: str, context: Mapping[str, Any]) -> str:
    """Return the program of a language's folder with the helpers that it names, still with marks of cells."""
    text = environment().get_template(f"{language}/program.jinja").render(context)
    macros: dict[str, Callable[[], str]] = {}
    for file in ("common/shared.jinja", f"{language}/helpers.jinja"):
        module = environment().get_template(file).make_module(dict(context))
        source = (FOLDER / file).read_text(encoding="utf-8")
        macros |= {name: getattr(module, name) for name in re.findall(r"{% macro (\w+)\(\) %}", source)}
    wanted: dict[str, str] = {}
    searched = text
    while found := [name for name in macros if name not in wanted and _named(name, searched)]:
        wanted |= {name: macros[name]().strip("\n") for name in found}
        searched = "\n".join(wanted[name] for name in found)
    return text.replace(HELPERS, "\n\n\n".join(wanted[name] for name in macros if name in wanted) + "\n")


def _named(name: str, text: str) -> bool:
    return re.search(rf"(?<![\w.]){name}(?=[(),\]\n])", text) is not None
