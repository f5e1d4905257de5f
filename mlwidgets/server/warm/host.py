"""The server's side of the warm parent: starts it, asks it for kernels, starts it again when it has died."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time

from mlwidgets.server.warm import wire

PATIENCE_SECONDS = 60.0
"""How long a parent may take to start (two seconds) or to fork (milliseconds) on a very busy machine."""

REST_SECONDS = 60.0
"""How long no parent is started after one that could not start, or two that have died at once."""

READ_AT_THE_START = ("LANG", "LC_", "LD_", "MALLOC_", "MKL_", "NPY_", "OMP_", "OPENBLAS_", "PYTHON")
"""First letters of variables that a process reads once, when it starts: a fork would not hear of them."""

MEMORY = {
    # Memory of its own for each of a kernel's twenty threads would be 15 MB that nobody uses.
    "MALLOC_ARENA_MAX": "2",
    # What a network no longer needs goes back to the system. Its large arrays are used again at every step,
    # so that this costs no time.
    "MALLOC_MMAP_THRESHOLD_": str(2**18),
}
"""How the C library gives memory to the parent and to its forks, unless the environment says otherwise."""

PARENT_ENVIRONMENT = {
    "MKL_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # the debugger warns when it is imported
}
"""What the parent alone is told: its libraries must not make threads. A kernel's environment is its own."""


class WarmParent:
    """The process of which kernels are forks; there is one for a server."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        self._warm = False
        self._rests_until = 0.0
        self._environment = _read_at_the_start(os.environ)

    @property
    def pid(self) -> int | None:
        """Number of its process, if there is one."""
        return None if self._process is None else self._process.pid

    def start(self) -> None:
        """Have it become warm, without waiting for it."""
        with self._lock:
            self._start()

    def fork(self, order: wire.Order) -> tuple[int, int] | None:
        """Ask for a kernel, and wait for it.

        Parameters
        ----------
        order : Order
            The kernel.

        Returns
        -------
        tuple of int or None
            Number and handle of its process; None if it has to be started in the ordinary way.
        """
        if _read_at_the_start(order.environment) != self._environment:
            return None
        with self._lock:
            for _ in range(2):  # a parent may have died since the last order
                if not self._is_warm():
                    return None
                try:
                    return self._ask(order)
                except OSError:
                    self._end()
            self._rest()
        return None

    def end(self) -> None:
        """End it; its kernels live on."""
        with self._lock:
            self._end()

    def _start(self) -> None:
        if self._process is not None or time.monotonic() < self._rests_until or not can_fork():
            return
        try:
            self._open()
        except OSError:  # the system has no room for another process
            self._rest()

    def _open(self) -> None:
        self._channel, its = socket.socketpair()
        server = os.pidfd_open(os.getpid())
        environment = {**MEMORY, **os.environ, **PARENT_ENVIRONMENT}
        environment.pop("JPY_PARENT_PID", None)  # ipykernel would look after the server itself
        with its:
            try:
                self._process = subprocess.Popen(  # noqa: S603 - our own module
                    [sys.executable, "-m", "mlwidgets.server.warm.parent", str(its.fileno()), str(server)],
                    stdin=subprocess.DEVNULL,
                    env=environment,
                    cwd="/",  # nothing there passes for a module; a kernel goes to its own folder
                    pass_fds=(its.fileno(), server),
                    start_new_session=True,  # Ctrl-C is for the server
                )
            finally:
                os.close(server)

    def _is_warm(self) -> bool:
        """Start it if need be, and wait until it can fork."""
        self._start()
        if self._channel is None:
            return False
        if not self._warm:
            self._channel.settimeout(PATIENCE_SECONDS)
            try:
                self._warm = self._channel.recv(len(wire.READY)) == wire.READY
            except OSError:
                self._warm = False
            if not self._warm:
                self._rest()
        return self._warm

    def _ask(self, order: wire.Order) -> tuple[int, int] | None:
        assert self._channel is not None  # noqa: S101
        self._channel.settimeout(PATIENCE_SECONDS)
        wire.send_order(self._channel, order)
        return wire.receive_child(self._channel)

    def _rest(self) -> None:
        self._end()
        self._rests_until = time.monotonic() + REST_SECONDS

    def _end(self) -> None:
        if self._channel is not None:
            self._channel.close()
        if self._process is not None:
            self._process.kill()  # it holds nothing that could be lost
            self._process.wait()
        self._process = self._channel = None
        self._warm = False


def can_fork() -> bool:
    """Whether the system has forks, and handles of processes that are not one's own children: Linux 5.3."""
    if sys.platform != "linux" or not hasattr(os, "pidfd_open"):
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError:
        return False
    return True


def _read_at_the_start(environment: os._Environ[str] | dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(READ_AT_THE_START)}


PARENT = WarmParent()
"""The one of this process."""
