"""What each kind of layer does and what each of its settings means, in a sentence for a learner."""

from __future__ import annotations

FAMILIES: dict[str, tuple[str, ...]] = {
    "Dense": ("Dense",),
    "Convolution": ("Conv2D", "DepthwiseConv2D", "SeparableConv2D", "Conv2DTranspose", "Conv1D"),
    "Pooling": (
        "MaxPooling2D",
        "AveragePooling2D",
        "GlobalAveragePooling2D",
        "GlobalMaxPooling2D",
        "MaxPooling1D",
        "AveragePooling1D",
    ),
    "Shape": ("Flatten", "Reshape", "ZeroPadding2D", "UpSampling2D"),
    "Regularization": ("Dropout", "SpatialDropout2D", "GaussianNoise"),
    "Normalization": ("BatchNormalization", "LayerNormalization"),
    "Activation": ("Activation", "LeakyReLU", "PReLU", "ELU", "Softmax"),
}
"""Every layer of the engine, with its relatives."""

SENTENCES = {
    "Dense": "Every unit adds up all numbers that come in, each times a weight of its own.",
    "Conv2D": "Slides small kernels over a picture; each finds one pattern wherever it stands.",
    "DepthwiseConv2D": "Slides kernels over each channel on its own, without mixing the channels.",
    "SeparableConv2D": "A convolution in two cheap steps: each channel on its own, then a mix of them.",
    "Conv2DTranspose": "Stamps kernels into a larger picture: a convolution the other way round.",
    "Conv1D": "Slides kernels along a sequence, such as a sound or a row of measurements.",
    "MaxPooling2D": "Keeps the largest number of each window: a smaller map of where something was found.",
    "AveragePooling2D": "Keeps the mean of each window: a smaller, softer picture.",
    "GlobalAveragePooling2D": "One number for each channel: its mean over the whole picture.",
    "GlobalMaxPooling2D": "One number for each channel: its largest anywhere in the picture.",
    "MaxPooling1D": "Keeps the largest number of each window of a sequence.",
    "AveragePooling1D": "Keeps the mean of each window of a sequence.",
    "Flatten": "Lays all numbers of a picture in one row, so that a Dense layer can take them.",
    "Reshape": "Lays the same numbers out in another shape.",
    "ZeroPadding2D": "Puts a rim of zeros around a picture.",
    "UpSampling2D": "Repeats rows and columns, so that a picture gets larger.",
    "Dropout": "In training, sets numbers to 0 at random, so that no unit can rely on a single other one.",
    "SpatialDropout2D": "In training, sets whole channels to 0 at random.",
    "GaussianNoise": "In training, adds a little noise to every number.",
    "BatchNormalization": "Brings each channel to mean 0 and spread 1 over the batch, then scales it.",
    "LayerNormalization": "Brings the numbers of each example to mean 0 and spread 1, then scales them.",
    "Activation": "Applies a function to every number, such as ReLU: max(0, x).",
    "LeakyReLU": "Lets numbers above 0 pass, and a small share of those below.",
    "PReLU": "A leaky ReLU that learns how much it lets pass below 0.",
    "ELU": "Lets numbers above 0 pass, and bends smoothly towards −alpha below.",
    "Softmax": "Turns numbers into shares that are positive and sum to 1.",
}
"""What a layer does, for the menu that adds one."""

_WEIGHTS = {
    "kernel": "the kernel",
    "bias": "the biases",
    "depthwise": "the kernels of each channel",
    "pointwise": "the kernel that mixes the channels",
    "beta": "the shift beta",
    "gamma": "the scale gamma",
    "moving_mean": "the moving mean",
    "moving_variance": "the moving variance",
    "alpha": "the slopes alpha",
}

_SETTINGS = {
    "units": "How many neurons, and so how many numbers come out.",
    "filters": "How many kernels, and so how many channels come out.",
    "kernel_size": "Size of the kernel: one number for a square, or height × width.",
    "strides": "Steps from one place to the next: one number, or down × right.",
    "padding": "valid: only where the window fits. same: a rim of zeros, so that stride 1 keeps the size.",
    "activation": "The function after the sum; without one, more layers compute no more than a single one.",
    "dilation_rate": "Distance between neighbouring cells of the kernel: 2 leaves one out in between.",
    "groups": "Channels and filters are divided into so many groups that do not see each other.",
    "depth_multiplier": "How many kernels each channel has.",
    "use_bias": "Whether each result gets a number of its own added.",
    "pool_size": "Size of the window: one number for a square, or height × width.",
    "size": "How often each row and each column is repeated: one number, or down × right.",
    "target_shape": "The new shape, such as 28, 28, 1. One number may be −1: what is left over.",
    "rate": "The share of numbers that is set to 0.",
    "stddev": "How far the random numbers spread.",
    "axis": "Which axis, counted from 1; −1 is the last, the channels.",
    "momentum": "The share of the old moving average in the new one.",
    "epsilon": "A small number, so that nothing is divided by 0.",
    "center": "Whether beta is added.",
    "scale": "Whether gamma multiplies.",
    "shared_axes": "Axes along which a slope is shared, such as 1, 2 for one a channel. Empty: none.",
    "negative_slope": "The slope below 0.",
    "alpha": "How far below 0 the result can go.",
    "value": "The number that every weight starts with.",
    "mean": "The middle of the random numbers.",
    "minval": "The smallest random number.",
    "maxval": "The largest random number.",
    "gain": "What the matrix is multiplied by.",
    "mode": "Which connections are counted: into a unit, out of it, or their average.",
    "approximate": "Whether the quicker formula with tanh is used.",
    "distribution": "The shape of the random numbers' distribution.",
    "l1": "The price of the weights' sizes: drives many of them to exactly 0.",
    "l2": "The price of the weights' squares: keeps all of them small.",
    "max_value": "The greatest length of the weights into one unit.",
    "numbers": "Which filters are made by hand.",
    "values": "The numbers of the filters that are made by hand.",
    "others": "Where the other filters start.",
}

_SPECIAL = {
    ("Conv1D", "kernel_size"): "How many steps the kernel is long.",
    ("Conv1D", "strides"): "Steps from one place to the next.",
    ("Conv2DTranspose", "strides"): "Steps from one stamp to the next: the picture grows by it.",
    ("Conv2DTranspose", "padding"): "valid: whole stamps. same: cut to the input's size times the stride.",
    ("MaxPooling1D", "pool_size"): "How many steps the window is long.",
    ("AveragePooling1D", "pool_size"): "How many steps the window is long.",
    ("MaxPooling1D", "strides"): "Steps from one window to the next. Empty: as long as the window.",
    ("AveragePooling1D", "strides"): "Steps from one window to the next. Empty: as long as the window.",
    ("MaxPooling2D", "strides"): "Steps from one window to the next. Empty: as large as the window.",
    ("AveragePooling2D", "strides"): "Steps from one window to the next. Empty: as large as the window.",
    (
        "ZeroPadding2D",
        "padding",
    ): "Cells on every side, or vertical × horizontal, or top, bottom, left, right.",
    ("SpatialDropout2D", "rate"): "The share of channels that is set to 0.",
    ("GaussianNoise", "stddev"): "How far the noise spreads.",
    ("Activation", "activation"): "Which function.",
    ("BatchNormalization", "axis"): "The axis of the channels, counted from 1; −1 is the last.",
    (
        "LayerNormalization",
        "axis",
    ): "The axes that mean and spread are taken over, counted from 1; −1 is the last.",
    ("VarianceScaling", "scale"): "The variance of all connections of a unit together.",
    ("MaxNorm", "axis"): "The axes a length is taken over, counted from 0: 0 for Dense; 0, 1, 2 for Conv2D.",
    ("UnitNorm", "axis"): "The axes a length is taken over, counted from 0: 0 for Dense; 0, 1, 2 for Conv2D.",
}


def setting_help(owner: str, name: str) -> str:
    """Return one sentence on a setting of a layer, initializer, regularizer, constraint or activation.

    Parameters
    ----------
    owner : str
        The class that has the setting, such as "Dense".
    name : str
        The setting, such as "units".

    Raises
    ------
    KeyError
        Nobody has written a sentence for it.

    Examples
    --------
    >>> setting_help("Dense", "bias_initializer")
    'Where the biases start.'
    """
    weights, _, what = name.rpartition("_")
    if what == "initializer":
        return f"Where {_WEIGHTS[weights]} start{'s' if _one(weights) else ''}."
    if what == "regularizer":
        return f"A price on large numbers in {_WEIGHTS[weights]}, part of the loss."
    if what == "constraint":
        return f"What {_WEIGHTS[weights]} must fulfil after each update."
    return _SPECIAL.get((owner, name)) or _SETTINGS[name]


def _one(weights: str) -> bool:
    """Return whether the words for these weights are in the singular."""
    return weights not in ("bias", "depthwise", "alpha")
