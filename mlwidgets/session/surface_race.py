"""The race on a surface as someone sets it up, with an undo of its own."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

from traitlets import Bool, HasTraits, Instance, Int

from mlwidgets.explain.optimizers.race import Race
from mlwidgets.session.undo import GESTURE_SECONDS, MOST_STEPS

if TYPE_CHECKING:
    from mlwidgets.explain.optimizers.race import Racer


class SurfaceRace(HasTraits):
    """What every view of the race looks at. It outlives the lab, which is built anew for other data.

    Attributes
    ----------
    race : Race
        Surface, racers, start and updates. Change it with `change`, which can be undone.
    chosen : int
        The number of the racer that is looked at; that of no racer if there is none.
    can_undo : bool
        Whether there is a change to take back.
    """

    race: Any = Instance(Race)
    chosen = Int(0)
    can_undo = Bool(default_value=False)

    def __init__(self) -> None:
        first = Race.first()
        super().__init__(race=first, chosen=first.racers[-1].number)
        self._past: list[tuple[Race, int]] = []
        self._last: tuple[str, float] = ("", 0.0)

    @property
    def racer(self) -> Racer | None:
        """The racer that is looked at."""
        return next((one for one in self.race.racers if one.number == self.chosen), None)

    def change(self, race: Race, what: str, chosen: int | None = None) -> None:
        """Go on with another race.

        Parameters
        ----------
        race : Race
            The race from now on.
        what : str
            What is changed: changes of the same thing that come fast are one step of the undo; empty for a
            change that is a step of its own.
        chosen : int, optional
            The racer that is looked at then.
        """
        now = monotonic()
        gesture = what != "" and what == self._last[0] and now - self._last[1] < GESTURE_SECONDS
        self._last = (what, now)
        if not (gesture and self._past):
            self._past = [*self._past[1 - MOST_STEPS :], (self.race, self.chosen)]
        self._show(race, self.chosen if chosen is None else chosen)

    def undo(self) -> None:
        """Take the last change back; nothing happens if there is none."""
        if self._past:
            *self._past, (race, chosen) = self._past
            self._last = ("", 0.0)
            self._show(race, chosen)

    def _show(self, race: Race, chosen: int) -> None:
        numbers = [one.number for one in race.racers]
        with self.hold_trait_notifications():
            self.race = race
            self.chosen = chosen if chosen in numbers else min(numbers, default=0)
            self.can_undo = bool(self._past)
