"""Convolution of each channel on its own, and with a mixing step after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine import constraints, initializers, regularizers
from mlwidgets.engine.arrays import public_shape
from mlwidgets.engine.layers.base import Layer, Weight, WeightSpec
from mlwidgets.engine.layers.convolution import Conv2D
from mlwidgets.engine.layers.expected import check_picture
from mlwidgets.engine.layers.inner import Inner
from mlwidgets.engine.layers.windows import Windows
from mlwidgets.ranges import (
    DEPTH_MULTIPLIER,
    DILATION_RATE,
    FILTERS,
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
        "valid": only places where the kernel fits. "same": a rim of zeros, so that stride 1 keeps the size.
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
        A price on large weights, which is added to the loss.
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


class SeparableConv2D(Layer):
    """A convolution in two cheap steps: each channel on its own, then a 1 × 1 convolution that mixes them.

    Parameters
    ----------
    filters : int
        How many channels the result has.
    kernel_size : int or (int, int)
        Height and width of the first step's kernels.
    strides : int or (int, int)
        Steps (down, right) from one place to the next.
    padding : {"valid", "same"}
        "valid": only places where the kernel fits. "same": a rim of zeros, so that stride 1 keeps the size.
    activation : str or ActivationFunction, optional
        Applied to the second step's result; linear if not given.
    dilation_rate : int or (int, int)
        Distance (down, right) between neighbouring cells of the kernel.
    depth_multiplier : int
        How many kernels each channel has in the first step.
    use_bias : bool
        Whether b is added.
    depthwise_initializer, pointwise_initializer, bias_initializer : str or Initializer
        Starting values.
    depthwise_regularizer, pointwise_regularizer, bias_regularizer : str or Regularizer, optional
        A price on large weights, which is added to the loss.
    depthwise_constraint, pointwise_constraint, bias_constraint : str or Constraint, optional
        What the weights are brought back to after each update.

    Attributes
    ----------
    depthwise_kernel : ndarray, shape (height, width, channels, depth_multiplier)
        The first step's.
    pointwise_kernel : ndarray, shape (1, 1, channels · depth_multiplier, filters)
        The second step's.
    bias : ndarray, shape (filters,)
        b.

    Notes
    -----
    For 3 × 3 kernels from 32 to 64 channels 3 × 3 × 32 × 1 + 1 × 1 × 32 × 64 + 64 = 2,400 parameters, where
    Conv2D has 18,496. ``DepthwiseConv2D`` and ``Conv2D`` do the work.

    References
    ----------
    Chollet, "Xception: Deep Learning with Depthwise Separable Convolutions", CVPR 2017.

    Examples
    --------
    >>> SeparableConv2D(64, 3).parameter_arithmetic((28, 28, 32))
    '3 × 3 × 32 × 1 + 1 × 1 × 32 × 64 + 64 = 2,400'
    """

    depthwise_kernel = Weight()
    pointwise_kernel = Weight()
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
        depth_multiplier: int = 1,
        use_bias: bool = True,
        depthwise_initializer: object = "glorot_uniform",
        pointwise_initializer: object = "glorot_uniform",
        bias_initializer: object = "zeros",
        depthwise_regularizer: object = None,
        pointwise_regularizer: object = None,
        bias_regularizer: object = None,
        depthwise_constraint: object = None,
        pointwise_constraint: object = None,
        bias_constraint: object = None,
    ) -> None:
        super().__init__(activation)
        self.filters = FILTERS.check_int(filters)
        self.kernel_size = check_pair(KERNEL_SIZE, kernel_size)
        self.strides = check_pair(STRIDES, strides)
        self.padding = PADDING.check(padding)
        self.depth_multiplier = DEPTH_MULTIPLIER.check_int(depth_multiplier)
        self.dilation_rate = check_pair(DILATION_RATE, dilation_rate)
        self.use_bias = check_flag("use_bias", use_bias)
        self.depthwise_initializer = initializers.get(depthwise_initializer)
        self.pointwise_initializer = initializers.get(pointwise_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.depthwise_regularizer = regularizers.get(depthwise_regularizer)
        self.pointwise_regularizer = regularizers.get(pointwise_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.depthwise_constraint = constraints.get(depthwise_constraint)
        self.pointwise_constraint = constraints.get(pointwise_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        depthwise = DepthwiseConv2D(
            kernel_size,
            strides,
            padding,
            depth_multiplier,
            dilation_rate=dilation_rate,
            use_bias=False,
            depthwise_initializer=self.depthwise_initializer,
            depthwise_regularizer=self.depthwise_regularizer,
            depthwise_constraint=self.depthwise_constraint,
        )
        pointwise = Conv2D(
            filters,
            1,
            use_bias=use_bias,
            kernel_initializer=self.pointwise_initializer,
            bias_initializer=self.bias_initializer,
            kernel_regularizer=self.pointwise_regularizer,
            bias_regularizer=self.bias_regularizer,
            kernel_constraint=self.pointwise_constraint,
            bias_constraint=self.bias_constraint,
        )
        self._depthwise = Inner("SeparableConv2D.depthwise", depthwise)
        self._pointwise = Inner("SeparableConv2D.pointwise", pointwise)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return `(out_height, out_width, filters)`."""
        check_picture(input_shape, "SeparableConv2D")
        return (*self._depthwise.layer.compute_output_shape(input_shape)[:2], self.filters)

    def weight_specs(self, input_shape: Shape) -> dict[str, WeightSpec]:
        """Return the kernels of both steps, and the bias."""
        channels = input_shape[-1]
        depthwise = self._depthwise.layer.weight_specs(input_shape)
        pointwise = self._pointwise.layer.weight_specs((1, 1, channels * self.depth_multiplier))
        specs = {"depthwise_kernel": depthwise["kernel"], "pointwise_kernel": pointwise["kernel"]}
        return specs | {"bias": pointwise["bias"]} if self.use_bias else specs

    def transform(self, x: Array, tape: Tape) -> Array:
        """Return z `(filters, out_h, out_w, n)` for `x` `(channels, h, w, n)`."""
        between = self._depthwise.forward(x, self._first(self.weights), tape)
        return self._pointwise.forward(between, self._second(self.weights), tape)

    def transform_gradient(self, gradient: Array, tape: Tape) -> Array | None:
        """Go back through the second step, then through the first."""
        between = self._pointwise.backward(gradient, self._second(tape.gradients), tape, always=True)
        assert between is not None  # noqa: S101 - asked for
        return self._depthwise.backward(between, self._first(tape.gradients), tape)

    @staticmethod
    def _first(arrays: dict[str, Array]) -> dict[str, Array]:
        return {"kernel": arrays["depthwise_kernel"]}

    def _second(self, arrays: dict[str, Array]) -> dict[str, Array]:
        second = {"kernel": arrays["pointwise_kernel"]}
        return second | {"bias": arrays["bias"]} if self.use_bias else second
