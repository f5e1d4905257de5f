"""What changes while someone works: the experiment, its run in the background, and what others see of it."""

from __future__ import annotations

from mlwidgets.session.experiment import Experiment
from mlwidgets.session.inspection import Example, Prediction
from mlwidgets.session.run.snapshot import Snapshot, Status, Validation

__all__ = ["Example", "Experiment", "Prediction", "Snapshot", "Status", "Validation"]
