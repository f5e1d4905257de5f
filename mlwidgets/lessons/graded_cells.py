"""The tasks of a lesson as cells that nbgrader hands out, takes in and grades.

nbgrader runs a notebook again from its first cell, with nobody at the labs. So what counts stands in cells:
an answer, or what was done in a lab, written as actions.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mlwidgets.errors import MLWidgetsError
from mlwidgets.lessons.cells import FIRST_SEED, Cell
from mlwidgets.lessons.format.faults import Fault, LessonError
from mlwidgets.lessons.format.markdown import without_html
from mlwidgets.lessons.in_notebook import LETTERS
from mlwidgets.lessons.progress import task_seed
from mlwidgets.lessons.setting_up import set_up
from mlwidgets.lessons.tasks.explain import Explain
from mlwidgets.lessons.tasks.reach import Reach
from mlwidgets.session import Experiment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlwidgets.lessons.lesson import Lesson
    from mlwidgets.lessons.tasks.common import Readable

HANDING_IN = """\
**Handing in.** Write your answers into the cells that say YOUR CODE HERE or YOUR ANSWER HERE. What you do in
a lab by hand is not handed in: where a task asks you to do something there, write down what you did. When you
have finished, restart the kernel and run all cells. Below each task that you have solved it says *Solved*."""

_BEGIN, _END = "### BEGIN SOLUTION", "### END SOLUTION"

_HOW = {
    "choose": '# Write in place of the lines below which answer is right: answer = "a", or another letter.',
    "predict": '# Write in place of the lines below what you expect: answer = "a", or another letter.',
    "compute": '# Write your number or shape in place of the lines below: answer = "0.25", or "26 x 26 x 8".',
    "reach": """\
# Try it out in the lab. Then write in place of the lines below what you have done there, such as
# lessons.do(experiment, {"set": {"epochs": 5}}, {"reset": True}, {"run": True})
# help(lessons.do) lists what can be done.""",
}

_TRY_OUT = """\
# Try it out. If you have not done it in the lab, this cell does it.
lessons.try_out(experiment, "{name}")"""

_TEST = """\
from mlwidgets import lessons

verdict = lessons.check(experiment, "{name}"{answered})
display(verdict)
assert verdict.solved, verdict.words"""


def model_answers(lesson: Lesson) -> Mapping[str, object]:
    """Do every task of a lesson, and return the answers with which they are solved, by the tasks' names.

    Raises
    ------
    LessonError
        A step cannot be set up, or a model answer cannot be done.
    """
    answers = {}
    experiment = Experiment()
    try:
        for at, step in enumerate(lesson.steps):
            line = step.line
            set_up(experiment, lesson, at - 1 if at else None, at)
            if step.task is not None:
                line = step.task.line
                seed = task_seed(FIRST_SEED, lesson.name, step.task.name, 0)
                answers[step.task.name] = step.task.model_answer(seed, experiment)
    except MLWidgetsError as error:
        fault = Fault(line, f"This cannot be done, so there is no notebook for nbgrader: {error}")
        raise LessonError(f"{lesson.name}.md", [fault]) from error
    finally:
        experiment.close()
    return answers


def graded_cells(lesson: Lesson, task: Readable, answer: object) -> Iterator[Cell]:
    """Yield the cells of a task.

    Parameters
    ----------
    lesson : Lesson
        The one that it belongs to.
    task : Readable
        The task.
    answer : object
        The answer that solves it, as `model_answers` returns it.
    """
    name = f"{lesson.name}/{task.name}"
    if isinstance(task, Explain):
        yield Cell("markdown", f"{asks(task).source}\n\n*{task.asked(FIRST_SEED).note}*")
        yield Cell("markdown", without_html(task.model)).graded_by_hand(f"{task.name}-answer")
        return
    yield asks(task)
    hints = [f'# For a hint: lessons.hint("{name}", {number})' for number, _ in enumerate(task.hints, 1)]
    if isinstance(task, Reach):
        how, answered = (_HOW[task.kind], *hints), ""
    else:
        # It also forgets the answer to the task before, which would count for this one.
        question = "\n".join(("answer = None", f'lessons.ask("{name}", SEED)', *hints))
        yield Cell("code", question).locked(f"{task.name}-question")
        how, answered = (_HOW[task.kind],), ", answer, SEED"
    solution = "\n".join((*how, _BEGIN, _solution(task, answer), _END))
    yield Cell("code", solution).answer(f"{task.name}-answer")
    if task.kind == "predict":
        yield Cell("code", _TRY_OUT.format(name=name)).locked(f"{task.name}-try-out")
    yield Cell("code", _TEST.format(name=name, answered=answered)).graded(f"{task.name}-test")


def asks(task: Readable) -> Cell:
    """Return the cell that tells a task, as far as it is the same for all learners."""
    text = task.text or "Run the next cell: it draws your numbers."
    return Cell("markdown", without_html(f"**Task.** {text}"))


def _solution(task: Readable, answer: object) -> str:
    if isinstance(task, Reach):
        actions = "".join(f",\n    {{{one.name!r}: {one.value!r}}}" for one in task.model)
        return f"lessons.do(\n    experiment{actions},\n)"
    written = LETTERS[answer] if isinstance(answer, int) else str(answer)
    return f"answer = {json.dumps(written)}"
