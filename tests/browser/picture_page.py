"""The page on which the picture board is tried: pictures of every kind, filtered by the engine itself."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import numpy as np
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

if TYPE_CHECKING:
    import numpy.typing as npt
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Visitor
    from tests.browser.harness import Visit

PAGE = '''
import dataclasses, json
import ipywidgets as w
import numpy as np
from mlwidgets.explain.convolution.forward import ConvolutionSettings, convolve
from mlwidgets.widgets.convolution.picture_board import PictureBoard

def scene(height, width):
    """A sky, a sun and two hills."""
    y, x = np.mgrid[:height, :width] / max(height, width)
    sky = np.stack([120 + 100 * y, 170 + 60 * y, 235 - 40 * y], axis=2)
    sun = ((x - 0.72) ** 2 + (y - 0.2) ** 2 < 0.008)[..., None]
    far = (y > 0.5 + 0.08 * np.sin(9 * x))[..., None]
    near = (y > 0.68 + 0.1 * np.sin(5 * x + 2))[..., None]
    grass = np.random.default_rng(0).normal(size=(height, width, 1)) * 18
    picture = np.where(sun, [255, 225, 90], sky)
    picture = np.where(far, [70, 110, 130], picture)
    picture = np.where(near, np.array([60, 130, 50]) + grass, picture)
    return np.clip(picture, 0, 255).astype(np.uint8)

def digit():
    """A seven of 28 by 28 pixels."""
    picture = np.zeros((28, 28, 1), np.uint8)
    picture[6:9, 6:21] = 250
    for row in range(9, 24):
        column = 19 - (row - 9) // 2
        picture[row, column - 1 : column + 2, 0] = [120, 255, 120]
    return picture

ARTICLE = np.array([[60, 113, 56, 139, 85], [73, 121, 54, 84, 128], [131, 99, 70, 129, 127],
                    [80, 57, 115, 69, 134], [104, 126, 123, 95, 130]], np.uint8)[..., None]
SHARPEN = [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]
pictures = {"article": ARTICLE, "digit": digit(), "photo": scene(512, 512), "wide": scene(300, 480)}

board = PictureBoard()
now = {"done": 0}
heard = []
report = w.Label().add_class("report")

def tell(*_):
    made = now["made"]
    report.value = json.dumps({
        "cell": board.cell, "value": board.cell_value["values"], "view": board.view, "messages": len(heard),
        "range": board.result_range, "shape": list(made.output.shape), "done": now["done"],
    })

def show(picture, kernel, **settings):
    now.update(picture=picture, kernel=kernel, settings=settings)
    pixels = pictures[picture]
    weights = np.asarray(kernel, np.float32)
    settings = {"channels": "separately", **settings}
    if settings["channels"] == "sum" and weights.ndim == 2:
        weights = np.repeat(weights[..., None], pixels.shape[2], axis=2)
    now["made"] = convolve(pixels.astype(np.float32), weights, ConvolutionSettings(**settings))
    with board.hold_sync():
        if now.get("shown") != picture:
            board.show_input(pixels, alt=f"The {picture}")
        board.show_result(now["made"], alt=f"The {picture}, filtered")
    now["shown"] = picture

board.observe(lambda _: (heard.append(1), tell()), "cell")
board.observe(tell, "view")
order = w.Text().add_class("order")

def obey(change):
    if not change["new"]:
        return
    wish = json.loads(change["new"])
    if wish.pop("afresh", False):
        board.view = "clip"
        heard.clear()
        show("article", SHARPEN)
        board.cell = []
        show("article", SHARPEN)
    order.value = ""  # so that the same wish can come twice
    cell = wish.pop("cell", None)
    if "input" in wish:
        board.show_input(pictures[wish["input"]], alt=wish["alt"])
        now["shown"] = None
    if "picture" in wish:
        show(wish.pop("picture"), wish.pop("kernel", SHARPEN), **wish)
    if cell:
        board.cell = cell
    now["done"] += 1
    tell()

order.observe(obey, "value")
show("article", SHARPEN)
tell()
page = w.VBox([board, w.HTML("<div style='height: 700px'>below</div>"), order, report]).add_class("mlw-lab")
page
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


def tell(page: Page, **wish: Any) -> None:  # noqa: ANN401 - names of pictures, kernels, settings
    """Let Python show another picture, kernel or pixel, and wait until it is drawn."""
    done = python(page)["done"]
    # Without the focus, which stays where the test has put it.
    page.locator(".order input").evaluate(
        """(input, wish) => {
            input.value = wish;
            input.dispatchEvent(new Event("change", { bubbles: true }));
        }""",
        json.dumps(wish),
    )
    wait_for_python(page, "done", done + 1)
    next_frame(page)  # names have changed already, sizes and pixels do so in the next frame


def afresh(visit: Visitor, **options: Any) -> Visit:  # noqa: ANN401 - see Visit.start
    """Open the page, or take the one that the tests before have used, with everything as it was at first."""
    opened = visit(PAGE, shared=True, **options)
    page = opened.page
    page.locator(".mlw-pictures:not([data-painted='0'])").wait_for()
    page.evaluate("document.activeElement?.blur()")
    if page.get_by_text("Held at this pixel").is_visible():
        point(page, 0, 0)
        page.mouse.down()
        page.mouse.up()
    page.mouse.move(2, 2)
    tell(page, afresh=True)
    page.locator(".mlw-lens-channels input").first.evaluate("(one) => one.click()")
    page.evaluate("document.querySelector('.mlw-pictures-spoken').textContent = ''")
    page.evaluate("window.scrollTo(0, 0)")
    opened.comes_to_rest()
    return opened


def next_frame(page: Page) -> None:
    """Wait until the page has drawn what it was told so far."""
    page.evaluate("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))")


def shown(canvas: Locator) -> npt.NDArray[np.uint8]:
    """Return the pixels of a canvas, (height, width, 3), once the next frame is drawn."""
    next_frame(canvas.page)
    width, height, data = canvas.evaluate(
        """(canvas) => {
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            let text = "";
            for (let at = 0; at < data.length; at += 8192) {
                text += String.fromCharCode(...data.slice(at, at + 8192));
            }
            return [canvas.width, canvas.height, btoa(text)];
        }"""
    )
    return np.frombuffer(base64.b64decode(data), np.uint8).reshape(height, width, 4)[:, :, :3]


def read(canvas: Locator, x: float, y: float) -> list[int]:
    """Return the pixel [row, column] of a canvas at a place on the screen."""
    box = canvas.bounding_box()
    assert box is not None
    height, width = shown(canvas).shape[:2]
    return [int((y - box["y"]) / box["height"] * height), int((x - box["x"]) / box["width"] * width)]


def output(page: Page) -> Locator:
    return page.get_by_role("application", name="Point at a pixel of the output")


def pictures(page: Page) -> tuple[Locator, Locator]:
    """Return the canvases of input and output."""
    both = page.locator(".mlw-pictures").get_by_role("img")
    return both.nth(0), both.nth(1)


def spot(page: Page, row: int, column: int) -> tuple[float, float]:
    """Return where on the screen the middle of a pixel of the output is."""
    _, canvas = pictures(page)
    box = canvas.bounding_box()
    assert box is not None
    height, width = shown(canvas).shape[:2]
    return box["x"] + box["width"] * (column + 0.5) / width, box["y"] + box["height"] * (row + 0.5) / height


def point(page: Page, row: int, column: int) -> None:
    page.mouse.move(*spot(page, row, column))


def lines(page: Page) -> list[str]:
    next_frame(page)
    return page.locator(".mlw-lens-lines p").all_inner_texts()


def marked(page: Page, which: str, row: float, column: float, *, anywhere: float = 0.0) -> bool:
    """Say whether a line goes through a place of a picture, in its pixels, or through the rows around it."""
    next_frame(page)
    inks: bool = page.locator(f".mlw-pictures-{which}").evaluate(
        """(stage, [row, column, anywhere]) => {
            const [picture, layer] = stage.children;
            const screen = layer.width / (picture.clientWidth + 12);
            const scale = (picture.clientWidth / picture.width) * screen;
            const left = column * scale + 6 * screen - 3;
            const top = (row - anywhere) * scale + 6 * screen - 3;
            const { data } = layer.getContext("2d").getImageData(left, top, 6, 6 + 2 * anywhere * scale);
            return data.some((ink) => ink > 0);
        }""",
        [row, column, anywhere],
    )
    return inks


def size(element: Locator) -> tuple[float, float]:
    box = element.bounding_box()
    assert box is not None
    return box["width"], box["height"]
