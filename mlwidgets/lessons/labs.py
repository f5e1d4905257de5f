"""Names of labs and of their controls, as lessons use them.

The labs themselves stand on a floor above; a test there compares the lists.
"""

from __future__ import annotations

from types import MappingProxyType

from mlwidgets.spec import OPTIMIZER_ROWS, SCHEDULE_ROWS

LABS = (
    "DataLab",
    "KernelLab",
    "NetworkLab",
    "LossLab",
    "OptimizerLab",
    "TrainLab",
    "PredictLab",
    "Playground",
    "ExportLab",
)
"""Class names, in the order of the dashboard's tabs."""

_SHOWN_KINDS = ("number", "whole number", "rate", "flag", "choice", "list")

_OF_A_RUN = (
    *("batch_size", "class_weight", "epochs", "optimizer", "penalty", "penalty_rate", "schedule"),
    *(
        option.name
        for row in (*OPTIMIZER_ROWS, *SCHEDULE_ROWS)
        for option in row.options
        if option.kind in _SHOWN_KINDS
    ),
)

_SHOWN: dict[str, tuple[str, ...]] = {
    "DataLab": ("dataset", "target"),
    "KernelLab": (
        *("convolution.activation", "convolution.backward", "convolution.bias", "convolution.channels"),
        *("convolution.dilation_rate", "convolution.divisor", "convolution.flip", "convolution.input"),
        *("convolution.input_size", "convolution.kernel", "convolution.kernel_size"),
        *("convolution.padding", "convolution.padding_mode", "convolution.pool_size"),
        *("convolution.pooling", "convolution.strides"),
    ),
    "NetworkLab": ("loss", "seed"),
    "TrainLab": _OF_A_RUN,
    "Playground": (
        *_OF_A_RUN,
        *("activation", "classes", "features", "hidden_layers", "loss", "noise", "points", "samples", "seed"),
        *("training_share", "validation_split"),
    ),
}

CONTROLS_OF = MappingProxyType({lab: tuple(sorted({*_SHOWN.get(lab, ())})) for lab in LABS})
"""The controls that each lab shows, by the name of the setting that they change.

Controls with which a lab tries something out beside the experiment have no name: those of OptimizerLab and
LossLab, of PredictLab and ExportLab.
"""

CONTROLS = tuple(sorted({name for names in CONTROLS_OF.values() for name in names}))
"""What can be hidden, locked or pointed at, in whichever lab."""
