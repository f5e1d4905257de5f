"""Normalization: numbers brought to mean 0 and variance 1, so that deep stacks train faster."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine import constraints, initializers, regularizers
from mlwidgets.engine.arrays import public_shape
from mlwidgets.engine.layers.axes import engine_axes, from_engine, in_engine
from mlwidgets.engine.layers.base import Layer, Weight, WeightSpec
from mlwidgets.ranges import EPSILON, check_flag

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
        summed = tuple(engine_axes(self.weight_axes(public_shape(normal)), normal.ndim, inverse=True))
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
