"""Every sentence of the panes *Columns* and *Pairs* that Python writes."""

from __future__ import annotations

from mlwidgets.language import _

LEAST, MEAN, MEDIAN, GREATEST = _("min"), _("mean"), _("median"), _("max")
DISTINCT, MISSING, INFINITE, FREQUENT = _("distinct"), _("missing"), _("infinite"), _("most frequent")
SHARE = "{count} ({share})"
LEVEL_SHARE = "{level} ({share})"
KINDS = {"number": _("number"), "category": _("category"), "text": _("text"), "date": _("date")}

ABOUT = "{name}: {kind}, {parts}"
STATISTIC = "{name} {value}"

POINTS = _("{count} rows have both values")
SAMPLE = _("A random sample of {shown} of the {total} rows that have both values")
NO_POINTS = _("No row has both values.")

MEASURES = {
    "r": _("r: Pearson’s correlation, −1 to 1, for two columns of numbers or dates"),
    "η": _(
        "η: correlation ratio, 0 to 1, for a category and a number: the square root of the part of the "
        "number’s scatter that lies between the classes"
    ),
    "V": _("V: Cramér’s V, 0 to 1, for two categories: √(χ² / (n (min(rows, columns) − 1)))"),
}
SOME_ROWS = _("Computed from a random sample of {rows} rows.")
LEFT_OUT_TARGET = _("{count} more columns that belong less to {target} are left out.")
LEFT_OUT = _("{count} more columns are left out.")
UNFIT = _("Texts and categories with many levels are left out: {names}.")
UNFIT_MORE = _("{names} and {count} more")
PAIRWISE = _("Rows where one of the two is missing are left out; “none” where a column is constant.")
