"""A real Voilà server in a process of its own, for browser tests and benchmarks."""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[2]

START_TIMEOUT = 60.0  # seconds for Voilà to answer its first request on a slow machine


class HarnessError(RuntimeError):
    """The server or the browser could not be used at all."""


def write_notebook(lines: Sequence[str], path: Path) -> Path:
    """Write a notebook with one code cell holding `lines`."""
    cell: dict[str, Any] = {
        "id": "only",
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": "\n".join(lines),
    }
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = {"cells": [cell], "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


RENEW = """
import ipywidgets as w

def close(one):
    children = getattr(one, "children", ())
    one.close()
    for child in children:
        close(child)

stage, times = w.VBox([]), 0

def renew(_=None):
    global times
    old, times = stage.children, times + 1
    stage.children = [w.VBox([build()]).add_class(f"mlw-test-{times}")]
    for one in old:
        getattr(one.children[0], "leave", lambda: None)()
        close(one)

again = w.Button(description="fresh").add_class("mlw-test-fresh")
again.on_click(renew)
renew()
w.VBox([stage, again])
""".strip().splitlines()


def renewable(lines: object) -> list[str]:
    """Return the lines of a page that can be built anew, the last of `lines` being what it shows.

    If that has a function `leave`, it is called before the next one takes its place.
    """
    if not isinstance(lines, list):
        raise HarnessError(f"A page that is built anew must be a list of lines; got {lines!r}.")
    *before, shown = lines
    return ["def build():", *(f"    {line}" for line in before), f"    return {shown}", *RENEW]


def free_port() -> int:
    """Return a TCP port of this machine that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class VoilaServer:
    """One notebook served by ``mlwidgets serve`` in a process of its own.

    Parameters
    ----------
    notebook : Path
        The notebook to serve.
    folder : Path
        An empty folder for the log and for Jupyter's settings, so that those of the user play no part.
    learners : int
        How many pages may be open at once, however little memory other programs leave.
    """

    def __init__(self, notebook: Path, folder: Path, learners: int = 100) -> None:
        self.log_path = folder / "server.log"
        self._port = str(free_port())
        self.url = f"http://127.0.0.1:{self._port}/"
        self._arguments = [str(notebook), "--no-browser", "--port", self._port, "--learners", str(learners)]
        self._environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
            "JUPYTER_CONFIG_DIR": str(folder / "config"),
            "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
            "IPYTHONDIR": str(folder / "ipython"),
        }
        self.start()

    def start(self) -> None:
        """Start the server, also again after `stop`, and wait until it answers."""
        command = [sys.executable, "-m", "mlwidgets", "serve", *self._arguments]
        atexit.register(self.stop)  # also if whoever started it fails before it is stopped
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own command
                command,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self._environment,
                start_new_session=True,
            )
        try:
            self._wait_until_it_answers()
        except BaseException:
            self.stop()
            raise

    def log(self) -> str:
        """Everything the server and its kernels have written."""
        return self.log_path.read_text(encoding="utf-8", errors="replace")

    def check_alive(self) -> None:
        """Raise `HarnessError` with the log if the server has ended."""
        code = self.process.poll()
        if code is not None:
            raise HarnessError(f"Voilà ended with code {code}. Its log:\n{self.log()}")

    def kernels(self) -> set[int]:
        """Return the numbers of the processes that run for the server, whoever of them has started them."""
        return {child.pid for child in psutil.Process(self.process.pid).children(recursive=True)}

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline:
            self.check_alive()
            try:
                # Any answer will do; asking for the page itself would start a kernel.
                urllib.request.urlopen(f"{self.url}favicon.ico", timeout=2).close()  # noqa: S310
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise HarnessError(f"Voilà did not answer within {START_TIMEOUT:.0f} s. Its log:\n{self.log()}")

    def stop(self) -> None:
        """End the server and every process it started; kernels live in process groups of their own."""
        atexit.unregister(self.stop)
        try:
            family = psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            family = []
        for sign in (signal.SIGTERM, signal.SIGKILL):
            if self.process.poll() is None:
                os.killpg(self.process.pid, sign)
                try:
                    self.process.wait(timeout=5)
                except subprocess.TimeoutExpired:
                    continue
        for process in family:
            try:
                process.kill()
            except psutil.NoSuchProcess:
                continue
        psutil.wait_procs(family, timeout=5)  # a process that was killed is there for another moment
