"""The predict lab for a table in a real browser: a row as a form, what-if, and the nearest other row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

PAGE = """
from mlwidgets import Experiment, PredictLab
from mlwidgets.data.prepare.dataset import prepared_dataset
from mlwidgets.data.tables.bundled import bundled_table

data = prepared_dataset(bundled_table("penguins"))
experiment = Experiment(data, learning_rate=0.01, batch_size=32, epochs=20)
experiment.run()
experiment.wait(60)
PredictLab(experiment)
""".strip().splitlines()
NUMBERS = [line.replace("penguins", "diabetes") for line in PAGE]


def test_a_row_is_edited_swept_and_turned_into_another_answer(visit: Visitor) -> None:
    opened = visit(PAGE)
    page = opened.page
    page.set_viewport_size({"width": 1280, "height": 720})
    said, truth = page.locator(".mlw-row-said"), page.locator(".mlw-row-true")
    expect(said).to_have_text(re.compile(r"^The network says Adelie \(.*%\) after \d+ updates\.$"))
    expect(truth).to_have_text("That is right.")
    edit_and_sweep(page)
    mistype(page)
    find_the_nearest(page)
    assert opened.accessibility_faults() == []
    choose_another_row(page)
    page.set_viewport_size({"width": 375, "height": 800})
    opened.comes_to_rest()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    answer, field = said.bounding_box(), page.get_by_role("textbox", name="bill_length_mm").bounding_box()
    assert answer is not None
    assert field is not None
    assert answer["y"] < field["y"]


def edit_and_sweep(page: Page) -> None:
    """Give a value by keyboard: the answer moves, and the sweep is of that column."""
    said, bill = page.locator(".mlw-row-said"), page.get_by_role("textbox", name="bill_length_mm")
    expect(bill).to_have_value("38.6")
    bill.fill("55,5")
    bill.press("Enter")
    expect(said).to_contain_text("Chinstrap")
    expect(page.locator(".mlw-row-true")).to_contain_text("unknown. As it stands in the table: Adelie")
    expect(bill).to_have_value("55.5")
    sweep = page.get_by_role("slider", name="Answer as bill_length_mm goes over its training values")
    sweep.focus()
    page.keyboard.press("Home")
    expect(sweep).to_have_attribute("aria-valuetext", re.compile(r"^bill_length_mm 33\.5: Adelie \D?\d"))
    page.keyboard.press("Enter")
    expect(bill).to_have_value("33.5")
    expect(said).to_contain_text("Adelie")
    page.get_by_role("button", name="Undo edit").click()
    expect(bill).to_have_value("55.5")
    stage = sweep.bounding_box()
    assert stage is not None
    page.mouse.click(stage["x"] + 60, stage["y"] + 40)
    expect(said).to_contain_text("Adelie")


def mistype(page: Page) -> None:
    """Type what cannot be, and what no training row has: both are said under the field."""
    said, bill = page.locator(".mlw-row-said"), page.get_by_role("textbox", name="bill_length_mm")
    before = said.inner_text()
    bill.fill("<b>long</b>")
    bill.press("Enter")
    expect(page.get_by_text("must be a number")).to_be_visible()
    expect(bill).to_have_value("<b>long</b>")
    expect(said).to_have_text(before)
    bill.fill("900")
    bill.press("Enter")
    expect(page.get_by_text("Training rows go from 33.5 to 59.6")).to_be_visible()
    bill.fill("")
    bill.press("Enter")
    expect(page.get_by_text(re.compile("^Missing: taken as"))).to_be_visible()
    page.get_by_role("slider", name="Slide body_mass_g").focus()
    page.keyboard.press("End")
    expect(page.get_by_role("textbox", name="body_mass_g")).to_have_value("6300")
    page.get_by_role("combobox", name="island").select_option("Dream")
    expect(page.get_by_text(re.compile("3 edited$"))).to_be_visible()
    page.get_by_role("button", name="Back to the row").click()
    expect(bill).to_have_value("38.6")
    expect(page.locator(".mlw-row-true")).to_have_text("That is right.")


def find_the_nearest(page: Page) -> None:
    """Take over the nearest row with another answer, value by value, until the answer flips."""
    page.get_by_role("button", name="Find the nearest row").press("Enter")
    nearest = page.locator(".mlw-row-nearest-said")
    expect(nearest).to_contain_text("is the nearest that gets another answer")
    takes = page.get_by_role("button", name=re.compile("^Give "))
    before = takes.count()
    assert before >= 2
    takes.first.press("Enter")
    expect(takes).to_have_count(before - 1)
    expect(takes.first).to_be_focused()
    page.get_by_role("button", name="Take all").click()
    expect(nearest).to_contain_text("now gets the same answer")
    expect(page.locator(".mlw-row-said")).not_to_contain_text("Adelie")


def choose_another_row(page: Page) -> None:
    """Choose any training or validation row; the test rows are locked."""
    page.get_by_role("combobox", name="Rows", exact=True).select_option("train")
    expect(page.get_by_text(re.compile(r"^Training row 1 of 224"))).to_be_visible()
    page.get_by_role("button", name="Previous").click()
    expect(page.get_by_text(re.compile(r"^Training row 224 of 224"))).to_be_visible()
    expect(page.get_by_role("option", name=re.compile("^test rows"))).to_have_count(0)
    page.get_by_role("button", name="Inside the network").click()
    expect(page.get_by_text(re.compile("^Dense (8|16)")).first).to_be_visible()


def test_a_number_is_predicted_in_its_own_unit(visit: Visitor) -> None:
    opened = visit(NUMBERS)
    page = opened.page
    page.set_viewport_size({"width": 1280, "height": 720})
    page.emulate_media(color_scheme="dark")
    said = page.locator(".mlw-row-said")
    expect(said).to_have_text(re.compile(r"^The network says progression \d{2,3}(\.\d)? after"))
    expect(page.locator(".mlw-row-true")).to_have_text(re.compile(r"^The true value is \d+\.$"))
    before = said.inner_text()
    index = page.get_by_role("slider", name="Slide body mass index")
    index.focus()
    page.keyboard.press("End")
    expect(said).not_to_have_text(before)
    page.get_by_role("button", name="Find the nearest row").click()
    expect(page.locator(".mlw-row-nearest-said")).to_contain_text("is at least")
    assert opened.accessibility_faults() == []
