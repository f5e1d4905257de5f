"""Convolution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine import constraints, initializers, regularizers
from mlwidgets.engine.arrays import public_shape
from mlwidgets.engine.layers.base import Layer, Weight, WeightSpec
from mlwidgets.engine.layers.patches import Patches, spread_back, with_bias
from mlwidgets.engine.layers.windows import Windows
from mlwidgets.errors import ConfigurationError, ShapeError
from mlwidgets.language import _
from mlwidgets.ranges import (
    DILATION_RATE,
    FILTERS,
    GROUPS,
    KERNEL_SIZE,
    PADDING,
    STRIDES,
    check_flag,
    check_pair,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlwidgets.engine.arrays import Array, Shape
    from mlwidgets.engine.tape import Tape


class Conv2D(Layer):
    """Slide small windows of weights over a picture and take a weighted sum at each place.

    z[y, x, o] = b[o] + Σ over rows i, columns j, channels c of K[i, j, c, o] · input[y·s + i·d, x·s + j·d, c]

    Parameters
    ----------
    filters : int
        How many kernels, and so how many channels the result has.
    kernel_size : int or (int, int)
        Height and width of a kernel.
    strides : int or (int, int)
        Steps (down, right) from one place to the next.
    padding : {"valid", "same"}
        "valid": only where the kernel fits. "same": padded with zeros, which keeps the size at stride 1.
    activation : str or ActivationFunction, optional
        Applied to z; linear if not given.
    dilation_rate : int or (int, int)
        Distance (down, right) between neighbouring cells of the kernel: 2 leaves one out between them.
    groups : int
        Channels and filters are divided into this many groups, and each filter sees its own group only.
    use_bias : bool
        Whether b is added.
    kernel_initializer, bias_initializer : str or Initializer
        Starting values of K and b.
    kernel_regularizer, bias_regularizer : str or Regularizer, optional
        A penalty on large weights, added to the loss.
    kernel_constraint, bias_constraint : str or Constraint, optional
        What K and b are brought back to after each update.

    Attributes
    ----------
    kernel : ndarray, shape (height, width, in_channels / groups, filters)
        K.
    bias : ndarray, shape (filters,)
        b.

    Notes
    -----
    height × width × in_channels / groups × filters + filters parameters. The kernel is not flipped: what
    networks call a convolution is the cross-correlation of mathematics.

    The windows of a whole batch are copied side by side into a wide matrix of patches P, with one column for
    each place of each example and a last row of ones, which multiplies the bias; then z = Kᵀ P, ∂L/∂K = P gᵀ,
    and K g added back to where the patches came from is ∂L/∂input.

    References
    ----------
    LeCun et al., "Gradient-Based Learning Applied to Document Recognition", Proc. IEEE 86(11), 1998.
    Chellapilla et al., "High Performance Convolutional Neural Networks for Document Processing", 2006
    (convolution as one matrix product).
    """

    kernel = Weight()
    bias = Weight()

    def __init__(
        self,
        filters: int,
        kernel_size: int | tuple[int, int],
        strides: int | tuple[int, int] = 1,
        padding: str = "valid",
        activation: object = None,
        *,
        dilation_rate: int | tuple[int, int] = 1,
        groups: int = 1,
        use_bias: bool = True,
        kernel_initializer: object = "glorot_uniform",
        bias_initializer: object = "zeros",
        kernel_regularizer: object = None,
        bias_regularizer: object = None,
        kernel_constraint: object = None,
        bias_constraint: object = None,
    ) -> None:
        super().__init__(activation)
        self.filters = FILTERS.check_int(filters)
        self.kernel_size = check_pair(KERNEL_SIZE, kernel_size)
        self.strides = check_pair(STRIDES, strides)
        self.padding = PADDING.check(padding)
        self.dilation_rate = check_pair(DILATION_RATE, dilation_rate)
        self.groups = GROUPS.check_int(groups)
        if self.filters % self.groups:
            raise ConfigurationError(
                _(
                    "{layer} divides its filters evenly among the groups; got {filters} filters and {groups} "
                    "groups."
                ).format(layer="Conv2D", filters=self.filters, groups=self.groups)
            )
        self.use_bias = check_flag("use_bias", use_bias)
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)

    def windows(self, input_shape: Shape) -> Windows:
        """Return where the kernel stands on a picture of this shape."""
        return Windows.over(
            input_shape, self.kernel_size, self.strides, self.padding, "Conv2D", dilation=self.dilation_rate
        )

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return `(out_height, out_width, filters)`."""
        windows = self.windows(input_shape)
        if input_shape[-1] % self.groups:
            raise ShapeError(
                _(
                    "{layer} divides its input's channels evenly among the groups; got {channels} channels "
                    "and {groups} groups."
                ).format(layer="Conv2D", channels=input_shape[-1], groups=self.groups)
            )
        return (*windows.output, self.filters)

    def weight_specs(self, input_shape: Shape) -> dict[str, WeightSpec]:
        """Return kernel and bias."""
        kernel = (*self.kernel_size, input_shape[-1] // self.groups, self.filters)
        specs = {
            "kernel": WeightSpec(
                kernel,
                self.kernel_initializer,
                regularizer=self.kernel_regularizer,
                constraint=self.kernel_constraint,
            )
        }
        if self.use_bias:
            specs["bias"] = WeightSpec(
                (self.filters,),
                self.bias_initializer,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )
        return specs

    def numbers_in_training(self, input_shape: Shape) -> int:
        """Add the padded picture, and the gradient with rows of zeros between its own."""
        windows = self.windows(input_shape)
        height, width = windows.padded_size((input_shape[0], input_shape[1]))
        rows = height + (self.kernel_size[0] - 1) * self.dilation_rate[0]
        padded = height * width * input_shape[-1] if windows.padded else 0
        return super().numbers_in_training(input_shape) + padded + rows * windows.output[1] * self.filters

    def transform(self, x: Array, tape: Tape) -> Array:
        """Return z `(filters, out_h, out_w, n)` for `x` `(channels, h, w, n)`."""
        windows = self.windows(public_shape(x))
        padded = windows.pad(x, tape)
        tape.saved["windows"], tape.saved["padded"] = windows, padded
        z = tape.buffer("z", (self.filters, *windows.output, x.shape[-1]), x.dtype)
        places = z.reshape(self.filters, -1)
        for channels, filters in self._groups(x.shape[0]):
            kernel = with_bias(self.kernel[..., filters], self.bias[filters] if self.use_bias else None)
            for run, block in self._patches(tape, channels).blocks(kernel.shape[1]):
                np.matmul(kernel.T, block, out=places[filters, run])
        return z

    def transform_gradient(self, gradient: Array, tape: Tape) -> Array | None:
        """Return ∂L/∂input, and write P gᵀ, whose last row is the sum of g over all places."""
        windows: Windows = tape.saved["windows"]
        padded: Array = tape.saved["padded"]
        g = gradient.reshape(self.filters, -1)
        for channels, filters in self._groups(padded.shape[0]):
            patches = self._patches(tape, channels)
            count = filters.stop - filters.start
            total = np.zeros((patches.cells + self.use_bias, count), gradient.dtype)
            for run, block in patches.blocks(count):
                total += np.matmul(block, g[filters, run].T)
            shape = (*self.kernel_size, -1, count)
            tape.gradients["kernel"][..., filters] = total[: patches.cells].reshape(shape)
            if self.use_bias:
                tape.gradients["bias"][filters] = total[-1]
        if not tape.needs_input_gradient:
            return None
        dx = tape.buffer("dx", padded.shape, gradient.dtype)
        back = gradient.reshape(self.filters, *windows.output, -1)
        for channels, filters in self._groups(padded.shape[0]):
            spread_back(back[filters], self.kernel[..., filters], windows, tape, dx[channels])
        return windows.inside(dx)

    def _patches(self, tape: Tape, channels: slice) -> Patches:
        padded: Array = tape.saved["padded"][channels]
        return Patches(padded, tape.saved["windows"], tape, with_ones=self.use_bias)

    def _groups(self, channels: int) -> Iterator[tuple[slice, slice]]:
        """Yield the channels that each group reads, and the filters that read them."""
        reads, makes = channels // self.groups, self.filters // self.groups
        for group in range(self.groups):
            yield slice(group * reads, (group + 1) * reads), slice(group * makes, (group + 1) * makes)
