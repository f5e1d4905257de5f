"""Every sentence that step cards say from Python."""

from __future__ import annotations

NEXT = "Update {number:,}, not made yet"
LAST = "Update {number:,}, just made"
BEYOND = "Would be update {number:,}"
RUNNING = "Training is running. Pause it to look at its next update."
BUSY = "The run is busy. Its update is shown as soon as it rests."
PAST_END = "The last epoch is done. This is the update that would come next."
LEARNED = (
    "This network has learned already: this is the update that would come next. Your own training starts at "
    "random weights."
)
NO_LAST = "The last update cannot be shown from here, so this is the next one."
NOTHING_TRAINED = "This network has no weights that are trained."
UNITS = "for each unit of {name}: w / divisor = "
UNITS_LEVEL = "the input is 1 where {name}, else 0"
SINCE = "over {count:,} updates: w = "

EXAMPLE = "Training example {number:,}"
AT_POINT = "point ({x}, {y})"
VALUES = "values {values}"
AND_MORE = "{values}, … ({count} in all)"
