"""Every sentence of the convolution lab."""

from __future__ import annotations

BOARD_NO_GRID = "There is no {grid} to edit now."
BOARD_BLOCK = (
    "A block for the {grid} must be a rectangle of numbers, at most {rows} × {columns} from that cell; got "
    "{got}."
)

YOUR_PICTURE = "Your picture"
UPLOAD_BROKEN = "“{name}” did not arrive whole, so nothing was changed. Choose the file again."
KERNEL_TEXT = (
    "A small grid of numbers, the kernel, slides over a larger one. At each place the numbers that lie on "
    "each other are multiplied, and the products are added up: that sum is one cell of the output. A "
    "convolutional network does the same with kernels that it has learned."
)
KERNEL_TRY = (
    "Point at a cell of the output and read its arithmetic below; then change a number of the kernel."
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
