"""A kernel's client whose heartbeat can always be stopped.

A kernel's ports are chosen before it opens them, so that something else may be there first: even the client's
own connection, when the system gives it that very port. What answers is then no kernel, ZeroMQ gives up, and
the heartbeat's thread waits for ever to send. Jupyter's client joins that thread when a page is complete, so
that the bad luck of one page stopped the whole server. It was seen when thirty pages opened at once: the
slower kernels start, the longer their ports are free for others.

jupyter_client 8.10 and older need this. It may go when ``HBChannel.stop`` ends a heartbeat that waits.
"""

from __future__ import annotations

import asyncio
import contextlib

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.channels import HBChannel
from traitlets import Type


class Heartbeat(HBChannel):
    """Asks a kernel for a sign of life, and ends when it is told to."""

    def start(self) -> None:
        """Begin, in a thread with an event loop of its own."""
        self._loop = asyncio.new_event_loop()
        self._beats = self._loop.create_task(self._async_run())
        super().start()

    def run(self) -> None:
        """Ask again and again; this is what the thread does."""
        try:
            with contextlib.suppress(asyncio.CancelledError):
                self._loop.run_until_complete(self._beats)
        finally:
            self._loop.close()

    def stop(self) -> None:
        """End it, whatever it waits for."""
        with contextlib.suppress(RuntimeError):  # its loop is closed: it has ended by itself
            self._loop.call_soon_threadsafe(self._beats.cancel)
        super().stop()


class KernelClient(AsyncKernelClient):
    """Jupyter's client with our heartbeat."""

    hb_channel_class = Type(Heartbeat)
