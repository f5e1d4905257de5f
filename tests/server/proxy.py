"""A small reverse proxy on this machine, as people have one between their browser and our server."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Self


class Proxy:
    """Passes on what comes below a prefix, one request a connection, until its ``with`` block ends.

    Parameters
    ----------
    target : int
        Port of the server behind it.
    prefix : str
        Path in front of every address, with a slash at both ends.
    strips : bool
        Whether to take the prefix off, as jupyter-server-proxy does.
    host : str, optional
        What to tell the server as ``Host``; by default, what the browser has said.
    """

    def __init__(self, target: int, prefix: str, *, strips: bool, host: str = "") -> None:
        self._target, self._prefix, self._strips, self._host = target, prefix, strips, host

    def __enter__(self) -> Self:
        """Listen."""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._open: list[socket.socket] = [self._listener]
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        """Close all connections."""
        for connection in self._open:
            with contextlib.suppress(OSError):  # its other end may have gone already
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                browser, _ = self._listener.accept()
            except OSError:
                return
            self._open.append(browser)
            self._threads.append(threading.Thread(target=self._serve, args=(browser,)))
            self._threads[-1].start()

    def _serve(self, browser: socket.socket) -> None:
        received = b""
        while b"\r\n\r\n" not in received:
            piece = browser.recv(65536)
            if not piece:
                return
            received += piece
        head, body = received.split(b"\r\n\r\n", 1)
        request, *headers = head.decode("latin-1").split("\r\n")
        method, path, version = request.split(" ")
        if not path.startswith(self._prefix):
            browser.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            browser.shutdown(socket.SHUT_RDWR)
            return
        path = "/" + path.removeprefix(self._prefix) if self._strips else path
        kept = [line for line in headers if self._is_passed_on(line)]
        if not any(line.lower().startswith("upgrade:") for line in headers):
            kept.append("Connection: close")
        if self._host:
            kept.append(f"Host: {self._host}")
        server = socket.create_connection(("127.0.0.1", self._target))
        self._open.append(server)
        server.sendall("\r\n".join([f"{method} {path} {version}", *kept, "", ""]).encode("latin-1") + body)
        back = threading.Thread(target=_pump, args=(server, browser))
        back.start()
        _pump(browser, server)
        back.join()

    def _is_passed_on(self, line: str) -> bool:
        name, _, value = line.lower().partition(":")
        if name == "host":
            return not self._host
        return name != "connection" or "upgrade" in value


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):  # one of the two may have gone
        while piece := source.recv(65536):
            sink.sendall(piece)
        sink.shutdown(socket.SHUT_WR)
