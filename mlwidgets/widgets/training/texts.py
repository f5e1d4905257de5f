"""Every sentence of the training lab."""

from __future__ import annotations

TRAIN_TEXT = (
    "A small convolutional network learns to read handwritten digits. For each batch of examples it makes "
    "its predictions, the loss says how wrong they are, back-propagation finds in which direction each "
    "weight lowers the loss, and the optimizer moves the weights a little that way. One pass over all "
    "training examples is an epoch."
)
TRAIN_TRY = "Press Run and watch both curves; then change the learning rate while it runs."

OPTIMIZER = "Optimizer"
OPTIMIZER_HELP = "The rule that turns gradients into steps. A change starts the training afresh."
OPTIMIZER_NAMES = {
    "sgd": "SGD",
    "adagrad": "Adagrad",
    "adadelta": "Adadelta",
    "rmsprop": "RMSprop",
    "adam": "Adam",
    "adamax": "Adamax",
    "adamw": "AdamW",
}
LEARNING_RATE = "Learning rate"
LEARNING_RATE_HELP = "How long each step is: too small creeps, too large jumps about or diverges."
MOMENTUM = "Momentum"
MOMENTUM_HELP = "How much of the last step is kept, like a ball that rolls on."
MOMENTUM_UNUSED = "Only SGD and RMSprop use this number; {optimizer} does not."
BATCH_SIZE = "Batch size"
BATCH_SIZE_HELP = (
    "Examples for one step: small batches step often and noisily, large ones seldom and smoothly."
)
EPOCHS = "Epochs"
EPOCHS_HELP = "Passes over all training examples until the run ends."

RUN, PAUSE, STEP_BATCH, STEP_EPOCH, RESET = "Run", "Pause", "Step batch", "Step epoch", "Reset"
RUN_HELP = "Train until the last epoch"
PAUSE_HELP = "Stop within a fraction of a second; Run goes on from there"
STEP_BATCH_HELP = "Make one update of the weights, then pause"
STEP_EPOCH_HELP = "Train to the end of this epoch, then pause"
RESET_HELP = "Go back to the same initial weights"
TEST = "Measure on the test {items}"
TEST_HELP = "Test examples are for the end: choose settings by the validation data"

PROGRESS = "Training"
PROGRESS_READY = "not started"
PROGRESS_TEXT = "epoch {epoch:.2f} of {epochs} · update {iteration:,}"
PROGRESS_PAST = "epoch {epoch:.2f}, past the {epochs} asked for · update {iteration:,}"
PROGRESS_LEFT = " · about {seconds:.0f} s left"

NUMBERS = "Validation after {updates}: {metrics}."
NUMBERS_EMPTY = "Nothing measured yet."
TEST_RESULT = "Test {items} after {updates}: {metrics}."

CONFUSION_CAPTION = "Validation {items} by true class and prediction"
CONFUSION_ROWS, CONFUSION_COLUMNS = "True class", "Predicted"
CELL_TITLE = "True {true}, called {predicted}: {count}. Under each, the share given to {predicted}"
CELL_TITLE_SOME = (
    "True {true}, called {predicted}: {shown} of {count}. Under each, the share given to {predicted}"
)
CELL_NONE = "No validation example is in this cell now."
CELL_UNCHOSEN = "Choose a cell of the table to see its examples here, the most confident ones first."
CELL_ALT = "A {true} that the network calls {predicted} with a share of {share}"
CELL_OPENED = "The example is open under Predict as well."
OPTIMIZER_CHOSEN = (
    "The optimizer is now {optimizer}, with its usual learning rate {rate:g}. Press Run to train from the "
    "start."
)
NO_VALIDATION = "There are no validation examples: validation_split is 0."
LOSS = "Loss"
LOSS_HELP = "How a prediction is graded; training makes its mean over the examples small."
SEED = "Seed"
SEED_HELP = "First weights and the order of the examples follow from it: the same seed, the same run."
LOSSES = {
    "sparse_categorical_crossentropy": "cross-entropy, an output for each class",
    "binary_crossentropy": "binary cross-entropy, one output",
    "hinge": "hinge, one output",
    "squared_hinge": "squared hinge, one output",
    "mean_squared_error": "mean squared error",
    "mean_absolute_error": "mean absolute error",
    "huber": "Huber",
    "log_cosh": "log cosh",
}

RUN_BATCH = "batch {size}"
RUN_MOMENTUM = "momentum {value}"
RUN_SEED = "seed {value}"
