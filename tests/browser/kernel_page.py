"""The convolution lab on a page, and how a test does there what a learner does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload, Locator, Page

    from tests.browser.conftest import Visitor
    from tests.browser.harness import Visit

PAGE = """
from mlwidgets import KernelLab
lab = KernelLab()
lab
""".strip().splitlines()


def tools(page: Page) -> None:
    """On a phone, open the drawer that the controls are in."""
    drawer = page.locator(".mlw-kernel-lab > .mlw-header-host > .mlw-drawer")
    if drawer.is_visible() and drawer.get_attribute("aria-expanded") == "false":
        drawer.click()


def more(page: Page) -> None:
    """Open the settings that are needed less often, if they are folded away."""
    tools(page)
    heading = button(page, "More settings")
    if heading.get_attribute("aria-expanded") == "false":
        heading.click()
    expect(page.locator(".mlw-kernel-more")).to_be_visible()


def done(page: Page) -> None:
    """On a phone, close the drawer again."""
    drawer = page.locator(".mlw-kernel-lab > .mlw-header-host > .mlw-drawer")
    if drawer.is_visible() and drawer.get_attribute("aria-expanded") == "true":
        drawer.click()


def afresh(visit: Visitor, **options: Any) -> Visit:  # noqa: ANN401 - see Visit.start
    """Open the lab, or take the one that the tests before have used, as it opens."""
    opened = visit(PAGE, shared=True, **options)
    page = opened.page
    expect(page.locator(".mlw-kernel-lab")).to_be_visible()
    more(page)
    button(page, "Reset").evaluate("(one) => one.click()")  # wherever it is
    for name in ("More settings", "Show the code", "Use this kernel in the network"):
        button(page, name).evaluate("(one) => { if (one.ariaExpanded === 'true') one.click(); }")
    done(page)
    expect(page.locator(".mlw-kernel-more")).to_be_hidden()
    page.evaluate("document.activeElement?.blur()")
    page.evaluate("window.scrollTo(0, 0)")
    page.mouse.move(2, 2)
    opened.comes_to_rest()
    return opened


def menu(page: Page, label: str) -> Locator:
    """Find a menu by its name."""
    return page.get_by_role("combobox", name=label, exact=True)


def choose(page: Page, label: str, option: str) -> None:
    """Choose from a menu what it shows."""
    menu(page, label).select_option(label=option)


def number(page: Page, label: str) -> Locator:
    """Find the field of a number by its name."""
    field = page.get_by_role("textbox", name=label, exact=True)
    return field.or_(page.get_by_role("spinbutton", name=label, exact=True))  # with steps beside it


def set_number(page: Page, label: str, value: str) -> None:
    """Type a number and take it."""
    number(page, label).fill(value)
    number(page, label).press("Enter")


def button(page: Page, name: str) -> Locator:
    """Find a button by its whole name."""
    return page.get_by_role("button", name=name, exact=True)


def complaint(page: Page, control: Locator) -> Locator:
    """Find the sentence that stands under a control when something is wrong."""
    return page.locator(f"#{(control.get_attribute('aria-describedby') or '').split()[-1]}")


def hand_in(page: Page, name: str, content: bytes) -> None:
    """Choose a file in the dialog of the browser."""
    file: FilePayload = {"name": name, "mimeType": "image/png", "buffer": content}
    with page.expect_file_chooser() as dialog:
        button(page, "Your picture").click()
    dialog.value.set_files([file])


def painted(page: Page) -> int:
    """Return how many results the picture board has painted."""
    return int(page.locator(".mlw-pictures").get_attribute("data-painted") or 0)


def wait_until_painted(page: Page, more_than: int) -> None:
    """Wait until the picture board has painted another result."""
    page.wait_for_function(
        "(before) => Number(document.querySelector('.mlw-pictures')?.dataset.painted) > before", arg=more_than
    )


def fits(page: Page) -> bool:
    """Say whether nothing is wider than the page."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def tab_to(page: Page, target: Locator, most: int = 60) -> None:
    """Press the tab key until something has the focus, as somebody without a mouse does."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("(one) => one === document.activeElement"):
            return
    expect(target).to_be_focused()
