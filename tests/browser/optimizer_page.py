"""The pages on which the views of the optimizer lab that concern the learner's own model are tried."""

from __future__ import annotations

_LAB = """
from mlwidgets.session import Experiment
from mlwidgets.widgets.base.lab import Lab
from mlwidgets.widgets.shell.lab_header import LabHeader
{imports}

experiment = Experiment("mnist")
view = {view}(experiment)
lab = Lab(
    experiment,
    LabHeader("Optimizer", text="What optimizers do.", task="Try it."),
    owns_experiment=True,
    controls=[],
    picture=[view],
)
{more}
lab
"""


def page(module: str, view: str, more: str = "") -> list[str]:
    """Return a page with one view in a lab of its own, as lines of a notebook."""
    imports = f"from mlwidgets.widgets.optimizer.{module} import {view}"
    return _LAB.format(imports=imports, view=view, more=more).strip().splitlines()


RACE = page("fair_race_view", "FairRaceView", "view.plan = view.plan.with_(seeds=1, epochs=1)")
RANGE_TEST = page("range_test_view", "RangeTestView")
