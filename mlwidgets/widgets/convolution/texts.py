"""Every sentence of the convolution lab."""

from __future__ import annotations

BOARD_NO_GRID = "There is no {grid} to edit."
BOARD_BLOCK = (
    "A block for the {grid} must be a rectangle of numbers, at most {rows} × {columns} from that cell; got "
    "{got}."
)

YOUR_PICTURE = "Your picture"
PICTURE_HINT = "Or drop or paste it here: PNG or JPEG, up to 10\u00a0MB."
PICTURE_SEVERAL = "These are {count} files, but only one picture can be used at a time. Choose one of them."
PICTURE_PROGRESS = "Uploading the picture"
KERNEL_TEXT = (
    "A small grid of numbers, the kernel, slides over a larger one. At each position, overlapping numbers "
    "are multiplied and the products added up: that sum is one cell of the output. A convolutional "
    "network does "
    "the same with kernels that it learns."
)
KERNEL_TRY = "Point at a cell of the output and read its arithmetic; then change a number of the kernel."
KERNEL_INPUT = "Input"
KERNEL_NUMBERS = "Numbers"
KERNEL_DRAWING = "Your drawing"
KERNEL_EXAMPLE = "The example under Predict"
KERNEL_OWN_PICTURE = "Your picture: {name}"
KERNEL_CHOOSE_PICTURE = "Your picture …"
KERNEL_CHOOSE_FIRST = "Choose a file under More settings."
KERNEL_NO_EXAMPLE = (
    "The kernel slides over pictures, and this experiment's examples are not pictures. {dataset}"
)
KERNEL_ROWS, KERNEL_COLUMNS = "Rows", "Columns"
KERNEL_CHANNELS = "Input channels"
KERNEL_CHANNELS_HELP = "A grey picture has one channel, a colour picture three: red, green and blue."
KERNEL_RANDOM = "Random numbers"
KERNEL_RANDOM_HELP = "Fill the input with whole numbers from 0 to 255"
KERNEL_PAD = "Drawing pad for the input"
KERNEL_PRESET = "Kernel"
KERNEL_OWN = "Custom"
KERNEL_OWN_HELP = "None of the kernels in this menu: typed in, or learned by a network."
KERNEL_RANDOM_PRESET = "Random"
KERNEL_SIZE, KERNEL_SIZE_OPTION = "Size", "{rows} × {columns}"
KERNEL_HEIGHT, KERNEL_WIDTH = "Kernel rows", "Kernel columns"
KERNEL_MORE = "More settings"
KERNEL_DIVISOR = "Divisor"
KERNEL_DIVISOR_HELP = "Every sum is divided by this: 9 turns a 3 × 3 kernel of ones into a mean."
KERNEL_BIAS = "Bias"
KERNEL_BIAS_HELP = "Added to every sum, after the division."
KERNEL_STRIDES = "Stride"
KERNEL_STRIDE_1 = "The kernel moves 1 cell at a time: {rows} × {columns} positions."
KERNEL_STRIDE = (
    "The kernel moves {step} cells at a time: {rows} × {columns} positions, instead of {full_rows} × {full} "
    "at stride 1."
)
KERNEL_PADDING = "Padding"
KERNEL_PADDING_OPTIONS = {
    "same": "same",
    "valid": "valid (none)",
    "full": "full",
    "0": "0 cells",
    "1": "1 cell",
    "2": "2 cells",
    "3": "3 cells",
    "4": "4 cells",
    "5": "5 cells",
}
KERNEL_PADDING_NONE = "No cells are added around the input."
KERNEL_PADDING_EVEN = "{count} added on every side of the input."
KERNEL_PADDING_SIDES = "Cells added to the input: {top} above, {bottom} below, {left} left, {right} right."
KERNEL_SAME_1 = "There is one position for each cell of the input."
KERNEL_SAME = "Down and across there are 1/{step} as many positions as cells, rounded up."
KERNEL_FULL = "In the first position, only the kernel's last cell touches the input."
KERNEL_PADDING_MODE = "Padding with"
KERNEL_PADDING_MODES = {"zero": "zeros", "edge": "the nearest cell", "reflect": "the mirrored input"}
KERNEL_DILATION = "Dilation"
KERNEL_DILATION_HELP = "Distance between neighbouring kernel cells on the input; 2 skips every other cell."
KERNEL_COMBINE = "Channels"
KERNEL_COMBINES = {"sum": "added up", "separately": "kept apart"}
KERNEL_COMBINE_HELP = (
    "A network's kernel has a slice for each channel and adds up the results; a picture filter treats every "
    "channel the same."
)
KERNEL_FLIP = "Operation"
KERNEL_FLIPS = {"no": "Cross-correlation", "yes": "Convolution (rotated kernel)"}
KERNEL_FLIP_HELP = (
    "Networks use the kernel as it is; convolution as mathematicians define it rotates it by 180°."
)
KERNEL_FLIP_SAME = "Rotated by 180° this kernel is unchanged, so both operations give the same output."
KERNEL_FLIP_OPPOSITE = "Rotated by 180° this kernel changes its sign, and so do all sums of products."
KERNEL_FLIP_OTHER = "Rotated by 180° this is another kernel, so the two operations can differ."
KERNEL_ACTIVATION = "Activation"
KERNEL_ACTIVATIONS = {"linear": "none", "relu": "ReLU (negative to 0)"}
KERNEL_POOLING = "Pooling"
KERNEL_POOLINGS = {"none": "none", "max": "max", "average": "average"}
KERNEL_POOL_SIZE = "Pooling window"
KERNEL_BACKWARD = "Backward pass"
KERNEL_BACKWARDS = {"no": "hidden", "yes": "shown"}
KERNEL_BACKWARD_HELP = (
    "How the loss changes with kernel, input and bias, worked out from how it changes with each output cell."
)
KERNEL_BACKWARD_NUMBERS = "Only available for number input."
KERNEL_RESET = "Reset"
KERNEL_RESET_HELP = "Go back to the example that the lab opened with"
KERNEL_RESULT_ALT = (
    "The picture filtered by the kernel {kernel}: {height} by {width} pixels, values from {low} to {high}."
)
KERNEL_OF_SIZE = "of {rows} × {columns}"
KERNEL_ARRAY = "Array from Python"
KERNEL_SHRUNK = "Your picture was shrunk from {width} × {height} to {new_width} × {new_height} pixels."
CODE_TEXT = "This convolution in NumPy, SciPy and Keras."
CODE_NOTE = "Runs as it is with {needs} installed."
CODE_NOTE_PICTURE = "Runs as it is with {needs} and Pillow installed, next to the input saved as {file}."

FILTERS_TITLE = "Use this kernel in the network"
FILTERS_TEXT = (
    "Make this kernel a filter of the network's first convolution, or copy a filter that it has learned."
)
FILTERS_USE = "Use in network"
FILTERS_USE_HELP = "Make the kernel a filter of the first convolution; train it then from the start"
FILTERS_NUMBER = "Becomes filter"
FILTERS_NUMBER_HELP = "Which filter of the first convolution it replaces."
FILTERS_TRAINABLE = "While the network trains"
FILTERS_TRAINABLES = {"no": "it stays frozen", "yes": "it is trained too"}
FILTERS_WITHOUT = "Remove hand-made kernels"
FILTERS_WITHOUT_HELP = "Let all filters start at random again; train it then from the start"
FILTERS_FROZEN = (
    "The kernel is now filter {number} of the first convolution, and stays as it is. Train the network: "
    "everything else learns around it."
)
FILTERS_LEARNS = (
    "The kernel is now filter {number} of the first convolution. Train the network and watch how it changes."
)
FILTERS_TAKEN_OUT = "All filters start at random again."
FILTERS_LAYER = "Filters of"
FILTERS_LAYER_OPTION = "layer {number}: {filters} of {height} × {width}, {channels}"
FILTERS_CHANNELS = {1: "1 channel"}
FILTERS_NONE = "This network has no Conv2D layer, so there are no filters."
FILTERS_GALLERY = (
    "Your kernel and the filters: dark is negative, light is positive. Choose one to copy it here."
)
FILTERS_MINE, FILTERS_FILTER = "yours", "{number}: {similarity}"
FILTERS_UNKNOWN = "unknown"
FILTERS_MINE_ALT = "Your kernel"
FILTERS_ALT = "Filter {number}, similarity {similarity} to your kernel{made}"
FILTERS_MADE = {True: ", hand-made and trained", False: ", hand-made and frozen"}
FILTERS_OTHER_SIZE = "Your kernel has another size, so it cannot be compared with these filters."
FILTERS_MOST_SIMILAR = (
    "After {updates} the most similar filter is {number}, with a similarity of {similarity} (1: the same up "
    "to a factor, 0: nothing in common, −1: the opposite)."
)
FILTERS_BROUGHT = "Your kernel is now filter {number} of layer {layer}, with its bias."
FILTERS_AVERAGED = " It has {slices} slices, more than your input has channels, so this is their mean."
