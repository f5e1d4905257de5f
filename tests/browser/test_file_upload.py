"""FileUpload in a real browser: files are chosen, dropped and pasted, refused there or by Python."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from mlwidgets.data.pictures.kinds import MAX_BYTES, SIGNATURES
from mlwidgets.data.pictures.reading import load_picture
from mlwidgets.errors import DataError
from tests.browser.harness import becomes
from tests.browser.upload_page import DEAF, JPEG, LARGE, PNG, TIFF, afresh, dropped, file, python
from tests.data.picture_makers import END, header, pixels, png

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import FileChooser, FilePayload, Locator, Page

    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

DROP = """
(root, files) => {
    const transfer = new DataTransfer();
    for (const { name, content, at, zeros } of files) {
        const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([bytes.slice(0, at), new Uint8Array(zeros), bytes.slice(at)], name));
    }
    const results = [];
    for (const kind of ["dragenter", "dragover", "drop"]) {
        const event = new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true });
        root.dispatchEvent(event);
        results.push([event.defaultPrevented, root.classList.contains("mlw-upload-over")]);
    }
    return results;
}
"""


def button(page: Page) -> Locator:
    return page.get_by_role("button", name="Your picture", exact=True)


def choose(page: Page, *files: FilePayload) -> None:
    """Choose files in the dialog of the browser."""
    with page.expect_file_chooser() as dialog:
        button(page).click()
    dialog.value.set_files(list(files))


def choose_from_disk(page: Page, path: Path, content: bytes) -> None:
    """Choose a file of megabytes, which would be under way for seconds if the test handed it over."""
    path.write_bytes(content)
    with page.expect_file_chooser() as dialog:
        button(page).click()
    dialog.value.set_files(path)


def drop(target: Locator, **files: bytes) -> list[list[bool]]:
    """Drop files; return for dragenter, dragover and drop if it was taken and if the mark shows."""
    return list(target.evaluate(DROP, [dropped(name, content) for name, content in files.items()]))


def used(page: Page) -> Locator:
    return page.locator(".mlw-upload-used")


def taken(page: Page) -> list[list[Any]]:
    """Return the files that Python has taken: name, bytes, and the shape of the picture."""
    return list(python(page).get("taken", []))


def names(page: Page) -> list[str]:
    """Return the names of the files that Python has taken."""
    return [str(name) for name, *_ in taken(page)]


def fault(page: Page) -> Locator:
    return page.locator(".mlw-upload-error")


def sentence(content: bytes, name: str) -> str:
    """Return what Python has against a file."""
    with pytest.raises(DataError) as caught:
        load_picture(content, name)
    return str(caught.value)


@pytest.mark.parametrize("size", ["wide", "phone"])
@pytest.mark.parametrize("dark", [False, True])
def test_a_picture_is_chosen_and_its_name_stays(visit: Visitor, size: str, *, dark: bool) -> None:
    opened = afresh(visit, size=size, dark=dark)
    page = opened.page
    expect(button(page)).to_have_accessible_description(
        "Or drop or paste it here: PNG or JPEG, up to 10\u00a0MB."
    )
    choose(page, file("holiday.jpg", JPEG, "image/jpeg"))
    expect(used(page)).to_have_text("In use: holiday.jpg")
    becomes(page, lambda: taken(page), [["holiday.jpg", len(JPEG), [512, 384, 3]]])
    expect(fault(page)).to_be_empty()
    expect(page.get_by_role("progressbar", name="Uploading the picture")).to_be_hidden()
    assert opened.accessibility_faults() == []

    divisor = page.get_by_role("textbox", name="Divisor")
    before = divisor.bounding_box()
    choose(page, file("notes-on-the-holiday-in-the-north.png", b"first,second\n"))
    expect(fault(page)).to_contain_text("is a text file, judging by its content")
    expect(used(page)).to_have_text("In use: holiday.jpg")
    assert divisor.bounding_box() == before
    assert opened.accessibility_faults() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("window.innerWidth")
    if size == "phone":
        box = button(page).bounding_box()
        assert box is not None
        assert box["height"] >= 44


def _wait_for_an_answer(_: FileChooser) -> None:
    """Leave a dialog of the browser to who expects it."""


def test_the_keyboard_is_enough(visit: Visitor) -> None:
    page = afresh(visit).page
    # Long before the first key: unlike a click, a key does not wait until the dialog is answered here.
    page.on("filechooser", _wait_for_an_answer)
    expect(button(page)).to_be_visible()
    page.keyboard.press("Tab")
    while not button(page).evaluate("(one) => one === document.activeElement"):
        page.keyboard.press("Tab")
    with page.expect_file_chooser() as dialog:
        page.keyboard.press("Enter")
    dialog.value.set_files([file("a.png", PNG)])
    expect(used(page)).to_have_text("In use: a.png")
    with page.expect_file_chooser() as dialog:
        page.keyboard.press("Space")
    dialog.value.set_files([file("a.png", PNG)])  # the same file again
    becomes(page, lambda: names(page), ["a.png", "a.png"])
    expect(page.locator(".mlw-upload-stop")).to_be_hidden()  # while a file is sent, Tab goes there
    expect(button(page)).to_be_focused()
    page.keyboard.press("Tab")  # the field that opens the dialog is in nobody's way
    expect(page.get_by_role("textbox", name="Divisor")).to_be_focused()
    page.remove_listener("filechooser", _wait_for_an_answer)


def test_what_a_file_is_counts_and_not_its_name(visit: Visitor) -> None:
    page = afresh(visit).page
    heads = {kind: bytes(offset) + mark + bytes(40) for kind, offset, mark in SIGNATURES[2:]}
    for content in (
        *heads.values(),
        TIFF,
        b"name,age",
        "Grüße".encode("utf-16"),
        bytes(9),
        b"caf\xc3",
        b"BMW",
    ):
        choose(page, file("cat.png", content))
        expect(fault(page)).to_have_text(sentence(content, "cat.png"))
    choose(page, file("really a picture.txt", PNG, "text/plain"))
    expect(used(page)).to_have_text("In use: really a picture.txt")
    expect(fault(page)).to_be_empty()
    becomes(page, lambda: names(page), ["really a picture.txt"])


def test_empty_and_too_large_files_are_refused_before_they_are_sent(visit: Visitor, tmp_path: Path) -> None:
    page = afresh(visit).page
    for number, content in enumerate((b"", PNG + bytes(12 * 2**20), PNG + bytes(MAX_BYTES + 1 - len(PNG)))):
        name = f"cat {number}.png"
        choose_from_disk(page, tmp_path / name, content)
        expect(fault(page)).to_have_text(sentence(content, name))
        expect(page.locator(".mlw-upload")).to_have_attribute("aria-busy", "false")
    assert python(page) == {}


def test_the_largest_file_arrives_in_pieces(visit: Visitor, tmp_path: Path) -> None:
    page = afresh(visit).page
    choose_from_disk(page, tmp_path / "large.png", LARGE)
    expect(used(page)).to_have_text("In use: large.png")
    becomes(page, lambda: taken(page), [["large.png", MAX_BYTES, [40, 60, 3]]])


def test_python_refuses_what_the_browser_cannot_see_and_the_picture_before_stays(visit: Visitor) -> None:
    page = afresh(visit).page
    choose(page, file("good.png", PNG))
    expect(used(page)).to_have_text("In use: good.png")
    huge = png(header(20_000, 20_000), pixels(bytes(1000)), END)
    for name, content in {"huge.png": huge, "cut.jpg": JPEG[: len(JPEG) // 2], "cut.png": PNG[:-20]}.items():
        choose(page, file(name, content))
        expect(fault(page)).to_have_text(sentence(content, name))
        expect(used(page)).to_have_text("In use: good.png")
    page.get_by_role("button", name="Bundled").click()
    expect(fault(page)).to_be_empty()
    expect(used(page)).to_be_empty()
    choose(page, file("better.png", PNG))
    expect(used(page)).to_have_text("In use: better.png")
    becomes(page, lambda: names(page), ["good.png", "better.png"])


def test_of_two_files_at_once_the_later_one_counts(visit: Visitor, tmp_path: Path) -> None:
    page = afresh(visit).page
    area = page.locator(".mlw-upload")
    area.evaluate(
        f"""(root, [first, second]) => {{
            const drop = {DROP};
            drop(root, [first]);
            drop(root, [second]); // before the first was looked at
        }}""",
        [dropped("first.png", LARGE), dropped("second.png", PNG)],
    )
    expect(used(page)).to_have_text("In use: second.png")
    area.evaluate(
        f"""async (root, [third, fourth]) => {{
            const drop = {DROP};
            const bar = root.querySelector("[role=progressbar]");
            drop(root, [third]);
            while (bar.hidden || bar.getAttribute("aria-valuenow") === "0")
                await new Promise((resolve) => setTimeout(resolve));
            drop(root, [fourth]); // while the third is on its way
        }}""",
        [dropped("third.png", LARGE), dropped("fourth.png", PNG)],
    )
    expect(used(page)).to_have_text("In use: fourth.png")
    choose_from_disk(page, tmp_path / "fifth.png", LARGE)
    expect(used(page)).to_have_text("In use: fifth.png")
    becomes(page, lambda: names(page), ["second.png", "fourth.png", "fifth.png"])


def test_a_bad_file_does_not_disturb_the_one_on_its_way(visit: Visitor) -> None:
    page = afresh(visit).page
    page.locator(".mlw-upload").evaluate(
        f"""async (root, [good, bad]) => {{
            const drop = {DROP};
            drop(root, [good]);
            while (root.getAttribute("aria-busy") === "false")
                await new Promise((resolve) => setTimeout(resolve));
            drop(root, [bad]);
        }}""",
        [dropped("good.png", LARGE), dropped("bad.png", b"hello")],
    )
    expect(used(page)).to_have_text("In use: good.png")
    expect(page.get_by_role("progressbar")).to_be_hidden()
    expect(fault(page)).to_have_text(sentence(b"hello", "bad.png"))
    becomes(page, lambda: names(page), ["good.png"])


def test_a_picture_can_be_dropped_and_only_one(visit: Visitor) -> None:
    page = afresh(visit).page
    area = page.locator(".mlw-upload")
    assert drop(area, **{"dropped.png": PNG}) == [[False, False], [True, True], [True, False]]
    expect(used(page)).to_have_text("In use: dropped.png")
    drop(area, **{"a.png": PNG, "b.png": PNG, "c.png": PNG})
    expect(fault(page)).to_have_text(
        "These are 3 files, but only one picture can be used at a time. Choose one of them."
    )
    # Beside the mark nothing is taken, but the page is not left either.
    assert drop(page.locator(".report"), **{"beside.png": PNG})[1:] == [[True, False], [True, False]]
    becomes(page, lambda: names(page), ["dropped.png"])


def test_a_picture_can_be_pasted_unless_somebody_types(visit: Visitor) -> None:
    page = afresh(visit).page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    expect(button(page)).to_be_visible()
    page.evaluate(
        """async (content) => {
            const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
            const picture = new Blob([bytes], { type: "image/png" });
            await navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
        }""",
        base64.b64encode(PNG).decode(),
    )
    page.get_by_role("textbox", name="Divisor").focus()
    page.keyboard.press("Control+v")
    page.get_by_role("textbox", name="Divisor").blur()
    page.keyboard.press("Control+v")
    expect(used(page)).to_have_text("In use: image.png")
    page.get_by_role("button", name="Bundled").click()
    expect(used(page)).to_be_empty()
    button(page).focus()
    page.keyboard.press("Control+v")
    expect(used(page)).to_have_text("In use: image.png")
    becomes(page, lambda: [shape for *_, shape in taken(page)], [[40, 60, 3], [40, 60, 3]])


def test_a_locked_button_takes_nothing(visit: Visitor) -> None:
    page = afresh(visit).page
    page.get_by_role("button", name="Lock").click()
    expect(button(page)).to_be_disabled()
    drop(page.locator(".mlw-upload"), **{"a.png": PNG})
    page.get_by_role("button", name="Lock").click()
    expect(button(page)).to_be_enabled()
    choose(page, file("b.png", PNG))
    expect(used(page)).to_have_text("In use: b.png")
    becomes(page, lambda: names(page), ["b.png"])


def test_a_name_is_text_and_nothing_else(visit: Visitor) -> None:
    page = afresh(visit).page
    hostile = "<img src=x onerror=alert(1)>\u202egnp.png"
    drop(page.locator(".mlw-upload"), **{hostile: PNG})
    expect(used(page)).to_have_text("In use: <img src=x onerror=alert(1)>gnp.png")
    drop(page.locator(".mlw-upload"), **{f"{'x' * 200}.png": b"hello"})
    expect(fault(page)).to_have_text(sentence(b"hello", f"{'x' * 200}.png"))


def test_a_python_that_is_busy_is_waited_for_and_a_session_that_ended_is_not(visit: Visitor) -> None:
    opened = visit(DEAF, clock=True)
    page = opened.page
    drop(page.locator(".mlw-upload").first, **{"a.png": PNG})
    for view in (0, 1):
        expect(page.locator(".mlw-upload-status").nth(view)).to_have_text("Reading “a.png” …")
        expect(page.get_by_role("progressbar").nth(view)).to_have_attribute("aria-valuenow", "0")
    page.clock.fast_forward(9000)
    expect(page.locator(".mlw-upload-status").first).to_have_text(
        "Reading “a.png” … Python has not answered yet; it may be busy."
    )
    page.get_by_role("button", name="Stop").first.click()
    for view in (0, 1):
        expect(page.get_by_role("progressbar", include_hidden=True).nth(view)).to_be_hidden()
    expect(button(page).first).to_be_focused()
    drop(page.locator(".mlw-upload").first, **{"a.png": PNG})
    opened.end_kernel()
    for view in (0, 1):
        expect(fault(page).nth(view)).to_have_text(
            "“a.png” was not sent: the session has ended. Reload the page and choose it again."
        )
