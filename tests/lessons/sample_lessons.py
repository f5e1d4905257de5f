"""Lessons made for tests, without any text file: steps that set up and tasks of each way to answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from mlwidgets.lessons.lesson import Lesson, SetUp, Step
from mlwidgets.lessons.task import Asked, Task, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.session import Experiment


@dataclass(frozen=True, kw_only=True)
class Double(Task):
    """Asks for the double of a number that is drawn."""

    kind: ClassVar[str] = "compute"

    def asked(self, seed: int) -> Asked:
        """Ask with a number that follows from the seed."""
        return Asked(f"<p>What is 2 × {seed % 97}?</p>", entry="number", note="Exactly.")

    def mark(self, answer: object, seed: int, experiment: Experiment) -> Verdict:  # noqa: ARG002
        """Compare with the double; a decimal comma is one."""
        try:
            number = float(str(answer).replace(",", "."))
        except ValueError:
            return Verdict(solved=False, why="Type a number.")
        right = number == 2 * (seed % 97)
        return Verdict(
            solved=right, why="<b>Right.</b>" if right else f"Not {number:g}.", evidence={"got": number}
        )

    def mark_again(self, answer: object, seed: int, evidence: Mapping[str, Any]) -> bool:  # noqa: ARG002
        """Compare again."""
        return float(str(answer)) == 2 * (seed % 97)

    def model_answer(self, seed: int, experiment: Experiment) -> object:  # noqa: ARG002
        """Return the double."""
        return 2 * (seed % 97)


@dataclass(frozen=True, kw_only=True)
class Guess(Task):
    """A prediction that can be marked when a batch has been trained."""

    kind: ClassVar[str] = "predict"

    def asked(self, seed: int) -> Asked:  # noqa: ARG002
        """Ask."""
        return Asked(self.question, ("Yes", "No"), "choice", "Choose, then press Run.")

    def mark(self, answer: object, seed: int, experiment: Experiment) -> Verdict:  # noqa: ARG002
        """Wait for an update."""
        if answer not in (0, 1):
            return Verdict(solved=None, why="Choose one.")
        if not experiment.newest:
            return Verdict(solved=None, why="Noted. Now press Run.")
        return Verdict(solved=answer == 0, why=f"There were {experiment.newest} updates.")

    def mark_again(self, answer: object, seed: int, evidence: Mapping[str, Any]) -> bool:  # noqa: ARG002
        """Yes was right."""
        return answer == 0

    def model_answer(self, seed: int, experiment: Experiment) -> object:  # noqa: ARG002
        """Train, and say yes."""
        experiment.step_batch()
        experiment.wait()
        return 0


@dataclass(frozen=True, kw_only=True)
class Reach(Guess):
    """Something to be done in the lab, and then checked."""

    kind: ClassVar[str] = "reach"

    def asked(self, seed: int) -> Asked:  # noqa: ARG002
        """Ask."""
        return Asked(self.question, entry="state", note="Any number of updates.")

    def mark(self, answer: object, seed: int, experiment: Experiment) -> Verdict:  # noqa: ARG002
        """Look whether an update was made."""
        made = experiment.newest
        return Verdict(solved=made > 0, why=f"You have made {made} updates.", evidence={"updates": made})


@dataclass(frozen=True, kw_only=True)
class Explain(Guess):
    """Something to be said in words."""

    kind: ClassVar[str] = "explain"

    def asked(self, seed: int) -> Asked:  # noqa: ARG002
        """Ask."""
        return Asked(self.question, entry="text", note="At least 10 characters.")

    def mark(self, answer: object, seed: int, experiment: Experiment) -> Verdict:  # noqa: ARG002
        """Count."""
        length = len(str(answer or ""))
        return Verdict(solved=length >= 10, why="Compare yours." if length >= 10 else f"{length} characters.")


def step(title: str, task: Task | None = None, html: str = "", **setup: Any) -> Step:  # noqa: ANN401
    """Return a step with a set-up made of these parts."""
    return Step(title, html or f"<p>Text of {title}.</p>", f"Text of {title}.", SetUp(**setup), task, 1)


def lesson(name: str, *steps: Step, title: str = "") -> Lesson:
    """Return a lesson."""
    return Lesson(name, title or name.title(), "Say what it is.", 10, "en", steps)


SPIRAL = {"dataset": {"name": "spiral"}, "optimizer": {"class_name": "SGD", "config": {"learning_rate": 0.1}}}

WALK = lesson(
    "walk",
    step(
        "One",
        Double(name="double", question="", hints=("<p>Add it to itself.</p>", "<p>Twice.</p>")),
        fresh=True,
        lab="TrainLab",
        experiment=SPIRAL,
        hidden=("seed",),
    ),
    step(
        "Two",
        Guess(name="guess", question="<p>Will there be an update?</p>"),
        experiment={"learning_rate": 0.5},
        locked=("optimizer",),
        point="learning_rate",
    ),
    step("Three", Reach(name="reach", question="<p>Make an update.</p>")),
    step(
        "Four",
        Explain(name="explain", question="<p>Say why.</p>"),
        fresh=True,
        stage="all",
        lab="PredictLab",
    ),
    title="A walk",
)
"""Four steps, each with a task; the last one begins anew with the shipped digits network."""

READ = lesson("read", step("Only", fresh=True), title="A page to read")
