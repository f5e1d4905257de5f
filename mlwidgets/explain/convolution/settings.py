"""Everything about a convolution that a learner can choose, apart from the numbers themselves."""

from __future__ import annotations

from dataclasses import dataclass

from mlwidgets.errors import ConfigurationError
from mlwidgets.language import _
from mlwidgets.ranges import (
    LAB_ACTIVATION,
    LAB_BIAS,
    LAB_CHANNELS,
    LAB_DILATION_RATE,
    LAB_DIVISOR,
    LAB_PADDING,
    LAB_PADDING_CELLS,
    LAB_PADDING_MODE,
    LAB_POOL_SIZE,
    LAB_POOLING,
    LAB_SMALLEST_DIVISOR,
    LAB_STRIDES,
    check_flag,
    nearest,
    shown,
)

_DIVISOR = _(
    "divisor must not be 0, nor nearer to it than {least:g}, since every sum is divided by it; got {got}."
)


@dataclass(frozen=True, kw_only=True)
class ConvolutionSettings:
    """How a kernel slides over an input, and what follows.

    z[y, x, o] = (Σ over rows i, columns j, channels c of K[i, j, c] · padded[y·s + i·d, x·s + j·d, c])
    / divisor + bias

    with stride s and dilation d.

    Attributes
    ----------
    strides : int
        Steps from one place to the next, down and to the right: 1 to 5.
    padding : str or int
        "valid": none. "same": so much that stride 1 keeps the size, an odd cell at the end, as in TensorFlow.
        "full": so much that every place counts where kernel and input share a cell. Or 0 to 5 cells on every
        side.
    padding_mode : {"zero", "edge", "reflect"}
        What stands in the padding: zeros, the nearest cell, or the input mirrored at its outermost cells.
    dilation_rate : int
        Distance between neighbouring cells of the kernel: 1 to 4.
    flip : bool
        False: the kernel as it stands, which is a cross-correlation and what networks compute. True: the
        kernel turned by 180°, which is what mathematicians call a convolution.
    divisor : float
        What every sum of products is divided by.
    bias : float
        What is added to every result.
    channels : {"sum", "separately"}
        "sum": one slice of the kernel for each channel, and the results added up, as in a network: 1 channel
        comes out. "separately": the same slice for every channel, as for a picture: all channels come out.
    activation : {"linear", "relu"}
        What follows.
    pooling : {"none", "max", "average"}
        What follows then.
    pool_size : int
        Side of a window of the pooling, and its stride: 2 to 4.

    Raises
    ------
    ConfigurationError
        A setting is out of its range.

    Examples
    --------
    >>> ConvolutionSettings(padding="valid").strides
    1
    >>> ConvolutionSettings(strides=6)
    Traceback (most recent call last):
    mlwidgets.errors.ConfigurationError: strides must be a whole number in [1, 5]; got 6.
    """

    strides: int = 1
    padding: str | int = "same"
    padding_mode: str = "zero"
    dilation_rate: int = 1
    flip: bool = False
    divisor: float = 1.0
    bias: float = 0.0
    channels: str = "sum"
    activation: str = "linear"
    pooling: str = "none"
    pool_size: int = 2

    def __post_init__(self) -> None:
        checked: dict[str, object] = {
            "strides": LAB_STRIDES.check_int(self.strides),
            "padding": _checked_padding(self.padding),
            "padding_mode": LAB_PADDING_MODE.check(self.padding_mode),
            "dilation_rate": LAB_DILATION_RATE.check_int(self.dilation_rate),
            "flip": check_flag("flip", self.flip),
            "divisor": _checked_divisor(self.divisor),
            "bias": LAB_BIAS.check(self.bias),
            "channels": LAB_CHANNELS.check(self.channels),
            "activation": LAB_ACTIVATION.check(self.activation),
            "pooling": LAB_POOLING.check(self.pooling),
            "pool_size": LAB_POOL_SIZE.check_int(self.pool_size),
        }
        # A dataclass that is frozen lets nobody assign; only here, where 2.0 becomes 2.
        for name, value in checked.items():
            object.__setattr__(self, name, value)


def _checked_padding(padding: object) -> str | int:
    if isinstance(padding, str) and padding in LAB_PADDING.options:
        return padding
    try:
        return LAB_PADDING_CELLS.check_int(padding)
    except ConfigurationError:
        names = ", ".join(repr(name) for name in LAB_PADDING.options)
        raise ConfigurationError(
            f"padding must be {names} or a whole number of cells in [{LAB_PADDING_CELLS.low:g}, "
            f"{LAB_PADDING_CELLS.high:g}]; got {shown(padding)}.{nearest(padding, LAB_PADDING.options)}"
        ) from None


def _checked_divisor(divisor: object) -> float:
    number = LAB_DIVISOR.check(divisor)
    if abs(number) < LAB_SMALLEST_DIVISOR:
        raise ConfigurationError(_DIVISOR.format(least=LAB_SMALLEST_DIVISOR, got=shown(divisor)))
    return number
