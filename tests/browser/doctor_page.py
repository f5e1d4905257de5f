"""The page on which `test_doctor` makes networks ill and well again, as lines of a notebook."""

from __future__ import annotations

DOCTOR = """
from mlwidgets import Experiment, TrainLab

experiment = Experiment("mnist", epochs=3)
TrainLab(experiment)
""".strip().splitlines()
