"""Every sentence of the export lab itself; each pane has its own."""

from __future__ import annotations

EXPORT_TEXT = (
    "What you have built and trained is yours. A model is its layers and its weights: any library that knows "
    "these layers gives the same predictions with the same weights."
)
EXPORT_TRY = "Try your network as a web page, which needs no Python; then take it away in the form you want."

PANES = "Ways to take it away"
WEB_PAGE = "Web page"
PROGRAM = "Program"
LINK = "Link"
