"""What every task has in common: it is asked, it is answered, and the answer is marked."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from mlwidgets.language import _
from mlwidgets.lessons.plain import plain
from mlwidgets.session.held import Held

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.session import Experiment

_SIGNS = {True: _("✓ Solved."), False: _("✗ Not yet."), None: "…"}


@dataclass(frozen=True)
class Verdict:
    """What is said of an answer.

    Attributes
    ----------
    solved : bool or None
        None while it cannot be said yet: a prediction is marked when the learner has run the network.
    why : str
        One or two sentences with the learner's own numbers in them, as safe HTML.
    evidence : Mapping
        The numbers that were judged, as plain JSON values: enough to judge them again later without the
        learner's session. A score that somebody hands in is never believed; it is computed from these.
    """

    solved: bool | None
    why: str
    evidence: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def words(self) -> str:
        """What `why` says, as plain text."""
        return plain(self.why)

    def _repr_html_(self) -> str:
        """Return how a notebook shows it."""
        return f"<p><strong>{_SIGNS[self.solved]}</strong> {self.why}</p>"


@dataclass(frozen=True)
class Asked:
    """A task as one learner is asked it.

    Attributes
    ----------
    html : str
        The question, with the numbers that were drawn for this learner, as safe HTML.
    choices : tuple of str
        What can be chosen, as safe HTML, in the order shown; empty where an answer is typed or done.
    entry : str
        How it is answered: ``"choice"``, ``"number"``, ``"text"`` or ``"state"`` (the learner does something
        in the lab and has it checked).
    note : str
        How an answer is judged, plain text: "within 0.01", "at least 40 characters".
    """

    html: str
    choices: tuple[str, ...] = ()
    entry: str = "choice"
    note: str = ""


@dataclass(frozen=True)
class Heading:
    """Under what a teacher finds an answer among those of a class.

    Attributes
    ----------
    key : str
        The same for all answers that belong together, whatever order or numbers a learner was given.
    html : str
        What it is called, as safe HTML.
    """

    key: str
    html: str


@dataclass(frozen=True, kw_only=True)
class Task(ABC):
    """A task of a lesson.

    Attributes
    ----------
    name : str
        Unique in its lesson.
    question : str
        Safe HTML; numbers that are drawn come in `asked`.
    hints : tuple of str
        Safe HTML, from a nudge to nearly the answer; they are shown one at a time.
    line : int
        Where it stands in the file, from 1.
    """

    kind: ClassVar[str]
    name: str
    question: str
    hints: tuple[str, ...] = ()
    line: int = 0

    @property
    def held(self) -> Held:
        """What the page does not do until the task has been answered."""
        return Held()

    @abstractmethod
    def asked(self, seed: int) -> Asked:
        """Return how a learner with this seed is asked; another seed draws other numbers, another order."""

    @abstractmethod
    def mark(self, answer: object, seed: int, experiment: Experiment) -> Verdict:
        """Judge an answer.

        Parameters
        ----------
        answer : object
            What came from the page: a choice by its index in `Asked.choices`, a number as it was typed, a
            text, or None where the state of the lab is the answer. Anything at all may come; what is no
            answer is told in a sentence, by a verdict that is not solved.
        seed : int
            The one with which it was asked.
        experiment : Experiment
            What the learner works on.
        """

    @abstractmethod
    def mark_again(self, answer: object, seed: int, evidence: Mapping[str, Any]) -> bool:
        """Return whether an answer that was handed in with its evidence solves the task."""

    @abstractmethod
    def model_answer(self, seed: int, experiment: Experiment) -> object:
        """Return an answer that solves it, having done in the experiment what must be done for it.

        `mlwidgets lesson check` marks it: a task that its own model answer does not solve is a fault in the
        lesson.
        """

    def words(self, answer: object, seed: int) -> str:  # noqa: ARG002 - of use where there are choices
        """Return an answer as plain text, as a table for a teacher has it; empty for none."""
        return "" if answer is None else str(answer)

    def seen(self, evidence: Mapping[str, Any]) -> str:  # noqa: ARG002 - of use where there is some
        """Return in plain words what evidence says that was handed in; empty if the task needs none."""
        return ""

    def headings(self) -> tuple[Heading, ...]:
        """Return the headings for answers that are known before anybody has answered, in their order."""
        return ()

    def heading(self, answer: object, seed: int) -> Heading | None:  # noqa: ARG002 - the same
        """Return the heading for an answer; None where only right and wrong are told apart."""
        return None
