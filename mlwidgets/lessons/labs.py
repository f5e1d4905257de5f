"""Names of labs and of their controls, as lessons use them.

The labs themselves stand on a floor above; a test there compares the lists.
"""

from __future__ import annotations

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

CONTROLS = tuple(
    sorted(
        {
            *("activation", "batch_size", "class_weight", "classes", "dataset", "epochs", "features"),
            *("hidden_layers", "loss", "noise", "optimizer", "penalty", "penalty_rate", "points", "samples"),
            *("schedule", "seed", "target", "training_share", "validation_split"),
            *("convolution.activation", "convolution.backward", "convolution.bias", "convolution.channels"),
            *("convolution.dilation_rate", "convolution.divisor", "convolution.flip", "convolution.input"),
            *("convolution.input_size", "convolution.kernel", "convolution.kernel_size"),
            *("convolution.padding", "convolution.padding_mode", "convolution.pool_size"),
            *("convolution.pooling", "convolution.strides"),
            *(
                option.name
                for row in (*OPTIMIZER_ROWS, *SCHEDULE_ROWS)
                for option in row.options
                if option.kind in _SHOWN_KINDS
            ),
        }
    )
)
"""What can be hidden, locked or pointed at, by the name of the setting that it changes."""
