"""Every sentence of the results that Python writes."""

from __future__ import annotations

PARTS = {"validation": "validation", "train": "training", "test": "test"}
PART_LOCKED = "test (open it beside Run first)"
PART_UNMEASURED = "test (press Measure first)"
STATE = "{count} {part} {items}, after {updates}"
STATE_SOME = "{count} of {total} {part} {items}, evenly spread, after {updates}"
STATE_TEST = "{state}; the test set has been opened {times}"
BASELINE_CLASS = "always “{name}”: {accuracy}"
NO_EXAMPLES = (
    "There are no validation examples: the validation split is 0. Choose training examples, or set it."
)
NO_NUMBERS = "The network's outputs are not finite numbers any more, so nothing can be measured. Press Reset."
TEST_LOCKED = (
    "The test set is still locked. Tune with the validation examples; when you have finished, press Open the "
    "test set beside Run."
)
TEST_UNMEASURED = "The test examples have not been measured in this run. Press Measure beside Run."
TARGET = "target"
TARGET_NUMBER = "target {number}"
TITLES = {
    "train": "Training example {number}",
    "validation": "Validation example {number}",
    "test": "Test example {number}",
}
INSPECTED = "The example is now open in the other labs, too."
EXAMPLE, ROW = "example", "table row"
INPUT = "input {number}"
TRUTH = "truth"
SAID = "network says"
SHARE = "share for {name}"
RESIDUAL = "truth − prediction"
CELLS = {
    (True, True): "{count} {name}: hits",
    (True, False): "{count} {name}: misses",
    (False, True): "{count} others called {name}: false alarms",
    (False, False): "{count} others: correct rejections",
}
CELL_SOME = "; the {shown} clearest"
WORST = "The {count} largest errors"
