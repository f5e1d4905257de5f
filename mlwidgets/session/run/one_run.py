"""One training, whole: what a reset throws away and an undo brings back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mlwidgets.session.run.pace import Pace

if TYPE_CHECKING:
    from mlwidgets.engine import Sequential, Trainer
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.session.run.snapshot import Validation


@dataclass(eq=False)
class Run:
    """One training from its start: what belongs to it goes with it when another one takes its place."""

    number: int
    trainer: Trainer[Sequential]
    validation: Validation | None = None
    pace: Pace = field(default_factory=Pace)
    edited: bool = False

    @property
    def worth_keeping(self) -> bool:
        """Whether it has weights that a new run would not have: learned, or set by hand."""
        return self.edited or self.trainer.iteration > 0

    @property
    def arrays(self) -> list[AnyArray]:
        """What takes memory in it."""
        trainer = self.trainer
        memory = trainer.optimizer.state.values()
        return [trainer.model.vector, *memory, trainer.x, trainer.y, *(trainer.validation_data or ())]
