"""Texts that several labs share."""

from __future__ import annotations

from mlwidgets.language import _, n_

COURSE_TITLE = _("Course")

DATA_TITLE = _("Data")

TRAIN_TITLE = _("Train")
VALIDATION_EXAMPLE = _("Validation example {number}")
TABLE_ROW = _("Row")
TABLE_ROW_PART = _("Row {number} ({part})")
PARTS = {"train": _("training"), "validation": _("validation"), "test": _("test")}

INSIDE_TITLE = _("Inside the network")
INSIDE_TEXT = _(
    "What every layer computes for one example, live during training, and where each number comes from."
)

PREDICT_TITLE = _("Predict")
TEST_EXAMPLE = _("Test digit {number}")
VERDICT = _("The network says {name} ({share}) after {updates}")
VERDICT_RIGHT, VERDICT_WRONG = _("; that is right."), _("; the truth is {truth}.")
VERDICT_OPEN = "."

FAULT = _(
    "Something went wrong inside mlwidgets ({error}). Your settings are kept; the details are in the log of "
    "the server."
)

LOSS_TITLE = _("Loss")

KERNEL_TITLE = _("Convolution")

ASLEEP = _("{lab} on {data}: run this cell to use it")

CODE_TITLE = _("Show the code")

EXPORT_TITLE = _("Export")

PLAY_TITLE = _("Playground")

NETWORK_TITLE = _("Network")

OPTIMIZER_TITLE = _("Optimizer")

CELL = "{name} {value}"
CELL_MISSING = _("(missing)")

DIGITS, EXAMPLES = _("digits"), _("examples")
ONCE, TWICE, TIMES = _("once"), _("twice"), _("{count} times")

UPDATES = n_("{count} update", "{count} updates")
