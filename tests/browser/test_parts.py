"""Confusion matrix, gallery and session banner on a real page, with mouse, keyboard and phone."""

from __future__ import annotations

import os
import re
import signal
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from mlwidgets.widgets.shell.session_banner import SessionBanner
from tests.browser.harness import PAGE_TIMEOUT, SIZES, SOCKETS
from tests.browser.parts_page import BANNER, PARTS, RUNNING

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.browser.conftest import Serve, Visitor
    from tests.browser.harness import Visit

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=alert(1)>"
ENDED = "This session has ended."


def afresh(visit: Visitor, **options: Any) -> Visit:  # noqa: ANN401 - see Visit.start
    """Return the page with a matrix that has counted nothing and an empty gallery."""
    return visit(PARTS, fresh=True, **options)


def press(opened: Visit, name: str) -> None:
    """Press a button by its name."""
    opened.page.get_by_role("button", name=name, exact=True).click()


def cell(opened: Visit, row: int, column: int) -> Locator:
    """Find a cell of the matrix of digits."""
    return opened.page.get_by_role("table", name="Digits").get_by_role(
        "button", name=f"True digit {row}, Predicted {column}:"
    )


def process_of(opened: Visit) -> int:
    """Return the number of the Python process behind the page."""
    text = opened.page.get_by_text("process ").text_content() or ""
    return int(text.split()[1])


def height(one: Locator) -> float:
    """Return the height of an element on the screen."""
    return float(one.evaluate("(one) => one.getBoundingClientRect().height"))


def top(one: Locator) -> float:
    """Return the upper edge of an element on the screen."""
    return float(one.evaluate("(one) => one.getBoundingClientRect().top"))


def test_a_matrix_has_its_size_before_the_first_count_and_its_numbers_have_names(visit: Visitor) -> None:
    opened = afresh(visit)
    table = opened.page.get_by_role("table", name="Digits")
    expect(cell(opened, 4, 9)).to_have_text("·")
    before = height(table)
    press(opened, "Count")
    # Row 4 after one round: 91 on the diagonal, (4 + 9) % 4 + 1 = 2 here, 113 in all.
    expect(cell(opened, 4, 9)).to_have_accessible_name("True digit 4, Predicted 9: 2 of 113")
    expect(cell(opened, 4, 9)).to_have_text("2")
    assert height(table) == before
    expect(table.get_by_role("columnheader", name="Predicted")).to_have_count(1)
    expect(table.get_by_role("rowheader", name="True digit")).to_have_count(1)
    expect(table.get_by_role("rowheader", name="7", exact=True)).to_have_count(1)


def test_a_cell_is_chosen_with_mouse_and_keyboard_while_the_numbers_change(visit: Visitor) -> None:
    opened = afresh(visit)
    keyboard = opened.page.keyboard
    cell(opened, 4, 8).click()
    expect(opened.page.get_by_text("cell [4, 8]")).to_be_visible()
    keyboard.press("ArrowRight")
    keyboard.press("ArrowDown")
    expect(cell(opened, 5, 9)).to_be_focused()
    keyboard.press("ArrowRight")  # the edge holds
    keyboard.press("Enter")
    expect(opened.page.get_by_text("cell [5, 9]")).to_be_visible()
    expect(cell(opened, 5, 9)).to_have_attribute("aria-current", "true")
    expect(opened.page.locator(".mlw-confusion [aria-current]")).to_have_count(1)
    keyboard.press("Home")
    opened.page.get_by_role("button", name="Count").dispatch_event(
        "click"
    )  # as training does: from elsewhere
    expect(cell(opened, 5, 0)).to_have_text("2")
    expect(cell(opened, 5, 0)).to_be_focused()
    keyboard.press("Control+End")
    keyboard.press("Space")
    expect(opened.page.get_by_text("cell [9, 9]")).to_be_visible()
    # One stop of the tab key for the whole table.
    keyboard.press("Tab")
    expect(opened.page.get_by_role("button", name="good, Predicted good")).to_be_focused()


def test_names_that_look_like_markup_are_shown_as_text(visit: Visitor) -> None:
    opened = afresh(visit)
    table = opened.page.get_by_role("table", name=HOSTILE)
    expect(table.get_by_role("columnheader", name=HOSTILE)).to_be_visible()
    expect(table.get_by_role("rowheader", name=HOSTILE)).to_have_count(2)
    press(opened, "Fill")
    expect(opened.page.locator(".mlw-gallery-title")).to_have_text(HOSTILE)
    expect(opened.page.locator(".mlw-gallery-caption").first).to_have_text(HOSTILE)
    expect(opened.page.locator("img[src=x]")).to_have_count(0)


def test_pictures_are_drawn_and_chosen_in_an_area_of_fixed_height(visit: Visitor) -> None:
    opened = afresh(visit)
    area = opened.page.locator(".mlw-gallery")
    expect(area.get_by_text(HOSTILE)).to_be_visible()  # what is said while it is empty
    before = height(area)
    press(opened, "Fill")
    pictures = area.get_by_role("button")
    expect(pictures).to_have_count(30)
    expect(area.locator(".mlw-gallery-empty")).to_be_hidden()
    assert height(area) == before
    pixel = "(one) => [...one.querySelector('canvas').getContext('2d').getImageData(0, 0, 2, 1).data]"
    assert pictures.nth(7).evaluate(pixel) == [56, 56, 56, 255, 0, 0, 0, 255]
    pictures.nth(3).click()
    expect(opened.page.get_by_text("picture 3", exact=True).last).to_be_visible()
    opened.page.keyboard.press("ArrowRight")
    opened.page.keyboard.press("Enter")
    expect(area.get_by_role("button", name="alternative 4. picture 4")).to_have_attribute(
        "aria-current", "true"
    )
    opened.page.keyboard.press("End")
    expect(pictures.nth(29)).to_be_focused()
    expect(pictures.nth(29)).to_be_in_viewport()
    press(opened, "Empty")
    expect(area.get_by_text("Empty now")).to_be_visible()
    expect(opened.page.get_by_text("picture -1")).to_be_visible()
    assert height(area) == before


@pytest.mark.parametrize("size", ["wide", "phone"])
@pytest.mark.parametrize("dark", [False, True])
def test_parts_fit_and_can_be_read_by_everybody(visit: Visitor, size: str, dark: bool) -> None:
    opened = afresh(visit, size=size, dark=dark)
    press(opened, "Count")
    press(opened, "Fill")
    expect(cell(opened, 9, 9)).to_have_text("91")
    expect(opened.page.locator(".mlw-gallery-item")).to_have_count(30)
    for part in (".mlw-confusion", ".mlw-gallery"):
        assert opened.accessibility_faults(part) == []
    # No part is wider than its place; ten classes fit on a phone.
    wide = "[...document.querySelectorAll('.mlw')].map((one) => one.scrollWidth - one.clientWidth)"
    assert max(opened.page.evaluate(wide)) <= 0
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_ten_classes_fit_on_the_narrowest_phone(visit: Visitor) -> None:
    opened = afresh(visit, size="phone")
    opened.page.set_viewport_size({"width": 320, "height": 640})
    for _ in range(10):
        press(opened, "Count")
    expect(cell(opened, 9, 9)).to_have_text("100")
    wide = "(one) => one.scrollWidth - one.clientWidth"
    assert opened.page.locator(".mlw-confusion").first.evaluate(wide) <= 0
    assert cell(opened, 9, 9).evaluate(wide) <= 0
    assert opened.accessibility_faults(".mlw-confusion") == []


def test_a_living_session_says_nothing_and_one_that_is_shut_down_ends(visit: Visitor) -> None:
    opened = visit(BANNER, before=SOCKETS, clock=True)
    banner = opened.page.locator(".mlw-banner")
    expect(banner).to_have_attribute("data-state", "fine")
    expect(banner.get_by_role("alert")).to_have_text("")
    assert height(banner) == 0
    assert height(opened.page.locator(".widget-vbox")) < 45  # one label
    # A connection that drops and is back within two seconds bothers nobody.
    opened.stop_the_clock()
    opened.page.evaluate(
        """() => {
            globalThis.states = [];
            const banner = document.querySelector(".mlw-banner");
            const note = () => states.push(banner.dataset.state);
            new MutationObserver(note).observe(banner, { attributes: true });
        }"""
    )
    close_sockets(opened)
    opened.page.clock.run_for(1_900)
    is_back = "states.length > 0 && sockets.at(-1).readyState === WebSocket.OPEN"
    opened.wait_until(lambda: opened.page.evaluate(is_back), "another connection")
    assert set(opened.page.evaluate("states")) == {"fine"}
    process_of(opened)
    opened.end_kernel()  # and the connection stays
    expect(banner.get_by_role("alert")).to_contain_text(ENDED)


def test_a_page_whose_process_died_keeps_its_shape_promises_nothing_and_is_loaded_again(
    visit: Visitor,
) -> None:
    opened = visit(RUNNING)
    page = opened.page
    button, banner = page.get_by_role("button", name="Run"), page.locator(".mlw-banner")
    text = page.locator(".mlw-progress-text")
    expect(text).to_have_text("epoch 3 of 10 · 7 s left")

    def edges() -> list[list[float]]:
        """Return where the button is in a window and on a phone."""
        found = []
        for size in ("phone", "wide"):
            page.set_viewport_size(SIZES[size]["viewport"])
            found.append(
                button.evaluate(
                    "(one) => { const box = one.getBoundingClientRect();"
                    " return [box.left, box.right, box.height] }"
                )
            )
        return found

    before = edges()
    os.kill(process_of(opened), signal.SIGKILL)
    # Jupyter looks every three seconds, starts another process and calls it well; no widget of this page is
    # known to it.
    opened.wait_until(lambda: ENDED in page.get_by_role("alert").inner_text(), "the end of the session")
    expect(page.get_by_role("alert")).to_contain_text("Reload the page to start again.")
    expect(page.locator(".widget-button.jupyter-widgets-disconnected")).to_have_count(1)
    assert edges() == before  # no sign of a broken link pushes its way in
    expect(page.locator(".mlw-progress-state")).to_have_text("Session ended")
    expect(text).to_have_text("")
    expect(page.get_by_role("progressbar")).to_have_attribute("aria-valuetext", "30 percent")
    assert opened.accessibility_faults(".mlw-banner") == []
    # The banner covers nothing at the top of the page, and stays when the page is scrolled.
    title = page.get_by_text("process ")
    for size in ("phone", "wide"):
        page.set_viewport_size(SIZES[size]["viewport"])
        # The page makes room in the frame after the one in which the banner grew.
        opened.wait_until(lambda: top(title) >= height(banner) > 0, "room for the banner")
    page.mouse.move(100, 400)
    page.mouse.wheel(0, 900)
    expect(page.get_by_text("process ")).not_to_be_in_viewport()
    expect(banner).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Reload").click()
    # Another page, and another process.
    expect(banner).to_have_attribute("data-state", "fine", timeout=PAGE_TIMEOUT * 1000)


def close_sockets(opened: Visit) -> None:
    """Close the page's web sockets, and wait until it has heard of it."""
    opened.page.evaluate("globalThis.closing = [...sockets]; closing.forEach((one) => one.close())")
    closed = "closing.every((one) => one.readyState === WebSocket.CLOSED)"
    opened.wait_until(lambda: opened.page.evaluate(closed), "a page that has heard of it")


def cut_off(opened: Visit) -> None:
    """Cut the connection, as a network does, and let none come up. The page's clock must stand still.

    Only when the page has heard that its sockets are closed does it begin to count the seconds; and without a
    network Chromium may never tell it.
    """
    close_sockets(opened)
    opened.page.context.set_offline(True)
    opened.allow("ERR_INTERNET_DISCONNECTED|WebSocket")


def come_back(opened: Visit, said: str) -> None:
    """Let connections come up again, and wait until the banner says something else.

    Jupyter waits longer after every try, and the last one may not have failed yet: time is turned on until
    it tries again.
    """
    opened.page.context.set_offline(False)  # if it was
    alert = opened.page.get_by_role("alert")

    def has_tried() -> bool:
        opened.page.clock.fast_forward(10_000)
        text = alert.text_content() or ""
        return said in text if said else not text

    opened.wait_until(has_tried, f"a banner that says “{said}”")


def test_a_lost_connection_is_told_and_forgotten_unless_another_process_is_behind_it(
    visit: Visitor,
) -> None:
    opened = visit(RUNNING, before=SOCKETS, clock=True)
    page = opened.page
    process = process_of(opened)
    alert, banner = page.get_by_role("alert"), page.locator(".mlw-banner")
    state, text = page.locator(".mlw-progress-state"), page.locator(".mlw-progress-text")
    expect(state).to_have_text("Running")
    opened.stop_the_clock()
    cut_off(opened)
    page.clock.run_for(1_900)  # of two seconds
    expect(alert).to_have_text("")
    page.clock.run_for(200)
    expect(alert).to_have_text("Connection lost, trying again…")
    expect(page.get_by_role("button", name="Reload")).to_be_hidden()
    expect(state).to_have_text("Connection lost")
    expect(text).to_have_text("")
    come_back(opened, "")
    expect(banner).to_have_attribute("data-state", "fine")
    expect(state).to_have_text("Running")
    expect(text).to_have_text("epoch 3 of 10 · 7 s left")

    before = opened.server.kernels()
    cut_off(opened)
    os.kill(process, signal.SIGKILL)
    opened.wait_until(lambda: bool(opened.server.kernels() - before), "another process")
    # Jupyter stumbles over a socket that is closed before it has opened.
    opened.allow("server log: Traceback|Kernel connection disconnected")
    come_back(opened, ENDED)


def test_a_server_that_stops_is_told_and_one_that_comes_back_without_the_session_ends_it(
    serve: Serve, visit: Visitor
) -> None:
    server = serve(BANNER, own=True)
    opened = visit(server, before=SOCKETS, clock=True)
    page = opened.page
    process_of(opened)
    # Voilà stumbles over its own 404 page, and its kernels are interrupted.
    opened.allow("WebSocket|ERR_CONNECTION|404|server log: Traceback|KeyboardInterrupt caught in kernel")
    opened.stop_the_clock()
    server.stop()
    closed = "sockets.every((one) => one.readyState === WebSocket.CLOSED)"
    opened.wait_until(lambda: page.evaluate(closed), "a page that has heard of it")
    alert = page.get_by_role("alert")
    page.clock.run_for(2_100)
    expect(alert).to_have_text("Connection lost, trying again…")
    page.clock.fast_forward("00:15")
    expect(alert).to_contain_text("If the server was stopped")
    expect(page.get_by_role("button", name="Reload")).to_be_visible()
    server.start()
    come_back(opened, ENDED)


QUIET = "The server has stopped answering, trying again… It may be busy, or the network may be down."
SILENT = "Python has not answered for a while. It may be busy; what you do now takes effect when it answers."


def test_a_server_or_a_process_that_falls_silent_is_told_in_seconds_and_forgotten_when_it_answers(
    visit: Visitor,
) -> None:
    opened = visit(RUNNING, clock=True)
    page, clock = opened.page, opened.page.clock
    alert, state = page.get_by_role("alert"), page.locator(".mlw-progress-state")
    process = process_of(opened)
    expect(state).to_have_text("Running")
    opened.stop_the_clock()

    def go_on() -> bool:
        clock.fast_forward(1_000)
        return not alert.text_content()

    def is_told(sentence: str) -> bool:
        # What was sent before the freeze may arrive after it, and then the page counts from there.
        clock.run_for(1_000)
        return alert.text_content() == sentence

    def freeze(who: int) -> None:
        os.kill(who, signal.SIGSTOP)  # its connections stay open, as those of a network that is gone do
        clock.fast_forward(3_000)
        page.mouse.click(5, 500)

    try:
        freeze(opened.server.process.pid)
        clock.run_for(5_000)
        expect(alert).to_have_text("")
        opened.wait_until(lambda: is_told(QUIET), "a page that says that the server is quiet")
        expect(state).to_have_text("No answer")
    finally:
        os.kill(opened.server.process.pid, signal.SIGCONT)
    opened.wait_until(go_on, "an answer of the server")
    expect(state).to_have_text("Running")

    try:
        freeze(process)
        clock.fast_forward(9_000)
        expect(alert).to_have_text("")
        opened.wait_until(lambda: is_told(SILENT), "a page that says that Python is silent")
        clock.fast_forward(6_000)
        expect(alert).to_have_text(SILENT)
    finally:
        os.kill(process, signal.SIGCONT)
    opened.wait_until(go_on, "an answer of Python")


def test_a_socket_that_the_server_has_given_up_is_replaced(visit: Visitor) -> None:
    opened = visit(BANNER, before=SOCKETS, clock=True)
    page = opened.page
    process_of(opened)
    opened.stop_the_clock()
    page.route(re.compile(r"/api/kernels/[^/]+\?"), lambda route: route.fulfill(json={"connections": 0}))
    before = page.evaluate("sockets.length")

    def go_on() -> bool:
        page.clock.fast_forward(9_000)
        return bool(page.evaluate("sockets.length") > before)

    opened.wait_until(go_on, "another socket")
    page.unroute_all()

    def is_open() -> bool:
        page.clock.fast_forward(1_000)  # Jupyter waits before it tries again
        return bool(page.evaluate("sockets.at(-1).readyState === WebSocket.OPEN"))

    opened.wait_until(is_open, "a connection")
    expect(page.locator(".mlw-banner")).to_have_attribute("data-state", "fine")


ALONE = """async (script) => {
    delete document.body.dataset.voila;
    const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    const { default: { render } } = await import(address);
    const el = document.body.appendChild(document.createElement("div"));
    el.id = "alone";
    const nothing = () => {};
    render({ model: { get: () => "", on: nothing, off: nothing, send: nothing }, el });
}"""
"""Shows a banner as a saved notebook or an exported page does, where no Python has ever been."""


def test_a_page_without_python_is_a_still_picture_and_says_so(visit: Visitor) -> None:
    page = visit(BANNER, clock=True).page
    page.evaluate(ALONE, SessionBanner._esm)
    page.clock.fast_forward(9_000)
    alone = page.locator("#alone")
    expect(alone).to_have_attribute("data-state", "still")
    expect(alone.get_by_role("alert")).to_contain_text(
        "This is a still picture: no Python is running behind it."
    )
