"""Learning-rate range test: which rates a model learns with, found in a hundred updates."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.threads import limited_threads
from mlwidgets.engine.training.trainer import Trainer
from mlwidgets.errors import ConfigurationError, DivergenceError
from mlwidgets.language import _
from mlwidgets.ranges import BATCH_SIZE, HIGHEST_RATE, LOWEST_RATE, RANGE_TEST_STEPS, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.engine.sequential import Sequential

_RECENT = 5
"""Batches whose mean loss says whether the run has exploded: one alone may just be hard."""

_EXPLODED = 2.0
"""How far above the lowest loss, compared with all that was gained before it, is an explosion."""


@dataclass(frozen=True, eq=False)
class RangeTest:
    """What a range test found.

    Attributes
    ----------
    rates : ndarray, shape (k,)
        The learning rates tried, rising; fewer than asked for if the loss exploded.
    losses : ndarray, shape (k,)
        The loss of each batch before the update with that rate.
    smoothed : ndarray, shape (k,)
        The same, each the weighted mean of its neighbourhood; how high an explosion goes counts only so far.
    suggestion : float or None
        The rate at which the smoothed loss falls most steeply; None if it never falls.
    """

    rates: AnyArray
    losses: AnyArray
    smoothed: AnyArray
    suggestion: float | None


def learning_rate_range_test(
    model: Sequential,
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    *,
    lowest: float = 1e-6,
    highest: float = 10.0,
    steps: int = 100,
    batch_size: int = 32,
) -> RangeTest:
    """Train with a rate that grows from update to update, and put everything back afterwards.

    The rate of update t is η(t) = lowest · (highest / lowest)^(t / (steps − 1)). Where the loss begins to
    fall, the rate has begun to be large enough; where it turns upward, it has become too large. The test ends
    early when the loss explodes.

    Parameters
    ----------
    model : Sequential
        Compiled. Its weights and its optimizer are afterwards exactly what they were.
    x, y : ndarray
        Training examples `(n, …)` and targets.
    lowest, highest : float
        The first and the last rate, in (0, 10].
    steps : int
        How many updates to make, at least 10.
    batch_size : int
        Examples for one update.

    References
    ----------
    Smith, "Cyclical Learning Rates for Training Neural Networks", WACV 2017.
    """
    *_, found = range_test_steps(
        model, x, y, lowest=lowest, highest=highest, steps=steps, batch_size=batch_size
    )
    return found


def range_test_steps(
    model: Sequential,
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    *,
    lowest: float = 1e-6,
    highest: float = 10.0,
    steps: int = 100,
    batch_size: int = 32,
) -> Iterator[RangeTest]:
    """Make a range test, and yield what is known after every update.

    Whoever stops in between closes the iterator: then, too, everything is put back. The parameters are those
    of `learning_rate_range_test`.
    """
    lowest, highest = LOWEST_RATE.check(lowest), HIGHEST_RATE.check(highest)
    if lowest >= highest:
        raise ConfigurationError(
            _("lowest must be below highest; got lowest={lowest} and highest={highest}.").format(
                lowest=shown(lowest), highest=shown(highest)
            )
        )
    steps, batch_size = RANGE_TEST_STEPS.check_int(steps), BATCH_SIZE.check_int(batch_size)
    rates = np.geomspace(lowest, highest, steps)
    for losses in _losses(model, x, y, rates, batch_size):
        known = rates[: len(losses)]
        smoothed = smooth(_bounded(np.array(losses)), width=max(3, steps // 10))
        yield RangeTest(known, np.array(losses), smoothed, _steepest(known, smoothed))


def _losses(
    model: Sequential, x: npt.ArrayLike, y: npt.ArrayLike, rates: AnyArray, batch_size: int
) -> Iterator[list[float]]:
    """Yield the losses before each update so far, until the last rate or an explosion."""
    trainer = Trainer(model, x, y, batch_size=batch_size, epochs=len(rates))
    before, rate_before = trainer.moment(), trainer.optimizer.learning_rate
    seen: list[float] = []
    try:
        with limited_threads():
            for rate in rates:
                trainer.optimizer.learning_rate = float(rate)
                seen.append(next(trainer).logs["loss"])
                yield seen
                if _exploded(seen):
                    return
    except DivergenceError:
        if not seen:
            raise  # not even the first loss is finite: no rate can help
    finally:
        trainer.restore(before)
        trainer.optimizer.learning_rate = rate_before  # the same schedule, not one like it


def _exploded(losses: list[float]) -> bool:
    if len(losses) <= _RECENT:
        return False
    means = np.convolve(losses, np.full(_RECENT, 1 / _RECENT), mode="valid")
    lowest = means.min()
    return bool(means[-1] - lowest > _EXPLODED * max(means[0] - lowest, abs(lowest)))


def _bounded(losses: AnyArray) -> AnyArray:
    """Return the losses, none further above the first ones than those are above 0.

    Where more than that was gained, it may be as much. An explosion by a thousand would lift the mean of all
    its neighbours.
    """
    first = losses[:_RECENT].mean()
    return np.minimum(losses, first + max(first - losses.min(), abs(first)))


def smooth(values: AnyArray, width: int) -> AnyArray:
    """Return the mean of each value's neighbourhood, with weights that fall in a straight line to 0.

    The mean is taken on both sides alike, so that a curve does not move to the right; at the ends of what
    there is. Towards the last value the neighbourhood becomes half as wide, so that an explosion there is not
    seen long before it happens.
    """
    smoothed = _mean(values, _window(width))
    for after in range(min(width - 1, len(values))):
        window = _window(max(after + 1, (width + 1) // 2))
        smoothed[-1 - after] = _mean(values[-len(window) - after :], window)[-1 - after]
    return smoothed


def _window(width: int) -> AnyArray:
    side = np.arange(1.0, width + 1)
    return np.concatenate([side, side[-2::-1]])


def _mean(values: AnyArray, window: AnyArray) -> AnyArray:
    side = len(window) // 2
    padded = np.pad(np.stack([values, np.ones_like(values)]), ((0, 0), (side, side)))
    sums, weights = (np.convolve(row, window, mode="valid") for row in padded)
    mean: AnyArray = sums / weights
    return mean


def _steepest(rates: AnyArray, smoothed: AnyArray) -> float | None:
    """Return the rate of the steepest fall on the way down to the lowest point."""
    until = int(smoothed.argmin())
    if until == 0 or not math.isfinite(smoothed[until]):
        return None
    slopes = np.gradient(smoothed, np.log(rates))[: until + 1]
    return float(rates[slopes.argmin()])
