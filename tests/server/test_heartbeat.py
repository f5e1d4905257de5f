"""The heartbeat of a kernel whose port belongs to something else: the server must not wait for it."""

from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest
import zmq
import zmq.asyncio
from jupyter_server.services.kernels.kernelmanager import ServerKernelManager
from traitlets.config import Config

from mlwidgets.server import settings
from mlwidgets.server.heartbeat import Heartbeat, KernelClient

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 30.0  # seconds; it takes none


@pytest.fixture
def stranger() -> Iterator[int]:
    """Give the port of a program that speaks something else, as a web server does."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.05)
        over = threading.Event()

        def answer() -> None:
            while not over.is_set():
                try:
                    connection, _ = listening.accept()
                except TimeoutError:
                    continue
                with connection:
                    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        answering = threading.Thread(target=answer)
        answering.start()
        try:
            yield listening.getsockname()[1]
        finally:
            over.set()
            answering.join()


@pytest.fixture
def heartbeat(stranger: int) -> Iterator[Heartbeat]:
    """Start a heartbeat as the server does, with an encrypted connection."""
    key, _ = zmq.curve_keypair()
    context = zmq.asyncio.Context()
    context.socket(zmq.REQ).close()  # a server's context has long begun when a heartbeat does
    beating = Heartbeat(context, None, ("127.0.0.1", stranger), curve_serverkey=key)
    beating.start()
    yield beating
    context.destroy(linger=0)


def test_it_stops_where_no_kernel_answers(heartbeat: Heartbeat) -> None:
    time.sleep(2 * heartbeat.time_to_dead)  # it has been refused, and waits to send the next
    stopping = threading.Thread(target=heartbeat.stop, daemon=True)
    stopping.start()
    stopping.join(PATIENCE)
    assert not stopping.is_alive()
    assert not heartbeat.is_alive()


def test_it_stops_at_once_when_it_has_just_begun(heartbeat: Heartbeat) -> None:
    began = time.monotonic()
    heartbeat.stop()
    assert time.monotonic() - began < PATIENCE
    assert not heartbeat.is_alive()


@pytest.mark.parametrize("chosen", [settings.voila_settings(), settings.jupyter_settings()])
def test_every_kernel_of_a_server_has_it(chosen: settings.Settings) -> None:
    manager = ServerKernelManager(config=Config(chosen))
    assert manager.client_factory is KernelClient
    assert issubclass(KernelClient.hb_channel_class.default_value, Heartbeat)
