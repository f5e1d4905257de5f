"""Takes the vitals of a run now and then, seldom enough that the training hardly notices."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.optimizers import SGD
from mlwidgets.explain.doctor.probe import Probe

if TYPE_CHECKING:
    from mlwidgets.engine import Sequential, Trainer
    from mlwidgets.explain.doctor.vitals import Vitals

INTERVAL = 0.5
"""Least seconds between two looks, but for those at updates 1, 2, 4, 8, …: quick illnesses come early."""

SHARE = 60
"""After a look so many times as long is trained as it took: a slow network is looked at less often."""

MOST = 120
"""Looks that are kept; when there are more, every second of the older ones is forgotten."""

_RECENT = 8
"""The newest looks are all kept: whether something lasts is told by them."""

CURVATURE_INTERVAL = 1.5
"""Least seconds between two measurements of the curvature, but for those at updates 0, 1, 4, 16, …"""

_SUDDEN = 16
"""So many looks are taken at consecutive updates, where units die or saturate from one look to the next."""

_CHANGE = 0.1
"""The share of a layer's units or outputs that has to, for that."""


class Watch:
    """Looks at the layers of one run, and remembers what it has seen."""

    def __init__(self) -> None:
        self._vitals: tuple[Vitals, ...] = ()
        self._probe: Probe | None = None
        self._next_update = 0
        self._next_time = 0.0
        self._sudden = _SUDDEN
        self._of: tuple[float | None, ...] = ()  # what was looked at last
        self._curved_update, self._curved_time = -1, 0.0

    def until(self, iteration: int) -> tuple[Vitals, ...]:
        """Return what has been seen up to a moment of the run, in order of the updates."""
        if not self._vitals or self._vitals[-1].iteration <= iteration:
            return self._vitals
        return tuple(look for look in self._vitals if look.iteration <= iteration)

    def branch(self, iteration: int) -> Watch:
        """Return the watch of a run that goes another way after so many updates."""
        made = Watch()
        made._vitals, made._probe = self.until(iteration), self._probe
        return made

    def look(self, trainer: Trainer[Sequential], *, now: bool = False) -> None:
        """Take the vitals if it is time for that, or at once.

        Parameters
        ----------
        trainer : Trainer
            The run's, between two steps.
        now : bool
            Whether not to wait until it is time: the run has come to rest.
        """
        iteration = trainer.iteration
        if not now and iteration < self._next_update and time.monotonic() < self._next_time:
            return
        begun, of = time.monotonic(), _fingerprint(trainer)
        if of == self._of:
            return
        self._of = of
        before = [look for look in self._vitals if look.iteration < iteration]
        after = [look for look in self._vitals if look.iteration >= iteration]
        if after and after[0].iteration == iteration:
            if trainer.gradients is None:
                return  # the run has been brought here, and what is known of this moment is more
            del after[0]
        if self._probe is None:
            self._probe = Probe(trainer)
        taken = self._probe.look(trainer, curvature=self._wants_curvature(trainer, begun, now=now))
        fast = bool(before) and self._sudden > 0 and _changed(before[-1], taken)
        if len(before) >= MOST:
            del before[1:-_RECENT:2]
        self._vitals = (*before, taken, *after)
        ended = time.monotonic()
        self._next_update = 1 << iteration.bit_length()  # 1, 2, 4, 8, …
        if fast:
            self._sudden -= 1
            self._next_update = iteration + 1  # see when it is complete
        self._next_time = ended + max(INTERVAL, SHARE * (ended - begun))

    def _wants_curvature(self, trainer: Trainer[Sequential], begun: float, *, now: bool) -> bool:
        """Return whether to measure how the loss curves, which takes three gradients; for plain SGD only."""
        due = trainer.iteration >= max(4 * self._curved_update, self._curved_update + 1)
        due = now or due or begun >= self._curved_time + CURVATURE_INTERVAL
        if not (due and isinstance(trainer.optimizer, SGD)):
            return False
        self._curved_update, self._curved_time = trainer.iteration, begun
        return True


def _fingerprint(trainer: Trainer[Sequential]) -> tuple[float | None, ...]:
    """Return numbers that differ as soon as weights or gradients do."""
    weights, gradients = trainer.model.vector, trainer.gradients
    with np.errstate(all="ignore"):
        slope = None if gradients is None else float(np.dot(gradients, gradients))
        return trainer.iteration, float(np.dot(weights, weights)), slope


def _changed(before: Vitals, after: Vitals) -> bool:
    """Return whether units have died or saturated from one look to the next."""
    return any(
        (new.dead or 0) - (old.dead or 0) > _CHANGE or (new.saturated or 0) - (old.saturated or 0) > _CHANGE
        for old, new in zip(before.layers, after.layers, strict=True)
    )
