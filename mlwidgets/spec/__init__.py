"""What can be chosen, what a person is told about it, and how a choice is written down."""

from __future__ import annotations

from mlwidgets.spec.layer_spec import LayerSpec
from mlwidgets.spec.loss_spec import LossSpec
from mlwidgets.spec.optimizer_spec import OptimizerSpec
from mlwidgets.spec.option import Option, Setting
from mlwidgets.spec.row import Row, Rows
from mlwidgets.spec.rows import (
    ACTIVATION_ROWS,
    ALL_ROWS,
    CONSTRAINT_ROWS,
    INITIALIZER_ROWS,
    LAYER_ROWS,
    LOSS_ROWS,
    OPTIMIZER_ROWS,
    PART_ROWS,
    PARTS,
    REGULARIZER_ROWS,
    SCHEDULE_ROWS,
)
from mlwidgets.spec.settings import SETTING_OPTIONS, Settings

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
    "SETTING_OPTIONS",
    "LayerSpec",
    "LossSpec",
    "OptimizerSpec",
    "Option",
    "Row",
    "Rows",
    "Setting",
    "Settings",
]
