"""The course: lessons as text files, tasks that are marked on live numbers, and what a learner has done.

``mw.lessons.names()`` lists the lessons that ship. In a notebook ``mw.lessons.check(lab, task, answer)``
marks an answer. Everything is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the same names as below, for type checkers and editors; a test compares the two
    from mlwidgets.lessons.in_notebook import ask, check, hint, set_up, unpack
    from mlwidgets.lessons.shelf import add, named, names, read

_WHERE = {
    "in_notebook": ("ask", "check", "hint", "set_up", "unpack"),
    "shelf": ("add", "named", "names", "read"),
}

_MODULE_OF = {name: module for module, names in _WHERE.items() for name in names}

__all__ = ["add", "ask", "check", "hint", "named", "names", "read", "set_up", "unpack"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module attribute may be anything
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(__all__))
