"""The loss lab in a real browser: a prediction is dragged along its loss, and examples are ranked by it."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.harness import messages, next_frame

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Visitor
    from tests.browser.harness import Visit

pytestmark = pytest.mark.browser

PAGE = """
from mlwidgets import Experiment, LossLab
experiment = Experiment("circle", epochs=100)
LossLab(experiment)
""".strip().splitlines()
ROWS = """
import numpy as np
from mlwidgets import Experiment, LossLab
from mlwidgets.data import Dataset

rng = np.random.default_rng(0)
x = rng.normal(size=(80, 4))
y = x.sum(axis=1)
parts = {"x_train": x[:60], "y_train": y[:60], "x_test": x[60:], "y_test": y[60:]}
LossLab(Experiment(Dataset(name="sums", class_names=(), source="a test", licence="none", **parts)))
""".strip().splitlines()
TRAINING = 60_000  # milliseconds: what training may take on a slow, busy machine


def menu(page: Page, name: str) -> Locator:
    return page.get_by_role("combobox", name=name, exact=True)


def formula(page: Page, number: int = 0) -> Locator:
    return page.locator(".mlw-loss-formula").nth(number)


def place(page: Page, selector: str) -> dict[str, Any]:
    found = page.locator(selector).bounding_box()
    assert found is not None
    return dict(found)


def result(one: Locator) -> float:
    return float((one.locator("strong").last.inner_text()).strip(" =").replace("−", "-"))


def test_a_prediction_is_dragged_and_nothing_is_sent_until_it_is_let_go(visit: Visitor) -> None:
    opened = visit(PAGE, shared=True)
    page = opened.page
    menu(page, "Prediction").select_option("probability")
    expect(formula(page)).to_contain_text("L = −log(p)")
    opened.comes_to_rest()
    stage = place(page, ".mlw-loss-canvas")
    page.mouse.move(stage["x"] + 0.3 * stage["width"], stage["y"] + 100)
    page.mouse.down()
    before = messages(page)
    first = formula(page).inner_text()
    for step in range(1, 25):
        page.mouse.move(stage["x"] + (0.3 + 0.02 * step) * stage["width"], stage["y"] + 100)
    expect(formula(page)).not_to_have_text(first)
    assert messages(page) == before
    page.mouse.up()
    opened.wait_until(lambda: messages(page) == before + 1, "one message")
    next_frame(page)
    p = float(page.locator(".mlw-loss-prediction output").inner_text())
    assert 0.7 < p < 1
    assert re.search(rf"−log\({p:g}\)", formula(page).inner_text())
    assert result(formula(page, 2)) == pytest.approx(p - 1, abs=1e-3)  # ∂L/∂z = p − y

    # The same with keys; the ends are those of probabilities, and no logarithm is infinite.
    slider = page.get_by_role("slider", name="Probability p")
    slider.focus()
    page.keyboard.press("Home")
    expect(formula(page)).to_contain_text("−log(0.0000001) = 16.12")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"Probability p 0: loss 16\.12, slope −"))
    page.keyboard.press("ArrowRight")
    expect(page.locator(".mlw-loss-prediction output")).to_have_text("0.0025")

    # Another truth, and losses beside each other.
    page.get_by_role("radio", name="no (0)").check()
    expect(formula(page)).to_contain_text("L = −log(1 − p)")
    page.get_by_role("checkbox", name="mean squared error").check()
    page.get_by_role("checkbox", name="Huber").check()
    expect(page.locator(".mlw-loss-table tr")).to_have_count(4)
    page.get_by_role("checkbox", name="mean absolute error").check()
    expect(page.get_by_role("checkbox", name="log cosh")).to_be_disabled()  # four can be told apart
    page.get_by_role("checkbox", name="mean absolute error").uncheck()
    expect(page.get_by_role("checkbox", name="log cosh")).to_be_enabled()
    menu(page, "From logits").select_option("on")
    expect(menu(page, "Prediction")).to_have_value("score")
    expect(formula(page, 1)).to_contain_text("∂L/∂z = sigmoid(z) − 0")
    assert opened.accessibility_faults(".mlw-loss-lab") == []


def test_a_truth_is_dragged_and_the_curve_follows(visit: Visitor) -> None:
    opened = visit(PAGE, shared=True)
    page = opened.page
    menu(page, "Prediction").select_option("number")
    expect(formula(page)).to_contain_text("(2.5 − 1)² = 2.25")
    opened.comes_to_rest()
    truth = page.get_by_role("slider", name="Truth y")
    truth.focus()
    page.keyboard.press("Home")
    expect(formula(page)).to_contain_text("(2.5 − (−4))² = 42.25")
    stage = place(page, ".mlw-loss-canvas")
    line = page.evaluate(
        "(() => { const c = document.querySelector('.mlw-loss-canvas');"
        " const letters = Math.min(Math.max(12, c.clientWidth / 42), 22); return 3.2 * letters; })()"
    )
    page.mouse.move(stage["x"] + line + 1, stage["y"] + 60)
    page.mouse.down()
    page.mouse.move(stage["x"] + stage["width"] / 2, stage["y"] + 60, steps=12)
    page.mouse.up()
    expect(page.locator(".mlw-loss-truth output")).to_have_text(re.compile(r"^−?0?\.?\d*$"))
    expect(page.locator(".mlw-loss-truth output")).not_to_have_text("−4")
    expect(page.locator(".mlw-loss-prediction output")).to_have_text("2.5")


def test_the_bars_of_a_softmax_follow_each_other(visit: Visitor) -> None:
    opened = visit(PAGE, shared=True)
    page = opened.page
    menu(page, "Prediction").select_option("probabilities")
    bars = page.locator(".mlw-loss-bars input[type=range]")
    expect(bars.first).to_be_visible()
    opened.comes_to_rest()
    bars.nth(0).focus()
    wide = place(page, ".mlw-loss-bars tr:nth-child(2) input[type=range]")
    for _ in range(5):
        page.keyboard.press("ArrowRight")  # numbers of other widths move nothing
        assert place(page, ".mlw-loss-bars tr:nth-child(2) input[type=range]") == wide
    page.keyboard.press("End")
    rows = page.locator(".mlw-loss-bars tr")
    expect(rows.nth(1).locator("td").first).to_have_text("1")
    expect(rows.nth(2).locator("td").first).to_have_text("0")
    bars.nth(1).focus()
    for _ in range(4):
        page.keyboard.press("PageUp")
    expect(rows.nth(2).locator("td").first).not_to_have_text("0")
    # Read at one moment: the keys are still being answered.
    texts = rows.evaluate_all("(all) => all.slice(1, 4).map((row) => row.querySelector('td').innerText)")
    assert sum(map(float, texts)) == pytest.approx(1, abs=2e-3)
    page.get_by_role("radio", name="The truth is C").check()
    expect(formula(page)).to_contain_text("L = −log(p₂)")
    menu(page, "Prediction").select_option("scores")
    expect(formula(page)).to_contain_text("L = −log(p₂) = −log(0.09003) = 2.408")
    menu(page, "Loss").select_option("categorical_hinge")
    expect(formula(page)).to_contain_text("max(0, max(0, 1.5, 0.5) − (−0.5) + 1) = 3")
    assert opened.accessibility_faults(".mlw-loss-lab", contrast=False) == []


def trained_lens(visit: Visitor) -> Visit:
    """Train for 100 epochs with the lens open, and wait until it has caught up."""
    opened = visit(PAGE, shared=True)
    page = opened.page
    page.get_by_role("tab", name="Your examples").click()
    reset = page.get_by_role("button", name="Reset", exact=True)
    if reset.is_enabled():
        reset.click()
    run_to_the_end(page)
    opened.comes_to_rest()
    return opened


def run_to_the_end(page: Page) -> None:
    expect(page.locator(".mlw-progress-text")).to_have_text("not started")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator(".mlw-progress-text")).to_contain_text("epoch 100", timeout=TRAINING)
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_visible(timeout=TRAINING)
    expect(page.locator(".mlw-run:visible")).not_to_have_attribute("aria-busy", "true")
    state = page.locator(".mlw-lens-state")
    updates = re.search(r"update ([\d,]+)", page.locator(".mlw-progress-text").inner_text())
    assert updates is not None
    expect(state).to_contain_text(
        f"training examples, with the weights after {updates.group(1)} updates", timeout=TRAINING
    )


def other_label(page: Page) -> None:
    """Give the example that is open the other class."""
    label = page.get_by_label("What if its label were", exact=True)
    label.select_option("1" if label.input_value() == "0" else "0")


def test_examples_are_ranked_and_opened_without_a_message(visit: Visitor, tmp_path: Path) -> None:
    opened = trained_lens(visit)
    page = opened.page
    expect(page.locator(".mlw-lens-summary")).to_contain_text(re.compile(r"loss [\d.]+ · accuracy [\d.]+%"))
    rows = page.locator(".mlw-lens-rows [role=option]")
    expect(rows).to_have_count(30)
    before = messages(page)
    rows.nth(3).click()
    title = page.locator(".mlw-lens-title")
    expect(title).to_contain_text("rank 4")
    page.keyboard.press("ArrowDown")
    expect(title).to_contain_text("rank 5")
    chart = page.get_by_role("slider", name="Examples by rank")
    chart.focus()
    page.keyboard.press("End")
    count = int(chart.get_attribute("aria-valuemax") or 0)
    expect(title).to_contain_text(f"rank {count}")
    stage = place(page, ".mlw-lens-canvas")
    page.mouse.click(stage["x"] + 0.12 * stage["width"], stage["y"] + 60)
    expect(title).to_contain_text("rank 1")

    # The same answers, bolder: the loss is another one, the accuracy is not.
    page.locator(".mlw-lens-bold input").focus()
    accuracy = said_accuracy(page)
    page.keyboard.press("End")
    expect(page.locator(".mlw-lens-bold output")).to_contain_text("8 times as sure")
    assert said_accuracy(page) == accuracy
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as CSV").click()
    assert messages(page) == before
    path = tmp_path / "ranking.csv"
    download.value.save_as(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    assert len(table) == count
    losses = [float(row["loss"]) for row in table]
    assert losses == sorted(losses, reverse=True)
    assert sum(float(row["share_of_gradient"]) for row in table) == pytest.approx(1, abs=1e-4)
    assert opened.accessibility_faults(".mlw-loss-lab") == []


def test_a_mislabelled_example_goes_to_the_top_and_stays_there_in_training(visit: Visitor) -> None:
    page = trained_lens(visit).page
    title = page.locator(".mlw-lens-title")
    chart = page.get_by_role("slider", name="Examples by rank")
    chart.focus()
    page.keyboard.press("End")
    rank = f"rank {chart.get_attribute('aria-valuemax')}"
    expect(title).to_contain_text(rank)
    name = title.inner_text().split(" · ")[0]
    last = f"{name} · {rank}"
    expect(title).to_have_text(last)
    row = page.locator(".mlw-lens-rows [role=option]").first.element_handle()
    other_label(page)
    expect(title).to_have_text(f"{name} · rank 1")
    assert row.evaluate("(one) => one.isConnected")  # a press on a row outlives another ranking
    page.get_by_role("button", name=re.compile("Give back")).click()
    expect(title).to_have_text(last)
    other_label(page)
    expect(title).to_have_text(f"{name} · rank 1")

    # Training learns from the wrong label, and still the example pulls: it is not thrown away.
    page.get_by_role("button", name="Train with this label").click()
    expect(page.locator(".mlw-floating-words", has_text="is now labelled")).to_be_visible()
    run_to_the_end(page)
    expect(title).to_have_text(f"{name} · rank 1")
    expect(page.locator(".mlw-lens-note")).to_contain_text("changed by hand; it was")
    page.get_by_role("button", name="Give its label back").click()
    expect(title).to_have_text(last, timeout=TRAINING)  # with the network of before
    expect(page.locator(".mlw-lens-note")).to_have_text("")


def test_numbers_to_predict_are_rows_with_targets_to_try(visit: Visitor) -> None:
    opened = visit(ROWS, dark=True)
    page = opened.page
    page.get_by_role("tab", name="Your examples").click()
    expect(page.locator(".mlw-lens-summary")).to_contain_text("mean absolute error")
    rows = page.locator(".mlw-lens-rows [role=option]")
    page.get_by_role("slider", name="Examples by rank").focus()
    page.keyboard.press("End")
    field = page.get_by_role("spinbutton", name="What if its target were")
    field.fill("30")
    page.keyboard.press("Enter")
    expect(page.locator(".mlw-lens-title")).to_contain_text("rank 1")
    expect(rows.first).to_have_accessible_name(
        re.compile("Rank 1: Training example .* truth 30, network says")
    )
    expect(page.locator(".mlw-lens-bold")).to_be_hidden()
    assert opened.accessibility_faults(".mlw-loss-lab") == []


def test_on_a_phone_nothing_is_cut_off(visit: Visitor) -> None:
    opened = visit(PAGE, size="phone")
    page = opened.page
    expect(page.locator(".mlw-loss-canvas")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.get_by_role("tab", name="Your examples").click()
    expect(page.locator(".mlw-lens-canvas")).to_be_visible()
    opened.comes_to_rest()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    wide = page.locator(".mlw-lens-rows").evaluate("one => one.scrollWidth - one.clientWidth")
    assert wide <= 0


def said_accuracy(page: Page) -> str:
    found = re.search(r"accuracy ([\d.]+%)", page.locator(".mlw-lens-bold output").inner_text())
    assert found is not None
    return found.group(1)
