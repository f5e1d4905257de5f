"""What time travel keeps of a run on its way, from which every other moment is computed again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.engine.training.moment import Moment


@dataclass(frozen=True, eq=False)
class Keyframe:
    """A moment that is kept whole, but for its history, of which it is only known how long it was.

    Attributes
    ----------
    moment : Moment
        Weights, the optimizer's memory, position in the data, settings.
    epochs, updates, marks : int
        How many of each the history held.
    fixed : bool
        Whether it cannot be computed again from the one before: someone has set a weight by hand.
    """

    moment: Moment
    epochs: int
    updates: int
    marks: int
    fixed: bool

    @property
    def iteration(self) -> int:
        """After how many updates it was."""
        return self.moment.position.iteration


@dataclass(frozen=True)
class SettingsChange:
    """Settings that someone has changed after so many updates, to be changed again in a replay."""

    iteration: int
    optimizer: Mapping[str, Any]
    batch_size: int
