"""Voilà's page for those who go there: it says in a sentence why it cannot come, and ends when nobody waits.

Voilà 0.5.13 and older start a kernel for whatever is asked for at a page's address, answer a full disk with a
bare "500", and wait for ever for a kernel that never came to life. Each may go when Voilà does it itself.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from tornado.iostream import StreamClosedError
from tornado.web import Finish, HTTPError, authenticated
from voila.tornado.handler import TornadoVoilaHandler

from mlwidgets.language import serve
from mlwidgets.server import sorry, texts
from mlwidgets.server.navigation import opens_a_page

FORBIDDEN, SERVER_ERROR, UNAVAILABLE = 403, 500, 503


class GuardedPage(TornadoVoilaHandler):
    """A page that only a visit starts."""

    async def prepare(self) -> None:
        """Turn away what is no visit, before anything is spent on it."""
        serve(self.request.query, self.request.headers.get("Accept-Language", ""))
        if self.request.method == "GET" and not opens_a_page(self.request.headers):
            self.set_status(FORBIDDEN)
            raise Finish(sorry.page(texts.NO_PAGE_HERE))
        await super().prepare()

    async def get(self, path: str | None = None) -> None:
        """Send the page that a notebook makes, piece by piece.

        Parameters
        ----------
        path : str, optional
            Path of the notebook where the server serves more than one.
        """
        sending = self._send(path)
        if sending is not None:  # None for somebody who has to log in first
            await sending

    @authenticated
    async def _send(self, path: str | None) -> None:
        begun = False
        try:
            self._make_folder()
            async for piece in self.get_generator(path=path):
                begun = True
                self.write(piece)
                await self.flush()
        except StreamClosedError:
            self.on_connection_close()  # nobody waits any more; tornado may say so only later
        except HTTPError:
            raise
        except Exception as error:
            self.log.exception("A page could not be started.")
            if begun:
                raise
            self.clear()
            self.set_status(UNAVAILABLE)
            raise Finish(sorry.page(sorry.reason(error))) from None

    def write_error(self, status_code: int, **options: Any) -> None:  # noqa: ANN401 - tornado's
        """Send a sentence: the error's own if it has one.

        Parameters
        ----------
        status_code : int
            Which error.
        **options
            The exception, in tornado's form.
        """
        sentence = texts.NO_START if status_code >= SERVER_ERROR else texts.NOTHING_HERE
        error = options.get("exc_info", (None, None))[1]
        said = (isinstance(error, HTTPError) and error.reason) or sentence
        self.finish(sorry.page(said))

    def _make_folder(self) -> None:
        # Kernels leave their addresses in a temporary folder, which some systems tidy away after days.
        kernels = self.kernel_manager
        if not Path(kernels.connection_dir).is_dir():
            kernels.connection_dir = tempfile.mkdtemp(prefix="voila_")
