"""Tells experiments when a cell of a notebook begins and ends, where there is a notebook."""

from __future__ import annotations

import sys
from typing import Any, Protocol
from weakref import WeakSet


class Listener(Protocol):
    """What wants to know of cells."""

    def cell_begins(self) -> None:
        """Hear that a cell is about to run."""

    def cell_ends(self) -> None:
        """Hear that a cell has run, or failed."""


class NotebookCells:
    """The listeners to IPython's cells; its events are registered while there are any.

    IPython is not imported: a shell that runs has imported it.
    """

    def __init__(self) -> None:
        self._listeners: WeakSet[Any] = WeakSet()
        self._shell: Any = None

    def add(self, listener: Listener) -> None:
        """Tell somebody of cells from now on, until it is removed or freed."""
        self._listeners.add(listener)
        shell = _shell()
        if self._shell is None and shell is not None:
            self._shell = shell
            shell.events.register("pre_run_cell", self._begin)
            shell.events.register("post_run_cell", self._end)

    def remove(self, listener: Listener) -> None:
        """Tell it no more; after the last one nothing is left in IPython."""
        self._listeners.discard(listener)
        if self._shell is not None and not self._listeners:
            shell, self._shell = self._shell, None
            shell.events.unregister("pre_run_cell", self._begin)
            shell.events.unregister("post_run_cell", self._end)

    def _begin(self, _info: object) -> None:
        for listener in list(self._listeners):
            listener.cell_begins()

    def _end(self, _result: object) -> None:
        for listener in list(self._listeners):
            listener.cell_ends()


CELLS = NotebookCells()
"""Those of this process."""


def _shell() -> Any:  # noqa: ANN401 - IPython's InteractiveShell
    ipython = sys.modules.get("IPython")
    return None if ipython is None else ipython.get_ipython()
