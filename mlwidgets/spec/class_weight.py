"""Class weights: how much the examples of each class count in the loss, as they are chosen."""

from __future__ import annotations

import numbers
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from mlwidgets.errors import ConfigurationError
from mlwidgets.language import _
from mlwidgets.ranges import CLASS_WEIGHT, nearest, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

BALANCED: Literal["balanced"] = "balanced"
"""Each class counts as much as each other, however many examples it has."""

ClassWeight = Mapping[int, float] | Literal["balanced"] | None
"""A weight for some classes, by their numbers; weights that balance the classes; or none."""

_MOST = 10_000
"""More classes than this no data set here has."""

_EXAMPLE = "{0: 1.0, 1: 5.0}"


def as_class_weight(value: object) -> ClassWeight:
    """Return class weights, checked, in the order of the classes; None for an empty mapping.

    Parameters
    ----------
    value : mapping of int to float, "balanced" or None
        A class that is not mentioned has the weight 1. A class may be written as a text, "2", as JSON does.

    Raises
    ------
    ConfigurationError
        It is neither, or a class is no whole number from 0, or a weight is outside [0, 10⁶].

    Examples
    --------
    >>> as_class_weight({"1": 5, 0: 0.5})
    {0: 0.5, 1: 5.0}
    """
    if value is None or (isinstance(value, str) and value == BALANCED):
        return value
    if not isinstance(value, Mapping):
        said = _(
            'class_weight must be a dictionary such as {example}, "balanced" or None; got {got}.'
        ).format(example=_EXAMPLE, got=shown(value))
        raise ConfigurationError(said + nearest(value, (BALANCED,)))
    found: dict[int, float] = {}
    for label, weight in value.items():
        number = _class_number(label)
        if number in found:
            raise ConfigurationError(
                _("class_weight names each class once; got class {number} twice.").format(number=number)
            )
        found[number] = CLASS_WEIGHT.check(weight)
    return {number: found[number] for number in sorted(found)} or None


def plain_class_weight(chosen: ClassWeight) -> dict[str, float] | str | None:
    """Return class weights as plain JSON values, in which every key is a text."""
    if not isinstance(chosen, Mapping):
        return chosen
    return {str(number): weight for number, weight in chosen.items()}


def weights_by_class(chosen: ClassWeight, labels: Iterable[int], n_classes: int) -> tuple[float, ...]:
    """Return one weight for each class.

    Parameters
    ----------
    chosen : mapping of int to float, "balanced" or None
        What has been chosen. "balanced" is n / (k nᶜ) for a class with nᶜ of n examples, k classes having
        any: then nᶜ wᶜ is the same for all of them, and the mean weight of an example is 1.
    labels : iterable of int
        The class of each training example.
    n_classes : int
        How many classes there are.

    References
    ----------
    King and Zeng, "Logistic Regression in Rare Events Data", Political Analysis, 2001.

    Examples
    --------
    >>> weights_by_class("balanced", [0, 0, 0, 1], 2)
    (0.6666666666666666, 2.0)
    >>> weights_by_class({1: 5.0}, [0, 0, 0, 1], 3)
    (1.0, 5.0, 1.0)
    """
    if not isinstance(chosen, Mapping):
        if chosen is None:
            return (1.0,) * n_classes
        counts = Counter(int(label) for label in labels)
        share = counts.total() / max(len(counts), 1)
        # A class without examples has nothing to weigh.
        return tuple(share / counts[number] if counts[number] else 1.0 for number in range(n_classes))
    return tuple(chosen.get(number, 1.0) for number in range(n_classes))


def _class_number(label: object) -> int:
    if isinstance(label, str) and label.isascii() and label.isdigit() and len(label) < len(str(_MOST)):
        return int(label)
    whole = isinstance(label, numbers.Integral) and not isinstance(label, bool)
    if not whole or not 0 <= int(label) < _MOST:  # type: ignore[call-overload]  # it is a number
        raise ConfigurationError(
            _(
                "class_weight names each class by its number, counted from 0: {example}; got {got} as "
                "a class."
            ).format(example=_EXAMPLE, got=shown(label))
        )
    return int(label)  # type: ignore[call-overload]  # it is a number
