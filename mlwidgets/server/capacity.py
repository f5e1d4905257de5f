"""How many learners a machine has room for, and why."""

from __future__ import annotations

import math
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from mlwidgets.errors import ConfigurationError
from mlwidgets.server.warm.host import can_fork

LEARNER_MEMORY = 90e6
"""Bytes that the page of somebody who trains holds, beside what all pages share."""

ALONE_MEMORY = 160e6
"""The same where pages share nothing, as they are not forks of one process."""

RESERVE = 500e6
"""Bytes for the server, what all pages share, and what else the machine has to do meanwhile."""

LEARNERS_PER_CORE = 16
"""How many may train on one core: each gets a small part of it, and still an answer to every touch."""

MOST = 10_000

_CGROUPS = Path("/sys/fs/cgroup")
"""Where Linux says how much of a machine a container may use."""


@dataclass(frozen=True)
class Capacity:
    """How many learners may be here at once.

    Parameters
    ----------
    learners : int
        At least 1.
    reason : str
        A sentence that says how many, and why.
    """

    learners: int
    reason: str


def of_this_machine(wanted: str | None = None) -> Capacity:
    """Say how many learners may be here at once, on this machine as it is now.

    Parameters
    ----------
    wanted : str, optional
        What somebody typed; by default, as many as there is room for.

    Returns
    -------
    Capacity

    Raises
    ------
    ConfigurationError
        If what was typed is no number of learners.
    """
    return capacity(wanted, available_memory(), usable_cores(), learner_memory())


def learner_memory() -> float:
    """Return how much memory the page of somebody who trains holds on this system.

    Returns
    -------
    float
        Bytes.
    """
    return LEARNER_MEMORY if can_fork() else ALONE_MEMORY


def capacity(wanted: str | None, memory: float, cores: int, each: float = LEARNER_MEMORY) -> Capacity:
    """Say how many learners may be here at once.

    Parameters
    ----------
    wanted : str or None
        What somebody typed; None for as many as the machine has room for.
    memory : float
        Bytes that nobody uses.
    cores : int
        Cores that this process may use.
    each : float
        Bytes that a learner needs.

    Returns
    -------
    Capacity

    Raises
    ------
    ConfigurationError
        If what was typed is no number of learners.
    """
    by_memory = max(int((memory - RESERVE) / each), 1)
    by_cores = LEARNERS_PER_CORE * cores
    room = min(by_memory, by_cores)
    if wanted is not None:
        learners = parse_learners(wanted)
        text = f"Up to {count(learners)} at once, as asked for."
        if learners > room:
            text += f" That is more than the {room} this machine has room for: it may become slow."
        return Capacity(learners, text)
    if by_memory < by_cores:
        why = (
            f"{memory / 1e9:.1f} GB of memory are free, {RESERVE / 1e9:.1f} GB of it kept for the system, "
            f"and each takes {each / 1e6:.0f} MB"
        )
    else:
        why = f"{LEARNERS_PER_CORE} for each core ({cores} here)"
    return Capacity(room, f"Up to {count(room)} at once: {why}. Change it with --learners.")


def count(learners: int) -> str:
    """Say how many learners.

    Parameters
    ----------
    learners : int
        Their number.

    Returns
    -------
    str
        Such as ``1 learner``.
    """
    return f"{learners} learner{'s'[: learners != 1]}"


def parse_learners(text: str) -> int:
    """Read a number of learners.

    Parameters
    ----------
    text : str
        What somebody typed.

    Returns
    -------
    int
        From 1 to `MOST`.

    Raises
    ------
    ConfigurationError
        For anything else.
    """
    if text.isascii() and text.isdigit() and len(text) <= len(str(MOST)) and 1 <= int(text) <= MOST:
        return int(text)
    raise ConfigurationError(f"learners must be a whole number from 1 to {MOST}; got {text!r}.")


def available_memory(groups: Path = _CGROUPS) -> float:
    """Return how much memory this process and its children may still take.

    Parameters
    ----------
    groups : pathlib.Path
        Where Linux describes the container.

    Returns
    -------
    float
        Bytes. In a container, what its limit leaves, if that is less than what the machine has.
    """
    import psutil  # type: ignore[import-untyped]  # noqa: PLC0415 - comes with ipykernel, which may be missing

    available = float(psutil.virtual_memory().available)
    for limit, used, cache in (
        ("memory.max", "memory.current", "inactive_file"),
        ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes", "total_inactive_file"),
    ):
        try:
            left = float((groups / limit).read_text("ascii")) - float((groups / used).read_text("ascii"))
            lines = (groups / used).with_name("memory.stat").read_text("ascii").splitlines()
        except (OSError, ValueError):  # no container of this kind, or one without a limit
            continue
        # Files that were read once count as used, and give way when the memory is needed.
        left += sum(float(line.split()[1]) for line in lines if line.split()[:1] == [cache])
        available = min(available, max(left, 0.0))
    return available


def usable_cores(groups: Path = _CGROUPS) -> int:
    """Return how many cores this process may use.

    Parameters
    ----------
    groups : pathlib.Path
        Where Linux describes the container.

    Returns
    -------
    int
        At least 1; a part of a core counts as a whole one.
    """
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    try:
        quota, period = (groups / "cpu.max").read_text("ascii").split()
        return max(min(cores, math.ceil(float(quota) / float(period))), 1)
    except (OSError, ValueError):  # no container, or one without a limit
        return cores
