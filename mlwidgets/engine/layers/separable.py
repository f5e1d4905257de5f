"""Convolution in two cheap steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine import constraints, initializers, regularizers
from mlwidgets.engine.layers.base import Layer, Weight, WeightSpec
from mlwidgets.engine.layers.convolution import Conv2D
from mlwidgets.engine.layers.depthwise import DepthwiseConv2D
from mlwidgets.engine.layers.shape_checks import check_picture
from mlwidgets.engine.layers.sublayer import Sublayer
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
        "valid": only where the kernel fits. "same": padded with zeros, which keeps the size at stride 1.
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
        A penalty on large weights, added to the loss.
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
        self._depthwise = Sublayer("SeparableConv2D.depthwise", depthwise)
        self._pointwise = Sublayer("SeparableConv2D.pointwise", pointwise)

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

    def numbers_in_training(self, input_shape: Shape) -> int:
        """Return those of both steps."""
        first, second = self._depthwise.layer, self._pointwise.layer
        between = first.compute_output_shape(input_shape)
        return first.numbers_in_training(input_shape) + second.numbers_in_training(between)

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
