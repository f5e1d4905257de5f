"""The page on which `test_doctor` makes networks ill and well again, as lines of a notebook."""

from __future__ import annotations

DOCTOR = """
from mlwidgets import Experiment
from mlwidgets.widgets.base.lab import Lab
from mlwidgets.widgets.doctor.doctor_view import DoctorView
from mlwidgets.widgets.shell.lab_header import LabHeader
from mlwidgets.widgets.training.optimizer_controls import OptimizerControls
from mlwidgets.widgets.training.run_bar import RunBar

class Practice(Lab):
    def __init__(self, experiment):
        super().__init__(
            experiment,
            LabHeader("Practice", text="Digits.", task="Make the learning rate 10, and press Run."),
            actions=[RunBar(experiment)],
            controls=[OptimizerControls(experiment)],
            picture=[DoctorView(experiment)],
            owns_experiment=True,
        )

lab = Practice(Experiment("mnist", epochs=3))
lab
""".strip().splitlines()
