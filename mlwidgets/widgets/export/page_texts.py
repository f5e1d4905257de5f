"""Every sentence of the pane *Web page*."""

from __future__ import annotations

PAGE_LABEL = "Your network as a web page"
PAGE_FILE = "web-page.zip"
