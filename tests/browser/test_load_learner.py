"""The learners of ``make load`` say what a real page says: what they measure is what a browser would feel."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.server import ROOT
from tests.load.learner import Learner
from tests.load.page_socket import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.harness import Visit
    from tests.browser.server import VoilaServer

pytestmark = pytest.mark.browser

LONGEST = 120.0  # seconds for all that a learner does

# Keeps type and content of every message that the page sends.
RECORD = """
window.mlwSaid = [];
{
  const send = WebSocket.prototype.send, texts = new TextDecoder();
  WebSocket.prototype.send = function (data) {
    const bytes = new Uint8Array(data), view = new DataView(bytes.buffer);
    const at = (place) => Number(view.getBigUint64(8 * (1 + place), true));
    const part = (number) => JSON.parse(texts.decode(bytes.subarray(at(number), at(number + 1))));
    window.mlwSaid.push([part(1).msg_type, part(4)]);
    send.call(this, data);
  };
}
"""


def kinds(page: Page) -> set[str]:
    return {kind_of(message, content) for message, content in page.evaluate("window.mlwSaid")}


def test_a_learner_says_what_a_page_says(
    visit: Callable[..., Visit], serve: Callable[..., VoilaServer]
) -> None:
    server = serve(ROOT / "apps" / "dashboard.ipynb")
    said: set[str] = set()
    working = threading.Thread(target=lambda: said.update(asyncio.run(work(server))))
    working.start()  # Playwright has an event loop in this thread
    working.join()

    opened = visit(server, before=RECORD)
    page = opened.page
    page.get_by_role("tab", name="Train").click()
    page.locator(".mlw-curves-canvas").nth(1).wait_for()
    page.get_by_role("textbox", name="Learning rate").fill("0.001")
    page.get_by_role("textbox", name="Learning rate").press("Enter")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator(".mlw-bar-state")).to_have_text("Running")
    page.wait_for_function("window.mlwSaid.some(([, { data }]) => data?.content?.kind === 'kept')")
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(page.locator(".mlw-bar-state")).to_have_text("Paused")
    opened.comes_to_rest()
    assert said == kinds(page)


async def work(server: VoilaServer) -> set[str]:
    """Do the same as a learner, and return what was said."""
    learner = Learner(int(server.url.rstrip("/").rpartition(":")[2]))
    try:
        async with asyncio.timeout(LONGEST):
            await learner.open()
            await learner.show("Train")
            await learner.slide("Learning rate", 0.001)
            await learner.run()
            said = learner.socket.said
            await learner.socket.until(
                lambda: any(kind.endswith("kept") for kind in said), "a run that is kept"
            )
            await learner.pause()
            await learner.leave()
            return said
    finally:
        learner.close()
