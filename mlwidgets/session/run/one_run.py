"""One training, whole: what a reset throws away and an undo brings back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.session.doctor.watch import Watch
from mlwidgets.session.run.pace import Pace
from mlwidgets.session.run.timeline import MAX_BYTES, PARKED_BYTES, Timeline

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.engine import Sequential, Trainer
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.engine.training.moment import Moment
    from mlwidgets.session.run.snapshot import Origin, Validation


class Run:
    """One training from its start: what belongs to it goes with it when another one takes its place.

    Parameters
    ----------
    number : int
        Which run it is.
    trainer : Trainer
        What does it.
    max_bytes : int
        What the moments that it can go back to may take in memory.

    Attributes
    ----------
    timeline : Timeline
        What it can go back to.
    origin : Origin or None
        Which run it has left, and where, if it did not begin by itself.
    validation : Validation or None
        The newest measurement of the validation data.
    pace : Pace
        How fast it goes.
    watch : Watch
        How its layers have been on the way.
    edited : bool
        Whether someone has set weights by hand.
    """

    def __init__(self, number: int, trainer: Trainer[Sequential], *, max_bytes: int = MAX_BYTES) -> None:
        self.number = number
        self.timeline = Timeline(max_bytes)
        self.timeline.begin(trainer)
        self.origin: Origin | None = None
        self.validation: Validation | None = None
        self.pace = Pace()
        self.watch = Watch()
        self.edited = False
        self._trainer: Trainer[Sequential] | None = trainer
        self._moment: Moment | None = None

    @property
    def trainer(self) -> Trainer[Sequential]:
        """What does the training."""
        assert self._trainer is not None  # noqa: S101 - only `wake` gives a run to anybody
        return self._trainer

    def wake(self, make_trainer: Callable[[], Trainer[Sequential]]) -> Run:
        """Return this run ready to go on, with a trainer of its own if another run has taken it along."""
        if self._trainer is None and self._moment is not None:
            self._trainer = make_trainer()
            self._trainer.restore(self._moment)
            self._moment = None
        return self

    def branch(self, number: int, origin: Origin, *, altered: bool = False) -> Run:
        """Return a run that goes another way from where this one stands, and takes its trainer along.

        If weights have been changed already, this one goes back to its end: it never had them.
        """
        trainer = self.trainer
        moment = self.timeline.end if altered else trainer.moment()
        made = Run(number, trainer)
        made.timeline = self.timeline.branch(trainer.iteration)
        made.watch = self.watch.branch(trainer.iteration)
        made.origin, made.validation, made.edited = origin, self.validation, self.edited
        self._trainer, self._moment = None, moment
        return made

    @property
    def worth_keeping(self) -> bool:
        """Whether it has weights that a new run would not have: learned, or set by hand."""
        return self.edited or self.timeline.newest > 0

    def park(self) -> None:
        """Take less memory, since only an undo can bring it back."""
        self.timeline.shrink(PARKED_BYTES)

    @property
    def arrays(self) -> list[AnyArray]:
        """What takes memory in it."""
        kept = self.timeline.arrays
        if self._trainer is None:
            return kept
        trainer = self._trainer
        memory = trainer.optimizer.state.values()
        return [
            *kept,
            *(trainer.model.vector, *memory, trainer.x, trainer.y, *(trainer.validation_data or ())),
        ]
