"""The page on which `test_convolution_board` tries the board, and how a test speaks to the Python behind."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Visitor
    from tests.browser.harness import Visit

PAGE = '''
import dataclasses, json
import anywidget, ipywidgets as w, numpy as np, traitlets
from mlwidgets.explain.convolution.forward import ConvolutionSettings, convolve
from mlwidgets.explain.convolution.example import INPUT, KERNEL
from mlwidgets.explain.convolution.gradients import convolve_back
from mlwidgets.widgets.convolution.convolution_board import ConvolutionBoard

board = ConvolutionBoard()
grids, settings, back, past, future, received = {}, ConvolutionSettings(), False, [], [], []
report = w.Label().add_class("report")

def tell():
    kernel = grids["kernel"][:, :, 0].tolist()
    report.value = json.dumps({"received": received, "kernel": kernel, "id": board.model_id})

def show():
    out = convolve(grids["input"], grids["kernel"], settings)
    if grids["output_gradient"].shape != out.output.shape:
        grids["output_gradient"] = np.ones(out.output.shape)
    given = grids["output_gradient"]
    gradients = convolve_back(grids["input"], grids["kernel"], settings, given) if back else None
    with board.hold_sync():
        board.show(grids["input"], grids["kernel"], out, gradients)
        board.can_undo, board.can_redo = bool(past), bool(future)
    tell()

def start(x, kernel):
    grids.update(input=np.array(x), kernel=np.array(kernel), output_gradient=np.ones((1, 1, 1)))
    past.clear()
    show()

def edit(message):
    received.append(message)
    kind = message["kind"]
    tell()
    if kind == "undo":
        future.append(dict(grids))
        grids.update(past.pop())
    elif kind == "redo":
        past.append(dict(grids))
        grids.update(future.pop())
    elif kind == "gradient":
        gradient = np.ones_like(grids["output_gradient"])
        if message["choice"] == "cell":
            gradient[:] = 0
            gradient[message["row"], message["column"], message["channel"]] = 1
        elif message["choice"] == "random":
            gradient = np.random.default_rng(1).integers(-3, 4, gradient.shape).astype(float)
        grids["output_gradient"] = gradient
    else:
        past.append(dict(grids))
        future.clear()
        block = np.array(message.get("values", [[message.get("value")]]))
        grid = grids[message["grid"]].copy()
        row, column = message["row"], message["column"]
        grid[row : row + block.shape[0], column : column + block.shape[1], message["channel"]] = block
        if message["grid"] == "kernel" and grid[0, 0, 0] == 666:
            raise RuntimeError("the kernel is possessed")
        grids[message["grid"]] = grid
    show()

board.on_edit(edit)
start(INPUT, KERNEL)

class Hand(anywidget.AnyWidget):
    """Lets a test run Python, and reach the board's model as a hostile page could."""
    order = traitlets.Unicode().tag(sync=True)
    done = traitlets.Int().tag(sync=True)
    _esm = """
    export default { render({ model }) {
        window.order = (text) => new Promise((resolve) => {
            const before = model.get("done");
            const heard = () => {
                model.off("change:done", heard);
                // What it changes is drawn in the next frame.
                requestAnimationFrame(() => requestAnimationFrame(resolve));
            };
            model.on("change:done", heard);
            model.set("order", before + ":" + text);
            model.save_changes();
        });
        window.board = (id) => model.widget_manager.get_model(id);
    } }
    """
    @traitlets.observe("order")
    def _obey(self, change):
        global settings, back
        order = json.loads(change["new"].split(":", 1)[1])
        if order.get("afresh"):
            settings, back, board.message = ConvolutionSettings(), False, ""
            received.clear(), future.clear()
            start(INPUT, KERNEL)
        settings = dataclasses.replace(settings, **order.get("settings", {}))
        back = order.get("backward", back)
        if "message" in order:
            board.message = order["message"]
        if "shape" in order:
            random = np.random.default_rng(order.get("seed", 0))
            x = random.integers(-9 * order.get("negative", 0), 256, order["shape"]).astype(float)
            kernel = random.integers(-3, 4, order["kernel"]).astype(float)
            start(x, kernel)
        else:
            show()
        self.done += 1

w.VBox([board, report, Hand()])
'''.strip().splitlines()


def afresh(visit: Visitor, **options: Any) -> Visit:  # noqa: ANN401 - see Visit.start
    """Open the page, or take the one that the tests before have used, with everything as it was at first."""
    opened = visit(PAGE, shared=True, **options)
    page = opened.page
    page.mouse.move(2, 700)
    page.evaluate("document.activeElement?.blur()")
    order(page, afresh=True)
    expect(cell(page, "Output 5 × 5", 1, 1)).to_have_text("114")
    cell(page, "Output", 1, 1).evaluate("(one) => { one.focus(); one.blur(); }")
    page.evaluate(
        "document.querySelectorAll('.mlw-board [aria-live]:not(.mlw-board-message)')"
        ".forEach((one) => { one.textContent = ''; })"
    )
    page.evaluate("window.scrollTo(0, 0)")
    opened.comes_to_rest()
    return opened


def order(page: Page, **wishes: Any) -> None:  # noqa: ANN401 - whatever the page understands
    """Let Python change settings or start with other grids, and wait until it has."""
    page.wait_for_function("typeof window.order === 'function'")
    page.evaluate("(text) => window.order(text)", json.dumps(wishes))


def python(page: Page) -> dict[str, Any]:
    """Return what Python last reported of itself."""
    return dict(json.loads(page.locator(".report").text_content() or "{}"))


def wait_for_message(page: Page, count: int) -> dict[str, Any]:
    """Wait until Python has received `count` messages; return the last."""
    try:
        page.wait_for_function(
            "(n) => JSON.parse(document.querySelector('.report').textContent).received.length === n",
            arg=count,
        )
    except PlaywrightTimeoutError as error:
        raise AssertionError(f"Python never had {count} messages; it says {python(page)}.") from error
    return dict(python(page)["received"][-1])


def grid(page: Page, name: str) -> Locator:
    """Find a grid by the beginning of its name, such as "Output 5"."""
    pattern = re.escape(name).replace("/", r"\/")  # Playwright writes it between slashes
    return page.get_by_role("grid", name=re.compile(f"^{pattern}"))


def cell(page: Page, name: str, row: int, column: int) -> Locator:
    """Find a cell of a grid by its row and column, counted from 1."""
    return grid(page, name).get_by_role("gridcell", name=re.compile(f"^row {row}, column {column}, "))


def numbers(page: Page, name: str) -> list[list[str]]:
    """Return what a grid shows, padding left out."""
    rows = grid(page, name).get_by_role("row").all()
    return [row.get_by_role("gridcell").all_text_contents() for row in rows]


def shown(values: list[list[int]]) -> list[list[str]]:
    """Return whole numbers as a grid shows them."""
    return [[str(value).replace("-", "−") for value in row] for row in values]


def title(page: Page, side: str = "forward") -> Locator:
    """Find the title of a readout: which cell it is about."""
    return page.locator(f".mlw-readout-{side} .mlw-readout-title")


def terms(page: Page, side: str = "forward") -> list[str]:
    """Return the terms of a readout as they are read: sign and factors, those of the padding in brackets."""
    texts: list[str] = page.locator(f".mlw-readout-{side} .mlw-readout-term").evaluate_all(
        """(terms) => terms.map((term) => {
            const padding = term.querySelector(".mlw-readout-padding");
            const [all, last] = [term.textContent, padding?.textContent ?? ""];
            return padding ? all.slice(0, -last.length) + "[" + last + "]" : all;
        })"""
    )
    return [text.replace("\u2007", "") for text in texts]


def lines(page: Page, side: str = "forward") -> Locator:
    """Find what stands below the terms of a readout."""
    return page.locator(f".mlw-readout-{side} .mlw-readout-lines")


def lit(page: Page, name: str) -> int:
    """Return how many cells of a grid take part in what is read."""
    return grid(page, name).locator(".mlw-grid-lit").count()


def message(page: Page) -> Locator:
    """Find the sentence under the grids."""
    return page.locator(".mlw-board-message")


def press(page: Page, *keys: str) -> None:
    """Press keys, one after the other."""
    for key in keys:
        page.keyboard.press(key)
