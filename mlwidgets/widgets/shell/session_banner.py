"""Says on the page when the Python session behind it is gone, and in Python whether a page shows it."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, Any

from traitlets import Unicode

from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style
from mlwidgets.widgets.shell import texts

if TYPE_CHECKING:
    from collections.abc import Callable

GRACE = 15.0
"""Seconds without a view until nobody shows it: a cell that is run again takes its time."""


class SessionBanner(BaseWidget):
    """Nothing at all while the session lives; a sentence once it has ended, or if there never was one.

    What the banner says happens in the page, because there may be no Python left to do anything. The script
    listens to what Jupyter's connection reports. It asks Python for a sign of life only when somebody comes
    or does something, and once when Python falls silent, so that an idle session is not kept alive; the
    server it asks more often while somebody is there, which keeps nothing alive.

    Parameters
    ----------
    advice : str
        A sentence about what is lost and what is kept, shown when the session has ended.

    Examples
    --------
    >>> banner = SessionBanner()
    """

    _esm = bundle("shell/session_banner")
    _css = style("shell/session_banner")

    advice = Unicode().tag(sync=True)
    # What this process signs its messages with: the page sees by it when another one has taken its place.
    _session = Unicode().tag(sync=True)

    def __init__(self, advice: str = texts.ADVICE) -> None:
        super().__init__(advice=advice)
        self._session = _session_id()
        self._views: set[str] = set()
        self._timer: threading.Timer | None = None
        self._shown: Callable[[], None] = _nothing
        self._hidden: Callable[[], None] = _nothing
        self.on_msg(self._hear)

    def on_shown(self, callback: Callable[[], None]) -> None:
        """Call back whenever a page shows it."""
        self._shown = callback

    def on_hidden(self, callback: Callable[[], None]) -> None:
        """Call back, perhaps in another thread, when no page has shown it for `GRACE` seconds.

        A page that is closed without a word counts as showing it: it may come back.
        """
        self._hidden = callback

    def forget(self) -> None:
        """Call nobody back any more."""
        self._shown = self._hidden = _nothing
        self._stop_timer()

    def _hear(self, _widget: SessionBanner, content: object, _buffers: object) -> None:
        match content:
            case {"kind": "ping", "id": str(number)}:
                self.send({"kind": "pong", "id": number[:64]})
            case {"kind": "shown", "view": str(view)}:
                self._views.add(view[:64])
                self._stop_timer()
                self._shown()
            case {"kind": "hidden"}:
                # Views of a page that was closed never said so: those that are left answer to this.
                self._views.clear()
                self.send({"kind": "who"})
                self._start_timer()

    def _start_timer(self) -> None:
        self._stop_timer()
        timer = threading.Timer(GRACE, self._expire)
        timer.daemon = True
        try:
            timer.start()
        except RuntimeError:  # where no thread can start, as in Pyodide, a lab stays awake
            return
        self._timer = timer

    def _stop_timer(self) -> None:
        timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()

    def _expire(self) -> None:
        self._timer = None
        if not self._views:
            self._hidden()


def _session_id() -> str:
    """Return what this process signs its messages with; empty where there is no Jupyter kernel."""
    kernelbase = sys.modules.get("ipykernel.kernelbase")  # a kernel that runs has imported it
    if kernelbase is None or not kernelbase.Kernel.initialized():
        return ""
    session: Any = kernelbase.Kernel.instance().session
    return "" if session is None else str(session.session)


def _nothing() -> None:
    """Do nothing."""
