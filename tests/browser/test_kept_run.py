"""Nothing is lost: a kernel is killed in the middle of a run, and the page offers to go on; runs as files."""

from __future__ import annotations

import os
import re
import signal
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import SIZES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.harness import Visit

pytestmark = pytest.mark.browser

DASHBOARD = [
    "import os",
    "import ipywidgets as w",
    "from mlwidgets import Dashboard, Experiment",
    "w.VBox([Dashboard(Experiment('circle', epochs=10_000)), w.Label(f'process {os.getpid()}')])",
]
PATIENCE = 60_000  # milliseconds, on a slow and busy machine
MOST_MISSING = 5.0
"""Seconds; on a machine with nothing else to do it is about one."""

LISTEN = """
globalThis.kept = [];
document.addEventListener("mlw-keep", ({ detail }) => kept.push(detail));
"""
PROGRESS = """
() => {
  const found = document.querySelector(".mlw-progress-text").textContent.match(/update ([\\d,]+)/);
  return [Date.now() / 1000, Number(found[1].replaceAll(",", ""))];
}
"""
BLOCKED = """
Object.defineProperty(globalThis, "indexedDB", { get() { throw new DOMException("no", "SecurityError"); } });
"""
ENTRIES = """
() => new Promise((done, fail) => {
  const asked = indexedDB.open("mlwidgets");
  asked.onerror = asked.onblocked = fail;
  asked.onsuccess = ({ target }) => {
    const kept = target.result.transaction("runs"), count = kept.objectStore("runs").count();
    kept.oncomplete = () => done(count.result);
    kept.onabort = fail;
    target.result.close(); // or nobody else can change the storage
  };
})
"""


def process_of(page: Page) -> int:
    return int((page.get_by_text("process ").text_content() or "").split()[1])


def open_tab(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_role("tab", name=name, exact=True).click()


def wait_for_kept(page: Page, times: int) -> None:
    page.wait_for_function(
        "(times) => kept.filter(({ state }) => state === 'kept').length >= times", arg=times, timeout=PATIENCE
    )


def updates_in(text: str) -> int:
    found = re.search(r"([\d,]+) updates|update ([\d,]+)", text)
    assert found, text
    return int((found.group(1) or found.group(2)).replace(",", ""))


def test_after_a_kill_the_page_offers_to_go_on_and_little_is_missing(visit: Callable[..., Visit]) -> None:
    opened = visit(DASHBOARD, before=LISTEN)
    # A page that is left while training goes on may be about to answer: its host says that it cannot send.
    # JupyterLab connects anew to a kernel that has died, and nobody hears it fail when the page is left.
    opened.allow(
        "WebSocket|404|server log: Traceback|KeyboardInterrupt|Cannot send|Kernel connection disconnected"
    )
    page = opened.page
    offer = page.locator(".mlw-keeper:visible")
    go = page.get_by_role("button", name="Continue from the kept run")
    open_tab(page, "Train")
    expect(offer).to_have_count(0)
    page.get_by_role("button", name="Run", exact=True).click()
    wait_for_kept(page, 1)
    expect(page.locator(".mlw-progress-text")).to_contain_text(re.compile(r"update [\d,]+"), timeout=PATIENCE)
    process, before = process_of(page), page.evaluate(PROGRESS)
    kept = page.evaluate("kept.filter(({ state }) => state === 'kept').length")
    wait_for_kept(page, kept + 3)  # after that, however long it took to ask
    killed = page.evaluate(PROGRESS)
    os.kill(process, signal.SIGKILL)
    banner = page.locator(".mlw-banner:visible")
    expect(banner).to_contain_text("Your work is kept in this browser.", timeout=PATIENCE)
    banner.get_by_role("button", name="Reload").click()
    expect(go).to_be_visible(timeout=PATIENCE)
    said = offer.inner_text()
    assert "circle" in said
    rate = (killed[1] - before[1]) / (killed[0] - before[0])  # updates in a second
    missing = max(0.0, (killed[1] - updates_in(said)) / rate)
    print(f"missing after the kill: {missing:.2f} s of training, {rate:,.0f} updates a second")  # noqa: T201
    assert missing < MOST_MISSING
    assert "saved today at" in said
    assert opened.accessibility_faults(".mlw-keeper:popover-open") == []
    for size in ("phone", "wide"):  # it lies over the lower edge, and moves nothing
        page.set_viewport_size(SIZES[size]["viewport"])
        expect(offer).to_be_in_viewport(ratio=1)
        opened.comes_to_rest()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    go.focus()
    page.keyboard.press("Enter")
    expect(offer).to_have_count(0, timeout=PATIENCE)
    open_tab(page, "Train")
    progress = page.locator(".mlw-progress-text")
    expect(progress).to_contain_text(f"update {updates_in(said):,}", timeout=PATIENCE)

    # The session's own run takes the place of the one it has gone on from, and is offered in turn.
    page.get_by_role("button", name="Step batch", exact=True).first.click()
    wait_for_kept(page, 1)
    page.reload(timeout=PATIENCE)
    expect(go).to_be_visible(timeout=PATIENCE)
    assert updates_in(offer.inner_text()) >= updates_in(said)
    page.get_by_role("button", name="Discard the kept run").click()
    expect(offer).to_have_count(0)
    expect(page.get_by_role("tab", name="Train")).to_be_focused()
    opened.wait_until(lambda: page.evaluate(ENTRIES) == 0, "an empty storage")


def test_a_run_is_saved_and_opened_where_the_browser_keeps_nothing(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    opened = visit(DASHBOARD, before=BLOCKED)
    page = opened.page
    open_tab(page, "Train")
    page.get_by_role("button", name="Step batch", exact=True).first.click()
    expect(page.locator(".mlw-progress-text")).to_contain_text("update 1", timeout=PATIENCE)
    open_tab(page, "Export", "Run file")
    board = page.locator(".mlw-run-board:visible")
    expect(board).to_contain_text("This browser does not let pages store anything", timeout=PATIENCE)
    size = board.get_by_text("The file will be")
    expect(size).to_be_visible(timeout=PATIENCE)
    present = board.get_by_role("radio", name="The present moment")
    present.focus()
    page.keyboard.press("ArrowDown")
    expect(board.get_by_role("radio", name="The whole run")).to_be_checked()
    assert opened.accessibility_faults(".mlw-run-board") == []
    with page.expect_download() as download:
        board.get_by_role("button", name="Save the run").click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    assert saved.name == "circle-1.mlw"

    data = page.locator(".mlw-bar")
    open_tab(page, "Data")
    page.get_by_role("combobox", name="Data set").first.select_option(label="Spiral")
    expect(data).to_contain_text("spiral", timeout=PATIENCE)
    open_tab(page, "Export")
    broken = bytearray(saved.read_bytes())
    broken[len(broken) // 2] ^= 1
    upload = page.locator(".mlw-run-file input[type=file]")
    upload.set_input_files({"name": "broken.mlw", "mimeType": "application/zip", "buffer": bytes(broken)})
    expect(page.locator(".mlw-run-file .mlw-upload-error")).to_contain_text("damaged", timeout=PATIENCE)
    expect(data).to_contain_text("spiral", timeout=PATIENCE)
    upload.set_input_files(saved)
    expect(data).to_contain_text("circle", timeout=PATIENCE)
    expect(page.get_by_text("Opened circle-1.mlw.").locator("visible=true").first).to_be_visible()
    page.set_viewport_size(SIZES["phone"]["viewport"])
    opened.comes_to_rest()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
