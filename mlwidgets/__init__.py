"""Learn machine learning by touching it: Jupyter widgets on a NumPy engine.

``import mlwidgets as mw`` is quick. What needs the browser's libraries (the labs) is imported when it is
first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mlwidgets import data
from mlwidgets.engine import Sequential, layers, losses, metrics, optimizers

if TYPE_CHECKING:
    from mlwidgets.session import Experiment
    from mlwidgets.widgets import (
        ActivationView,
        Dashboard,
        DiagramView,
        KernelLab,
        NetworkLab,
        Playground,
        PredictLab,
        TrainLab,
    )

__version__ = "0.1.0"

_LATER = {
    "ActivationView": "mlwidgets.widgets",
    "Experiment": "mlwidgets.session",
    "Dashboard": "mlwidgets.widgets",
    "DiagramView": "mlwidgets.widgets",
    "KernelLab": "mlwidgets.widgets",
    "NetworkLab": "mlwidgets.widgets",
    "Playground": "mlwidgets.widgets",
    "PredictLab": "mlwidgets.widgets",
    "TrainLab": "mlwidgets.widgets",
}

__all__ = [
    "ActivationView",
    "Dashboard",
    "DiagramView",
    "Experiment",
    "KernelLab",
    "NetworkLab",
    "Playground",
    "PredictLab",
    "Sequential",
    "TrainLab",
    "data",
    "layers",
    "losses",
    "metrics",
    "optimizers",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module attribute may be anything
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LATER[name]), name)


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(__all__))
