"""Normalization over the batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from mlwidgets.engine import initializers
from mlwidgets.engine.arrays import public_shape
from mlwidgets.engine.layers.axes import check_axis, engine_axes, places
from mlwidgets.engine.layers.base import Weight, WeightSpec
from mlwidgets.engine.layers.normalization import Normalization
from mlwidgets.ranges import MOMENTUM

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array, Shape
    from mlwidgets.engine.tape import Tape


class BatchNormalization(Normalization):
    """Bring each channel to mean 0 and variance 1 over the batch, then let it learn a scale and a shift.

    In training μ and σ² are those of the batch, over its examples and places. Moving averages of them are
    kept, moving ← momentum · moving + (1 − momentum) · batch, and used at prediction, where an example
    must not depend on its neighbours.

    Parameters
    ----------
    axis : int
        The axis of the channels, counted as in Keras.
    momentum : float
        Share of the old moving average in the new one, in [0, 1).
    epsilon : float
        ε, so that nothing is divided by 0.
    center, scale : bool
        Whether beta is added, and whether gamma multiplies.
    beta_initializer, gamma_initializer : str or Initializer
        Starting values of beta and gamma.
    moving_mean_initializer, moving_variance_initializer : str or Initializer
        Starting values of the moving averages.
    beta_regularizer, gamma_regularizer : str or Regularizer, optional
        A penalty on large weights, added to the loss.
    beta_constraint, gamma_constraint : str or Constraint, optional
        What the weights are brought back to after each update.

    Attributes
    ----------
    gamma, beta : ndarray, shape (channels,)
        Scale and shift, learned.
    moving_mean, moving_variance : ndarray, shape (channels,)
        Kept by the layer itself; no optimizer moves them.

    Notes
    -----
    4 × channels parameters, half of them learned.

    References
    ----------
    Ioffe and Szegedy, "Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate
    Shift", ICML 2015.

    Examples
    --------
    >>> BatchNormalization().parameter_arithmetic((28, 28, 8))
    '8 + 8 + 8 + 8 = 32'
    """

    couples_examples: ClassVar[bool] = True
    moving_mean = Weight()
    moving_variance = Weight()

    def __init__(
        self,
        axis: int = -1,
        momentum: float = 0.99,
        epsilon: float = 1e-3,
        *,
        center: bool = True,
        scale: bool = True,
        beta_initializer: object = "zeros",
        gamma_initializer: object = "ones",
        moving_mean_initializer: object = "zeros",
        moving_variance_initializer: object = "ones",
        beta_regularizer: object = None,
        gamma_regularizer: object = None,
        beta_constraint: object = None,
        gamma_constraint: object = None,
    ) -> None:
        super().__init__(
            epsilon,
            center=center,
            scale=scale,
            beta_initializer=beta_initializer,
            gamma_initializer=gamma_initializer,
            beta_regularizer=beta_regularizer,
            gamma_regularizer=gamma_regularizer,
            beta_constraint=beta_constraint,
            gamma_constraint=gamma_constraint,
        )
        self.axis = check_axis(axis)
        self.momentum = MOMENTUM.check(momentum)
        self.moving_mean_initializer = initializers.get(moving_mean_initializer)
        self.moving_variance_initializer = initializers.get(moving_variance_initializer)

    def weight_axes(self, input_shape: Shape) -> tuple[int, ...]:
        """Return the axis of the channels."""
        return places((self.axis,), input_shape, "BatchNormalization")

    def weight_specs(self, input_shape: Shape) -> dict[str, WeightSpec]:
        """Return gamma, beta and the moving averages."""
        (axis,) = self.weight_axes(input_shape)
        shape = (input_shape[axis],)
        return super().weight_specs(input_shape) | {
            "moving_mean": WeightSpec(shape, self.moving_mean_initializer, trainable=False),
            "moving_variance": WeightSpec(shape, self.moving_variance_initializer, trainable=False),
        }

    def transform(self, x: Array, tape: Tape) -> Array:
        """Normalize with the batch's own μ and σ² in training, with the moving averages otherwise."""
        if tape.training:
            normal, mean, variance = self.normalized(x, self._batch_axes(x), tape)
            for name, new in (("moving_mean", mean), ("moving_variance", variance)):
                old = self.weights[name]
                tape.kept[name] = self.momentum * old + (1 - self.momentum) * new.reshape(old.shape)
        else:
            variance = self.aligned(self.moving_variance, x)
            tape.saved["inverse"] = inverse = 1 / np.sqrt(variance + x.dtype.type(self.epsilon))
            normal = tape.buffer("normal", x.shape, x.dtype)
            np.subtract(x, self.aligned(self.moving_mean, x), out=normal)
            normal *= inverse
        return self.scaled(normal, tape)

    def transform_gradient(self, gradient: Array, tape: Tape) -> Array | None:
        """Return ∂L/∂input, and write the gradients of gamma and beta."""
        gradient = self.scaled_gradient(gradient, tape)
        if not tape.needs_input_gradient:
            return None
        if tape.training:
            return self.normalized_gradient(gradient, self._batch_axes(gradient), tape)
        return np.multiply(gradient, tape.saved["inverse"], out=gradient)

    def _batch_axes(self, x: Array) -> tuple[int, ...]:
        return engine_axes(self.weight_axes(public_shape(x)), x.ndim, inverse=True)
