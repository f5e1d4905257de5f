"""Lessons in a notebook: a step set up, a task asked, an answer marked, a hint."""

from __future__ import annotations

import base64
import binascii
import html
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from mlwidgets.errors import ConfigurationError, DataError
from mlwidgets.language import _
from mlwidgets.lessons.actions import do_all, parse_action
from mlwidgets.lessons.plain import plain
from mlwidgets.lessons.progress import SEED, task_seed
from mlwidgets.lessons.setting_up import set_up as set_up_experiment
from mlwidgets.lessons.shelf import add, named
from mlwidgets.lessons.task import Verdict
from mlwidgets.lessons.tasks.predict import Predict
from mlwidgets.ranges import Interval, nearest, shown
from mlwidgets.session import Experiment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.lessons.lesson import Lesson
    from mlwidgets.lessons.task import Task

LETTERS = "abcdef"
"""What the answers of a task go by in a notebook."""

_LETTER = _("Answer with a letter in quotes: {letters}; got {got}.")
_NO_HINT = _("There is no hint for this task.")


class Lab(Protocol):
    """A lab, or anything else with an experiment."""

    @property
    def experiment(self) -> Experiment:
        """What it looks at."""


@dataclass(frozen=True)
class Shown:
    """A text that a notebook shows as it would look on the course's page."""

    html: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return plain(self.html)


def set_up(name: str, step: int, source: Experiment | Lab | None = None) -> Experiment:
    """Set up a step of a lesson.

    Parameters
    ----------
    name : str
        Name of the lesson.
    step : int
        Which of its steps, from 1.
    source : Experiment or lab, optional
        What the learner has worked on so far. A step that begins anew leaves it alone, so that the labs
        further up in the notebook stay as they are.

    Returns
    -------
    Experiment
        The one to go on with.

    Raises
    ------
    ConfigurationError
        There is no such lesson or step, or it cannot be set up.
    """
    lesson = named(name)
    at = Interval(name="step", low=1, high=len(lesson.steps), integer=True).check_int(step) - 1
    before = None if source is None else _experiment(source)
    if before is not None and not lesson.steps[at].setup.fresh:
        set_up_experiment(before, lesson, at - 1 if at else None, at)
        return before
    made = Experiment()
    set_up_experiment(made, lesson, None, at)
    return made


def ask(task: str, seed: int = 0) -> Shown:
    """Show a task with the numbers that are drawn for a learner, and the answers to choose from.

    Parameters
    ----------
    task : str
        Lesson and task, as in "7-gradient-descent/which-rate".
    seed : int
        The learner's; another one draws other numbers, and another order of the answers.
    """
    lesson, found = _task(task)
    asked = found.asked(_seed(seed, lesson, found))
    answers = "".join(
        f'<p style="margin: 0.3em 1.5em"><strong>{letter}</strong>&ensp;{choice}</p>'
        for letter, choice in zip(LETTERS, asked.choices, strict=False)
    )
    note = f"<p><em>{html.escape(asked.note)}</em></p>" if asked.note else ""
    return Shown(f"<div>{asked.html}</div>{answers}{note}")


def check(source: Experiment | Lab, task: str, answer: object = None, seed: int = 0) -> Verdict:
    """Mark an answer.

    Parameters
    ----------
    source : Experiment or lab
        What the learner works on.
    task : str
        Lesson and task, as in "7-gradient-descent/which-rate".
    answer : object
        A letter where there are answers to choose from, a number or a shape, a text; left out where the state
        of the lab is the answer.
    seed : int
        The one with which it was asked.

    Returns
    -------
    Verdict
        `solved` is True or False, or None while it cannot be said; `why` says why.
    """
    experiment = _experiment(source)
    lesson, found = _task(task)
    drawn = _seed(seed, lesson, found)
    asked = found.asked(drawn)
    if asked.entry == "choice" and answer not in (None, ""):
        letters = tuple(LETTERS[: len(asked.choices)])
        letter = answer.strip().lower() if isinstance(answer, str) else ""
        if letter not in letters:
            why = _LETTER.format(letters=", ".join(letters), got=shown(answer))
            return Verdict(solved=None, why=html.escape(why))
        answer = letters.index(letter)
    return found.mark(answer, drawn, experiment)


def do(source: Experiment | Lab, *actions: Mapping[str, Any]) -> None:
    """Do in code what would be done in a lab, one action after the other, and wait for what is trained.

    Parameters
    ----------
    source : Experiment or lab
        What the learner works on.
    *actions : Mapping
        Each with one name: ``{"set": {"learning_rate": 0.1, "epochs": 5}}``, ``{"reset": True}``,
        ``{"train": {"epochs": 3}}``, ``{"train": {"steps": 100}}``, ``{"run": True}``, ``{"test": True}``,
        ``{"dataset": {"name": "spiral"}}``, ``{"layers": [...]}``, ``{"loss": "mean_squared_error"}``,
        ``{"optimizer": {"class_name": "SGD", "config": {"learning_rate": 0.1}}}``, and for the convolution
        lab ``{"kernel": [[-1, 0, 1]]}``, ``{"numbers": [[1, 2], [3, 4]]}``, ``{"picture": "cat"}`` and
        ``{"convolution": {"strides": 2}}``.

    Raises
    ------
    MLWidgetsError
        There is no such action, or the experiment cannot do it. None is done if one is unknown.
    """
    do_all([parse_action(given) for given in actions], _experiment(source))


def try_out(source: Experiment | Lab, task: str) -> None:
    """Do what a prediction is about, unless the learner has done it.

    Parameters
    ----------
    source : Experiment or lab
        What the learner works on.
    task : str
        Lesson and task, as in "7-gradient-descent/rate-of-ten".
    """
    experiment = _experiment(source)
    _lesson, found = _task(task)
    if not isinstance(found, Predict):
        raise ConfigurationError(f"Only a prediction can be tried out, and {shown(task)} is not one.")
    if not found.is_done(experiment):
        do_all(found.model, experiment)


def hint(task: str, number: int = 1) -> Shown:
    """Show a hint for a task: the first is a nudge, the last nearly the answer."""
    _lesson, found = _task(task)
    if not found.hints:
        return Shown(str(_NO_HINT))
    count = Interval(name="number", low=1, high=len(found.hints), integer=True)
    return Shown(found.hints[count.check_int(number) - 1])


def packed(text: str) -> str:
    """Return the text of a lesson's file so that it can stand in a cell without giving its answers away."""
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def unpack(name: str, text: str) -> Lesson:
    """Read a lesson that stands in the notebook itself, and let it be known by its name.

    Raises
    ------
    LessonError
        Something is wrong with the lesson.
    DataError
        It is not what `mlwidgets lesson notebook` has put there.
    """
    from mlwidgets.lessons.format.reading import MOST_BYTES, read_text  # noqa: PLC0415 - its parsers take a moment

    try:
        opener = zlib.decompressobj()
        content = opener.decompress(base64.b64decode(text, validate=True), MOST_BYTES).decode()
        whole = opener.eof
    except (ValueError, binascii.Error, zlib.error, TypeError):
        whole, content = False, ""
    if not whole:
        raise DataError(
            f"The lesson {shown(name)} in this notebook is damaged. Make it again: mlwidgets lesson notebook."
        )
    return add(read_text(content, name))


def _experiment(source: object) -> Experiment:
    found = source if isinstance(source, Experiment) else getattr(source, "experiment", None)
    if not isinstance(found, Experiment):
        raise ConfigurationError(
            f"What is looked at is an experiment or a lab, such as mw.TrainLab(); got {shown(source)}."
        )
    return found


def _task(name: object) -> tuple[Lesson, Task]:
    lesson_name, slash, task_name = name.partition("/") if isinstance(name, str) else ("", "", "")
    if not slash:
        raise ConfigurationError(
            "A task goes by its lesson and its own name, as in 7-gradient-descent/which-rate; got "
            f"{shown(name)}."
        )
    lesson = named(lesson_name)
    known = tuple(task.name for task in lesson.tasks)
    if task_name not in known:
        raise ConfigurationError(
            f"The lesson {lesson_name} has no task {shown(task_name)}. It has: {', '.join(known) or 'none'}."
            f"{nearest(task_name, known)}"
        )
    return lesson, lesson.task(task_name)


def _seed(seed: int, lesson: Lesson, task: Task) -> int:
    return task_seed(SEED.check_int(seed), lesson.name, task.name, 0)
