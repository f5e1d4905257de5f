"""Voilà in this process, with our settings and two faults of its own mended."""

from __future__ import annotations

import os
import sys
import threading
import webbrowser
from pathlib import Path
from typing import Any

from traitlets.config import Config
from voila.app import Voila
from voila.tornado.handler import TornadoVoilaHandler

from mlwidgets import serving


class _PageHandler(TornadoVoilaHandler):
    """A page that carries the token its own goodbye needs.

    When a page closes, Voilà's script asks the server to end the kernel and sends the cookie
    ``_xsrf`` along. Voilà never sets that cookie, so the request is refused and the kernel stays.
    """

    async def get(self, path: str | None = None) -> None:
        _ = self.xsrf_token  # tornado sets the cookie when the token is first read
        await super().get(path)


class DashboardServer(Voila):
    """Voilà for one notebook, on this machine only."""

    def init_handlers(self) -> list[Any]:
        """Swap Voilà's page handler for ours."""
        return [
            (route[0], _PageHandler, *route[2:]) if route[1] is TornadoVoilaHandler else route
            for route in super().init_handlers()
        ]

    def launch_browser(self) -> None:
        """Open the page itself: Voilà opens a file in the temporary folder, which some browsers may not read."""
        # In a thread: a browser that runs in the terminal would keep the server from answering it.
        threading.Thread(target=_open_browser, args=(self.connection_url,), daemon=True).start()


def run(notebook: Path, port: int, *, open_browser: bool) -> None:
    """Serve a notebook until Ctrl-C or a termination signal; its kernels end with it.

    Parameters
    ----------
    notebook : pathlib.Path
        The notebook whose output is the page.
    port : int
        Port on 127.0.0.1.
    open_browser : bool
        Whether to open the page in the browser.
    """
    # Voilà finds page templates only through Jupyter's data path.
    known = os.environ.get("JUPYTER_PATH")
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(serving.JUPYTER_DATA), known]))
    settings = serving.standalone_settings(port, open_browser=open_browser)
    server = DashboardServer.instance(config=Config(settings), notebook_path=str(notebook.resolve()))
    server.initialize([])
    server.start()


def _open_browser(url: str) -> None:
    if not webbrowser.open(url, new=2):
        sys.stdout.write(f"No browser could be opened; open {url} in yours.\n")
        sys.stdout.flush()
