"""Predict: the learner says what will happen, then lets it happen; the run itself says who was right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

from mlwidgets.errors import MLWidgetsError, SessionStateError
from mlwidgets.language import _
from mlwidgets.lessons.actions import do_all
from mlwidgets.lessons.task import Asked, Verdict
from mlwidgets.lessons.tasks.choices import WithChoices
from mlwidgets.lessons.tasks.choose import FEWEST, MOST, NOTHING_CHOSEN
from mlwidgets.lessons.tasks.common import Answer, read_answer, safe, shuffled
from mlwidgets.lessons.tasks.conditions import Conditions, gather, read_conditions
from mlwidgets.lessons.tasks.model import read_model
from mlwidgets.session.held import Held

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.lessons.actions import Action
    from mlwidgets.lessons.format.fields import Fields
    from mlwidgets.session import Experiment

FIRST = _("Choose an answer first: predict, then try it out.")
"""Why a page does not do yet what would give the answer away."""

_NOTE = _("Choose first, then try it out.")
_KEPT = _("Your prediction is kept. {do} {why}")
_NONE_FITS = _("None of the answers fits what has happened here. Begin this step again. {do}")


@dataclass(frozen=True, kw_only=True)
class Predict(WithChoices):
    """Answers to choose from before something is tried out, in an order drawn for each learner.

    Attributes
    ----------
    answers : tuple of Answer
        As they stand in the file.
    when : tuple of Conditions
        For each answer, what holds if it comes true; of all of them exactly one should.
    do : str
        What the learner does to find out, as safe HTML.
    ready : Conditions
        What holds once that is done.
    model : tuple of Action
        The same as actions.
    """

    kind: ClassVar[str] = "predict"
    when: tuple[Conditions, ...]
    do: str
    ready: Conditions
    model: tuple[Action, ...]

    @classmethod
    def read(cls, fields: Fields, common: dict[str, Any]) -> Self | None:
        """Make one from its fields."""
        answers: list[Answer] = []
        when: list[Conditions] = []
        for part in fields.parts("answers", "an answer", least=FEWEST, most=MOST):
            answers.append(read_answer(part))
            condition = read_conditions(part, "when")
            if condition is not None:
                when.append(condition)
            part.close()
        do, ready, model = fields.html("do"), read_conditions(fields, "ready"), read_model(fields)
        if ready is None or not answers or len(when) < len(answers):
            return None
        return cls(**common, answers=tuple(answers), when=tuple(when), do=do, ready=ready, model=model)

    @property
    def held(self) -> Held:
        """What gives the answer away: the training if there is one, and else the settings to change."""
        if any(action.trains for action in self.model):
            return Held(why=FIRST, training=True)
        controls = tuple(name for action in self.model for name in action.controls)
        return Held(why=FIRST, controls=controls) if controls else Held()

    def asked(self, seed: int) -> Asked:
        """Return the question, and the answers in this learner's order."""
        order = shuffled(self.name, seed, len(self.answers))
        choices = tuple(self.answers[at].html for at in order)
        return Asked(self.question, choices, "choice", _NOTE)

    def mark(self, answer: object, seed: int, experiment: Experiment) -> Verdict:
        """Compare a prediction with what has happened, once it has."""
        at = self._position(answer, seed)
        if at is None:
            return Verdict(solved=None, why=NOTHING_CHOSEN)
        try:
            evidence = gather([self.ready, *self.when], experiment)
        except MLWidgetsError as error:
            return Verdict(solved=None, why=f"{safe(str(error))} {self.do}")
        ready = self.ready.judge(evidence)
        if not ready.holds:
            # Before anything has been done, what to do says it all.
            why = "" if self.held.training and experiment.untrained else safe(ready.why)
            return Verdict(None, _KEPT.format(do=self.do, why=why).rstrip(), evidence)
        true = self._came_true(evidence)
        if true is None:
            why = _NONE_FITS.format(do=self.do)
            return Verdict(None, why, evidence)
        seen = self.when[true].judge(evidence).why
        return Verdict(at == true, f"{self.answers[at].reply} {safe(seen)}", evidence)

    def mark_again(self, answer: object, seed: int, evidence: Mapping[str, Any]) -> bool:
        """Compare a prediction that was handed in with what had happened."""
        at = self._position(answer, seed)
        return at is not None and self.ready.judge(evidence).holds and self._came_true(evidence) == at

    def model_answer(self, seed: int, experiment: Experiment) -> object:
        """Try it out, and return where this learner sees what came true."""
        do_all(self.model, experiment)
        evidence = gather([self.ready, *self.when], experiment)
        true = self._came_true(evidence)
        if true is None:
            found = "; ".join(f"{at + 1}: {one.judge(evidence).why}" for at, one in enumerate(self.when))
            raise SessionStateError(
                f"Exactly one answer must come true when the model answer is done; here it is not so. {found}"
            )
        return shuffled(self.name, seed, len(self.answers)).index(true)

    def is_done(self, experiment: Experiment) -> bool:
        """Return whether it has been tried out."""
        return self.ready.judge(gather([self.ready], experiment)).holds

    def seen(self, evidence: Mapping[str, Any]) -> str:
        """Return what came true."""
        true = self._came_true(evidence)
        return "" if true is None else self.when[true].judge(evidence).why

    def _came_true(self, evidence: Mapping[str, Any]) -> int | None:
        """Return which answer of the file came true; None if it is not exactly one."""
        held = [at for at, condition in enumerate(self.when) if condition.judge(evidence).holds]
        return held[0] if len(held) == 1 else None
