"""What a person sees and touches. Each lab is imported when it is first used: no page needs all of them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mlwidgets.widgets.convolution.kernel_lab import KernelLab
    from mlwidgets.widgets.course.course_lab import CourseLab
    from mlwidgets.widgets.data.data_lab import DataLab
    from mlwidgets.widgets.export.export_lab import ExportLab
    from mlwidgets.widgets.inside.activation_view import ActivationView
    from mlwidgets.widgets.loss.loss_lab import LossLab
    from mlwidgets.widgets.network.network_lab import NetworkLab
    from mlwidgets.widgets.optimizer.optimizer_lab import OptimizerLab
    from mlwidgets.widgets.playground.diagram_view import DiagramView
    from mlwidgets.widgets.playground.playground import Playground
    from mlwidgets.widgets.predict.predict_lab import PredictLab
    from mlwidgets.widgets.shell.dashboard import Dashboard
    from mlwidgets.widgets.training.train_lab import TrainLab

_LATER = {
    "ActivationView": "mlwidgets.widgets.inside.activation_view",
    "CourseLab": "mlwidgets.widgets.course.course_lab",
    "Dashboard": "mlwidgets.widgets.shell.dashboard",
    "DataLab": "mlwidgets.widgets.data.data_lab",
    "DiagramView": "mlwidgets.widgets.playground.diagram_view",
    "ExportLab": "mlwidgets.widgets.export.export_lab",
    "KernelLab": "mlwidgets.widgets.convolution.kernel_lab",
    "LossLab": "mlwidgets.widgets.loss.loss_lab",
    "NetworkLab": "mlwidgets.widgets.network.network_lab",
    "OptimizerLab": "mlwidgets.widgets.optimizer.optimizer_lab",
    "Playground": "mlwidgets.widgets.playground.playground",
    "PredictLab": "mlwidgets.widgets.predict.predict_lab",
    "TrainLab": "mlwidgets.widgets.training.train_lab",
}

__all__ = [
    "ActivationView",
    "CourseLab",
    "Dashboard",
    "DataLab",
    "DiagramView",
    "ExportLab",
    "KernelLab",
    "LossLab",
    "NetworkLab",
    "OptimizerLab",
    "Playground",
    "PredictLab",
    "TrainLab",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module attribute may be anything
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LATER[name]), name)
