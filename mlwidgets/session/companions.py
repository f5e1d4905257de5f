"""Companions: what stands beside an experiment and follows it, each made when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self, TypeVar

from mlwidgets.session.inquiries import Inquiries
from mlwidgets.session.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.session.baselines.baselines import Baselines
    from mlwidgets.session.race.race import Race
    from mlwidgets.session.rate_test import RateTest
    from mlwidgets.session.row_draft import RowDraft
    from mlwidgets.session.surface_race import SurfaceRace

T = TypeVar("T")


class Companions(Inquiries):
    """An experiment with its companions."""

    @cached_property
    def _beside(self) -> dict[object, Any]:
        return {}

    def beside(self, make: Callable[[Self], T]) -> T:
        """Return what a floor above puts beside the experiment, one for each way to make it.

        Parameters
        ----------
        make : callable
            Makes it, given the experiment, when it is first asked for: a class, mostly.
        """
        if make not in self._beside:
            self._beside[make] = make(self)
        made: T = self._beside[make]
        return made

    @cached_property
    def ledger(self) -> Ledger:
        """The curves of earlier runs and what the test examples said, kept from the first call on."""
        return Ledger(self)

    @cached_property
    def surface_race(self) -> SurfaceRace:
        """The race on a surface, as it was set up last."""
        from mlwidgets.session.surface_race import SurfaceRace  # noqa: PLC0415 - not before somebody asks

        return SurfaceRace()

    @cached_property
    def race(self) -> Race:
        """Optimizers that race on these data and this network."""
        from mlwidgets.session.race.race import Race  # noqa: PLC0415 - not before somebody asks

        return Race(self)

    @cached_property
    def rate_test(self) -> RateTest:
        """The learning-rate range test on these data and this network."""
        from mlwidgets.session.rate_test import RateTest  # noqa: PLC0415 - not before somebody asks

        return RateTest(self)

    @cached_property
    def baselines(self) -> Baselines:
        """Models that are no network, fitted to the same rows."""
        from mlwidgets.session.baselines.baselines import Baselines  # noqa: PLC0415 - not before somebody asks

        return Baselines(self)

    @cached_property
    def row_draft(self) -> RowDraft:
        """A row of the table that is edited, and asked about."""
        from mlwidgets.session.row_draft import RowDraft  # noqa: PLC0415 - not before somebody asks

        return RowDraft(self)

    def stop_companions(self) -> None:
        """Stop what they are doing in the background; after the experiment's end they start nothing more."""
        for name in ("race", "rate_test", "loss_slice", "baselines", "data_draft"):
            if name in self.__dict__:  # somebody has asked for it
                getattr(self, name).stop()
