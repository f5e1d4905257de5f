"""Choose: one of a few answers is right, and each wrong one is a known misconception."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

from mlwidgets.language import _
from mlwidgets.lessons.task import Asked, Verdict
from mlwidgets.lessons.tasks.choices import WithChoices
from mlwidgets.lessons.tasks.common import Answer, read_answer, shuffled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.lessons.format.fields import Fields
    from mlwidgets.session import Experiment

FEWEST, MOST = 2, 6
NOTHING_CHOSEN = _("Choose one of the answers.")


@dataclass(frozen=True, kw_only=True)
class Choose(WithChoices):
    """A question with answers to choose from, in an order drawn for each learner.

    Attributes
    ----------
    answers : tuple of Answer
        As they stand in the file.
    right : int
        Which of them is right, from 0.
    """

    kind: ClassVar[str] = "choose"
    right: int

    @classmethod
    def read(cls, fields: Fields, common: dict[str, Any]) -> Self | None:
        """Make one from its fields."""
        parts = fields.parts("answers", "an answer", least=FEWEST, most=MOST)
        answers: list[Answer] = []
        right: list[int] = []
        for at, part in enumerate(parts):
            answers.append(read_answer(part))
            if part.flag("right", default=False):
                right.append(at)
            part.close()
        if parts and len(right) != 1:
            fields.fault("answers", f"Exactly one answer needs 'right: true'; here are {len(right)}.")
        return cls(**common, answers=tuple(answers), right=right[0]) if len(right) == 1 else None

    def asked(self, seed: int) -> Asked:
        """Return the question, and the answers in this learner's order."""
        order = shuffled(self.name, seed, len(self.answers))
        return Asked(self.question, tuple(self.answers[at].html for at in order), "choice")

    def mark(self, answer: object, seed: int, experiment: Experiment) -> Verdict:  # noqa: ARG002 - not needed here
        """Reply to the answer that was chosen."""
        at = self._position(answer, seed)
        if at is None:
            return Verdict(solved=None, why=NOTHING_CHOSEN)
        return Verdict(solved=at == self.right, why=self.answers[at].reply)

    def mark_again(self, answer: object, seed: int, evidence: Mapping[str, Any]) -> bool:  # noqa: ARG002 - the same
        """Return whether the answer is the right one."""
        return self._position(answer, seed) == self.right

    def model_answer(self, seed: int, experiment: Experiment) -> object:  # noqa: ARG002 - the same
        """Return where this learner sees the right answer."""
        return shuffled(self.name, seed, len(self.answers)).index(self.right)
