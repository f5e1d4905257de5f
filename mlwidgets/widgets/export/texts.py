"""Every sentence of the export lab itself; each pane has its own."""

from __future__ import annotations

from mlwidgets.language import _

EXPORT_TEXT = _(
    "What you have built and trained is yours. A model is its layers and its weights: any library that knows "
    "these layers gives the same predictions with the same weights."
)
EXPORT_TRY = _(
    "Try your network as a web page, which needs no Python; then take it away in the form you want."
)

PANES = _("Ways to take it away")
WEB_PAGE = _("Web page")
PROGRAM = _("Program")
LINK = _("Link")
