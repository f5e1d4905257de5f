"""Normalization of each example on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine.arrays import public_shape
from mlwidgets.engine.layers.axes import check_axis, engine_axes, places
from mlwidgets.engine.layers.normalization import Normalization
from mlwidgets.errors import ConfigurationError
from mlwidgets.language import _
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array, Shape
    from mlwidgets.engine.tape import Tape


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
        A penalty on large weights, added to the loss.
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
                raise ConfigurationError(
                    _("axis must name at least one axis; got {got}.").format(got=shown(axis))
                )
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
        return engine_axes(self.weight_axes(public_shape(x)), x.ndim)
