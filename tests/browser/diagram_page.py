"""The page on which diagram and decision map are tried, and how a test finds its way about them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Visitor
    from tests.browser.harness import Visit

PAGE = """
import json, ipywidgets as w, numpy as np
from mlwidgets.data import points
from mlwidgets.session import Experiment
from mlwidgets.widgets.playground.diagram_view import DiagramView

def dense(units, activation):
    return {"class_name": "Dense", "config": {"units": units, "activation": activation}}

report = w.Label().add_class("report")
experiment = Experiment(
    points("gauss", classes=3, noise=20, seed=1),
    layers=[dense(2, "tanh"), dense(3, "softmax")],
    optimizer="sgd", learning_rate=1e-9, batch_size=10, epochs=10_000, validation_split=0.2,
)
model = experiment.model
first, second = [[2, 0], [0, -1.5]], [[1, -1, 0], [0.5, 0.25, -2]]
model.set_weights([first, [0.5, -0.25], second, [0, 0.1, -0.1]])
view = DiagramView(experiment)
shown = w.VBox([view])

def tell(*_):
    weights = [array.round(4).tolist() for array in experiment.model.get_weights()]
    drawn = experiment.dataset.config.get("points") if experiment.dataset.name == "drawn" else None
    report.value = json.dumps({
        "weights": weights, "iteration": experiment.snapshot.iteration if experiment.snapshot else 0,
        "status": experiment.status.value, "dataset": experiment.dataset.name, "drawn": drawn,
        "looking": view.map.looking, "discretize": view.map.discretize,
        "serial": view.diagram.frame["serial"],
    })

def button(words, call):
    made = w.Button(description=words)
    def click(_):
        call()
        tell()
    made.on_click(click)
    return made

def stack(*layers):
    experiment.layers = [*layers, dense(3, "softmax")]

def regression():
    experiment.dataset = points("plane", noise=10, seed=1)

def wide():
    stack(dense(40, "relu"), {"class_name": "Dropout", "config": {"rate": 0.2}}, dense(12, "tanh"))

buttons = [
    button("Run", lambda: experiment.run()), button("Pause", lambda: experiment.pause()),
    button("Step", lambda: experiment.step_batch()),
    button("Deep", lambda: stack(*[dense(16, "tanh")] * 8)), button("Wide", wide),
    button("Regression", regression),
    button("Hide", lambda: setattr(shown, "children", [])),
    button("Show", lambda: setattr(shown, "children", [view])),
    button("Break", lambda: (model.vector.fill(np.nan), experiment._publish_weights())),
    button("Pictures", lambda: setattr(experiment, "dataset", "mnist")),
]
def leave():
    view.close()  # it may be hidden
    experiment.close()

tell()
experiment.observe(tell, ["snapshot", "status", "dataset"])
for name in ("looking", "discretize"):
    view.map.observe(tell, name)
page = w.VBox([w.HBox(buttons), report, shown])
page.leave = leave
page
""".strip().splitlines()

PORTS = 0.66
"""Over so much of a picture's height the links arrive that come into it."""


def afresh(visit: Visitor, **options: Any) -> Visit:  # noqa: ANN401 - see Visit.start
    """Return the page with another view on another experiment, both pictures painted."""
    opened = visit(PAGE, fresh=True, **options)
    for part in (".mlw-net", ".mlw-map"):
        opened.page.locator(f"{part}:not([data-painted='0'])").wait_for(state="attached")
    opened.comes_to_rest()
    return opened


def press(page: Page, name: str) -> None:
    """Press a button of the page."""
    page.get_by_role("button", name=name, exact=True).click()


def python(page: Page) -> dict[str, Any]:
    """Return what Python last reported of itself."""
    return dict(json.loads(page.locator(".report").text_content() or "{}"))


def wait_for_python(page: Page, script: str, arg: object = None) -> None:
    """Wait until a function of Python's report and an argument is true."""
    page.wait_for_function(
        f"(arg) => (({script})(JSON.parse(document.querySelector('.report').textContent), arg))", arg=arg
    )


def painted(page: Page, what: str = ".mlw-net") -> int:
    """Return how many pictures there have been; to be asked before what brings the next one."""
    return int(page.locator(what).get_attribute("data-painted") or 0)


def wait_until_painted(page: Page, more_than: int, what: str = ".mlw-net") -> None:
    """Wait until there have been more pictures than that."""
    page.wait_for_function(
        "([what, old]) => Number(document.querySelector(what).dataset.painted) > old", arg=[what, more_than]
    )


def neuron(page: Page, name: str) -> Locator:
    """Find a neuron by the beginning of its name."""
    return page.locator(f".mlw-net-neuron[aria-label^='{name}']")


def title(page: Page) -> Locator:
    """Find the line that names what is pointed at."""
    return page.locator(".mlw-net-title")


def centre(one: Locator) -> tuple[float, float]:
    """Return the middle of an element on the screen."""
    box = one.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def on_link(source: Locator, target: Locator, port: float, share: float = 0.5) -> tuple[float, float]:
    """Return a point on the screen that lies on a link.

    Parameters
    ----------
    source, target : Locator
        Both neurons.
    port : float
        Which of the links into the target, from −0.5 for the first to 0.5 for the last.
    share : float
        How much of the way across.
    """
    left, right = source.bounding_box(), target.bounding_box()
    assert left is not None
    assert right is not None
    x0, y0 = left["x"] + left["width"], left["y"] + left["height"] / 2
    x1, y1 = right["x"], right["y"] + right["height"] * (0.5 + port * PORTS)
    return x0 + (x1 - x0) * share, y0 + (y1 - y0) * share * share * (3 - 2 * share)


def on_bias(target: Locator) -> tuple[float, float]:
    """Return the middle of a neuron's bias on the screen."""
    box = target.bounding_box()
    assert box is not None
    return box["x"] - 1, box["y"] + box["height"] - 1


def on_map(page: Page, x1: float, x2: float) -> tuple[float, float]:
    """Return where a place of the plane is on the screen."""
    box = page.locator(".mlw-map-points").bounding_box()
    assert box is not None
    return box["x"] + (x1 + 6) / 12 * box["width"], box["y"] + (6 - x2) / 12 * box["height"]


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    return int(
        page.evaluate(
            "(() => { const page = document.querySelector('#rendered_cells') ?? document.body;"
            " return page.scrollWidth - page.clientWidth; })()"
        )
    )
