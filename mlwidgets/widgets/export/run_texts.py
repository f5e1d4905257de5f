"""Every sentence of the pane *Run file*."""

from __future__ import annotations

from mlwidgets.language import _

TITLE = _("Run file")

LABEL = _("The run as a file")
WHAT = _(
    "A run file (.mlw) holds the settings, weights, optimizer state and curves, and the name of the data. "
    "Training continues from it with exactly the same numbers, here or in Python with "
    'Experiment.load("run.mlw").'
)
PRESENT = _("The present moment: enough to continue training.")
ALL = _("The whole run: time travel works after you open it, too.")
OWN_DATA = _("Include my data, so that the file opens anywhere.")
NO_OWN_DATA = _("The data come with mlwidgets, so the file only names them.")
OPENED = _("Undo brings back what was here before.")

OPEN = _("Open a run file")
HINT = _("A .mlw file saved here or in Python, up to {limit}\u00a0MB.")
EMPTY = _("“{name}” is empty: it has 0 bytes. Choose another file.")
LARGE = _(
    "“{name}” has {size} MB; this page opens up to {limit} MB. Open it in Python: Experiment.load(path)."
)
KIND = _("“{name}” is {kind}, not a run file. Choose a .mlw file that was saved here or in Python.")
SEVERAL = _("These are {count} files, and only one run can be opened at a time. Choose one.")
PROGRESS = _("Opening the run")
