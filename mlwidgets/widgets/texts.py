"""Every sentence that a lab shows, in one place, where a translator can find it."""

from __future__ import annotations

TITLE = "mlwidgets"
SUBTITLE = "Learn machine learning by touching it."

TRAIN_TITLE = "Train"
TRAIN_TEXT = (
    "A small convolutional network learns to read handwritten digits. For each batch of examples it makes "
    "its predictions, the loss says how wrong they are, back-propagation finds in which direction each "
    "weight lowers the loss, and the optimizer moves the weights a little that way. One pass over all "
    "training examples is an epoch."
)
TRAIN_TRY = "press Run and watch both curves; then change the learning rate while it runs."

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
VALIDATION_EXAMPLE = "Training example {number}, used for validation"

TRAINING_EXAMPLE = "Training example {number}"

INSIDE_TITLE = "Inside the network"
INSIDE_TEXT = "What every layer makes of one example, live while it learns, and how each number comes about."
INSIDE_EMPTY = "Choose a map, a filter or a unit to see how one of its numbers comes about."
INSIDE_NO_MISTAKE = "The network gets every validation example right."
INSIDE_LOSS = " Loss {loss}."
INSIDE_NUMBERS = "The network says {output} after {updates}"
INSIDE_TARGET = "; the right answer is {truth}."
INSIDE_NO_TRUTH = " What it really is nobody has said, so there is no loss and no gradient."
INSIDE_MAP = "{layer}, map {number}"
INSIDE_UNIT = "{layer}, unit {number}"
INSIDE_WEIGHTS = "{layer}, {name} {number}"
INSIDE_GAP = "A gap between two kernels."
INSIDE_PYTHON = "In Python: experiment.model.layers[{layer}].{name}[{index}]"
INSIDE_WEIGHT, INSIDE_WEIGHT_GRADIENT = "weight", "∂L/∂weight"

PREDICT_TITLE = "Predict"
PREDICT_TEXT = (
    "The network gives each of the ten digits a share, and the shares sum to 100 %. A share is how the "
    "network weighs the digits against each other; nothing guarantees that it is right in that share of "
    "cases."
)
PREDICT_UNSUITED = (
    "PredictLab draws and shows grey pictures of 28 × 28 pixels in classes, as the digits of MNIST are; got "
    'other data. {dataset} Use Experiment("mnist"), or experiment.predict(x) in Python.'
)
PREDICT_TRY = "draw a 7, large; then give it a bar across and watch the shares move."
PAD_LABEL = "Drawing pad for a digit"
TEST_INDEX = "Test digit"
TEST_INDEX_HELP = "Any digit that the network has never been trained on."
NEXT_MISTAKE = "Next mistake"
NEXT_MISTAKE_HELP = "The next test digit that the network gets wrong"
NO_MISTAKE = "The network gets every test digit right."
SEEN_TITLE = "What the network sees"
SEEN_EMPTY = "Draw a digit or choose a test digit."
SEEN_ALT = "{title}, as {height} by {width} grey pixels"
DRAWN = "Your drawing, centred and scaled as MNIST digits are"
TEST_EXAMPLE = "Test digit {number}"
VERDICT = "The network says {name} ({share}) after {updates}"
VERDICT_RIGHT, VERDICT_WRONG = "; that is right.", "; it is a {truth}."
VERDICT_OPEN = "."
UNTRAINED = " It has not been trained yet, so this is a guess."

BOARD_NO_GRID = "There is no {grid} to edit now."
BOARD_BLOCK = (
    "A block for the {grid} must be a rectangle of numbers, at most {rows} × {columns} from that cell; got "
    "{got}."
)

YOUR_PICTURE = "Your picture"
UPLOAD_BROKEN = "“{name}” did not arrive whole, so nothing was changed. Choose the file again."

OTHER_DATA = "The experiment has another data set now. Make a new lab for it: {lab}(experiment)."
OPTIMIZER_CHOSEN = (
    "The optimizer is now {optimizer}, with its usual learning rate {rate:g}. Press Run to train from the "
    "start."
)
NO_VALIDATION = "There are no validation examples: validation_split is 0."
TEST_NUMBER = "test example"
FAULT = (
    "Something went wrong inside mlwidgets ({error}). Your settings are kept; the details are in the log of "
    "the server."
)

KERNEL_TITLE = "Convolution"
KERNEL_TEXT = (
    "A small grid of numbers, the kernel, slides over a larger one. At each place the numbers that lie on "
    "each other are multiplied, and the products are added up: that sum is one cell of the output. A "
    "convolutional network does the same with kernels that it has learned."
)
KERNEL_TRY = (
    "point at a cell of the output and read its arithmetic below; then change a number of the kernel."
)
KERNEL_INPUT = "Input"
KERNEL_NUMBERS = "Numbers"
KERNEL_DRAWING = "Drawing"
KERNEL_EXAMPLE = "The example under Predict"
KERNEL_OWN_PICTURE = "Your picture: {name}"
KERNEL_NO_EXAMPLE = (
    "The kernel can slide over pictures only; the examples of this experiment are none. {dataset}"
)
KERNEL_ROWS, KERNEL_COLUMNS = "Rows", "Columns"
KERNEL_CHANNELS = "Input channels"
KERNEL_CHANNELS_HELP = "A grey picture has one channel, a coloured one three: red, green and blue."
KERNEL_RANDOM = "Random numbers"
KERNEL_RANDOM_HELP = "Fill the input with whole numbers from 0 to 255"
KERNEL_PAD = "Drawing pad for the input"
KERNEL_PRESET = "Kernel"
KERNEL_OWN = "Your own"
KERNEL_OWN_HELP = "Numbers that you have chosen."
KERNEL_RANDOM_PRESET = "Random"
KERNEL_HEIGHT, KERNEL_WIDTH = "Kernel rows", "Kernel columns"
KERNEL_DIVISOR = "Divisor"
KERNEL_DIVISOR_HELP = "Every sum is divided by it: 9 makes a 3 × 3 box of ones a mean."
KERNEL_BIAS = "Bias"
KERNEL_BIAS_HELP = "Added to every sum."
KERNEL_STRIDES = "Stride"
KERNEL_STRIDES_HELP = "Steps from one place to the next; 2 halves the output."
KERNEL_PADDING = "Padding"
KERNEL_PADDING_OPTIONS = {
    "same": "same: as large as the input",
    "valid": "valid: none",
    "full": "full: every overlap",
    "0": "0 cells",
    "1": "1 cell all round",
    "2": "2 cells all round",
    "3": "3 cells all round",
    "4": "4 cells all round",
    "5": "5 cells all round",
}
KERNEL_PADDING_HELP = "Cells that are added around the input, so that the kernel can stand at its rim."
KERNEL_PADDING_MODE = "What the padding holds"
KERNEL_PADDING_MODES = {"zero": "zeros", "edge": "the nearest cell", "reflect": "the input mirrored"}
KERNEL_DILATION = "Dilation"
KERNEL_DILATION_HELP = "Distance between neighbouring cells of the kernel; 2 leaves one out."
KERNEL_COMBINE = "Channels"
KERNEL_COMBINES = {"sum": "added up", "separately": "kept apart"}
KERNEL_COMBINE_HELP = (
    "A network has a slice of the kernel for each channel and adds up; a picture filter treats all alike."
)
KERNEL_FLIP = "Operation"
KERNEL_FLIPS = {"no": "Cross-correlation", "yes": "Convolution (kernel turned)"}
KERNEL_FLIP_HELP = "Networks use the kernel as it stands; a convolution of mathematics turns it by 180°."
KERNEL_FLIP_SAME = "Turned by 180° this kernel is the same, so both operations give the same output."
KERNEL_FLIP_OTHER = (
    "The other operation would change {count:,} of {total:,} output cells, by up to {largest}."
)
KERNEL_ACTIVATION = "Activation"
KERNEL_ACTIVATIONS = {"linear": "none", "relu": "ReLU: negative becomes 0"}
KERNEL_POOLING = "Pooling"
KERNEL_POOLINGS = {"none": "none", "max": "max: the largest", "average": "average: the mean"}
KERNEL_POOL_SIZE = "Pooling window"
KERNEL_BACKWARD = "Backward pass"
KERNEL_BACKWARDS = {"no": "hidden", "yes": "shown"}
KERNEL_BACKWARD_HELP = (
    "Given how the loss changes with each output cell, how it changes with kernel, input and bias."
)
KERNEL_BACKWARD_NUMBERS = "It is for numbers: choose Numbers as the input."
KERNEL_RESET = "Reset"
KERNEL_RESET_HELP = "Go back to the example that the lab opens with"
KERNEL_GRID_TITLE = "Kernel"
KERNEL_RESULT_ALT = (
    "What the kernel {kernel} makes of it: {height} by {width} pixels, values from {low} to {high}."
)
KERNEL_OF_SIZE = "of {rows} × {columns}"
KERNEL_ARRAY = "Array from Python"
KERNEL_SHRUNK = "Your picture was shrunk from {width} × {height} to {new_width} × {new_height} pixels."

CODE_TITLE = "Show the code"
CODE_TEXT = "The lines that have just run, and the same with SciPy and with Keras."
CODE_NOTE = "Runs as it stands with {needs} installed."
CODE_NOTE_PICTURE = "Runs as it stands with {needs} and Pillow installed, beside the input as {file}."

FILTERS_TITLE = "Into a network and out of it"
FILTERS_TEXT = (
    "Make this kernel a filter of the network's first convolution, or fetch one that it has learned."
)
FILTERS_USE = "Use in network"
FILTERS_USE_HELP = "Make the kernel a filter of the first convolution; training starts afresh"
FILTERS_NUMBER = "Becomes filter"
FILTERS_NUMBER_HELP = "Which of the filters of the first convolution it replaces."
FILTERS_TRAINABLE = "While the network trains"
FILTERS_TRAINABLES = {"no": "it stays frozen", "yes": "it learns, too"}
FILTERS_WITHOUT = "Take kernels out"
FILTERS_WITHOUT_HELP = "Let all filters start at random again; training starts afresh"
FILTERS_FROZEN = (
    "The kernel is filter {number} of the first convolution now, and stays as it is. Train the network: the "
    "other filters learn around it."
)
FILTERS_LEARNS = (
    "The kernel is filter {number} of the first convolution now. Train the network and see what becomes "
    "of it."
)
FILTERS_TAKEN_OUT = "All filters start at random again."
FILTERS_LAYER = "Filters of"
FILTERS_LAYER_OPTION = "layer {number}: {filters} of {height} × {width}, {channels}"
FILTERS_CHANNELS = {1: "1 channel"}
FILTERS_NONE = "This network has no Conv2D layer, so there are no filters."
FILTERS_GALLERY = (
    "Your kernel, and the filters: dark is negative, light positive. Choose one to bring it here."
)
FILTERS_MINE, FILTERS_FILTER = "yours", "{number}: {likeness}"
FILTERS_UNKNOWN = "unknown"
FILTERS_MINE_ALT = "Your kernel"
FILTERS_ALT = "Filter {number}, likeness {likeness} to your kernel{made}"
FILTERS_MADE = {True: ", made by hand and trained on", False: ", made by hand and frozen"}
FILTERS_OTHER_SIZE = "Your kernel has another size, so it cannot be compared with these filters."
FILTERS_LIKEST = (
    "After {updates}: most like yours is filter {number}, with a likeness of {likeness} (1 the same, 0 "
    "nothing in common, −1 the opposite)."
)
FILTERS_BROUGHT = "Filter {number} of layer {layer} is your kernel now, with its bias."
FILTERS_AVERAGED = " It has {slices} slices, more than your input has channels, so this is their mean."

STACK_GONE = "That layer is not in the stack any more."
STACK_NO_TEXT = "The page sent no text as {name}. Reload the page and try again."
STACK_PARAMETERS = "Parameters"
STACK_MULTIPLY_ADDS = "Multiply–adds for one example"
STACK_MEMORY = "Memory for a batch of {count:,}"
STACK_WANTED = "The data have {what}: {shape} wanted"
STACK_USED = "This is the network that is trained."
STACK_UNUSED = "{problems} left. Training keeps the last network that was possible."
STACK_REFUSED = "The experiment did not take this stack. {reason}"

PLAY_TITLE = "Playground"
PLAY_TEXT = (
    "A small network learns to tell points of the plane apart, or to predict a number at each of them. Every "
    "neuron shows what it computes over the plane: orange below 0, blue above. Links are as thick as their "
    "weights are large."
)
PLAY_TRY = "press Run; then take a neuron away, or choose other features, and run again."
PLAY_UNSUITED = (
    'Playground shows points of the plane, such as Playground("spiral"); got other data. {dataset}'
)
PLAY_DATA = "Data"
PLAY_OWN_POINTS = "Your own points"
PLAY_CLASSES = "Classes"
PLAY_NOISE, PLAY_NOISE_HELP = "Noise", "How far points stray from their places."
PLAY_SAMPLES, PLAY_SAMPLES_HELP = "Points", "For training, validation and test together."
PLAY_TRAINING = "Share for training"
PLAY_TRAINING_HELP = "The others are for the test, which training never sees."
PLAY_VALIDATION = "Of these for validation"
PLAY_VALIDATION_HELP = "Set aside to choose settings by."
PLAY_SEED = "Seed"
PLAY_SEED_HELP = (
    "Points, first weights and the order of the examples follow from it: the same seed, the same run."
)
PLAY_FEATURES = "Features"
PLAY_FEATURES_HELP = "What the network is given of each point."
PLAY_HIDDEN = "Hidden layers"
PLAY_HIDDEN_OTHER = (
    "This network has other layers than the playground's; a change here puts a plain one in its place."
)
PLAY_ACTIVATION = "Activation"
PLAY_ACTIVATION_HELP = "The bend after each hidden neuron's weighted sum; without one, layers add nothing."
PLAY_PENALTY = "Penalty on weights"
PLAY_PENALTIES = {"none": "none", "l1": "L1: towards exactly 0", "l2": "L2: towards small ones"}
PLAY_PENALTY_RATE = "Penalty rate"
PLAY_PENALTY_HELP = "How much the penalty counts in the loss; it has a line of its own in the chart."
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

NETWORK_TITLE = "Network"
NETWORK_TEXT = (
    "A network is a stack of layers: the output of each is the input of the next. What lies between input "
    "and output is called hidden. A layer fits if it can take the shape that comes out of the one above it."
)
NETWORK_TRY = "take the Flatten layer away and read what the next layer says; then let it be repaired."
NETWORK_CODE_TEXT = "The same network, loss and optimizer for Keras, TensorFlow.js, PyTorch and NumPy alone."
NETWORK_CODE_NOTE = "Runs as it stands with {needs} installed, beside {files}."
NETWORK_CODE_WEIGHTS = "{file} too, to go on from the present weights"
NETWORK_CODE_NEEDS = {
    "Keras": "Keras",
    "TensorFlow.js": "Node.js and the package @tensorflow/tfjs",
    "PyTorch": "PyTorch",
    "NumPy": "NumPy",
}

MAP_CLASSES = "Decision map: {classes} classes; {share} of {count:,} training points are on their side."
MAP_NUMBERS = "Map of the predicted number: off by {error} on average at {count:,} training points."
