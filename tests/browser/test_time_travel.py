"""Time travel as a learner meets it: the bar is dragged back, something is changed, and both ways stay."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.harness import Visit

pytestmark = pytest.mark.browser

TRAINING = 60_000  # milliseconds: what training may take on a slow, busy machine
LINES = ["from mlwidgets import TrainLab", "page = TrainLab('circle')", "page"]
MOMENT = "Moment of the run"


def wait_for_text(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator(".mlw-progress-text")).to_have_text(words, timeout=TRAINING)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def numbers(page: Page, row: str) -> list[str]:
    return page.locator(f".mlw-run-{row} td").all_inner_texts()


def train_to_the_end(page: Page) -> None:
    field = page.get_by_role("spinbutton", name="Epochs").or_(page.get_by_role("textbox", name="Epochs"))
    field.fill("10")
    field.press("Enter")
    press(page, "Run")
    wait_for_text(page, re.compile(r"epoch 10\.00 of 10 · update 200$"))
    expect(page.locator(".mlw-progress-state")).to_have_text("Finished")
    expect(page.locator(".mlw-run")).not_to_have_attribute("aria-busy", "true")


def test_back_by_mouse_and_key_and_forward_again_with_the_same_numbers(visit: Callable[..., Visit]) -> None:
    opened = visit(LINES, fresh=True)
    page = opened.page
    expect(page.get_by_role("slider", name=MOMENT)).to_be_hidden()  # there is nothing to go back to
    expect(page.get_by_role("button", name="Step back", exact=True)).to_be_disabled()
    train_to_the_end(page)
    opened.comes_to_rest()
    at_the_end = numbers(page, "validation")

    # By mouse: while the thumb moves the curves show where it is, and the exact moment follows.
    thumb = page.get_by_role("slider", name=MOMENT)
    box = thumb.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] - 8, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=8)
    dragged = int(str(thumb.input_value()))
    assert 60 < dragged < 140
    page.mouse.up()
    wait_for_text(page, re.compile(rf"^back at epoch [\d.]+ · update {dragged} of 200$"))
    opened.wait_until(lambda: numbers(page, "validation") != at_the_end, "the numbers of that moment")

    # By key alone: one update, a tenth of the run, the ends; and by the button.
    thumb.press("ArrowLeft")
    wait_for_text(page, re.compile(rf"update {dragged - 1} of 200$"))
    thumb.press("PageDown")
    wait_for_text(page, re.compile(rf"update {dragged - 21} of 200$"))
    press(page, "Step back")
    wait_for_text(page, re.compile(rf"update {dragged - 22} of 200$"))
    thumb.press("Home")
    wait_for_text(page, re.compile(r"update 0 of 200$"))
    expect(page.get_by_role("button", name="Step back", exact=True)).to_be_disabled()

    # Forward again without a change: the same run, the same numbers.
    press(page, "Run")
    wait_for_text(page, re.compile(r"epoch 10\.00 of 10 · update 200$"))
    expect(page.locator(".mlw-run-validation td").first).to_have_text(at_the_end[0])
    expect(page.locator(".mlw-curves-ghost")).to_have_count(0)


def test_a_change_at_an_earlier_moment_goes_another_way_and_both_runs_are_kept(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    page = visit(LINES, fresh=True).page
    train_to_the_end(page)
    thumb = page.get_by_role("slider", name=MOMENT)
    thumb.press("Home")
    wait_for_text(page, re.compile(r"update 0 of 200$"))
    thumb.press("PageUp")
    thumb.press("PageUp")
    wait_for_text(page, re.compile(r"update 40 of 200$"))
    rate = page.get_by_role("textbox", name="Learning rate")
    rate.fill("0.2")
    rate.press("Enter")
    press(page, "Run")
    wait_for_text(page, re.compile(r"epoch 10\.00 of 10 · update 200$"))
    expect(page.locator(".mlw-curves-ghost")).to_have_count(1)
    expect(page.locator(".mlw-curves .mlw-visually-hidden").first).to_contain_text("learning rate → 0.2")

    page.get_by_role("tab", name="Runs", exact=True).click()
    expect(page.locator(".mlw-runs-present")).to_contain_text("from A at update 40: learning rate → 0.2")
    name = page.get_by_role("textbox", name="Name of run A")
    name.fill("slow but steady")
    name.press("Enter")
    page.get_by_role("checkbox", name="Draw run A beside the present one").uncheck()
    expect(page.locator(".mlw-curves-ghost")).to_have_count(0)
    with page.expect_download() as download:
        press(page, "Download JSON")
    path = tmp_path / "runs.json"
    download.value.save_as(path)
    runs = json.loads(path.read_text(encoding="utf-8"))["runs"]
    assert [(run["run"], run["name"]) for run in runs] == [("A", "slow but steady"), ("present", "")]
    assert runs[0]["batches"]["loss"][:40] == runs[1]["batches"]["loss"][:40]
    assert runs[0]["batches"]["loss"][41:] != runs[1]["batches"]["loss"][41:]

    # What the present run does leaves the lines of the others, and a press on them, alone.
    delete = page.get_by_role("button", name="Delete run A").element_handle()
    press(page, "Step back")
    expect(page.locator(".mlw-runs-present")).to_contain_text("199")
    assert delete.evaluate("(one) => one.isConnected")
    press(page, "Go back to the settings of run A")
    expect(rate).to_have_value("0.03")
    press(page, "Delete run A")
    expect(page.get_by_role("button", name="Delete run A")).to_have_text("Sure?")
    press(page, "Delete run A")
    expect(page.get_by_role("textbox", name="Name of run A")).to_have_count(0)


def test_it_is_usable_by_everyone(visit: Callable[..., Visit]) -> None:
    opened = visit(LINES, fresh=True)
    page = opened.page
    train_to_the_end(page)
    page.get_by_role("slider", name=MOMENT).press("Home")
    wait_for_text(page, re.compile(r"update 0 of 200$"))
    page.get_by_role("tab", name="Runs", exact=True).click()
    expect(page.locator(".mlw-runs-present")).to_be_visible()
    assert opened.accessibility_faults() == []
