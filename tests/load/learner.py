"""One learner, as the dashboard's front end behaves: the same requests and messages in the same order.

What a page says was read from a real Chromium's web socket; `test_learner.py` compares the two.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
from typing import TYPE_CHECKING, Any

from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from tests.load.page_socket import PageSocket
from tests.load.web import NAVIGATION, Browser, Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 300.0  # seconds until somebody gives up on a page
PAINT = 0.03  # seconds until a page has painted a picture and says so
ASK_AGAIN = 1.0  # seconds until a page that waits for its turn asks again, if nobody calls it

# Which of the widgets that move a person sees when a tab is open.
IN_SIGHT = {"Predict": {"DigitFlow"}, "Train": {"CurvesChart", "LayerMaps"}}


class Learner:
    """Somebody with a page.

    Parameters
    ----------
    port : int
        Where the server listens.
    files : sequence of str
        Paths of scripts and styles that the page loads, which a browser keeps for the next page.
    """

    def __init__(self, port: int, files: Sequence[str] = ()) -> None:
        self._port = port
        self._files = list(files)
        self._browser = Browser(port)
        self._socket: PageSocket | None = None
        self._kernel = ""
        self._tab = "Predict"
        self._tabs: dict[str, str] = {}  # the tab on which each widget has come
        self._pongs = 0
        self.kernels: list[str] = []  # all that this learner has had
        self.queued = 0.0  # seconds in front of a page that says there is no room

    @property
    def is_open(self) -> bool:
        """Whether the page is there and connected."""
        return self._socket is not None and self._socket.is_open

    @property
    def problems(self) -> list[str]:
        """What went wrong on the page that is open."""
        return self.socket.problems

    @property
    def socket(self) -> PageSocket:
        """The socket of the page that is open."""
        if self._socket is None:
            raise Refused("no page is open")
        return self._socket

    @property
    def updates(self) -> int:
        """How many updates the page says the training has made."""
        return int(self.socket.widgets[self._find("RunPanel", "Train")]["reach"]["newest"])

    async def open(self) -> float:
        """Open the page; return the seconds until it answers."""
        try:
            async with asyncio.timeout(LONGEST):
                return await self._open()
        except TimeoutError:
            raise Refused(f"the page was not usable after {LONGEST:.0f} s") from None

    async def _open(self) -> float:
        start = time.perf_counter()
        text = await self._page()
        await self._browser.get_all(self._files)
        self._files = []
        await self._browser.get(f"/api/kernels/{self._kernel}?{time.time_ns() // 1_000_000}")
        self._tab, self._tabs, self._pongs = "Predict", {}, 0
        self._socket = PageSocket(self._browser, self._kernel, self._hear)
        await self._socket.open()
        if "mlw-" not in text or not self._has("LabBar"):
            raise Refused("the page is blank: its widgets are missing")
        await self._appear("Predict", banners=2)
        return time.perf_counter() - start

    async def show(self, tab: str) -> float:
        """Open the tab of a lab; return the seconds until Python answers there."""
        start = time.perf_counter()
        bar = self._find("LabBar")
        hidden = self._in_sight(self._tab)
        known = tab in self._tabs.values()
        self._tab = tab
        done = self.socket.update(bar, selected=self.socket.widgets[bar]["labs"].index(tab))
        for widget in hidden:
            self.socket.update(widget, visible=False)
        await done
        await self._appear(tab, banners=0 if known else 1)
        return time.perf_counter() - start

    async def slide(self, label: str, value: float) -> float:
        """Move the slider of a number on the Train tab; return the seconds until Python has dealt with it."""
        start = time.perf_counter()
        widget = self._find("NumberControl", "Train", label=label)
        moved = self.socket.update(widget, value=value)
        self.socket.custom(widget, kind="chosen", value=value)
        return await moved - start

    async def run(self) -> float:
        """Press Run; return the seconds until Python says that it trains."""
        return await self._press("run", "running")

    async def pause(self) -> float:
        """Press Pause; return the seconds until Python says that it has."""
        return await self._press("pause", "paused")

    async def leave(self) -> None:
        """Close the page, which says goodbye."""
        kernel, form = self._kernel, {"_xsrf": self._browser.cookies.get("_xsrf", "")}
        self.socket.close()
        self._socket = None
        answer = await self._browser.post(f"/voila/api/shutdown/{kernel}", form)
        if answer.status not in (204, 404):  # 404: it had gone already
            raise Refused(f"the goodbye was answered with status {answer.status}")

    def crash(self) -> None:
        """Be gone without a word."""
        self.socket.cut()
        self._socket = None
        self._browser.close()

    async def reload(self) -> float:
        """Load the page again; return the seconds until it answers."""
        start = time.perf_counter()
        await self.leave()
        await self.open()
        return time.perf_counter() - start

    def close(self) -> None:
        """Free whatever is left, for the end of a run."""
        if self._socket is not None:
            self._socket.cut()
            self._socket = None
        self._browser.close()

    async def _page(self) -> str:
        """Get the page; where it says that there is no room, wait for it."""
        asked = time.perf_counter()
        while True:
            answer = await self._browser.get("/", NAVIGATION)
            text = answer.body.decode()
            if answer.status not in (200, 503):
                raise Refused(f"the page came with status {answer.status}")
            found = re.search(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', text, re.DOTALL)
            if found:
                break
            await self._wait_in_the_queue(text)
            self.queued = time.perf_counter() - asked
        self._kernel = str(json.loads(found[1])["kernelId"])
        self.kernels.append(self._kernel)
        return text

    async def _wait_in_the_queue(self, text: str) -> None:
        """Wait as the page does that says there is no room, until its socket calls."""
        socket = re.search(r'new URL\("([^"]+)"', text)
        if socket is None:
            await asyncio.sleep(ASK_AGAIN)
            return
        headers = {"Origin": f"http://{self._browser.host}", "Cookie": self._browser.cookie}
        request = HTTPRequest(f"ws://{self._browser.host}{socket[1]}", headers=headers)
        connection = await websocket_connect(request)
        while (said := await connection.read_message()) is not None:
            if json.loads(said).get("come"):
                break
        connection.close()

    async def _appear(self, tab: str, banners: int) -> None:
        """Say what a browser says when parts of a page come into sight, and wait for the answers."""
        pongs = self._pongs + banners
        for banner in self._all("SessionBanner")[-banners:] if banners else ():
            self.socket.custom(banner, kind="shown", view=f"{random.random():.10f}"[2:])  # noqa: S311
            self.socket.custom(banner, kind="ping", id=str(time.perf_counter()))
        for keeper in self._all("RunKeeper") if len(set(self._tabs.values())) == 1 else ():
            self.socket.custom(keeper, kind="ready", keep=True)
        seen = self._in_sight(tab)
        for widget in seen:
            self.socket.update(widget, visible=True)
        widgets = self.socket.widgets
        await self.socket.until(
            lambda: self._pongs >= pongs and all(widgets[one]["frame"]["serial"] for one in seen),
            f"the first pictures of the {tab} lab",
        )

    async def _press(self, button: str, state: str) -> float:
        start = time.perf_counter()
        panel = self._find("RunPanel", "Train")
        self.socket.custom(panel, kind="press", button=button)
        widgets = self.socket.widgets
        return await self.socket.until(lambda: widgets[panel]["state"] == state, f"{button} to act") - start

    def _hear(self, kind: str, content: dict[str, Any]) -> None:
        widget = content["widget"]
        if kind == "open":
            self._tabs[widget] = self._tab
        elif kind == "update" and content.get("frame", {}).get("told"):
            if self.socket.widgets[widget].get("visible"):
                serial = content["frame"]["serial"]
                asyncio.get_running_loop().call_later(PAINT, self._tell, widget, "painted", serial)
        elif kind == "custom":
            self._hear_custom(widget, content["content"])

    def _hear_custom(self, widget: str, content: dict[str, Any]) -> None:
        match content:
            case {"kind": "pong"}:
                self._pongs += 1
            case {"kind": "who"}:
                self.socket.custom(widget, kind="shown", view="again")
            case {"kind": "run", "serial": serial}:
                self._tell(widget, "kept", serial)

    def _tell(self, widget: str, kind: str, serial: int) -> None:
        if self.is_open:  # a picture may come as the page is left
            self.socket.custom(widget, kind=kind, serial=serial)

    def _in_sight(self, tab: str) -> list[str]:
        return [one for name in IN_SIGHT.get(tab, ()) for one in self._all(name, tab)]

    def _has(self, kind: str) -> bool:
        return bool(self._all(kind))

    def _all(self, kind: str, tab: str = "", **traits: object) -> list[str]:
        return [
            widget
            for widget, state in self.socket.widgets.items()
            if str(state.get("_anywidget_id", "")).endswith(f".{kind}")
            and tab in ("", self._tabs.get(widget))
            and traits.items() <= state.items()
        ]

    def _find(self, kind: str, tab: str = "", **traits: object) -> str:
        found = self._all(kind, tab, **traits)
        if len(found) != 1:
            raise Refused(f"the page has {len(found)} widgets {kind} {traits or ''} on tab {tab or 'any'}")
        return found[0]
