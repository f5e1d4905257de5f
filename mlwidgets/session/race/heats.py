"""The order in which a race's runs are made: the trials of learning rates first, then the race itself."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mlwidgets.ranges import LEARNING_RATE
from mlwidgets.session.race.one_run import Job
from mlwidgets.session.race.state import Trial

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.session.race.one_run import RunResult
    from mlwidgets.session.race.plan import Entrant, RacePlan
    from mlwidgets.spec.settings import Settings

TRIED = (1 / 9, 1 / 3, 1.0, 3.0, 9.0)
"""Learning rates that are tried, times the optimizer's own."""

_TRIAL_SHARE = 4
_LEAST_TRIAL = 20


def trial_updates(updates: int) -> int:
    """Return how many updates a trial has: a quarter of a run's, but 20 where the run has as many."""
    return min(updates, max(updates // _TRIAL_SHARE, _LEAST_TRIAL))


def tried_rates(entrant: Entrant) -> list[float]:
    """Return the learning rates to try for an entrant, rising."""
    own = entrant.optimizer.learning_rate or float(entrant.optimizer.row.option("learning_rate").start)
    return sorted({min(own * factor, LEARNING_RATE.high) for factor in TRIED})


def trial_jobs(key: str, plan: RacePlan, settings: Settings, updates: int) -> list[Job]:
    """Return the runs that find a learning rate for each entrant, on one seed that the race does not use."""
    seed = (settings.seed + plan.seeds) % 2**32
    wanted = [(number, rate) for number, one in enumerate(plan.entrants) for rate in tried_rates(one)]
    return [
        Job(
            key,
            number,
            entrant,
            plan.entrants[entrant].optimizer.with_(learning_rate=rate),
            seed,
            trial_updates(updates),
        )
        for number, (entrant, rate) in enumerate(wanted)
    ]


def race_jobs(
    key: str, plan: RacePlan, settings: Settings, updates: int, rates: Sequence[float], *, first: int = 0
) -> list[Job]:
    """Return the runs of the race, seed by seed, so that everybody's first curve is there early.

    Parameters
    ----------
    key : str
        That of the problem.
    plan : RacePlan
        What is raced.
    settings : Settings
        Those of the experiment.
    updates : int
        How many each run makes.
    rates : sequence of float
        The learning rate of each entrant. An entrant's schedule is kept if the rates are their own.
    first : int
        The number of the first job.
    """
    optimizers = [
        one.optimizer if plan.rates == "own" else one.optimizer.with_(learning_rate=rate)
        for one, rate in zip(plan.entrants, rates, strict=True)
    ]
    places = [(seed, entrant) for seed in plan.seeds_of(settings) for entrant in range(len(plan.entrants))]
    return [
        Job(key, first + number, entrant, optimizers[entrant], seed, updates)
        for number, (seed, entrant) in enumerate(places)
    ]


def trials_of(results: Sequence[RunResult]) -> dict[int, tuple[Trial, ...]]:
    """Return for each entrant what its trials found, by rising learning rate."""
    found: dict[int, list[Trial]] = {}
    for one in sorted(results, key=lambda result: result.learning_rate):
        found.setdefault(one.entrant, []).append(Trial(one.learning_rate, one.final_loss))
    return {entrant: tuple(trials) for entrant, trials in found.items()}


def best_rate(trials: Sequence[Trial], own: float) -> float:
    """Return the rate with the lowest loss; the optimizer's own if every trial diverged."""
    best = min(trials, key=lambda trial: trial.loss, default=None)
    return own if best is None or math.isinf(best.loss) else best.learning_rate
