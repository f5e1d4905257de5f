"""Cross-entropies: how surprised a predicted probability is by the truth."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from mlwidgets.engine.activations import ActivationFunction, Linear, Sigmoid, Softmax
from mlwidgets.engine.configurable import snake_case
from mlwidgets.engine.losses.base import Loss, check_targets, kept_probable
from mlwidgets.errors import DataError, ShapeError
from mlwidgets.language import _
from mlwidgets.ranges import LABEL_SMOOTHING, check_flag

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Array, Shape

_NO_TO_YES = _("{loss} needs targets from 0 (no) to 1 (yes); got values from {low:g} to {high:g}.")


class CrossEntropy(Loss):
    """What the three cross-entropies share: a stable way through their activation.

    Taking the softmax (or sigmoid) first and its logarithm later loses all precision where a probability is
    near 0 or 1. From the logits z the same number has a form without that fault, and the gradient with
    respect to z is simply prediction − truth.

    Parameters
    ----------
    from_logits : bool
        Whether the network's output is z itself, so that no activation has been applied.
    """

    link: ClassVar[type[ActivationFunction]]
    """The output activation that this loss is computed through in one go, from its input z (the "logits")."""

    def __init__(self, *, from_logits: bool = False) -> None:
        self.from_logits = check_flag("from_logits", from_logits)

    def prepare(self, y: AnyArray, output_shape: Shape, dtype: type) -> AnyArray:
        """Bring the targets into the engine's layout; each must be from 0 to 1."""
        y = super().prepare(y, output_shape, dtype)
        check_targets(y, 0, 1, type(self).__name__, _NO_TO_YES)
        return y

    @abstractmethod
    def values_from_logits(self, y_true: AnyArray, z: Array) -> Array:
        """Return the loss of each example from the logits, shape `(n,)`."""

    @abstractmethod
    def gradient_from_logits(self, y_true: AnyArray, z: Array) -> Array:
        """Return ∂L/∂z, shape of `z`."""

    @abstractmethod
    def values_from_probabilities(self, y_true: AnyArray, p: Array) -> Array:
        """Return the loss of each example from probabilities already kept away from 0 and 1."""

    @abstractmethod
    def gradient_from_probabilities(self, y_true: AnyArray, p: Array) -> Array:
        """Return ∂L/∂p."""

    def values(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return the loss of each example."""
        if self.from_logits:
            return self.values_from_logits(y_true, y_pred)
        return self.values_from_probabilities(y_true, self._kept_inside(y_pred))

    def gradient(self, y_true: AnyArray, y_pred: Array) -> Array:
        """Return the gradient with respect to what `values` takes."""
        if self.from_logits:
            return self.gradient_from_logits(y_true, y_pred)
        return self.gradient_from_probabilities(y_true, self._kept_inside(y_pred))

    def _kept_inside(self, p: Array) -> Array:
        wanted = snake_case(self.link.__name__)
        return kept_probable(p, type(self).__name__, wanted, logits=True)


class BinaryCrossentropy(CrossEntropy):
    """L = mean over the outputs of −[y log p + (1 − y) log(1 − p)], for yes-or-no questions.

    Parameters
    ----------
    from_logits : bool
        Whether the network's output is z itself, so that no activation has been applied.
    label_smoothing : float
        s: the targets become y (1 − s) + s / 2, so that the network is not pressed to be quite certain.

    Notes
    -----
    With p = sigmoid(z): L = max(z, 0) − y z + log(1 + e^−|z|), and ∂L/∂z = (p − y) / outputs.
    """

    link = Sigmoid

    def __init__(self, *, from_logits: bool = False, label_smoothing: float = 0.0) -> None:
        super().__init__(from_logits=from_logits)
        self.label_smoothing = LABEL_SMOOTHING.check(label_smoothing)

    def smoothed(self, y_true: AnyArray) -> AnyArray:
        """Return the targets moved towards undecided."""
        if not self.label_smoothing:
            return y_true
        keep = y_true.dtype.type(1 - self.label_smoothing)
        return y_true * keep + y_true.dtype.type(self.label_smoothing / 2)

    def values_from_logits(self, y_true: AnyArray, z: Array) -> Array:
        """Return max(z, 0) − y z + log(1 + e^−|z|)."""
        y_true = self.smoothed(y_true)
        each = np.maximum(z, 0) - y_true * z + np.log1p(np.exp(-np.abs(z)))
        return each.reshape(-1, z.shape[-1]).mean(axis=0)

    def gradient_from_logits(self, y_true: AnyArray, z: Array) -> Array:
        """Return (sigmoid(z) − y) / outputs."""
        y_true = self.smoothed(y_true)
        outputs = z.size // z.shape[-1]
        return (Sigmoid().forward(z) - y_true) / z.dtype.type(outputs)

    def values_from_probabilities(self, y_true: AnyArray, p: Array) -> Array:
        """Return −[y log p + (1 − y) log(1 − p)], averaged over the outputs."""
        y_true = self.smoothed(y_true)
        each = -(y_true * np.log(p) + (1 - y_true) * np.log1p(-p))
        return each.reshape(-1, p.shape[-1]).mean(axis=0)

    def gradient_from_probabilities(self, y_true: AnyArray, p: Array) -> Array:
        """Return (p − y) / (p (1 − p)), divided by the number of outputs."""
        y_true = self.smoothed(y_true)
        outputs = p.size // p.shape[-1]
        return (p - y_true) / (p * (1 - p) * p.dtype.type(outputs))


class CategoricalCrossentropy(CrossEntropy):
    """L = −Σ over classes of y log p, where y is 1 for the true class and 0 for the others ("one-hot").

    Parameters
    ----------
    from_logits : bool
        Whether the network's output is z itself, so that no activation has been applied.
    label_smoothing : float
        s: the targets become y (1 − s) + s / classes, so that the network is not pressed to be quite certain.

    Notes
    -----
    With p = softmax(z): L = log Σⱼ e^zⱼ − Σ y z, and ∂L/∂z = p − y. As in Keras, probabilities that do not
    sum to 1 are first divided by their sum.
    """

    link = Softmax

    def __init__(self, *, from_logits: bool = False, label_smoothing: float = 0.0) -> None:
        super().__init__(from_logits=from_logits)
        self.label_smoothing = LABEL_SMOOTHING.check(label_smoothing)

    def smoothed(self, y_true: AnyArray) -> AnyArray:
        """Return the targets moved towards undecided."""
        if not self.label_smoothing:
            return y_true
        keep = y_true.dtype.type(1 - self.label_smoothing)
        return y_true * keep + y_true.dtype.type(self.label_smoothing / y_true.shape[0])

    def values_from_logits(self, y_true: AnyArray, z: Array) -> Array:
        """Return −Σ y log softmax(z)."""
        y_true = self.smoothed(y_true)
        return -(y_true * _log_softmax(z)).sum(axis=0)

    def gradient_from_logits(self, y_true: AnyArray, z: Array) -> Array:
        """Return softmax(z) · Σ y − y; for one-hot y that is softmax(z) − y."""
        y_true = self.smoothed(y_true)
        return np.exp(_log_softmax(z)) * y_true.sum(axis=0) - y_true

    def values_from_probabilities(self, y_true: AnyArray, p: Array) -> Array:
        """Return −Σ y log(p / Σ p)."""
        y_true = self.smoothed(y_true)
        return -(y_true * np.log(p / p.sum(axis=0))).sum(axis=0)

    def gradient_from_probabilities(self, y_true: AnyArray, p: Array) -> Array:
        """Return Σ y / Σ p − y / p."""
        y_true = self.smoothed(y_true)
        return y_true.sum(axis=0) / p.sum(axis=0) - y_true / p

    def _advice(self, y: AnyArray, output_shape: Shape) -> str:
        if y.ndim == 1:
            return str(_(" For class numbers such as 0 to 9 use sparse_categorical_crossentropy."))
        return super()._advice(y, output_shape)


class SparseCategoricalCrossentropy(CrossEntropy):
    """L = −log p[c], where c is the number of the true class: categorical cross-entropy for plain labels.

    Notes
    -----
    With p = softmax(z): L = log Σⱼ e^zⱼ − z[c], and ∂L/∂z = p − 1 at the true class and p elsewhere.
    """

    link = Softmax

    def prepare(self, y: AnyArray, output_shape: Shape, dtype: type) -> AnyArray:  # noqa: ARG002
        """Return the class numbers, shape `(n,)`, or say why they are none; they stay whole numbers."""
        y = np.asarray(y)
        if y.ndim == 2 and y.shape[1] == 1:  # noqa: PLR2004 - a column of labels is welcome too
            y = y[:, 0]
        if y.ndim != 1:
            raise ShapeError(
                _(
                    "SparseCategoricalCrossentropy needs one class number for each example, shape (n,); got "
                    "targets of shape {got}. For one-hot rows use categorical_crossentropy."
                ).format(got=y.shape)
            )
        if len(output_shape) != 1:
            raise ShapeError(
                _(
                    "SparseCategoricalCrossentropy needs a network whose output is flat, (classes,); got "
                    "{got}."
                ).format(got=output_shape)
            )
        classes = output_shape[0]
        if y.size and (not np.all(np.equal(np.mod(y, 1), 0)) or y.min() < 0 or y.max() >= classes):
            raise DataError(
                _(
                    "Class numbers must be whole numbers from 0 to {last}, because the network has {classes} "
                    "outputs; got values from {low:g} to {high:g}."
                ).format(last=classes - 1, classes=classes, low=float(y.min()), high=float(y.max()))
            )
        return y.astype(np.intp)

    def values_from_logits(self, y_true: AnyArray, z: Array) -> Array:
        """Return −log softmax(z)[c]."""
        return -_log_softmax(z)[y_true, np.arange(z.shape[1])]

    def gradient_from_logits(self, y_true: AnyArray, z: Array) -> Array:
        """Return softmax(z), less 1 at the true class."""
        gradient = np.exp(_log_softmax(z))
        gradient[y_true, np.arange(z.shape[1])] -= 1
        return gradient

    def values_from_probabilities(self, y_true: AnyArray, p: Array) -> Array:
        """Return −log(p[c] / Σ p)."""
        return -np.log(p[y_true, np.arange(p.shape[1])] / p.sum(axis=0))

    def gradient_from_probabilities(self, y_true: AnyArray, p: Array) -> Array:
        """Return 1 / Σ p, less 1 / p at the true class."""
        gradient = np.broadcast_to(1 / p.sum(axis=0), p.shape).copy()
        examples = np.arange(p.shape[1])
        gradient[y_true, examples] -= 1 / p[y_true, examples]
        return gradient


def fused(loss: Loss, activation: ActivationFunction) -> CrossEntropy | None:
    """Return the loss if it is to be taken from the logits, through this output activation, in one go."""
    if not isinstance(loss, CrossEntropy):
        return None
    if loss.from_logits:
        return loss if isinstance(activation, Linear) else None
    return loss if loss.link is type(activation) else None


def _log_softmax(z: Array) -> Array:
    shifted = z - z.max(axis=0)
    return shifted - np.log(np.exp(shifted).sum(axis=0))
