"""The data lab in a real browser: a messy file to a trained model, files that cannot be, and the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.data_files import IMPOSSIBLE, UNREADABLE, file, toys
from tests.data.tables.messy import ROWS, messy_files

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import FilePayload, Locator, Page

    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

PAGE = """
import mlwidgets as mw
mw.Dashboard(mw.Experiment("circle", epochs=3))
""".strip().splitlines()
TRAINING = 60_000  # milliseconds: what training may take on a slow, busy machine
LIMIT = 64 * 2**20

PASTE = """
(text) => {
    const transfer = new DataTransfer();
    transfer.setData("text/plain", text);
    // A spreadsheet puts a picture of the cells beside them.
    transfer.items.add(new File([new Uint8Array([1])], "cells.png", { type: "image/png" }));
    const event = new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(event);
    return event.defaultPrevented;
}
"""

COUNT_BYTES = """
() => {
    window.sentBytes = 0;
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (data) {
        window.sentBytes += data.byteLength ?? data.length;
        return send.call(this, data);
    };
}
"""


def open_lab(page: Page) -> None:
    page.get_by_role("tab", name="Data", exact=True).click()
    expect(menu(page)).to_be_attached()


def menu(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Data set")


def target(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Predict")


def choose(page: Page, chosen: FilePayload | Path) -> None:
    """Choose a file in the dialog of the browser."""
    with page.expect_file_chooser() as dialog:
        page.get_by_role("button", name="Your file", exact=True).click()
    dialog.value.set_files(chosen)


def used(page: Page) -> Locator:
    return page.locator(".mlw-data .mlw-upload-used")


def fault(page: Page) -> Locator:
    return page.locator(".mlw-data .mlw-upload-error")


def problem(page: Page) -> Locator:
    return page.locator(".mlw-source-problem")


def data_in_use(page: Page) -> Locator:
    """Return the line of the bar that names the data set and the network."""
    return page.locator(".mlw-bar-use")


def test_a_messy_file_becomes_a_trained_model_without_touching_a_default(visit: Visitor) -> None:
    opened = visit(PAGE, shared=True)
    page = opened.page
    open_lab(page)
    shop, *others = messy_files().values()
    for one in (*others, shop):
        choose(page, file(one.name, one.content))
        expect(used(page)).to_have_text(f"In use: {one.name}")
        expect(target(page)).to_have_value(f"={one.target}")
        expect(problem(page)).to_be_hidden()
        expect(data_in_use(page)).to_contain_text(one.name)
    words = page.locator(".mlw-source-words")
    for word in ("semicolon", "comma", "Windows-1252", "None", "day first"):
        expect(words).to_contain_text(word)
    expect(page.get_by_text(f"{ROWS:,} rows").first).to_be_visible()
    assert opened.accessibility_faults(".mlw-data", contrast=False) == []

    # What was found can be corrected, and the table changes at once.
    kind = page.get_by_role("columnheader", name="price")
    expect(kind).to_contain_text("number")
    page.get_by_role("button", name="Correct how it was read").click()
    decimals = page.get_by_role("combobox", name="Decimals")
    expect(decimals).to_have_value(",")
    decimals.select_option(".")
    expect(kind).not_to_contain_text("number")
    decimals.select_option(",")
    expect(kind).to_contain_text("number")

    page.get_by_role("tab", name="Train", exact=True).click()
    page.get_by_role("button", name="Run", exact=True).locator("visible=true").click()
    expect(page.locator(".mlw-bar-state")).to_have_text("Finished", timeout=TRAINING)

    # Other data throw the run away, and Undo brings data and run back.
    open_lab(page)
    menu(page).select_option("penguins")
    expect(target(page)).to_have_value("=species")
    expect(data_in_use(page)).to_contain_text("penguins")
    page.get_by_role("button", name="Undo", exact=True).locator("visible=true").click()
    expect(used(page)).to_have_text("In use: shop.csv")
    expect(page.locator(".mlw-bar-state")).to_have_text("Finished")


def test_files_that_cannot_be_are_told_apart_and_nothing_is_lost(visit: Visitor, tmp_path: Path) -> None:
    opened = visit(PAGE, shared=True)
    page = opened.page
    open_lab(page)
    choose(page, file("toys.csv", toys()))
    expect(used(page)).to_have_text("In use: toys.csv")
    for name, (content, sentence) in UNREADABLE.items():
        choose(page, file(name, content))
        expect(fault(page)).to_contain_text(f"“{name}” {sentence}")
        expect(used(page)).to_have_text("In use: toys.csv")
    for name, (table, column, sentence) in IMPOSSIBLE.items():
        choose(page, file(name, table))
        expect(used(page)).to_have_text(f"In use: {name}")
        trained = data_in_use(page).inner_text()  # said before the file is: some are never trained on
        target(page).select_option(f"={column}")
        expect(problem(page)).to_contain_text(sentence)
        expect(data_in_use(page)).to_have_text(trained)  # the experiment keeps what it has
    choose(page, file("unicode.csv", toys().encode("utf-16")))
    expect(data_in_use(page)).to_contain_text("unicode.csv")
    expect(problem(page)).to_be_hidden()

    # What is too large is not even sent.
    large = tmp_path / "large.csv"
    with large.open("wb") as stream:
        stream.truncate(LIMIT + 1)
    page.evaluate(COUNT_BYTES)
    choose(page, large)
    expect(fault(page)).to_contain_text(
        "“large.csv” has 64.1 MB; through this page a file may have at most 64 MB"
    )
    expect(fault(page)).to_contain_text('DataLab("…/large.csv")')
    assert page.evaluate("window.sentBytes") < 10_000


def test_a_table_is_pasted_and_everything_is_done_with_the_keyboard(visit: Visitor) -> None:
    page = visit(PAGE, shared=True).page
    open_lab(page)
    menu(page).select_option("iris")
    expect(data_in_use(page)).to_contain_text("iris")
    button = page.get_by_role("button", name="Your file", exact=True)
    button.focus()
    assert page.evaluate(PASTE, toys().replace(";", "\t"))
    expect(used(page)).to_have_text("In use: pasted table")
    expect(page.locator(".mlw-source-words")).to_contain_text("tab")
    expect(target(page)).to_have_value("=kind")

    # Into a field, as on a phone; nothing but keys.
    menu(page).focus()
    menu(page).press("Home")  # the first of the bundled tables
    expect(data_in_use(page)).to_contain_text("penguins")
    expect(used(page)).to_be_empty()
    button.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    field = page.get_by_role("textbox", name="Paste a table here")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    expect(page.get_by_role("button", name="Paste", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    page.keyboard.insert_text(toys())
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(used(page)).to_have_text("In use: pasted table")
    expect(page.locator(".mlw-source-words")).to_contain_text("semicolon")


def test_on_a_phone_and_in_the_dark(visit: Visitor) -> None:
    opened = visit(PAGE, size="phone", dark=True)
    page = opened.page
    page.get_by_role("tab", name="Data", exact=True).click()
    page.get_by_role("button", name="Choose data", exact=True).locator("visible=true").click()
    choose(page, file("shop.csv", messy_files()["shop.csv"].content))
    expect(used(page)).to_have_text("In use: shop.csv")
    opened.comes_to_rest()  # what is shown of the file comes after its name
    assert opened.accessibility_faults() == []
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0
    for name in ("Your file", "Paste"):
        box = page.get_by_role("button", name=name, exact=True).bounding_box()
        assert box is not None
        assert box["height"] >= 44
