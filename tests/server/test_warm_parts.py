"""The parts of forking: what is said over the socket, a process that is no child, and when not to fork."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from mlwidgets.server.warm import host, wire
from mlwidgets.server.warm.kernel_process import KernelProcess

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(
    not host.can_fork(), reason="this system has no forks, or no handles of processes"
)

ORDER = wire.Order(["python", "-m", "ipykernel_launcher"], {"NAME": "é\udcff\n"}, "/")


@pytest.fixture
def channel() -> Iterator[tuple[socket.socket, socket.socket]]:
    server, parent = socket.socketpair()
    with server, parent:
        yield server, parent


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


class TestWire:
    def test_orders_arrive_one_after_the_other(self, channel: tuple[socket.socket, socket.socket]) -> None:
        server, parent = channel
        for _ in range(2):
            wire.send_order(server, ORDER)
            assert wire.receive_order(parent) == ORDER
        server.close()
        assert wire.receive_order(parent) is None

    def test_a_process_that_could_not_be_made_is_none(
        self, channel: tuple[socket.socket, socket.socket]
    ) -> None:
        server, parent = channel
        assert not wire.send_child(parent, -1)
        assert wire.receive_child(server) is None

    def test_a_parent_that_has_gone_is_an_error(self, channel: tuple[socket.socket, socket.socket]) -> None:
        server, parent = channel
        parent.close()
        with pytest.raises(ConnectionError):
            wire.receive_child(server)

    def test_a_process_that_nobody_takes_may_not_begin(
        self, channel: tuple[socket.socket, socket.socket]
    ) -> None:
        server, parent = channel
        server.close()
        assert not wire.send_child(parent, os.getpid())


class TestProcess:
    def test_it_runs_until_it_is_told_to_end(self, sleeper: subprocess.Popen[bytes]) -> None:
        process = KernelProcess(sleeper.pid, os.pidfd_open(sleeper.pid))
        assert process.poll() is None
        with pytest.raises(TimeoutError, match="has not ended"):
            process.wait(0.01)
        process.terminate()
        assert process.wait(30) == 0
        assert process.poll() == 0
        process.kill()  # no other process has its number now, but one might

    def test_its_handle_is_closed(self, sleeper: subprocess.Popen[bytes]) -> None:
        handle = os.pidfd_open(sleeper.pid)
        process = KernelProcess(sleeper.pid, handle)
        del process
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(handle)


class TestHost:
    def test_a_parent_that_cannot_start_has_a_rest(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "executable", "/bin/false")
        parent = host.WarmParent()
        order = wire.Order([], dict(os.environ), "/")
        assert parent.fork(order) is None
        monkeypatch.setattr(subprocess, "Popen", None)  # nobody tries
        assert parent.fork(order) is None

    def test_parents_that_die_of_an_order_have_a_rest(self, monkeypatch: pytest.MonkeyPatch) -> None:
        started: list[int] = []

        def die(order: wire.Order) -> None:
            started.append(len(order.command))
            raise ConnectionResetError

        parent = host.WarmParent()
        monkeypatch.setattr(parent, "_is_warm", lambda: time.monotonic() >= parent._rests_until)
        monkeypatch.setattr(parent, "_ask", die)
        order = wire.Order([], dict(os.environ), "/")
        for _ in range(3):
            assert parent.fork(order) is None
        assert len(started) == 2

    def test_a_system_without_room_starts_kernels_as_ever(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: object, **__: object) -> None:
            raise BlockingIOError

        monkeypatch.setattr(subprocess, "Popen", full)
        parent = host.WarmParent()
        parent.start()
        assert parent.fork(wire.Order([], dict(os.environ), "/")) is None

    def test_a_system_without_forks_starts_kernels_as_ever(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "platform", "win32")
        monkeypatch.setattr(subprocess, "Popen", None)
        parent = host.WarmParent()
        parent.start()
        assert parent.fork(wire.Order([], dict(os.environ), "/")) is None

    @pytest.mark.parametrize("name", ["PYTHONPATH", "LD_LIBRARY_PATH", "LC_ALL", "OPENBLAS_NUM_THREADS"])
    def test_what_a_process_reads_at_its_start_must_be_the_same(
        self, monkeypatch: pytest.MonkeyPatch, name: str
    ) -> None:
        monkeypatch.setattr(subprocess, "Popen", None)
        assert host.WarmParent().fork(wire.Order([], {**os.environ, name: "other"}, "/")) is None
