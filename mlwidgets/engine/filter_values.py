"""Numbers that somebody has chosen for single filters of a layer, out of all those it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.errors import ConfigurationError, ShapeError
from mlwidgets.language import _
from mlwidgets.ranges import FILTER_NUMBER, LAB_CELL, shown

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array

Nested = float | list["Nested"]
"""A number, or a list of lists of them: one filter, as JSON can carry it."""


class FilterValues:
    """The numbers of some filters.

    Parameters
    ----------
    numbers : sequence of int
        Which filters, counted from 0.
    values : sequence of nested lists
        For each of them its weights `(height, width, in_channels)`, or for a bias one number.
    """

    def __init__(self, numbers: object, values: object) -> None:
        if not isinstance(numbers, (list, tuple)) or not isinstance(values, (list, tuple)):
            raise ConfigurationError(
                _(
                    "Filters are given as a list of their numbers and a list of their values; got {numbers} "
                    "and {values}."
                ).format(numbers=shown(numbers), values=shown(values))
            )
        self.numbers = [FILTER_NUMBER.check_int(number) for number in numbers]
        self.values: list[Nested] = [_plain(value) for value in values]
        if len(self.numbers) != len(self.values) or len(set(self.numbers)) != len(self.numbers):
            raise ConfigurationError(
                _(
                    "Each filter is given once, with its values; got the numbers {numbers} and {count} sets "
                    "of values."
                ).format(numbers=shown(self.numbers), count=len(self.values))
            )

    def put_into(self, weights: Array) -> None:
        """Write the values into weights `(…, filters)`, in place, or raise `ShapeError`."""
        for number, value in zip(self.numbers, self.values, strict=True):
            array = np.asarray(value)
            if number >= weights.shape[-1]:
                raise ShapeError(
                    _(
                        "A filter with the number {number} is given, but the layer has {filters} filters, "
                        "counted from 0. Give it a smaller number, or the layer more filters."
                    ).format(number=number, filters=weights.shape[-1])
                )
            if array.shape != weights.shape[:-1]:
                raise ShapeError(
                    _(
                        "The layer's filters have the shape {shape}; filter {number} is given as {got}."
                    ).format(shape=weights.shape[:-1], number=number, got=array.shape)
                )
            weights[..., number] = array


def _plain(value: object) -> Nested:
    if isinstance(value, (list, tuple)):
        inner = [_plain(one) for one in value]
        if len({len(one) if isinstance(one, list) else -1 for one in inner}) > 1 or not inner:
            said = _("The values of a filter form a block without gaps; got {got}.")
            raise ConfigurationError(said.format(got=shown(value)))
        return inner
    return LAB_CELL.check(value)
