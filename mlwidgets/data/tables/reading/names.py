"""Names of columns: there must be one for each, and no two may be alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlwidgets.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST, _LONGEST_SHOWN, _SHOWN = 200, 60, 5
_NAMELESS = _("column {number} (an empty name) is called “{name}”")
_RENAMED = _("column {number} (“{old}”) is called “{name}”")
_CHANGED = _("Names must be there and be different: {changes}.")
_CHANGED_AND_MORE = _("Names must be there and be different: {changes}; and {count:,} more.")
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f]+")


def one_line(name: str) -> str:
    """Return a name without line breaks, blanks around it and characters that cannot be seen."""
    return _BLANKS.sub(" ", name).strip()[:_LONGEST]


def different_names(names: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return names of which none is empty and no two are alike, and a note about those that were changed.

    Examples
    --------
    >>> different_names(["age", "", "age"])[0]
    ('age', 'column 2', 'age (2)')
    """
    taken: dict[str, None] = {}
    changed = []
    for number, given in enumerate(names, start=1):
        wanted = given or f"column {number}"
        name, copy = wanted, 1
        while name in taken:
            copy += 1
            name = f"{wanted} ({copy})"
        if name != given:
            said = _RENAMED if given else _NAMELESS
            changed.append(said.format(number=number, old=given[:_LONGEST_SHOWN], name=name[:_LONGEST_SHOWN]))
        taken[name] = None
    if not changed:
        return tuple(taken), ()
    said = _CHANGED_AND_MORE if len(changed) > _SHOWN else _CHANGED
    note = said.format(changes="; ".join(changed[:_SHOWN]), count=len(changed) - _SHOWN)
    return tuple(taken), (note,)
