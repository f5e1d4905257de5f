"""Every sentence of Teach mode that comes from Python."""

from __future__ import annotations

NO_LINK = "There is no link to this yet. {why}"
KEEPS = "As the step before has left it"
ANEW = "Begins anew: {what}"
DEFAULTS = "the defaults"
SHOWS = "Shows {lab}"
HIDES = "hidden: {names}"
LOCKS = "locked: {names}"
SAVED = "{file} is in your downloads. Keep it: the page forgets the lesson when it is closed."
OPENED = "{file} is open."
TAKEN = "The step takes what is on the page."
