"""Every sentence of the predict lab for rows of a table."""

from __future__ import annotations

from mlwidgets.language import _

TEXT = _(
    "The network has learned from the training rows of this table and from nothing else. It answers any row "
    "you type, also one that cannot be: a high probability means that the row is like that class in the "
    "training data, not that the answer is right. What changes the answer need not be what causes it."
)
TRY = _("Move a value and watch the answer. How little must change before it flips?")

TRY_NUMBER = _("Move a value and watch the answer. Which column moves it most?")

PARTS = {"validation": _("validation rows"), "train": _("training rows"), "test": _("test rows")}
TITLES = {"validation": _("Validation row"), "train": _("Training row"), "test": _("Test row")}
TITLE = _("{part} {number} of {count}, row {row} of the table")
EDITED = _("{title}, {count} edited")

SAID = _("The network says {name} ({share}) after {updates}.")
SAID_NUMBER = _("The network says {target} {value} after {updates}.")
UNTRAINED = _("The network is untrained, so this is a guess.")
TRUE_RIGHT = _("That is right.")
TRUE_WRONG = _("The true answer is {truth}.")
TRUE_NUMBER = _("The true value is {truth}.")
TRUE_UNKNOWN = _("The true answer of an edited row is unknown.")
WAS = _("As it stands in the table: {was}.")

OUTSIDE = _("Training rows go from {low} to {high}; outside them the network guesses.")
UNSEEN = _("No training row has this value.")
MISSING_AS = _("Missing: taken as {fill}, as in the training rows.")
MISSING_LEVEL = _("Missing: the network has an input for that.")
RANGE = _("{low} to {high}")
LEVELS = _("{count} values")

SWEEP = _("Answer as {column} goes over its training values")
SWEEP_ALT = _("{column} from {first} to {last}: {parts}.")
SWEEP_PART = _("{name} from {low} to {high}")

NEAREST = _(
    "{there_title} {number} is the nearest that gets another answer: {there} instead of {here}. "
    "Distance {distance}, in {differs} of {count} columns."
)
NEAREST_NUMBER = _(
    "{there_title} {number} is the nearest whose answer is at least {apart} away: {there} instead of {here}. "
    "Distance {distance}, in {differs} of {count} columns."
)
NEAREST_AGREES = _("This row now gets the same answer as training row {number}: {there}.")
NEAREST_NONE = _("All training rows get the same answer as this row.")
NEAREST_ABOUT = _(
    "The distance adds up the differences of the prepared inputs: standard deviations of a scaled number, 1 "
    "for another category."
)
