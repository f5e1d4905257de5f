"""What is said of a plan by which the rows cannot be divided."""

from __future__ import annotations

from mlwidgets.data.prepare.choices import SplitMethod
from mlwidgets.language import _

DIVIDE_BY = {
    (SplitMethod.GROUP, False): _("Choose the column with the groups to divide by."),
    (SplitMethod.GROUP, True): _(
        "Choose the column with the groups to divide by; there is none named {name}."
    ),
    (SplitMethod.TIME, False): _("Choose the column with the time to divide by."),
    (SplitMethod.TIME, True): _("Choose the column with the time to divide by; there is none named {name}."),
}
"""By the method, and whether a column has been named."""
CATEGORY_AS_TIME = _("The column {by} is a category, so it has no order in time. Choose a date or a number.")
TEXT_AS_TIME = _("The column {by} is a text, so it has no order in time. Choose a date or a number.")
