"""Schedules as they are chosen: one to begin with, and one after a change of a single setting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.ranges import Interval
from mlwidgets.spec.rows.schedules import SCHEDULE_ROWS

if TYPE_CHECKING:
    from collections.abc import Mapping

_WHOLE_RUN = ("decay_steps", "total_steps")

_STAIRS = (1 / 2, 3 / 4)
"""Where the stairs of a new staircase are, as shares of the run."""

_STAIR = 0.3
"""Each new stair is so high, as a share of the one before."""

_WARM_UP = 10
"""A new warm-up takes the first tenth of the run."""


def new_schedule(name: str, learning_rate: float, updates: int) -> dict[str, Any]:
    """Return a schedule to begin with, as `{"class_name": …, "config": {…}}`.

    Parameters
    ----------
    name : str
        Which one: "cosine_decay".
    learning_rate : float
        The rate that it starts from, leads to or climbs to.
    updates : int
        How many updates the run has: what the schedule lasts.

    Raises
    ------
    ConfigurationError
        There is no such schedule.

    Examples
    --------
    >>> new_schedule("cosine_decay", 0.1, 500)
    {'class_name': 'CosineDecay', 'config': {'initial_learning_rate': 0.1, 'decay_steps': 500}}
    >>> new_schedule("piecewise_constant_decay", 0.1, 400)["config"]
    {'boundaries': [200, 300], 'values': [0.1, 0.03, 0.009]}
    """
    row = SCHEDULE_ROWS.of(name)
    config: dict[str, Any] = {}
    for option in row.options:
        if not option.required:
            continue
        if isinstance(option.range, Interval) and option.name in _WHOLE_RUN:
            config[option.name] = int(min(max(updates, option.range.low), option.range.high))
        elif option.name == "boundaries":
            config[option.name] = _rising([int(share * updates) for share in _STAIRS])
        elif option.name == "values":
            config[option.name] = [_rounded(learning_rate * _STAIR**stair) for stair in range(3)]
        elif option.name == "warmup_steps":
            config[option.name] = max(1, updates // _WARM_UP)
        else:
            rate = option.kind == "rate" or option.name.endswith("learning_rate")
            config[option.name] = learning_rate if rate else option.start
    return {"class_name": row.class_name, "config": config}


def changed_schedule(schedule: Mapping[str, Any], name: str, value: object, updates: int) -> dict[str, Any]:
    """Return a schedule with another value of one setting, and with what else has to change with it.

    A staircase with more or fewer boundaries gets more or fewer values, and the other way round. A warm-up
    that is switched on climbs from 0 to the rate that was the first one, and takes its updates from the
    decay; switched off, it gives them back.

    Parameters
    ----------
    schedule : mapping
        As it is, `{"class_name": …, "config": {…}}`, with all its settings.
    name : str
        Which setting.
    value : object
        What it becomes; checked by whoever makes the schedule.
    updates : int
        How many updates the run has.
    """
    config = {**schedule["config"], name: value}
    if name in ("boundaries", "values") and isinstance(value, list):
        _fit_stairs(config, name, updates)
    if name == "warmup_target" and (value is None) != (schedule["config"][name] is None):
        _switch_warm_up(config, schedule["config"], updates)
    return {"class_name": schedule["class_name"], "config": config}


def _fit_stairs(config: dict[str, Any], changed: str, updates: int) -> None:
    """Give a staircase one value more than boundaries; those that were not changed follow."""
    boundaries, values = list(config["boundaries"]), list(config["values"])
    if changed == "boundaries":
        while values and len(values) <= len(boundaries):
            values.append(_rounded(values[-1] * _STAIR))
        config["values"] = values[: len(boundaries) + 1]
        return
    while len(boundaries) < len(values) - 1:
        before = boundaries[-1] if boundaries else 0
        boundaries.append(before + max(1, (updates - before) // 2))
    config["boundaries"] = boundaries[: max(len(values) - 1, 0)]


def _switch_warm_up(config: dict[str, Any], before: Mapping[str, Any], updates: int) -> None:
    if config["warmup_target"] is None:
        config["initial_learning_rate"] = before["warmup_target"]
        config["decay_steps"] = before["decay_steps"] + before["warmup_steps"]
        config["warmup_steps"] = 0
        return
    steps = before["warmup_steps"] or max(1, updates // _WARM_UP)
    # Not what the control begins with: the rate that the learner has chosen.
    config |= {"warmup_target": before["initial_learning_rate"], "initial_learning_rate": 0.0}
    config |= {"warmup_steps": steps, "decay_steps": max(1, before["decay_steps"] - steps)}


def _rising(numbers: list[int]) -> list[int]:
    """Return whole numbers, each at least 1 more than the one before."""
    found: list[int] = []
    for number in numbers:
        found.append(max(number, found[-1] + 1 if found else 1))
    return found


def _rounded(rate: float) -> float:
    return float(f"{rate:.3g}")
