"""Marking again: what the answers in somebody's progress are worth, whatever the progress says of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mlwidgets.errors import MLWidgetsError
from mlwidgets.lessons.progress import LONGEST_ANSWER, task_seed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mlwidgets.lessons.lesson import Lesson, Step
    from mlwidgets.lessons.progress import Progress, TaskRecord
    from mlwidgets.lessons.task import Asked, Task

_NOT_TO_BE_MARKED = (MLWidgetsError, ArithmeticError, LookupError, TypeError, ValueError)
"""What marking may raise at evidence that nobody has ever measured."""


MOST_DRAWINGS = 1_000
"""Nobody asks for so many new numbers; of a file that says so, no more drawings are tried."""


@dataclass(frozen=True)
class Result:
    """One task as one learner has left it.

    Attributes
    ----------
    lesson : Lesson
        Where it stands.
    step : Step
        The step whose task it is.
    task : Task
        The task.
    record : TaskRecord
        What the file says of it.
    solved : bool or None
        What the answer is worth, marked again; None if there is no answer.
    """

    lesson: Lesson
    step: Step
    task: Task
    record: TaskRecord
    solved: bool | None

    @property
    def name(self) -> str:
        """Lesson and task, as in "7-gradient-descent/first-step"."""
        return f"{self.lesson.name}/{self.task.name}"

    @property
    def contradicted(self) -> bool:
        """Whether the file says that it is solved, and the answer does not solve it."""
        return self.record.solved is True and not self.solved

    def drawn_from(self, seed: int) -> bool:
        """Whether the numbers that were answered were drawn from a learner's seed, at one of the drawings."""
        drawings = range(min(self.record.draws, MOST_DRAWINGS) + 1)
        lesson, task, answered = self.lesson.name, self.task.name, self.record.answer_seed
        return any(task_seed(seed, lesson, task, draws) == answered for draws in drawings)

    @property
    def waits(self) -> bool:
        """Whether it is not solved and was never said to be wrong: chosen, for example, and not tried out."""
        return self.solved is False and self.record.solved is None

    @property
    def seed(self) -> int:
        """The seed with which it was asked when it was answered; with which it is asked, if it was not."""
        return self.record.seed if self.solved is None else self.record.answer_seed

    @property
    def asked(self) -> Asked:
        """The task as this learner was asked it."""
        return self.task.asked(self.seed)

    @property
    def words(self) -> str:
        """The answer as plain text; for what was done in the lab, what was measured there."""
        said = self.task.words(self.record.answer, self.record.answer_seed)
        return said or (self.seen if self.asked.entry == "state" else "")

    @property
    def seen(self) -> str:
        """What the evidence says, in a plain sentence; empty if there is none, or it says nothing."""
        if not self.record.evidence:
            return ""
        try:
            return self.task.seen(self.record.evidence)[:LONGEST_ANSWER]
        except _NOT_TO_BE_MARKED:
            return ""


def results(progress: Progress, lessons: Iterable[Lesson]) -> tuple[Result, ...]:
    """Return every task of the lessons that a learner has opened, marked again, in their order."""
    return tuple(
        Result(lesson, step, step.task, record, solves(step.task, record))
        for lesson in lessons
        if lesson.name in progress.lessons
        for step in lesson.steps
        if step.task is not None
        for record in [progress.record(lesson.name, step.task.name)]
    )


def solves(task: Task, record: TaskRecord) -> bool | None:
    """Return whether what was handed in solves a task; None if nothing was handed in for it."""
    if not record.tries and record.answer is None and not record.evidence:
        return None
    try:
        return bool(task.mark_again(record.answer, record.answer_seed, record.evidence))
    except _NOT_TO_BE_MARKED:  # no learner's page has ever written this
        return False


def marked_again(progress: Progress, lessons: Mapping[str, Lesson]) -> Progress:
    """Return somebody's progress in which nothing counts as solved that its answer does not solve.

    Of a lesson that is not known nothing can be said; that stays as it is.
    """
    for result in results(progress, lessons.values()):
        if result.contradicted:
            record = replace(result.record, solved=result.solved)
            progress = progress.with_record(result.lesson.name, result.task.name, record)
    return progress


def unknown(progress: Progress, lessons: Iterable[Lesson]) -> tuple[str, ...]:
    """Return the lessons, and the tasks of known lessons, of which nothing is known here."""
    known = {one.name: {task.name for task in one.tasks} for one in lessons}
    found = []
    for name, record in progress.lessons.items():
        if name not in known:
            found.append(name)
        else:
            found += [f"{name}/{task}" for task in record.tasks if task not in known[name]]
    return tuple(found)
