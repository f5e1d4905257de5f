"""Modules that are imported only if somebody really uses them.

`importlib.util.LazyLoader` does not do it: it loads the module at the next ``import`` of it, used or not.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from types import ModuleType
from typing import Any


class _Later(ModuleType):
    """Stands in for a module, and gives way to it when anything of it is asked for."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - an attribute of a module may be anything
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


def import_when_used(name: str) -> None:
    """Let ``import name`` return at once, and import the module when it is first used.

    Nothing happens if the module has been imported already, or is not installed.

    Parameters
    ----------
    name : str
        A top-level module.

    Examples
    --------
    >>> import_when_used("colorsys")
    >>> import colorsys
    >>> colorsys.rgb_to_hsv(1.0, 1.0, 1.0)
    (0.0, 0.0, 1.0)
    """
    if name in sys.modules:
        return
    spec = importlib.util.find_spec(name)
    if spec is None:
        return
    stand_in = _Later(name)
    stand_in.__spec__ = spec
    stand_in.__file__ = spec.origin  # debuggers and `inspect` ask every module for it
    sys.modules[name] = stand_in
