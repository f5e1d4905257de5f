"""A trainer run to its end, with a progress bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.engine.progress import ProgressBar
from mlwidgets.engine.threads import limited_threads

if TYPE_CHECKING:
    from mlwidgets.engine.training.history import History
    from mlwidgets.engine.training.trainer import Trainer


def fit(trainer: Trainer[Any], verbose: int) -> History:
    """Run a trainer to its end; `verbose` is 0, 1 or 2."""
    bar = ProgressBar(trainer.epochs, verbose=verbose)
    with limited_threads():
        for step in trainer:
            # A slice of the validation data says nothing on its own.
            if step.kind == "update" or step.epoch_end is not None:
                bar.show(step.epoch, step.logs if step.epoch_end is None else step.epoch_end.logs)
                if step.epoch_end is not None:
                    bar.end_line()
    return trainer.history
