"""The next update of a run, or the one made last, looked at from another thread than the one that trains."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.errors import SessionStateError
from mlwidgets.ranges import Interval

if TYPE_CHECKING:
    from mlwidgets.engine import Sequential, Trainer
    from mlwidgets.engine.training.preview import Preview

UPDATES = Interval(name="count", low=1, high=1_000_000, integer=True)
"""How many updates may be asked for at once."""


def rehearsed(trainer: Trainer[Sequential], *, last: bool = False, past_end: bool = False) -> Preview | None:
    """Return the next or the last update of a trainer; None if there is none, or if it goes on meanwhile.

    Parameters
    ----------
    trainer : Trainer
        One that rests. Should its thread make an update all the same while it is being read, what was read
        is not given: it could be half of one moment and half of the next.
    last : bool
        The last update instead of the next.
    past_end : bool
        After the last epoch, the update that would follow if there were more.
    """
    updates = trainer.optimizer.iterations  # counted first in every update, before a number changes
    try:
        found = trainer.last_update() if last else trainer.preview(past_end=past_end)
    except SessionStateError:  # the last epoch is done
        return None
    if found is None or trainer.optimizer.iterations != updates:
        return None
    read = found.after if last else found.before
    return found if np.array_equal(read, trainer.model.parameters) else None
