"""Every sentence of the results that Python writes."""

from __future__ import annotations

from mlwidgets.language import _

PARTS = {"validation": _("validation"), "train": _("training"), "test": _("test")}
PART_LOCKED = _("test (open it beside Run first)")
PART_UNMEASURED = _("test (press Measure first)")
STATE = _("{count} {part} {items}, after {updates}")
STATE_SOME = _("{count} of {total} {part} {items}, evenly spread, after {updates}")
STATE_TEST = _("{state}; the test set has been opened {times}")
BASELINE_CLASS = _("always “{name}”: {accuracy}")
NO_EXAMPLES = _(
    "There are no validation examples: the validation split is 0. Choose training examples, or set it."
)
NO_NUMBERS = _(
    "The network's outputs are not finite numbers any more, so nothing can be measured. Press Reset."
)
TEST_LOCKED = _(
    "The test set is still locked. Tune with the validation examples; when you have finished, press Open the "
    "test set beside Run."
)
TEST_UNMEASURED = _("The test examples have not been measured in this run. Press Measure beside Run.")
TARGET = _("target")
TARGET_NUMBER = _("target {number}")
TITLES = {
    "train": _("Training example {number}"),
    "validation": _("Validation example {number}"),
    "test": _("Test example {number}"),
}
INSPECTED = _("The example is now open in the other labs, too.")
EXAMPLE, ROW = _("example"), _("table row")
INPUT = _("input {number}")
TRUTH = _("truth")
SAID = _("network says")
SHARE = _("share for {name}")
RESIDUAL = _("truth − prediction")
CELLS = {
    (True, True): _("{count} {name}: hits"),
    (True, False): _("{count} {name}: misses"),
    (False, True): _("{count} others called {name}: false alarms"),
    (False, False): _("{count} others: correct rejections"),
}
CELL_SOME = _("; the {shown} clearest")
WORST = _("The {count} largest errors")
