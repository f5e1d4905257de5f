"""The server's side of a page's web socket, without waits between small messages."""

from __future__ import annotations

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptConnection(ZMQChannelsWebsocketConnection):
    """Sends every message as soon as it is there.

    A kernel answers with several small messages in a row. By default the system holds each back until the
    page has acknowledged the one before, for which the page takes up to 40 ms (RFC 896; RFC 1122, section
    4.2.3.2): a slider's effect took 50 ms, and takes 10 without it. Jupyter Server 2.17 and older need this;
    it may go when Jupyter Server sets the option itself.
    """

    async def connect(self) -> None:  # type: ignore[override]  # as its base's base
        """Open the connection."""
        self.websocket_handler.set_nodelay(True)
        connected = super().connect()
        if connected is not None:
            await connected
