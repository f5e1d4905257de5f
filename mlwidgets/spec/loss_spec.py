"""LossSpec: the loss as it is chosen."""

from __future__ import annotations

from typing import ClassVar

from mlwidgets.engine.losses import Loss
from mlwidgets.spec.base import Spec
from mlwidgets.spec.rows.losses import LOSS_ROWS


class LossSpec(Spec[Loss]):
    """A loss that the engine can make.

    Examples
    --------
    >>> LossSpec.of("huber").to_dict()
    {'class_name': 'Huber', 'config': {'delta': 1.0}}
    >>> LossSpec.of("mse").name
    'mean_squared_error'
    """

    rows: ClassVar = LOSS_ROWS
