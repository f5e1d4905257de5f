"""Time travel: a run goes back to any earlier moment, and from there another way."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from traitlets import Float, Unicode, observe, validate

from mlwidgets.errors import SessionStateError
from mlwidgets.ranges import TRAVEL_MEGABYTES, shown
from mlwidgets.session.hands_on import HandsOn
from mlwidgets.session.run.timeline import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.session.landscape.loss_slice import LossSlice
    from mlwidgets.session.run.orders import Goal
    from mlwidgets.session.run.snapshot import Snapshot
    from mlwidgets.session.run.timeline import Timeline


class TimeTravel(HandsOn):
    """An experiment whose run can go back; a subclass drives it forward."""

    error = Unicode()
    travel_megabytes = Float(MAX_BYTES / 1_000_000)

    _travels = 0  # so many have been followed

    @cached_property
    def loss_slice(self) -> LossSlice:
        """A slice of the network's own loss."""
        from mlwidgets.session.landscape.loss_slice import LossSlice  # noqa: PLC0415 - not before somebody asks

        return LossSlice(self)

    @property
    def present(self) -> Snapshot | None:
        """The newest state of the present run; None if there is no news of it yet."""
        seen = self.snapshot
        return seen if seen is not None and seen.run == self._runner.number else None

    def pause(self) -> None:
        """Stop at the next step."""
        with self._transcript.order("experiment.pause()"):
            self._runner.pause()

    def go_to(self, iteration: int) -> None:
        """Go back, or forward again, to the moment after so many updates, and rest there.

        Weights, layer state, the optimizer's memory, the order of the data and the settings are those of that
        moment, bit for bit. To train on from there gives the same numbers again; whoever changes something
        first begins a run of its own, and the one that is left stays in the ledger.

        Raises
        ------
        SessionStateError
            The run has not been there.
        """
        reach = range(self.timeline.first, self.newest + 1)
        if isinstance(iteration, bool) or not isinstance(iteration, int) or iteration not in reach:
            raise SessionStateError(
                f"The run can go to any whole update from {reach[0]:,} to {reach[-1]:,}; "
                f"got {shown(iteration)}."
            )
        order = self._transcript.order(f"experiment.go_to({iteration})", starts=True, again=True)
        with self.lock, order:
            self.error = self.note = ""
            self._runner.travel(iteration)

    def step_back(self) -> None:
        """Go back by one update; a run that is going on stops first."""
        with self.lock:
            if self._runner.moving and not self._runner.travelling:
                self._runner.halt()
            self.go_to(self._runner.heading - 1)

    @property
    def timeline(self) -> Timeline:
        """What the present run can go back to."""
        return self._runner.timeline

    @property
    def newest(self) -> int:
        """How many updates the present run has made at its furthest moment."""
        return max(self.timeline.newest, self._runner.trainer.iteration)

    @validate("travel_megabytes")
    def _check_megabytes(self, proposal: Mapping[str, Any]) -> float:
        return TRAVEL_MEGABYTES.check(proposal["value"])

    @observe("travel_megabytes")
    def _limit_travel(self, change: Mapping[str, Any]) -> None:
        self._runner.limit(int(change["new"] * 1_000_000))

    def _branch_off(self, *, altered: bool = False) -> Goal | None:
        """Let what follows be a run of its own if the run stands at an earlier moment than its newest.

        Return how far it was about to go: it rests now. `altered` says that weights have been changed
        already.
        """
        if not self._runner.behind:
            return None
        going = self._runner.halt()
        if (
            self._runner.moving
        ):  # where there are no threads, somebody who is told of a step changes something
            raise SessionStateError("The run is on its way. Pause it, then change something.")
        self._follow_travel()
        if self._runner.behind:
            left, self._run_number = self._run_number, next(self._run_numbers)
            self._history.park(left, self._runner.branch(altered=altered))
            self._runner.pause()  # says how it stands, under its new number
        return going

    def _settle(self) -> None:
        """Before anything is changed: let the run arrive where it is going, with the settings of there."""
        if self.closed:
            raise SessionStateError("This experiment is closed. Make a new one to change something.")
        if self._runner.travelling:
            self._runner.halt()
        self._follow_travel()

    def _settle_at_end(self) -> None:
        """Before anything is undone: let the run be at its newest moment, where the steps were made."""
        self._settle()
        if self._runner.behind:
            self._runner.halt()
            self._runner.return_to_end()
            self._follow_settings()

    @property
    def _place(self) -> int:
        trainer = self._runner.existing_trainer
        return 0 if trainer is None else trainer.iteration

    def _go_back_to(self, place: int) -> None:
        """Bring a run that has come back to where it stood, and show what it was set to there."""
        if self._runner.existing_trainer is None:
            return  # it has been given up
        epochs = self._settings.epochs
        self._runner.change_settings(lambda trainer: setattr(trainer, "epochs", epochs))
        if place != self._place and self.timeline.first <= place <= self.newest:
            self._runner.travel(place)
        else:
            self._follow_settings()

    def _follow_travel(self) -> None:
        """Take over the settings of the moment that the run has gone to."""
        if self._travels != self._runner.travels:
            self._travels = self._runner.travels
            self._follow_settings()

    def _follow_settings(self) -> None:
        """Show the settings that the run has."""
        trainer = self._runner.trainer
        optimizer = {"class_name": self.optimizer.class_name, "config": trainer.optimizer.get_config()}
        self._show_as(self._settings.with_(optimizer=optimizer, batch_size=trainer.batch_size))
