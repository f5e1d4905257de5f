"""Convolution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine import initializers
from mlwidgets.engine.layers.base import Layer, Weight, WeightSpec
from mlwidgets.engine.layers.windows import Windows
from mlwidgets.ranges import FILTERS, KERNEL_SIZE, PADDING, STRIDES, check_flag, check_pair

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array, Shape
    from mlwidgets.engine.tape import Tape


class Conv2D(Layer):
    """Slide small windows of weights over a picture and take a weighted sum at each place.

    z[o, y, x] = b[o] + Σ over rows i, columns j, channels c of K[i, j, c, o] · input[y·s + i, x·s + j, c]

    Parameters
    ----------
    filters : int
        How many kernels, and so how many channels the result has.
    kernel_size : int or (int, int)
        Height and width of a kernel.
    strides : int or (int, int)
        Steps (down, right) from one place to the next.
    padding : {"valid", "same"}
        "valid": only places where the kernel fits. "same": a rim of zeros, so that stride 1 keeps the size.
    activation : str or ActivationFunction, optional
        Applied to z; linear if not given.
    use_bias : bool
        Whether b is added.
    kernel_initializer, bias_initializer : str or Initializer
        Starting values of K and b.

    Attributes
    ----------
    kernel : ndarray, shape (height, width, in_channels, filters)
        K.
    bias : ndarray, shape (filters,)
        b.

    Notes
    -----
    height × width × in_channels × filters + filters parameters. The kernel is not flipped: what networks
    call a convolution is the cross-correlation of mathematics.

    The windows of a whole batch are copied side by side into one wide matrix of patches P, with one column
    for each place of each example; then z = Kᵀ P, ∂L/∂K = P gᵀ, and K g put back where the patches came from
    is ∂L/∂input.

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
        use_bias: bool = True,
        kernel_initializer: object = "glorot_uniform",
        bias_initializer: object = "zeros",
    ) -> None:
        super().__init__(activation)
        self.filters = FILTERS.check_int(filters)
        self.kernel_size = check_pair(KERNEL_SIZE, kernel_size)
        self.strides = check_pair(STRIDES, strides)
        self.padding = PADDING.check(padding)
        self.use_bias = check_flag("use_bias", use_bias)
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)

    def windows(self, input_shape: Shape) -> Windows:
        """Return where the kernel stands on a picture of this shape."""
        return Windows.over(input_shape, self.kernel_size, self.strides, self.padding, "Conv2D")

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return `(out_height, out_width, filters)`."""
        return (*self.windows(input_shape).output, self.filters)

    def weight_specs(self, input_shape: Shape) -> dict[str, WeightSpec]:
        """Return kernel and bias."""
        specs = {
            "kernel": WeightSpec((*self.kernel_size, input_shape[-1], self.filters), self.kernel_initializer)
        }
        if self.use_bias:
            specs["bias"] = WeightSpec((self.filters,), self.bias_initializer)
        return specs

    def transform(self, x: Array, tape: Tape) -> Array:
        """Return z `(filters, out_h, out_w, n)` for `x` `(channels, h, w, n)`."""
        channels, height, width, n = x.shape
        windows = self.windows((height, width, channels))
        padded = x
        if windows.padded:
            padded = tape.buffer("padded", (channels, *windows.padded_size((height, width)), n), x.dtype)
            padded.fill(0)
            windows.inside(padded)[...] = x
        patches = tape.buffer("patches", (*self.kernel_size, channels, *windows.output, n), x.dtype)
        for row, column in windows.offsets():
            patches[row, column] = windows.seen_at(padded, row, column)
        matrix = patches.reshape(-1, windows.output[0] * windows.output[1] * n)
        tape.saved["windows"], tape.saved["patches"], tape.saved["x_shape"] = windows, matrix, x.shape

        z = tape.buffer("z", (self.filters, matrix.shape[1]), x.dtype)
        np.matmul(self._kernel_matrix().T, matrix, out=z)
        if self.use_bias:
            z += self.bias[:, np.newaxis]
        return z.reshape(self.filters, *windows.output, n)

    def transform_gradient(self, gradient: Array, tape: Tape) -> Array | None:
        """Return ∂L/∂input, and write P gᵀ and the sum of g over all places."""
        windows: Windows = tape.saved["windows"]
        patches: Array = tape.saved["patches"]
        channels, height, width, n = tape.saved["x_shape"]
        g = gradient.reshape(self.filters, -1)
        np.matmul(patches, g.T, out=tape.gradients["kernel"].reshape(-1, self.filters))
        if self.use_bias:
            np.sum(g, axis=1, out=tape.gradients["bias"])
        if not tape.needs_input_gradient:
            return None

        # The patches are not needed any more: their memory takes the gradient of the patches.
        np.matmul(self._kernel_matrix(), g, out=patches)
        pieces = patches.reshape(*self.kernel_size, channels, *windows.output, n)
        dx = tape.buffer("dx", (channels, *windows.padded_size((height, width)), n), gradient.dtype)
        dx.fill(0)
        for row, column in windows.offsets():
            windows.seen_at(dx, row, column)[...] += pieces[row, column]
        return windows.inside(dx)

    def _kernel_matrix(self) -> Array:
        return self.kernel.reshape(-1, self.filters)
