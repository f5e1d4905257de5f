"""What a weight multiplies: the numbers x for which ∂z/∂w = x, where a layer is a weighted sum."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.arrays import public_shape
from mlwidgets.engine.layers import Conv2D, Dense
from mlwidgets.engine.tape import Tape

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array
    from mlwidgets.engine.training.batch_trace import LayerRecord
    from mlwidgets.explain.steps.chosen import ChosenWeight


@dataclass(frozen=True, eq=False)
class Local:
    """A weight's part in a weighted sum z = w · x + other terms + b, at every place of every example.

    Attributes
    ----------
    output : int
        Which unit or filter the sum belongs to.
    x : ndarray, shape (n,) or (rows, columns, n)
        What the weight multiplies; 1 for a bias.
    terms : int
        How many products the sum has.
    """

    output: int
    x: Array
    terms: int

    def strongest(self, slopes: Array, example: int) -> tuple[int, ...]:
        """Return the place where x · ∂L/∂z is largest for an example; () if there is only one.

        Parameters
        ----------
        slopes : ndarray, shape of `x`
            ∂L/∂z.
        example : int
            Which example.
        """
        x = self.x[..., example]
        if not x.ndim:
            return ()
        parts = np.abs(x * slopes[..., example])
        parts = parts if parts.any() else np.abs(x)
        at = np.unravel_index(int(np.nan_to_num(parts).argmax()), x.shape)
        return tuple(int(part) for part in at)


def local(record: LayerRecord, chosen: ChosenWeight) -> Local | None:
    """Return what a weight multiplies; None where its layer is no weighted sum that is worked out here."""
    layer, given = record.layer, record.input
    if isinstance(layer, Dense):
        terms = len(given)
        if chosen.name == "bias":
            return Local(chosen.index[0], np.ones_like(given[0]), terms)
        return Local(chosen.index[1], given[chosen.index[0]], terms)
    if not isinstance(layer, Conv2D):
        return None
    *_, reads, _filters = layer.kernel.shape
    terms = math.prod(layer.kernel_size) * reads
    if chosen.name == "bias":
        return Local(chosen.index[0], np.ones_like(record.z[0]), terms)
    row, column, channel, output = chosen.index
    first = output // (layer.filters // layer.groups) * reads
    windows = layer.windows(public_shape(given))
    padded = windows.pad(given, Tape())
    return Local(output, windows.seen_at(padded, row, column)[first + channel], terms)
