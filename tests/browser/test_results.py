"""The pane Results in a real browser: a threshold is moved, examples and the test set are opened."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Download, Locator, Page

    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

PAGE = """
from mlwidgets import Experiment, TrainLab
from mlwidgets.data.prepare.dataset import prepared_dataset
from mlwidgets.data.tables.bundled import bundled_table

experiment = Experiment(prepared_dataset(bundled_table("{name}")), epochs={epochs}, batch_size=32)
lab = TrainLab(experiment)
experiment.run()
experiment.wait(60)
experiment.epochs += 2
lab.panes.selected = lab.panes.bar.titles.index("Results")
lab
"""
COUNTING = """
window.sent = [];
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (data) {
  const text = typeof data === "string" ? data : new TextDecoder().decode(data);
  // Pictures that have been painted, and what has come into sight, are told whenever the page rests.
  const uncounted = /painted|visible|"kind":"(shown|ping)"/;
  const counts = /"method":"(custom|update)"/.test(text) && !uncounted.test(text);
  if (counts) window.sent.push(text.slice(text.lastIndexOf('"data"')));
  return send.call(this, data);
};
"""
TRAINING = 60_000  # milliseconds: what training may take on a slow, busy machine


def page_of(name: str, epochs: int = 6) -> list[str]:
    return PAGE.format(name=name, epochs=epochs).strip().splitlines()


def matrix(page: Page) -> list[int]:
    """Return hits, misses, false alarms and correct rejections; 0 while they are not drawn."""
    return [int(one.inner_text() or 0) for one in page.locator(".mlw-measured-cell b").all()]


def threshold(page: Page) -> Locator:
    return page.get_by_role("slider", name="Threshold")


def rows_of(download: Download, path: Path) -> list[dict[str, str]]:
    download.save_as(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_threshold_moves_everything_and_sends_nothing(visit: Visitor) -> None:
    opened = visit(page_of("breast_cancer"), shared=True, before=COUNTING)
    page = opened.page
    page.set_viewport_size({"width": 1280, "height": 720})
    expect(page.locator(".mlw-measured-state")).to_contain_text("85 validation examples, after 72 updates")
    expect(page.locator(".mlw-measured-board")).to_be_in_viewport(ratio=1)  # one lab, one screen
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_in_viewport(ratio=1)
    opened.wait_until(lambda: sum(matrix(page)) == 85, "a matrix")
    opened.comes_to_rest()
    before, first = page.evaluate("window.sent"), matrix(page)

    # By keys: from 0 on everything is called malignant, and nothing has changed but the threshold.
    slider, roc = threshold(page), page.get_by_role("img", name=re.compile("^ROC curve"))
    said = roc.get_attribute("aria-label")
    slider.focus()
    page.keyboard.press("Home")
    opened.wait_until(lambda: matrix(page)[1::2] == [0, 0], "neither misses nor correct rejections")
    hits, _, alarms, _ = matrix(page)
    assert hits + alarms == sum(first)
    expect(slider).to_have_attribute("aria-valuetext", re.compile(rf"{hits} of {hits} found, {alarms} of 85"))
    expect(roc).not_to_have_attribute("aria-label", said or "")
    row = page.get_by_role("row", name=re.compile("^malignant"))
    expect(row.locator("td").nth(1)).to_have_text("100%")  # recall
    expect(row.locator("td").nth(2)).to_have_text("0%")  # specificity
    page.keyboard.press("PageUp")
    expect(page.locator(".mlw-measured-value")).to_have_text("0.1")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".mlw-measured-value")).to_have_text("0.11")

    # By mouse: along the slider, and along the curve.
    place = slider.bounding_box()
    assert place is not None
    page.mouse.move(place["x"] + 0.2 * place["width"], place["y"] + place["height"] / 2)
    page.mouse.down()
    page.mouse.move(place["x"] + 0.9 * place["width"], place["y"] + place["height"] / 2, steps=8)
    page.mouse.up()
    value = page.locator(".mlw-measured-value")
    opened.wait_until(lambda: 0.8 < float(value.inner_text()) < 1, "a threshold of about 0.9")
    curve = roc.bounding_box()
    assert curve is not None
    page.mouse.move(curve["x"] + curve["width"] - 12, curve["y"] + 40)
    page.mouse.down()
    page.mouse.move(curve["x"] + curve["width"] - 10, curve["y"] + 30, steps=3)
    page.mouse.up()
    opened.wait_until(lambda: matrix(page)[1] == 0, "the upper right end of the curve, where all are found")
    assert page.evaluate("window.sent") == before


def test_the_cost_of_a_miss_and_what_is_taken_away_send_nothing_either(
    visit: Visitor, tmp_path: Path
) -> None:
    opened = visit(page_of("breast_cancer"), shared=True, before=COUNTING)
    page = opened.page
    opened.wait_until(lambda: sum(matrix(page)) == 85, "a matrix")
    opened.comes_to_rest()
    before = page.evaluate("window.sent")
    cost = page.get_by_role("spinbutton", name="A miss costs × a false alarm")
    use = page.get_by_role("button", name=re.compile("^Use .* cheapest threshold on the validation examples"))
    cheap = use.inner_text()
    cost.fill("1000")
    expect(use).not_to_have_text(cheap)
    use.click()
    expect(page.locator(".mlw-measured-value")).to_have_text(use.inner_text().removeprefix("Use "))
    opened.wait_until(lambda: matrix(page)[1] == 0, "no misses")
    cost.fill("-3")
    expect(cost).to_have_attribute("aria-invalid", "true")
    cost.fill("1")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save scores").click()
    scores = rows_of(download.value, tmp_path / "scores.csv")
    recall = [one for one in scores if (one["class"], one["metric"]) == ("malignant", "recall")]
    hits, misses, *_ = matrix(page)
    assert float(recall[0]["value"]) == pytest.approx(hits / (hits + misses))
    with page.expect_download() as download:
        page.get_by_role("button", name="Save curves").click()
    curves = rows_of(download.value, tmp_path / "curves.csv")
    assert float(curves[-1]["true_positive_rate"]) == 1
    assert page.evaluate("window.sent") == before
    assert opened.accessibility_faults(".mlw-measured-board") == []


def test_a_cell_opens_its_examples_and_the_test_set_is_locked_until_it_is_opened(visit: Visitor) -> None:
    opened = visit(page_of("breast_cancer"), shared=True, before=COUNTING)
    page = opened.page
    opened.wait_until(lambda: sum(matrix(page)) == 85, "a matrix")
    opened.comes_to_rest()
    threshold(page).focus()
    page.keyboard.press("Home")
    hits = page.get_by_role("button", name=re.compile("hits: 100% of what is malignant. Show them"))
    hits.click()
    head = page.get_by_role("heading", name=re.compile(r"^\d+ “malignant”: hits"))
    expect(head).to_be_focused()
    table = page.locator(".mlw-measured-rows")
    expect(table.get_by_role("columnheader", name="mean radius")).to_be_visible()
    count = min(matrix(page)[0], 40)  # so many are shown
    expect(table.locator("tbody tr")).to_have_count(count)
    expect(page.get_by_role("img", name=re.compile("^ROC curve"))).to_be_hidden()
    assert opened.accessibility_faults(".mlw-measured-board") == []
    threshold(page).focus()
    page.keyboard.press("End")  # the same cell, with the examples that are in it now
    expect(table.locator("tbody tr")).not_to_have_count(count)
    page.keyboard.press("Home")
    expect(table.locator("tbody tr")).to_have_count(count)
    first = table.get_by_role("button").first
    title = f"Row {first.inner_text()} (validation)"
    first.click()
    expect(page.locator(".mlw-floating-words", has_text="open in the other labs")).to_be_visible()
    expect(page.locator(".mlw-train-top").get_by_text(title, exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(hits).to_be_focused()
    expect(page.get_by_role("img", name=re.compile("^ROC curve"))).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(
        page.get_by_role("heading", name=re.compile("others called “malignant”: false alarms"))
    ).to_be_focused()
    page.get_by_role("button", name="Back to the curves").click()


def test_the_test_set_is_locked_until_it_is_opened_and_stays_as_it_was_measured(visit: Visitor) -> None:
    page = visit(page_of("breast_cancer"), shared=True, before=COUNTING).page
    part = page.get_by_role("combobox", name="Examples")
    expect(part.locator("option[value=test]")).to_be_disabled()
    button = page.get_by_role("button", name="Open the test set", exact=True)
    expect(page.locator(".mlw-run-openings")).to_have_text("locked")
    expect(page.locator(".mlw-run-test td").first).to_have_text("–")
    page.get_by_role("button", name="Help: looking at the test examples").click()
    expect(page.locator(".mlw-floating-words", has_text="a little less honest")).to_be_visible()
    button.click()
    expect(page.locator(".mlw-run-openings")).to_have_text("opened once")
    expect(page.locator(".mlw-run-test td").first).not_to_have_text("–")
    part.select_option("test")
    state = page.locator(".mlw-measured-state")
    expect(state).to_contain_text("after 72 updates; the test set has been opened once")
    expect(page.locator(".mlw-measured-bar")).to_contain_text("cheapest on validation")
    page.get_by_role("button", name="Step batch").click()
    expect(page.locator(".mlw-progress-text")).to_contain_text("update 73")
    expect(state).to_contain_text("after 72 updates")
    page.get_by_role("button", name="Measure on the test examples").click()
    expect(state).to_contain_text("after 73 updates; the test set has been opened twice")

    # Other examples are measured as the training goes on.
    part.select_option("train")
    expect(state).to_contain_text("training examples, after 73 updates")
    page.locator(".mlw-measured-cell").first.click()
    third = page.locator(".mlw-measured-rows").get_by_role("button").nth(2)
    third.focus()
    page.get_by_role("button", name="Run", exact=True).evaluate("(one) => one.click()")
    expect(state).to_contain_text("training examples, after 96 updates", timeout=TRAINING)
    expect(third).to_be_focused()  # though its list has been made anew
    page.get_by_role("button", name="Back to the curves").click()
    page.get_by_role("combobox", name="Class").select_option("benign")
    expect(page.get_by_role("row", name=re.compile("^is benign"))).to_be_visible()
    page.get_by_role("tab", name="Runs").click()
    expect(page.locator(".mlw-runs")).to_contain_text("The test set has been opened twice.")


def test_numbers_have_residuals_in_their_units(visit: Visitor, tmp_path: Path) -> None:
    opened = visit(page_of("diabetes"), dark=True)
    page = opened.page
    page.set_viewport_size({"width": 1280, "height": 720})
    expect(page.locator(".mlw-measured-state")).to_contain_text("66 validation examples")
    board = page.locator(".mlw-measured-board")
    expect(board).to_be_in_viewport(ratio=1)
    errors = board.get_by_role("row", name=re.compile("^Mean absolute error")).locator("td")
    expect(errors.first).not_to_be_empty()  # they are drawn a frame after what is said of them
    network = float(errors.first.inner_text())
    assert 20 < network < 150  # in the units of the table, not standardized
    expect(page.get_by_role("img", name=re.compile("66 predictions of progression"))).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("^Histogram of truth minus"))).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save predictions").click()
    rows = rows_of(download.value, tmp_path / "predictions.csv")
    found = sum(abs(float(row["residual"])) for row in rows) / len(rows)
    assert found == pytest.approx(network, rel=1e-3)
    page.get_by_role("button", name="Show the largest errors").click()
    expect(page.locator(".mlw-measured-rows tbody tr")).to_have_count(40)
    worst = page.locator(".mlw-measured-rows tbody tr").first.locator("td").nth(2).inner_text()
    largest = max(abs(float(row["residual"])) for row in rows)
    assert abs(float(worst.replace("−", "-"))) == pytest.approx(largest, rel=1e-2)
    assert opened.accessibility_faults(".mlw-measured-board") == []


def test_on_a_phone_nothing_is_cut_off(visit: Visitor) -> None:
    opened = visit(page_of("penguins", 2), size="phone")
    page = opened.page
    page.locator(".mlw-measured-board").scroll_into_view_if_needed()  # nothing is sent before it is seen
    slider = threshold(page)
    expect(slider).to_be_visible()
    opened.comes_to_rest()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    for one in (page.get_by_role("button", name="Save curves"), page.locator(".mlw-measured-cell").first):
        place = one.bounding_box()
        assert place is not None
        assert place["height"] >= 44
    page.locator(".mlw-measured-cell").first.tap()
    expect(page.locator(".mlw-measured-rows")).to_be_visible()
    opened.comes_to_rest()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
