"""The web page of a network, running in a frame, and the zip file that is taken away."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Bool, Bytes, Int, Unicode

from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable


class PageBoard(BaseWidget):
    """A page that runs in a frame of its own, without any network, and a button that saves its files.

    Parameters
    ----------
    label : str
        What the frame is called by a screen reader.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    document : bytes
        The whole page as one HTML document, compressed with gzip; empty if there is none.
    title : str
        Of the page. The learner changes it.
    size : int
        Bytes of the zip file.
    outdated : bool
        Whether the network has learned since the page was made.
    untrained : bool
        Whether the network of the page has learned nothing yet.
    problem : str
        Why there is no page, in a sentence; empty if there is one.
    visible : bool
        Whether it is on somebody's screen. The page says so.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> board = PageBoard(label="Your page")
    >>> board.show("<!doctype html>", size=15)
    >>> board.size, board.problem
    (15, '')
    """

    _esm = bundle("export/page_board")
    _css = style("export/page_board")

    label = Unicode("").tag(sync=True)
    document = Bytes(b"").tag(sync=True)
    title = Unicode("").tag(sync=True)
    size = Int(0).tag(sync=True)
    outdated = Bool(default_value=False).tag(sync=True)
    untrained = Bool(default_value=False).tag(sync=True)
    problem = Unicode("").tag(sync=True)
    visible = Bool(default_value=False).tag(sync=True, echo_update=False)

    def __init__(self, **arguments: Any) -> None:  # noqa: ANN401 - traits of every type
        super().__init__(**arguments)
        self._takers = CallbackDispatcher()
        self._refreshers = CallbackDispatcher()
        self.on_msg(self._hear)

    def show(self, document: str, *, size: int, untrained: bool = False) -> None:
        """Show a page, of which the zip file has so many bytes."""
        with self.hold_sync():
            self.document = gzip.compress(document.encode(), mtime=0)
            self.size = size
            self.untrained = untrained
            self.problem = ""
            self.outdated = False

    def refuse(self, problem: str) -> None:
        """Say why there is no page."""
        with self.hold_sync():
            self.document, self.size = b"", 0
            self.problem = problem
            self.outdated = False

    def on_take(self, callback: Callable[[PageBoard], object]) -> None:
        """Call back when somebody wants the zip file."""
        self._takers.register_callback(callback)

    def on_refresh(self, callback: Callable[[PageBoard], object]) -> None:
        """Call back when somebody wants the page with the newest weights."""
        self._refreshers.register_callback(callback)

    def hand_over(self, name: str, content: bytes) -> None:
        """Let the page save a file."""
        self.send({"kind": "file", "name": name}, [content])

    def _hear(self, _widget: PageBoard, content: dict[str, Any], _buffers: list[memoryview]) -> None:
        match content:
            case {"kind": "take"}:
                self._takers(self)
            case {"kind": "refresh"}:
                self._refreshers(self)
