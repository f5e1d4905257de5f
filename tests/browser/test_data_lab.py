"""The data lab in a real browser: a messy file to a trained model, files that cannot be, and the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import FilePayload, Locator, Page


pytestmark = pytest.mark.browser

PAGE = """
import mlwidgets as mw
board = mw.Dashboard("circle")
board
""".strip().splitlines()

PASTE = """
(text) => {
    const transfer = new DataTransfer();
    transfer.setData("text/plain", text);
    transfer.items.add(new File([new Uint8Array([1])], "picture.png", { type: "image/png" }));
    const event = new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(event);
    return event.defaultPrevented;
}
"""


def panel(page: Page) -> Locator:
    return page.get_by_role("tabpanel", name="Data", exact=True)


def open_lab(page: Page) -> None:
    page.get_by_role("tab", name="Data", exact=True).click()
    expect(button(page)).to_be_visible()


def button(page: Page) -> Locator:
    return page.get_by_role("button", name="Your file", exact=True)


def choose(page: Page, file: FilePayload | Path) -> None:
    """Choose a file in the dialog of the browser."""
    with page.expect_file_chooser() as dialog:
        button(page).click()
    dialog.value.set_files(file)


def text(name: str, *lines: str, encoding: str = "utf-8") -> FilePayload:
    return {"name": name, "mimeType": "text/csv", "buffer": "\n".join([*lines, ""]).encode(encoding)}


def used(page: Page) -> Locator:
    return page.locator(".mlw-upload-used:visible")


def fault(page: Page) -> Locator:
    return page.locator(".mlw-data .mlw-upload-error")


def problem(page: Page) -> Locator:
    return page.locator(".mlw-source-problem")


def menu(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Data set")


def toys(rows: int = 30, kinds: int = 2) -> list[str]:
    return ["size;toy", *(f"{row % kinds + row / 100:.2f};k{row % kinds}" for row in range(rows))]
