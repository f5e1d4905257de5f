"""Every sentence of the pane *Web page*."""

from __future__ import annotations

from mlwidgets.language import _

PAGE_LABEL = _("Your network as a web page")
PAGE_FILE = _("web-page.zip")
