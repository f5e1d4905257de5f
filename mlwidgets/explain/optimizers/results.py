"""Who won a race: when each racer reached a minimum, and how low it is after the last update."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.explain.optimizers.paths import Stop
from mlwidgets.explain.wording import number_text
from mlwidgets.language import _, n_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.explain.optimizers.paths import Path
    from mlwidgets.explain.optimizers.race import Race
    from mlwidgets.explain.optimizers.surfaces import Surface

NEAR = 0.02
"""A racer is at a minimum if it is no farther away than this share of the surface's longer side."""

_DIGITS = 3


@dataclass(frozen=True)
class Result:
    """How one racer did.

    Attributes
    ----------
    reached : int or None
        After how many updates it was at a minimum, and stayed there to the end; None if it was not.
    minimum : int or None
        Which one of the surface's minima; 0 is the lowest.
    value : float
        The height after its last update.
    updates : int
        How many updates it made.
    stop : Stop
        Why they are fewer than were asked for.
    outside : bool
        Whether it made all updates, and ended beside the part of the surface that is drawn.
    """

    reached: int | None
    minimum: int | None
    value: float
    updates: int
    stop: Stop
    outside: bool = False


def result_of(surface: Surface, path: Path) -> Result:
    """Return how one racer did."""
    x_low, x_high, y_low, y_high = surface.domain
    near = NEAR * max(x_high - x_low, y_high - y_low)
    reached, which = None, None
    if path.stop is Stop.NONE:
        for number, minimum in enumerate(surface.minima):
            away = np.hypot(*(path["theta"] - minimum).T) > near
            if not away[-1]:
                reached = int(np.flatnonzero(away)[-1]) + 1 if away.any() else 0
                which = number
                break
    x, y = path["theta"][-1]
    outside = path.stop is Stop.NONE and not (x_low <= x <= x_high and y_low <= y <= y_high)
    return Result(reached, which, float(path["value"][-1, 0]), len(path) - 1, path.stop, outside)


def results_text(race: Race, results: Sequence[Result]) -> str:
    """Return who reached a minimum first and who is lowest, in sentences."""
    if not results:
        return str(_("Nobody races. Add an optimizer."))
    names = distinct_labels(race)
    sentences = [*_arrivals(race, names, results), *_lowest(race, names, results)]
    gone = [name for name, result in zip(names, results, strict=True) if result.outside]
    if gone:
        sentences.append(_GONE.format(len(gone), names=_listed(gone)))
    begin = race.surface.height(*(np.array([part]) for part in race.start))[0]
    for name, result in zip(names, results, strict=True):
        if result.stop is Stop.DIVERGED and result.value < begin:
            sentences.append(_FELL.format(name=name))
        elif result.stop is Stop.DIVERGED:
            sentences.append(_DIVERGED.format(result.updates, name=name))
        elif result.stop is Stop.HOLE:
            sentences.append(_HOLE.format(result.updates, name=name))
    return " ".join(sentences)


def numbered_labels(race: Race) -> list[str]:
    """Return the racers' labels, of which those with the same settings and the same rate get numbers.

    Examples
    --------
    >>> from mlwidgets.explain.optimizers.race import Race
    >>> race = Race.first()
    >>> numbered_labels(race.with_racer(race.racers[1].spec))[-1]
    'SGD 2 with momentum 0.9'
    """
    labels: list[str] = []
    before: dict[tuple[str, str], int] = {}
    for one in race.racers:
        alike = before[one.label, one.rate] = before.get((one.label, one.rate), 0) + 1
        labels.append(one.numbered(alike))
    return labels


def distinct_labels(race: Race) -> list[str]:
    """Return what each racer is called; those with the same settings but the rate are told apart by it."""
    labels = numbered_labels(race)
    return [
        _("{label} ({rate})").format(label=label, rate=one.rate) if labels.count(label) > 1 else label
        for label, one in zip(labels, race.racers, strict=True)
    ]


def _arrivals(race: Race, names: Sequence[str], results: Sequence[Result]) -> list[str]:
    if not race.surface.minima:
        return []
    there = sorted(
        (result.reached, name)
        for name, result in zip(names, results, strict=True)
        if result.reached is not None
    )
    if not there:
        return [_NOBODY.format(race.steps)]
    (first, winner), *others = there
    if others:
        later = ", ".join(_("{name} after {reached}").format(name=name, reached=at) for at, name in others)
        sentences = [_FIRST_OF_SOME.format(first, name=winner, others=later)]
    else:
        sentences = [_FIRST.format(first, name=winner)]
    lowest = race.surface.slope(*np.array(race.surface.minima).T)[0]
    higher = [
        name
        for name, result in zip(names, results, strict=True)
        if result.minimum is not None and lowest[result.minimum] > lowest[0] + 1e-9
    ]
    if higher:
        sentences.append(_HIGHER.format(len(higher), names=_listed(higher)))
    return sentences


def _lowest(race: Race, names: Sequence[str], results: Sequence[Result]) -> list[str]:
    finished = [
        (result.value, name) for name, result in zip(names, results, strict=True) if result.stop is Stop.NONE
    ]
    if not finished:
        return []
    value, name = min(finished)
    # The page has single precision, in which 1e-113 is 0: sentence and list say the same.
    return [_LOWEST.format(race.steps, name=name, z=number_text(float(np.float32(value)), _DIGITS))]


_GONE = n_("{names} left the picture.", "{names} left the picture.")
_FELL = _("{name} fell ever lower, out of the picture: there is no minimum.")
_DIVERGED = n_(
    "{name} diverged after {count:,} update: its learning rate is too large here.",
    "{name} diverged after {count:,} updates: its learning rate is too large here.",
)
_HOLE = n_(
    "{name} stopped after {count:,} update: its next step leads to a hole, where the surface has no height "
    "or no gradient.",
    "{name} stopped after {count:,} updates: its next step leads to a hole, where the surface has no height "
    "or no gradient.",
)
_NOBODY = n_(
    "No optimizer has reached a minimum after {count:,} update.",
    "No optimizer has reached a minimum after {count:,} updates.",
)
_FIRST = n_(
    "{name} reached a minimum first, after {count:,} update.",
    "{name} reached a minimum first, after {count:,} updates.",
)
_FIRST_OF_SOME = n_(
    "{name} reached a minimum first, after {count:,} update; {others}.",
    "{name} reached a minimum first, after {count:,} updates; {others}.",
)
_HIGHER = n_(
    "{names} ended in the higher, local minimum.",
    "{names} ended in the higher, local minimum.",
)
_LOWEST = n_(
    "Lowest after {count:,} update: {name}, z = {z}.",
    "Lowest after {count:,} updates: {name}, z = {z}.",
)


def _listed(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    return _("{names} and {last}").format(names=", ".join(names[:-1]), last=names[-1])
