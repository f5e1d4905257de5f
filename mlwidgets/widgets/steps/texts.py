"""Every sentence that step cards say from Python."""

from __future__ import annotations

from mlwidgets.language import _

NEXT = _("Update {number:,}, not made yet")
LAST = _("Update {number:,}, just made")
BEYOND = _("Would be update {number:,}")
RUNNING = _("Training is running. Pause it to look at its next update.")
BUSY = _("The run is busy. Its update is shown as soon as it rests.")
PAST_END = _("The last epoch is done. This is the update that would come next.")
LEARNED = _(
    "This network has learned already: this is the update that would come next. Your own training starts at "
    "random weights."
)
NO_LAST = _("The last update cannot be shown from here, so this is the next one.")
NOTHING_TRAINED = _("This network has no weights that are trained.")
UNITS = _("for each unit of {name}: w / divisor = ")
UNITS_LEVEL = _("the input is 1 where {name}, else 0")
SINCE = _("over {count:,} updates: w = ")

EXAMPLE = _("Training example {number:,}")
AT_POINT = _("point ({x}, {y})")
VALUES = _("values {values}")
AND_MORE = _("{values}, … ({count} in all)")
