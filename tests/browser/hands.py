"""How somebody works on a page: with a mouse, with a finger, or with nothing but a keyboard."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

MOST_STOPS = 300
"""So often the tab key is pressed on the way to a control."""

# Which way it is from what has the focus to an element: 0 if it is there, 1 forward, -1 back.
WAY = """(target) => {
  const active = document.activeElement;
  if (active === target) return 0;
  return active?.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_PRECEDING ? -1 : 1;
}"""


class Hands(ABC):
    """What a person does with controls."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @abstractmethod
    def press(self, target: Locator) -> None:
        """Press a button, or open what is folded."""

    @abstractmethod
    def choose(self, radios: Locator, at: int) -> None:
        """Choose one of a group of radio buttons, counted from 0."""

    def write(self, field: Locator, text: str) -> None:
        """Put a text into a field, in place of what is in it."""
        self.press(field)
        field.fill(text)

    def enter(self, field: Locator, text: str) -> None:
        """Put a text into a field, and take it with the enter key."""
        self.write(field, text)
        field.press("Enter")

    @abstractmethod
    def pick(self, menu: Locator, option: str) -> None:
        """Choose from a menu what it shows."""

    def turn_to(self, tab: Locator) -> None:
        """Open one of a row of tabs."""
        self.press(tab)

    def select(self, options: Locator, at: int) -> None:
        """Choose one of a list, counted from 0."""
        self.press(options.nth(at))

    @abstractmethod
    def type_into(self, grid: Locator, row: int, column: int, number: str) -> None:
        """Put a number into a cell of a grid of numbers; rows and columns are counted from 1."""


class Mouse(Hands):
    """A mouse, and a keyboard to type with."""

    def press(self, target: Locator) -> None:
        """Click."""
        target.click()

    def pick(self, menu: Locator, option: str) -> None:
        """Choose from a menu what it shows; the browser draws the menu, and no test can click into it."""
        menu.click(trial=True)
        menu.select_option(label=option)

    def type_into(self, grid: Locator, row: int, column: int, number: str) -> None:
        """Click, type and press Enter."""
        self.press(_cell(grid, row, column))
        self.page.keyboard.type(number)
        self.page.keyboard.press("Enter")

    def choose(self, radios: Locator, at: int) -> None:
        """Click the words of an answer."""
        radios.nth(at).locator("xpath=ancestor::label").click()
        expect(radios.nth(at)).to_be_checked()


class Finger(Mouse):
    """A touch screen."""

    def press(self, target: Locator) -> None:
        """Tap."""
        target.tap()

    def pick(self, menu: Locator, option: str) -> None:
        """Choose from a menu what it shows; the telephone draws the menu, and no test can tap into it."""
        menu.tap(trial=True)
        menu.select_option(label=option)

    def type_into(self, grid: Locator, row: int, column: int, number: str) -> None:
        """Tap to choose the cell, tap it again to open it, and take what is typed with the enter key."""
        self.press(_cell(grid, row, column))
        self.press(_cell(grid, row, column))
        field = grid.locator("xpath=..").get_by_role("textbox")
        expect(field).to_be_focused()
        field.fill(number)
        field.press("Enter")

    def choose(self, radios: Locator, at: int) -> None:
        """Tap the words of an answer."""
        radios.nth(at).locator("xpath=ancestor::label").tap()
        expect(radios.nth(at)).to_be_checked()


class Keyboard(Hands):
    """Tab, arrows, Enter, and what is typed: nothing is focused by a script."""

    def reach(self, target: Locator) -> None:
        """Press Tab, or Shift and Tab, until something has the focus."""
        expect(target).to_be_visible()
        for _ in range(MOST_STOPS):
            way = target.evaluate(WAY)
            if way == 0:
                return
            self.page.keyboard.press("Tab" if way > 0 else "Shift+Tab")
        raise AssertionError(f"The tab key does not lead to {target}.")

    def press(self, target: Locator) -> None:
        """Go there and press Enter."""
        self.reach(target)
        self.page.keyboard.press("Enter")

    def choose(self, radios: Locator, at: int) -> None:
        """Go to the group, which is one stop, and to the answer with the arrow keys."""
        group = radios.first.locator("xpath=ancestor::*[@role='radiogroup']")
        now = group.locator("input:checked")
        before = now.evaluate("(one) => Number(one.value)") if now.count() else None
        self.reach(radios.first if before is None else now)
        if before is None:
            self.page.keyboard.press("Space")
        for _ in range(at - (before or 0)):
            self.page.keyboard.press("ArrowDown")
        for _ in range((before or 0) - at):
            self.page.keyboard.press("ArrowUp")
        expect(radios.nth(at)).to_be_checked()

    def turn_to(self, tab: Locator) -> None:
        """Go to the row, in which the open tab is the one stop, and on to a tab with the arrow keys."""
        row = tab.locator("xpath=ancestor::*[@role='tablist']")
        tabs = row.get_by_role("tab")
        self.reach(row.locator("[aria-selected=true]"))
        for _ in range(tabs.count()):
            if tab.get_attribute("aria-selected") == "true":
                return
            self.page.keyboard.press("ArrowRight")
        raise AssertionError(f"The arrow keys do not lead to {tab}.")

    def select(self, options: Locator, at: int) -> None:
        """Go to the list, which is one stop, and to the option with the arrow keys."""
        self.reach(options.first.locator("xpath=ancestor::*[@role='listbox']"))
        self.page.keyboard.press("Home")
        for _ in range(at):
            self.page.keyboard.press("ArrowDown")
        expect(options.nth(at)).to_have_attribute("aria-selected", "true")

    def type_into(self, grid: Locator, row: int, column: int, number: str) -> None:
        """Go to the grid, which is one stop, to the cell with the arrow keys, type and press Enter."""
        self.reach(grid.locator("[tabindex='0']"))
        keys = self.page.keyboard
        keys.press("Control+Home")
        for key, times in (("ArrowDown", row - 1), ("ArrowRight", column - 1)):
            for _ in range(times):
                keys.press(key)
        expect(_cell(grid, row, column)).to_be_focused()
        keys.type(number)
        keys.press("Enter")

    def write(self, field: Locator, text: str) -> None:
        """Go there, and type over what is there."""
        self.reach(field)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def enter(self, field: Locator, text: str) -> None:
        """Type, and press Enter."""
        self.write(field, text)
        self.page.keyboard.press("Enter")

    def pick(self, menu: Locator, option: str) -> None:
        """Go there and type the option's name, as a closed menu takes it."""
        self.reach(menu)
        self.page.keyboard.type(option)
        expect(menu.locator("option:checked")).to_have_text(option)


def _cell(grid: Locator, row: int, column: int) -> Locator:
    return grid.get_by_role("gridcell", name=re.compile(f"^row {row}, column {column}, "))
