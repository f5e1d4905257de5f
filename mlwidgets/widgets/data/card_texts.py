"""The sentences of the pane *Card*."""

from __future__ import annotations

from mlwidgets.language import _

LABEL = _("Data card")
