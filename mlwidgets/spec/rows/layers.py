"""What a person is told about each layer."""

from __future__ import annotations

from mlwidgets import ranges
from mlwidgets.engine import layers as kinds
from mlwidgets.spec.option import Setting
from mlwidgets.spec.row import Row, Rows
from mlwidgets.spec.rows import layer_settings as of

_TABLE, _SEQUENCE, _PICTURE = 1, 2, 3
"""So many axes has the input of a layer that takes rows of numbers, sequences or pictures."""

_DENSE = Row(
    kinds.Dense,
    "Every unit adds up all its inputs, each multiplied by a weight of its own.",
    (of.UNITS, of.ACTIVATION, of.use_bias("unit"), *of.weights("kernel", "bias")),
    family="Dense",
    rank=_TABLE,
)

_CONVOLUTION = (
    Row(
        kinds.Conv2D,
        "Slides small kernels over a picture; each finds one pattern wherever it is.",
        (
            *(of.FILTERS, of.KERNEL_SIZE, of.STRIDES, of.PADDING, of.ACTIVATION, of.DILATION_RATE, of.GROUPS),
            *(of.use_bias("filter"), *of.weights("kernel", "bias")),
        ),
        family="Convolution",
        rank=_PICTURE,
    ),
    Row(
        kinds.DepthwiseConv2D,
        "Slides kernels over each channel on its own, without mixing the channels.",
        (
            *(of.KERNEL_SIZE, of.STRIDES, of.PADDING, of.DEPTH_MULTIPLIER, of.ACTIVATION, of.DILATION_RATE),
            *(of.use_bias("filter"), *of.weights("depthwise", "bias")),
        ),
        family="Convolution",
        rank=_PICTURE,
    ),
    Row(
        kinds.SeparableConv2D,
        "A convolution in two cheap steps: each channel on its own, then a mix of them.",
        (
            *(of.FILTERS, of.KERNEL_SIZE, of.STRIDES, of.PADDING, of.ACTIVATION, of.DILATION_RATE),
            *(of.DEPTH_MULTIPLIER, of.use_bias("filter"), *of.weights("depthwise", "pointwise", "bias")),
        ),
        family="Convolution",
        rank=_PICTURE,
    ),
    Row(
        kinds.Conv2DTranspose,
        "Stamps kernels onto the output: a convolution in reverse, used to enlarge pictures.",
        (
            of.FILTERS,
            of.KERNEL_SIZE,
            of.STRIDES.but(help="Steps from one stamp to the next: the picture grows by this factor."),
            of.PADDING.but(help="valid: whole stamps. same: cut to the input's size times the stride."),
            of.ACTIVATION,
            of.use_bias("filter"),
            *of.weights("kernel", "bias"),
        ),
        family="Convolution",
        rank=_PICTURE,
    ),
    Row(
        kinds.Conv1D,
        "Slides kernels along a sequence, such as a sound or a row of measurements.",
        (
            *(of.FILTERS, of.KERNEL_LENGTH, of.STRIDES_1D, of.PADDING, of.ACTIVATION, of.DILATION_RATE),
            *(of.GROUPS, of.use_bias("filter"), *of.weights("kernel", "bias")),
        ),
        family="Convolution",
        rank=_SEQUENCE,
    ),
)

_POOL_2D = (of.POOL_SIZE, of.POOL_STRIDES, of.PADDING)
_POOL_1D = (of.POOL_LENGTH, of.POOL_STRIDES_1D, of.PADDING)

_POOLING = (
    Row(
        kinds.MaxPooling2D,
        "Keeps the largest number of each window: a smaller map of where something was found.",
        _POOL_2D,
        family="Pooling",
        rank=_PICTURE,
        removable=True,
    ),
    Row(
        kinds.AveragePooling2D,
        "Keeps the mean of each window: a smaller, softer picture.",
        _POOL_2D,
        family="Pooling",
        rank=_PICTURE,
        removable=True,
    ),
    Row(
        kinds.GlobalAveragePooling2D,
        "One number for each channel: its mean over the whole picture.",
        family="Pooling",
        rank=_PICTURE,
        removable=True,
    ),
    Row(
        kinds.GlobalMaxPooling2D,
        "One number for each channel: its largest anywhere in the picture.",
        family="Pooling",
        rank=_PICTURE,
        removable=True,
    ),
    Row(
        kinds.MaxPooling1D,
        "Keeps the largest number of each window of a sequence.",
        _POOL_1D,
        family="Pooling",
        rank=_SEQUENCE,
        removable=True,
    ),
    Row(
        kinds.AveragePooling1D,
        "Keeps the mean of each window of a sequence.",
        _POOL_1D,
        family="Pooling",
        rank=_SEQUENCE,
        removable=True,
    ),
)

_SHAPE = (
    Row(
        kinds.Flatten,
        "Puts all numbers in one row, as Dense needs them here (Keras applies Dense to the last axis).",
        family="Shape",
    ),
    Row(
        kinds.Reshape,
        "Lays the same numbers out in another shape.",
        (
            Setting(
                "target_shape",
                "The new shape, such as 28, 28, 1. One number may be −1: what is left over.",
                ranges.TARGET_SIDE,
                start=[-1],
                also=(-1,),
            ),
        ),
        family="Shape",
        removable=True,
    ),
    Row(
        kinds.ZeroPadding2D,
        "Puts a border of zeros around a picture.",
        (
            Setting(
                "padding",
                "Cells on every side, or vertical × horizontal, or top, bottom, left, right.",
                ranges.ZERO_PADDING,
            ),
        ),
        family="Shape",
        rank=_PICTURE,
        removable=True,
    ),
    Row(
        kinds.UpSampling2D,
        "Repeats rows and columns, so that a picture gets larger.",
        (
            Setting(
                "size",
                "How many times each row and each column is repeated: one number, or down × right.",
                ranges.UPSAMPLING,
            ),
        ),
        family="Shape",
        rank=_PICTURE,
        removable=True,
    ),
)

_REGULARIZATION = (
    Row(
        kinds.Dropout,
        "In training, sets numbers to 0 at random, so that no unit can rely on a single other one.",
        (of.RATE,),
        family="Regularization",
    ),
    Row(
        kinds.SpatialDropout2D,
        "In training, sets whole channels to 0 at random.",
        (of.RATE.but(help="The fraction of channels that is set to 0."),),
        family="Regularization",
        rank=_PICTURE,
        removable=True,
    ),
    Row(
        kinds.GaussianNoise,
        "In training, adds a little noise to every number.",
        (Setting("stddev", "The standard deviation of the noise.", ranges.NOISE_STDDEV, start=0.1),),
        family="Regularization",
    ),
)

_NORMALIZATION = (
    Row(
        kinds.BatchNormalization,
        "Brings each channel to mean 0 and standard deviation 1 over the batch, then scales it.",
        (
            Setting("axis", "The axis of the channels, counted from 1; −1 is the last.", ranges.AXIS),
            Setting("momentum", "How much of the old moving average the new one keeps.", ranges.MOMENTUM),
            *(of.EPSILON, of.CENTER, of.SCALE),
            *of.initializers("beta", "gamma", "moving_mean", "moving_variance"),
            *(*of.regularizers("beta", "gamma"), *of.constraints("beta", "gamma")),
        ),
        family="Normalization",
    ),
    Row(
        kinds.LayerNormalization,
        "Brings the numbers of each example to mean 0 and standard deviation 1, then scales them.",
        (
            Setting(
                "axis",
                "The axes that mean and deviation are taken over, counted from 1; −1 is the last.",
                ranges.AXIS,
            ),
            *(of.EPSILON, of.CENTER, of.SCALE, *of.weights("beta", "gamma")),
        ),
        family="Normalization",
    ),
)

_ACTIVATION = (
    Row(
        kinds.Activation,
        "Applies a function to every number, such as ReLU: max(0, x).",
        (of.ACTIVATION.but(help="Which function."),),
        family="Activation",
    ),
    Row(
        kinds.LeakyReLU,
        "Lets numbers above 0 pass, and a small fraction of those below.",
        (Setting("negative_slope", "The slope below 0.", ranges.NEGATIVE_SLOPE),),
        family="Activation",
    ),
    Row(
        kinds.PReLU,
        "A leaky ReLU that learns how much it lets pass below 0.",
        (
            *of.weights("alpha"),
            Setting(
                "shared_axes",
                "Axes along which a slope is shared, such as 1, 2 for one slope per channel. Empty: none.",
                ranges.SHARED_AXES,
            ),
        ),
        family="Activation",
    ),
    Row(
        kinds.ELU,
        "Lets numbers above 0 pass, and bends smoothly towards −alpha below.",
        (Setting("alpha", "How far below 0 the result can go.", ranges.ELU_ALPHA),),
        family="Activation",
    ),
    Row(kinds.Softmax, "Turns numbers into probabilities: positive, and summing to 1.", family="Activation"),
)

LAYER_ROWS = Rows(
    kinds.LAYERS,
    (_DENSE, *_CONVOLUTION, *_POOLING, *_SHAPE, *_REGULARIZATION, *_NORMALIZATION, *_ACTIVATION),
)
