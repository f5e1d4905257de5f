"""Turns at training: fair, never more than there are cores, and freed by whoever dies or is stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from mlwidgets import turns
from mlwidgets.turns import Turn, count_training, fill_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

if sys.platform == "win32":
    pytest.skip("there are no turns on Windows", allow_module_level=True)

DEADLINE = 30.0

# A process that takes a turn, says so, and keeps it.
GREEDY = """
import sys, time
from mlwidgets.turns import Turn
with Turn() as turn:
    turn.wait()
    print("mine", flush=True)
    time.sleep(600)
"""


class Clock:
    """A time that passes only when the test says so; what a turn does takes none of it."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("mlwidgets.turns.time.monotonic", made)
    monkeypatch.setattr("mlwidgets.turns.time.thread_time", made)
    return made


def folder_of(cores: int, path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the folder that a server would, and name it where those who train look."""
    fill_folder(path, cores)
    monkeypatch.setenv(turns.FOLDER, str(path))
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return folder_of(1, tmp_path, monkeypatch)


@pytest.fixture
def greedy(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a process that has the only turn and keeps it."""
    del folder
    command = [sys.executable, "-c", GREEDY]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
        assert process.stdout is not None
        assert process.stdout.readline() == "mine\n"
        yield process
        process.kill()


def wait_until_ours(turn: Turn) -> float:
    """Wait for a turn; return how many seconds that took."""
    begin = time.monotonic()
    turn.wait(lambda: time.monotonic() > begin + DEADLINE)
    assert turn.take()
    return time.monotonic() - begin


def test_without_a_folder_there_are_no_turns(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for named in ("", str(tmp_path), str(tmp_path / "gone")):
        monkeypatch.setenv(turns.FOLDER, named)
        with Turn() as first, Turn() as second:
            assert first.take()
            assert second.take()
            assert not first.over
            assert first.crowd == second.crowd == 0
    assert list(tmp_path.iterdir()) == []


def test_one_alone_goes_on_without_letting_go(folder: Path, clock: Clock) -> None:
    with Turn() as turn:
        assert turn.take()
        for _ in range(5):
            clock.now += turns.TURN_SECONDS
            assert turn.over
            assert turn.take()
            assert not turn.over
        assert turn.crowd == 0
        assert count_training(folder) == 1


def test_of_two_at_one_core_one_waits_and_goes_on_when_the_other_leaves(folder: Path) -> None:
    with Turn() as first:
        assert first.take()
        with Turn() as second:
            assert second.crowd == 2
            assert second.over
            assert not second.take()
            assert first.take(), "its turn is not over"
            first.__exit__(None, None, None)
            assert second.take()
            assert count_training(folder) == 1
    assert count_training(folder) == 0
    assert [path.name for path in folder.iterdir()] == ["core-0"]


@pytest.mark.parametrize("cores", [1, 2, 3])
def test_turns_are_shared_fairly_and_no_core_has_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock, cores: int
) -> None:
    folder_of(cores, tmp_path, monkeypatch)
    had: Counter[int] = Counter()
    idle = 0
    with ExitStack() as stack:
        line = [stack.enter_context(Turn()) for _ in range(10)]
        for look in range(5000):
            # In another order each time, as chance would have it.
            order = [(look * 7 + number * 3) % 10 for number in range(10)]
            holding = [number for number in order if line[number].take()]
            assert len(holding) <= cores
            assert all(turn.crowd == 10 for turn in line)
            had.update(holding)
            idle += cores - len(holding)
            clock.now += turns.LOOK_AGAIN_SECONDS
    assert max(had.values()) < 1.25 * min(had.values())
    assert idle < 0.03 * 5000 * cores


def test_what_is_short_waits_for_nobody(folder: Path, clock: Clock) -> None:
    with Turn() as long, Turn(turns.HEAD_START_SECONDS) as short:
        assert count_training(folder) == 2
        assert long.take()
        assert not short.over
        clock.now += turns.HEAD_START_SECONDS
        assert short.over
        assert not short.take() or not long.take()


def test_a_killed_process_has_left(folder: Path, greedy: subprocess.Popen[str]) -> None:
    with Turn() as turn:
        assert turn.crowd == 2
        assert not turn.take()
        greedy.kill()
        greedy.wait()
        wait_until_ours(turn)
        assert count_training(folder) == 1
    assert [path.name for path in folder.iterdir()] == ["core-0"], "what it left behind is tidied up"


def test_a_stopped_process_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, greedy: subprocess.Popen[str]
) -> None:
    monkeypatch.setattr(turns, "PASSED_OVER_SECONDS", 0.5)
    os.kill(greedy.pid, signal.SIGSTOP)
    with Turn() as turn, Turn() as other:
        wait_until_ours(turn)
        assert not other.take(), "the core has one holder again"


def test_one_that_was_passed_over_goes_on_as_if_nothing_had_been(
    folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PASSED_OVER_SECONDS", -1.0)  # at once
    with Turn() as stopped, Turn() as other:
        assert stopped.take()
        assert not other.take()
        assert other.take()
        monkeypatch.setattr(turns, "PASSED_OVER_SECONDS", 5.0)
        clock.now += turns.LONGEST_TURN_SECONDS
        assert not stopped.take()
        assert other.over
        clock.now += 10
        other.take()
        assert stopped.take() != other.take()
        assert [path.name for path in folder.glob("core*")] == ["core-0"]


def test_a_folder_that_has_gone_stops_nobody(folder: Path, clock: Clock) -> None:
    with Turn() as turn:
        assert turn.take()
        with Turn() as other:
            assert not other.take()
            for path in folder.iterdir():
                path.unlink()
            folder.rmdir()
            clock.now += turns.TURN_SECONDS
            assert turn.take()
            assert other.take()
