"""Time travel: a run goes back to any earlier moment, and from there another way."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from traitlets import Float, Unicode, observe, validate

from mlwidgets.errors import SessionStateError
from mlwidgets.ranges import TRAVEL_MEGABYTES, shown
from mlwidgets.session.companions import Companions
from mlwidgets.session.landscape.loss_slice import LossSlice
from mlwidgets.session.run.timeline import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.session.run.orders import Goal
    from mlwidgets.session.run.snapshot import Snapshot
    from mlwidgets.session.run.timeline import Timeline


class TimeTravel(Companions):
    """An experiment whose run can go back; a subclass drives it forward."""

    error = Unicode()
    travel_megabytes = Float(MAX_BYTES / 1_000_000)

    _travels = 0  # so many have been followed

    @cached_property
    def loss_slice(self) -> LossSlice:
        """A slice of the network's own loss."""
        return LossSlice(self)

    @property
    def present(self) -> Snapshot | None:
        """The newest state of the present run; None if there is no news of it yet."""
        seen = self.snapshot
        return seen if seen is not None and seen.run == self._runner.number else None

    def pause(self) -> None:
        """Stop at the next step."""
        self._runner.pause()

    def go_to(self, iteration: int) -> None:
        """Go back, or forward again, to the moment after so many updates, and rest there.

        Weights, layer state, the optimizer's memory, the order of the data and the settings are those of that
        moment, bit by bit. To train on from there gives the same numbers again; whoever changes something
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
        self.error = self.note = ""
        self._runner.travel(iteration)

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

    def _branch_off(self) -> Goal | None:
        """Let what follows be a run of its own if the run stands at an earlier moment than its newest.

        Return how far it was about to go: it rests now.
        """
        if not self._runner.behind:
            return None
        going = self._runner.halt()
        if self._runner.behind:
            left, self._run_number = self._run_number, next(self._run_numbers)
            self._history.park(left, self._runner.branch())
        return going

    def _follow_travel(self) -> None:
        """Take over the settings of the moment that the run has gone to."""
        if self._travels == self._runner.travels:
            return
        self._travels, trainer = self._runner.travels, self._runner.trainer
        optimizer = {"class_name": self.optimizer.class_name, "config": trainer.optimizer.get_config()}
        self._show_as(self._settings.with_(optimizer=optimizer, batch_size=trainer.batch_size))
