"""What a person is told about the settings that several layers share."""

from __future__ import annotations

from mlwidgets import ranges
from mlwidgets.language import _
from mlwidgets.spec.option import Setting

UNITS = Setting("units", _("How many neurons, and so how many numbers come out."), ranges.UNITS, start=16)
FILTERS = Setting(
    "filters", _("How many kernels, and so how many channels come out."), ranges.FILTERS, start=8
)
KERNEL_SIZE = Setting(
    "kernel_size",
    _("Size of the kernel: one number for a square, or height × width."),
    ranges.KERNEL_SIZE,
    start=3,
)
STRIDES = Setting(
    "strides",
    _("Steps from one position to the next: one number, or down × right."),
    ranges.STRIDES,
)
PADDING = Setting(
    "padding",
    _("valid: only where the window fits. same: a border of zeros, so that stride 1 keeps the size."),
    ranges.PADDING,
)
ACTIVATION = Setting(
    "activation", _("The nonlinearity after the sum; without it extra layers add no power."), start="relu"
)
DILATION_RATE = Setting(
    "dilation_rate",
    _("Distance between neighbouring cells of the kernel: 2 skips every other cell."),
    ranges.DILATION_RATE,
)
GROUPS = Setting(
    "groups",
    _("In how many groups channels and filters are split; a filter sees only its group's channels."),
    ranges.GROUPS,
)
DEPTH_MULTIPLIER = Setting(
    "depth_multiplier", _("How many kernels each channel has."), ranges.DEPTH_MULTIPLIER
)
POOL_SIZE = Setting(
    "pool_size", _("Size of the window: one number for a square, or height × width."), ranges.POOL_SIZE
)
POOL_STRIDES = STRIDES.but(help=_("Steps from one window to the next. Empty: as large as the window."))
EPSILON = Setting("epsilon", _("A small number, so that nothing is divided by 0."), ranges.EPSILON)
RATE = Setting("rate", _("The fraction of numbers that is set to 0."), ranges.DROPOUT_RATE, start=0.25)
CENTER = Setting("center", _("Whether beta is added."))
SCALE = Setting("scale", _("Whether gamma multiplies."))

# One-dimensional windows have a length, not a size.
KERNEL_LENGTH = KERNEL_SIZE.but(help=_("How many steps long the kernel is."))
STRIDES_1D = STRIDES.but(help=_("Steps from one position to the next."))
POOL_LENGTH = POOL_SIZE.but(help=_("How many steps long the window is."))
POOL_STRIDES_1D = POOL_STRIDES.but(help=_("Steps from one window to the next. Empty: as long as the window."))


_USE_BIAS = {
    "unit": _("Whether each unit adds a number of its own, the bias."),
    "filter": _("Whether each filter adds a number of its own, the bias."),
}


def use_bias(each: str) -> Setting:
    """Return the setting of a bias; `each` is what has one: "unit" or "filter"."""
    return Setting("use_bias", _USE_BIAS[each])


_STARTS = {
    "kernel": _("How the kernel starts."),
    "bias": _("How the biases start."),
    "depthwise": _("How the kernels of each channel start."),
    "pointwise": _("How the kernel that mixes the channels starts."),
    "beta": _("How the shift beta starts."),
    "gamma": _("How the scale gamma starts."),
    "moving_mean": _("How the moving mean starts."),
    "moving_variance": _("How the moving variance starts."),
    "alpha": _("How the slopes alpha start."),
}
"""How weights start, by their names; each a whole sentence, for other languages."""

_PENALTIES = {
    "kernel": _("A penalty on large numbers in the kernel, added to the loss."),
    "bias": _("A penalty on large numbers in the biases, added to the loss."),
    "depthwise": _("A penalty on large numbers in the kernels of each channel, added to the loss."),
    "pointwise": _("A penalty on large numbers in the kernel that mixes the channels, added to the loss."),
    "beta": _("A penalty on large numbers in the shift beta, added to the loss."),
    "gamma": _("A penalty on large numbers in the scale gamma, added to the loss."),
    "alpha": _("A penalty on large numbers in the slopes alpha, added to the loss."),
}
"""What penalizes large ones."""

_RULES = {
    "kernel": _("A rule that the kernel must satisfy after each update."),
    "bias": _("A rule that the biases must satisfy after each update."),
    "depthwise": _("A rule that the kernels of each channel must satisfy after each update."),
    "pointwise": _("A rule that the kernel that mixes the channels must satisfy after each update."),
    "beta": _("A rule that the shift beta must satisfy after each update."),
    "gamma": _("A rule that the scale gamma must satisfy after each update."),
    "alpha": _("A rule that the slopes alpha must satisfy after each update."),
}
"""What keeps them to a rule."""


def initializers(*weights: str) -> tuple[Setting, ...]:
    """Return the settings that say how weights start."""
    return tuple(Setting(f"{name}_initializer", _STARTS[name]) for name in weights)


def regularizers(*weights: str) -> tuple[Setting, ...]:
    """Return the settings that penalize large weights."""
    return tuple(Setting(f"{name}_regularizer", _PENALTIES[name]) for name in weights)


def constraints(*weights: str) -> tuple[Setting, ...]:
    """Return the settings that keep weights to a rule."""
    return tuple(Setting(f"{name}_constraint", _RULES[name]) for name in weights)


def weights(*names: str) -> tuple[Setting, ...]:
    """Return how weights start, what they are penalized for, and the rules they are kept to."""
    return (*initializers(*names), *regularizers(*names), *constraints(*names))
