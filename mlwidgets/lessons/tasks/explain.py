"""Explain: an answer in one's own words, kept for the teacher and then compared with a good one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

from mlwidgets.language import _, n_
from mlwidgets.lessons.progress import LONGEST_ANSWER
from mlwidgets.lessons.task import Asked, Verdict
from mlwidgets.lessons.tasks.common import Readable
from mlwidgets.ranges import Interval, is_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.lessons.format.fields import Fields
    from mlwidgets.session import Experiment

LEAST = Interval(name="least", low=1, high=1000, integer=True)
USUAL_LEAST = 40

_KEPT = _("Your answer is kept. Compare it with this one: {model}")
_AT_LEAST = n_(
    "At least {count} character, in your own words.", "At least {count} characters, in your own words."
)
_EMPTY = _("Write your answer in words.")
_LONG = _("Your answer has {length:,} characters; at most {most:,} are kept. Shorten it.")
_SHORT = _("Your answer has {length} characters. Write at least {least}: what happens, and why?")


@dataclass(frozen=True, kw_only=True)
class Explain(Readable):
    """Something to explain.

    Attributes
    ----------
    least : int
        So many characters an answer has at least. Whether it is a good one no program can say.
    model, model_html : str
        A good answer, as Markdown and as safe HTML; shown when the learner's own has been kept.
    """

    kind: ClassVar[str] = "explain"
    least: int
    model: str
    model_html: str

    @classmethod
    def read(cls, fields: Fields, common: dict[str, Any]) -> Self | None:
        """Make one from its fields."""
        least = fields.whole_number(LEAST, default=USUAL_LEAST)
        model = fields.text("model", longest=LONGEST_ANSWER)
        if model and len(model) < least:
            fields.fault("model", f"model has {len(model)} characters; an answer must have at least {least}.")
        return cls(**common, least=least, model=model, model_html=fields.html("model"))

    def asked(self, seed: int) -> Asked:  # noqa: ARG002 - it is the same for everybody
        """Return the question."""
        note = _AT_LEAST.format(self.least)
        return Asked(self.question, entry="text", note=note)

    def mark(self, answer: object, seed: int, experiment: Experiment) -> Verdict:  # noqa: ARG002 - not needed here
        """Keep an answer that is long enough, and show a good one."""
        if self.mark_again(answer, seed, {}):
            why = _KEPT.format(model=self.model_html)
            return Verdict(solved=True, why=why)
        if not isinstance(answer, str) or not is_text(answer) or not answer.strip():
            return Verdict(solved=None, why=_EMPTY)
        length = len(answer.strip())
        if length > LONGEST_ANSWER:
            why = _LONG.format(length=length, most=LONGEST_ANSWER)
            return Verdict(solved=None, why=why)
        why = _SHORT.format(length=length, least=self.least)
        return Verdict(solved=None, why=why)

    def mark_again(self, answer: object, seed: int, evidence: Mapping[str, Any]) -> bool:  # noqa: ARG002 - the same
        """Return whether the answer is long enough."""
        return (
            isinstance(answer, str)
            and is_text(answer)
            and self.least <= len(answer.strip()) <= LONGEST_ANSWER
        )

    def model_answer(self, seed: int, experiment: Experiment) -> object:  # noqa: ARG002 - the same
        """Return the good answer."""
        return self.model
