"""How many learners there is room for, and what is said about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psutil  # type: ignore[import-untyped]
import pytest

from mlwidgets.errors import ConfigurationError
from mlwidgets.server.capacity import (
    available_memory,
    capacity,
    count,
    learner_memory,
    parse_learners,
    usable_cores,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("memory", "cores", "learners"),
    [
        (8e9, 2, 32),  # by cores
        (2e9, 2, 16),  # (2000 − 500) ÷ 90
        (2e9, 64, 16),
        (64e9, 8, 128),
        (100e6, 2, 1),  # one may always try
    ],
)
def test_it_is_the_smaller_of_what_memory_and_cores_allow(memory: float, cores: int, learners: int) -> None:
    assert capacity(None, memory, cores).learners == learners


def test_it_says_why() -> None:
    assert capacity(None, 2e9, 2).reason == (
        "Up to 16 learners at once: 2.0 GB of memory are free, 0.5 GB of it kept for the system, "
        "and each takes 90 MB. Change it with --learners."
    )
    assert capacity(None, 8e9, 2).reason == (
        "Up to 32 learners at once: 16 for each core (2 here). Change it with --learners."
    )


def test_pages_that_share_nothing_need_more() -> None:
    assert capacity(None, 2e9, 2, 160e6).learners == 9
    assert learner_memory() in {90e6, 160e6}


def test_whoever_asks_for_more_is_told() -> None:
    assert capacity("5", 8e9, 2).reason == "Up to 5 learners at once, as asked for."
    more = capacity("50", 8e9, 2)
    assert more.learners == 50
    assert more.reason.endswith("That is more than the 32 this machine has room for: it may become slow.")


@pytest.mark.parametrize("text", ["0", "-1", "", "many", "1.5", "10001", "9" * 5000, "３"])
def test_other_numbers_are_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="learners must be a whole number from 1 to 10000; got "):
        parse_learners(text)


def test_one_is_no_plural() -> None:
    assert [count(1), count(2)] == ["1 learner", "2 learners"]


def test_a_container_has_what_its_limit_leaves(tmp_path: Path) -> None:
    for name, text in {
        "memory.max": "300000000",
        "memory.current": "200000000",
        "memory.stat": "anon 100000000\ninactive_file 50000000\n",
        "cpu.max": "50000 100000",
    }.items():
        (tmp_path / name).write_text(text, encoding="ascii")
    assert available_memory(tmp_path) == 150e6
    assert usable_cores(tmp_path) == 1


def test_one_without_a_limit_has_what_the_machine_has(tmp_path: Path) -> None:
    for name, text in {"memory.max": "max", "memory.current": "1", "cpu.max": "max 100000"}.items():
        (tmp_path / name).write_text(text, encoding="ascii")
    assert 0 < available_memory(tmp_path) <= psutil.virtual_memory().total
    assert usable_cores(tmp_path) == usable_cores(tmp_path / "no container") >= 1
