"""The fully connected layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine import constraints, initializers, regularizers
from mlwidgets.engine.layers.base import Layer, Weight, WeightSpec
from mlwidgets.errors import ShapeError
from mlwidgets.language import _
from mlwidgets.ranges import UNITS, check_flag

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array, Shape
    from mlwidgets.engine.tape import Tape


class Dense(Layer):
    """Every unit looks at every input: a = f(Wᵀx + b).

    Parameters
    ----------
    units : int
        How many outputs.
    activation : str or ActivationFunction, optional
        f; linear if not given.
    use_bias : bool
        Whether b is added.
    kernel_initializer, bias_initializer : str or Initializer
        Starting values of W and b.
    kernel_regularizer, bias_regularizer : str or Regularizer, optional
        A penalty on large weights, added to the loss.
    kernel_constraint, bias_constraint : str or Constraint, optional
        What W and b are brought back to after each update.

    Attributes
    ----------
    kernel : ndarray, shape (features, units)
        W.
    bias : ndarray, shape (units,)
        b.

    Notes
    -----
    features × units + units parameters. Backwards, with g = ∂L/∂z summed over the batch:
    ∂L/∂W = x gᵀ, ∂L/∂b = g, ∂L/∂x = W g.
    """

    kernel = Weight()
    bias = Weight()

    def __init__(
        self,
        units: int,
        activation: object = None,
        *,
        use_bias: bool = True,
        kernel_initializer: object = "glorot_uniform",
        bias_initializer: object = "zeros",
        kernel_regularizer: object = None,
        bias_regularizer: object = None,
        kernel_constraint: object = None,
        bias_constraint: object = None,
    ) -> None:
        super().__init__(activation)
        self.units = UNITS.check_int(units)
        self.use_bias = check_flag("use_bias", use_bias)
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return `(units,)`."""
        if len(input_shape) != 1:
            raise ShapeError(
                _("Dense needs one row of numbers; got {shape}. Put a Flatten before it.").format(
                    shape=input_shape
                )
            )
        return (self.units,)

    def weight_specs(self, input_shape: Shape) -> dict[str, WeightSpec]:
        """Return kernel and bias."""
        kernel, bias = (input_shape[0], self.units), (self.units,)
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
                bias,
                self.bias_initializer,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )
        return specs

    def transform(self, x: Array, tape: Tape) -> Array:
        """Return z = Wᵀx + b; `x` is `(features, n)`, z `(units, n)`."""
        tape.saved["x"] = x
        z = tape.buffer("z", (self.units, x.shape[-1]), x.dtype)
        np.matmul(self.kernel.T, x, out=z)
        if self.use_bias:
            z += self.bias[:, np.newaxis]
        return z

    def transform_gradient(self, gradient: Array, tape: Tape) -> Array | None:
        """Return W g, and write x gᵀ and the sum of g over the batch."""
        x = tape.saved["x"]
        np.matmul(x, gradient.T, out=tape.gradients["kernel"])
        if self.use_bias:
            np.sum(gradient, axis=1, out=tape.gradients["bias"])
        if not tape.needs_input_gradient:
            return None
        return np.matmul(self.kernel, gradient, out=tape.buffer("dx", x.shape, x.dtype))
