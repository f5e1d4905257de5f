"""The rows of every class of the engine that can be chosen."""

from __future__ import annotations

from mlwidgets.spec.row import PARTS
from mlwidgets.spec.rows.activations import ACTIVATION_ROWS
from mlwidgets.spec.rows.initializers import INITIALIZER_ROWS
from mlwidgets.spec.rows.layers import LAYER_ROWS
from mlwidgets.spec.rows.losses import LOSS_ROWS
from mlwidgets.spec.rows.optimizers import OPTIMIZER_ROWS
from mlwidgets.spec.rows.schedules import SCHEDULE_ROWS
from mlwidgets.spec.rows.weight_rules import CONSTRAINT_ROWS, REGULARIZER_ROWS

__all__ = [
    "ACTIVATION_ROWS",
    "ALL_ROWS",
    "CONSTRAINT_ROWS",
    "INITIALIZER_ROWS",
    "LAYER_ROWS",
    "LOSS_ROWS",
    "OPTIMIZER_ROWS",
    "PARTS",
    "PART_ROWS",
    "REGULARIZER_ROWS",
    "SCHEDULE_ROWS",
]

PART_ROWS = {
    "activation": ACTIVATION_ROWS,
    "initializer": INITIALIZER_ROWS,
    "regularizer": REGULARIZER_ROWS,
    "constraint": CONSTRAINT_ROWS,
}
"""The rows of the parts of a layer."""

ALL_ROWS = (*PART_ROWS.values(), SCHEDULE_ROWS, OPTIMIZER_ROWS, LOSS_ROWS, LAYER_ROWS)
"""Every table of rows."""
