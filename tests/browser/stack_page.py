"""The page on which `test_stack_builder` edits a stack, and a look at the Python behind it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGE = """
import json
import ipywidgets as w
from mlwidgets.session import Experiment
from mlwidgets.widgets.network.stack_builder import StackBuilder

experiment = Experiment("mnist")
draft = experiment.draft
start = list(draft.layers)
builder = StackBuilder(experiment)
report = w.Label()
report.add_class("report")

def tell(*_):
    report.value = json.dumps({
        "draft": [row.title for row in draft.report.rows],
        "used": [layer["class_name"] for layer in experiment.layers],
        "in_use": draft.in_use,
        "note": experiment.note,
        "iteration": 0 if experiment.snapshot is None else experiment.snapshot.iteration,
        "error": experiment.error,
    })

draft.observe(tell, "report")
experiment.observe(tell, ["layers", "snapshot", "error", "note"])
tell()

def button(words, call):
    one = w.Button(description=words)
    one.add_class("mlw-push")
    one.on_click(lambda _: call())
    return one

orders = [
    button("fresh", lambda: draft.replace(start)),
    button("empty", lambda: draft.replace([])),
    button("train", experiment.step_batch),
    button("elsewhere", lambda: setattr(experiment, "layers", [{"class_name": "Flatten"}, {
        "class_name": "Dense", "config": {"units": 10, "activation": "softmax"}}])),
]
lab = w.VBox([builder]).add_class("mlw-lab")
w.VBox([lab, w.HBox(orders), report])
""".strip().splitlines()


def python(page: Page) -> dict[str, Any]:
    """Return what Python last reported of itself."""
    return dict(json.loads(page.locator(".report").text_content() or "{}"))


def wait_for_python(page: Page, name: str, value: object) -> None:
    """Wait until Python reports `value` under `name`; if it never does, say what it reported instead."""
    try:
        page.wait_for_function(
            """([name, value]) => {
                const report = JSON.parse(document.querySelector(".report")?.textContent || "{}");
                return JSON.stringify(report[name]) === JSON.stringify(value);
            }""",
            arg=[name, value],
        )
    except PlaywrightTimeoutError as error:
        raise AssertionError(f"Python never reported {name} = {value!r}; it says {python(page)}.") from error


def order(page: Page, name: str) -> None:
    """Let Python do one of the page's orders, without taking the focus from where it is."""
    page.get_by_role("button", name=name, exact=True).evaluate("button => button.click()")


def fill(page: Page, **settings: str) -> None:
    """Open the settings of the card in focus, set some with the keyboard, and close them."""
    page.keyboard.press("Enter")
    for name, value in settings.items():
        for _ in range(20):
            if page.evaluate("document.activeElement.labels?.[0]?.textContent") == name:
                break
            page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "INPUT":
            page.keyboard.press("Control+a")
        page.keyboard.type(value)
        page.keyboard.press("Tab")
    page.keyboard.press("Escape")
