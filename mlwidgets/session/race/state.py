"""How a race stands, as one frozen value that views read from any thread."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.session.race.one_run import RunResult
    from mlwidgets.session.race.plan import RacePlan
    from mlwidgets.spec.settings import Settings


class RaceStatus(StrEnum):
    """What a race is doing."""

    READY = "ready"
    STARTING = "starting"
    TUNING = "tuning"
    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"


BUSY = (RaceStatus.STARTING, RaceStatus.TUNING, RaceStatus.RUNNING)


@dataclass(frozen=True)
class Trial:
    """A learning rate that was tried before the race, and the loss that it led to; ∞ if it diverged."""

    learning_rate: float
    loss: float


@dataclass(frozen=True, eq=False)
class RaceState:
    """A race at one moment.

    Attributes
    ----------
    plan : RacePlan or None
        What is raced; None before the first race.
    settings : Settings or None
        Those of the experiment when it started.
    status : RaceStatus
        What it is doing.
    updates : int
        How many each run makes.
    done, total : int
        Runs that are over, and all of them: trials while those are made, else the race's own.
    results : tuple of RunResult
        The race's own runs, finished ones and those under way.
    rates : tuple of float
        The learning rate of each entrant, once it is known.
    trials : mapping of int to tuple of Trial
        For each entrant the rates that were tried.
    where : str
        Who makes the runs: "2 processes".
    error : str
        Why the race failed, in a sentence; else empty.
    """

    plan: RacePlan | None = None
    settings: Settings | None = None
    status: RaceStatus = RaceStatus.READY
    updates: int = 0
    done: int = 0
    total: int = 0
    results: tuple[RunResult, ...] = ()
    rates: tuple[float, ...] = ()
    trials: Mapping[int, tuple[Trial, ...]] = field(default_factory=dict)
    where: str = ""
    error: str = ""

    @property
    def busy(self) -> bool:
        """Whether it is under way."""
        return self.status in BUSY
