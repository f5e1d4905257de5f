"""Every sentence of the training lab."""

from __future__ import annotations

TRAIN_TEXT = (
    "A network learns from examples, such as handwritten digits. For each batch of them it makes its "
    "predictions, the loss says how wrong they are, backpropagation finds the direction in which "
    "each weight lowers the loss, and the optimizer moves the weights a little that way. One pass over all "
    "training examples is an epoch."
)
TRAIN_TRY = "Press Run and watch both curves; then change the learning rate while it runs."

OPTIMIZER = "Optimizer"
OPTIMIZER_HELP = "Choosing another one restarts training."
MORE_SETTINGS = "More settings"
SCHEDULE = "Schedule"
SCHEDULE_HELP = "How the learning rate changes during the run."
SCHEDULE_LONGER = (
    "The schedule lasts {length:,} updates and the run only {updates:,}, so training ends first."
)
RATE_SCHEDULED = (
    "The learning rate of the present update. The schedule under More settings sets it: {schedule}."
)
RATE_NOW = "Rate now"
NO_SCHEDULE = "none"
SWITCH = {"off": "off", "on": "on"}
LIMIT = "{label}: limit"

TEST = "Measure"
TEST_LABEL = "Measure on the test {items}"
TEST_OPEN = "Open the test set"
TEST_LOCKED = "locked"
TEST_OPENED = "opened {times}"
TEST_WHY = (
    "The test set stands for data that nobody has seen. Tune on the validation examples and open it at the "
    "end: each look that makes you change something makes its figures a little less honest."
)
RUN_TESTS = "The test set has been opened {times}."
RUN_TEST_COLUMN = "test {metric}"

PROGRESS = "Training"
PROGRESS_READY = "not started"
PROGRESS_STAGE = "learned already ({updates})"
PROGRESS_STAGE_DONE = "learned already; Run restarts from random weights"
PROGRESS_TEXT = "epoch {epoch:.2f} of {epochs} · update {iteration:,}"
PROGRESS_PAST = "epoch {epoch:.2f}, past the {epochs} asked for · update {iteration:,}"
PROGRESS_BACK = "back at epoch {epoch:.2f} · update {iteration:,} of {newest:,}"
PROGRESS_CROWD = "{count} are training here: yours gets a part"
PROGRESS_LEFT = " · about {time} left"

CONFUSION_CAPTION = "Validation {items} by true class and prediction"
CONFUSION_ROWS, CONFUSION_COLUMNS = "True class", "Predicted"
CELL_RIGHT = "{count} classified correctly, with the probability given to {predicted}"
CELL_WRONG = "{count} mistaken for {predicted}, with the probability given to {predicted}"
CELL_SOME = "{shown} of {count}"
CELL_COUNT = "{count} examples of {name}"
CELL_COUNT_ONE = "1 example of {name}"
CELL_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
CELL_DIGITS_MANY = ("zeros", "ones", "twos", "threes", "fours", "fives", "sixes", "sevens", "eights", "nines")
CELL_ROW = "{share}: {row}"
CELL_NONE = "No validation example is in this cell."
CELL_UNMEASURED = "Nothing has been measured yet. Press Run."
CELL_UNCHOSEN = "Choose a cell of the table to see its examples, the most confident ones first."
CELL_ALT = "{true} that the network calls {predicted} with a probability of {share}"
CELL_OPENED = "The example is open under Predict as well."
OPTIMIZER_CHOSEN = (
    "The optimizer is now {optimizer}, with its usual learning rate {rate:g}. Press Run to train from the "
    "start."
)
NO_VALIDATION = "No examples are held out for validation (validation_split is 0)."
NO_VALIDATION_ROWS = "There are no validation rows: the Data lab divides this table, and holds none out."
LOSS = "Loss"
PENALTY = "Penalty on weights"
PENALTIES = {"none": "none", "l1": "L1: pushes weights to 0", "l2": "L2: keeps weights small"}
PENALTY_OTHER = "set layer by layer"
PENALTY_RATE = "Penalty rate"
PENALTY_HELP = (
    "Large weights of any layer are added to the loss, times the rate; the chart shows the penalty as a line "
    "of its own. A change restarts training."
)
CLASS_WEIGHTS = "Class weights"
CLASS_WEIGHTS_HELP = (
    "How much the examples of each class count in the loss: raise the weight of a class that is rare or that "
    "must not be missed. A change restarts training."
)
CLASS_WEIGHTS_CHOICES = {
    "equal": "every example counts 1",
    "balanced": "balanced: every class counts the same",
    "own": "one number for each class",
}
CLASS_WEIGHTS_BALANCED = "Balanced by the training examples: {weights}."
CLASS_WEIGHT_ONE = "{weight} for {name}"
CLASS_WEIGHT_OF = "Weight of {name}"
CLASS_WEIGHT_HELP = "An error on an example of this class counts so many times."
LOSS_HELP = "The function to minimize: how wrong a prediction is, as one number."

PANES = "More about the run"
MISTAKES = "Mistakes"
RESULTS = "Results"
STEPS = "Step by step"
HEALTH = "Health"
RUNS = "Runs"
COMPARE = "Compare"
RUN_COLUMNS = ("loss", "validation loss", "validation {metric}")
RUN_PRESENT = "Present run"
RUN_LEFT = "from {letter} at update {update}"
RUN_BACK = "at {at} of {made}"
RUN_DELETED = "a deleted run"
RUN_MEMORY = (
    "To go back in time {kept} moments are kept whole ({used} of at most {most} MB); those between them are "
    "computed again, with the same numbers."
)
TRAVEL_MEMORY = "Memory for time travel"
TRAVEL_MEMORY_HELP = "With less memory fewer moments are kept whole, and going back takes longer."
RUN_BATCH = "batch {size}"
RUN_SEED = "seed {value}"
