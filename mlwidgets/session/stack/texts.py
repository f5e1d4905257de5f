"""What is said of a stack that is being edited."""

from __future__ import annotations

from mlwidgets.language import _, n_

LAYERS = n_("{count} layer", "{count} layers")
ADDED = _("{layer} added at position {position} of {count}.")
COPIED = _("{layer} copied to position {position} of {count}.")
REMOVED = n_(
    "{layer} removed from position {position}; {count} layer is left.",
    "{layer} removed from position {position}; {count} layers are left.",
)
REMOVED_LAST = _("{layer} removed from position {position}; the stack is empty.")
STAYS = _("{layer} stays at position {position} of {count}.")
MOVED = _("{layer} moved from position {position} to position {target} of {count}.")
UNCHANGED = _("{name} of {layer} at position {position} is unchanged.")
CHANGED = _("{name} of {layer} at position {position} changed.")
REPLACED = n_("The stack has {count} layer now.", "The stack has {count} layers now.")
EMPTIED = _("The stack is empty now.")
PASTED = n_("{count} layer pasted.", "{count} layers pasted.")
CHOSEN = _("The stack is {preset} now.")
CHOSE = _("Chose the preset {preset}.")
NO_PRESET = _("There is no preset {name}. Choose one of: {presets}.")
UNSUITED = _("{preset} does not suit the data. {why}")
FIX_GONE = _("That fix is no longer available: the stack has changed since.")
FIX_DONE = _("{fix}: done.")
FULL = _("A stack has at most {most} layers. Remove one first.")
CHANGED_ELSEWHERE = _("The stack was changed elsewhere.")
NO_POSITION = _("Position {position} is out of range ({layers}).")
