"""The pages on which `test_activation_view` looks inside a network, as lines of a notebook."""

from __future__ import annotations

INSIDE = """
import itertools
import ipywidgets as w
from mlwidgets import ActivationView, Experiment

experiment = Experiment("mnist", epochs=200)
view = ActivationView(experiment)
engine, traced, state = w.Label("engine says nothing"), w.Label("traced 0"), w.Label("state")
maps, reader = view._maps, view._reader

def tell(_):
    if maps.opened and reader.cell and maps.shows != "weights":
        layer, _, tile = maps.opened
        z = view.trace.layers[layer - 1].z if layer else view.trace.x
        place = (tile,) if z.ndim == 1 else (*reader.cell, tile)
        engine.value = f"engine says {z[place]:.6g} at {reader.cell} of {maps.opened}"

count = itertools.count(1)
def traced_again(_):
    traced.value = f"traced {next(count)}"

def tell_state(_):
    made = 0 if experiment.snapshot is None else experiment.snapshot.iteration
    state.value = f"{experiment.status.value} after {made:,}, {'seen' if maps.visible else 'unseen'}"

experiment.observe(tell_state, ["snapshot", "status"])
maps.observe(tell_state, "visible")
reader.observe(tell, "arithmetic")
maps.observe(traced_again, "frame")

def button(words, call):
    one = w.Button(description=words)
    one.on_click(lambda _: call())
    return one

buttons = w.HBox([button("Run", experiment.run), button("Pause", experiment.pause)])
tabs = w.Tab([view, w.Label("This tab is empty")], titles=["Inside", "Elsewhere"])
w.VBox([buttons, traced, state, tabs, engine])
""".strip().splitlines()

TABLE = """
import numpy as np
from mlwidgets import ActivationView, Experiment
from mlwidgets.data import Dataset

rng = np.random.default_rng(0)
x = rng.normal(size=(80, 4))
y = (x.sum(axis=1) > 0).astype(int)
parts = {"x_train": x[:60], "y_train": y[:60], "x_test": x[60:], "y_test": y[60:]}
names = ("<img src=x onerror=alert(1)>", "large")
data = Dataset(name="sizes", class_names=names, source="a test", licence="BSD-3-Clause", **parts)
ActivationView(Experiment(data))
""".strip().splitlines()
