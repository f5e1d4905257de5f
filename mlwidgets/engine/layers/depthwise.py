"""Convolution of each channel on its own."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine import constraints, initializers, regularizers
from mlwidgets.engine.arrays import public_shape
from mlwidgets.engine.layers.base import Layer, Weight, WeightSpec
from mlwidgets.engine.layers.windows import Windows
from mlwidgets.ranges import (
    DEPTH_MULTIPLIER,
    DILATION_RATE,
    KERNEL_SIZE,
    PADDING,
    STRIDES,
    check_flag,
    check_pair,
)

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array, Shape
    from mlwidgets.engine.tape import Tape


class DepthwiseConv2D(Layer):
    """Give each channel kernels of its own, and sum over no other channel.

    z[c·m + k, y, x] = b[c·m + k] + Σ over rows i, columns j of K[i, j, c, k] · input[y·s + i·d, x·s + j·d, c]
    with m = depth_multiplier, stride s and dilation d.

    Parameters
    ----------
    kernel_size : int or (int, int)
        Height and width of a kernel.
    strides : int or (int, int)
        Steps (down, right) from one place to the next.
    padding : {"valid", "same"}
        "valid": only where the kernel fits. "same": padded with zeros, which keeps the size at stride 1.
    depth_multiplier : int
        How many kernels each channel has.
    activation : str or ActivationFunction, optional
        Applied to z; linear if not given.
    dilation_rate : int or (int, int)
        Distance (down, right) between neighbouring cells of the kernel.
    use_bias : bool
        Whether b is added.
    depthwise_initializer, bias_initializer : str or Initializer
        Starting values of K and b.
    depthwise_regularizer, bias_regularizer : str or Regularizer, optional
        A penalty on large weights, added to the loss.
    depthwise_constraint, bias_constraint : str or Constraint, optional
        What the weights are brought back to after each update.

    Attributes
    ----------
    kernel : ndarray, shape (height, width, channels, depth_multiplier)
        K.
    bias : ndarray, shape (channels · depth_multiplier,)
        b.

    Notes
    -----
    height × width × channels × depth_multiplier + channels · depth_multiplier parameters. For each channel
    the windows lie side by side in a matrix of patches P; then z = Kᵀ P, ∂L/∂K = P gᵀ and ∂L/∂P = K g, for
    all channels in one call.

    References
    ----------
    Chollet, "Xception: Deep Learning with Depthwise Separable Convolutions", CVPR 2017.

    Examples
    --------
    >>> DepthwiseConv2D(3, depth_multiplier=2).compute_output_shape((28, 28, 8))
    (26, 26, 16)
    >>> DepthwiseConv2D(3, depth_multiplier=2).parameter_arithmetic((28, 28, 8))
    '3 × 3 × 8 × 2 + 16 = 160'
    """

    kernel = Weight()
    bias = Weight()

    def __init__(
        self,
        kernel_size: int | tuple[int, int],
        strides: int | tuple[int, int] = 1,
        padding: str = "valid",
        depth_multiplier: int = 1,
        activation: object = None,
        *,
        dilation_rate: int | tuple[int, int] = 1,
        use_bias: bool = True,
        depthwise_initializer: object = "glorot_uniform",
        bias_initializer: object = "zeros",
        depthwise_regularizer: object = None,
        bias_regularizer: object = None,
        depthwise_constraint: object = None,
        bias_constraint: object = None,
    ) -> None:
        super().__init__(activation)
        self.kernel_size = check_pair(KERNEL_SIZE, kernel_size)
        self.strides = check_pair(STRIDES, strides)
        self.padding = PADDING.check(padding)
        self.depth_multiplier = DEPTH_MULTIPLIER.check_int(depth_multiplier)
        self.dilation_rate = check_pair(DILATION_RATE, dilation_rate)
        self.use_bias = check_flag("use_bias", use_bias)
        self.depthwise_initializer = initializers.get(depthwise_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.depthwise_regularizer = regularizers.get(depthwise_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.depthwise_constraint = constraints.get(depthwise_constraint)
        self.bias_constraint = constraints.get(bias_constraint)

    def windows(self, input_shape: Shape) -> Windows:
        """Return where the kernel stands on a picture of this shape."""
        size, dilation = self.kernel_size, self.dilation_rate
        return Windows.over(
            input_shape, size, self.strides, self.padding, "DepthwiseConv2D", dilation=dilation
        )

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return `(out_height, out_width, channels · depth_multiplier)`."""
        return (*self.windows(input_shape).output, input_shape[-1] * self.depth_multiplier)

    def weight_specs(self, input_shape: Shape) -> dict[str, WeightSpec]:
        """Return kernel and bias."""
        channels = input_shape[-1]
        shape = (*self.kernel_size, channels, self.depth_multiplier)
        specs = {
            "kernel": WeightSpec(
                shape,
                self.depthwise_initializer,
                regularizer=self.depthwise_regularizer,
                constraint=self.depthwise_constraint,
            )
        }
        if self.use_bias:
            specs["bias"] = WeightSpec(
                (channels * self.depth_multiplier,),
                self.bias_initializer,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )
        return specs

    def numbers_in_training(self, input_shape: Shape) -> int:
        """Add the patches, which are all kept."""
        places = math.prod(self.windows(input_shape).output)
        patches = math.prod(self.kernel_size) * places * input_shape[-1]
        return super().numbers_in_training(input_shape) + patches

    def transform(self, x: Array, tape: Tape) -> Array:
        """Return z `(channels · depth_multiplier, out_h, out_w, n)` for `x` `(channels, h, w, n)`."""
        channels, *_, n = x.shape
        windows = self.windows(public_shape(x))
        padded = windows.pad(x, tape)
        patches = tape.buffer("patches", (channels, *self.kernel_size, *windows.output, n), x.dtype)
        for row, column in windows.offsets():
            patches[:, row, column] = windows.seen_at(padded, row, column)
        cells = self.kernel_size[0] * self.kernel_size[1]
        matrices = patches.reshape(channels, cells, -1)
        tape.saved["windows"], tape.saved["patches"] = windows, matrices
        tape.saved["padded_shape"] = padded.shape

        z = tape.buffer("z", (channels, self.depth_multiplier, matrices.shape[-1]), x.dtype)
        np.matmul(self._kernel_matrices().transpose(0, 2, 1), matrices, out=z)
        z = z.reshape(-1, *windows.output, n)
        if self.use_bias:
            z += self.bias[:, np.newaxis, np.newaxis, np.newaxis]
        return z

    def transform_gradient(self, gradient: Array, tape: Tape) -> Array | None:
        """Return ∂L/∂input, and write P gᵀ and the sum of g over all places."""
        windows: Windows = tape.saved["windows"]
        patches: Array = tape.saved["patches"]
        channels, *_, n = tape.saved["padded_shape"]
        g = gradient.reshape(channels, self.depth_multiplier, -1)
        slope = np.matmul(patches, g.transpose(0, 2, 1))  # (channels, cells, depth_multiplier)
        shape = tape.gradients["kernel"].shape
        tape.gradients["kernel"][...] = slope.transpose(1, 0, 2).reshape(shape)
        if self.use_bias:
            tape.gradients["bias"][...] = g.sum(axis=2).ravel()
        if not tape.needs_input_gradient:
            return None

        # The patches are not needed any more: their memory takes the gradient of the patches. With one kernel
        # a channel the product has no sum in it, and multiplying is six times as quick as matmul.
        multiply = np.multiply if self.depth_multiplier == 1 else np.matmul
        multiply(self._kernel_matrices(), g, out=patches)
        pieces = patches.reshape(channels, *self.kernel_size, *windows.output, n)
        dx = tape.buffer("dx", tape.saved["padded_shape"], gradient.dtype)
        dx.fill(0)
        for row, column in windows.offsets():
            windows.seen_at(dx, row, column)[...] += pieces[:, row, column]
        return windows.inside(dx)

    def _kernel_matrices(self) -> Array:
        """Return K as `(channels, cells, depth_multiplier)`."""
        channels, multiplier = self.kernel.shape[2:]
        return self.kernel.reshape(-1, channels, multiplier).transpose(1, 0, 2)
