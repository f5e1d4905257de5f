"""A page's web socket: the widgets that Python has made, and what is said to them and heard of them."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from jupyter_server.services.kernels.connection.base import (
    deserialize_msg_from_ws_v1,
    serialize_msg_to_ws_v1,
)
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from tests.load.web import Refused

if TYPE_CHECKING:
    from tornado.websocket import WebSocketClientConnection

    from tests.load.web import Browser

NEWER_FORM = "v1.kernel.websocket.jupyter.org"
PATIENCE = 120.0  # seconds until a learner gives up
LARGE = {"_esm", "_css"}  # scripts and styles, which nobody here runs

Listener = Callable[[str, dict[str, Any]], None]


class PageSocket:
    """What a page's scripts do with their socket, without a page.

    Parameters
    ----------
    browser : Browser
        Whose cookies it carries.
    kernel : str
        Id of the kernel.
    hear : callable
        Called with a widget's id and what Python has told it: "open", "update" or "custom", and the content.
    """

    def __init__(self, browser: Browser, kernel: str, hear: Listener) -> None:
        self._browser = browser
        self._kernel = kernel
        self._session = uuid.uuid4().hex
        self._hear = hear
        self._handled: dict[str, asyncio.Future[float]] = {}
        self._waiting: list[tuple[Callable[[], bool], asyncio.Future[float]]] = []
        self._connection: WebSocketClientConnection | None = None
        self.widgets: dict[str, dict[str, Any]] = {}
        self.problems: list[str] = []
        self.received = 0  # bytes
        self.said: set[str] = set()  # what kinds of messages the page has sent

    @property
    def is_open(self) -> bool:
        """Whether anything can be sent."""
        return self._connection is not None

    async def open(self) -> None:
        """Connect, say hello, and ask for all widgets."""
        address = (
            f"ws://{self._browser.host}/api/kernels/{self._kernel}/channels?session_id={uuid.uuid4().hex}"
        )
        headers = {"Origin": f"http://{self._browser.host}", "Cookie": self._browser.cookie}
        self._connection = await websocket_connect(
            HTTPRequest(address, headers=headers, request_timeout=PATIENCE, connect_timeout=PATIENCE),
            on_message_callback=self._on_message,
            subprotocols=[NEWER_FORM],
            max_message_size=2**28,
        )
        await self.handled(self._send("kernel_info_request", {}))
        comm = uuid.uuid4().hex
        control = {"comm_id": comm, "target_name": "jupyter.widget.control", "data": {}}
        self._send("comm_open", control, {"version": "1.0.0"})
        asked = self._send("comm_msg", {"comm_id": comm, "data": {"method": "request_states"}})
        await self.handled(asked)
        await self.until(lambda: bool(self.widgets), "the widgets of the page")
        self._send("comm_close", {"comm_id": comm, "data": {}})

    def update(self, widget: str, **state: object) -> asyncio.Future[float]:
        """Tell Python what somebody has set; the answer is the moment when Python has dealt with it."""
        self.widgets[widget].update(state)
        data = {"method": "update", "state": state, "buffer_paths": []}
        return self.handled(self._send("comm_msg", {"comm_id": widget, "data": data}))

    def custom(self, widget: str, **content: object) -> asyncio.Future[float]:
        """Send a widget's own message."""
        data = {"method": "custom", "content": content}
        return self.handled(self._send("comm_msg", {"comm_id": widget, "data": data}))

    def handled(self, message: str) -> asyncio.Future[float]:
        """Tell when Python has dealt with a message."""
        return self._handled.setdefault(message, asyncio.get_running_loop().create_future())

    async def until(self, condition: Callable[[], bool], what: str, seconds: float = PATIENCE) -> float:
        """Wait until what has been heard fulfils a condition; return when that was."""
        if condition():
            return time.perf_counter()
        future: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        entry = (condition, future)
        self._waiting.append(entry)
        try:
            return await asyncio.wait_for(future, seconds)
        except TimeoutError:
            raise Refused(f"waited {seconds:.0f} s in vain for {what}") from None
        finally:
            if entry in self._waiting:
                self._waiting.remove(entry)

    def close(self) -> None:
        """End it as a browser does that is closed."""
        if self._connection is not None:
            self._connection.close()
        self._end("the page was closed")

    def cut(self) -> None:
        """End it without a word, as a crash does."""
        protocol = None if self._connection is None else self._connection.protocol
        if protocol is not None and protocol.stream is not None:
            protocol.stream.close()
        self._end("the page crashed")

    def _end(self, why: str) -> None:
        self._connection = None
        waiting = [*self._handled.values(), *(future for _, future in self._waiting)]
        for future in waiting:
            if not future.done():
                future.set_exception(Refused(why))
                future.exception()  # whoever still waits hears of it; if nobody does, that is no fault
        self._handled.clear()
        self._waiting.clear()

    def _send(self, kind: str, content: dict[str, Any], metadata: dict[str, Any] | None = None) -> str:
        if self._connection is None:
            raise Refused("the socket of the page is closed")
        number = uuid.uuid4().hex
        header = {
            "msg_id": number,
            "msg_type": kind,
            "username": "",
            "session": self._session,
            "version": "5.2",
        }
        message = {"header": header, "parent_header": {}, "metadata": metadata or {}, "content": content}
        self.said.add(kind_of(kind, content))
        packed = serialize_msg_to_ws_v1(message, "shell", lambda part: json.dumps(part).encode())
        self._handled[number] = asyncio.get_running_loop().create_future()
        self._connection.write_message(packed, binary=True)
        return number

    def _on_message(self, frame: bytes | str | None) -> None:
        if self._connection is None:
            return  # what was under way when the page was left
        if frame is None:
            self.problems.append("the server closed the socket")
            self._end("the server closed the socket")
            return
        if isinstance(frame, str):
            self.problems.append(f"a message of the older form: {frame[:80]}")
            return
        self.received += len(frame)
        _, parts = deserialize_msg_from_ws_v1(frame)
        kind = json.loads(parts[0])["msg_type"]
        if kind == "status":
            if b'"idle"' in parts[3]:
                self._note_handled(json.loads(parts[1]).get("msg_id", ""))
        elif kind in ("comm_open", "comm_msg"):
            self._on_comm(json.loads(parts[3]))
        elif kind == "error":
            self.problems.append(f"exception in the kernel: {json.loads(parts[3])['evalue']}")
        now = time.perf_counter()
        for condition, future in self._waiting:
            if not future.done() and condition():
                future.set_result(now)

    def _note_handled(self, message: str) -> None:
        future = self._handled.pop(message, None)
        if future is not None and not future.done():
            future.set_result(time.perf_counter())

    def _on_comm(self, content: dict[str, Any]) -> None:
        widget, data = content["comm_id"], content["data"]
        match data.get("method"):
            case None if "state" in data:
                self._know(widget, data["state"])
            case "update":
                self.widgets.setdefault(widget, {}).update(data["state"])
                self._hear("update", {"widget": widget, **data["state"]})
            case "custom":
                self._hear("custom", {"widget": widget, "content": data["content"]})
            case "update_states":
                for name, one in data["states"].items():
                    self._know(name, one["state"])
            case _:
                pass  # an echo of what the page itself has said

    def _know(self, widget: str, state: dict[str, Any]) -> None:
        self.widgets[widget] = {name: value for name, value in state.items() if name not in LARGE}
        self._hear("open", {"widget": widget})


def kind_of(message: str, content: dict[str, Any]) -> str:
    """Say in short what a page tells Python: what it sets, or which of its own messages a widget sends.

    Parameters
    ----------
    message : str
        Type of the message.
    content : dict
        What is in it.

    Returns
    -------
    str
        Such as "comm_msg update visible".
    """
    data = content.get("data", {})
    about = [*data.get("state", {}), str(data.get("content", {}).get("kind", ""))]
    return " ".join(filter(None, [message, str(data.get("method", "")), *about]))
