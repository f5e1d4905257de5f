"""Every sentence of the training lab."""

from __future__ import annotations

from mlwidgets.language import _, n_

TRAIN_TEXT = _(
    "A network learns from examples, such as handwritten digits. For each batch of them it makes its "
    "predictions, the loss says how wrong they are, backpropagation finds the direction in which "
    "each weight lowers the loss, and the optimizer moves the weights a little that way. One pass over all "
    "training examples is an epoch."
)
TRAIN_TRY = _("Press Run and watch both curves; then change the learning rate while it runs.")

OPTIMIZER = _("Optimizer")
OPTIMIZER_HELP = _("Choosing another one restarts training.")
MORE_SETTINGS = _("More settings")
SCHEDULE = _("Schedule")
SCHEDULE_HELP = _("How the learning rate changes during the run.")
SCHEDULE_LONGER = _(
    "The schedule lasts {length:,} updates and the run only {updates:,}, so training ends first."
)
RATE_SCHEDULED = _(
    "The learning rate of the present update. The schedule under More settings sets it: {schedule}."
)
RATE_NOW = _("Rate now")
NO_SCHEDULE = _("none")
SWITCH = {"off": _("off"), "on": _("on")}
LIMIT = _("{label}: limit")

TEST = _("Measure")
TEST_LABEL = _("Measure on the test {items}")
TEST_OPEN = _("Open the test set")
TEST_LOCKED = _("locked")
TEST_OPENED = _("opened {times}")
TEST_WHY = _(
    "The test set stands for data that nobody has seen. Tune on the validation examples and open it at the "
    "end: each look that makes you change something makes its figures a little less honest."
)
RUN_TESTS = _("The test set has been opened {times}.")
RUN_TEST_COLUMN = _("test {metric}")

PROGRESS = _("Training")
PROGRESS_NAME = _("Progress")
PROGRESS_READY = _("not started")
PROGRESS_STAGE = _("learned already ({updates})")
PROGRESS_STAGE_DONE = _("learned already; Run restarts from random weights")
PROGRESS_TEXT = _("epoch {epoch:.2f} of {epochs} · update {iteration:,}")
PROGRESS_PAST = _("epoch {epoch:.2f}, past the {epochs} asked for · update {iteration:,}")
PROGRESS_BACK = _("back at epoch {epoch:.2f} · update {iteration:,} of {newest:,}")
PROGRESS_CROWD = _("{count} are training here: yours gets a part")
PROGRESS_LEFT = _(" · about {time} left")

CONFUSION_CAPTION = _("Validation {items} by true class and prediction")
CONFUSION_ROWS, CONFUSION_COLUMNS = _("True class"), _("Predicted")
CELL_RIGHT = _("{count} classified correctly, with the probability given to {predicted}")
CELL_WRONG = _("{count} mistaken for {predicted}, with the probability given to {predicted}")
CELL_SOME = _("{shown} of {count}")
CELL_COUNT = n_("{count} example of {name}", "{count} examples of {name}")
CELL_DIGITS = (
    _("zero"),
    _("one"),
    _("two"),
    _("three"),
    _("four"),
    _("five"),
    _("six"),
    _("seven"),
    _("eight"),
    _("nine"),
)
CELL_DIGITS_MANY = (
    _("zeros"),
    _("ones"),
    _("twos"),
    _("threes"),
    _("fours"),
    _("fives"),
    _("sixes"),
    _("sevens"),
    _("eights"),
    _("nines"),
)
CELL_ROW = "{share}: {row}"
CELL_NONE = _("No validation example is in this cell.")
CELL_UNMEASURED = _("Nothing has been measured yet. Press Run.")
CELL_UNCHOSEN = _("Choose a cell of the table to see its examples, the most confident ones first.")
CELL_ALT = _("{true} that the network calls {predicted} with a probability of {share}")
CELL_OPENED = _("The example is open under Predict as well.")
OPTIMIZER_CHOSEN = _(
    "The optimizer is now {optimizer}, with its usual learning rate {rate:g}. Press Run to train from the "
    "start."
)
NO_VALIDATION = _("No examples are held out for validation (validation_split is 0).")
NO_VALIDATION_ROWS = _("There are no validation rows: the Data lab divides this table, and holds none out.")
LOSS = _("Loss")
PENALTY = _("Penalty on weights")
PENALTIES = {"none": _("none"), "l1": _("L1: pushes weights to 0"), "l2": _("L2: keeps weights small")}
PENALTY_OTHER = _("set layer by layer")
PENALTY_RATE = _("Penalty rate")
PENALTY_HELP = _(
    "Large weights of any layer are added to the loss, times the rate; the chart shows the penalty as a line "
    "of its own. A change restarts training."
)
CLASS_WEIGHTS = _("Class weights")
CLASS_WEIGHTS_HELP = _(
    "How much the examples of each class count in the loss: raise the weight of a class that is rare or that "
    "must not be missed. A change restarts training."
)
CLASS_WEIGHTS_CHOICES = {
    "equal": _("every example counts 1"),
    "balanced": _("balanced: every class counts the same"),
    "own": _("one number for each class"),
}
CLASS_WEIGHTS_BALANCED = _("Balanced by the training examples: {weights}.")
CLASS_WEIGHT_ONE = _("{weight} for {name}")
CLASS_WEIGHT_OF = _("Weight of {name}")
CLASS_WEIGHT_HELP = _("An error on an example of this class counts so many times.")
LOSS_HELP = _("The function to minimize: how wrong a prediction is, as one number.")

PANES = _("More about the run")
MISTAKES = _("Mistakes")
RESULTS = _("Results")
STEPS = _("Step by step")
HEALTH = _("Health")
RUNS = _("Runs")
COMPARE = _("Compare")
RUN_COLUMNS = (_("loss"), _("validation loss"), _("validation {metric}"))
RUN_PRESENT = _("Present run")
RUN_LEFT = _("from {letter} at update {update}")
RUN_BACK = _("at {at} of {made}")
RUN_DELETED = _("a deleted run")
RUN_MEMORY = _(
    "To go back in time {kept} moments are kept whole ({used} of at most {most} MB); those between them are "
    "computed again, with the same numbers."
)
TRAVEL_MEMORY = _("Memory for time travel")
TRAVEL_MEMORY_HELP = _("With less memory fewer moments are kept whole, and going back takes longer.")
RUN_CLASS_WEIGHTS = _("class weights")
RUN_BALANCED = _("balanced")
RUN_FEATURES = _("features")
RUN_BATCH = _("batch {size}")
RUN_SEED = _("seed {value}")
