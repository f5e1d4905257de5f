"""Every sentence of the pane *Table* that Python writes."""

from __future__ import annotations

from mlwidgets.language import _

ROWS, SOME_ROWS = _("{rows} rows"), _("{count} of {rows} rows")
ROW = _("1 row")
SORTED = _("sorted by {keys}")
KEY_UP, KEY_DOWN = "{column} ↑", "{column} ↓"

CONTAINS = _("{column} contains “{text}”")
AMONG = "{column}: {levels}"
MORE_LEVELS = _("{levels} and {more} more")
BETWEEN = _("{column} from {low} to {high}")
AT_LEAST, AT_MOST = "{column} ≥ {low}", "{column} ≤ {high}"
IS_MISSING = _("{column} is missing")

LOCKED = _(
    "tr, va, te: a row for training, validation or the test. Test rows can be looked at, but the test set "
    "stays locked: nothing is measured on it until you press Open the test set in Train."
)

TOO_LARGE = _(
    "The rows that are shown have {cells} cells; at most {most} can be downloaded. Filter the rows first, or "
    "use `experiment.data_draft.table` in Python."
)
