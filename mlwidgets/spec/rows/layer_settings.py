"""What a person is told about the settings that several layers share."""

from __future__ import annotations

from mlwidgets import ranges
from mlwidgets.spec.option import Setting

UNITS = Setting("units", "How many neurons, and so how many numbers come out.", ranges.UNITS, start=16)
FILTERS = Setting("filters", "How many kernels, and so how many channels come out.", ranges.FILTERS, start=8)
KERNEL_SIZE = Setting(
    "kernel_size",
    "Size of the kernel: one number for a square, or height × width.",
    ranges.KERNEL_SIZE,
    start=3,
)
STRIDES = Setting(
    "strides",
    "Steps from one position to the next: one number, or down × right.",
    ranges.STRIDES,
)
PADDING = Setting(
    "padding",
    "valid: only where the window fits. same: a border of zeros, so that stride 1 keeps the size.",
    ranges.PADDING,
)
ACTIVATION = Setting(
    "activation", "The nonlinearity after the sum; without it extra layers add no power.", start="relu"
)
DILATION_RATE = Setting(
    "dilation_rate",
    "Distance between neighbouring cells of the kernel: 2 skips every other cell.",
    ranges.DILATION_RATE,
)
GROUPS = Setting(
    "groups",
    "In how many groups channels and filters are split; a filter sees only its group's channels.",
    ranges.GROUPS,
)
DEPTH_MULTIPLIER = Setting("depth_multiplier", "How many kernels each channel has.", ranges.DEPTH_MULTIPLIER)
POOL_SIZE = Setting(
    "pool_size", "Size of the window: one number for a square, or height × width.", ranges.POOL_SIZE
)
POOL_STRIDES = STRIDES.but(help="Steps from one window to the next. Empty: as large as the window.")
EPSILON = Setting("epsilon", "A small number, so that nothing is divided by 0.", ranges.EPSILON)
RATE = Setting("rate", "The fraction of numbers that is set to 0.", ranges.DROPOUT_RATE, start=0.25)
CENTER = Setting("center", "Whether beta is added.")
SCALE = Setting("scale", "Whether gamma multiplies.")

# One-dimensional windows have a length, not a size.
KERNEL_LENGTH = KERNEL_SIZE.but(help="How many steps long the kernel is.")
STRIDES_1D = STRIDES.but(help="Steps from one position to the next.")
POOL_LENGTH = POOL_SIZE.but(help="How many steps long the window is.")
POOL_STRIDES_1D = POOL_STRIDES.but(help="Steps from one window to the next. Empty: as long as the window.")


def use_bias(each: str) -> Setting:
    """Return the setting of a bias; `each` is what has one: "unit" or "filter"."""
    return Setting("use_bias", f"Whether each {each} adds a number of its own, the bias.")


_WEIGHTS = {
    "kernel": ("the kernel", "starts"),
    "bias": ("the biases", "start"),
    "depthwise": ("the kernels of each channel", "start"),
    "pointwise": ("the kernel that mixes the channels", "starts"),
    "beta": ("the shift beta", "starts"),
    "gamma": ("the scale gamma", "starts"),
    "moving_mean": ("the moving mean", "starts"),
    "moving_variance": ("the moving variance", "starts"),
    "alpha": ("the slopes alpha", "start"),
}


def initializers(*weights: str) -> tuple[Setting, ...]:
    """Return the settings that say how weights start."""
    found = ((name, *_WEIGHTS[name]) for name in weights)
    return tuple(Setting(f"{name}_initializer", f"How {words} {start}.") for name, words, start in found)


def regularizers(*weights: str) -> tuple[Setting, ...]:
    """Return the settings that penalize large weights."""
    return tuple(
        Setting(
            f"{name}_regularizer", f"A penalty on large numbers in {_WEIGHTS[name][0]}, added to the loss."
        )
        for name in weights
    )


def constraints(*weights: str) -> tuple[Setting, ...]:
    """Return the settings that keep weights to a rule."""
    return tuple(
        Setting(
            f"{name}_constraint",
            f"A rule that {_WEIGHTS[name][0]} must satisfy after each update.",
        )
        for name in weights
    )


def weights(*names: str) -> tuple[Setting, ...]:
    """Return how weights start, what they are penalized for, and the rules they are kept to."""
    return (*initializers(*names), *regularizers(*names), *constraints(*names))
