"""A page's web socket to its kernel, which reads both forms of Jupyter's messages.

Voilà's handler reads every binary message as one of the newer form, whose first 8 bytes count its parts.
A page that connects without naming that form gets the older one, where they hold something else: taken for
a count, they are astronomical, and the whole server counts for ever while its memory fills. JupyterLab's
client connects so when its first attempt has failed. Jupyter Server itself, as on Binder, has no such reader.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from jupyter_server.services.kernels.connection.base import deserialize_binary_message
from tornado.websocket import WebSocketClosedError
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

if TYPE_CHECKING:
    from asyncio import Future

NEWER_FORM = "v1.kernel.websocket.jupyter.org"

UNSUPPORTED_DATA = 1003
"""The close code of a web socket for a message that cannot be read (RFC 6455, section 7.4.1)."""


class KernelSocketHandler(VoilaKernelWebsocketHandler):
    """The socket of one page.

    Voilà 0.5.13 and older need it. It may go when Voilà's own ``write_message`` looks at
    ``selected_subprotocol`` before it reads, and Jupyter Server compares the count of parts with the
    length of the message.
    """

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

    def on_message(self, ws_message: bytes | str) -> None:
        """Pass a message of the page on to its kernel, or close the socket if its count of parts is a lie.

        Parameters
        ----------
        ws_message : bytes or str
            What the page has sent.
        """
        if counts_its_parts(ws_message, newer=self.selected_subprotocol == NEWER_FORM):
            super().on_message(ws_message)
        else:
            self.close(UNSUPPORTED_DATA, "This is not a message to a kernel.")


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


def counts_its_parts(message: bytes | str, *, newer: bool) -> bool:
    """Whether the places of as many parts as a message claims to have fit into it.

    Jupyter Server makes a list of as many places as the message says, 2⁶⁴ if it says so.

    Parameters
    ----------
    message : bytes or str
        What a page has sent.
    newer : bool
        Which form it has promised.

    Returns
    -------
    bool
        Whether the message may be read.
    """
    if isinstance(message, str):
        return not newer  # text is JSON, which only the older form uses
    width = 8 if newer else 4
    count = int.from_bytes(message[:width], "little" if newer else "big")
    return 1 <= count < len(message) // width
