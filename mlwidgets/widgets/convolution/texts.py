"""Every sentence of the convolution lab."""

from __future__ import annotations

from mlwidgets.language import _, n_

GRID_WORDS = {
    "input": _("input"),
    "kernel": _("kernel"),
    "output": _("output"),
    "output_gradient": _("output gradient"),
}
"""What the grids that can be edited are called within a sentence."""
BOARD_NO_GRID = _("There is no {grid} to edit.")
BOARD_BLOCK = _(
    "A block for the {grid} must be a rectangle of numbers, at most {rows} × {columns} from that cell; got "
    "{got}."
)

YOUR_PICTURE = _("Your picture")
PICTURE_HINT = _("Or drop or paste it here: PNG or JPEG, up to 10\u00a0MB.")
PICTURE_SEVERAL = _(
    "These are {count} files, but only one picture can be used at a time. Choose one of them."
)
PICTURE_PROGRESS = _("Uploading the picture")
KERNEL_TEXT = _(
    "A small grid of numbers, the kernel, slides over a larger one. At each position, overlapping numbers "
    "are multiplied and the products added up: that sum is one cell of the output. A convolutional "
    "network does "
    "the same with kernels that it learns."
)
KERNEL_TRY = _("Point at a cell of the output and read its arithmetic; then change a number of the kernel.")
KERNEL_INPUT = _("Input")
KERNEL_NUMBERS = _("Numbers")
KERNEL_DRAWING = _("Your drawing")
KERNEL_EXAMPLE = _("The example under Predict")
KERNEL_OWN_PICTURE = _("Your picture: {name}")
KERNEL_CHOOSE_PICTURE = _("Your picture …")
KERNEL_CHOOSE_FIRST = _("Choose a file under More settings.")
KERNEL_NO_EXAMPLE = _(
    "The kernel slides over pictures, and this experiment's examples are not pictures. {dataset}"
)
KERNEL_ROWS, KERNEL_COLUMNS = _("Rows"), _("Columns")
KERNEL_CHANNELS = _("Input channels")
KERNEL_CHANNELS_HELP = _("A grey picture has one channel, a colour picture three: red, green and blue.")
KERNEL_RANDOM = _("Random numbers")
KERNEL_RANDOM_HELP = _("Fill the input with whole numbers from 0 to 255")
KERNEL_PAD = _("Drawing pad for the input")
KERNEL_PRESET = _("Kernel")
KERNEL_OWN = _("Custom")
KERNEL_OWN_HELP = _("None of the kernels in this menu: typed in, or learned by a network.")
KERNEL_RANDOM_PRESET = _("Random")
KERNEL_SIZE, KERNEL_SIZE_OPTION = _("Size"), "{rows} × {columns}"
KERNEL_HEIGHT, KERNEL_WIDTH = _("Kernel rows"), _("Kernel columns")
KERNEL_MORE = _("More settings")
KERNEL_DIVISOR = _("Divisor")
KERNEL_DIVISOR_HELP = _("Every sum is divided by this: 9 turns a 3 × 3 kernel of ones into a mean.")
KERNEL_BIAS = _("Bias")
KERNEL_BIAS_HELP = _("Added to every sum, after the division.")
KERNEL_STRIDES = _("Stride")
KERNEL_STRIDE_1 = _("The kernel moves 1 cell at a time: {rows} × {columns} positions.")
KERNEL_STRIDE = _(
    "The kernel moves {step} cells at a time: {rows} × {columns} positions, instead of {full_rows} × {full} "
    "at stride 1."
)
KERNEL_PADDING = _("Padding")
KERNEL_PADDING_OPTIONS = {
    "same": _("same"),
    "valid": _("valid (none)"),
    "full": _("full"),
    "0": _("0 cells"),
    "1": _("1 cell"),
    "2": _("2 cells"),
    "3": _("3 cells"),
    "4": _("4 cells"),
    "5": _("5 cells"),
}
KERNEL_PADDING_NONE = _("No cells are added around the input.")
KERNEL_PADDING_EVEN = _("{count} added on every side of the input.")
CELLS = n_("{count} cell", "{count} cells")
KERNEL_PADDING_SIDES = _("Cells added to the input: {top} above, {bottom} below, {left} left, {right} right.")
KERNEL_SAME_1 = _("There is one position for each cell of the input.")
KERNEL_SAME = _("Down and across there are 1/{step} as many positions as cells, rounded up.")
KERNEL_FULL = _("In the first position, only the kernel's last cell touches the input.")
KERNEL_PADDING_MODE = _("Padding with")
KERNEL_PADDING_MODES = {"zero": _("zeros"), "edge": _("the nearest cell"), "reflect": _("the mirrored input")}
KERNEL_DILATION = _("Dilation")
KERNEL_DILATION_HELP = _("Distance between neighbouring kernel cells on the input; 2 skips every other cell.")
KERNEL_COMBINE = _("Channels")
KERNEL_COMBINES = {"sum": _("added up"), "separately": _("kept apart")}
KERNEL_COMBINE_HELP = _(
    "A network's kernel has a slice for each channel and adds up the results; a picture filter treats every "
    "channel the same."
)
KERNEL_FLIP = _("Operation")
KERNEL_FLIPS = {"no": _("Cross-correlation"), "yes": _("Convolution (rotated kernel)")}
KERNEL_FLIP_HELP = _(
    "Networks use the kernel as it is; convolution as mathematicians define it rotates it by 180°."
)
KERNEL_FLIP_SAME = _("Rotated by 180° this kernel is unchanged, so both operations give the same output.")
KERNEL_FLIP_OPPOSITE = _("Rotated by 180° this kernel changes its sign, and so do all sums of products.")
KERNEL_FLIP_OTHER = _("Rotated by 180° this is another kernel, so the two operations can differ.")
KERNEL_ACTIVATION = _("Activation")
KERNEL_ACTIVATIONS = {"linear": _("none"), "relu": _("ReLU (negative to 0)")}
KERNEL_POOLING = _("Pooling")
KERNEL_POOLINGS = {"none": _("none"), "max": _("max"), "average": _("average")}
KERNEL_POOL_SIZE = _("Pooling window")
KERNEL_BACKWARD = _("Backward pass")
KERNEL_BACKWARDS = {"no": _("hidden"), "yes": _("shown")}
KERNEL_BACKWARD_HELP = _(
    "How the loss changes with kernel, input and bias, worked out from how it changes with each output cell."
)
KERNEL_BACKWARD_NUMBERS = _("Only available for number input.")
KERNEL_RESET = _("Reset")
KERNEL_RESET_HELP = _("Go back to the example that the lab opened with")
KERNEL_RESULT_ALT = _(
    "The picture filtered by the kernel {kernel}: {height} by {width} pixels, values from {low} to {high}."
)
KERNEL_OF_SIZE = _("of {rows} × {columns}")
KERNEL_ARRAY = _("Array from Python")
KERNEL_SHRUNK = _("Your picture was shrunk from {width} × {height} to {new_width} × {new_height} pixels.")
CODE_TEXT = _("This convolution in NumPy, SciPy and Keras.")
CODE_NUMPY_AND = _("NumPy and {library}")
CODE_NOTE = _("Runs as it is with {needs} installed.")
CODE_NOTE_PICTURE = _("Runs as it is with {needs} and Pillow installed, next to the input saved as {file}.")

FILTERS_TITLE = _("Use this kernel in the network")
FILTERS_TEXT = _(
    "Make this kernel a filter of the network's first convolution, or copy a filter that it has learned."
)
FILTERS_USE = _("Use in network")
FILTERS_USE_HELP = _("Make the kernel a filter of the first convolution; train it then from the start")
FILTERS_NUMBER = _("Becomes filter")
FILTERS_NUMBER_HELP = _("Which filter of the first convolution it replaces.")
FILTERS_TRAINABLE = _("While the network trains")
FILTERS_TRAINABLES = {"no": _("it stays frozen"), "yes": _("it is trained too")}
FILTERS_WITHOUT = _("Remove hand-made kernels")
FILTERS_WITHOUT_HELP = _("Let all filters start at random again; train it then from the start")
FILTERS_FROZEN = _(
    "The kernel is now filter {number} of the first convolution, and stays as it is. Train the network: "
    "everything else learns around it."
)
FILTERS_LEARNS = _(
    "The kernel is now filter {number} of the first convolution. Train the network and watch how it changes."
)
FILTERS_TAKEN_OUT = _("All filters start at random again.")
FILTERS_LAYER = _("Filters of")
FILTERS_LAYER_OPTION = _("layer {number}: {filters} of {height} × {width}, {channels}")
FILTERS_CHANNELS = n_("{count} channel", "{count} channels")
FILTERS_NONE = _("This network has no Conv2D layer, so there are no filters.")
FILTERS_GALLERY = _(
    "Your kernel and the filters: dark is negative, light is positive. Choose one to copy it here."
)
FILTERS_MINE, FILTERS_FILTER = _("yours"), "{number}: {similarity}"
FILTERS_UNKNOWN = _("unknown")
FILTERS_MINE_ALT = _("Your kernel")
FILTERS_ALT = _("Filter {number}, similarity {similarity} to your kernel{made}")
FILTERS_MADE = {True: _(", hand-made and trained"), False: _(", hand-made and frozen")}
FILTERS_OTHER_SIZE = _("Your kernel has another size, so it cannot be compared with these filters.")
FILTERS_MOST_SIMILAR = _(
    "After {updates} the most similar filter is {number}, with a similarity of {similarity} (1: the same up "
    "to a factor, 0: nothing in common, −1: the opposite)."
)
FILTERS_BROUGHT = _("Your kernel is now filter {number} of layer {layer}, with its bias.")
FILTERS_AVERAGED = _(" It has {slices} slices, more than your input has channels, so this is their mean.")
