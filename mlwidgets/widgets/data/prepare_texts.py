"""The sentences of the pane *Prepare* that come from Python; those of its script stand in the script."""

from __future__ import annotations

from mlwidgets.data.prepare.choices import Encode, Impute, Scale, SplitMethod
from mlwidgets.data.tables.table import Kind

LABEL = "Prepare the table"

KINDS = {Kind.NUMBER: "number", Kind.CATEGORY: "category", Kind.TEXT: "text", Kind.DATE: "date"}
IMPUTES = {
    Impute.MEAN: "mean",
    Impute.MEDIAN: "median",
    Impute.MOST_FREQUENT: "most frequent",
    Impute.OWN_LEVEL: "own level",
}
IMPUTE_MARKED = "median and a mark"
SCALES = {Scale.STANDARD: "standard", Scale.MIN_MAX: "min–max", Scale.NONE: "none"}
ENCODES = {Encode.ONE_HOT: "one-hot", Encode.ORDINAL: "ordinal"}
METHODS = {
    SplitMethod.STRATIFIED: "At random, classes in proportion",
    SplitMethod.RANDOM: "At random",
    SplitMethod.GROUP: "Whole groups",
    SplitMethod.TIME: "In order of time",
}

FITTED = "Fitted on the {rows} training rows only; validation, test and new rows get the same steps."
NOT_FITTED = "Nothing is fitted yet: the plan is not possible."

LOCKED = "The test set is locked: its figures stay hidden until you press Open the test set in Train."
OPENED = "The test set has been opened {times}. The more often you look, the less its figures prove."

MEAN_STD = "mean {mean}, std {std}"
MIN_MAX = "min {min}, max {max}"
FILL = "missing → {fill}"
OWN_LEVEL = "missing is marked"
LEVELS = "{count}: {first}"
CLASS = "class {number}"
"""Counted from 0, as everywhere."""

PART_MEAN = "mean {mean}"
MISSING = "missing"

UNITS = "3. Read the first layer in the table's own units"
UNITS_TEXT = "How much one gram or one year more counts, instead of one standard deviation more."
UNITS_TABLE = "Weights of the first layer in the units of the table"
UNITS_NOTE = (
    "By how much the sum of a unit grows when the value grows by 1: weight / std (or / range). Every unit "
    "adds its bias, the last line."
)
UNITS_MORE = "The first {shown} of {units} units are shown."
UNITS_INPUT, UNIT, BIAS = "Input", "Unit {number}", "bias"
