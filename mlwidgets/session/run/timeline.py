"""The timeline of a run: whole moments kept on the way, from which every other one is computed again."""

from __future__ import annotations

import time
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from mlwidgets.engine.optimizers.clipping import switched_off_first
from mlwidgets.engine.training.frozen import frozen, identical
from mlwidgets.engine.training.keyframe import Keyframe, SettingsChange

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.engine import Sequential, Trainer
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.engine.optimizers import Optimizer
    from mlwidgets.engine.training.history import History, Record
    from mlwidgets.engine.training.moment import Moment

REPLAY_SECONDS = 0.1
"""How long training goes on between two moments that are kept: so long it takes to compute one in between."""

MAX_BYTES = 100_000_000
"""What the moments of one run may take; then some of them are given up, the older the more."""

PARKED_BYTES = 20_000_000
"""What those of a run may take that only an undo can bring back."""


class Timeline:
    """What a run can go back to: any update between its first and its newest.

    Moments are kept about `REPLAY_SECONDS` of training apart. Any other one is computed again from the last
    one before it, with the settings that were in force: the same numbers, bit for bit, since all that is
    random follows from the seed. Where memory runs out, moments are given up so that the distances grow with
    the age: then the way back to an old one takes longer. Weights that were set by hand cannot be computed
    again: where moments with such weights alone take too much, the oldest are lost.

    Parameters
    ----------
    max_bytes : int
        What the moments may take in memory.

    Attributes
    ----------
    newest : int
        How many updates the run had made when it was furthest.
    whole : History or None
        The record up to there, while the run stands at an earlier moment.
    """

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self.max_bytes = max_bytes
        self.newest = 0
        self.whole: History | None = None
        self._frames: list[Keyframe] = []
        self._changes: list[SettingsChange] = []
        self._bytes = 0
        self._kept_at = 0.0

    @property
    def first(self) -> int:
        """The earliest moment there is: 0, unless the run began with weights that had been trained before."""
        return self._frames[0].iteration if self._frames else 0

    @property
    def count(self) -> int:
        """How many moments are kept whole."""
        return len(self._frames)

    @property
    def nbytes(self) -> int:
        """What they take in memory."""
        return self._bytes

    @property
    def kept(self) -> tuple[tuple[Keyframe, ...], tuple[SettingsChange, ...]]:
        """The moments that are kept, and the settings that were changed on the way."""
        return tuple(self._frames), tuple(self._changes)

    @classmethod
    def of(
        cls,
        kept: tuple[tuple[Keyframe, ...], tuple[SettingsChange, ...]],
        newest: int,
        whole: History | None,
        max_bytes: int,
    ) -> Timeline:
        """Return the timeline of a run of which this has been `kept`."""
        made = cls(max_bytes)
        made._frames, made._changes = map(list, kept)  # type: ignore[assignment]  # each of its own kind
        made._bytes = sum(frame.moment.nbytes for frame in made._frames)
        made.newest, made.whole = newest, whole
        made.shrink(max_bytes)
        return made

    @property
    def arrays(self) -> list[AnyArray]:
        """The arrays of all moments that are kept."""
        return [
            array
            for frame in self._frames
            for array in (frame.moment.weights, *frame.moment.optimizer.state.values())
        ]

    def behind(self, trainer: Trainer[Sequential]) -> bool:
        """Return whether the run stands at an earlier moment than its newest."""
        return trainer.iteration < self.newest

    def weights(self) -> tuple[AnyArray, AnyArray]:
        """Return the updates of the moments that are kept, and their weights, one row each."""
        frames = list(self._frames)
        vectors = [frame.moment.weights for frame in frames]
        return np.array([frame.iteration for frame in frames], np.int64), np.array(vectors)

    # ---- while the run goes on ----

    def begin(self, trainer: Trainer[Sequential]) -> None:
        """Keep the moment that the run begins with; settings may change until its first update."""
        if self.count <= 1 and not self.behind(trainer):
            self.newest = trainer.iteration
            self._keep(trainer)

    def follow(self, trainer: Trainer[Sequential], marks: int) -> None:
        """Take note of a step that the run has made; `marks` were in its history before."""
        update = trainer.iteration > self.newest
        if trainer.iteration < self.newest:
            return  # it goes once more through what is known
        if len(trainer.history.marks) > marks:
            # A step that measures, or was given up, has made no update: the next one has these settings.
            self._changes.append(_settings_of(trainer, trainer.iteration - update))
        if not update:
            return
        self.newest, self.whole = trainer.iteration, None
        if time.monotonic() - self._kept_at >= REPLAY_SECONDS:
            self._keep(trainer)

    def edited(self, trainer: Trainer[Sequential]) -> None:
        """Take note of weights that someone has set by hand, which no replay can know."""
        self.note_settings(trainer)
        self._keep(trainer, fixed=True)

    # ---- going back ----

    def leave(self, trainer: Trainer[Sequential]) -> None:
        """Keep the newest moment, if the run is there, so that it can be returned to."""
        if self.behind(trainer):
            return
        self.note_settings(trainer)
        self.newest, self.whole = trainer.iteration, trainer.history.copy()
        self._keep(trainer)

    def approach(self, trainer: Trainer[Sequential], iteration: int) -> None:
        """Put a trainer at the nearest moment that is kept before the one wanted; a replay does the rest."""
        frame = self._frames[max(0, bisect_right(self._frames, iteration, key=lambda one: one.iteration) - 1)]
        if frame.iteration <= trainer.iteration <= iteration:
            return  # on its way already
        self._restore(trainer, frame)

    def retrace(self, trainer: Trainer[Sequential]) -> bool:
        """Change once more what was changed here, weights by hand and settings; return whether anything was.

        To be called wherever a run arrives that goes through what is known.
        """
        here = trainer.iteration
        frame = next((one for one in self._frames if one.fixed and one.iteration == here), None)
        known = frame is not None and identical(frame.moment.weights, trainer.model.vector)
        if frame is not None and not known:
            self._restore(trainer, frame)
        changes = [change for change in self._changes if change.iteration == here]
        for change in changes:
            for name, value in change.optimizer.items():
                setattr(trainer.optimizer, name, value)
            trainer.batch_size = change.batch_size
        if changes:
            trainer.mark_changes()  # or a change back would not be seen
        return bool(changes) or (frame is not None and not known)

    @property
    def end(self) -> Moment:
        """The newest moment, with its whole record, while the run stands at an earlier one."""
        frame = self._frames[-1]
        return replace(frame.moment, history=self._beginning(frame))

    def _restore(self, trainer: Trainer[Sequential], frame: Keyframe) -> None:
        """Put a moment back; how far to go is a wish of now, and not of that moment."""
        epochs = trainer.epochs
        trainer.restore(replace(frame.moment, history=self._beginning(frame)))
        trainer.epochs = epochs

    def _beginning(self, frame: Keyframe) -> Record:
        """Return the history as it was at a moment that is kept."""
        assert self.whole is not None  # noqa: S101 - `leave` has been called
        return self.whole.record().first(frame.epochs, frame.updates, frame.marks)

    def note_settings(self, trainer: Trainer[Sequential]) -> None:
        """Mark and remember settings that have been changed since the last step."""
        marks = len(trainer.history.marks)
        trainer.mark_changes()
        if len(trainer.history.marks) > marks:
            self._changes.append(_settings_of(trainer, trainer.iteration))

    def branch(self, iteration: int) -> Timeline:
        """Return the timeline of a run that goes another way after so many updates."""
        made = Timeline(self.max_bytes)
        made._frames, made._changes = self._frames, self._changes
        made.end_at(iteration)
        return made

    def end_at(self, iteration: int) -> None:
        """Forget what came after so many updates: it never was, or belongs to another run."""
        self._frames = [frame for frame in self._frames if frame.iteration <= iteration]
        self._changes = [change for change in self._changes if change.iteration < iteration]
        self._bytes = sum(frame.moment.nbytes for frame in self._frames)
        self.newest, self.whole = iteration, None

    def limit(self, max_bytes: int) -> None:
        """Let the moments take no more than so much memory from now on."""
        self.max_bytes = max_bytes
        self.shrink(max_bytes)

    def shrink(self, max_bytes: int) -> None:
        """Give up moments until they take no more than so much memory; the distances grow with the age.

        The first and the newest always stay. Only where weights were set by hand more often than there is
        room for, the oldest moments go: then the run cannot go back to them any more.
        """
        while self._bytes > max_bytes and len(self._frames) > 2:  # noqa: PLR2004 - the ends
            at = self._least_missed()
            self._bytes -= self._frames.pop(0 if at is None else at).moment.nbytes

    def _least_missed(self) -> int | None:
        """Return the moment without which the gap is the smallest for its age; none of those at the ends."""
        best: tuple[float, int] | None = None
        for at in range(1, len(self._frames) - 1):
            frame = self._frames[at]
            if frame.fixed:
                continue
            gap = self._frames[at + 1].iteration - self._frames[at - 1].iteration
            missed = gap / (self.newest - frame.iteration + 1)
            if best is None or missed < best[0]:
                best = missed, at
        return None if best is None else best[1]

    def _keep(self, trainer: Trainer[Sequential], *, fixed: bool = False) -> None:
        history = trainer.history
        moment = trainer.moment(history=False)
        if self._frames and self._frames[-1].iteration == moment.position.iteration:
            last = self._frames.pop()
            self._bytes -= last.moment.nbytes
            fixed = fixed or last.fixed
        counts = len(history.epoch), len(history.batch_epochs), len(history.marks)
        self._frames.append(Keyframe(moment, *counts, fixed))
        self._bytes += moment.nbytes
        self._kept_at = time.monotonic()
        self.shrink(self.max_bytes)


def _settings_of(trainer: Trainer[Sequential], iteration: int) -> SettingsChange:
    optimizer: Optimizer = trainer.optimizer
    config = optimizer.get_config()
    live = {name: config[name] for name in optimizer.live_names}
    ordered = cast("Mapping[str, Any]", frozen(switched_off_first(live)))
    return SettingsChange(iteration, ordered, trainer.batch_size)
