"""What of the page is part of a configuration: the open tab, and which controls are hidden or locked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self

from mlwidgets.errors import ConfigurationError
from mlwidgets.ranges import check_flag, nearest, shown

MOST_NAMES = 200

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.]{0,59}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class PageSetup:
    """How a teacher has set up the page for others.

    Controls go by the name of the setting that they change: "learning_rate", "hidden_layers". It is for
    teaching, not for security: whoever learns can show all controls again.

    Attributes
    ----------
    tab : str
        The lab that is open in the dashboard, by the name of its class: "TrainLab"; empty for any.
        Which tab is open is looked at, not changed: `undo` passes over it.
    hidden : tuple of str
        Controls that are not on the page.
    locked : tuple of str
        Controls that are there, and cannot be changed.
    lifted : bool
        Whether the learner has brought them all back.
    point : str
        A control that a text beside the lab is about, and that stands out; empty for none. It belongs to
        the text, not to a configuration: no link carries it, and `undo` passes over it.
    teaching : bool
        Whether a teacher is choosing what is hidden and locked: until then all controls are there, and work.
        No link carries it, and `undo` passes over it.
    """

    tab: str = ""
    hidden: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()
    lifted: bool = False
    point: str = ""
    teaching: bool = False

    def with_(self, **changes: Any) -> Self:  # noqa: ANN401 - fields of several types
        """Return the setup with something else in it, checked.

        Raises
        ------
        ConfigurationError
            There is no such field, or it cannot have the value.
        """
        known = tuple(field.name for field in fields(self))
        for name in changes:
            if name not in known:
                raise ConfigurationError(
                    f"A page has no {shown(name)}. It knows: {', '.join(known)}.{nearest(name, known)}"
                )
        right = dict(changes)
        for name in {"tab", "point"} & changes.keys():
            right[name] = changes[name] if changes[name] == "" else _name(changes[name])
        for name in {"hidden", "locked"} & changes.keys():
            right[name] = _names(name, changes[name])
        for name in {"lifted", "teaching"} & changes.keys():
            right[name] = check_flag(name, changes[name])
        return replace(self, **right)

    @classmethod
    def of(cls, plain: object) -> Self:
        """Return what `to_dict` wrote down, or say what is wrong with it."""
        if not isinstance(plain, Mapping):
            raise ConfigurationError(f"A page is set up by a dict; got {shown(plain)}.")
        return cls().with_(**{str(name): value for name, value in plain.items()})

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON values, what is as usual left out."""
        plain = {"tab": self.tab, "hidden": list(self.hidden), "locked": list(self.locked)}
        return {name: value for name, value in plain.items() if value}

    def access(self, control: str) -> str:
        """Return "hidden", "locked" or "free": what a control of this name is now."""
        return "free" if self.lifted or self.teaching else self.chosen(control)

    def chosen(self, control: str) -> str:
        """Return "hidden", "locked" or "free": what a control of this name is for learners."""
        return "hidden" if control in self.hidden else "locked" if control in self.locked else "free"

    def with_access(self, control: str, access: str) -> Self:
        """Return the setup with one control hidden, locked or free; all others stay as they are."""
        chosen = {"hidden": list(self.hidden), "locked": list(self.locked)}
        for names in chosen.values():
            if control in names:
                names.remove(control)
        if access in chosen:
            chosen[access].append(control)
        return self.with_(**chosen, lifted=False)

    @property
    def restricts(self) -> bool:
        """Whether any control is hidden or locked, lifted or not."""
        return bool(self.hidden or self.locked)

    def same_controls(self, other: PageSetup) -> bool:
        """Return whether the same controls are hidden and locked."""
        apart: dict[str, Any] = {"tab": "", "point": "", "teaching": False}
        return replace(self, **apart) == replace(other, **apart)


def _names(field: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)) or len(value) > MOST_NAMES:
        raise ConfigurationError(f"{field} must be a list of up to {MOST_NAMES} names; got {shown(value)}.")
    return tuple(dict.fromkeys(_name(one) for one in value))


def _name(value: object) -> str:
    if isinstance(value, str) and _NAME.fullmatch(value):
        return value
    raise ConfigurationError(
        f"The name of a control or a lab is made of letters, digits, dots and underscores; got "
        f"{shown(value)}."
    )
