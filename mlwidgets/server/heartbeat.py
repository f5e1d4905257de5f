"""A kernel's client whose heartbeat can always be stopped, and which waits no longer than its kernel takes.

A kernel's ports are chosen before it opens them, so that something else may be there first: even the client's
own connection, when the system gives it that very port. What answers is then no kernel, ZeroMQ gives up, and
the heartbeat's thread waits for ever to send. Jupyter's client joins that thread when a page is complete, so
that the bad luck of one page stopped the whole server. It was seen when thirty pages opened at once: the
slower kernels start, the longer their ports are free for others.

And it is ready a fifth of a second before Jupyter's: that one listens on for so long after the kernel has
answered, for whatever else may come, while somebody waits for the page.

jupyter_client 8.10 and older need this. It may go when ``HBChannel.stop`` ends a heartbeat that waits, and
``wait_for_ready`` ends with the last message of the kernel's answer.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import time
from queue import Empty
from typing import Any

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
    """Jupyter's client with our heartbeat, ready as soon as its kernel is."""

    hb_channel_class = Type(Heartbeat)

    async def wait_for_ready(self, timeout: float | None = None) -> None:  # noqa: ASYNC109 - as Jupyter calls it
        """Wait until the kernel has answered, and all that it says about that has come.

        Parameters
        ----------
        timeout : float, optional
            Seconds until it is given up; without it, it never is.

        Raises
        ------
        RuntimeError
            The kernel has died, or does not answer.
        """
        deadline = time.monotonic() + (math.inf if timeout is None else timeout)
        while not await self._answers():
            if not await self.is_alive():
                raise RuntimeError("The kernel has died before it answered.")
            if time.monotonic() > deadline:
                raise RuntimeError(f"The kernel has not answered for {timeout:.0f} s.")

    async def _answers(self) -> bool:
        """Ask the kernel about itself, once; say whether the answer has come on both channels.

        What a kernel publishes before the connection to it stands is lost: then it is asked again.
        """
        asked = self.kernel_info()
        try:
            reply = await _next(self.shell_channel, asked, 1.0)
            while (await _next(self.iopub_channel, asked, 0.2))["content"].get("execution_state") != "idle":
                pass
        except Empty:
            return False
        self._handle_kernel_info_reply(reply)
        return True


async def _next(channel: Any, asked: str, seconds: float) -> dict[str, Any]:  # noqa: ANN401 - ZeroMQ is untyped
    """Return the next message that answers a question; raise `queue.Empty` if none comes in time."""
    deadline = time.monotonic() + seconds
    while True:
        message: dict[str, Any] = await channel.get_msg(timeout=max(0.0, deadline - time.monotonic()))
        if message["parent_header"].get("msg_id") == asked:
            return message
