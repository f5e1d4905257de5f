"""The page of somebody who waits for a place, and the socket through which it hears of one."""

from __future__ import annotations

import re
import secrets
from contextvars import copy_context
from typing import TYPE_CHECKING

from jupyter_server.auth.decorator import ws_authenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.base.websocket import WebSocketMixin
from tornado.web import HTTPError
from tornado.websocket import WebSocketHandler

from mlwidgets.language import current, serve
from mlwidgets.server import sorry, texts
from mlwidgets.server.own_pages import own_page
from mlwidgets.server.voila_page import PageHandler

if TYPE_CHECKING:
    from mlwidgets.server.house import House

SOCKET = "waiting"
"""Path of the socket below the base URL."""

HOUSE = "mlwidgets_house"
"""Name of the house among tornado's settings."""

_VISITOR = "mlwidgets-visitor"
_NAME = re.compile(r"[A-Za-z0-9_-]{22}")

_UNAVAILABLE = 503
_SAID_ENOUGH = 1008
"""The close code for whoever does what is not provided for (RFC 6455, section 7.4.1)."""


class RoomHandler(PageHandler):
    """A page for as many as there are places; all others wait on another one."""

    async def get(self, path: str | None = None) -> None:
        """Send the page, or the one to wait on.

        Parameters
        ----------
        path : str, optional
            What stands behind the page's own address; there is no page.
        """
        if path or self.current_user is None:  # a stranger is sent to log in, and takes no place
            await super().get(path)
            return
        house: House = self.settings[HOUSE]
        visitor = visitor_of(self) or secrets.token_urlsafe(16)
        # It lasts as long as the browser is open, and says nothing but that this is the same browser.
        self.set_cookie(_VISITOR, visitor, path=self.base_url, httponly=True, samesite="Lax")
        stay = house.enter(visitor)
        if stay is not None:
            await self.serve(stay, path)
            return
        number = house.number(visitor)
        if number is None:
            self.set_status(_UNAVAILABLE)
            await self.finish(sorry.page(texts.TOO_MANY_WAIT))
            return
        self.set_header("Cache-Control", "no-store")
        socket = f"{self.base_url}{SOCKET}?lang={current()}"
        said, room = news(number), texts.ROOM.format(house.places)
        await self.finish(own_page("waiting", title=said, news=said, room=room, socket=socket))


class WaitingSocket(WebSocketMixin, WebSocketHandler, JupyterHandler):
    """Tells one who waits their number, and when to come in."""

    _visitor = ""

    @ws_authenticated
    async def get(self) -> None:
        """Open the socket of a browser that has been sent the page to wait on."""
        name = visitor_of(self)
        if name is None:
            raise HTTPError(403, reason="Open the page first.")
        self._visitor = name
        await super().get()

    def set_default_headers(self) -> None:
        """Set none of the headers of a page."""

    def open(self) -> None:
        """Begin to tell the number."""
        super().open()
        self.settings[HOUSE].listen(self._visitor, self._tell)

    def on_message(self, _message: str | bytes) -> None:
        """Close the socket: there is nothing to say here."""
        self.close(_SAID_ENOUGH, "This socket only tells.")

    def on_close(self) -> None:
        """Note that somebody may have gone."""
        if self._visitor:
            self.settings[HOUSE].hang_up(self._visitor, self._tell)

    def _tell(self, number: int | None) -> None:
        if number is None:
            self.close()
        elif self.ws_connection is not None:
            copy_context().run(self._say, number)  # what is served here may be another's request

    def _say(self, number: int) -> None:
        serve(self.request.query, self.request.headers.get("Accept-Language", ""))
        self.write_message({"text": news(number), "come": number == 0})


def visitor_of(handler: JupyterHandler) -> str | None:
    """Return the name that we have given to a browser, if it still knows it.

    Parameters
    ----------
    handler : JupyterHandler
        Handles a request of the browser.

    Returns
    -------
    str or None
    """
    name = handler.get_cookie(_VISITOR)
    return name if name and _NAME.fullmatch(name) else None


def news(number: int) -> str:
    """Say where somebody stands in the queue.

    Parameters
    ----------
    number : int
        From 1; 0 to come in.

    Returns
    -------
    str
        A sentence in the language of what is being served.
    """
    if number == 0:
        return str(texts.COME_IN)
    return str(texts.NEXT) if number == 1 else texts.QUEUE.format(number=number)
