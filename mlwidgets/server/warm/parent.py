"""The warm parent: a process that has imported everything, waits, and forks a kernel whenever one is wanted.

A fork copies one thread. What another thread holds or waits for at that moment would hang the child, so this
process never has a second one: no event loop, no ZeroMQ, no pool of BLAS threads. `mlwidgets.server.warm.host`
starts it, and it ends when the server does, however that ends.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys

from mlwidgets.server.warm import wire


def main() -> None:
    """Become warm, then fork until the server has gone."""
    channel, server = socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])
    if os.getcwd() in sys.path[:1]:  # as ipykernel's own launcher does  # noqa: PTH109
        del sys.path[0]
    # Collecting writes to every object, and memory that is written to is no longer shared.
    gc.disable()
    from mlwidgets.server.warm import child, preload  # noqa: PLC0415 - only now may they find their modules

    preload.everything()
    threads = len(os.listdir("/proc/self/task"))  # noqa: PTH208
    if threads > 1:
        sys.exit(f"mlwidgets: the warm parent has {threads} threads, so it must not fork.")
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system forgets a kernel as soon as it has ended
    channel.sendall(wire.READY)
    order = _serve(channel)
    if order is not None:
        channel.close()
        child.run(order, server)


def _serve(channel: socket.socket) -> wire.Order | None:
    """Answer orders; return the order in its new process, and None in this one when the server has gone."""
    while (order := wire.receive_order(channel)) is not None:
        done, begun = os.pipe()
        try:
            pid = os.fork()
        except OSError:  # the system has no room for another process
            pid = -1
        if pid == 0:
            os.close(done)
            _settle(order)
            os.write(begun, b"1")
            os.close(begun)
            return order
        os.close(begun)
        settled = os.read(done, 1)  # nothing, if it has ended before
        os.close(done)
        wire.send_child(channel, pid if settled else 0)
    return None


def _settle(order: wire.Order) -> None:
    """Make of a fork what the system makes of a new process."""
    os.setsid()  # a group of its own, which the server can signal
    try:
        os.chdir(order.folder)
    except OSError:
        os._exit(1)  # the ordinary start will say what is wrong with it
    os.environ.clear()
    os.environ.update(order.environment)


if __name__ == "__main__":
    main()
