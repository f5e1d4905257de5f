"""Texts that several labs share."""

from __future__ import annotations

COURSE_TITLE = "Course"

DATA_TITLE = "Data"

TRAIN_TITLE = "Train"
VALIDATION_EXAMPLE = "Validation example {number}"
TABLE_ROW = "Row"
TABLE_ROW_PART = "Row {number} ({part})"
PARTS = {"train": "training", "validation": "validation", "test": "test"}

INSIDE_TITLE = "Inside the network"
INSIDE_TEXT = (
    "What every layer computes for one example, live during training, and where each number comes from."
)

PREDICT_TITLE = "Predict"
TEST_EXAMPLE = "Test digit {number}"
VERDICT = "The network says {name} ({share}) after {updates}"
VERDICT_RIGHT, VERDICT_WRONG = "; that is right.", "; the truth is {truth}."
VERDICT_OPEN = "."

FAULT = (
    "Something went wrong inside mlwidgets ({error}). Your settings are kept; the details are in the log of "
    "the server."
)

LOSS_TITLE = "Loss"

KERNEL_TITLE = "Convolution"

CODE_TITLE = "Show the code"

EXPORT_TITLE = "Export"

PLAY_TITLE = "Playground"

NETWORK_TITLE = "Network"

OPTIMIZER_TITLE = "Optimizer"

CELL = "{name} {value}"
CELL_MISSING = "(missing)"
