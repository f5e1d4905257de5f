"""What a person sees and touches."""

from __future__ import annotations

from mlwidgets.widgets.convolution.kernel_lab import KernelLab
from mlwidgets.widgets.inside.activation_view import ActivationView
from mlwidgets.widgets.network.network_lab import NetworkLab
from mlwidgets.widgets.playground.diagram_view import DiagramView
from mlwidgets.widgets.playground.playground import Playground
from mlwidgets.widgets.predict.predict_lab import PredictLab
from mlwidgets.widgets.shell.dashboard import Dashboard
from mlwidgets.widgets.training.train_lab import TrainLab

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
