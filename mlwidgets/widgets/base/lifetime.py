"""How long a widget lives: ipywidgets keeps every one ever made, which we undo for those nobody shows."""

from __future__ import annotations

import sys
import weakref
from functools import partial
from typing import Any

import ipywidgets
from ipywidgets.widgets.widget import _instances

from mlwidgets.widgets.base.boundary import handle

_HOLDING = ("children", "layout", "style")
_LAST = ("_", "__", "___")
"""What a notebook calls its last outputs."""


def whole(*widgets: ipywidgets.Widget) -> list[ipywidgets.Widget]:
    """Return widgets and all that they hold, on the page or not: children, parts kept aside, layouts."""
    found: dict[int, ipywidgets.Widget] = {}
    waiting: list[object] = list(widgets)
    while waiting:
        one = waiting.pop()
        if isinstance(one, (list, tuple)):
            waiting.extend(one)
        elif isinstance(one, dict):
            waiting.extend(one.values())
        elif isinstance(one, ipywidgets.Widget) and id(one) not in found:
            found[id(one)] = one
            waiting.extend(vars(one).values())  # what a view keeps under a name
            waiting.extend(getattr(one, name) for name in _HOLDING if one.has_trait(name))
    return list(found.values())


def let_go(widget: ipywidgets.Widget) -> None:
    """Let a widget and its parts be freed as soon as nobody but the page's registry refers to them.

    They go on working: the registry and the connection to the page refer to them weakly from now on.
    """
    for part in whole(widget):
        if part.comm is None:
            continue
        reference = weakref.ref(part)

        def pass_on(message: dict[str, Any], reference: weakref.ref[Any] = reference) -> None:
            there = reference()
            if there is not None:
                handle(there, message)

        part.comm.on_msg(pass_on)
        _instances[part.model_id] = weakref.proxy(part)


def hold(widget: ipywidgets.Widget) -> None:
    """Undo `let_go`."""
    for part in whole(widget):
        if part.comm is not None:
            part.comm.on_msg(partial(handle, part))
            _instances[part.model_id] = part


def forget_output(result: object) -> None:
    """Take an object out of the memory that a notebook has of its outputs, ``Out[3]``, ``_3`` and ``__``.

    The cell's output has been removed from the page; its number is all that would keep the object alive.
    """
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None:
        return
    memory = shell.user_ns.get("_oh", {})
    numbers = [number for number, kept in memory.items() if kept is result]
    for number in numbers:
        del memory[number]
    for names in (shell.user_ns, shell.user_ns_hidden) if numbers else ():
        for name in [f"_{number}" for number in numbers]:
            names.pop(name, None)
        for name in _LAST:
            if names.get(name) is result:
                names[name] = None
    for name in _LAST:
        if numbers and getattr(shell.displayhook, name, None) is result:
            setattr(shell.displayhook, name, None)
