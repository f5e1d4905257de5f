"""The page on which gradient descent in one dimension is tried, as lines of a notebook."""

from __future__ import annotations

PAGE = """
import ipywidgets as w
from mlwidgets.session import Experiment
from mlwidgets.widgets.optimizer.descent_view import DescentView
from mlwidgets.widgets.training.optimizer_controls import OptimizerControls

experiment = Experiment("xor", optimizer="sgd", learning_rate=0.1, epochs=10)
view, controls = DescentView(experiment), OptimizerControls(experiment)
asked = w.Label("asked 0")
def count(_widget, content, _buffers):
    asked.value = f"asked {int(asked.value.split()[1]) + 1}"
view.chart.on_msg(count)
step = w.Button(description="One update")
step.on_click(lambda _: experiment.step_batch())
page = w.VBox([view, asked, step, controls])
page.add_class("mlw-lab")
page
""".strip().splitlines()
