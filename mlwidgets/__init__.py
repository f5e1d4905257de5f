"""Learn machine learning by touching it: Jupyter widgets on a NumPy engine.

``import mlwidgets as mw`` is quick: everything is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the same names as below, for type checkers and editors; a test compares the two
    from mlwidgets import data, lessons
    from mlwidgets.engine import (
        History,
        Sequential,
        activations,
        constraints,
        initializers,
        layers,
        losses,
        metrics,
        optimizers,
        regularizers,
        schedules,
    )
    from mlwidgets.engine.range_test import RangeTest, learning_rate_range_test
    from mlwidgets.engine.training.callbacks import Callback
    from mlwidgets.engine.training.early_stopping import EarlyStopping
    from mlwidgets.interchange.keras import load_keras, save_keras
    from mlwidgets.interchange.onnx import load_onnx, save_onnx
    from mlwidgets.interchange.tfjs import load_tfjs, save_tfjs
    from mlwidgets.session import Experiment
    from mlwidgets.session.export.web_app import export_web_app
    from mlwidgets.session.gather import gather
    from mlwidgets.spec import LayerSpec, LossSpec, OptimizerSpec, Settings
    from mlwidgets.widgets import (
        ActivationView,
        CourseLab,
        Dashboard,
        DataLab,
        DiagramView,
        ExportLab,
        KernelLab,
        LossLab,
        NetworkLab,
        OptimizerLab,
        Playground,
        PredictLab,
        TrainLab,
    )

__version__ = "0.1.0"

_WHERE = {
    "mlwidgets": ("data", "lessons"),
    "mlwidgets.engine": (
        *("History", "Sequential", "activations", "constraints", "initializers", "layers", "losses"),
        *("metrics", "optimizers", "regularizers", "schedules"),
    ),
    "mlwidgets.engine.range_test": ("RangeTest", "learning_rate_range_test"),
    "mlwidgets.engine.training.callbacks": ("Callback",),
    "mlwidgets.engine.training.early_stopping": ("EarlyStopping",),
    "mlwidgets.interchange.keras": ("load_keras", "save_keras"),
    "mlwidgets.interchange.onnx": ("load_onnx", "save_onnx"),
    "mlwidgets.interchange.tfjs": ("load_tfjs", "save_tfjs"),
    "mlwidgets.session": ("Experiment",),
    "mlwidgets.session.gather": ("gather",),
    "mlwidgets.session.export.web_app": ("export_web_app",),
    "mlwidgets.spec": ("LayerSpec", "LossSpec", "OptimizerSpec", "Settings"),
    "mlwidgets.widgets": (
        *("ActivationView", "CourseLab", "Dashboard", "DataLab", "DiagramView", "ExportLab", "KernelLab"),
        *("LossLab", "NetworkLab", "OptimizerLab", "Playground", "PredictLab", "TrainLab"),
    ),
}
"""Where each public name comes from: a module, or what stands in one."""

_MODULE_OF = {name: module for module, names in _WHERE.items() for name in names}

__all__ = [
    "ActivationView",
    "Callback",
    "CourseLab",
    "Dashboard",
    "DataLab",
    "DiagramView",
    "EarlyStopping",
    "Experiment",
    "ExportLab",
    "History",
    "KernelLab",
    "LayerSpec",
    "LossLab",
    "LossSpec",
    "NetworkLab",
    "OptimizerLab",
    "OptimizerSpec",
    "Playground",
    "PredictLab",
    "RangeTest",
    "Sequential",
    "Settings",
    "TrainLab",
    "activations",
    "constraints",
    "data",
    "export_web_app",
    "gather",
    "initializers",
    "layers",
    "learning_rate_range_test",
    "lessons",
    "load_keras",
    "load_onnx",
    "load_tfjs",
    "losses",
    "metrics",
    "optimizers",
    "regularizers",
    "save_keras",
    "save_onnx",
    "save_tfjs",
    "schedules",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module attribute may be anything
    module = _MODULE_OF.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        found = import_module(f"{module}.{name}")  # a module of that name stands in the other
    except ModuleNotFoundError as error:
        if error.name != f"{module}.{name}":
            raise
        found = getattr(import_module(module), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(__all__))
