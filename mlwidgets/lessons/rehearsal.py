"""A lesson rehearsed: every step is set up, and every task is done and marked by its own model answer.

What a file says can be well written and still not work: a set-up that cannot be built, a run that does not
come as far as the text promises. That shows only when it is done.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from mlwidgets.errors import MLWidgetsError
from mlwidgets.language import _
from mlwidgets.lessons.format.faults import Fault, LessonError
from mlwidgets.lessons.lesson import SetUp
from mlwidgets.lessons.setting_up import configured, set_up
from mlwidgets.lessons.tasks.common import Readable
from mlwidgets.lessons.tasks.reach import Reach
from mlwidgets.ranges import shown
from mlwidgets.session import Experiment

if TYPE_CHECKING:
    from mlwidgets.lessons.lesson import Lesson, Step

SEEDS = range(20)
"""Learners for whom numbers and orders are drawn; what is trained is trained for the first of them alone."""

LONGEST = 900.0
"""Seconds after which no more steps are tried: a lesson that trains for so long is no use in a class."""

_CANNOT = _("The step {title} cannot be set up: {why}")
_TOO_LONG = (
    f"The steps before have taken more than {LONGEST / 60:g} minutes. Step {{number}} and those after it "
    "have not been tried. Train less: fewer epochs, fewer examples, or a smaller network."
)


@dataclass(frozen=True)
class Rehearsed:
    """What a rehearsal has done.

    Attributes
    ----------
    steps, tasks, replies : int
        How many of them were set up, solved, or seen to answer a wrong answer.
    reached : tuple of str
        Of each state that is to be reached, the task's name and what the model answer has reached.
    """

    steps: int
    tasks: int
    replies: int
    reached: tuple[str, ...] = ()


def rehearse(lesson: Lesson) -> Rehearsed:
    """Set up every step of a lesson, and do every task.

    Raises
    ------
    LessonError
        Something does not work; all of it is told, with the line of its step or task.
    """
    experiment = Experiment()
    faults: list[Fault] = []
    replies = 0
    reached: list[str] = []
    until = monotonic() + LONGEST
    try:
        for at, step in enumerate(lesson.steps):
            if monotonic() > until:
                faults.append(Fault(step.line, _TOO_LONG.format(number=at + 1)))
                break
            try:
                set_up(experiment, lesson, at - 1 if at else None, at)
            except MLWidgetsError as error:
                why = str(error.__cause__ or error)
                said = _CANNOT.format(title=shown(step.title), why=why)
                faults.append(Fault(_line_of(step, experiment, why), said))
                continue
            task = step.task
            if isinstance(task, Readable):
                wrong, replied = _try_out(task, experiment)
                faults += [Fault(task.line, f"The task {task.name}: {said}") for said in wrong]
                replies += replied
                if isinstance(task, Reach) and not wrong:
                    reached.append(f"{task.name}: {task.mark(None, 0, experiment).words}")
    finally:
        experiment.close()
    if faults:
        raise LessonError(f"{lesson.name}.md", faults)
    return Rehearsed(len(lesson.steps), len(lesson.tasks), replies, tuple(reached))


def _line_of(step: Step, experiment: Experiment, why: str) -> int:
    """Return the line of the setting for which a step cannot be set up, or of what comes nearest."""
    setup = step.setup
    for name, value in setup.experiment.items():
        try:
            configured(experiment, [SetUp(fresh=setup.fresh, experiment={name: value})])
        except MLWidgetsError as error:
            if str(error) == why:
                named = [path for path in setup.lines if path[:1] == (name,) and _is_named(path[-1], why)]
                return setup.lines.get(max(named, key=len, default=(name,)), step.line)
    return setup.lines.get((), step.line)


def _is_named(key: str | int, sentence: str) -> bool:
    return isinstance(key, str) and re.search(rf"(?<!\w){re.escape(key)}(?!\w)", sentence) is not None


def _try_out(task: Readable, experiment: Experiment) -> tuple[list[str], int]:
    """Do a task, rightly and in every wrong way that is known; say what does not come out as it should.

    Also return how many wrong answers were replied to, of the first learner.
    """
    replied = 0
    try:
        if task.is_done(experiment):
            return ["it is done before the learner has done anything. Set the step up so that it is not."], 0
        for seed in SEEDS if task.kind in ("choose", "compute") else SEEDS[:1]:
            answer = task.model_answer(seed, experiment)
            verdict = task.mark(answer, seed, experiment)
            if not verdict.solved or not task.mark_again(answer, seed, verdict.evidence):
                return [f"its model answer does not solve it. {verdict.words}"], 0
            said = {wrong: task.mark(wrong, seed, experiment) for wrong in task.wrong_answers(seed, answer)}
            faults = [
                f"the answer {task.words(wrong, seed)!r} is wrong, and gets no reply that says why."
                for wrong, verdict in said.items()
                if verdict.solved is not False or not verdict.why
            ]
            if faults:
                return faults, 0
            replied = replied or len(said)
    except MLWidgetsError as error:
        return [f"its model answer cannot be done: {error}"], 0
    return [], replied
