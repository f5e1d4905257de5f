"""Activation functions with a setting or weights of their own, which are layers therefore."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.engine import constraints, initializers, regularizers
from mlwidgets.engine.layers.axes import from_engine, in_engine
from mlwidgets.engine.layers.base import Layer, Weight, WeightSpec
from mlwidgets.errors import ConfigurationError, ShapeError
from mlwidgets.language import _
from mlwidgets.ranges import ELU_ALPHA, NEGATIVE_SLOPE, SHARED_AXES, shown

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Array, Shape
    from mlwidgets.engine.tape import Tape


class LeakyReLU(Layer):
    """f(x) = x where x > 0, and negative_slope · x elsewhere: a ReLU that is never quite silent.

    Parameters
    ----------
    negative_slope : float
        Slope below 0, in [0, 10].

    References
    ----------
    Maas, Hannun and Ng, "Rectifier Nonlinearities Improve Neural Network Acoustic Models", ICML 2013.
    """

    def __init__(self, negative_slope: float = 0.3) -> None:
        super().__init__()
        self.negative_slope = NEGATIVE_SLOPE.check(negative_slope)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape."""
        return input_shape

    def transform(self, x: Array, tape: Tape) -> Array:
        """Return slope · x, the slope being 1 or `negative_slope`."""
        below = np.less_equal(x, 0, out=tape.buffer("below", x.shape, bool))
        slope = _slope(below, x.dtype.type(self.negative_slope), tape.buffer("slope", x.shape, x.dtype))
        tape.saved["slope"] = slope
        return np.multiply(x, slope, out=tape.buffer("z", x.shape, x.dtype))

    def transform_gradient(self, gradient: Array, tape: Tape) -> Array | None:
        """Return gradient · slope, in place."""
        return np.multiply(gradient, tape.saved["slope"], out=gradient)


class ELU(Layer):
    """f(x) = x where x > 0, and alpha (eˣ − 1) elsewhere: bends smoothly towards −alpha.

    Parameters
    ----------
    alpha : float
        How far below 0 the result can go, in [0, 10].

    References
    ----------
    Clevert, Unterthiner and Hochreiter, "Fast and Accurate Deep Network Learning by Exponential Linear Units
    (ELUs)", ICLR 2016.
    """

    def __init__(self, alpha: float = 1.0) -> None:
        super().__init__()
        self.alpha = ELU_ALPHA.check(alpha)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape."""
        return input_shape

    def transform(self, x: Array, tape: Tape) -> Array:
        """Return alpha (e^min(x, 0) − 1) + max(x, 0), of which one is 0; so eˣ cannot overflow."""
        z = np.minimum(x, 0, out=tape.buffer("z", x.shape, x.dtype))
        np.expm1(z, out=z)
        z *= self.alpha
        z += np.maximum(x, 0, out=tape.buffer("above", x.shape, x.dtype))
        tape.saved["below"] = np.less_equal(x, 0, out=tape.buffer("below", x.shape, bool))
        return z

    def transform_gradient(self, gradient: Array, tape: Tape) -> Array | None:
        """Return the gradient times the slope: 1 where x > 0, alpha eˣ = z + alpha elsewhere."""
        bent = np.minimum(tape.saved["z"], 0)
        bent += self.alpha
        return np.multiply(gradient, _slope(tape.saved["below"], bent, bent), out=gradient)


class Softmax(Layer):
    """f(x)ᵢ = e^xᵢ / Σⱼ e^xⱼ over the last axis: positive numbers that sum to 1.

    The same as ``Activation("softmax")``. As the last layer before a cross-entropy the two are computed
    together, which keeps the precision of very small probabilities.
    """

    def __init__(self) -> None:
        super().__init__("softmax")

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape."""
        return input_shape

    def transform(self, x: Array, tape: Tape) -> Array:
        """Return a copy: the activation may work in place, and `x` belongs to the layer before."""
        z = tape.buffer("z", x.shape, x.dtype)
        z[...] = x
        return z

    def transform_gradient(self, gradient: Array, tape: Tape) -> Array | None:  # noqa: ARG002 - nothing to add
        """Return the gradient: the activation was all there is."""
        return gradient


class PReLU(Layer):
    """f(x) = x where x > 0, and alpha · x elsewhere, with an alpha that is learned for every feature.

    Parameters
    ----------
    alpha_initializer : str or Initializer
        Starting values of alpha.
    alpha_regularizer : str or Regularizer, optional
        A penalty on large slopes, added to the loss.
    alpha_constraint : str or Constraint, optional
        What the slopes are brought back to after each update.
    shared_axes : sequence of int, optional
        Axes along which all features have one alpha together, counted as in Keras: the batch is 0. For
        pictures, `[1, 2]` gives each channel one alpha.

    Attributes
    ----------
    alpha : ndarray, the input's shape with 1 for each shared axis
        The slopes below 0.

    Notes
    -----
    As many parameters as alpha has numbers. Backwards, ∂L/∂alpha = Σ g · min(x, 0) over the batch and the
    shared axes.

    References
    ----------
    He et al., "Delving Deep into Rectifiers", ICCV 2015.

    Examples
    --------
    >>> PReLU(shared_axes=[1, 2]).parameter_arithmetic((28, 28, 8))
    '1 × 1 × 8 = 8'
    """

    alpha = Weight()

    def __init__(
        self,
        alpha_initializer: object = "zeros",
        alpha_regularizer: object = None,
        alpha_constraint: object = None,
        shared_axes: tuple[int, ...] | list[int] | None = None,
    ) -> None:
        super().__init__()
        self.alpha_initializer = initializers.get(alpha_initializer)
        self.alpha_regularizer = regularizers.get(alpha_regularizer)
        self.alpha_constraint = constraints.get(alpha_constraint)
        self.shared_axes: tuple[int, ...] | None = None
        if shared_axes is not None:
            if not isinstance(shared_axes, (tuple, list)):
                raise ConfigurationError(
                    _("shared_axes must be a list of whole numbers such as [1, 2]; got {got}.").format(
                        got=shown(shared_axes)
                    )
                )
            self.shared_axes = tuple(SHARED_AXES.check_int(axis) for axis in shared_axes)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape."""
        for axis in self.shared_axes or ():
            if axis > len(input_shape):
                raise ShapeError(
                    _(
                        "PReLU cannot share along axis {axis}: an input of shape {shape} has the axes 1 to "
                        "{rank}. Choose among them."
                    ).format(axis=axis, shape=input_shape, rank=len(input_shape))
                )
        return input_shape

    def weight_specs(self, input_shape: Shape) -> dict[str, WeightSpec]:
        """Return alpha."""
        shared = self.shared_axes or ()
        shape = tuple(1 if axis in shared else side for axis, side in enumerate(input_shape, start=1))
        spec = WeightSpec(
            shape,
            self.alpha_initializer,
            regularizer=self.alpha_regularizer,
            constraint=self.alpha_constraint,
        )
        return {"alpha": spec}

    def transform(self, x: Array, tape: Tape) -> Array:
        """Return max(x, 0) + alpha · min(x, 0)."""
        negative = np.minimum(x, 0, out=tape.buffer("negative", x.shape, x.dtype))
        z = np.maximum(x, 0, out=tape.buffer("z", x.shape, x.dtype))
        z += negative * in_engine(self.alpha)
        tape.saved["negative"] = negative
        tape.saved["below"] = np.less_equal(x, 0, out=tape.buffer("below", x.shape, bool))
        return z

    def transform_gradient(self, gradient: Array, tape: Tape) -> Array | None:
        """Return the gradient times 1 or alpha, and write Σ g · min(x, 0)."""
        alpha = in_engine(self.alpha)
        negative: Array = tape.saved["negative"]
        negative *= gradient  # it has done its work
        summed = tuple(axis for axis, side in enumerate(alpha.shape) if side == 1)
        sums = negative.sum(axis=summed, keepdims=True)
        tape.gradients["alpha"][...] = from_engine(sums, self.alpha.shape)
        if not tape.needs_input_gradient:
            return None
        slope = _slope(tape.saved["below"], alpha, negative)
        return np.multiply(gradient, slope, out=gradient)


def _slope(below: AnyArray, bent: Array | np.floating[Any], out: Array) -> Array:
    """Return `bent` where `below` and 1 elsewhere: as a sum, which is several times as quick as a choice."""
    np.multiply(below, bent, out=out)
    out += ~below
    return out
