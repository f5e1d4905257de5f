"""Every sentence of the predict lab for rows of a table."""

from __future__ import annotations

TEXT = (
    "The network has learned from the training rows of this table and from nothing else. It answers any row "
    "you type, also one that cannot be: a high probability means that the row is like that class in the "
    "training data, not that the answer is right. What changes the answer need not be what causes it."
)
TRY = "Move a value and watch the answer. How little must change before it flips?"

TRY_NUMBER = "Move a value and watch the answer. Which column moves it most?"

PARTS = {"validation": "validation rows", "train": "training rows", "test": "test rows"}
TITLES = {"validation": "Validation row", "train": "Training row", "test": "Test row"}
TITLE = "{part} {number} of {count}, row {row} of the table"
EDITED = "{title}, {count} edited"

SAID = "The network says {name} ({share}) after {updates}."
SAID_NUMBER = "The network says {target} {value} after {updates}."
UNTRAINED = "The network is untrained, so this is a guess."
TRUE_RIGHT = "That is right."
TRUE_WRONG = "The true answer is {truth}."
TRUE_NUMBER = "The true value is {truth}."
TRUE_UNKNOWN = "The true answer of an edited row is unknown."
WAS = "As it stands in the table: {was}."

OUTSIDE = "Training rows go from {low} to {high}; outside them the network guesses."
UNSEEN = "No training row has this value."
MISSING_AS = "Missing: taken as {fill}, as in the training rows."
MISSING_LEVEL = "Missing: the network has an input for that."
RANGE = "{low} to {high}"
LEVELS = "{count} values"

SWEEP = "Answer as {column} goes over its training values"
SWEEP_ALT = "{column} from {first} to {last}: {parts}."
SWEEP_PART = "{name} from {low} to {high}"

NEAREST = (
    "{there_title} {number} is the nearest that gets another answer: {there} instead of {here}. "
    "Distance {distance}, in {differs} of {count} columns."
)
NEAREST_NUMBER = (
    "{there_title} {number} is the nearest whose answer is at least {apart} away: {there} instead of {here}. "
    "Distance {distance}, in {differs} of {count} columns."
)
NEAREST_AGREES = "This row now gets the same answer as training row {number}: {there}."
NEAREST_NONE = "All training rows get the same answer as this row."
NEAREST_ABOUT = (
    "The distance adds up the differences of the prepared inputs: standard deviations of a scaled number, 1 "
    "for another category."
)
