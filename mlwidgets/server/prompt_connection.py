"""The server's side of a page's web socket: without waits between small messages, and with bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from tornado.websocket import WebSocketClosedError

from mlwidgets.server.page_messages import NEWER_FORM, NewestMessages, may_be_read

if TYPE_CHECKING:
    from asyncio import Future

UNSUPPORTED_DATA, TRY_AGAIN_LATER = 1003, 1013
"""Why a socket is closed, in the codes of RFC 6455 and its registry."""

MOST_UNREAD = 32 * 2**20
"""Bytes that wait for a page to read them before it is cut off; a single message may be longer."""


class PromptConnection(ZMQChannelsWebsocketConnection):
    """Sends every message as soon as it is there, and neither reads nor keeps without end.

    A kernel answers with several small messages in a row. By default the system holds each back until the
    page has acknowledged the one before, for which the page takes up to 40 ms (RFC 896; RFC 1122, section
    4.2.3.2): a slider's effect took 50 ms, and takes 10 without it. Jupyter Server 2.17 and older need this;
    it may go when Jupyter Server sets the option itself, and has bounds of its own.
    """

    _unread = 0

    async def prepare(self) -> None:
        """Prepare the connection.

        Jupyter Server sets a timer for the kernel's first answer, which keeps the socket in memory until it
        has run out, a minute later. A kernel that has answered another socket needs none.
        """
        patience = self.kernel_info_timeout
        answered = getattr(self.kernel_manager, "_kernel_info_future", None)
        if answered is not None and answered.done():
            self.kernel_info_timeout = 1.0
        await super().prepare()  # type: ignore[no-untyped-call]
        self.kernel_info_timeout = patience

    async def connect(self) -> None:  # type: ignore[override]  # as its base's base
        """Open the connection."""
        self.websocket_handler.set_nodelay(True)
        connected = super().connect()
        if connected is not None:
            await connected

    def handle_incoming_message(self, incoming_msg: bytes | str) -> None:
        """Pass a message of the page on to its kernel, or close the socket if it is none.

        Parameters
        ----------
        incoming_msg : bytes or str
            What the page has sent.
        """
        if may_be_read(incoming_msg, newer=self.subprotocol == NEWER_FORM):
            super().handle_incoming_message(incoming_msg)  # type: ignore[arg-type]  # bytes, too
        else:
            self.websocket_handler.close(UNSUPPORTED_DATA, "This is not a message to a kernel.")

    def write_message(self, message: bytes | str, binary: bool = False) -> None:
        """Send a message to the page, or cut the page off if it has left too much unread.

        It may come back and gets what it has missed: its values as they are then.

        Parameters
        ----------
        message : bytes or str
            A message of the kernel, in the page's form.
        binary : bool
            Whether to send it as a binary frame.
        """
        if self._unread > MOST_UNREAD:
            self.websocket_handler.close(TRY_AGAIN_LATER, "This page does not read what it asks for.")
            return
        try:
            sent = self.websocket_handler.write_message(message, binary)
        except WebSocketClosedError:
            return  # it has gone, and hears of it all when it is back
        if sent is not None:
            self._unread += len(message)
            sent.add_done_callback(lambda sent: self._forget_sent(sent, len(message)))

    def _forget_sent(self, sent: Future[None], size: int) -> None:
        self._unread -= size
        if not sent.cancelled():
            sent.exception()  # that the page has gone is no news

    def disconnect(self) -> None:  # type: ignore[override]  # as its base's base
        """Close the connection; if it was the page's last one, keep the newest messages until it is back."""
        super().disconnect()  # type: ignore[no-untyped-call]
        kept: dict[str, Any] = self.multi_kernel_manager._kernel_buffers.get(self.kernel_id, {})  # noqa: SLF001
        if kept.get("session_key") == self.session_key and not isinstance(kept["buffer"], NewestMessages):
            kept["buffer"] = NewestMessages()

    def forget(self) -> None:
        """Undo the preparations for a socket that was refused."""
        if self._open_sessions.get(self.session_key) is self.websocket_handler:
            del self._open_sessions[self.session_key]
        if self.kernel_info_channel is not None:
            self.kernel_info_channel.close()
