"""What every loss is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.arrays import AnyArray, Array, Shape, to_engine, to_public
from mlwidgets.engine.checks import checked_targets, numbers
from mlwidgets.engine.configurable import Configurable
from mlwidgets.errors import ConfigurationError, DataError, ShapeError
from mlwidgets.language import _

if TYPE_CHECKING:
    import numpy.typing as npt

PROBABILITY_FLOOR = 1e-7
"""Probabilities are kept this far from 0 and 1 before a logarithm is taken, as in Keras."""

ROUNDING = 1e-5
"""How far beyond 0 and 1 a probability may come out, because float32 rounds."""

_NOT_PROBABLE = _(
    "{loss} compares probabilities, numbers from 0 to 1; the predictions go from {low:.3g} to {high:.3g}. "
    'End the network with activation="{activation}".'
)
_NOT_PROBABLE_LOGITS = _(
    "{loss} compares probabilities, numbers from 0 to 1; the predictions go from {low:.3g} to {high:.3g}. "
    'End the network with activation="{activation}", or give the loss from_logits=True.'
)


class Loss(Configurable, ABC):
    """One number for each example: 0 or little when the prediction is right, more the worse it is."""

    @abstractmethod
    def values(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return the loss of each example, shape `(n,)`."""

    @abstractmethod
    def gradient(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return ∂(loss of an example)/∂(its prediction), shape of `y_pred`; the caller may overwrite it."""

    def prepare(self, y: AnyArray, output_shape: Shape, dtype: type) -> AnyArray:
        """Bring the targets of a batch into the engine's layout, or say why they do not fit the output."""
        y = np.asarray(y)
        if y.ndim == 1 and output_shape == (1,):
            y = y[:, np.newaxis]
        if y.shape[1:] != output_shape:
            raise ShapeError(
                _(
                    "{loss} compares each output of shape {shape} with a target of the same shape; got "
                    "targets of shape {got}."
                ).format(loss=type(self).__name__, shape=output_shape, got=y.shape[1:])
                + self._advice(y, output_shape)
            )
        return to_engine(y, dtype)

    def _advice(self, y: AnyArray, output_shape: Shape) -> str:  # noqa: ARG002 - for subclasses
        return ""

    def __call__(self, y_true: npt.ArrayLike, y_pred: npt.ArrayLike) -> float:
        """Return the mean loss of a batch given as in Keras, `(n, outputs)`."""
        return float(self.per_example(y_true, y_pred).mean())

    def per_example(self, y_true: npt.ArrayLike, y_pred: npt.ArrayLike) -> Array:
        """Return the loss of each example of a batch given as in Keras."""
        prediction, target = self._engine_pair(y_true, y_pred)
        return self.values(target, prediction)

    def per_example_gradient(self, y_true: npt.ArrayLike, y_pred: npt.ArrayLike) -> AnyArray:
        """Return the gradient for each example of a batch given as in Keras, shape of `y_pred`."""
        prediction, target = self._engine_pair(y_true, y_pred)
        return to_public(self.gradient(target, prediction)).reshape(np.shape(y_pred))

    def _engine_pair(self, y_true: npt.ArrayLike, y_pred: npt.ArrayLike) -> tuple[Array, AnyArray]:
        given = numbers("Predictions", y_pred)
        prediction = given.astype(np.result_type(np.float32, given.dtype), copy=False)
        if prediction.ndim == 1:
            prediction = prediction[:, np.newaxis]
        target = self.prepare(
            checked_targets(y_true, prediction), prediction.shape[1:], prediction.dtype.type
        )
        return to_engine(prediction, prediction.dtype), target


class ElementwiseLoss(Loss):
    """A loss that compares each output with its target: an example's loss is the mean over its outputs."""

    @abstractmethod
    def each(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return the loss of each output, shape of `y_pred`."""

    @abstractmethod
    def slope(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return its derivative with respect to the output, shape of `y_pred`; a new array."""

    def values(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return the mean over the outputs of each example."""
        return self.each(y_true, y_pred).reshape(-1, y_pred.shape[-1]).mean(axis=0)

    def gradient(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return the slope of that mean."""
        slope = self.slope(y_true, y_pred)
        slope /= slope.dtype.type(y_pred.size // y_pred.shape[-1])
        return slope


def check_targets(y: AnyArray, low: float, high: float, loss: str, rule: str) -> None:
    """Raise `DataError` if a target is outside [low, high]; `rule` is the sentence that says so."""
    if y.size and (y.min() < low or y.max() > high):
        raise DataError(rule.format(loss=loss, low=y.min(), high=y.max()))


def kept_probable(p: Array, loss: str, activation: str, *, logits: bool = False) -> Array:
    """Return probabilities kept away from 0 and 1, or say that they are none, and what would make some.

    Parameters
    ----------
    p : ndarray
        The predictions.
    loss : str
        Name of the loss.
    activation : str
        The one whose results are probabilities.
    logits : bool
        Whether the loss could apply that itself.
    """
    low, high = float(p.min(initial=0)), float(p.max(initial=0))
    if low < -ROUNDING or high > 1 + ROUNDING:
        raise ConfigurationError(
            (_NOT_PROBABLE_LOGITS if logits else _NOT_PROBABLE).format(
                loss=loss, low=low, high=high, activation=activation
            )
        )
    floor = p.dtype.type(PROBABILITY_FLOOR)
    return np.clip(p, floor, 1 - floor)
