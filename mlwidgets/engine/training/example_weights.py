"""How much each example counts in the loss: weights given one by one, or by class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.checks import check_finite, numbers
from mlwidgets.errors import ConfigurationError, DataError, ShapeError
from mlwidgets.ranges import CLASS_WEIGHT, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import AnyArray, Array, Shape

_MANY = 8
"""More classes than this are not listed one by one."""


def example_weights(
    y: AnyArray, output_shape: Shape, sample_weight: object = None, class_weight: object = None
) -> Array | None:
    """Return one weight for each example, shape `(n,)`, or None if all count the same.

    Parameters
    ----------
    y : ndarray
        The targets, checked.
    output_shape : tuple of int
        What the model says of one example; with the targets it tells which classes there are.
    sample_weight : array, shape (n,), optional
        The weights themselves.
    class_weight : mapping of int to float, optional
        A weight for each class; a class that is not mentioned has 1. The class of an example is its target,
        or the position of the largest number of a target of several numbers, as in Keras.

    Notes
    -----
    As in Keras, a batch's loss is Σ wᵢ Lᵢ / n and not Σ wᵢ Lᵢ / Σ wᵢ: twice the weights are twice the loss.
    """
    if sample_weight is not None and class_weight is not None:
        raise ConfigurationError(
            "sample_weight and class_weight cannot be given together. Multiply each example's weight by that "
            "of its class and give the product as sample_weight."
        )
    if class_weight is not None:
        return _by_class(y, output_shape, class_weight)
    return None if sample_weight is None else _one_by_one(y, sample_weight)


def _one_by_one(y: AnyArray, sample_weight: object) -> Array:
    weights = numbers("Sample weights", sample_weight)
    if weights.shape != (len(y),):
        raise ShapeError(
            f"sample_weight holds one number for each example, shape ({len(y)},); got an array of shape "
            f"{weights.shape}."
        )
    check_finite(weights, "sample weights")
    if weights.size and weights.min() < 0:
        raise DataError(
            f"Sample weights must be 0 or more, because a negative one would reward mistakes; got "
            f"{float(weights.min()):g}."
        )
    return weights.astype(np.float64)


def _by_class(y: AnyArray, output_shape: Shape, class_weight: object) -> Array:
    if not isinstance(class_weight, Mapping):
        raise ConfigurationError(
            f"class_weight is a dictionary such as {{0: 1.0, 1: 5.0}}; got {shown(class_weight)}."
        )
    table = {}
    for label, weight in class_weight.items():
        if isinstance(label, bool) or not isinstance(label, (int, np.integer)):
            raise ConfigurationError(
                f"class_weight names each class by its number, for example {{0: 1.0, 1: 5.0}}; got "
                f"{shown(label)} as a class."
            )
        table[int(label)] = CLASS_WEIGHT.check(weight)
    labels = _labels(y)
    known = _classes(y, labels, output_shape)
    for label in table:
        if label not in known:
            raise ConfigurationError(
                f"class_weight may name only classes that exist, {_listed(known)} here; got {label} as "
                f"a class. "
                "Remove it, or correct its number."
            )
    return np.array([table.get(int(label), 1.0) for label in labels])


def _labels(y: AnyArray) -> AnyArray:
    """Return the class of each example."""
    if y.ndim > 2:  # noqa: PLR2004 - (n, outputs)
        raise DataError(
            f"class_weight needs one class for each example; got targets of shape {y.shape[1:]}. Give "
            "sample_weight instead."
        )
    labels = y.reshape(-1) if y.size == len(y) else y.argmax(axis=1)
    if np.any(np.mod(labels, 1)):
        raise DataError(
            "class_weight needs targets that are classes; got targets that are not whole numbers."
        )
    return labels


def _classes(y: AnyArray, labels: AnyArray, output_shape: Shape) -> Sequence[int]:
    """Return the classes that there are, whether this batch has an example of each or not."""
    outputs = y.shape[1] if y.size != len(y) else output_shape[-1]
    if outputs > 1:
        return range(outputs)
    # One output tells two classes apart, or predicts a number; then nothing is known but the targets.
    occurring = {int(label) for label in labels}
    for pair in ((0, 1), (-1, 1)):
        if occurring <= set(pair):
            return (-1, 0, 1) if occurring == {1} else pair
    return sorted(occurring)


def _listed(classes: Sequence[int]) -> str:
    """Return the classes in words: "0 to 9", "-1 and 1"."""
    *others, last = map(str, classes)
    if len(others) > 1 and classes[-1] - classes[0] == len(others):
        return f"{others[0]} to {last}"
    if len(others) > _MANY:
        others[_MANY:] = ["…"]
    return f"{', '.join(others)} and {last}" if others else last
