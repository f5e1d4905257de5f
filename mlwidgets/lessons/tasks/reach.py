"""Reach: the learner brings the experiment into a state, and has it checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

from mlwidgets.errors import MLWidgetsError
from mlwidgets.lessons.actions import do_all
from mlwidgets.lessons.task import Asked, Verdict
from mlwidgets.lessons.tasks.common import Readable, safe
from mlwidgets.lessons.tasks.conditions import Conditions, gather
from mlwidgets.lessons.tasks.model import read_model

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.lessons.actions import Action
    from mlwidgets.lessons.format.fields import Fields
    from mlwidgets.session import Experiment


@dataclass(frozen=True, kw_only=True)
class Reach(Readable):
    """A state to reach.

    Attributes
    ----------
    conditions : Conditions
        What must hold.
    model : tuple of Action
        One way to get there.
    """

    kind: ClassVar[str] = "reach"
    conditions: Conditions
    model: tuple[Action, ...]

    @classmethod
    def read(cls, fields: Fields, common: dict[str, Any]) -> Self | None:
        """Make one from its fields."""
        conditions, model = Conditions.read(fields), read_model(fields)
        return None if conditions is None else cls(**common, conditions=conditions, model=model)

    def asked(self, seed: int) -> Asked:  # noqa: ARG002 - it is the same for everybody
        """Return the question."""
        return Asked(self.question, entry="state")

    def mark(self, answer: object, seed: int, experiment: Experiment) -> Verdict:  # noqa: ARG002 - the lab answers
        """Judge the state of the lab."""
        try:
            evidence = gather([self.conditions], experiment)
        except MLWidgetsError as error:
            return Verdict(solved=False, why=safe(str(error)))
        finding = self.conditions.judge(evidence)
        return Verdict(finding.holds, safe(finding.why), evidence)

    def mark_again(self, answer: object, seed: int, evidence: Mapping[str, Any]) -> bool:  # noqa: ARG002 - the same
        """Judge the state that was handed in."""
        return self.conditions.judge(evidence).holds

    def model_answer(self, seed: int, experiment: Experiment) -> object:  # noqa: ARG002 - the same
        """Bring the experiment there; nothing needs to be typed."""
        do_all(self.model, experiment)
        return None

    def is_done(self, experiment: Experiment) -> bool:
        """Return whether the state has been reached."""
        return self.conditions.judge(gather([self.conditions], experiment)).holds

    def seen(self, evidence: Mapping[str, Any]) -> str:
        """Return what was reached."""
        return self.conditions.judge(evidence).why
