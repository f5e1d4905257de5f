"""A web server that strangers cannot fill with connections and half requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from tornado.httpserver import HTTPServer

from mlwidgets.server import descriptors

if TYPE_CHECKING:
    from tornado.iostream import IOStream

LONGEST_WAIT = 60.0
"""Seconds that a connection may say nothing, or a request may take to arrive; browsers connect again."""

LONGEST_BODY = 2**20
"""Bytes of a request. Pages send forms; files come through their sockets, which have their own limit."""


class BoundedServer(HTTPServer):
    """Tornado's, with ends to its patience, and fewer connections than the process has descriptors.

    Without descriptors, Tornado 6.6 and older tell so in the log some thousand times a second. The bounds may
    go when Voilà passes such options on.
    """

    def initialize(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - as its base's
        """Set the bounds.

        Parameters
        ----------
        *arguments, **options
            Tornado's.
        """
        bounds = {
            "idle_connection_timeout": LONGEST_WAIT,
            "body_timeout": LONGEST_WAIT,
            "max_body_size": LONGEST_BODY,
        }
        super().initialize(*arguments, **(bounds | options))
        self._streams: WeakSet[IOStream] = WeakSet()
        # The other half is for files, and for what connects the server to its kernels.
        self._most = (descriptors.allowed() or descriptors.WANTED) // 2

    def handle_stream(self, stream: IOStream, address: tuple[Any, ...]) -> None:
        """Serve a new connection, or close it if there are too many.

        Parameters
        ----------
        stream : tornado.iostream.IOStream
            The connection.
        address : tuple
            Where it comes from.
        """
        if len(self._streams) >= self._most:
            self._streams = WeakSet(each for each in self._streams if not each.closed())
        if len(self._streams) >= self._most:
            stream.close()
            return
        self._streams.add(stream)
        super().handle_stream(stream, address)
