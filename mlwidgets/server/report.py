"""What a teacher is told about the server: how many are here, and how the machine is doing."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlwidgets.language import numeral, written
from mlwidgets.server import texts
from mlwidgets.server.capacity import available_memory, usable_cores
from mlwidgets.server.doctor.finding import size
from mlwidgets.server.training_turns import how_many_train

if TYPE_CHECKING:
    from collections.abc import Sequence

    import psutil  # type: ignore[import-untyped]

MINUTE, HOUR = 60, 3600


@dataclass(frozen=True)
class OpenPage:
    """One page and its kernel.

    Parameters
    ----------
    since : float
        When it was opened, in seconds since 1970.
    is_connected : bool
        Whether a browser shows it at the moment.
    process : int or None
        The kernel's process; None as long as it has none.
    """

    since: float
    is_connected: bool
    process: int | None


@dataclass(frozen=True)
class Census:
    """How many are here.

    Parameters
    ----------
    places : int
        How many may be.
    inside : int
        How many are, those among them whose kernel is only starting.
    pages : sequence of OpenPage
        Their pages, oldest first.
    waiting : int
        Those in the queue.
    since : float
        When the server was started, in seconds since 1970.
    """

    places: int
    inside: int
    pages: Sequence[OpenPage]
    waiting: int
    since: float


@dataclass(frozen=True)
class Report:
    """What stands on the teacher's page.

    Parameters
    ----------
    tiles : sequence of (str, str, str)
        Name, figure and a note.
    pages : sequence of (str, str, str)
        For each page: for how long it has been open, whether a browser shows it, and its memory.
    """

    tiles: Sequence[tuple[str, str, str]]
    pages: Sequence[tuple[str, str, str]]


def make_report(census: Census) -> Report:
    """Look at the machine; takes some milliseconds a page, so it is done in a thread.

    Its words are in the language of what is being served.

    Parameters
    ----------
    census : Census
        How many are here.

    Returns
    -------
    Report
    """
    import psutil  # noqa: PLC0415 - ipykernel brings it

    now = time.time()
    server = psutil.Process()
    family = {process.pid: memory_of(process) for process in [server, *server.children(recursive=True)]}
    connected = sum(page.is_connected for page in census.pages)
    away = census.inside - connected
    load, cores = psutil.getloadavg()[0], usable_cores()
    tiles = [
        (
            str(texts.LEARNERS),
            texts.CONNECTED_OF.format(count=connected, all=census.places),
            texts.AWAY.format(count=away) if away else "",
        ),
        (str(texts.WAITING), str(census.waiting), ""),
        (
            str(texts.MEMORY),
            written(size(sum(family.values()))),
            texts.FREE.format(size=written(size(available_memory()))),
        ),
        (str(texts.LOAD), numeral(load, ".1f"), texts.CORES.format(cores)),
        (
            str(texts.RUNNING_FOR),
            duration(now - census.since),
            texts.SINCE.format(time=time.strftime("%H:%M", time.localtime(census.since))),
        ),
    ]
    training = how_many_train()
    if training is not None:
        tiles.insert(2, (str(texts.TRAINING), str(training), ""))
    pages = [
        (
            duration(now - page.since),
            str(texts.CONNECTED if page.is_connected else texts.OUT_OF_REACH),
            written(size(family[page.process])) if page.process in family else "",
        )
        for page in census.pages
    ]
    return Report(tiles, pages)


def memory_of(process: psutil.Process) -> int:
    """Return the bytes of memory that a process holds.

    Parameters
    ----------
    process : psutil.Process
        The process.

    Returns
    -------
    int
        What several processes share is counted in parts, where the system can do that; 0 for one that has
        ended.
    """
    import psutil  # noqa: PLC0415 - ipykernel brings it

    try:
        memory = process.memory_full_info()
    except psutil.Error:
        return 0
    return int(getattr(memory, "pss", memory.uss))  # Linux alone knows the parts


def duration(seconds: float) -> str:
    """Write for how long something lasts.

    Parameters
    ----------
    seconds : float
        How long.

    Returns
    -------
    str
        Such as ``2 h 5 min``.
    """
    if seconds < MINUTE:
        return f"{max(seconds, 0):.0f} s"
    minutes = int(seconds // MINUTE)
    if seconds < HOUR:
        return f"{minutes} min"
    return f"{minutes // MINUTE} h {minutes % MINUTE} min"
