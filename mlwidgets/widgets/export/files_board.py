"""The files that a model can be taken away as, a row for each."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Bool, Dict, List, Unicode

from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger("mlwidgets")


class FilesBoard(BaseWidget):
    """Files with what opens them, their size, and a button that saves each.

    Parameters
    ----------
    label : str
        What the list is called by a screen reader.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    rows : list of dict
        For each file "key", "title", "opens", its "file" name and "size" as text, the "problem" that keeps it
        from being written, and "remarks" about it.
    visible : bool
        Whether it is on somebody's screen. The page says so.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> FilesBoard(label="Files").rows
    []
    """

    _esm = bundle("export/files_board")
    _css = style("export/files_board")

    label = Unicode("").tag(sync=True)
    rows: List[dict[str, Any]] = List(Dict()).tag(sync=True)
    visible = Bool(default_value=False).tag(sync=True, echo_update=False)

    def __init__(self, **arguments: Any) -> None:  # noqa: ANN401 - traits of every type
        super().__init__(**arguments)
        self._takers = CallbackDispatcher()
        self.on_msg(self._hear)

    def on_take(self, callback: Callable[[str], object]) -> None:
        """Call back with the key of a file that somebody wants to save."""
        self._takers.register_callback(callback)

    def hand_over(self, name: str, content: bytes) -> None:
        """Let the page save a file."""
        self.send({"kind": "file", "name": name}, [content])

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Refuse rows and label from the page: what this widget shows is Python's to say.

        Parameters
        ----------
        sync_data : dict
            Trait names and the values that the page sent.
        """
        mine = [name for name in ("rows", "label") if name in sync_data]
        if mine:
            _log.warning("%s refused values from the page: %s", type(self).__name__, ", ".join(mine))
            self.send_state(mine)
        super().set_state({name: value for name, value in sync_data.items() if name not in mine})

    def _hear(self, _widget: FilesBoard, content: dict[str, Any], _buffers: list[memoryview]) -> None:
        key = content.get("key")
        if content.get("kind") == "take" and key in [row.get("key") for row in self.rows]:
            self._takers(key)
