"""The sentences of the pane *Prepare* that come from Python; those of its script stand in the script."""

from __future__ import annotations

from mlwidgets.data.prepare.choices import Encode, Impute, Scale, SplitMethod
from mlwidgets.data.tables.table import Kind
from mlwidgets.language import _, n_

LABEL = _("Prepare the table")

KINDS = {Kind.NUMBER: _("number"), Kind.CATEGORY: _("category"), Kind.TEXT: _("text"), Kind.DATE: _("date")}
IMPUTES = {
    Impute.MEAN: _("mean"),
    Impute.MEDIAN: _("median"),
    Impute.MOST_FREQUENT: _("most frequent"),
    Impute.OWN_LEVEL: _("own level"),
}
IMPUTE_MARKED = _("median and a mark")
SCALES = {Scale.STANDARD: _("standard"), Scale.MIN_MAX: _("min–max"), Scale.NONE: _("none")}
ENCODES = {Encode.ONE_HOT: _("one-hot"), Encode.ORDINAL: _("ordinal")}
METHODS = {
    SplitMethod.STRATIFIED: _("At random, classes in proportion"),
    SplitMethod.RANDOM: _("At random"),
    SplitMethod.GROUP: _("Whole groups"),
    SplitMethod.TIME: _("In order of time"),
}

FITTED = _("Fitted on the {rows} training rows only; validation, test and new rows get the same steps.")
NOT_FITTED = _("Nothing is fitted yet: the plan is not possible.")

LOCKED = _("The test set is locked: its figures stay hidden until you press Open the test set in Train.")
OPENED = _("The test set has been opened {times}. The more often you look, the less its figures prove.")

MEAN_STD = _("mean {mean}, std {std}")
MIN_MAX = _("min {min}, max {max}")
FILL = _("missing → {fill}")
OWN_LEVEL = _("missing is marked")
LEVELS = n_("{count} level: {first}", "{count} levels: {first}")
CLASSES = n_("{count} class", "{count} classes")
CLASS = _("class {number}")
"""Counted from 0, as everywhere."""

PART_MEAN = _("mean {mean}")
MISSING = _("missing")

UNITS = _("3. Read the first layer in the table's own units")
UNITS_TEXT = _("How much one gram or one year more counts, instead of one standard deviation more.")
UNITS_TABLE = _("Weights of the first layer in the units of the table")
UNITS_NOTE = _(
    "By how much the sum of a unit grows when the value grows by 1: weight / std (or / range). Every unit "
    "adds its bias, the last line."
)
UNITS_MORE = _("The first {shown} of {units} units are shown.")
UNITS_INPUT, UNIT, BIAS = _("Input"), _("Unit {number}"), _("bias")
