"""Every sentence of the panes *Columns* and *Pairs* that Python writes."""

from __future__ import annotations

LEAST, MEAN, MEDIAN, GREATEST = "min", "mean", "median", "max"
DISTINCT, MISSING, INFINITE, FREQUENT = "distinct", "missing", "infinite", "most frequent"
SHARE = "{count} ({share})"
LEVEL_SHARE = "{level} ({share})"

ABOUT = "{name}: {kind}, {parts}"
STATISTIC = "{name} {value}"

POINTS = "{count} rows have both values"
SAMPLE = "A random sample of {shown} of the {total} rows that have both values"
NO_POINTS = "No row has both values."

MEASURES = {
    "r": "r: Pearson’s correlation, −1 to 1, for two columns of numbers or dates",
    "η": "η: correlation ratio, 0 to 1, for a category and a number: the square root of the part of the "
    "number’s scatter that lies between the classes",
    "V": "V: Cramér’s V, 0 to 1, for two categories: √(χ² / (n (min(rows, columns) − 1)))",
}
SOME_ROWS = "Computed from a random sample of {rows} rows."
LEFT_OUT_TARGET = "{count} more columns that belong less to {target} are left out."
LEFT_OUT = "{count} more columns are left out."
UNFIT = "Texts and categories with many levels are left out: {names}."
UNFIT_MORE = "{names} and {count} more"
PAIRWISE = "Rows where one of the two is missing are left out; “none” where a column is constant."
