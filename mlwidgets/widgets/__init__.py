"""What a person sees and touches."""

from __future__ import annotations

from mlwidgets.widgets.activation_view import ActivationView
from mlwidgets.widgets.dashboard import Dashboard
from mlwidgets.widgets.diagram_view import DiagramView
from mlwidgets.widgets.kernel_lab import KernelLab
from mlwidgets.widgets.network_lab import NetworkLab
from mlwidgets.widgets.playground import Playground
from mlwidgets.widgets.predict_lab import PredictLab
from mlwidgets.widgets.train_lab import TrainLab

__all__ = [
    "ActivationView",
    "Dashboard",
    "DiagramView",
    "KernelLab",
    "NetworkLab",
    "Playground",
    "PredictLab",
    "TrainLab",
]
