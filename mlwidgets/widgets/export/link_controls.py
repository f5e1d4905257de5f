"""What a page can be set up without: every lab, and every control by the name of its setting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.spec import OPTIMIZER_ROWS, SCHEDULE_ROWS, SETTING_OPTIONS
from mlwidgets.widgets.base import texts as common
from mlwidgets.widgets.controls import texts as plain
from mlwidgets.widgets.convolution import texts as convolution
from mlwidgets.widgets.data import texts as data
from mlwidgets.widgets.export import link_texts as texts
from mlwidgets.widgets.playground import texts as play
from mlwidgets.widgets.training import texts as training

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlwidgets.spec import Option

Named = dict[str, str]
"""What people call each, by its name."""

LABS: Named = {
    "CourseLab": common.COURSE_TITLE,
    "DataLab": common.DATA_TITLE,
    "KernelLab": common.KERNEL_TITLE,
    "NetworkLab": common.NETWORK_TITLE,
    "LossLab": common.LOSS_TITLE,
    "OptimizerLab": common.OPTIMIZER_TITLE,
    "TrainLab": common.TRAIN_TITLE,
    "PredictLab": common.PREDICT_TITLE,
    "Playground": common.PLAY_TITLE,
    "ExportLab": common.EXPORT_TITLE,
}
"""The labs, by the names of their classes: they can be hidden, not locked."""


def _labels(options: Iterable[Option]) -> Named:
    return {option.name: option.label for option in options}


_OF_OPTIMIZERS = _labels(option for row in OPTIMIZER_ROWS for option in row.options)
_OF_SCHEDULES = _labels(option for row in SCHEDULE_ROWS for option in row.options)
_NUMBERS = _labels(SETTING_OPTIONS.values())

CONTROLS: dict[str, Named] = {
    texts.DATA: {
        "dataset": data.CHOOSE,
        "target": data.TARGET,
        "points": texts.POINTS,
        "noise": play.PLAY_NOISE,
        "samples": play.PLAY_SAMPLES,
        "classes": play.PLAY_CLASSES,
        "training_share": play.PLAY_TRAINING,
        "validation_split": play.PLAY_VALIDATION,
    },
    texts.NETWORK: {
        "features": plain.PLAY_FEATURES,
        "hidden_layers": plain.PLAY_HIDDEN,
        "activation": plain.PLAY_ACTIVATION,
    },
    texts.TRAINING: {
        "loss": training.LOSS,
        "optimizer": training.OPTIMIZER,
        "learning_rate": _OF_OPTIMIZERS["learning_rate"],
        "batch_size": _NUMBERS["batch_size"],
        "epochs": _NUMBERS["epochs"],
        "seed": _NUMBERS["seed"],
        "schedule": training.SCHEDULE,
        "penalty": training.PENALTY,
        "penalty_rate": training.PENALTY_RATE,
        "class_weight": training.CLASS_WEIGHTS,
    },
    texts.DETAILS: {
        name: label
        for name, label in {**_OF_OPTIMIZERS, **_OF_SCHEDULES}.items()
        if name not in ("learning_rate", "schedule")
    },
    texts.CONVOLUTION: {
        "convolution.input": convolution.KERNEL_INPUT,
        "convolution.input_size": texts.INPUT_SIZE,
        "convolution.kernel": convolution.KERNEL_PRESET,
        "convolution.kernel_size": texts.KERNEL_SIZE,
        "convolution.strides": convolution.KERNEL_STRIDES,
        "convolution.padding": convolution.KERNEL_PADDING,
        "convolution.padding_mode": convolution.KERNEL_PADDING_MODE,
        "convolution.dilation_rate": convolution.KERNEL_DILATION,
        "convolution.channels": convolution.KERNEL_COMBINE,
        "convolution.divisor": convolution.KERNEL_DIVISOR,
        "convolution.bias": convolution.KERNEL_BIAS,
        "convolution.flip": convolution.KERNEL_FLIP,
        "convolution.activation": convolution.KERNEL_ACTIVATION,
        "convolution.pooling": convolution.KERNEL_POOLING,
        "convolution.pool_size": convolution.KERNEL_POOL_SIZE,
        "convolution.backward": convolution.KERNEL_BACKWARD,
    },
}
"""The controls of all labs by what they are about; a test compares the names with those of the views."""
