"""The pane Model files in a real browser: files saved, opened again and refused, and on a phone."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from mlwidgets.interchange.model_files import Parcel
from tests.browser.harness import becomes

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload, Page

    from mlwidgets.engine import Sequential
    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

PAGE = """
import json
import ipywidgets as w
from mlwidgets import Experiment
from mlwidgets.widgets.export.export_lab import ExportLab

experiment = Experiment("circle", seed=4)
lab = ExportLab(experiment)
report = w.Label("{}")
report.add_class("report")

def tell(*_):
    weights = [round(float(array.sum()), 4) for array in experiment.model.get_weights()]
    report.value = json.dumps({"layers": len(experiment.layers), "weights": weights})

experiment.observe(tell, ["note", "restarts"])
tell()

def button(words, call):
    one = w.Button(description=words)
    one.on_click(lambda _: call())
    return one

def dense(units, activation):
    return {"class_name": "Dense", "config": {"units": units, "activation": activation}}

def other():
    experiment.layers = [dense(6, "relu"), dense(2, "softmax")]

def unusual():
    elu = {"class_name": "ELU", "config": {"alpha": 0.5}}
    experiment.layers = [dense(6, elu), dense(2, "softmax")]

w.VBox([lab, w.HBox([button("Other", other), button("Unusual", unusual)]), report])
""".strip().splitlines()

BOARD = ".mlw-files"


def shown(page: Page) -> None:
    """Open the pane and wait for its rows."""
    page.get_by_role("tab", name="Model files", exact=True).click()
    expect(page.locator(BOARD).get_by_role("listitem")).to_have_count(3, timeout=15_000)


def report(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.locator(".report").inner_text())
    return found


def saved(page: Page, name: str) -> bytes:
    """Save a file from the page and return it."""
    with page.expect_download() as arriving:
        page.get_by_role("button", name=f"Download {name}", exact=True).click()
    assert arriving.value.suggested_filename == name
    return Path(arriving.value.path()).read_bytes()


def opened(name: str, content: bytes) -> Sequential:
    found = Parcel().add(name, content)
    assert found is not None
    return found.model


def sums(model: Sequential) -> list[float]:
    return [round(float(array.sum()), 4) for array in model.get_weights()]


def choose(page: Page, *files: FilePayload) -> None:
    page.locator(".mlw-upload input[type=file]").set_input_files(list(files))


def payload(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_a_model_is_saved_and_opened_again(visit: Visitor) -> None:
    visiting = visit(PAGE, shared=True)
    page = visiting.page
    shown(page)
    first = report(page)
    content = {name: saved(page, name) for name in ("circle.keras", "circle-tfjs.zip", "circle.onnx")}
    for name, raw in content.items():
        assert sums(opened(name, raw)) == pytest.approx(first["weights"], abs=1e-3)
    # By the keyboard, too.
    page.get_by_role("button", name="Download circle.keras", exact=True).focus()
    with page.expect_download():
        page.keyboard.press("Enter")

    page.get_by_role("button", name="Other", exact=True).click()
    expect(page.locator(".report")).to_contain_text('"layers": 2')
    choose(page, payload("circle.keras", content["circle.keras"]))
    expect(page.locator(".mlw-header-note")).to_contain_text("Opened the model file circle.keras.")
    expect(page.locator(".report")).to_contain_text('"layers": 3')
    becomes(page, lambda: report(page)["weights"], first["weights"])
    page.locator(".mlw-header-note").get_by_role("button", name="Undo").click()
    expect(page.locator(".report")).to_contain_text('"layers": 2')

    with zipfile.ZipFile(io.BytesIO(content["circle-tfjs.zip"])) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    choose(page, payload("model.json", parts["model.json"]))
    expect(page.locator(".mlw-upload-status")).to_have_text(
        "Waiting for group1-shard1of1.bin: choose it as well."
    )
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.locator(".mlw-upload-status")).to_have_text("")
    choose(page, *(payload(name, raw) for name, raw in parts.items()))  # all at once
    expect(page.locator(".report")).to_contain_text('"layers": 3')
    becomes(page, lambda: report(page)["weights"], first["weights"])


def test_what_cannot_be_is_said_in_a_sentence(visit: Visitor) -> None:
    visiting = visit(PAGE, shared=True)
    page = visiting.page
    shown(page)
    before = report(page)
    choose(page, payload("notes.json", b'{"a": 1}'))
    expect(page.locator(".mlw-upload-error")).to_contain_text("notes.json has no modelTopology")
    choose(page, payload("broken.keras", b"PK\x03\x04nothing"))
    expect(page.locator(".mlw-upload-error")).to_contain_text("cannot be opened as a zip archive")
    assert report(page) == before
    page.get_by_role("button", name="Unusual", exact=True).click()
    board = page.locator(BOARD)
    expect(board.get_by_text("Cannot be written")).to_have_count(2)
    expect(board.get_by_text("Layer 1, Dense, has the activation ELU with alpha=0.5;").first).to_be_visible()
    expect(page.get_by_role("button", name="Download circle.onnx", exact=True)).to_be_visible()
    assert visiting.accessibility_faults(".mlw-export") == []


def test_on_a_phone_in_the_dark(visit: Visitor) -> None:
    visiting = visit(PAGE, shared=True, size="phone", dark=True)
    page = visiting.page
    shown(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    wide = page.locator(BOARD).evaluate(
        "(board) => [...board.querySelectorAll('*')].filter((one) => "
        "one.getBoundingClientRect().right > innerWidth).length"
    )
    assert wide == 0
    assert visiting.accessibility_faults(".mlw-export") == []
