"""What a person is told about each layer."""

from __future__ import annotations

from mlwidgets import ranges
from mlwidgets.engine import layers as kinds
from mlwidgets.language import _
from mlwidgets.spec.option import Setting
from mlwidgets.spec.row import Row, Rows
from mlwidgets.spec.rows import layer_settings as of

_TABLE, _SEQUENCE, _PICTURE = 1, 2, 3
"""So many axes has the input of a layer that takes rows of numbers, sequences or pictures."""

_DENSE = Row(
    kinds.Dense,
    _("Every unit adds up all its inputs, each multiplied by a weight of its own."),
    (of.UNITS, of.ACTIVATION, of.use_bias("unit"), *of.weights("kernel", "bias")),
    family=_("Dense"),
    rank=_TABLE,
)

_CONVOLUTION = (
    Row(
        kinds.Conv2D,
        _("Slides small kernels over a picture; each finds one pattern wherever it is."),
        (
            *(of.FILTERS, of.KERNEL_SIZE, of.STRIDES, of.PADDING, of.ACTIVATION, of.DILATION_RATE, of.GROUPS),
            *(of.use_bias("filter"), *of.weights("kernel", "bias")),
        ),
        family=_("Convolution"),
        rank=_PICTURE,
    ),
    Row(
        kinds.DepthwiseConv2D,
        _("Slides kernels over each channel on its own, without mixing the channels."),
        (
            *(of.KERNEL_SIZE, of.STRIDES, of.PADDING, of.DEPTH_MULTIPLIER, of.ACTIVATION, of.DILATION_RATE),
            *(of.use_bias("filter"), *of.weights("depthwise", "bias")),
        ),
        family=_("Convolution"),
        rank=_PICTURE,
    ),
    Row(
        kinds.SeparableConv2D,
        _("A convolution in two cheap steps: each channel on its own, then a mix of them."),
        (
            *(of.FILTERS, of.KERNEL_SIZE, of.STRIDES, of.PADDING, of.ACTIVATION, of.DILATION_RATE),
            *(of.DEPTH_MULTIPLIER, of.use_bias("filter"), *of.weights("depthwise", "pointwise", "bias")),
        ),
        family=_("Convolution"),
        rank=_PICTURE,
    ),
    Row(
        kinds.Conv2DTranspose,
        _("Stamps kernels onto the output: a convolution in reverse, used to enlarge pictures."),
        (
            of.FILTERS,
            of.KERNEL_SIZE,
            of.STRIDES.but(help=_("Steps from one stamp to the next: the picture grows by this factor.")),
            of.PADDING.but(help=_("valid: whole stamps. same: cut to the input's size times the stride.")),
            of.ACTIVATION,
            of.use_bias("filter"),
            *of.weights("kernel", "bias"),
        ),
        family=_("Convolution"),
        rank=_PICTURE,
    ),
    Row(
        kinds.Conv1D,
        _("Slides kernels along a sequence, such as a sound or a row of measurements."),
        (
            *(of.FILTERS, of.KERNEL_LENGTH, of.STRIDES_1D, of.PADDING, of.ACTIVATION, of.DILATION_RATE),
            *(of.GROUPS, of.use_bias("filter"), *of.weights("kernel", "bias")),
        ),
        family=_("Convolution"),
        rank=_SEQUENCE,
    ),
)

_POOL_2D = (of.POOL_SIZE, of.POOL_STRIDES, of.PADDING)
_POOL_1D = (of.POOL_LENGTH, of.POOL_STRIDES_1D, of.PADDING)

_POOLING = (
    Row(
        kinds.MaxPooling2D,
        _("Keeps the largest number of each window: a smaller map of where something was found."),
        _POOL_2D,
        family=_("Pooling"),
        rank=_PICTURE,
        removable=True,
    ),
    Row(
        kinds.AveragePooling2D,
        _("Keeps the mean of each window: a smaller, softer picture."),
        _POOL_2D,
        family=_("Pooling"),
        rank=_PICTURE,
        removable=True,
    ),
    Row(
        kinds.GlobalAveragePooling2D,
        _("One number for each channel: its mean over the whole picture."),
        family=_("Pooling"),
        rank=_PICTURE,
        removable=True,
    ),
    Row(
        kinds.GlobalMaxPooling2D,
        _("One number for each channel: its largest anywhere in the picture."),
        family=_("Pooling"),
        rank=_PICTURE,
        removable=True,
    ),
    Row(
        kinds.MaxPooling1D,
        _("Keeps the largest number of each window of a sequence."),
        _POOL_1D,
        family=_("Pooling"),
        rank=_SEQUENCE,
        removable=True,
    ),
    Row(
        kinds.AveragePooling1D,
        _("Keeps the mean of each window of a sequence."),
        _POOL_1D,
        family=_("Pooling"),
        rank=_SEQUENCE,
        removable=True,
    ),
)

_SHAPE = (
    Row(
        kinds.Flatten,
        _("Puts all numbers in one row, as Dense needs them here (Keras applies Dense to the last axis)."),
        family=_("Shape"),
    ),
    Row(
        kinds.Reshape,
        _("Lays the same numbers out in another shape."),
        (
            Setting(
                "target_shape",
                _("The new shape, such as 28, 28, 1. One number may be −1: what is left over."),
                ranges.TARGET_SIDE,
                start=[-1],
                also=(-1,),
            ),
        ),
        family=_("Shape"),
        removable=True,
    ),
    Row(
        kinds.ZeroPadding2D,
        _("Puts a border of zeros around a picture."),
        (
            Setting(
                "padding",
                _("Cells on every side, or vertical × horizontal, or top, bottom, left, right."),
                ranges.ZERO_PADDING,
            ),
        ),
        family=_("Shape"),
        rank=_PICTURE,
        removable=True,
    ),
    Row(
        kinds.UpSampling2D,
        _("Repeats rows and columns, so that a picture gets larger."),
        (
            Setting(
                "size",
                _("How many times each row and each column is repeated: one number, or down × right."),
                ranges.UPSAMPLING,
            ),
        ),
        family=_("Shape"),
        rank=_PICTURE,
        removable=True,
    ),
)

_REGULARIZATION = (
    Row(
        kinds.Dropout,
        _("In training, sets numbers to 0 at random, so that no unit can rely on a single other one."),
        (of.RATE,),
        family=_("Regularization"),
    ),
    Row(
        kinds.SpatialDropout2D,
        _("In training, sets whole channels to 0 at random."),
        (of.RATE.but(help=_("The fraction of channels that is set to 0.")),),
        family=_("Regularization"),
        rank=_PICTURE,
        removable=True,
    ),
    Row(
        kinds.GaussianNoise,
        _("In training, adds a little noise to every number."),
        (Setting("stddev", _("The standard deviation of the noise."), ranges.NOISE_STDDEV, start=0.1),),
        family=_("Regularization"),
    ),
)

_NORMALIZATION = (
    Row(
        kinds.BatchNormalization,
        _("Brings each channel to mean 0 and standard deviation 1 over the batch, then scales it."),
        (
            Setting("axis", _("The axis of the channels, counted from 1; −1 is the last."), ranges.AXIS),
            Setting("momentum", _("How much of the old moving average the new one keeps."), ranges.MOMENTUM),
            *(of.EPSILON, of.CENTER, of.SCALE),
            *of.initializers("beta", "gamma", "moving_mean", "moving_variance"),
            *(*of.regularizers("beta", "gamma"), *of.constraints("beta", "gamma")),
        ),
        family=_("Normalization"),
    ),
    Row(
        kinds.LayerNormalization,
        _("Brings the numbers of each example to mean 0 and standard deviation 1, then scales them."),
        (
            Setting(
                "axis",
                _("The axes that mean and deviation are taken over, counted from 1; −1 is the last."),
                ranges.AXIS,
            ),
            *(of.EPSILON, of.CENTER, of.SCALE, *of.weights("beta", "gamma")),
        ),
        family=_("Normalization"),
    ),
)

_ACTIVATION = (
    Row(
        kinds.Activation,
        _("Applies a function to every number, such as ReLU: max(0, x)."),
        (of.ACTIVATION.but(help=_("Which function.")),),
        family=_("Activation"),
    ),
    Row(
        kinds.LeakyReLU,
        _("Lets numbers above 0 pass, and a small fraction of those below."),
        (Setting("negative_slope", _("The slope below 0."), ranges.NEGATIVE_SLOPE),),
        family=_("Activation"),
    ),
    Row(
        kinds.PReLU,
        _("A leaky ReLU that learns how much it lets pass below 0."),
        (
            *of.weights("alpha"),
            Setting(
                "shared_axes",
                _("Axes along which a slope is shared, such as 1, 2 for one slope per channel. Empty: none."),
                ranges.SHARED_AXES,
            ),
        ),
        family=_("Activation"),
    ),
    Row(
        kinds.ELU,
        _("Lets numbers above 0 pass, and bends smoothly towards −alpha below."),
        (Setting("alpha", _("How far below 0 the result can go."), ranges.ELU_ALPHA),),
        family=_("Activation"),
    ),
    Row(
        kinds.Softmax,
        _("Turns numbers into probabilities: positive, and summing to 1."),
        family=_("Activation"),
    ),
)

LAYER_ROWS = Rows(
    kinds.LAYERS,
    (_DENSE, *_CONVOLUTION, *_POOLING, *_SHAPE, *_REGULARIZATION, *_NORMALIZATION, *_ACTIVATION),
)
