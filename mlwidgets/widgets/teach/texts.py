"""Every sentence of Teach mode that comes from Python."""

from __future__ import annotations

from mlwidgets.language import _

NO_LINK = _("There is no link to this yet. {why}")
KEEPS = _("As the step before has left it")
ANEW = _("Begins anew: {what}")
DEFAULTS = _("the defaults")
SHOWS = _("Shows {lab}")
HIDES = _("hidden: {names}")
LOCKS = _("locked: {names}")
SAVED = _("{file} is in your downloads. Keep it: this browser keeps only what has not been saved.")
BROUGHT = _("The lesson is here again, as far as it was written.")
OPENED = _("{file} is open.")
TAKEN = _("The step takes what is on the page.")
FAULT = _("Line {line}: {message}")
LAYERS = _("Layers")
REACH_QUESTION = _("Bring the validation accuracy to 90 %.")
