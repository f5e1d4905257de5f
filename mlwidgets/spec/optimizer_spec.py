"""OptimizerSpec: the optimizer as it is chosen, with all its settings and perhaps a schedule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from mlwidgets.engine import schedules
from mlwidgets.engine.optimizers import Optimizer
from mlwidgets.engine.optimizers.clipping import switched_off_first
from mlwidgets.spec.base import Spec
from mlwidgets.spec.rows.optimizers import OPTIMIZER_ROWS
from mlwidgets.spec.rows.schedules import SCHEDULE_ROWS


class OptimizerSpec(Spec[Optimizer]):
    """An optimizer that the engine can make.

    An optimizer without a learning rate gets the one in its row, with which it learns small networks well.

    Examples
    --------
    >>> spec = OptimizerSpec.of("sgd").with_(momentum=0.9)
    >>> spec.learning_rate, spec.config["momentum"], spec.schedule
    (0.1, 0.9, None)
    >>> wave = {"class_name": "CosineDecay", "config": {"initial_learning_rate": 0.2, "decay_steps": 100}}
    >>> spec.with_(learning_rate=wave).learning_rate
    0.2
    """

    rows: ClassVar = OPTIMIZER_ROWS

    @classmethod
    def of(cls, value: object) -> Self:
        """Return the spec of an optimizer given by name, as an object, as a mapping or as a spec."""
        if isinstance(value, str):
            value = {"class_name": value}
        if isinstance(value, Mapping) and isinstance(value.get("class_name"), str):
            config = value.get("config", {})
            if isinstance(config, Mapping) and "learning_rate" not in config:
                usual = cls.rows.of(value["class_name"]).option("learning_rate").start
                value = {**value, "config": {"learning_rate": usual, **config}}
        return super().of(value)

    @property
    def schedule(self) -> Mapping[str, Any] | None:
        """The learning rate's schedule, as `{"class_name": …, "config": {…}}`; None if it is a number."""
        rate = self.config["learning_rate"]
        return rate if isinstance(rate, Mapping) else None

    @property
    def schedule_title(self) -> str:
        """What a menu calls the schedule; empty if there is none."""
        return "" if self.schedule is None else SCHEDULE_ROWS.of(self.schedule["class_name"]).shown_title

    @property
    def learning_rate(self) -> float:
        """The learning rate; that of the first update if there is a schedule."""
        if self.schedule is None:
            return float(self.config["learning_rate"])
        return schedules.get(dict(self.schedule))(0)

    def live_changes(self, new: OptimizerSpec) -> dict[str, Any] | None:
        """Return what a run in progress has to change to go on with another spec; None if it cannot.

        It cannot if the optimizer is another one, or if a setting has changed that its memory hangs on. What
        is switched off comes first, since gradients are clipped in one way only.
        """
        if new.class_name != self.class_name:
            return None
        live = {option.name for option in self.row.options if option.live}
        changed = {name: value for name, value in new.config.items() if value != self.config[name]}
        if not live.issuperset(changed):
            return None
        return switched_off_first(changed)
