"""What every browser test stands on: a real Chromium, and a record of what went wrong on a page.

A test opens a page with the ``visit`` fixture of ``conftest.py`` and then speaks Playwright. This module
writes down everything a person would not see: messages on the console, exceptions in the page, requests
that failed, exceptions in the kernel, the server's log.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import psutil  # type: ignore[import-untyped]
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.browser.server import HarnessError
from tests.last_words import without_last_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Response, Route, WebSocket

    from tests.browser.server import VoilaServer

PAGE_TIMEOUT = 60.0  # seconds for a kernel to start and the first page to be drawn
ACTION_TIMEOUT = 15.0  # seconds for anything else
TEST_TIMEOUT = 240.0  # seconds for a whole test, after which its browser is ended: see `bounded`
CLOSE_TIMEOUT = 60.0  # seconds for a browser to close its pages

SIZES: dict[str, dict[str, Any]] = {
    "wide": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 375, "height": 812}, "has_touch": True, "is_mobile": True},
}

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# What axe-core finds, as one sentence a fault; only that travels, not all it has looked at.
AXE_RUN = """
async ([within, contrast]) => {
  const rules = { "color-contrast": { enabled: contrast } };
  const { violations } = await axe.run(within ?? document, { resultTypes: ["violations"], rules });
  return violations.filter(({ impact }) => ["serious", "critical"].includes(impact)).map(
    ({ impact, help, id, nodes }) =>
      `${impact}: ${help} (${id}): ` + nodes.map(({ target }) => target.flat().join(" ")).join("; "));
}
"""

# How often Python has built what a renewable page shows.
BUILT = """
() => {
  const classes = [...document.querySelectorAll("[class*=mlw-test-]")].flatMap((one) => [...one.classList]);
  return classes.map((name) => Number(name.match(/^mlw-test-(\\d+)$/)?.[1])).find(Boolean) ?? null;
}
"""

# What a page waits for: widgets and scripts, answers of Python, movements, and what it does when it is idle.
# `mlwRests` is asked in every frame, and says yes when several in a row had nothing to wait for.
UNDER_WAY = """
(() => {
  globalThis.mlwSent = 0; // messages to Python, without those by which the banner asks for a sign of life
  const waiting = new Set(), scripts = new Set(), heard = new WeakSet(), decoder = new TextDecoder();
  let [news, known, calm] = [0, 0, 0];

  /** Reads parts of a message: 0 is its channel, 1 its header, 2 that of what it answers, 4 its content. */
  const reader = (data) => {
    if (typeof data === "string") return null;
    const bytes = ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
      : new Uint8Array(data);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const start = (part) => Number(view.getBigUint64(8 * (part + 1), true));
    return (part) => decoder.decode(bytes.subarray(start(part), start(part + 1)));
  };
  const hear = ({ data }) => {
    news += 1;
    const read = reader(data);
    if (read === null || JSON.parse(read(1)).msg_type !== "status") return;
    if (JSON.parse(read(4)).execution_state === "idle") waiting.delete(JSON.parse(read(2)).msg_id);
  };
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    if (!heard.has(this)) {
      heard.add(this);
      this.addEventListener("message", hear);
      this.addEventListener("close", () => waiting.clear());
    }
    news += 1;
    const read = reader(data);
    if (read !== null && read(0) === "shell") waiting.add(JSON.parse(read(1)).msg_id);
    if (read === null || !read(4).includes('"kind":"ping"')) globalThis.mlwSent += 1;
    return send.call(this, data);
  };

  const { createObjectURL, revokeObjectURL } = URL; // a widget's script has an address until it is there
  URL.createObjectURL = (thing) => {
    const address = createObjectURL.call(URL, thing);
    if (thing.type === "text/javascript") scripts.add(address);
    return address;
  };
  URL.revokeObjectURL = (address) => {
    news += 1;
    scripts.delete(address);
    revokeObjectURL.call(URL, address);
  };
  const { requestIdleCallback, cancelIdleCallback } = globalThis;
  const calls = new Set();
  globalThis.requestIdleCallback = (call, options) => {
    const id = requestIdleCallback((deadline) => {
      calls.delete(id);
      news += 1;
      call(deadline);
    }, options);
    calls.add(id);
    return id;
  };
  globalThis.cancelIdleCallback = (id) => {
    calls.delete(id);
    cancelIdleCallback(id);
  };

  const moves = () => document.getAnimations().some((one) =>
    one.playState === "running" && Number.isFinite(one.effect?.getComputedTiming().endTime ?? 0));
  // Where the host still says that a widget will be, or has not even said so.
  const places = () => {
    const widgets = [...document.querySelectorAll("#rendered_cells .jupyter-widgets")];
    const waits = widgets.filter((one) => one.textContent === "Loading widget...").length;
    return waits + Number(widgets.length === waits);
  };
  globalThis.mlwUnderWay = () => ({
    "widgets to come": places(),
    questions: waiting.size,
    scripts: scripts.size + document.querySelectorAll("script[data-webpack]").length,
    "idle calls": calls.size,
    fonts: Number(document.fonts.status !== "loaded"),
    movements: Number(moves()),
  });
  globalThis.mlwRests = () => {
    const busy = Object.values(mlwUnderWay()).some(Boolean);
    calm = busy || news !== known ? 0 : calm + 1;
    known = news;
    if (calm < 4) return false;
    calm = 0;
    return true;
  };
})();
"""

# Before the page's own scripts: its web sockets are in reach.
SOCKETS = """
globalThis.sockets = [];
globalThis.WebSocket = class extends WebSocket {
    constructor(...address) {
        super(...address);
        sockets.push(this);
    }
};
"""

# Before the page's own scripts: `looks` counts how often parts of the page have read its address.
LOOKS = """
globalThis.looks = 0; // afterwards the address is watched
const listen = globalThis.addEventListener;
globalThis.addEventListener = (kind, ...others) => {
  listen.call(globalThis, kind, ...others);
  if (kind === "hashchange" && String(others[0]).includes("location.hash")) looks += 1;
};
"""

# With `SOCKETS`: what Python sends is held back from now on, until `letThrough` is called for some.
HOLD_ANSWERS = """() => {
  globalThis.held = [];
  globalThis.heldText = () => held.map(({ data }) => new TextDecoder().decode(data)).join();
  globalThis.letThrough = (count) => held.splice(0, count).forEach(({ hear, data }) => hear({ data }));
  for (const socket of sockets.filter((one) => one.onmessage)) {
    const hear = socket.onmessage.bind(socket);
    socket.onmessage = ({ data }) => held.push({ hear, data });
  }
}
"""

# What in a server's log means a fault: a traceback as a whole, so that its cause is known, or a line.
LOG_FAULT = re.compile(
    r"^.*Traceback \(most recent call last\).*(?:\n[ \t].*)*(?:\n.+)?|^\[[EC] .*|^.*\b(?:ERROR|CRITICAL)\b.*",
    re.MULTILINE,
)

HOSTS_WORDS = "processLuminoMessage|Could not add child view to box|reading .widgets."
"""What ipywidgets says when labs are taken away while it lays them out; the page is whole all the same."""


def chromium_path() -> str:
    """Return the Chromium to drive; its absence is an error, because a skipped test shows nothing.

    Returns
    -------
    str
        ``$CHROMIUM`` if set, else the first known name found on ``PATH``.

    Raises
    ------
    HarnessError
        If there is none.
    """
    named = os.environ.get("CHROMIUM")
    for name in [named] if named else ["chromium", "chromium-browser", "google-chrome"]:
        found = shutil.which(name)
        if found:
            return found
    looked = named or "chromium, chromium-browser and google-chrome"
    raise HarnessError(
        f"The browser tests need Chromium; looked for {looked}. "
        "Install it (Debian: apt-get install chromium) or set CHROMIUM to its path."
    )


def launch_chromium(playwright: Playwright, *flags: str) -> Browser:
    """Start Chromium without a window and without anything that calls home."""
    return playwright.chromium.launch(executable_path=chromium_path(), args=[*CHROMIUM_FLAGS, *flags])


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """End this process's browsers if what is done in here takes longer.

    Playwright has no limit of its own for a script that a page never answers, nor for closing a page. Without
    its browser it raises an error where it waits, and a test that hangs fails there.

    Parameters
    ----------
    seconds : float
        How long it may take.
    """
    timer = threading.Timer(seconds, _end_browsers)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _end_browsers() -> None:
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if "chrom" in process.name():
                process.kill()


@dataclass(eq=False)  # a page is equal to itself only
class Visit:
    """One person looking at one page, in a browser context of their own.

    Attributes
    ----------
    page : playwright.sync_api.Page
        The page; speak Playwright to it.
    server : VoilaServer
        Who serves it.
    problems : list of str
        What went wrong so far, in order: console errors, exceptions, failed requests, kernel errors.
    console : list of str
        Every message of the console.
    bytes_received : int
        Bytes that arrived over web sockets so far.
    """

    page: Page
    server: VoilaServer
    problems: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    bytes_received: int = 0
    _allowed: list[re.Pattern[str]] = field(default_factory=list)
    _log_start: int = 0

    @classmethod
    def start(
        cls,
        browser: Browser,
        server: VoilaServer,
        *,
        size: str = "wide",
        dark: bool = False,
        before: str = "",
        clock: bool = False,
        fragment: str = "",
    ) -> Visit:
        """Open the server's page and wait until Voilà shows it.

        Parameters
        ----------
        browser : playwright.sync_api.Browser
            The browser of the session.
        server : VoilaServer
            Whose page to open.
        size : {"wide", "phone"}
            A desktop of 1280 × 900, or a phone of 375 × 812 with a touch screen.
        dark : bool
            Whether the person's system prefers dark colours.
        before : str
            JavaScript that runs before anything of the page does.
        clock : bool
            Whether the test may turn the page's clock on, with ``page.clock``.
        fragment : str
            What stands behind the page's address, with its #.
        """
        server.check_alive()
        context = browser.new_context(**SIZES[size], color_scheme="dark" if dark else "light")
        context.set_default_timeout(ACTION_TIMEOUT * 1000)
        context.add_init_script(UNDER_WAY)
        context.add_init_script(before)
        page = context.new_page()
        if clock:
            page.clock.install()
        self = cls(page, server, _log_start=len(server.log()))
        # Nothing of ours may need the network, so nothing gets it.
        context.route(re.compile(r"^https?://(?!127\.0\.0\.1[:/])"), _refuse)
        page.on("console", lambda message: self._on_console(message.type, message.text))
        page.on("pageerror", lambda error: self.problems.append(f"exception in the page: {error}"))
        page.on("requestfailed", lambda request: self._on_failed(request.url, request.failure))
        page.on("response", self._on_response)
        page.on("websocket", self._on_websocket)
        try:
            page.goto(server.url + fragment, timeout=PAGE_TIMEOUT * 1000)
            page.locator("#rendered_cells").wait_for(timeout=PAGE_TIMEOUT * 1000)
            # What stands on the page before the kernel has answered makes room for the widgets.
            page.locator("#mlw-first").wait_for(state="detached", timeout=PAGE_TIMEOUT * 1000)
            self.comes_to_rest()
        except BaseException:
            context.close()  # or a page that nobody has goes on for the rest of the session
            raise
        return self

    @property
    def is_open(self) -> bool:
        """Whether the page is there, and with it its browser."""
        return not self.page.is_closed()

    def allow(self, pattern: str) -> None:
        """Expect problems that match the regular expression `pattern`: they are not held against the test."""
        self._allowed.append(re.compile(pattern))

    def restore(
        self, *, fresh: bool = False, size: str = "wide", dark: bool = False, **_others: object
    ) -> None:
        """Give the window its size and the system its preferences, whatever the last test has changed.

        Parameters
        ----------
        fresh : bool
            Whether Python builds all that is on the page anew.
        size, dark
            As in `start`; its other options are those with which the page was opened.
        """
        if self.page.viewport_size != SIZES[size]["viewport"]:
            self.page.set_viewport_size(SIZES[size]["viewport"])
        self.page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="no-preference")
        if fresh:
            self.renew()

    def renew(self) -> None:
        """Let Python build everything on the page anew (see `renewable`), and go back to its top."""
        page = self.page
        page.mouse.move(0, 0)
        built = page.evaluate(BUILT)
        if built is None:
            raise HarnessError("Nothing on the page can be built anew: see `renewable`.")
        page.locator(".mlw-test-fresh").evaluate(
            "(button) => { document.activeElement?.blur(); button.click(); }"
        )
        page.locator(f".mlw-test-{built + 1}").wait_for(state="attached")
        page.locator(f".mlw-test-{built}").wait_for(state="detached")
        page.evaluate("document.querySelector('#rendered_cells').scrollTop = 0")
        self.comes_to_rest()

    def comes_to_rest(self) -> None:
        """Wait until all widgets are drawn, and neither the page nor Python has anything to tell the other.

        Only then places and heights stay what they are, and messages are those of what a test does next.
        While a network trains, a page never rests.
        """
        try:
            self.page.wait_for_function("mlwRests()", timeout=PAGE_TIMEOUT * 1000)
        except PlaywrightTimeoutError as error:
            under_way = self.page.evaluate("mlwUnderWay()")
            raise HarnessError(f"The page does not come to rest; under way: {under_way}.") from error

    def stop_the_clock(self, later: float = 1) -> None:
        """Let the page's time stand still: from now on only the test moves it, however slow the machine is.

        Parameters
        ----------
        later : float
            Seconds from now until then: time goes on until the page is told so. Where nothing else depends on
            them they are many.
        """
        self.page.clock.pause_at(self.page.evaluate("Date.now() / 1000") + later)

    def forget(self) -> None:
        """Begin a new record: the page goes to another test."""
        self.problems.clear()
        self._allowed.clear()
        self._log_start = len(self.server.log())

    def wait_until(self, condition: Callable[[], bool], what: str) -> None:
        """Wait for something outside the page; for what is in the page, Playwright waits by itself.

        Parameters
        ----------
        condition : callable
            Asked again and again.
        what : str
            What is waited for, for the message when it does not come.
        """
        deadline = time.monotonic() + ACTION_TIMEOUT
        while not condition():
            if time.monotonic() > deadline:
                raise HarnessError(
                    f"Waited {ACTION_TIMEOUT:.0f} s for {what}. Problems: {self.unexpected()}."
                )
            self.page.wait_for_timeout(20)  # lets Playwright deliver its events

    def wait_for_problem(self, count: int = 1) -> None:
        """Wait until `count` problems have been seen that nobody allowed."""
        self.wait_until(lambda: len(self.unexpected()) >= count, f"{count} problems")

    def unexpected(self) -> list[str]:
        """Return the problems that nobody allowed, those in the server's log included."""
        log = without_last_words(self.server.log()[self._log_start :])
        faults = [f"server log: {fault[0]}" for fault in LOG_FAULT.finditer(log)]
        if self.server.process.poll() is not None:
            faults.append(f"the server ended with code {self.server.process.returncode}")
        return [p for p in [*self.problems, *faults] if not any(a.search(p) for a in self._allowed)]

    def accessibility_faults(self, within: str | None = None, *, contrast: bool = True) -> list[str]:
        """Return what axe-core calls serious or critical.

        Parameters
        ----------
        within : str, optional
            A CSS selector: look only there.
        contrast : bool
            Whether to judge colours, which takes a second for every hundred texts.

        Returns
        -------
        list of str
            One sentence a fault, with the elements it is about.
        """
        if not self.page.evaluate("typeof axe === 'object'"):
            self.page.evaluate(f"(() => {{ {AXE_SCRIPT} }})()")
        found: list[str] = self.page.evaluate(AXE_RUN, [within, contrast])
        return found

    def kernel_id(self) -> str:
        """Return the id of the kernel behind the page."""
        config = self.page.locator("#jupyter-config-data").text_content() or "{}"
        return str(json.loads(config)["kernelId"])

    def end_kernel(self) -> None:
        """Shut the kernel behind the page down, as the page itself does when it is closed."""
        context: BrowserContext = self.page.context
        # The cookie holds the token that the handler asks for.
        token = next((c["value"] for c in context.cookies() if c.get("name") == "_xsrf"), "")
        context.request.post(
            f"{self.server.url}voila/api/shutdown/{self.kernel_id()}", headers={"X-XSRFToken": token}
        )

    def close(self) -> None:
        """Leave, and end the kernel: a context that is closed does not let its pages say goodbye."""
        if self.server.process.poll() is None:
            self.end_kernel()
        self.page.context.close()

    def picture(self, path: Path) -> None:
        """Take a picture of the whole page; Voilà scrolls inside the page, so the window grows for it."""
        size = self.page.viewport_size or SIZES["wide"]["viewport"]
        height = self.page.evaluate("document.querySelector('#rendered_cells').scrollHeight") + 40
        self.page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})
        self.page.screenshot(path=path)
        self.page.set_viewport_size({"width": size["width"], "height": size["height"]})

    def save(self, folder: Path) -> None:
        """Leave a picture of the page, its console and the server's log in `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        self.picture(folder / "page.png")
        (folder / "page.html").write_text(self.page.content(), encoding="utf-8")
        (folder / "console.txt").write_text("\n".join(self.console), encoding="utf-8")
        (folder / "problems.txt").write_text("\n".join(self.unexpected()), encoding="utf-8")
        shutil.copyfile(self.server.log_path, folder / "server.log")

    def _on_console(self, kind: str, text: str) -> None:
        self.console.append(f"{kind}: {text}")
        # Every refused request also makes a console error without an address: `_on_failed` has the address.
        if kind == "error" and not text.startswith("Failed to load resource"):
            self.problems.append(f"console: {text}")

    def _on_failed(self, url: str, reason: str | None) -> None:
        # Requests elsewhere were refused on purpose, and leaving a page abandons what is under way.
        if urlsplit(url).hostname == "127.0.0.1" and reason != "net::ERR_ABORTED":
            self.problems.append(f"request failed: {url}: {reason}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.problems.append(f"request failed: {response.url}: {response.status}")

    def _on_websocket(self, websocket: WebSocket) -> None:
        websocket.on("framereceived", self._on_frame)

    def _on_frame(self, frame: str | bytes) -> None:
        self.bytes_received += len(frame)
        error = kernel_error(frame)
        if error:
            self.problems.append(f"exception in the kernel: {error}")


def _refuse(route: Route) -> None:
    route.abort("blockedbyclient")


def becomes(page: Page, read: Callable[[], object], wanted: object) -> None:
    """Wait until what is read is what is wanted; if it never is, say what it is instead.

    What Python reports travels in a message of its own: it may come later than what is seen beside it.

    Parameters
    ----------
    page : playwright.sync_api.Page
        The page that is looked at.
    read : callable
        Asked again and again.
    wanted : object
        What is to be read.
    """
    deadline = time.monotonic() + ACTION_TIMEOUT
    while (found := read()) != wanted:
        if time.monotonic() > deadline:
            raise AssertionError(f"Expected {wanted!r}; it is {found!r}.")
        page.wait_for_timeout(20)  # lets Playwright deliver its events


def messages(page: Page) -> int:
    """Return how many messages the page has sent to Python so far."""
    return int(page.evaluate("mlwSent"))


def next_frame(page: Page) -> None:
    """Wait until the page has drawn what it was told so far."""
    page.evaluate("new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))")


def kernel_error(frame: str | bytes) -> str | None:
    """Return the exception that a message from the kernel reports, if it does.

    Exceptions in a callback travel to the page as ``error`` messages, and Voilà shows nothing.

    Parameters
    ----------
    frame : str or bytes
        A web socket message in the protocol ``v1.kernel.websocket.jupyter.org``: the number of offsets
        and the offsets as 64-bit integers, then channel, header, parent header, metadata, content, buffers.
    """
    if isinstance(frame, str):
        return None
    count = int.from_bytes(frame[:8], "little")
    ends = [int.from_bytes(frame[8 * i : 8 * i + 8], "little") for i in range(1, count + 1)]
    parts = [frame[start:end] for start, end in pairwise(ends)]
    if json.loads(parts[1])["msg_type"] != "error":
        return None
    content = json.loads(parts[4])
    return "\n".join([f"{content['ename']}: {content['evalue']}", *content["traceback"]])
