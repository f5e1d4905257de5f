"""The files that Voilà's page templates bring, for addresses that can be one."""

from __future__ import annotations

from tornado.web import HTTPError
from voila.static_file_handler import TemplateStaticFileHandler

NOT_FOUND = 404


class TemplateFiles(TemplateStaticFileHandler):
    """Finds a file, or says that there is none.

    Voilà 0.5.13 and older stumble over an address of another form, with a traceback in the log; this may go
    when Voilà answers 404 by itself.
    """

    async def get(self, path: str, include_body: bool = True) -> None:
        """Send a file.

        Parameters
        ----------
        path : str
            Name of the template, ``static``, and the file's path in it.
        include_body : bool
            Whether to send more than the headers.
        """
        try:
            await super().get(path, include_body)
        except (AssertionError, ValueError):
            raise HTTPError(NOT_FOUND) from None
