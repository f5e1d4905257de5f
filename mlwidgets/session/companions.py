"""Companions: what stands beside an experiment and follows it, each made when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from mlwidgets.session.doctor.doctor import Doctor
from mlwidgets.session.inquiries import Inquiries
from mlwidgets.session.ledger import Ledger
from mlwidgets.session.surface_race import SurfaceRace

if TYPE_CHECKING:
    from mlwidgets.session.experiment import Experiment


class Companions(Inquiries):
    """An experiment with its companions."""

    @cached_property
    def ledger(self) -> Ledger:
        """The curves of earlier runs and what the test examples said, kept from the first call on."""
        return Ledger(self)

    @cached_property
    def doctor(self) -> Doctor:
        """What keeps the network from learning, and what would help; looks after all runs from now on."""
        self._runner.watch()
        return Doctor(cast("Experiment", self), self._runner.halt)

    @cached_property
    def surface_race(self) -> SurfaceRace:
        """The race on a surface, as it was set up last."""
        return SurfaceRace()
