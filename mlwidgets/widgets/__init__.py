"""What a person sees and touches."""

from __future__ import annotations

from mlwidgets.widgets.dashboard import Dashboard
from mlwidgets.widgets.predict_lab import PredictLab
from mlwidgets.widgets.train_lab import TrainLab

__all__ = ["Dashboard", "PredictLab", "TrainLab"]
