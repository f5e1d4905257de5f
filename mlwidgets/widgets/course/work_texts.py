"""Every sentence about a learner's work as a file, and about starting over."""

from __future__ import annotations

from mlwidgets.language import _, n_

LABEL = _("Your work")
FILE = "course.mlw"
REPORT_FILE = "course-report.html"

OPEN = _("Open my work")
HINT = _("Drop a .mlw file here.")
EMPTY = _("“{name}” is empty: it has 0 bytes. Choose the .mlw file that you saved.")
LARGE = _(
    "“{name}” has {size} MB; this page opens up to {limit} MB. Open it in Python: course.bring_back(content)."
)
KIND = _("“{name}” is {kind}, not a .mlw file. Choose the .mlw file that you saved.")
SEVERAL = _("These are {count} files. Open one after the other: what is in them is put together.")
PROGRESS = _("Opening your work")

MORE = n_(
    "“{name}” is open: {count} more task is solved.", "“{name}” is open: {count} more tasks are solved."
)
NONE_MORE = _("“{name}” is open: it has no solved task that you had not solved already.")

STARTED_OVER = _("You have started over.")
BACK = _("Your work is back.")
