"""A page's socket sends small messages at once, reads no nonsense and keeps no heaps, in both servers."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import Future
from types import SimpleNamespace
from typing import Any

import pytest
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler
from traitlets.utils.importstring import import_item

from mlwidgets.server import settings
from mlwidgets.server.address import Address
from mlwidgets.server.page_messages import NewestMessages
from mlwidgets.server.prompt_connection import (
    MOST_UNREAD,
    TRY_AGAIN_LATER,
    UNSUPPORTED_DATA,
    PromptConnection,
)
from tests.packaging.servers import message


def test_nothing_is_held_back_once_a_page_connects(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(KernelWebsocketHandler, "set_nodelay", lambda _, value: asked.append(value))
    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "connect", lambda _: asked.append("connected"))
    connection = PromptConnection.__new__(PromptConnection)
    connection.websocket_handler = KernelWebsocketHandler.__new__(KernelWebsocketHandler)
    asyncio.run(connection.connect())
    assert asked == [True, "connected"]


@pytest.mark.parametrize(
    ("chosen", "program"),
    [
        (settings.standalone_settings(Address(8866), open_browser=False), "Voila"),
        (settings.jupyter_settings(), "ServerApp"),
    ],
)
def test_both_servers_use_it(chosen: settings.Settings, program: str) -> None:
    assert import_item(str(chosen[program]["kernel_websocket_connection_class"])) is PromptConnection


@pytest.mark.parametrize("answered", [True, False])
def test_a_socket_to_a_kernel_that_has_answered_is_not_kept_for_a_minute(
    monkeypatch: pytest.MonkeyPatch, *, answered: bool
) -> None:
    timers: list[float] = []

    async def prepare(connection: PromptConnection) -> None:
        timers.append(connection.kernel_info_timeout)

    answer: Future[object] = Future()
    if answered:
        answer.set_result({})
    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "prepare", prepare)
    monkeypatch.setattr(PromptConnection, "kernel_manager", SimpleNamespace(_kernel_info_future=answer))
    connection = PromptConnection.__new__(PromptConnection)
    connection.kernel_info_timeout = 60.0
    asyncio.run(connection.prepare())
    assert timers == [1.0 if answered else 60.0]
    assert connection.kernel_info_timeout == 60


class Page:
    """A page that reads what it is sent only when it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sent: list[asyncio.Future[None]] = []
        self.closed: list[int] = []
        monkeypatch.setattr(KernelWebsocketHandler, "write_message", lambda *_: self.send())
        monkeypatch.setattr(KernelWebsocketHandler, "close", lambda _, code, __: self.closed.append(code))
        monkeypatch.setattr(KernelWebsocketHandler, "selected_subprotocol", None)
        self.connection = PromptConnection.__new__(PromptConnection)
        self.connection.websocket_handler = KernelWebsocketHandler.__new__(KernelWebsocketHandler)

    def send(self) -> asyncio.Future[None]:
        self.sent.append(asyncio.get_running_loop().create_future())
        return self.sent[-1]


class TestUnread:
    def test_a_page_that_reads_gets_everything(self, monkeypatch: pytest.MonkeyPatch) -> None:
        async def scenario() -> None:
            for _ in range(100):
                page.connection.write_message(bytes(MOST_UNREAD // 10), binary=True)
                page.sent[-1].set_result(None)
                await asyncio.sleep(0)

        page = Page(monkeypatch)
        asyncio.run(scenario())
        assert (len(page.sent), page.closed) == (100, [])

    def test_a_page_that_does_not_is_cut_off(self, monkeypatch: pytest.MonkeyPatch) -> None:
        async def scenario() -> None:
            for _ in range(100):
                page.connection.write_message(bytes(MOST_UNREAD // 10), binary=True)

        page = Page(monkeypatch)
        asyncio.run(scenario())
        assert len(page.sent) <= 12
        assert set(page.closed) == {TRY_AGAIN_LATER}

    def test_one_message_may_be_longer_than_that(self, monkeypatch: pytest.MonkeyPatch) -> None:
        async def scenario() -> None:
            page.connection.write_message(bytes(2 * MOST_UNREAD), binary=True)

        page = Page(monkeypatch)
        asyncio.run(scenario())
        assert (len(page.sent), page.closed) == (1, [])


def test_nonsense_closes_the_socket_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    passed: list[object] = []
    monkeypatch.setattr(
        ZMQChannelsWebsocketConnection, "handle_incoming_message", lambda _, said: passed.append(said)
    )
    page, proper = Page(monkeypatch), json.dumps(message("comm_info_request", {}))
    page.connection.handle_incoming_message("[]")
    assert (passed, page.closed) == ([], [UNSUPPORTED_DATA])
    page.connection.handle_incoming_message(proper)
    assert passed == [proper]


@pytest.mark.parametrize(("owner", "bounded"), [("mine", True), ("another's", False)])
def test_what_is_kept_for_a_page_that_is_away_has_a_bound(
    monkeypatch: pytest.MonkeyPatch, owner: str, *, bounded: bool
) -> None:
    kept: dict[str, Any] = {"k": {"session_key": owner, "buffer": []}}
    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "disconnect", lambda _: None)
    monkeypatch.setattr(PromptConnection, "kernel_id", "k")
    monkeypatch.setattr(PromptConnection, "multi_kernel_manager", SimpleNamespace(_kernel_buffers=kept))
    connection = PromptConnection.__new__(PromptConnection)
    connection.session_key = "mine"
    connection.disconnect()
    assert isinstance(kept["k"]["buffer"], NewestMessages) == bounded
    kept["k"]["buffer"].append(("iopub", [b"news"]))
    connection.disconnect()  # a socket may say twice that it has gone
    assert len(kept["k"]["buffer"]) == 1
