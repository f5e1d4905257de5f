"""One convolution, from input to output, with everything that stands in between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.layers import Activation, AveragePooling2D, Conv2D, MaxPooling2D
from mlwidgets.engine.tape import Tape
from mlwidgets.engine.threads import limited_threads
from mlwidgets.explain.convolution.geometry import OutputSize, output_size, pad
from mlwidgets.explain.convolution.grids import checked_pair
from mlwidgets.explain.convolution.settings import ConvolutionSettings

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array
    from mlwidgets.engine.layers import Layer

__all__ = ["ConvolutionSettings", "Convolved", "convolve"]


@dataclass(frozen=True, eq=False)
class Convolved:
    """What a convolution made; every array is (rows, columns, channels), and nobody can write to it.

    Attributes
    ----------
    settings : ConvolutionSettings
        How it was made.
    size : OutputSize
        The sizes along the way, and the formula.
    padded : ndarray
        The input with its padding.
    applied : ndarray
        The kernel as it meets the input: rotated by 180° if `settings.flip`.
    z : ndarray
        The sums of products, divided, with the bias added.
    activated : ndarray
        z after the activation; the same array if that is linear.
    output : ndarray
        What comes out in the end; the same array as `activated` if there is no pooling.
    """

    settings: ConvolutionSettings
    size: OutputSize
    padded: Array
    applied: Array
    z: Array
    activated: Array
    output: Array

    @property
    def before(self) -> tuple[int, int]:
        """Rows and columns of padding at the top and at the left."""
        return self.size.before

    @property
    def after(self) -> tuple[int, int]:
        """Rows and columns of padding at the bottom and at the right."""
        return self.size.after


def convolve(x: object, kernel: object, settings: ConvolutionSettings) -> Convolved:
    """Slide a kernel over an input.

    z[y, x, o] = (Σ over i, j, c of K[i, j, c] · padded[y·s + i·d, x·s + j·d, c]) / divisor + bias

    The engine does the arithmetic: a `Conv2D`, an `Activation` and a pooling layer, the same as in a network.

    Parameters
    ----------
    x : array-like, shape (height, width, channels) or (height, width)
        The input. float32 is computed in float32, everything else in float64.
    kernel : array-like, shape (rows, columns, channels) or (rows, columns)
        One slice for each channel of the input; a single one with ``channels="separately"``.
    settings : ConvolutionSettings
        Everything else.

    Returns
    -------
    Convolved
        z is (height, width, 1) with ``channels="sum"``, (height, width, channels) with "separately".

    Raises
    ------
    DataError
        A cell is no number, not finite, or beyond ±1,000,000.
    ShapeError
        Input, kernel and settings do not fit together.

    Examples
    --------
    >>> convolve([[1, 2, 3]], [[1, 10]], ConvolutionSettings(padding="valid")).z[:, :, 0]
    array([[21., 32.]])
    """
    return Stack(*checked_pair(x, kernel, settings.channels), settings).forward()


class Stack:
    """The engine's layers that make up one convolution, each with its tape.

    Parameters
    ----------
    x, kernel : ndarray
        Checked, and of one dtype.
    settings : ConvolutionSettings
        How they are put together.
    """

    def __init__(self, x: Array, kernel: Array, settings: ConvolutionSettings) -> None:
        self.x, self.kernel, self.settings = x, kernel, settings
        self.size = output_size(x.shape, kernel.shape, settings)
        step, apart = settings.strides, settings.dilation_rate
        self.convolution = Conv2D(1, kernel.shape[:2], strides=step, dilation_rate=apart)
        self.following: list[Layer] = []
        if settings.activation != "linear":
            self.following.append(Activation(settings.activation))
        if settings.pooling != "none":
            kind = MaxPooling2D if settings.pooling == "max" else AveragePooling2D
            self.following.append(kind(settings.pool_size))
        self.tapes = [Tape() for _ in (self.convolution, *self.following)]

    def forward(self) -> Convolved:
        """Compute everything."""
        settings = self.settings
        padded = pad(self.x, self.size, settings.padding_mode)
        applied = (self.kernel[::-1, ::-1] if settings.flip else self.kernel).copy()
        # The bias comes after the divisor, so the layer's own is 0.
        bias = np.zeros(1, padded.dtype)
        self.convolution.weights = {"kernel": applied[..., np.newaxis], "bias": bias}
        first, *others = self.tapes
        with limited_threads():
            flowing = self.convolution.forward(self.to_engine(padded), first)
        if settings.divisor != 1:
            flowing /= settings.divisor
        if settings.bias:
            flowing += settings.bias
        steps = [flowing]
        for layer, tape in zip(self.following, others, strict=True):
            steps.append(flowing := layer.forward(flowing, tape))
        # Whichever way it came in, the result lies in the engine as (1, height, width, channels).
        z, *after = (locked(step[0]) for step in steps)
        activated = after[0] if settings.activation != "linear" else z
        output = after[-1] if after else z
        return Convolved(settings, self.size, locked(padded), locked(applied), z, activated, output)

    def to_engine(self, grid: Array) -> Array:
        """Return an input in the engine's layout (channels, height, width, n).

        Added up, its channels are channels. Separately, they are as many examples of one channel: then the
        engine's windows are runs of contiguous numbers, and a picture lies in memory as it should already.
        """
        if self.settings.channels == "separately":
            return np.ascontiguousarray(grid)[np.newaxis]
        return np.ascontiguousarray(grid.transpose(2, 0, 1))[..., np.newaxis]

    def from_engine(self, batch: Array) -> Array:
        """Turn the engine's layout back into (height, width, channels)."""
        return batch[0] if self.settings.channels == "separately" else batch[..., 0].transpose(1, 2, 0)


def locked(array: Array) -> Array:
    """Return a view of an array through which nobody can write."""
    view = array.view()
    view.flags.writeable = False
    return view
