"""A data set in which somebody has changed the classes of some training examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.errors import ConfigurationError, DataError
from mlwidgets.language import _
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from mlwidgets.data.dataset import Dataset

RELABELLED = "relabelled"
"""What the changed classes are called in a data set's `config`."""


def relabelled(dataset: Dataset, labels: Mapping[int, int]) -> Dataset:
    """Return a data set with other classes for some training examples.

    The division into training and validation examples stays as it was, and `config` tells of the change, so
    that the same data set can be loaded again. An example that gets its own class back is changed no longer.

    Parameters
    ----------
    dataset : Dataset
        What to change; it stays as it is.
    labels : mapping of int to int
        The new class of each example, which is named by its position in ``dataset.x_train``.

    Raises
    ------
    DataError
        The data have no classes, or there is no such example or class.

    Examples
    --------
    >>> from mlwidgets.data import load
    >>> circle = load("circle")
    >>> changed = relabelled(circle, {3: 1 - int(circle.y_train[3])})
    >>> int((changed.y_train != circle.y_train).sum())
    1
    """
    if not dataset.n_classes:
        raise DataError(
            _(
                "Only classes can be changed, and the data set {name} has numbers to predict. Choose "
                "data with classes."
            ).format(name=dataset.name)
        )
    y = dataset.y_train.copy()
    for position, label in labels.items():
        _check("an example", position, len(y))
        _check("a class", label, dataset.n_classes)
        y[position] = label
    before: dict[str, Any] = {"name": dataset.name} if dataset.config is None else dict(dataset.config)
    changes = {**before.pop(RELABELLED, {}), **{str(position): label for position, label in labels.items()}}
    changed = replace(
        dataset,
        y_train=y,
        strata=dataset.y_train if dataset.strata is None else dataset.strata,
        config={**before, RELABELLED: changes},
    )
    own = own_labels(changed)
    left = {position: label for position, label in changes.items() if own.get(int(position)) != label}
    return replace(changed, config={**before, RELABELLED: left} if left else before)


def own_labels(dataset: Dataset) -> dict[int, int]:
    """Return the classes that changed examples had before, by their positions; empty if nobody knows.

    Examples
    --------
    >>> from mlwidgets.data import load
    >>> circle = load("circle")
    >>> changed = relabelled(circle, {3: 1 - int(circle.y_train[3])})
    >>> own_labels(changed) == {3: int(circle.y_train[3])}
    True
    """
    positions = list(changed_labels(dataset.config))
    if dataset.strata is None:
        return {}
    # The division goes by the classes before the change, unless the data brought other strata with them.
    others = np.delete(dataset.strata != dataset.y_train, positions)
    return {} if others.any() else {position: int(dataset.strata[position]) for position in positions}


def changed_labels(config: Mapping[str, Any] | None) -> dict[int, int]:
    """Return the changed classes that a data set's `config` tells of, by the position of the example.

    Raises
    ------
    ConfigurationError
        They are not written down as `relabelled` does.
    """
    written = {} if config is None else config.get(RELABELLED, {})
    if not isinstance(written, Mapping):
        raise ConfigurationError(
            f'{RELABELLED} names the new class of each example, such as {{"17": 3}}; got {shown(written)}.'
        )
    found = {}
    for position, label in written.items():
        if not (isinstance(position, str) and position.isascii() and position.isdigit()):
            raise ConfigurationError(
                f'{RELABELLED} names each example by its position, such as {{"17": 3}}; '
                f"got {shown(position)}."
            )
        found[_whole(position)] = label
    return found


_MOST_DIGITS = 9


def _whole(position: str) -> int:
    if len(position) > _MOST_DIGITS:
        raise ConfigurationError(
            f"{RELABELLED} names each example by its position; {shown(position)} is too large a number."
        )
    return int(position)


def _check(what: str, number: object, count: int) -> None:
    whole = isinstance(number, int) and not isinstance(number, bool)
    if not whole or not 0 <= number < count:  # type: ignore[operator]  # it is a whole number
        raise DataError(
            f"The number of {what} must be a whole number from 0 to {count - 1}; got {shown(number)}."
        )
