"""The examples that a page brings along, so that its network does not forget them while it learns others."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.pictures.own.opened import PICTURES
from mlwidgets.data.registry import names
from mlwidgets.interchange.web.inputs import BYTE

if TYPE_CHECKING:
    from mlwidgets.data import Dataset
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.interchange.web.inputs import Inputs

MOST_PICTURES, MOST_POINTS = 60, 300
"""So many examples a page brings along at most."""


@dataclass(frozen=True, eq=False)
class Examples:
    """Examples as a visitor would give them, before they become the network's input.

    Attributes
    ----------
    x : ndarray
        Pixels from 0 to 255, uint8 (n, height, width, channels); or points, float32 (n, 2).
    y : ndarray, shape (n,)
        Class numbers, or numbers in their unit.
    """

    x: AnyArray
    y: AnyArray

    @classmethod
    def of(cls, dataset: Dataset, inputs: Inputs, rows: AnyArray | None = None) -> Examples | None:
        """Return some training examples, as many of each class as can be; None where they may be private.

        A page is made to be given away, and rows of a table and pictures of one's own may be about people:
        only points of the plane and the public pictures that `load` knows go with it.

        Parameters
        ----------
        dataset : Dataset
            Where they are from.
        inputs : Inputs
            What the network is given.
        rows : ndarray of int, optional
            Which of `dataset.x_train` may be taken; all if not given.
        """
        public = dataset.name in names() and PICTURES not in (dataset.config or {})
        if inputs.kind != "point" and not (inputs.kind == "picture" and public):
            return None
        if dataset.y_train.ndim != 1:
            return None
        known = np.arange(len(dataset.x_train)) if rows is None else rows
        most = MOST_PICTURES if inputs.kind == "picture" else MOST_POINTS
        chosen = _evenly(dataset.y_train[known], dataset.n_classes, most)
        x, y = dataset.x_train[known[chosen]], dataset.y_train[known[chosen]]
        if inputs.kind == "picture":
            return cls(np.rint(np.clip(x * inputs.steps["divisor"], 0, BYTE)).astype(np.uint8), y)
        return cls(x.astype("<f4"), y)

    def to_dict(self) -> dict[str, Any]:
        """Return them as plain JSON values, the numbers of `x` in base64."""
        return {"x": base64.b64encode(self.x.tobytes()).decode("ascii"), "y": self.y.tolist()}


def _evenly(y: AnyArray, classes: int, most: int) -> AnyArray:
    """Return the places of the first examples of each class, in ascending order."""
    if not classes:
        return np.arange(min(len(y), most))
    each = max(most // classes, 1)
    found = [np.flatnonzero(y == one)[:each] for one in range(classes)]
    return np.sort(np.concatenate(found))[: max(most, classes)]
