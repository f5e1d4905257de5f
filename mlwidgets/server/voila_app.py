"""Voilà in this process, for one notebook and under our settings."""

from __future__ import annotations

import logging
import os
import re
import shutil
import signal
import sys
import threading
import time
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_core.utils import run_sync
from jupyter_events import EventLogger
from jupyter_server import DEFAULT_STATIC_FILES_PATH
from tornado.ioloop import PeriodicCallback
from traitlets import Instance, Integer, Unicode
from traitlets.config import Config
from voila.app import Voila
from voila.static_file_handler import TemplateStaticFileHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from mlwidgets.server import capacity, descriptors, page_exporter, settings, stopping
from mlwidgets.server.address import TEACHER
from mlwidgets.server.bounded_server import BoundedServer
from mlwidgets.server.house import House
from mlwidgets.server.kernel_socket import KernelSocketHandler
from mlwidgets.server.page_kernels import is_of_use
from mlwidgets.server.teacher import STARTED, TeacherHandler
from mlwidgets.server.template_files import TemplateFiles
from mlwidgets.server.training_turns import close_turns, open_turns
from mlwidgets.server.waiting import HOUSE, SOCKET, RoomHandler, WaitingSocket
from mlwidgets.server.warm.host import PARENT

if TYPE_CHECKING:
    from types import FrameType

    from mlwidgets.server.address import Address

OURS = {
    TornadoVoilaHandler: RoomHandler,
    VoilaKernelWebsocketHandler: KernelSocketHandler,
    TemplateStaticFileHandler: TemplateFiles,
}
"""What stands in for handlers of Voilà's; each module says why."""


class NotebookServer(Voila):
    """Voilà for one notebook."""

    opens = Unicode(help="What the browser opens.")
    learners = Integer(help="How many may be here at once.")
    teacher_key = Unicode(help="What a browser must know to see the teacher's page.")

    # Jupyter Server 2.17 and older make one for each kernel where the server has none, and the logger of each
    # is kept for ever. Nothing is logged by it.
    event_logger = Instance(EventLogger, ())

    def init_settings(self) -> dict[str, Any]:
        """Make the house, whose places the pages take.

        Jupyter Server's pages of errors ask for the folder of its static files, and are errors without it.

        Returns
        -------
        dict
            Tornado's settings.
        """
        house = House(self.learners)
        self._tidying = PeriodicCallback(house.tidy, 1000)
        self._tidying.start()
        return {
            **super().init_settings(),
            HOUSE: house,
            STARTED: time.time(),
            "static_path": DEFAULT_STATIC_FILES_PATH,
        }

    def init_handlers(self) -> list[Any]:
        """Add our own pages, swap Voilà's page and socket for ours, and answer below ``base_url``, too.

        Some proxies take that path off before they pass a request on, and others leave it.

        Returns
        -------
        list of tuple
            Tornado's routes.
        """
        routes = [
            (f"/{SOCKET}", WaitingSocket),
            (f"/{TEACHER}", TeacherHandler, {"key": self.teacher_key}),
            *(
                (pattern, OURS.get(handler, handler), *rest)
                for pattern, handler, *rest in super().init_handlers()
            ),
        ]
        prefix = re.escape(self.base_url.rstrip("/"))
        below = [(prefix + pattern, *rest) for pattern, *rest in routes] if prefix else []
        return below + routes

    def listen(self) -> None:
        """Serve until told to stop, with bounds that Voilà leaves open."""

        def listen(port: int, ip: str) -> None:
            BoundedServer(self.app).listen(port, ip)

        self.app.listen = listen
        super().listen()

    def _handle_signal_stop(self, sig: int, frame: FrameType | None) -> None:
        stopping.within(stopping.DEADLINE)  # the loop that is asked to end may be what is stuck
        super()._handle_signal_stop(sig, frame)

    def stop(self) -> None:
        """End the kernels, then remove their folder: Voilà goes the other way, and not on if it is gone."""
        stopping.within(stopping.DEADLINE)
        # At once: a kernel keeps nothing that its page has not, and one that is stuck would take ten seconds.
        run_sync(self.kernel_manager.shutdown_all)(now=True)
        for folder in {self.connection_dir, self.kernel_manager.connection_dir}:
            shutil.rmtree(folder, ignore_errors=True)

    def launch_browser(self) -> None:
        """Open the page: Voilà opens a file in the temporary folder, which some browsers may not read."""
        # In a thread: a browser that runs in the terminal would keep the server from answering it.
        threading.Thread(target=_open_browser, args=(self.opens,), daemon=True).start()


def run(notebook: Path, address: Address, *, open_browser: bool, learners: int | None = None) -> None:
    """Serve a notebook until Ctrl-C or a termination signal; its kernels end with it.

    Parameters
    ----------
    notebook : pathlib.Path
        The notebook whose output is the page.
    address : Address
        Where it is served.
    open_browser : bool
        Whether to open the page in the browser.
    learners : int, optional
        How many may be here at once; by default, as many as the machine has room for.
    """
    # A shell that starts a script's command in the background has it ignore Ctrl-C; we always stop.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # Jupyter counts the seconds between pings in thousandths, and tornado warns of that at every page.
    logging.getLogger("tornado.general").setLevel(logging.ERROR)
    # What a stranger asks for in vain is no news: ten thousand lines of it would hide an error.
    logging.getLogger("tornado.access").setLevel(logging.ERROR)
    page_exporter.use_for_all_pages()
    open_turns()
    # Voilà finds page templates only through Jupyter's data path.
    known = os.environ.get("JUPYTER_PATH")
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(settings.JUPYTER_DATA), known]))
    descriptors.ask_for_more()
    PARENT.start()  # it becomes warm while the server starts
    config = Config(settings.standalone_settings(address, open_browser=open_browser))
    server = NotebookServer.instance(
        config=config,
        notebook_path=str(notebook.resolve()),
        opens=address.url,
        learners=learners or capacity.of_this_machine().learners,
        teacher_key=address.teacher_key,
    )
    server.initialize([])
    server.log.addFilter(_is_worth_reading)
    server.log.addFilter(is_of_use)
    server.log.setLevel(logging.WARNING)  # or every message of every kernel is described, for nobody
    server.start()
    # The kernels have ended, and their folder is gone. Python's own end has been seen to wait for ever after
    # that, deaf to signals, and there is nothing left for it to do.
    close_turns()
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _is_worth_reading(record: logging.LogRecord) -> bool:
    # Errors, and the warning of a page without its widgets: nbclient has waited in vain for outputs.
    return record.levelno >= logging.ERROR or Path(record.pathname).parent.name == "nbclient"


def _open_browser(url: str) -> None:
    if not webbrowser.open(url, new=2):
        sys.stdout.write(f"No browser could be opened; open {url} in yours.\n")
        sys.stdout.flush()
