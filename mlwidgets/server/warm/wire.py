"""What the server and the warm parent say to each other over a Unix socket."""

from __future__ import annotations

import json
import os
import socket
from dataclasses import asdict, dataclass

READY = b"ready\n"
"""The parent's first word: it is warm."""

FAILED = b"failed\n"
FORKED = b"forked\n"


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
        except ConnectionResetError:  # it was killed before it had read our answer
            piece = b""
        if not piece:
            return None
        received += piece
    return Order(**json.loads(received))


def send_child(channel: socket.socket, pid: int) -> None:
    """Tell the server of a new kernel, with a handle that will never mean another process.

    Parameters
    ----------
    channel : socket.socket
        The warm parent's end.
    pid : int
        Number of the process; 0 or less if it could not be made.
    """
    try:
        handle = os.pidfd_open(pid) if pid > 0 else -1
    except OSError:  # it has ended already
        handle = -1
    try:
        if handle < 0:
            channel.sendall(FAILED)
        else:
            socket.send_fds(channel, [FORKED + str(pid).encode("ascii")], [handle])
    except BrokenPipeError:
        pass  # the server has gone, as the next order will show
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
    return int(answer.removeprefix(FORKED)), handles[0]
