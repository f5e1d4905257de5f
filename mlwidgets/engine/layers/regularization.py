"""Layers that make a network's life harder in training, so that it does better on new data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine.layers.base import Layer
from mlwidgets.engine.layers.shape_checks import check_picture
from mlwidgets.ranges import DROPOUT_RATE, NOISE_STDDEV

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array, Shape
    from mlwidgets.engine.tape import Tape


class Dropout(Layer):
    """In training, set each number to 0 with probability `rate`, and divide the others by 1 − rate.

    The division keeps the expected value, so nothing has to change at prediction, where nothing is dropped.

    Parameters
    ----------
    rate : float
        Probability in [0, 1) that a number is dropped.

    References
    ----------
    Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", JMLR 15, 2014.
    """

    draws_at_random = True

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = DROPOUT_RATE.check(rate)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape."""
        return input_shape

    def transform(self, x: Array, tape: Tape) -> Array:
        """Return x · mask / (1 − rate) in training, x otherwise."""
        if not tape.training or self.rate == 0:
            tape.saved["mask"] = None
            return x
        kept = tape.rng.random(x.shape, dtype="float32") >= self.rate
        tape.saved["mask"] = mask = kept / x.dtype.type(1 - self.rate)
        return x * mask

    def transform_gradient(self, gradient: Array, tape: Tape) -> Array | None:
        """Return gradient · mask / (1 − rate)."""
        mask: Array | None = tape.saved["mask"]
        return gradient if mask is None else gradient * mask


class SpatialDropout2D(Layer):
    """In training, set whole channels to 0 with probability `rate`, and divide the others by 1 − rate.

    Neighbouring cells of a picture say nearly the same: what is dropped in one is still there in the next.
    Dropping the channel as a whole drops the information.

    Parameters
    ----------
    rate : float
        Probability in [0, 1) that a channel of an example is dropped.

    References
    ----------
    Tompson et al., "Efficient Object Localization Using Convolutional Networks", CVPR 2015.
    """

    draws_at_random = True

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = DROPOUT_RATE.check(rate)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape."""
        check_picture(input_shape, "SpatialDropout2D")
        return input_shape

    def transform(self, x: Array, tape: Tape) -> Array:
        """Return x · mask / (1 − rate) in training, x otherwise; the mask is `(channels, 1, 1, n)`."""
        if not tape.training or self.rate == 0:
            tape.saved["mask"] = None
            return x
        channels, _, _, n = x.shape
        kept = tape.rng.random((channels, 1, 1, n), dtype="float32") >= self.rate
        tape.saved["mask"] = mask = kept / x.dtype.type(1 - self.rate)
        return x * mask

    def transform_gradient(self, gradient: Array, tape: Tape) -> Array | None:
        """Return gradient · mask / (1 − rate)."""
        mask: Array | None = tape.saved["mask"]
        return gradient if mask is None else gradient * mask


class GaussianNoise(Layer):
    """In training, add a random number from the bell curve with mean 0 and spread `stddev` to each number.

    Parameters
    ----------
    stddev : float
        Standard deviation of the noise, in [0, 1].

    Notes
    -----
    No parameters; backwards the gradient passes unchanged. At prediction nothing is added.

    References
    ----------
    Bishop, "Training with Noise is Equivalent to Tikhonov Regularization", Neural Computation 7(1), 1995.
    """

    draws_at_random = True

    def __init__(self, stddev: float) -> None:
        super().__init__()
        self.stddev = NOISE_STDDEV.check(stddev)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape."""
        return input_shape

    def transform(self, x: Array, tape: Tape) -> Array:
        """Return x + noise in training, x otherwise."""
        if not tape.training or self.stddev == 0:
            return x
        noise = tape.rng.standard_normal(x.shape, dtype="float32")
        noise *= self.stddev
        return x + noise

    def transform_gradient(self, gradient: Array, tape: Tape) -> Array | None:  # noqa: ARG002 - slope 1
        """Return the gradient as it is."""
        return gradient
