"""What tasks with answers to choose from share: which answer of the file was chosen."""

from __future__ import annotations

from dataclasses import dataclass

from mlwidgets.lessons.task import Heading
from mlwidgets.lessons.tasks.common import Answer, Readable, chosen, shuffled


@dataclass(frozen=True, kw_only=True)
class WithChoices(Readable):
    """A task with answers to choose from, in an order drawn for each learner.

    Attributes
    ----------
    answers : tuple of Answer
        As they stand in the file.
    """

    answers: tuple[Answer, ...]

    def wrong_answers(self, seed: int, right: object) -> tuple[object, ...]:  # noqa: ARG002 - as many in each order
        """Return all others."""
        return tuple(at for at in range(len(self.answers)) if at != right)

    def words(self, answer: object, seed: int) -> str:
        """Return the text of the answer that was chosen."""
        at = self._position(answer, seed)
        return "" if at is None else self.answers[at].text

    def headings(self) -> tuple[Heading, ...]:
        """Return the answers in the order of the file."""
        return tuple(Heading(str(at), answer.html) for at, answer in enumerate(self.answers))

    def heading(self, answer: object, seed: int) -> Heading | None:
        """Return the answer that was chosen."""
        at = self._position(answer, seed)
        return None if at is None else self.headings()[at]

    def _position(self, answer: object, seed: int) -> int | None:
        """Return which answer of the file was chosen."""
        at = chosen(answer, len(self.answers))
        return None if at is None else shuffled(self.name, seed, len(self.answers))[at]
