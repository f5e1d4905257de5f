"""Real Chromium pages among the learners, each with a clock in its web socket."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from playwright.async_api import async_playwright

from tests.browser.harness import CHROMIUM_FLAGS, chromium_path

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page, Request

PATIENCE = 120_000.0  # milliseconds

# Notes how long Python takes to deal with each message of the page: until its "idle" has come back.
CLOCK = """
{
  const texts = new TextDecoder(), sent = new Map();
  const part = (data, number) => {
    const view = new DataView(data.buffer ?? data, data.byteOffset ?? 0, data.byteLength);
    const at = (place) => Number(view.getBigUint64(8 * (1 + place), true));
    const [from, to] = [at(number), at(number + 1)];
    return texts.decode(new Uint8Array(view.buffer, view.byteOffset + from, to - from));
  };
  window.mlwTrips = []; // milliseconds, of all messages
  window.mlwMoves = []; // the same, of numbers that somebody has set
  window.WebSocket = class extends WebSocket {
    constructor(...words) {
      super(...words);
      this.addEventListener("message", ({ data }) => {
        if (typeof data === "string" || !part(data, 4).includes('"idle"')) return;
        const start = sent.get(JSON.parse(part(data, 2) || "{}").msg_id);
        if (start === undefined) return;
        window.mlwTrips.push(performance.now() - start.at);
        if (start.moves) window.mlwMoves.push(performance.now() - start.at);
      });
    }
    send(data) {
      if (typeof data !== "string") {
        const moves = part(data, 4).includes('"state":{"value":');
        sent.set(JSON.parse(part(data, 1)).msg_id, { moves, at: performance.now() });
      }
      super.send(data);
    }
  };
}
"""


class Chromium:
    """A browser with the pages of several people, as an asynchronous context.

    Parameters
    ----------
    port : int
        Where the server listens.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._browser: Browser | None = None

    async def __aenter__(self) -> Self:
        """Start it."""
        self._playwright = await async_playwright().start()
        try:
            self._browser = await self._playwright.chromium.launch(
                executable_path=chromium_path(),
                args=CHROMIUM_FLAGS,
                handle_sigint=False,
                handle_sigterm=False,
            )
        except BaseException:
            await self._playwright.stop()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        """End it with all its pages."""
        if self._browser is not None:
            await self._browser.close()
        await self._playwright.stop()

    async def person(self) -> Person:
        """Let somebody come who has never been here, with nothing in the browser's memory."""
        assert self._browser is not None
        context = await self._browser.new_context(viewport={"width": 1280, "height": 720})
        context.set_default_timeout(PATIENCE)
        await context.add_init_script(CLOCK)
        return Person(await context.new_page(), f"http://127.0.0.1:{self._port}/")


class Person:
    """Somebody at a real browser."""

    def __init__(self, page: Page, address: str) -> None:
        self._page = page
        self._address = address
        self.files: list[str] = []  # scripts and styles that the page has loaded
        self.kernels: list[str] = []
        page.on("request", self._note)

    async def open(self) -> float:
        """Open the page; return the seconds until its widgets are there and Python has answered."""
        start = time.perf_counter()
        await self._page.goto(self._address, wait_until="commit")
        await self._page.get_by_role("tab", name="Train").wait_for()
        await self._page.locator("#mlw-first").wait_for(state="detached")
        await self._page.wait_for_function("window.mlwTrips.length > 0")
        return time.perf_counter() - start

    async def show(self, tab: str) -> float:
        """Open the tab of a lab; return the seconds until it is drawn."""
        start = time.perf_counter()
        await self._page.get_by_role("tab", name=tab).click()
        await self._page.locator(".mlw-lab:visible").wait_for()
        if tab == "Train":
            await self._page.locator(".mlw-curves-canvas").nth(1).wait_for()
        return time.perf_counter() - start

    async def slide(self, label: str, value: float) -> float:
        """Set a number; return the seconds until Python has dealt with it."""
        field = self._page.get_by_role("textbox", name=label).or_(
            self._page.get_by_role("spinbutton", name=label)
        )
        await field.fill(str(value))
        count = await self._page.evaluate("window.mlwMoves.length")
        await field.press("Enter")
        await self._page.wait_for_function("(count) => window.mlwMoves.length > count", arg=count)
        return float(await self._page.evaluate("(count) => window.mlwMoves[count]", count)) / 1000

    async def run(self) -> float:
        """Press Run; return the seconds until Python says that it trains."""
        return await self._press("Run", "Running")

    async def pause(self) -> float:
        """Press Pause; return the seconds until Python says that it has."""
        return await self._press("Pause", "Paused")

    async def leave(self) -> None:
        """Go to another page: this one says goodbye."""
        await self._page.goto("about:blank")
        await self._page.context.close()

    async def crash(self) -> None:
        """Be gone without a word: a context that is closed lets no page say goodbye."""
        await self._page.context.close()

    async def reload(self) -> float:
        """Load the page again; return the seconds until it answers."""
        return await self.open()

    async def _press(self, button: str, state: str) -> float:
        # The bar above the labs shows what Python says; the button itself acts before.
        told = self._page.locator(".mlw-bar-state").filter(has_text=re.compile(state))
        await self._page.get_by_role("button", name=button, exact=True).click()
        start = time.perf_counter()
        await told.wait_for()
        return time.perf_counter() - start

    def _note(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.path.startswith("/voila/") and request.method == "GET":
            self.files.append(f"{parts.path}?{parts.query}".rstrip("?"))
        elif found := re.fullmatch(r"/api/kernels/([0-9a-f-]{36})", parts.path):
            self.kernels.append(found[1])
