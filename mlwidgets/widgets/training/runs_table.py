"""All runs of an experiment as a table: shown, named, pinned, deleted, taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Dict, List, Unicode

from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable

FILES = {"csv": "text/csv", "json": "application/json"}
"""What the runs can be taken away as, each with its type."""

CHANGES = ("name", "pinned", "shown")
"""What can be changed of a run."""


class RunsTable(BaseWidget):
    """A table with a line for each run, the present one first.

    Parameters
    ----------
    label : str
        What the table is called by a screen reader.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    rows : list of dict
        For each run its "number", "letter", "name", "words" (what differs), "updates", "cells" (its results
        in words), "shown", "pinned" and "present".
    columns : list of str
        What the cells are.
    memory : str
        What time travel takes, in a sentence.
    tests : str
        How often the test set has been opened, in a sentence; else empty.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> RunsTable(label="Runs").rows
    []
    """

    _esm = bundle("training/runs_table")
    _css = style("training/runs_table")

    label = Unicode("").tag(sync=True)
    columns = List(Unicode()).tag(sync=True)
    rows: List[dict[str, Any]] = List(Dict()).tag(sync=True)
    memory = Unicode("").tag(sync=True)
    tests = Unicode("").tag(sync=True)

    def __init__(self, **arguments: Any) -> None:  # noqa: ANN401 - traits of every type
        super().__init__(**arguments)
        self._changers = CallbackDispatcher()
        self._users = CallbackDispatcher()
        self._forgetters = CallbackDispatcher()
        self._exporters = CallbackDispatcher()
        self.on_msg(self._hear)

    def on_change(self, callback: Callable[[tuple[int, str, object]], object]) -> None:
        """Call back with a run's number, and "name", "pinned" or "shown" with its new value."""
        self._changers.register_callback(callback)

    def on_use(self, callback: Callable[[int], object]) -> None:
        """Call back with the number of the run whose settings are wanted."""
        self._users.register_callback(callback)

    def on_forget(self, callback: Callable[[int], object]) -> None:
        """Call back with the number of a run that is to be deleted."""
        self._forgetters.register_callback(callback)

    def on_export(self, callback: Callable[[str], object]) -> None:
        """Call back with "csv" or "json" when somebody wants such a file."""
        self._exporters.register_callback(callback)

    def hand_over(self, kind: str, text: str) -> None:
        """Let the page save a file."""
        self.send({"kind": "file", "name": f"runs.{kind}", "type": FILES[kind], "text": text})

    def _hear(self, _widget: RunsTable, content: dict[str, Any], _buffers: list[memoryview]) -> None:
        match content:
            case {
                "kind": "change",
                "run": int(run),
                "name": "name" | "pinned" | "shown" as name,
                "value": value,
            }:
                self._changers((run, name, value))
            case {"kind": "use", "run": int(run)}:
                self._users(run)
            case {"kind": "forget", "run": int(run)}:
                self._forgetters(run)
            case {"kind": "export", "as": str(kind)} if kind in FILES:
                self._exporters(kind)
