"""The server that is measured, in a process of its own, with all processes that belong to it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path
from typing import Self

import psutil  # type: ignore[import-untyped]

MARK = "MLWIDGETS_LOAD"  # a variable that every process of the server inherits
START = 120.0  # seconds
FAREWELL = 20.0


class StartError(RuntimeError):
    """The server cannot be measured at all."""


class House:
    """``mlwidgets serve`` of one checkout.

    Parameters
    ----------
    source : pathlib.Path
        The checkout whose package is served.
    python : str
        Interpreter with everything that the package needs.
    folder : pathlib.Path
        An empty folder for the log and for Jupyter's own files.
    room : int
        For how many learners there shall be room, where the server counts them.
    port : int
        Where it listens; 0 for any that is free.
    """

    def __init__(self, source: Path, python: str, folder: Path, room: int, port: int = 0) -> None:
        self.port = port or _free_port()
        self._folder = folder
        self._mark = uuid.uuid4().hex
        self._environment = {
            **os.environ,
            "PYTHONPATH": str(source),
            "JUPYTER_CONFIG_DIR": str(folder / "config"),
            "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
            "IPYTHONDIR": str(folder / "ipython"),
            MARK: self._mark,
        }
        self._python = python
        self._check(source)
        self._log = folder / "server.log"
        serve = ["-m", "mlwidgets", "serve"]
        self._command = [python, *serve, "dashboard", "--no-browser", "--port", str(self.port)]
        if "--learners" in self._run(*serve, "--help"):
            self._command += ["--learners", str(room)]

    def __enter__(self) -> Self:
        """Start it and wait until it answers."""
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own command
                self._command,
                cwd=self._folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for whoever measures, who then ends the server
            )
        try:
            self._wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End it, and every process that it leaves behind."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=FAREWELL)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        orphans = self.others()
        for orphan in orphans:
            try:
                orphan.kill()
            except psutil.NoSuchProcess:
                continue
        psutil.wait_procs(orphans, timeout=5)

    def log(self) -> str:
        """Everything that the server and its kernels have written."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def check(self) -> None:
        """Raise `StartError` with the end of the log if the server has ended."""
        if self.process.poll() is not None:
            raise StartError(f"The server ended with code {self.process.returncode}. {self._last_words()}")

    def others(self) -> list[psutil.Process]:
        """Return every process that comes from the server, whoever its parent is by now."""
        return [one for one in psutil.process_iter() if one.pid != self.process.pid and self._is_ours(one)]

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            ours = process.environ().get(MARK) == self._mark
            return bool(ours and process.status() != psutil.STATUS_ZOMBIE)
        except (psutil.Error, OSError):
            return False

    def memory(self) -> float:
        """Return the megabytes that the server's own process holds alone."""
        return float(psutil.Process(self.process.pid).memory_full_info().uss) / 1e6

    def descriptors(self) -> int:
        """Return how many files and sockets the server's own process holds open."""
        return int(psutil.Process(self.process.pid).num_fds())

    def page_memory(self, pages: int) -> float:
        """Return the megabytes of one page: all processes but the server, what is shared counted once."""
        return sum(_share(one) for one in self.others()) / pages / 1e6

    def cpu_seconds(self) -> dict[int, float]:
        """Return what the server and each of its processes have worked so far."""
        family = [psutil.Process(self.process.pid), *self.others()]
        return {one.pid: _worked(one) for one in family}

    def worked_since(self, before: dict[int, float]) -> float:
        """Return for how many seconds of a core they have worked since then; who has ended does not count."""
        seconds = sum(now - before.get(pid, 0.0) for pid, now in self.cpu_seconds().items())
        return max(seconds, 1e-9)

    def knows(self, kernel: str) -> bool:
        """Whether the server still has a kernel."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/kernels/{kernel}", timeout=30):
                return True
        except urllib.error.HTTPError as error:
            error.close()
            return False
        return True

    def _check(self, source: Path) -> None:
        found = self._run("-c", "import mlwidgets; print(mlwidgets.__file__)").strip()
        if not Path(found).resolve().is_relative_to(source.resolve()):
            found = found or "no mlwidgets"
            raise StartError(f"{self._python} imports {found} instead of the package in {source}.")
        if not (source / "mlwidgets" / "widgets" / "bundles" / ".built").is_file():
            raise StartError(f"The scripts of {source} are not bundled. Run there: python .ci/bundles.py")

    def _run(self, *words: str) -> str:
        done = subprocess.run(  # noqa: S603 - our own command
            [self._python, *words],
            cwd=self._folder,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout

    def _wait(self) -> None:
        deadline = time.monotonic() + START
        while time.monotonic() < deadline:
            self.check()
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise StartError(f"The server did not listen within {START:.0f} s. {self._last_words()}")

    def _last_words(self) -> str:
        return f"Its log ends:\n{self.log()[-3000:]}"


def _share(process: psutil.Process) -> float:
    try:
        memory = process.memory_full_info()
    except psutil.Error:
        return 0.0
    return float(memory.pss if sys.platform == "linux" else memory.uss)


def _worked(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
