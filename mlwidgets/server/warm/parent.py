"""The warm parent: a process that has imported everything, waits, and forks a kernel whenever one is wanted.

A fork copies one thread. What another thread holds or waits for at that moment would hang the child, so this
process never has a second one: no event loop, no ZeroMQ, no BLAS threads. `mlwidgets.server.warm.host` starts
it, and it ends when the server does, however that ends.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from mlwidgets.server.warm import wire

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "mlw-warm-parent"
"""What ``top`` and ``ps`` call the process."""

_GIVEN = frozenset(os.environ)

PATIENCE_SECONDS = 10.0
"""How long a thread that has been told to end may take."""


def main() -> None:
    """Become warm, then fork until the server has gone."""
    channel, server = socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])
    wire.name_process(NAME)
    if Path.cwd() in map(Path, sys.path[:1]):  # as ipykernel's own launcher does
        del sys.path[0]
    # Collecting writes to every object, and memory that is written to is no longer shared.
    gc.disable()
    from mlwidgets.server.warm import child, preload  # noqa: PLC0415 - only now may they find their modules

    preload.what_a_kernel_needs()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system forgets a kernel as soon as it has ended
    channel.sendall(wire.READY)
    order = _serve(channel, preload.what_pages_need())
    if order is not None:
        channel.close()
        child.run(order, server)


def _serve(channel: socket.socket, steps: Iterator[None]) -> wire.Order | None:
    """Answer orders, and become warmer while there are none.

    Returns the order in its new process, and None in this one when the server has gone.
    """
    waiting = select.poll()
    waiting.register(channel, select.POLLIN)
    while True:
        _become_warmer(steps, waiting)
        if (order := wire.receive_order(channel)) is None:
            return None
        ours, its = socket.socketpair()
        with ours:
            try:
                pid = os.fork()
            except OSError:  # the system has no room for another process
                pid = -1
            if pid == 0:
                ours.close()
                with its:
                    _settle(order, its)
                return order
            its.close()
            settled = ours.recv(1)  # nothing, if it has ended before
            if wire.send_child(channel, pid if settled else -1):
                ours.sendall(wire.GO)  # or it ends, as nobody would ever end it


def _become_warmer(steps: Iterator[None], waiting: select.poll) -> None:
    """Go on with the steps until an order waits; then there is one thread, and nothing that gc will touch."""
    for _ in steps:
        if waiting.poll(0):
            break
    else:
        gc.collect()  # quick once all is frozen
    _wait_until_alone()
    gc.freeze()


def _settle(order: wire.Order, parent: socket.socket) -> None:
    """Make of a fork what the system and the imports make of a new process."""
    os.setsid()  # a group of its own, which the server can signal
    try:
        os.chdir(order.folder)
    except OSError:
        os._exit(1)  # the ordinary start will say what is wrong with it
    set_by_imports = {name: value for name, value in os.environ.items() if name not in _GIVEN}
    os.environ.clear()
    os.environ.update({**set_by_imports, **order.environment})
    parent.sendall(wire.GO)
    if parent.recv(1) != wire.GO:
        os._exit(1)


def _wait_until_alone() -> None:
    """Wait until no thread but this one is left; give up if one stays."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (threads := len(list(Path("/proc/self/task").iterdir()))) > 1:
        if time.monotonic() > deadline:
            sys.exit(f"mlwidgets: the warm parent has {threads} threads, so it must not fork.")
        time.sleep(0.01)


if __name__ == "__main__":
    main()
