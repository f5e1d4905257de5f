"""Voilà's page, with the one thing it forgets: the token that its own goodbye needs.

When a page closes, Voilà's script asks the server to end the kernel and sends the cookie ``_xsrf``
along. Voilà never sets that cookie, so the request is refused and the kernel, some 120 MB, stays until
it is culled.

This module is also an extension of Jupyter Server, so that a page on Binder says goodbye as well.
`mlwidgets.server.jupyter_config` switches it on; nothing else does.
"""

from __future__ import annotations

from typing import Any

import voila.server_extension

from mlwidgets.server.guarded_page import GuardedPage


class PageHandler(GuardedPage):
    """A page that carries the cookie ``_xsrf``."""

    async def get(self, path: str | None = None) -> None:
        """Send the page that a notebook makes.

        Parameters
        ----------
        path : str, optional
            Path of the notebook where the server serves more than one.
        """
        _ = self.xsrf_token  # tornado sets the cookie when the token is first read
        await super().get(path)


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(_server: Any) -> None:  # noqa: ANN401 - Jupyter Server is untyped
    # Jupyter loads extensions in the order of their names, and Voilà makes its routes when it is loaded.
    voila.server_extension.TornadoVoilaHandler = PageHandler
