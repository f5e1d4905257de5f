"""A page's socket to its kernel, in both forms of Jupyter's messages; a mistaken one harms nobody else."""

from __future__ import annotations

import asyncio
import json
import struct
import sys
from typing import TYPE_CHECKING

import pytest
import websocket
from jupyter_server.services.kernels.connection.base import (
    serialize_binary_message,
    serialize_msg_to_ws_v1,
)
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine
from tornado.web import HTTPError
from tornado.websocket import WebSocketClosedError

from mlwidgets.server.kernel_socket import MOST_SOCKETS, KernelSocketHandler
from tests.last_words import without_last_words
from tests.packaging.servers import Page, Server, connect, message, notebook, wait_until
from tests.server.kernel_client import PROMPT, V1, ask_for_states

if TYPE_CHECKING:
    from collections.abc import Iterator

# A widget whose value is sent as a buffer.
SOURCE = """
import ipywidgets
ipywidgets.Image(value=b"picture")
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served")
    command = [sys.executable, "-m", "mlwidgets", "serve", "--no-browser", "--port", "{port}"]
    with Server([*command, str(notebook(folder / "page.ipynb", SOURCE))], folder) as running:
        yield running


@pytest.fixture
def page(server: Server) -> Page:
    server.forget_cookies()
    return server.get("/")


@pytest.mark.parametrize("protocols", [[V1], []], ids=["v1", "legacy"])
def test_a_page_gets_its_widgets_in_both_forms(server: Server, page: Page, protocols: list[str]) -> None:
    connection = connect(server, page, *protocols)
    try:
        states = ask_for_states(connection, connection.subprotocol or "")
    finally:
        connection.close()
    assert "ImageModel" in {state["model_name"] for state in states["states"].values()}
    assert states["buffers"] == [b"picture"]
    assert server.get("/voila/static/voila.js").status == 200, "the server has time for others"


@pytest.mark.parametrize("protocols", [[V1], []], ids=["v1", "legacy"])
@pytest.mark.parametrize(
    "lie", [b"\x7f" * 16, b"\xff" * 8, b"\x00" * 8, b""], ids=["many", "all", "none", "empty"]
)
def test_a_message_that_lies_about_its_parts_closes_its_own_socket_only(
    server: Server, page: Page, protocols: list[str], lie: bytes
) -> None:
    mistaken = connect(server, page, *protocols)
    other = connect(server, page, V1)
    try:
        mistaken.settimeout(PROMPT)
        mistaken.send_binary(lie)
        while mistaken.connected:
            code, data = mistaken.recv_data()
            if code == websocket.ABNF.OPCODE_CLOSE:
                break
        assert int.from_bytes(data[:2], "big") == 1003
        assert ask_for_states(other, V1)["states"]
    finally:
        mistaken.shutdown()  # the server has closed it
        other.close()
    assert "Traceback" not in without_last_words(server.log())


def test_a_message_that_is_too_long_is_refused_before_it_is_read(server: Server, page: Page) -> None:
    """Reading and unmasking 64 MiB keeps everybody else waiting; files come in pieces of half a megabyte."""
    mistaken = connect(server, page, V1)
    other = connect(server, page, V1)
    try:
        assert mistaken.sock is not None
        mistaken.settimeout(PROMPT)
        mistaken.sock.sendall(struct.pack("!BBQI", 0x82, 0xFF, 64 * 2**20, 0))  # its head alone
        code, data = mistaken.recv_data()
        assert code == websocket.ABNF.OPCODE_CLOSE
        assert int.from_bytes(data[:2], "big") == 1009
        assert ask_for_states(other, V1)["states"]
    finally:
        mistaken.shutdown()
        other.close()
    assert "Traceback" not in without_last_words(server.log())


def test_a_socket_that_is_refused_leaves_nothing_behind() -> None:
    forgotten: list[bool] = []

    class Connection:
        def forget(self) -> None:
            forgotten.append(True)

    for status, forgets in ((403, True), (400, True), (101, False)):
        handler = KernelSocketHandler.__new__(KernelSocketHandler)
        handler._status_code = status
        handler.connection = Connection()
        handler.on_finish()
        assert (forgotten == [True]) == forgets
        forgotten.clear()


@pytest.mark.parametrize(("upgrade", "origin"), [("", True), ("h2c", True), ("websocket", False)])
def test_nothing_is_prepared_for_who_is_refused(
    monkeypatch: pytest.MonkeyPatch, upgrade: str, *, origin: bool
) -> None:
    prepared: list[str] = []
    monkeypatch.setattr(KernelWebsocketHandler, "get", lambda _, kernel_id: prepared.append(kernel_id))
    monkeypatch.setattr(KernelWebsocketHandler, "check_origin", lambda _: origin)
    handler = KernelSocketHandler.__new__(KernelSocketHandler)
    line = RequestStartLine("GET", "/", "HTTP/1.1")
    headers = HTTPHeaders({"Host": "here", "Upgrade": upgrade})
    handler.request = HTTPServerRequest(start_line=line, headers=headers)
    with pytest.raises(HTTPError) as refused:
        asyncio.run(handler.get("kernel"))
    assert refused.value.status_code == (400 if origin else 403)
    assert prepared == []


def test_a_kernel_has_a_bounded_number_of_sockets(server: Server, page: Page) -> None:
    sockets = [connect(server, page, V1) for _ in range(MOST_SOCKETS)]
    try:
        with pytest.raises(websocket.WebSocketBadStatusException, match="503"):
            connect(server, page, V1)
        sockets.pop().close()
        wait_until(lambda: page_connects(server, page), "one that is closed makes room")
    finally:
        for each in sockets:
            each.close()


def page_connects(server: Server, page: Page) -> bool:
    """Whether there is room for one more."""
    try:
        connect(server, page, V1).close()
    except websocket.WebSocketBadStatusException:
        return False
    return True


def sent(page_asks_for: str | None, kind: str, *, buffers: bool) -> list[object]:
    """Let a kernel send a message of some kind; return what reaches the page."""
    reached: list[object] = []

    class Connection:
        selected_subprotocol = page_asks_for

        def is_closing(self) -> bool:
            return False

        def write_message(self, packed: object, *, binary: bool) -> None:
            assert binary == isinstance(packed, bytes)
            reached.append(packed)

    handler = KernelSocketHandler.__new__(KernelSocketHandler)
    handler.ws_connection = Connection()
    answer = {**message(kind, {"code": "secret"}), "buffers": [b"picture"] * buffers}
    if page_asks_for:
        handler.write_message(
            serialize_msg_to_ws_v1(answer, "iopub", lambda part: json.dumps(part).encode()), binary=True
        )
    elif buffers:
        handler.write_message(serialize_binary_message(answer), binary=True)
    else:
        del answer["buffers"]
        handler.write_message(json.dumps(answer), binary=False)
    return reached


@pytest.mark.parametrize(("protocol", "buffers"), [(V1, False), (None, False), (None, True)])
def test_no_form_tells_a_page_the_source(protocol: str | None, buffers: bool) -> None:
    assert len(sent(protocol, "stream", buffers=buffers)) == 1
    assert sent(protocol, "execute_input", buffers=buffers) == []


def test_nothing_is_read_for_a_page_that_has_gone() -> None:
    handler = KernelSocketHandler.__new__(KernelSocketHandler)
    handler.ws_connection = None
    with pytest.raises(WebSocketClosedError):
        handler.write_message(b"\xff" * 16, binary=True)
