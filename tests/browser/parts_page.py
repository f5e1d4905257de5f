"""The pages on which `test_parts` and `test_charts` look at our parts, as lines of a notebook."""

from __future__ import annotations

CHARTS = """
import ipywidgets as w, numpy as np, plotly.graph_objects as go
from mlwidgets.widgets.charts.figure import Figure

def curves(step):
    y = np.linspace(1, 1 / (1 + step), 50, dtype=np.float32)
    lines = [go.Scatter(y=y, name="training"), go.Scatter(y=y + 1, name="validation")]
    return go.Figure(lines, {"title": {"text": f"step {step}"}, "height": 280})

step, said = w.IntText(0, description="Step"), w.Label("nothing clicked")
first = Figure(curves(0), alt="Loss at step 0.")
bars = Figure(go.Figure(go.Bar(x=list("abc"), y=[1, 2, 3]), {"height": 200}), alt="Three bars.")
hidden = Figure(go.Figure(go.Heatmap(z=np.eye(28, dtype=np.uint8)), {"height": 300}), alt="A diagonal.")
bowl = Figure(go.Figure(go.Surface(z=np.eye(9)), {"height": 240}), alt="A surface.")

def forward(*_):
    step.value += 1
    first.replace(curves(step.value), alt=f"Loss at step {step.value}.")

def while_loading(_chart, content, _buffers):
    if content["kind"] == "script":  # an update while each piece of the script is under way
        forward()

for chart in (first, bars, hidden, bowl):
    chart.on_msg(while_loading)
forward()  # an update before there is a page
bars.data[0].on_click(lambda _trace, points, _state: setattr(said, "value", f"clicked {points.xs[0]}"))

def button(words, call):
    one = w.Button(description=words)
    one.on_click(lambda _: call())
    return one

more = w.VBox()
def swap():
    first.replace(go.Figure(go.Bar(x=list("abcd"), y=[4, 3, 2, 1]), {"height": 340}), alt="Four bars.")
buttons = [
    button("Forward", forward),
    button("Swap", swap),
    button("Show again", lambda: setattr(more, "children", [first])),
    button("Take away", lambda: setattr(more, "children", [])),
]
tabs = w.Tab([w.Label("This tab is open"), hidden], titles=["Open", "Closed"])
w.VBox([w.HBox(buttons), step, first, w.Label("below the chart"), bars, said, bowl, tabs, more])
""".strip().splitlines()

SILENT = """
import ipywidgets as w, plotly.graph_objects as go
from mlwidgets.widgets.charts.figure import Figure
mute, second = (Figure(go.Figure(go.Bar(y=[n]), {"height": 280}), alt=f"Chart {n}.") for n in (1, 2))
mute.on_msg(mute._answer, remove=True)  # as if its part of Python did not answer
mute._wait = 500
shown = w.VBox([mute])
def add(_):
    shown.children = [mute, second]
button = w.Button(description="Add")
button.on_click(add)
w.VBox([button, shown])
""".strip().splitlines()

PARTS = """
import itertools, ipywidgets as w, numpy as np
from mlwidgets.widgets.training.confusion_matrix import ConfusionMatrix
from mlwidgets.widgets.training.example_gallery import ExampleGallery

hostile = "<img src=x onerror=alert(1)>"
cell, picture = w.Label("cell []"), w.Label("picture -1")
digits = ConfusionMatrix([str(n) for n in range(10)], caption="Digits", row_title="True digit")
names = ConfusionMatrix(["good", hostile], [[5, 1], [2, 7]], caption=hostile, row_title=hostile)
gallery = ExampleGallery(empty_text=hostile)
digits.observe(lambda change: setattr(cell, "value", f"cell {change['new']}"), "selected")
gallery.observe(lambda change: setattr(picture, "value", f"picture {change['new']}"), "selected")
rounds = itertools.count(1)

def count(_):
    round = next(rounds)
    digits.counts = [[(90 if x == y else (x + y) % 4) + round for x in range(10)] for y in range(10)]

def fill(_):
    images = np.zeros((30, 28, 28), np.uint8)
    images[:, 0, 0] = np.arange(30) * 8
    gallery.show(
        images,
        captions=[hostile, *(f"picture {n}" for n in range(1, 30))],
        alts=[f"alternative {n}" for n in range(30)],
        title=hostile,
    )

def button(words, call):
    one = w.Button(description=words)
    one.on_click(call)
    return one

buttons = [button("Count", count), button("Fill", fill)]
buttons.append(button("Empty", lambda _: gallery.show_nothing("Empty now")))
w.VBox([w.HBox(buttons), cell, digits, names, gallery, picture])
""".strip().splitlines()

BANNER = """
import os, ipywidgets as w
from mlwidgets.widgets.shell.session_banner import SessionBanner
w.VBox([SessionBanner(), w.Label(f"process {os.getpid()}")])
""".strip().splitlines()

RUNNING = """
import os, ipywidgets as w
from mlwidgets.widgets.training.run_panel import RunPanel
from mlwidgets.widgets.shell.session_banner import SessionBanner
line = RunPanel(value=3, maximum=10, text="epoch 3 of 10 · 7 s left", state="running")
buttons = w.HBox([w.Button(description="Run")])
tall = w.HTML("<div style='height: 2000px'></div>")
page = w.VBox([SessionBanner(), w.Label(f"process {os.getpid()}"), line, buttons, tall])
page.add_class("mlw-dashboard")
page
""".strip().splitlines()
