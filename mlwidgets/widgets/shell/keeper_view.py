"""Keeps an experiment in the browser while someone works on it, so that nothing is lost by a reload."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from mlwidgets.errors import MLWidgetsError
from mlwidgets.interchange.saved.form import write_run
from mlwidgets.session import Status
from mlwidgets.widgets.base import texts as common
from mlwidgets.widgets.base.view import View
from mlwidgets.widgets.shell import texts
from mlwidgets.widgets.shell.run_keeper import RunKeeper

if TYPE_CHECKING:
    from typing import Any

    from mlwidgets.interchange.saved.saved_run import SavedRun
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.base.view import Change

_log = logging.getLogger("mlwidgets")

INTERVAL = 1.25
"""Seconds between two moments that are kept; more where a moment is large."""

BYTES_PER_SECOND = 1_000_000
"""What is sent to the page at most: a class sits behind a slow link."""

SOON = 0.2
"""Seconds after which what has just been done is kept while nothing runs: several things come at once."""

_LONGEST_NAME = 100

_names: WeakKeyDictionary[Experiment, str] = WeakKeyDictionary()  # of the entry of each experiment


class KeeperView(View):
    """Sends the present moment to the browser's storage whenever it has changed.

    While a run goes on, that is about once a second. What an earlier session has left there is offered; it is
    never gone back to by itself. Nothing is kept before someone has trained or changed something.

    Parameters
    ----------
    experiment : Experiment
        What is kept.
    page : str
        What kind of page it is: "dashboard", "playground".
    """

    def __init__(self, experiment: Experiment, page: str) -> None:
        self.keeper = RunKeeper(page=page, entry=_names.setdefault(experiment, secrets.token_hex(8)))
        self._changed = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._kept = b""
        self._next = 0.0
        super().__init__(experiment, [self.keeper])
        self.add_class("mlw-keeper-view")
        self.keeper.on_ready(self._restart)
        self.keeper.on_open(self._open)
        self.watch(experiment, ("snapshot", "settings"), self._look)
        self.watch(experiment.convolution, "setup", self._look)

    def unwatch(self) -> None:
        """Stop watching; the thread ends by itself, for it may wait for the lock that the caller holds."""
        self.keeper.forget()
        self._changed.clear()
        super().unwatch()

    def _restart(self) -> None:
        """Send to a page that has just come what it does not have yet."""
        self._kept = b""
        self._look()

    def _look(self, _: Change = None) -> None:
        """Take note that something has changed; a thread of its own does what follows."""
        if not self.keeper.wanted:
            return
        self._changed.set()
        with self._starting:
            if self._thread is not None:
                return
            thread = threading.Thread(target=self._work, name="mlwidgets-keeper", daemon=True)
            try:
                thread.start()
            except RuntimeError:  # there are none in Pyodide, and no page that could lose its Python
                return
            self._thread = thread

    def _work(self) -> None:
        """Keep the newest moment as long as there is news; changes on the way are kept together."""
        while True:
            running = self.experiment.status is Status.RUNNING
            time.sleep(max(self._next - time.monotonic(), 0 if running else SOON))
            with self._starting:
                if not self._changed.is_set() or not self.keeper.wanted:
                    self._thread = None
                    return
                self._changed.clear()
            try:
                self._keep()
            except MLWidgetsError:
                _log.debug("A moment could not be kept.", exc_info=True)
            except Exception:  # noqa: BLE001 - a thread that dies would keep nothing more
                _log.exception("A moment could not be kept.")

    def _keep(self) -> None:
        began = time.monotonic()
        with self.experiment.lock:  # whoever changes something holds it until that can be undone
            if not self._worth_keeping:
                return
        saved = self.experiment.saved_run(moments="present", urgent=False)
        content = write_run(saved)
        if content != self._kept and self.keeper.put(content, _about(saved)):
            self._kept = content
        self._next = began + max(INTERVAL, len(content) / BYTES_PER_SECOND)

    @property
    def _worth_keeping(self) -> bool:
        """Whether anything has been done here: the shipped network comes by itself."""
        experiment, seen = self.experiment, self.experiment.present
        trained = seen is not None and seen.iteration > 0 and not experiment.at_stage
        return trained or experiment.can_undo

    def _open(self, content: bytes) -> str:
        """Go on from a run that was kept; return why not, if that is not possible."""
        try:
            self.experiment.open_run(content, texts.KEPT_RUN)
        except MLWidgetsError as error:
            return str(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the learner gets a sentence
            _log.exception("A kept run could not be opened.")
            return common.FAULT.format(error=f"{type(error).__name__}: {error}")
        return ""


def _about(saved: SavedRun) -> dict[str, Any]:
    """Return what an offer says of a run."""
    updates = 0 if saved.present is None else saved.present.position.iteration
    return {"data": saved.data.name.replace("_", " ")[:_LONGEST_NAME], "updates": updates}
