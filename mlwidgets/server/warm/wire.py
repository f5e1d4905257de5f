"""What the server and the warm parent say to each other over a Unix socket."""

from __future__ import annotations

import json
import os
import socket
from dataclasses import asdict, dataclass
from pathlib import Path

READY = b"ready\n"
"""The parent's first word: it is warm."""

GO = b"+"
"""What lets a new process begin: its parent has heard from it, the server has heard of it."""

_FAILED = b"failed"
_FORKED = b"forked "


@dataclass(frozen=True)
class Order:
    """A kernel that is wanted.

    Parameters
    ----------
    command : list of str
        The command line that would start it in the ordinary way.
    environment : dict
        Its whole environment.
    folder : str
        Where it works.
    """

    command: list[str]
    environment: dict[str, str]
    folder: str


def send_order(channel: socket.socket, order: Order) -> None:
    """Ask the warm parent for a kernel.

    Parameters
    ----------
    channel : socket.socket
        The server's end.
    order : Order
        The kernel.
    """
    # In ASCII, JSON also carries names that are no valid UTF-8, which an environment may hold.
    channel.sendall(json.dumps(asdict(order)).encode("ascii") + b"\n")


def receive_order(channel: socket.socket) -> Order | None:
    """Wait for the server's next order.

    Parameters
    ----------
    channel : socket.socket
        The warm parent's end.

    Returns
    -------
    Order or None
        The order; None when the server has gone.
    """
    received = bytearray()
    while not received.endswith(b"\n"):
        try:
            piece = channel.recv(2**16)
        except ConnectionError:  # it has not read our last answer
            piece = b""
        if not piece:
            return None
        received += piece
    return Order(**json.loads(received))


def send_child(channel: socket.socket, pid: int) -> bool:
    """Tell the server of a new process, with a handle that will never mean another one.

    Parameters
    ----------
    channel : socket.socket
        The warm parent's end.
    pid : int
        Its number; negative if it could not be made.

    Returns
    -------
    bool
        Whether there is a process and the server has taken the handle.
    """
    try:
        handle = os.pidfd_open(pid) if pid > 0 else -1
    except OSError:  # it has ended already
        handle = -1
    try:
        if handle < 0:
            channel.sendall(_FAILED)
            return False
        socket.send_fds(channel, [_FORKED + str(pid).encode("ascii")], [handle])
        return channel.recv(1) == GO
    except ConnectionError:  # the server has gone, or has lost patience
        return False
    finally:
        if handle >= 0:
            os.close(handle)


def receive_child(channel: socket.socket) -> tuple[int, int] | None:
    """Wait for the warm parent's answer to an order.

    Parameters
    ----------
    channel : socket.socket
        The server's end.

    Returns
    -------
    tuple of int or None
        Number and handle of the new process; None if the system could not make it.

    Raises
    ------
    ConnectionError
        If the parent has gone.
    """
    answer, handles, _, _ = socket.recv_fds(channel, 64, 1)
    if not answer:
        raise ConnectionResetError("The warm parent has gone.")
    if not handles:
        return None
    channel.sendall(GO)
    return int(answer.removeprefix(_FORKED)), handles[0]


def name_process(name: str) -> None:
    """Say what ``top`` and ``ps`` call this process; the command line of a fork is its parent's.

    Parameters
    ----------
    name : str
        At most 15 letters.
    """
    Path("/proc/self/comm").write_text(name, encoding="ascii")
