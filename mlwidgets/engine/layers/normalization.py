"""Normalization: numbers brought to mean 0 and variance 1, so that deep stacks train faster."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from mlwidgets.engine import constraints, initializers, regularizers
from mlwidgets.engine.arrays import public_shape
from mlwidgets.engine.layers.axes import check_axis, from_engine, in_engine, places
from mlwidgets.engine.layers.base import Layer, Weight, WeightSpec
from mlwidgets.errors import ConfigurationError
from mlwidgets.ranges import EPSILON, MOMENTUM, check_flag, shown

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array, Shape
    from mlwidgets.engine.tape import Tape


class Normalization(Layer, ABC):
    """z = gamma · x̂ + beta with x̂ = (x − μ) / √(σ² + ε): what batch and layer normalization share.

    A subclass says over which numbers μ and σ² are taken, and which axes gamma and beta have.
    """

    gamma = Weight()
    beta = Weight()

    def __init__(
        self,
        epsilon: float,
        *,
        center: bool,
        scale: bool,
        beta_initializer: object,
        gamma_initializer: object,
        beta_regularizer: object,
        gamma_regularizer: object,
        beta_constraint: object,
        gamma_constraint: object,
    ) -> None:
        super().__init__()
        self.epsilon = EPSILON.check(epsilon)
        self.center = check_flag("center", center)
        self.scale = check_flag("scale", scale)
        self.beta_initializer = initializers.get(beta_initializer)
        self.gamma_initializer = initializers.get(gamma_initializer)
        self.beta_regularizer = regularizers.get(beta_regularizer)
        self.gamma_regularizer = regularizers.get(gamma_regularizer)
        self.beta_constraint = constraints.get(beta_constraint)
        self.gamma_constraint = constraints.get(gamma_constraint)

    @abstractmethod
    def weight_axes(self, input_shape: Shape) -> tuple[int, ...]:
        """Return the axes of gamma and beta, as places in the input's public shape."""

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape."""
        self.weight_axes(input_shape)  # are they there?
        return input_shape

    def weight_specs(self, input_shape: Shape) -> dict[str, WeightSpec]:
        """Return gamma and beta, as far as they are used."""
        shape = tuple(input_shape[axis] for axis in self.weight_axes(input_shape))
        specs = {}
        if self.scale:
            specs["gamma"] = WeightSpec(
                shape,
                self.gamma_initializer,
                regularizer=self.gamma_regularizer,
                constraint=self.gamma_constraint,
            )
        if self.center:
            specs["beta"] = WeightSpec(
                shape,
                self.beta_initializer,
                regularizer=self.beta_regularizer,
                constraint=self.beta_constraint,
            )
        return specs

    def aligned(self, weights: Array, x: Array) -> Array:
        """Return gamma, beta or a moving average so that it can be multiplied with `x`."""
        shape = public_shape(x)
        axes = self.weight_axes(shape)
        return in_engine(weights.reshape([side if place in axes else 1 for place, side in enumerate(shape)]))

    def scaled(self, normal: Array, tape: Tape) -> Array:
        """Return gamma · x̂ + beta."""
        tape.saved["normal"] = normal
        z = tape.buffer("z", normal.shape, normal.dtype)
        if self.scale:
            np.multiply(normal, self.aligned(self.gamma, normal), out=z)
        else:
            z[...] = normal
        if self.center:
            z += self.aligned(self.beta, normal)
        return z

    def scaled_gradient(self, gradient: Array, tape: Tape) -> Array:
        """Turn g = ∂L/∂z into ∂L/∂x̂ = g · gamma, and write Σ g · x̂ and Σ g."""
        normal: Array = tape.saved["normal"]
        summed = tuple(_engine_axes(self.weight_axes(public_shape(normal)), normal.ndim, inverse=True))
        if self.center:
            sums = gradient.sum(axis=summed, keepdims=True)
            tape.gradients["beta"][...] = from_engine(sums, self.beta.shape)
        if self.scale:
            sums = (gradient * normal).sum(axis=summed, keepdims=True)
            tape.gradients["gamma"][...] = from_engine(sums, self.gamma.shape)
            gradient *= self.aligned(self.gamma, normal)
        return gradient

    def normalized(self, x: Array, axes: tuple[int, ...], tape: Tape) -> tuple[Array, Array, Array]:
        """Return x̂, and the μ and σ² over the engine's axes `axes` that it was made with."""
        mean = x.mean(axis=axes, keepdims=True)
        normal = np.subtract(x, mean, out=tape.buffer("normal", x.shape, x.dtype))
        variance = np.square(normal).mean(axis=axes, keepdims=True)
        tape.saved["inverse"] = inverse = 1 / np.sqrt(variance + x.dtype.type(self.epsilon))
        normal *= inverse
        return normal, mean, variance

    def normalized_gradient(self, gradient: Array, axes: tuple[int, ...], tape: Tape) -> Array:
        """Turn ĝ = ∂L/∂x̂ into ∂L/∂x = (ĝ − mean ĝ − x̂ · mean(ĝ x̂)) / √(σ² + ε), in place.

        The two means are there because μ and σ² depend on x as well.
        """
        normal: Array = tape.saved["normal"]
        along = (gradient * normal).mean(axis=axes, keepdims=True)
        gradient -= gradient.mean(axis=axes, keepdims=True)
        gradient -= normal * along
        gradient *= tape.saved["inverse"]
        return gradient


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
        A price on large weights, which is added to the loss.
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
        return _engine_axes(self.weight_axes(public_shape(x)), x.ndim, inverse=True)


class LayerNormalization(Normalization):
    """Bring the numbers of each example to mean 0 and variance 1, then let each learn a scale and a shift.

    Nothing depends on the rest of the batch, so training and prediction are the same.

    Parameters
    ----------
    axis : int or sequence of int
        The axes over which μ and σ² are taken, counted as in Keras.
    epsilon : float
        ε, so that nothing is divided by 0.
    center, scale : bool
        Whether beta is added, and whether gamma multiplies.
    beta_initializer, gamma_initializer : str or Initializer
        Starting values of beta and gamma.
    beta_regularizer, gamma_regularizer : str or Regularizer, optional
        A price on large weights, which is added to the loss.
    beta_constraint, gamma_constraint : str or Constraint, optional
        What the weights are brought back to after each update.

    Attributes
    ----------
    gamma, beta : ndarray, the input's sides along `axis`
        Scale and shift, learned.

    Notes
    -----
    2 × (numbers along `axis`) parameters.

    References
    ----------
    Ba, Kiros and Hinton, "Layer Normalization", arXiv:1607.06450, 2016.

    Examples
    --------
    >>> LayerNormalization([1, 2, 3]).parameter_arithmetic((4, 4, 8))
    '4 × 4 × 8 + 4 × 4 × 8 = 256'
    """

    def __init__(
        self,
        axis: int | tuple[int, ...] | list[int] = -1,
        epsilon: float = 1e-3,
        *,
        center: bool = True,
        scale: bool = True,
        beta_initializer: object = "zeros",
        gamma_initializer: object = "ones",
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
        self.axis: int | tuple[int, ...]
        if isinstance(axis, (tuple, list)):
            if not axis:
                raise ConfigurationError(f"axis must name at least one axis; got {shown(axis)}.")
            self.axis = tuple(check_axis(one) for one in axis)
        else:
            self.axis = check_axis(axis)

    def weight_axes(self, input_shape: Shape) -> tuple[int, ...]:
        """Return the axes over which is normalized."""
        axes = self.axis if isinstance(self.axis, tuple) else (self.axis,)
        return places(axes, input_shape, "LayerNormalization")

    def transform(self, x: Array, tape: Tape) -> Array:
        """Normalize each example on its own."""
        normal, _, _ = self.normalized(x, self._example_axes(x), tape)
        return self.scaled(normal, tape)

    def transform_gradient(self, gradient: Array, tape: Tape) -> Array | None:
        """Return ∂L/∂input, and write the gradients of gamma and beta."""
        gradient = self.scaled_gradient(gradient, tape)
        if not tape.needs_input_gradient:
            return None
        return self.normalized_gradient(gradient, self._example_axes(gradient), tape)

    def _example_axes(self, x: Array) -> tuple[int, ...]:
        return _engine_axes(self.weight_axes(public_shape(x)), x.ndim)


def _engine_axes(public: tuple[int, ...], rank: int, *, inverse: bool = False) -> tuple[int, ...]:
    """Return where axes of an example lie in an engine array of `rank` axes, or `inverse`: all others."""
    last = rank - 2
    axes = tuple(0 if place == last else place + 1 for place in public)
    return tuple(axis for axis in range(rank) if axis not in axes) if inverse else axes
