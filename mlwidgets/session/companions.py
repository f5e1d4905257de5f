"""What works for an experiment beside its run, once somebody asks for it: a race, a range test."""

from __future__ import annotations

from functools import cached_property

from mlwidgets.session.inquiries import Inquiries
from mlwidgets.session.race.race import Race
from mlwidgets.session.rate_test import RateTest


class Companions(Inquiries):
    """Inquiries with companions that compute in the background, and leave the run as it is."""

    @cached_property
    def race(self) -> Race:
        """Optimizers that race on these data and this network."""
        return Race(self)

    @cached_property
    def rate_test(self) -> RateTest:
        """The learning-rate range test on these data and this network."""
        return RateTest(self)

    def stop_companions(self, *, for_good: bool = False) -> None:
        """Stop what they are doing; for good, if the experiment ends."""
        for name in ("race", "rate_test"):
            companion = self.__dict__.get(name)  # nobody may have asked for it
            if companion is not None and for_good:
                companion.close()
            elif companion is not None:
                companion.stop()
