"""A page's socket sends small messages at once, in both servers."""

from __future__ import annotations

import asyncio

import pytest
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler
from traitlets.utils.importstring import import_item

from mlwidgets.server import settings
from mlwidgets.server.address import Address
from mlwidgets.server.prompt_connection import PromptConnection


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
