"""Every sentence about a learner's work as a file, and about starting over."""

from __future__ import annotations

LABEL = "Your work"
FILE = "course.mlw"
REPORT_FILE = "course-report.html"

OPEN = "Open my work"
HINT = "Drop a .mlw file here."
EMPTY = "“{name}” is empty: it has 0 bytes. Choose the .mlw file that you saved."
LARGE = (
    "“{name}” has {size} MB; this page opens up to {limit} MB. Open it in Python: course.bring_back(content)."
)
KIND = "“{name}” is {kind}, not a .mlw file. Choose the .mlw file that you saved."
SEVERAL = "These are {count} files. Open one after the other: what is in them is put together."
PROGRESS = "Opening your work"

ONE_MORE = "“{name}” is open: 1 more task is solved."
MORE = "“{name}” is open: {count} more tasks are solved."
NONE_MORE = "“{name}” is open: it has no solved task that you had not solved already."

STARTED_OVER = "You have started over."
BACK = "Your work is back."
