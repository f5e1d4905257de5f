"""A real server in a process of its own, and a person who asks it for pages."""

from __future__ import annotations

import copy
import http.cookiejar
import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import psutil  # type: ignore[import-untyped]
import websocket

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from http.client import HTTPResponse

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0  # seconds until a test gives up on a server


def wait_until(condition: Callable[[], object], what: str) -> None:
    """Wait for a condition; fail with its name if it does not come true."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited {PATIENCE:.0f} s in vain: {what}"
        time.sleep(0.05)


def free_port() -> int:
    """Find a port of this machine that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def notebook(path: Path, source: str) -> Path:
    """Write a notebook with one code cell."""
    cell: dict[str, Any] = {
        "id": "only",
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
    }
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    content = {
        "cells": [{**cell, "source": source}],
        "metadata": {"kernelspec": kernel},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def kernels_of(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """Find the kernels that a server has started and that still run."""
    family = psutil.Process(process.pid).children(recursive=True)
    return [child for child in family if _is_running(child) and _is_kernel(child)]


def _is_running(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:  # it has just ended
        return False


def _is_kernel(process: psutil.Process) -> bool:
    """Whether a process is a kernel: a fork with a name of its own, or one that was started for itself."""
    try:
        return process.name() == "mlw-kernel" or "ipykernel_launcher" in process.cmdline()
    except psutil.Error:
        return False


@dataclass(frozen=True)
class Page:
    """One answer of a server."""

    status: int
    text: str
    cookies: dict[str, str]

    def cookie(self, name: str) -> str:
        """Value of a cookie the browser would now hold; empty if there is none."""
        return self.cookies.get(name, "")

    def config(self) -> dict[str, Any]:
        """Read what Voilà tells its script."""
        found = re.search(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', self.text, re.DOTALL)
        assert found, self.text[:2000]
        config: dict[str, Any] = json.loads(found[1])
        return config

    def kernel_id(self) -> str:
        """Which kernel stands behind the page."""
        return str(self.config()["kernelId"])

    def labextensions(self) -> set[str]:
        """Which extensions of JupyterLab the page loads."""
        return {str(extension["name"]) for extension in self.config()["federated_extensions"]}


def _read(answer: HTTPResponse) -> bytes:
    """Read a page to its end; until its kernel answers, the server sends a sign of life now and then."""
    deadline, pieces = time.monotonic() + PATIENCE, []
    while piece := answer.read1():
        pieces.append(piece)
        assert time.monotonic() < deadline, f"the page does not end: {pieces[-3:]}"
    return b"".join(pieces)


class Server:
    """A server that ends with the ``with`` block.

    Parameters
    ----------
    command : sequence of str
        How to start it; ``{port}`` stands for the port.
    folder : pathlib.Path
        Where it runs. Its log and Jupyter's own files go to a folder in it.
    environment : mapping, optional
        Variables to add.
    """

    def __init__(
        self, command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self.port = free_port()
        self.folder = folder
        private = folder / ".private"
        private.mkdir(exist_ok=True)
        self._log = private / "server.log"
        self._cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))
        self._command = [word.replace("{port}", str(self.port)) for word in command]
        self._environment = {
            **os.environ,
            # The tests also run where the package is not installed.
            "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
            "JUPYTER_CONFIG_DIR": str(private / "config"),
            "JUPYTER_DATA_DIR": str(private / "data"),
            "JUPYTER_RUNTIME_DIR": str(private / "runtime"),
            "IPYTHONDIR": str(private / "ipython"),
            **(environment or {}),
        }

    def __enter__(self) -> Self:
        """Start it and wait until it listens."""
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own command
                self._command,
                cwd=self.folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            wait_until(self._listens, "the server listens")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End it, and every process that it has left behind."""
        family = kernels_of(self.process) if self.process.poll() is None else []
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        for kernel in family:
            if _is_running(kernel):
                kernel.kill()

    def log(self) -> str:
        """Everything that it has written."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def another_browser(self) -> Server:
        """Return the same server as somebody else sees it, at the same time."""
        other = copy.copy(self)
        other._cookies = http.cookiejar.CookieJar()
        other._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(other._cookies))
        return other

    def forget_cookies(self) -> None:
        """Become somebody who has never been here."""
        self._cookies.clear()

    def cookie_path(self, name: str) -> str:
        """Say below which path the browser sends a cookie."""
        (path,) = (cookie.path for cookie in self._cookies if cookie.name == name)
        return path

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Page:
        """Ask for a page, with the cookies of earlier answers."""
        return self._ask(urllib.request.Request(self._url(path), headers=dict(headers or {})))  # noqa: S310

    def post(self, path: str, form: Mapping[str, str]) -> Page:
        """Send a form."""
        return self._ask(urllib.request.Request(self._url(path), urllib.parse.urlencode(form).encode()))  # noqa: S310

    def _url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def _ask(self, request: urllib.request.Request) -> Page:
        try:
            with self._opener.open(request, timeout=PATIENCE) as answer:
                status, body = answer.status, _read(answer)
        except urllib.error.HTTPError as error:
            with error:
                status, body = error.code, error.read()
        # A value with special characters comes in quotation marks, which are not part of it.
        cookies = {cookie.name: (cookie.value or "").strip('"') for cookie in self._cookies}
        return Page(status, body.decode("utf-8", errors="replace"), cookies)

    def _listens(self) -> bool:
        assert self.process.poll() is None, f"the server ended:\n{self.log()}"
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


def message(kind: str, content: dict[str, object]) -> dict[str, Any]:
    """Build a message of the Jupyter protocol."""
    header = {
        "msg_id": uuid.uuid4().hex,
        "msg_type": kind,
        "username": "",
        "session": uuid.uuid4().hex,
        "version": "5.3",
    }
    return {
        "header": header,
        "parent_header": {},
        "metadata": {},
        "content": content,
        "channel": "shell",
    }


def connect(server: Server, page: Page, *protocols: str) -> websocket.WebSocket:
    """Connect to the kernel of a page, as its script does; without protocols, as its second attempt does."""
    base = page.config()["baseUrl"]
    address = f"ws://127.0.0.1:{server.port}{base}api/kernels/{page.kernel_id()}/channels?session_id={uuid.uuid4().hex}"
    cookies = "; ".join(f"{name}={value}" for name, value in page.cookies.items())
    return websocket.create_connection(address, cookie=cookies, timeout=30, subprotocols=protocols or None)
