"""Connections that say nothing, and too many of them."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import TYPE_CHECKING

import pytest
from tornado.testing import bind_unused_port
from tornado.web import Application

from mlwidgets.server import descriptors
from mlwidgets.server.bounded_server import LONGEST_BODY, BoundedServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

PATIENCE = 20.0
BEGUN = b"GET / HTTP/1.1\r\nHost: a"


def serve(scenario: Callable[[int], Awaitable[None]], **options: float) -> None:
    """Run a scenario against a server without pages."""

    async def run() -> None:
        listener, port = bind_unused_port()
        server = BoundedServer(Application(), **options)
        server.add_socket(listener)
        await asyncio.wait_for(scenario(port), PATIENCE)
        server.stop()
        await server.close_all_connections()

    asyncio.run(run())


@asynccontextmanager
async def saying(port: int, what: bytes) -> AsyncIterator[asyncio.StreamReader]:
    """Connect, send something, and stay until the block ends."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(what)
        await writer.drain()
        yield reader
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


@pytest.mark.parametrize("begun", [b"", BEGUN, b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx"])
def test_a_request_that_does_not_arrive_is_not_waited_for(begun: bytes) -> None:
    async def scenario(port: int) -> None:
        async with saying(port, begun) as reader:
            await reader.read()  # until the server closes it

    serve(scenario, idle_connection_timeout=0.3, body_timeout=0.3)


def test_a_long_body_is_refused_before_it_comes() -> None:
    head = f"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {LONGEST_BODY + 1}\r\n\r\n"

    async def scenario(port: int) -> None:
        async with saying(port, head.encode()) as reader:
            assert b"400" in await reader.readline()

    serve(scenario)


def test_too_many_connections_are_closed_and_make_room_when_they_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(descriptors, "allowed", lambda: 8)

    async def answer(port: int) -> bytes:
        with suppress(ConnectionError):
            async with saying(port, b"GET /x HTTP/1.1\r\nHost: a\r\n\r\n") as reader:
                return await reader.readline()
        return b""

    async def scenario(port: int) -> None:
        async with AsyncExitStack() as kept:
            for _ in range(3):
                await kept.enter_async_context(saying(port, BEGUN))
            assert b"404" in await answer(port)
            await kept.enter_async_context(saying(port, BEGUN))
            assert await answer(port) == b""
        while b"404" not in await answer(port):  # noqa: ASYNC110 - until the server has seen them go
            await asyncio.sleep(0.05)

    serve(scenario)
