"""The page on which the small controls are tried, and how a test looks into the Python behind it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

PAGE = '''
import json
import anywidget
import ipywidgets as w
import numpy as np
from mlwidgets.widgets.predict.digit_pad import DigitPad
from mlwidgets.widgets.shell.lab_header import LabHeader
from mlwidgets.widgets.controls.number_control import NumberControl
from mlwidgets.widgets.training.run_panel import RunPanel

class Hand(anywidget.AnyWidget):
    """Lets a test reach any model of the page, as a hostile page could."""
    _esm = """
    export default { render({ model }) {
        window.send = async (id, state) => {
            const target = await model.widget_manager.get_model(id);
            target.set(state);
            target.save_changes();
        };
        window.bytes = async (id, name) => (await model.widget_manager.get_model(id)).get(name).byteLength;
    } }
    """

header = LabHeader("Train a network", text="<img src=x onerror='window.pwned=1'>", task="Press Run.")
rate = NumberControl(0.001, minimum=1e-6, maximum=10, scale="log", label="Learning rate", unit="per step",
                     help="How far one update goes.")
batch = NumberControl(32, minimum=1, maximum=5000, scale="log", integer=True, label="Batch size")
momentum = NumberControl(0.9, minimum=0, maximum=0.99, step=0.01, label="Momentum")
seed = NumberControl(7, minimum=0, maximum=999, integer=True, slider=False, label="Seed")
progress = RunPanel(label="Training")
pad = DigitPad(label="Draw a digit")
numbers = {"rate": rate, "batch": batch, "momentum": momentum, "seed": seed}

report = w.Label()
report.add_class("report")
received = []
chosen = []
drawings = []

def tell(*_):
    image = pad.image
    rows, columns = np.nonzero(image > 127)
    ink = [int(rows.min()), int(rows.max()), int(columns.min()), int(columns.max())] if rows.size else []
    report.value = json.dumps({
        **{name: number.value for name, number in numbers.items()},
        "received": received, "chosen": chosen, "drawings": len(drawings), "ink": ink,
        "ids": {"rate": rate.model_id, "pad": pad.model_id},
        "error": header.error,
    })

def take(change):
    received.append(change["new"])
    rate.error = "The network refuses more than 5." if change["new"] > 5 else rate.error

def choose(control):
    chosen.append(control.value)
    tell()

rate.observe(take, "value")
rate.on_choose(choose)
pad.observe(lambda _: drawings.append(1), "drawing")
for number in numbers.values():
    number.observe(tell, "value")
pad.observe(tell, "drawing")
header.observe(tell, "error")
tell()

def change_everything():
    rate.label = "Step size"
    rate.set_range(1e-4, 1)
    rate.value = 0.25

def show_one():
    image = np.zeros((112, 112), np.uint8)
    image[20:90, 50:60] = 255
    pad.image = image

def hurry():
    progress.state = "running"
    for step in range(200):
        with progress.hold_sync():
            progress.value = step / 200
            progress.text = f"step {step} of 200"

orders = {
    "change": change_everything,
    "one": show_one,
    "wipe": pad.clear,
    "hurry": hurry,
    "finish": lambda: setattr(progress, "state", "finished"),
    "note": lambda: setattr(header, "note", "Optimiser changed: press Run to train from the start."),
    "fail": lambda: setattr(header, "error", "The loss became <b>NaN</b> at step 31."),
}
buttons = []
for name, order in orders.items():
    buttons.append(w.Button(description=name).add_class("mlw-push"))
    buttons[-1].on_click(lambda _, order=order: order())

row = w.HBox(buttons[:3]).add_class("mlw-buttons")
controls = w.VBox([rate, batch, momentum, seed]).add_class("mlw-controls")
picture = w.VBox([row, progress, w.HBox([pad, pad])]).add_class("mlw-picture")
columns = w.HBox([controls, picture]).add_class("mlw-columns")
lab = w.VBox([header, columns]).add_class("mlw-lab")
w.VBox([lab, w.HBox(buttons[3:]), report, Hand()])
'''.strip().splitlines()


def python(page: Page) -> dict[str, Any]:
    """Return what Python last reported of itself."""
    return dict(json.loads(page.locator(".report").text_content() or "{}"))


def wait_for_python(page: Page, name: str, value: object) -> None:
    """Wait until Python reports `value` under `name`; if it never does, say what it reported instead."""
    try:
        page.wait_for_function(
            """([name, value]) => {
                const report = JSON.parse(document.querySelector(".report").textContent);
                return JSON.stringify(report[name]) === JSON.stringify(value);
            }""",
            arg=[name, value],
        )
    except PlaywrightTimeoutError as error:
        raise AssertionError(f"Python never reported {name} = {value!r}; it says {python(page)}.") from error


def order(page: Page, name: str) -> None:
    """Let Python do one of the page's orders, without taking the focus from where it is."""
    page.get_by_role("button", name=name, exact=True).evaluate("button => button.click()")


def send(page: Page, model: str, state: dict[str, Any]) -> None:
    """Send a state to a model's Python side as a hostile page could, past every check of the view."""
    page.evaluate("([id, state]) => window.send(id, state)", [python(page)["ids"][model], state])


def height(element: Locator) -> float:
    """Return how high an element is on the screen."""
    box = element.bounding_box()
    assert box is not None
    return float(box["height"])
