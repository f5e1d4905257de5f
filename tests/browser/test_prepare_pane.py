"""The panes Prepare and Card in a real browser: by mouse and keyboard, on a projector and on a phone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Visitor
    from tests.browser.harness import Visit

pytestmark = pytest.mark.browser

PAGE = """
import ipywidgets as w
import numpy as np
from mlwidgets import Experiment
from mlwidgets.data.tables.table import Column, Kind, Table
from mlwidgets.widgets.data.data_lab import DataLab

experiment = Experiment("spiral")
experiment.data_draft.use("penguins")
lab = DataLab(experiment)

def button(words, call):
    one = w.Button(description=words)
    one.on_click(lambda _: call())
    return one

def wide(_=None):
    rng = np.random.default_rng(0)
    names = [f"x{place}" for place in range(398)] + ["<img src=x onerror='window.pwned=1'>"]
    columns = [Column(name=name, kind=Kind.NUMBER, values=rng.normal(size=300)) for name in names]
    copy = Column(name="leak", kind=Kind.NUMBER, values=np.repeat([0.0, 1.0], 150))
    target = Column(name="target", kind=Kind.CATEGORY, values=np.repeat([0, 1], 150).astype(np.int32),
                    levels=("no", "yes"))
    experiment.data_draft.use_table(
        Table(name="wide", columns=(*columns, copy, target), source="", licence="", config={"file": "wide"})
    )

look = button("Look", experiment.ledger.measure_test)
helpers = [button("Wide", wide), look, button("Undo it", experiment.undo)]
w.VBox([lab, w.HBox(helpers)])
""".strip().splitlines()

BOARD = ".mlw-prepare"

# What is wider than its place, or the page wider than the screen.
TOO_WIDE = """
(root) => [...document.querySelectorAll(`${root} *`)].filter((one) =>
  one.getBoundingClientRect().right > innerWidth + 1 && !one.closest("[role=region], .mlw-visually-hidden")
).map((one) => one.className).concat(document.documentElement.scrollWidth > innerWidth ? ["page"] : [])
"""


def menu(page: Page, name: str) -> Locator:
    return page.get_by_role("combobox", name=name, exact=True)


def field(page: Page, name: str) -> Locator:
    return page.locator(BOARD).get_by_label(name, exact=True)


def line(page: Page, column: str) -> Locator:
    return page.locator(".mlw-prepare-table tbody tr").filter(has=page.get_by_text(column, exact=True))


def row_title(page: Page) -> Locator:
    return page.locator(".mlw-prepare-table thead th").last


def bar(page: Page) -> Locator:
    return page.locator(".mlw-prepare-bar")


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def open_pane(visit: Visit, name: str) -> Page:
    page = visit.page
    page.get_by_role("tab", name=name, exact=True).click()
    expect(page.locator(BOARD if name == "Prepare" else ".mlw-card")).to_be_visible()
    return page


def take_division_back(opened: Visit) -> None:
    """Undo the choice of groups and of their column: one step if they came within seconds, else two."""
    page = opened.page
    divide, column = menu(page, "Divide"), field(page, "By column")
    press(page, "Undo it")
    opened.wait_until(
        lambda: divide.input_value() != "group" or column.input_value() == "", "what was before"
    )
    if divide.input_value() == "group":
        press(page, "Undo it")
    expect(divide).not_to_have_value("group")


def test_a_table_is_prepared_by_mouse_and_keyboard(visit: Visitor) -> None:
    opened = visit(PAGE, fresh=True)
    page = open_pane(opened, "Prepare")
    page.set_viewport_size({"width": 1280, "height": 720})
    expect(page.locator(".mlw-prepare-lock")).to_contain_text("The test set is locked")
    expect(page.locator(".mlw-prepare-fitted")).to_contain_text("Fitted on the 224 training rows only")
    expect(page.locator(".mlw-prepare-fitted")).to_contain_text("11 inputs")
    expect(bar(page)).to_have_attribute("aria-label", re.compile(r"^Training 224 rows \(65%\): 44% Adelie"))
    expect(page.locator(".mlw-prepare-findings")).to_be_hidden()
    assert line(page, "species").bounding_box()["y"] < 700  # type: ignore[index] # all columns on one screen
    assert page.evaluate(TOO_WIDE, BOARD) == []

    # Each menu applies at once, by keyboard too, and the focus stays.
    island = menu(page, "Role of island")
    island.focus()
    page.keyboard.press("i")
    expect(page.locator(".mlw-prepare-fitted")).to_contain_text("8 inputs")
    expect(island).to_be_focused()
    expect(menu(page, "How island is encoded")).to_be_hidden()
    menu(page, "How bill_length_mm is scaled").select_option("min–max")
    expect(line(page, "bill_length_mm")).to_contain_text("min 32.1, max 59.6")
    menu(page, "What year is taken for").select_option("category")
    expect(line(page, "year")).to_contain_text("3 levels: 2007, 2008, 2009")
    menu(page, "How year is encoded").select_option("ordinal")
    expect(menu(page, "How year is scaled")).to_be_visible()

    # The division: numbers are typed, and what cannot be is explained and taken back.
    field(page, "Test, % of the rows").fill("30")
    field(page, "Test, % of the rows").press("Enter")
    expect(bar(page)).to_have_attribute("aria-label", re.compile(r"Test 10[34] rows \(30%\)"))
    for wrong in ("95", ""):
        field(page, "Test, % of the rows").fill(wrong)
        field(page, "Test, % of the rows").press("Enter")
        expect(page.get_by_text("test must be a number in")).to_be_visible()
        expect(field(page, "Test, % of the rows")).to_have_value("30")
    field(page, "Seed").fill("3")
    field(page, "Seed").press("Tab")
    menu(page, "Divide").select_option("Whole groups")
    expect(page.get_by_role("alert").filter(has_text="Choose the column with the groups")).to_be_visible()
    expect(bar(page)).to_be_hidden()
    field(page, "By column").select_option("island")
    expect(bar(page)).to_be_visible()
    expect(page.locator(".mlw-prepare-problem")).to_be_hidden()
    take_division_back(opened)

    # Another target: numbers to predict, and no classes any more.
    menu(page, "Role of body_mass_g").select_option("target")
    expect(menu(page, "Role of species")).to_have_value("feature")
    expect(menu(page, "Divide")).to_have_value("random")
    expect(bar(page)).to_have_attribute("aria-label", re.compile(r"Training \d+ rows \(\d+%\): mean 4,\d+;"))
    page.get_by_role("button", name=re.compile("^3. Read the first layer")).click()
    weights = page.get_by_role("region", name="Weights of the first layer in the units of the table")
    expect(weights.get_by_role("row", name="flipper_length_mm")).to_contain_text(".")
    # Colours are judged on the phone, in the dark.
    assert opened.accessibility_faults(BOARD, contrast=False) == []


def test_one_row_is_followed_and_duplicates_are_kept_together(visit: Visitor) -> None:
    opened = visit(PAGE, fresh=True)
    page = open_pane(opened, "Prepare")
    expect(row_title(page)).to_have_text("Row 1")
    expect(line(page, "bill_length_mm")).to_contain_text(re.compile(r"39\.1→becomes−0\.\d+"))
    press(page, "Next row")
    second = row_title(page).filter(has_not_text=re.compile("^Row 1$"))
    expect(second).to_be_visible()
    press(page, "Previous row")
    expect(row_title(page)).to_have_text("Row 1")
    press(page, "Previous row")  # from the first to the last
    expect(field(page, "Number of the row in its part")).to_have_value("224")
    field(page, "Number of the row in its part").fill("9999")
    field(page, "Number of the row in its part").press("Enter")
    expect(field(page, "Number of the row in its part")).to_have_value("224")
    menu(page, "Part of the row").select_option("Test")
    expect(page.locator(".mlw-prepare-of")).to_have_text("of 69")
    press(page, "Look")
    expect(page.locator(".mlw-prepare-lock")).to_contain_text("opened once")

    page.get_by_role("combobox", name="Data set").select_option(label="Phishing websites")
    expect(page.locator(".mlw-prepare-fitted")).to_contain_text("23 inputs")
    expect(page.locator(".mlw-prepare-lock")).to_contain_text("is locked")
    expect(page.locator(".mlw-prepare-finding")).to_have_count(2)
    page.get_by_role("checkbox", name="Duplicates together").uncheck()
    warning = page.locator(".mlw-prepare-finding[data-severity=warning]")
    expect(warning).to_contain_text(re.compile(r"of 2,211 test rows and .* are also among the training rows"))
    press(page, "Keep duplicates together")
    expect(warning).to_have_count(0)
    expect(page.get_by_role("checkbox", name="Duplicates together")).to_be_checked()


def test_four_hundred_columns_scroll_and_the_leak_is_mended(visit: Visitor) -> None:
    opened = visit(PAGE, fresh=True)
    page = open_pane(opened, "Prepare")
    press(page, "Wide")
    expect(page.locator(".mlw-prepare-finding")).to_contain_text("'leak' is 'target' in other words")
    lines = page.locator(".mlw-prepare-table tbody tr")
    expect(lines.nth(10)).to_be_visible()
    assert lines.count() < 400  # the others are made when they come near
    head = page.locator(".mlw-prepare-table thead th").first
    top = head.bounding_box()["y"]  # type: ignore[index]
    scroller = page.locator(".mlw-prepare-scroller")

    def at_the_end() -> bool:  # each time it is scrolled to, more of them are made
        scroller.evaluate("(one) => { one.scrollTop = one.scrollHeight; }")
        return lines.count() == 401

    opened.wait_until(at_the_end, "all columns")
    scroller.evaluate("(one) => { one.scrollTop = one.scrollHeight; }")
    expect(menu(page, "Role of target")).to_be_in_viewport()
    assert head.bounding_box()["y"] == top  # type: ignore[index]
    assert page.evaluate("window.pwned") is None
    assert page.evaluate(TOO_WIDE, BOARD) == []
    press(page, "Ignore 'leak'")
    expect(page.locator(".mlw-prepare-finding")).to_have_count(0)
    expect(menu(page, "Role of leak")).to_have_value("ignored")


def test_the_card_is_read_and_taken_away(visit: Visitor) -> None:
    opened = visit(PAGE, fresh=True)
    page = open_pane(opened, "Card")
    page.get_by_role("combobox", name="Data set").select_option(label="Penguins")
    card = page.locator(".mlw-card:visible")
    expect(card).to_contain_text("CC0 1.0")
    expect(card.get_by_role("row", name="Adelie 44")).to_contain_text("44.2%")
    expect(card.get_by_role("row", name="bill_length_mm")).to_contain_text("32.1 to 59.6")
    with page.expect_download() as download:
        card.get_by_role("button", name="Download as text").click()
    assert download.value.suggested_filename == "penguins-card.md"
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert "- **Rows**: 344" in text
    assert opened.accessibility_faults(".mlw-card:not([hidden])", contrast=False) == []
    page.get_by_role("combobox", name="Data set").select_option(label="Digits (MNIST)")
    expect(page.get_by_role("tab", name="Gallery", exact=True)).to_be_visible()
    page.get_by_role("tab", name="Card", exact=True).click()
    expect(page.locator(".mlw-card:visible")).to_contain_text("28 × 28 pixels")


def test_a_phone_in_the_dark(visit: Visitor) -> None:
    opened = visit(PAGE, size="phone", dark=True)
    page = open_pane(opened, "Prepare")
    assert page.evaluate(TOO_WIDE, BOARD) == []
    for box in page.locator(f"{BOARD} :is(select, button):visible").all()[:8]:
        assert box.bounding_box()["height"] >= 44  # type: ignore[index]
    menu(page, "Role of island").select_option("ignored")
    expect(page.locator(".mlw-prepare-fitted")).to_contain_text("8 inputs")
    assert opened.accessibility_faults(BOARD) == []
    open_pane(opened, "Card")
    assert page.evaluate(TOO_WIDE, ".mlw-card") == []
    assert opened.accessibility_faults(".mlw-card") == []
