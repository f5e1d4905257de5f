"""The teacher's page: how many are here, and how the machine is doing. It knows nothing about persons."""

from __future__ import annotations

import asyncio
import hmac
from typing import TYPE_CHECKING

from jupyter_server.base.handlers import JupyterHandler

from mlwidgets.language import ENGLISH, asked_for, serve
from mlwidgets.server import texts
from mlwidgets.server.address import TEACHER
from mlwidgets.server.own_pages import own_page
from mlwidgets.server.report import Census, Report, make_report
from mlwidgets.server.waiting import HOUSE

if TYPE_CHECKING:
    from mlwidgets.server.house import House
    from mlwidgets.server.page_kernels import PageKernels

SECONDS = 5
"""How often the page shows new figures."""

STARTED = "mlwidgets_started"
"""Name of the time of the start among tornado's settings."""

_COOKIE = "mlwidgets-teacher"
_FORBIDDEN = 403


class TeacherHandler(JupyterHandler):
    """The page; only whoever knows the key sees it."""

    def initialize(self, key: str) -> None:
        """Take what the route says.

        Parameters
        ----------
        key : str
            What `mlwidgets serve` has printed; learners do not know it.
        """
        self._key = key

    async def get(self) -> None:
        """Send the page. A key in the address moves to a cookie: this page may be projected."""
        serve(self.request.query, self.request.headers.get("Accept-Language", ""))
        self.set_header("Cache-Control", "no-store")
        self.set_header("Referrer-Policy", "no-referrer")
        if self._is_key(self.get_query_argument("key", "")):
            place = f"{self.base_url}{TEACHER}"
            language = asked_for(self.request.query, "")
            self.set_cookie(_COOKIE, self._key, path=place, httponly=True, samesite="Strict")
            self.redirect(place if language == ENGLISH else f"{place}?lang={language}")
        elif self._is_key(self.get_cookie(_COOKIE, "")):
            report = await self._report()
            figures = texts.NEW_FIGURES.format(seconds=SECONDS)
            page = own_page(
                TEACHER, title=str(texts.YOUR_CLASS), report=report, figures=figures, seconds=SECONDS
            )
            await self.finish(page)
        else:
            self.set_status(_FORBIDDEN)
            title, sentence = str(texts.FOR_TEACHERS), str(texts.NEEDS_KEY)
            await self.finish(own_page("words", title=title, sentence=sentence))

    def _is_key(self, text: str | None) -> bool:
        return hmac.compare_digest((text or "").encode(), self._key.encode())

    async def _report(self) -> Report:
        house: House = self.settings[HOUSE]
        kernels: PageKernels = self.settings["kernel_manager"]
        since: float = self.settings[STARTED]
        pages = kernels.open_pages()
        census = Census(house.places, house.inside, pages, house.waiting, since)
        return await asyncio.to_thread(make_report, census)
