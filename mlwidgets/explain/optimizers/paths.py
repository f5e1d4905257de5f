"""The paths of optimizers on a surface: the engine's own optimizers, step by step, with everything they know.

All numbers are float64, so that a path shows what the optimizer does and not what rounding does; a network is
trained in float32.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.optimizers.rules import BEFORE, rule_of
from mlwidgets.ranges import Interval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.engine.optimizers import Optimizer
    from mlwidgets.explain.optimizers.rules import RuleLine
    from mlwidgets.explain.optimizers.surfaces import Point, Surface
    from mlwidgets.spec import OptimizerSpec

MOST_RACERS = 8
STEPS = Interval(name="steps", low=1, high=1000, integer=True)
"""How many updates a race may have."""

FAR = 1e6
"""So many widths of the surface away, a racer has diverged."""


class Stop(Enum):
    """Why a path ended before its last step."""

    NONE = ""
    DIVERGED = "diverged"
    HOLE = "hole"


@dataclass(frozen=True, eq=False)
class Path:
    """What one optimizer did.

    Row t is the moment after t updates, and tells of update t + 1, which follows from there. What the
    optimizer remembers is given as it is after that update.

    Attributes
    ----------
    spec : OptimizerSpec
        The optimizer.
    rule : tuple of RuleLine
        Its update rule.
    fields : mapping of str to (int, int)
        Where each vector stands in a row: the first column, and how many there are: 2 for x and y, 1 for a
        number that both share.
    numbers : ndarray, shape (rows, columns), float64
        All of them. At most `steps` + 1 rows, fewer if it has stopped.
    initial : mapping of str to ndarray
        What the optimizer remembered before its first update.
    stop : Stop
        Why there are fewer rows.
    """

    spec: OptimizerSpec
    rule: tuple[RuleLine, ...]
    fields: Mapping[str, tuple[int, int]]
    numbers: AnyArray
    initial: Mapping[str, AnyArray]
    stop: Stop

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, name: str) -> AnyArray:
        """Return one vector along the path, shape (rows, 2) or (rows, 1)."""
        start, width = self.fields[name]
        return self.numbers[:, start : start + width]


def race_paths(
    surface: Surface, specs: Sequence[OptimizerSpec], start: Point, steps: int
) -> tuple[Path, ...]:
    """Let optimizers run from one start.

    All of them make each step together, so that the surface is asked once for all.

    Parameters
    ----------
    surface : Surface
        Where they run.
    specs : sequence of OptimizerSpec
        Which ones, `MOST_RACERS` at most.
    start : (float, float)
        x and y.
    steps : int
        How many updates each makes.

    Raises
    ------
    ConfigurationError
        The start is not on the surface, or there are too many racers or steps.
    """
    if len(specs) > MOST_RACERS:
        raise ConfigurationError(f"At most {MOST_RACERS} optimizers can race; got {len(specs)}. Remove some.")
    count, start = STEPS.check_int(steps), surface.check_start(start)
    with np.errstate(all="ignore"):  # what is not finite ends a path, and is told
        tracks = _run(surface, [spec.make() for spec in specs], start, count)
        return tuple(_path(spec, track) for spec, track in zip(specs, tracks, strict=True))


@dataclass(eq=False)
class _Track:
    """What is recorded of one racer while it runs; `memory` has a row for each update."""

    optimizer: Optimizer
    theta: AnyArray
    value: AnyArray
    gradient: AnyArray
    names: tuple[str, ...]
    memory: AnyArray
    initial: AnyArray
    rows: int
    stop: Stop = Stop.NONE


def _run(surface: Surface, optimizers: Sequence[Optimizer], start: Point, steps: int) -> list[_Track]:
    racers, most = len(optimizers), max((len(one.state_names) for one in optimizers), default=0)
    theta = np.tile(np.array(start), (racers, 1))
    thetas, gradients = np.empty((steps + 2, racers, 2)), np.empty((steps + 2, racers, 2))
    values = np.empty((steps + 2, racers))
    memory, memories = np.zeros((racers, most, 2)), np.zeros((steps + 1, racers, most, 2))
    initial = [_bind_memory(one, memory[number]) for number, one in enumerate(optimizers)]
    x_low, x_high, y_low, y_high = surface.domain
    far = FAR * max(x_high - x_low, y_high - y_low)
    stops, rows = [Stop.NONE] * racers, [steps + 1] * racers
    running = list(range(racers))
    lanes = list(theta)
    for t in range(steps + 1):
        thetas[t] = theta
        values[t], gradients[t, :, 0], gradients[t, :, 1] = surface.slope(theta[:, 0], theta[:, 1])
        close = (np.abs(theta) < far).all(axis=1)
        fine = np.isfinite(gradients[t]).all(axis=1) & np.isfinite(values[t]) & close
        if not fine[running].all():
            for number in [one for one in running if not fine[one]]:
                stops[number], rows[number] = (Stop.HOLE if close[number] else Stop.DIVERGED), t
                running.remove(number)
        gradient_lanes = list(gradients[t])
        for number in running:
            optimizers[number].apply(lanes[number], gradient_lanes[number])
        memories[t] = memory
    thetas[steps + 1] = theta
    return [
        _Track(
            optimizer,
            thetas[: rows[number] + 1, number],
            values[: rows[number], number],
            gradients[: rows[number], number],
            optimizer.state_names,
            memories[: rows[number], number],
            initial[number],
            rows[number],
            stops[number],
        )
        for number, optimizer in enumerate(optimizers)
    ]


def _bind_memory(optimizer: Optimizer, place: AnyArray) -> AnyArray:
    """Let an optimizer keep its memory in one array with the others', and return what it begins with."""
    fresh = type(optimizer).from_config(optimizer.get_config())
    fresh.apply(np.zeros(2), np.zeros(2))  # makes the memory; where nothing slopes, it stays as it begins
    for row, name in enumerate(optimizer.state_names):
        place[row] = fresh.state[name]
        optimizer.state[name] = place[row]
    return place[: len(optimizer.state_names)].copy()


def _path(spec: OptimizerSpec, track: _Track) -> Path:
    """Put what was recorded and what follows from it into one table."""
    rows = track.rows
    position = track.theta[:rows]
    columns: dict[str, AnyArray] = {
        "theta": position,
        "value": track.value[:, None],
        "gradient": track.gradient,
        "norm": np.hypot(track.gradient[:, 0], track.gradient[:, 1])[:, None],
        "rate": np.array([[track.optimizer.learning_rate_at(t)] for t in range(rows)]),
        "step": track.theta[1:] - position,
    }
    columns |= {name: track.memory[:, row] for row, name in enumerate(track.names)}
    initial = dict(zip(track.names, track.initial, strict=True))
    names = {name: (values, 0.0, 0.0) for name, values in columns.items()}
    names["t"] = (np.arange(1.0, rows + 1)[:, None], 0.0, 0.0)
    names["g"] = names["gradient"]
    for name in track.names:
        before = np.concatenate([initial[name][None], columns[name][:-1]])
        names[name + BEFORE] = (before, 0.0, 0.0)
    rule = rule_of(spec)
    for line in rule:
        if line.name not in columns:  # what the engine does not keep follows from what it keeps
            columns[line.name] = line.tree.dual(names)[0] + np.zeros((rows, 2))
            names[line.name] = (columns[line.name], 0.0, 0.0)
    fields, start = {}, 0
    for name, values in columns.items():
        fields[name] = (start, values.shape[1])
        start += values.shape[1]
    return Path(spec, rule, fields, np.concatenate(list(columns.values()), axis=1), initial, track.stop)
