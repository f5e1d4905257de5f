"""Every sentence that step cards say from Python."""

from __future__ import annotations

NEXT = "Update {number:,}, not made yet"
LAST = "Update {number:,}, just made"
RUNNING = "Training is running. Pause it to look at its next update."
FINISHED = "The last epoch is done, so there is no next update. Reset, or raise the number of epochs."
NO_LAST = "The last update cannot be shown from here, so this is the next one."
NOTHING_TRAINED = "This network has no weights that are trained."

EXAMPLE = "Training example {number:,}"
AT_POINT = "point ({x}, {y})"
VALUES = "values {values}"
AND_MORE = "{values}, … ({count} in all)"
