"""Convolution and pooling of sequences (steps, channels): pictures one column wide."""

from __future__ import annotations

from abc import ABC
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine import constraints, initializers, regularizers
from mlwidgets.engine.layers.averaging import AveragePooling2D
from mlwidgets.engine.layers.base import Layer, Weight
from mlwidgets.engine.layers.convolution import Conv2D
from mlwidgets.engine.layers.pooling import MaxPooling2D
from mlwidgets.engine.layers.shape_checks import check_fits, check_sequence
from mlwidgets.engine.layers.sublayer import Sublayer
from mlwidgets.errors import ConfigurationError, ShapeError
from mlwidgets.language import _
from mlwidgets.ranges import (
    DILATION_RATE,
    FILTERS,
    GROUPS,
    KERNEL_SIZE,
    PADDING,
    POOL_SIZE,
    STRIDES,
    check_flag,
    check_single,
)

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array, Shape
    from mlwidgets.engine.layers.base import WeightSpec
    from mlwidgets.engine.tape import Tape


class Conv1D(Layer):
    """Slide small windows of weights along a sequence and take a weighted sum at each place.

    z[o, t] = b[o] + Σ over steps i, channels c of K[i, c, o] · input[t·s + i·d, c]
    with stride s and dilation d.

    Parameters
    ----------
    filters : int
        How many kernels, and so how many channels the result has.
    kernel_size : int
        Steps in a kernel.
    strides : int
        Steps from one place to the next.
    padding : {"valid", "same"}
        "valid": only places where the kernel fits. "same": zeros at both ends, so that stride 1 keeps the
        length.
    activation : str or ActivationFunction, optional
        Applied to z; linear if not given.
    dilation_rate : int
        Distance between neighbouring cells of the kernel.
    groups : int
        Into how many groups channels and filters are divided; a filter sees the channels of its group.
    use_bias : bool
        Whether b is added.
    kernel_initializer, bias_initializer : str or Initializer
        Starting values of K and b.
    kernel_regularizer, bias_regularizer : str or Regularizer, optional
        A penalty on large weights, added to the loss.
    kernel_constraint, bias_constraint : str or Constraint, optional
        What the weights are brought back to after each update.

    Attributes
    ----------
    kernel : ndarray, shape (kernel_size, in_channels / groups, filters)
        K.
    bias : ndarray, shape (filters,)
        b.

    Notes
    -----
    kernel_size × in_channels / groups × filters + filters parameters. A sequence is a picture one column
    wide: `Conv2D` does the work.

    References
    ----------
    Waibel et al., "Phoneme Recognition Using Time-Delay Neural Networks", IEEE Transactions on Acoustics,
    Speech, and Signal Processing 37(3), 1989.

    Examples
    --------
    >>> Conv1D(16, 5).compute_output_shape((100, 8))
    (96, 16)
    >>> Conv1D(16, 5).parameter_arithmetic((100, 8))
    '5 × 8 × 16 + 16 = 656'
    """

    kernel = Weight()
    bias = Weight()

    def __init__(
        self,
        filters: int,
        kernel_size: int,
        strides: int = 1,
        padding: str = "valid",
        activation: object = None,
        *,
        dilation_rate: int = 1,
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
        self.kernel_size = check_single(KERNEL_SIZE, kernel_size)
        self.strides = check_single(STRIDES, strides)
        self.padding = PADDING.check(padding)
        self.dilation_rate = check_single(DILATION_RATE, dilation_rate)
        self.groups = GROUPS.check_int(groups)
        if self.filters % self.groups:
            raise ConfigurationError(
                _(
                    "{layer} divides its filters evenly among the groups; got {filters} filters and {groups} "
                    "groups."
                ).format(layer="Conv1D", filters=self.filters, groups=self.groups)
            )
        self.use_bias = check_flag("use_bias", use_bias)
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        convolution = Conv2D(
            self.filters,
            (self.kernel_size, 1),
            (self.strides, 1),
            self.padding,
            dilation_rate=(self.dilation_rate, 1),
            groups=self.groups,
            use_bias=self.use_bias,
            kernel_initializer=self.kernel_initializer,
            bias_initializer=self.bias_initializer,
            kernel_regularizer=self.kernel_regularizer,
            bias_regularizer=self.bias_regularizer,
            kernel_constraint=self.kernel_constraint,
            bias_constraint=self.bias_constraint,
        )
        self._inner = Sublayer("Conv1D.convolution", convolution)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return `(out_steps, filters)`."""
        check_sequence(input_shape, "Conv1D")
        span = (self.kernel_size - 1) * self.dilation_rate + 1
        check_fits(input_shape[0], span, self.padding, "Conv1D")
        if input_shape[1] % self.groups:
            raise ShapeError(
                _(
                    "{layer} divides its input's channels evenly among the groups; got {channels} channels "
                    "and {groups} groups."
                ).format(layer="Conv1D", channels=input_shape[1], groups=self.groups)
            )
        steps, _row, filters = self._inner.layer.compute_output_shape(_picture_shape(input_shape))
        return (steps, filters)

    def weight_specs(self, input_shape: Shape) -> dict[str, WeightSpec]:
        """Return kernel and bias."""
        specs = self._inner.layer.weight_specs(_picture_shape(input_shape))
        steps, _, channels, filters = specs["kernel"].shape
        return specs | {"kernel": replace(specs["kernel"], shape=(steps, channels, filters))}

    def numbers_in_training(self, input_shape: Shape) -> int:
        """Return those of the convolution that does the work."""
        return self._inner.layer.numbers_in_training(_picture_shape(input_shape))

    def transform(self, x: Array, tape: Tape) -> Array:
        """Return z `(filters, out_steps, n)` for `x` `(channels, steps, n)`."""
        return self._inner.forward(_as_picture(x), _with_a_column(self.weights), tape)[:, :, 0]

    def transform_gradient(self, gradient: Array, tape: Tape) -> Array | None:
        """Return ∂L/∂input, and write the gradients of kernel and bias."""
        dx = self._inner.backward(_as_picture(gradient), _with_a_column(tape.gradients), tape)
        return None if dx is None else dx[:, :, 0]


class Pooling1D(Layer, ABC):
    """What maximum and mean over the windows of a sequence share.

    Parameters
    ----------
    pooling : MaxPooling2D or AveragePooling2D
        The class that does the work, on a picture one column wide.
    """

    def __init__(
        self,
        pooling: type[MaxPooling2D | AveragePooling2D],
        pool_size: int,
        strides: int | None,
        padding: str,
    ) -> None:
        super().__init__()
        self.pool_size = check_single(POOL_SIZE, pool_size)
        self.strides = self.pool_size if strides is None else check_single(STRIDES, strides)
        self.padding = PADDING.check(padding)
        inner = pooling((self.pool_size, 1), (self.strides, 1), self.padding)
        self._inner = Sublayer(f"{self.class_name}.pooling", inner)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return `(out_steps, channels)`."""
        check_sequence(input_shape, self.class_name)
        check_fits(input_shape[0], self.pool_size, self.padding, self.class_name)
        steps, _, channels = self._inner.layer.compute_output_shape(_picture_shape(input_shape))
        return (steps, channels)

    def numbers_in_training(self, input_shape: Shape) -> int:
        """Return those of the pooling that does the work."""
        return self._inner.layer.numbers_in_training(_picture_shape(input_shape))

    def transform(self, x: Array, tape: Tape) -> Array:
        """Return one number for each window, `(channels, out_steps, n)`."""
        return self._inner.forward(_as_picture(x), {}, tape)[:, :, 0]

    def transform_gradient(self, gradient: Array, tape: Tape) -> Array | None:
        """Send each window's gradient to its cells."""
        dx = self._inner.backward(_as_picture(gradient), {}, tape)
        return None if dx is None else dx[:, :, 0]


class MaxPooling1D(Pooling1D):
    """Keep the largest number in each window of each channel of a sequence.

    Parameters
    ----------
    pool_size : int
        Steps in a window.
    strides : int, optional
        Steps between windows; `pool_size` if not given, so that windows touch.
    padding : {"valid", "same"}
        "valid": only whole windows. "same": windows may hang over the ends, which never win.

    Notes
    -----
    No parameters. Backwards, the whole gradient of a window goes to the step that won, of equals the first.

    Examples
    --------
    >>> MaxPooling1D(2).compute_output_shape((100, 8))
    (50, 8)
    """

    def __init__(self, pool_size: int = 2, strides: int | None = None, padding: str = "valid") -> None:
        super().__init__(MaxPooling2D, pool_size, strides, padding)


class AveragePooling1D(Pooling1D):
    """Take the mean of each window of each channel of a sequence.

    Parameters
    ----------
    pool_size : int
        Steps in a window.
    strides : int, optional
        Steps between windows; `pool_size` if not given, so that windows touch.
    padding : {"valid", "same"}
        "valid": only whole windows. "same": windows may hang over the ends, and the mean is that of the steps
        inside the sequence.

    Notes
    -----
    No parameters. Backwards, each step of a window gets an equal share of the window's gradient.

    Examples
    --------
    >>> AveragePooling1D(2, strides=1).compute_output_shape((100, 8))
    (99, 8)
    """

    def __init__(self, pool_size: int = 2, strides: int | None = None, padding: str = "valid") -> None:
        super().__init__(AveragePooling2D, pool_size, strides, padding)


def _picture_shape(sequence: Shape) -> Shape:
    steps, channels = sequence
    return (steps, 1, channels)


def _as_picture(sequence: Array) -> Array:
    """Return `(channels, steps, n)` as a view `(channels, steps, 1, n)`."""
    return sequence[:, :, np.newaxis]


def _with_a_column(arrays: dict[str, Array]) -> dict[str, Array]:
    """Return weights or gradients for `Conv2D`: the kernel as a view `(steps, 1, channels, filters)`."""
    return arrays | {"kernel": arrays["kernel"][:, np.newaxis]}
