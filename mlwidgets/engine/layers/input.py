"""The declaration of the input's shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine.configurable import Configurable
from mlwidgets.errors import ShapeError
from mlwidgets.ranges import Interval, shown

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Shape

_SIDE = Interval(name="each number of an input shape", low=1, high=100_000, integer=True)


class Input(Configurable):
    """Say what shape one example has, as the first entry of a `Sequential`.

    Parameters
    ----------
    shape : tuple of int
        Without the batch: `(features,)` for a table, `(height, width, channels)` for pictures.
    """

    def __init__(self, shape: Shape) -> None:
        if not isinstance(shape, (tuple, list)) or not shape:
            raise ShapeError(
                "Input needs a shape such as (28, 28, 1) for pictures or (4,) for a table; got "
                f"{shown(shape)}."
            )
        self.shape: Shape = tuple(_SIDE.check_int(side) for side in shape)
