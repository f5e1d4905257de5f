"""A page's web socket to its kernel, which reads both forms of Jupyter's messages.

Voilà's handler reads every binary message as one of the newer form, whose first 8 bytes count its parts.
A page that connects without naming that form gets the older one, where they hold something else: taken for
a count, they are astronomical, and the whole server counts for ever while its memory fills. JupyterLab's
client connects so when its first attempt has failed. Jupyter Server itself, as on Binder, has no such reader.
"""

from __future__ import annotations

import asyncio
import json
from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar
from weakref import WeakKeyDictionary

from jupyter_server.services.kernels.connection.base import deserialize_binary_message
from tornado.web import HTTPError
from tornado.websocket import WebSocketClosedError
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from mlwidgets.server.fair_share import FairShare
from mlwidgets.server.page_messages import NEWER_FORM

if TYPE_CHECKING:
    from asyncio import Future

SWITCHING_PROTOCOLS, BAD_REQUEST, FORBIDDEN, UNAVAILABLE = 101, 400, 403, 503

MOST_SOCKETS = 16
"""A page has one, and another while it reconnects."""


class KernelSocketHandler(VoilaKernelWebsocketHandler):
    """The socket of one page.

    Voilà 0.5.13 and older need it. It may go when Voilà's own ``write_message`` looks at
    ``selected_subprotocol`` before it reads; the fair share and the tidying when Jupyter Server has them.
    """

    _shares: ClassVar[WeakKeyDictionary[object, FairShare]] = WeakKeyDictionary()
    """Of each kernel that lives."""

    def write_message(
        self, message: bytes | str | dict[str, Any], binary: bool = False
    ) -> Future[None] | None:
        """Send a message of the kernel to the page, unless it would tell the page the notebook's source.

        Parameters
        ----------
        message : bytes, str or dict
            The message in the form that the page has asked for.
        binary : bool
            Whether to send it as a binary frame.

        Returns
        -------
        asyncio.Future or None
            Done when the message is sent; None if it is withheld.
        """
        if self.ws_connection is None:
            raise WebSocketClosedError
        if self.selected_subprotocol == NEWER_FORM:
            return super().write_message(message, binary)
        if older_form(message)["header"]["msg_type"] == "execute_input":
            return None
        # Past Voilà's reader, which knows the newer form alone.
        return super(VoilaKernelWebsocketHandler, self).write_message(message, binary)

    async def get(self, kernel_id: str) -> None:
        """Open the socket, unless none is wanted, another site asks for it, or the kernel has many.

        Jupyter Server looks at the first two when it has prepared everything, and keeps that for a minute.

        Parameters
        ----------
        kernel_id : str
            Which kernel.
        """
        if self.request.headers.get("Upgrade", "").lower() != "websocket":
            raise HTTPError(BAD_REQUEST)
        if not self.check_origin():
            raise HTTPError(FORBIDDEN)
        if self.kernel_manager._kernel_connections.get(kernel_id, 0) >= MOST_SOCKETS:  # noqa: SLF001
            raise HTTPError(UNAVAILABLE, reason="Too many connections to one kernel")
        opening = super().get(kernel_id)
        if opening is not None:  # None for somebody who has no token
            await opening

    def on_close(self) -> None:
        """Let go of everything: Jupyter Server's next sign of life would be due in half a minute."""
        super().on_close()
        if self.ping_callback is not None:
            self.ping_callback.stop()

    def on_finish(self) -> None:
        """Tidy up after a request that was refused: Jupyter Server keeps what it has prepared for each."""
        super().on_finish()
        prepared = getattr(self, "connection", None)
        if prepared is not None and self.get_status() != SWITCHING_PROTOCOLS:
            prepared.forget()

    def write_error(self, status_code: int, **_: object) -> None:
        """Answer a request that cannot become a socket: nobody sees it.

        Parameters
        ----------
        status_code : int
            Which error.
        **_
            The exception.
        """
        self.finish(f"{status_code}\n")

    async def on_message(self, ws_message: bytes | str) -> None:
        """Pass a message of the page on to its kernel; a page that sends a lot waits for the others.

        Parameters
        ----------
        ws_message : bytes or str
            What the page has sent. The next one is not read before this returns.
        """
        share = self._shares.setdefault(self.connection.kernel_manager, FairShare())
        began = perf_counter()
        super().on_message(ws_message)
        if wait := share.wait_after(began, perf_counter()):
            await asyncio.sleep(wait)


def older_form(message: bytes | str | dict[str, Any]) -> dict[str, Any]:
    """Read a message of the older form: JSON, in a binary frame only if it carries buffers.

    Parameters
    ----------
    message : bytes, str or dict
        The message; a dict is not packed yet.

    Returns
    -------
    dict
        The message with its header and content.
    """
    if isinstance(message, bytes):
        read: dict[str, Any] = deserialize_binary_message(message)
    else:
        read = json.loads(message) if isinstance(message, str) else message
    return read
