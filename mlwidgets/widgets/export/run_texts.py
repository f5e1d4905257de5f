"""Every sentence of the pane *Run file*."""

from __future__ import annotations

TITLE = "Run file"

LABEL = "The run as a file"
WHAT = (
    "A run file (.mlw) holds settings, weights, the optimizer’s memory, the curves and the data’s name. "
    "Training goes on from it with exactly the same numbers, here or in Python: Experiment.load(“run.mlw”)."
)
PRESENT = "The present moment: enough to go on training."
ALL = "The whole way: time travel works in it, too."
OWN_DATA = "Put my data in, so that the file opens anywhere."
NO_OWN_DATA = "The data come with mlwidgets, so a reference to them is enough."
OPENED = "Undo brings back what was here before."

OPEN = "Open a run file"
HINT = "A .mlw file of up to {limit} MB that was saved here or in Python."
EMPTY = "“{name}” is empty: it has 0 bytes. Choose another file."
LARGE = "“{name}” has {size} MB; up to {limit} MB are opened here. Open it in Python: Experiment.load(path)."
KIND = "“{name}” is {kind}, not a run file. Choose a .mlw file that was saved here or in Python."
SEVERAL = "{count} files were given; one run is opened at a time. Choose one."
PROGRESS = "Opening the run"
