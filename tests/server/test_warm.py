"""Kernels that are forks of the warm parent: like any other kernel, quick, and never in each other's way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import psutil  # type: ignore[import-untyped]
import pytest

from mlwidgets.server.warm import host
from tests.packaging.servers import wait_until
from tests.server.forks import PAGE, Kernel, kernel, parent_pid

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(
    not host.can_fork(), reason="this system has no forks, or no handles of processes"
)

# What a process is told at its start, and what its libraries make of it.
CONDITION = """
import locale, os, signal, sys, threading
import mlwidgets.widgets.shell.dashboard  # some imports set variables

def watches(thread):
    "Whether it waits for the end of the server: ipykernel's own, or ours."
    return type(thread).__name__ == "ParentPollerUnix" or thread.name == "mlwidgets-server-watch"

OTHER = {"_", "PYTEST_CURRENT_TEST"}
condition = {
    "arguments": [word for word in sys.argv if not word.endswith(".json")],
    "original": [word for word in sys.orig_argv if not word.endswith(".json")],
    "path": sys.path,
    "flags": list(sys.flags),
    "main": sorted(name for name in vars(sys.modules["__main__"]) if name.startswith("__")),
    "folder": os.getcwd(),
    "variables": {name: value for name, value in os.environ.items() if name not in OTHER},
    "signals": {number.name: str(signal.getsignal(number)).split(" at ")[0] for number in signal.Signals},
    "blocked": [int(number) for number in signal.pthread_sigmask(signal.SIG_BLOCK, [])],
    "standard": [type(stream).__name__ for stream in (sys.stdout, sys.stderr, sys.stdin)],
    "outputs": [os.readlink(f"/proc/self/fd/{number}").split(":")[0] for number in (1, 2)],
    "locale": locale.getlocale(),
    "leads": [os.getpid() == os.getpgid(0), os.getpid() == os.getsid(0)],
    "threads": sorted(type(thread).__name__ for thread in threading.enumerate() if not watches(thread)),
    "collects": __import__("gc").isenabled(),
}
"""

SERVER = """
import sys, time
from contextlib import ExitStack
from pathlib import Path
from tests.server.forks import kernel, parent_pid
with ExitStack() as stack:
    both = [stack.enter_context(kernel(Path(sys.argv[1]))) for _ in range(2)]
    print(parent_pid(), *(one.pid for one in both), flush=True)
    both[0].client.execute("while True: pass")
    time.sleep(600)
"""


@pytest.fixture(scope="module", autouse=True)
def _own_parent() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(host, "PARENT", host.WarmParent())
        yield
        host.PARENT.end()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kernels")


@pytest.fixture(scope="module")
def forked(folder: Path) -> Iterator[Kernel]:
    with kernel(folder) as one:
        yield one


def name(one: Kernel) -> str:
    """Return what the system calls a kernel's process."""
    return str(psutil.Process(one.pid).name())


def is_gone(pid: int) -> bool:
    """Whether a process has ended, even if its parent has not asked for it yet."""
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def test_a_fork_is_a_kernel_like_any_other(forked: Kernel, folder: Path) -> None:
    # A variable that Python reads when it starts: the parent has not heard of it.
    with kernel(folder, {**PAGE, "PYTHONUTF8": "0"}) as ordinary:
        assert name(ordinary) != name(forked) == "mlw-kernel"
        expected = ordinary.ask("condition", CONDITION)
        assert expected["threads"]
    found = forked.ask("condition", CONDITION)
    del expected["variables"]["PYTHONUTF8"]
    for part, value in expected.items():
        assert found[part] == value, part


def test_everything_has_been_imported(forked: Kernel) -> None:
    assert forked.ask("'mlwidgets.widgets.shell.dashboard' in __import__('sys').modules")


def test_the_parent_has_one_thread_and_no_socket_but_its_channel(forked: Kernel) -> None:
    assert forked.ask("1 + 1") == 2
    process = Path(f"/proc/{parent_pid()}")
    assert len(list((process / "task").iterdir())) == 1
    files = [str(entry.readlink()) for entry in (process / "fd").iterdir()]
    assert len([file for file in files if file.startswith("socket:")]) == 1
    assert not [file for file in files if "eventpoll" in file]


def test_a_class_at_once_draws_different_random_numbers(folder: Path) -> None:
    draw = "[random.random(), numpy.random.rand(), numpy.random.default_rng().random(), uuid.uuid4().hex]"
    with ExitStack() as stack:
        kernels = [stack.enter_context(kernel(folder)) for _ in range(3)]
        drawn = [one.ask(draw, "import random, numpy, uuid") for one in kernels]
        assert len({one.pid for one in kernels}) == 3
    for numbers in zip(*drawn, strict=True):
        assert len(set(numbers)) == 3


def test_it_can_be_interrupted_restarted_and_ended(folder: Path) -> None:
    with kernel(folder) as one:
        asked = one.client.execute("print('on', flush=True)\nwhile True: pass")
        while one.client.get_iopub_msg(timeout=60)["content"].get("text") != "on\n":
            pass
        one.manager.interrupt_kernel()
        assert one.answer(asked)["ename"] == "KeyboardInterrupt"

        first = one.pid
        one.manager.restart_kernel(now=True)
        one.client.wait_for_ready(60)
        assert is_gone(first)
        assert one.pid != first
        assert name(one) == "mlw-kernel"

        os.kill(one.pid, signal.SIGKILL)
        wait_until(lambda: not one.manager.is_alive(), "its death is noticed")
        one.manager.restart_kernel(now=True)
        one.client.wait_for_ready(60)
        last = one.pid
        one.manager.shutdown_kernel()  # politely
        assert is_gone(last)


def test_kernels_outlive_their_parent_and_the_next_one_has_another(forked: Kernel, folder: Path) -> None:
    forked.ask("1", "kept = 42")
    first = parent_pid()
    os.kill(first, signal.SIGKILL)
    assert forked.ask("kept") == 42
    with kernel(folder) as another:
        assert name(another) == "mlw-kernel"
        assert parent_pid() != first
    assert forked.manager.is_alive()
    assert forked.ask("kept") == 42


def test_nothing_outlives_the_server(folder: Path) -> None:
    server = subprocess.Popen(  # noqa: S603 - our own code
        [sys.executable, "-c", SERVER, str(folder)],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    with server.stdout:
        processes = [int(word) for word in server.stdout.readline().split()]
    server.kill()
    server.wait()
    assert len(processes) == 3
    wait_until(lambda: all(map(is_gone, processes)), "the parent and both kernels end")


def test_a_notebook_has_an_ordinary_kernel(folder: Path) -> None:
    with kernel(folder, {}) as notebooks:
        assert name(notebooks) != "mlw-kernel"


def test_a_folder_that_is_gone_is_told_as_ever(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    with pytest.raises(FileNotFoundError, match="gone"), kernel(tmp_path / "gone" / "further"):
        pass
