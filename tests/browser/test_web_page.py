"""The exported page in a real browser: served by a static server, with all other network blocked."""

from __future__ import annotations

import base64
import functools
import http.server
import re
import threading
import time
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from mlwidgets import Experiment, export_web_app
from mlwidgets.data import normalize_digit
from mlwidgets.explain.wording import share_text
from mlwidgets.session.learned.opening import learned_experiment
from tests.browser.conftest import STUDIO
from tests.browser.harness import AXE_RUN, SIZES, next_frame

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import FilePayload, Page

    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

SIDE = 112
READ = """() => {
  const { network, view } = window.mlwidgetsShown;
  const { x } = view.given;
  return { x: Array.from(x), drawing: view.sketch && Array.from(view.sketch.bytes), ...network.predict(x) };
}"""
FIRST = """() => {
  const [loaded] = performance.getEntriesByType("navigation");
  const [answered] = performance.getEntriesByName("mlwidgets: answered");
  const began = performance.now();
  const { network } = window.mlwidgetsShown;
  const sides = window.mlwidgetsPage.inputs.shape;
  network.predict(new Float32Array(sides.reduce((all, side) => all * side, 1)));
  return {
    shown: answered.startTime,
    load: loaded.domContentLoadedEventEnd,
    prediction: performance.now() - began,
  };
}"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A static server that says nothing."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, dict[str, Experiment]]]:
    """Four exported pages on a static server, and the experiments that they come from."""
    folder = tmp_path_factory.mktemp("sites")
    experiments = {"digits": learned_experiment()}
    for name in ("circle", "penguins", "diabetes"):
        experiments[name] = Experiment(name, epochs=3)
        experiments[name].run()
    for name, experiment in experiments.items():
        assert experiment.wait(60)
        export_web_app(experiment, folder / name)
    size = sum(path.stat().st_size for path in (folder / "digits").iterdir())
    print(f"the folder of the digits: {size / 1e6:.2f} MB")  # noqa: T201 - asked for
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield folder, f"http://127.0.0.1:{server.server_address[1]}", experiments
    server.shutdown()
    server.server_close()
    thread.join()
    for experiment in experiments.values():
        experiment.close()


class Opened:
    """One exported page, and what went wrong on it."""

    def __init__(self, address: str, *, size: str = "wide", dark: bool = False) -> None:
        self.context = STUDIO.browser.new_context(**SIZES[size], color_scheme="dark" if dark else "light")
        self.context.set_default_timeout(15_000)
        self.problems: list[str] = []
        self.requests: list[str] = []
        self.context.route(re.compile(r"^https?://(?!127\.0\.0\.1[:/])"), lambda route: route.abort())
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda message: self._hear(message.type, message.text))
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(address)
        self.page.locator("[data-answered]").wait_for()

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error":
            self.problems.append(text)

    def read(self) -> dict[str, Any]:
        """Return what is given now and what the network says, read at one moment."""
        found: dict[str, Any] = self.page.evaluate(READ)
        return found

    def wait_until(self, condition: str) -> None:
        """Wait until an expression is true; Playwright's own way evaluates texts, which the page forbids."""
        deadline = time.monotonic() + 15
        while not self.page.evaluate(condition):
            assert time.monotonic() < deadline, condition
            self.page.wait_for_timeout(20)

    def check(self) -> None:
        """Nothing serious for axe, nothing wider than the page, nothing wrong, nothing asked for."""
        page = self.page
        page.evaluate(f"(() => {{ {AXE_SCRIPT} }})()")
        assert page.evaluate(AXE_RUN, [None, True]) == []
        width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0
        assert self.problems == []

    def close(self) -> None:
        self.context.close()


@pytest.fixture
def open_page(sites: tuple[Path, str, dict[str, Experiment]]) -> Iterator[Callable[..., Opened]]:
    opened: list[Opened] = []

    def start(name: str, **options: Any) -> Opened:  # noqa: ANN401 - see Opened
        opened.append(Opened(f"{sites[1]}/{name}/index.html", **options))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


def draw(page: Page, *places: tuple[float, float]) -> None:
    """Draw a line through places of the pad, as shares of its sides."""
    box = page.locator(".mlw-pad-canvas").bounding_box()
    assert box is not None
    across, down = box["width"], box["height"]
    points = [(box["x"] + x * across, box["y"] + y * down) for x, y in places]
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point, steps=4)
    page.mouse.up()


def add(page: Page, label: str) -> None:
    """Add what is given as an example."""
    field = page.locator("#mlw-page-label")
    if field.evaluate("(field) => field.tagName") == "SELECT":
        field.select_option(label=label)
    else:
        field.fill(label)
    before = page.locator(".mlw-page-example").count()
    page.get_by_role("button", name="Add example").click()
    expect(page.locator(".mlw-page-example")).to_have_count(before + 1)


def train(page: Page, epochs: int) -> tuple[float, float]:
    """Train, and return the first and the last loss."""
    page.get_by_label("Epochs").fill(str(epochs))
    page.get_by_role("button", name="Train", exact=True).click()
    status = page.locator(".mlw-page-status")
    expect(status).to_contain_text("the loss went from", timeout=30_000)
    first, last = re.findall(r"from (\S+) to (\S+)\.$", status.text_content() or "")[0]
    # As it is written for people: a loss may be as small as 1.19e−8.
    return float(first.replace("−", "-")), float(last.replace("−", "-"))


def test_digits(sites: tuple[Path, str, dict[str, Experiment]], open_page: Callable[..., Opened]) -> None:
    """The same drawing gives the same probabilities here and there; ten more examples lower the loss."""
    experiment, one = sites[2]["digits"], open_page("digits")
    page = one.page
    times = page.evaluate(FIRST)
    print(f"in ms since the visit: {times}")  # noqa: T201 - asked for
    assert times["shown"] - times["load"] + times["prediction"] < 1000
    expect(page.locator(".mlw-page-what")).to_have_text("Draw something, or use a picture file.")
    draw(page, (0.3, 0.25), (0.7, 0.25), (0.45, 0.8))
    expect(page.locator(".mlw-page-big")).to_have_text("7")
    next_frame(page)  # with the end of the stroke
    seen = one.read()
    drawing = np.array(seen["drawing"], np.uint8).reshape(SIDE, SIDE)
    digit = normalize_digit(drawing)
    np.testing.assert_allclose(np.reshape(seen["x"], (28, 28, 1)), digit, atol=1e-6)
    np.testing.assert_allclose(seen["shares"], experiment.predict(digit[np.newaxis])[0], atol=1e-5)
    x = np.array(seen["x"], np.float32).reshape(1, 28, 28, 1)
    np.testing.assert_allclose(seen["shares"], experiment.predict(x)[0], atol=1e-5)
    shown = page.locator(".mlw-page-share").all_text_contents()
    assert shown[7] == share_text(min(float(seen["shares"][7]), 1 - 1e-6))
    # The examples are sevens with a bar, which are ones to this visitor.
    for number in range(10):
        page.get_by_role("button", name="Clear").click()
        draw(page, (0.25 + number / 50, 0.25), (0.75, 0.25), (0.4 + number / 40, 0.8))
        add(page, "1")
    page.get_by_label("Also train on").uncheck()
    first, last = train(page, 8)
    assert last < 0.7 * first
    expect(page.locator(".mlw-page-big")).to_have_text("1")
    page.locator(".mlw-page-delete").first.click()
    expect(page.locator(".mlw-page-example")).to_have_count(9)
    page.get_by_role("button", name="Back to the original model").click()
    expect(page.locator(".mlw-page-big")).to_have_text("7")
    # The keyboard draws, too.
    page.get_by_role("button", name="Clear").click()
    page.locator(".mlw-pad-canvas").focus()
    for key in ("Shift+ArrowUp", "Shift+ArrowUp", "Space", *["Shift+ArrowDown"] * 5, "Space"):
        page.keyboard.press(key)
    expect(page.locator(".mlw-page-big")).to_have_text("1")
    expect(page.locator(".mlw-page-answer [role=status]")).to_contain_text("1, probability")
    # A picture file that is no picture is refused, and one that is comes onto the pad.
    page.set_input_files("input[type=file]", {"name": "x.png", "mimeType": "image/png", "buffer": b"no"})
    expect(page.get_by_text("not a picture")).to_be_visible()
    paper = page.evaluate(
        """() => {
          const canvas = Object.assign(document.createElement("canvas"), { width: 60, height: 90 });
          const context = canvas.getContext("2d");
          context.fillStyle = "#eee";
          context.fillRect(0, 0, 60, 90);
          context.fillStyle = "#222";
          context.fillRect(26, 15, 8, 60);
          return canvas.toDataURL("image/png").split(",")[1];
        }"""
    )
    picture: FilePayload = {"name": "one.png", "mimeType": "image/png", "buffer": base64.b64decode(paper)}
    page.set_input_files("input[type=file]", picture)
    expect(page.get_by_text("not a picture")).to_have_count(0)
    expect(page.locator(".mlw-page-big")).to_have_text("1")
    one.check()
    assert {url.rsplit("/", 1)[1] for url in one.requests if url.startswith("http")} == {
        *("index.html", "style.css", "tensorflow.js", "data.js", "page.js")
    }
    assert page.evaluate("fetch('inputs.json').then(() => 'sent', () => 'refused')") == "refused"


def test_rows(sites: tuple[Path, str, dict[str, Experiment]], open_page: Callable[..., Opened]) -> None:
    """A row gives the same answer here and there, missing values included; typed, on a phone, in the dark."""
    experiment, one = sites[2]["penguins"], open_page("penguins", size="phone", dark=True)
    page = one.page
    prepared = experiment.dataset.prepared
    assert prepared is not None
    page.get_by_label("island", exact=True).select_option("Torgersen")
    page.get_by_label("bill_length_mm", exact=True).fill("39,1")
    page.get_by_label("bill_depth_mm", exact=True).fill("")
    page.get_by_label("sex", exact=True).select_option("male")
    page.get_by_label("body_mass_g", exact=True).fill("3750")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Missing: the network gets 17.2 instead.")).to_be_visible()
    row = {"island": "Torgersen", "bill_length_mm": 39.1, "sex": "male", "body_mass_g": 3750}
    x = prepared.transform(prepared.row_of({**row, "flipper_length_mm": 197, "year": 2008}))
    assert prepared.inputs[6].name == "body_mass_g"
    one.wait_until(f"Math.abs(({READ})().x[6] - {x[0, 6]}) < 1e-6")
    seen = one.read()
    np.testing.assert_allclose(seen["x"], x[0], atol=1e-6)
    np.testing.assert_allclose(seen["shares"], experiment.predict(x)[0], atol=1e-5)
    page.get_by_label("year", exact=True).fill("<b>long ago</b>")
    page.keyboard.press("Enter")
    expect(page.get_by_text("year must be a number, or empty.")).to_be_visible()
    expect(page.locator(".mlw-page-what")).to_have_text("Correct the values marked in red.")
    page.get_by_label("year", exact=True).fill("2009")
    page.keyboard.press("Enter")
    for name in ("Gentoo", "Gentoo", "Chinstrap"):
        add(page, name)
    first, last = train(page, 30)
    assert last < first
    one.check()

    other = open_page("diabetes")
    table = sites[2]["diabetes"].dataset.prepared
    assert table is not None
    seen = other.read()
    said = sites[2]["diabetes"].predict(np.array([seen["x"]], np.float32))
    np.testing.assert_allclose(seen["numbers"], table.in_units(said)[0], rtol=1e-5)
    expect(other.page.locator(".mlw-page-what")).to_have_text("progression")
    add(other.page, "300")
    first, last = train(other.page, 30)
    assert last < first
    assert other.read()["numbers"][0] > seen["numbers"][0]
    other.check()


def test_points(sites: tuple[Path, str, dict[str, Experiment]], open_page: Callable[..., Opened]) -> None:
    """A point gives the same answer here and there, by mouse and keyboard; the map follows the training."""
    experiment, one = sites[2]["circle"], open_page("circle")
    page = one.page
    stage = page.locator(".mlw-page-map")
    box = stage.bounding_box()
    assert box is not None
    stage.click(position={"x": box["width"] * 0.75, "y": box["height"] * 0.25})
    expect(page.locator(".mlw-page-where")).to_have_text(
        re.compile(r"x₁ = (2\.9|3\.0)\d, x₂ = (2\.9|3\.0)\d")
    )
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("ArrowUp")
    next_frame(page)
    place = page.evaluate("window.mlwidgetsShown.view.place")
    seen = one.read()
    np.testing.assert_allclose(seen["x"], place, atol=1e-6)
    x = experiment.task.inputs(np.array([place]))
    expected = experiment.task.shares(experiment.ask(lambda model: model.predict(x)))
    assert expected is not None
    np.testing.assert_allclose(seen["shares"], expected[0], atol=1e-5)
    painted = page.locator("[data-painted]")
    before = painted.get_attribute("data-painted")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowDown")
        add(page, "outside")
        stage.focus()
    page.get_by_label("Also train on").uncheck()
    page.get_by_label("Learning rate").fill("a lot")
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.get_by_text("The learning rate must be")).to_be_visible()
    page.get_by_label("Learning rate").fill("0,03")
    first, last = train(page, 10)
    assert last < first
    one.wait_until("window.mlwidgetsShown.view.settled")
    assert painted.get_attribute("data-painted") != before
    # Stop, in the middle of a long training.
    page.get_by_label("Epochs").fill("500")
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.locator(".mlw-page-status")).to_contain_text("of 500")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".mlw-page-status")).to_contain_text("Stopped after")
    page.get_by_role("button", name="Back to the original model").click()
    expect(page.locator(".mlw-page-status")).to_contain_text("original one again")
    np.testing.assert_allclose(
        page.evaluate("window.mlwidgetsShown.network.predict(window.mlwidgetsShown.view.given.x).shares"),
        experiment.predict(np.array([page.evaluate("window.mlwidgetsShown.view.place")]))[0],
        atol=1e-5,
    )
    one.check()
    # A double click on the file does it, too.
    alone = Opened((sites[0] / "circle" / "index.html").as_uri(), size="phone")
    expect(alone.page.locator(".mlw-page-what")).to_contain_text("probability")
    assert alone.problems == []  # axe would ask for the style sheet, which the page forbids
    alone.close()


def test_the_pane_shows_the_page_and_packs_it(visit: Visitor, tmp_path: Path) -> None:
    """In the lab the page runs in a frame; another title is taken over, and the zip holds the page."""
    here = visit(["from mlwidgets import ExportLab", "lab = ExportLab('circle')", "lab"])
    page = here.page
    frame = page.frame_locator(".mlw-web-page-frame")
    frame.locator("[data-answered]").wait_for()
    expect(frame.locator("h1")).to_have_text("Choose a point, and a network answers")
    frame.locator(".mlw-page-map").click()
    expect(frame.locator(".mlw-page-where")).to_contain_text("x₁")
    page.get_by_label("Page title").fill("Inside <b> or outside?")
    page.keyboard.press("Enter")
    expect(frame.locator("h1")).to_have_text("Inside <b> or outside?")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download (zip").click()
    assert download.value.suggested_filename == "web-page.zip"
    download.value.save_as(tmp_path / "page.zip")
    with zipfile.ZipFile(tmp_path / "page.zip") as archive:
        archive.extractall(tmp_path)
    alone = Opened((tmp_path / "web-page" / "index.html").as_uri())
    expect(alone.page.locator("h1")).to_have_text("Inside <b> or outside?")
    alone.close()
    assert here.accessibility_faults(".mlw-web-page") == []
