"""What changes while someone works: the experiment, its run in the background, and what others see of it."""

from __future__ import annotations

from mlwidgets.session.experiment import Experiment, Prediction
from mlwidgets.session.snapshot import Snapshot, Status, Validation

__all__ = ["Experiment", "Prediction", "Snapshot", "Status", "Validation"]
