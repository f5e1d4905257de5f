"""The sentences of the pane *Card*."""

from __future__ import annotations

from mlwidgets.language import _

LABEL = _("Data card")
KINDS = {"number": _("number"), "category": _("category"), "text": _("text"), "date": _("date")}
ROLES = {"feature": _("feature"), "target": _("target"), "ignored": _("ignored")}
