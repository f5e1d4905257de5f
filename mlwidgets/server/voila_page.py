"""Voilà's page, with what it forgets: the token that its own goodbye needs, and which kernel is whose.

When a page closes, Voilà's script asks the server to end the kernel and sends the cookie ``_xsrf``
along. Voilà never sets that cookie, so the request is refused and the kernel stays until it is missed
for some time; see `mlwidgets.server.page_kernels`.

This module is also an extension of Jupyter Server, so that a page on Binder says goodbye as well.
`mlwidgets.server.jupyter_config` switches it on; nothing else does.
"""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import voila.server_extension

from mlwidgets.server import page_exporter
from mlwidgets.server.guarded_page import GuardedPage
from mlwidgets.server.page_kernels import PageKernels, Stay, is_of_use
from mlwidgets.server.training_turns import open_turns
from mlwidgets.server.warm.host import PARENT


class PageHandler(GuardedPage):
    """A page that carries the cookie ``_xsrf``, and takes its kernel along when it goes."""

    _has_gone = False

    def on_connection_close(self) -> None:
        """Note that nobody waits for the page any more."""
        self._has_gone = True
        super().on_connection_close()

    async def get(self, path: str | None = None) -> None:
        """Send the page that a notebook makes.

        Parameters
        ----------
        path : str, optional
            Path of the notebook where the server serves more than one.
        """
        await self.serve(Stay(), path)

    async def serve(self, stay: Stay, path: str | None) -> None:
        """Send the page of somebody who is let in.

        Parameters
        ----------
        stay : Stay
            Ends when nothing is left of the page.
        path : str, optional
            As in `get`.
        """
        _ = self.xsrf_token  # tornado sets the cookie when the token is first read
        kernels = self.kernel_manager
        # A Jupyter server whose settings an older version of ours has written has other kernels.
        with kernels.coming(stay) if isinstance(kernels, PageKernels) else nullcontext():
            await super().get(path)
        if self._has_gone and stay.kernel_id is not None:
            await kernels.shutdown_kernel(stay.kernel_id)


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:  # noqa: ANN401 - Jupyter Server is untyped
    server.log.addFilter(is_of_use)
    # Jupyter loads extensions in the order of their names, and Voilà makes its routes when it is loaded.
    voila.server_extension.TornadoVoilaHandler = PageHandler
    page_exporter.use_for_all_pages()
    open_turns()
    PARENT.start()  # whoever starts this server will open a page
