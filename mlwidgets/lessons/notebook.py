"""A lesson as a Jupyter notebook: its texts, a lab for each step, and cells in which its tasks are marked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mlwidgets.interchange.code.common.notebook import KERNEL
from mlwidgets.lessons.cells import FIRST_SEED, Cell
from mlwidgets.lessons.format.markdown import without_html
from mlwidgets.lessons.format.reading import read_text, text_of
from mlwidgets.lessons.graded_cells import HANDING_IN, asks, graded_cells, model_answers
from mlwidgets.lessons.in_notebook import packed
from mlwidgets.lessons.lesson import SetUp
from mlwidgets.lessons.shelf import SHIPPED
from mlwidgets.lessons.tasks.common import Readable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mlwidgets.lessons.lesson import Lesson

_BEGIN = f"""\
import mlwidgets as mw
from mlwidgets import lessons

SEED = {FIRST_SEED}  # any whole number of your own: it draws the numbers of your tasks
experiment = mw.Experiment()"""

_ANSWERS = {
    "choose": '""  # a letter: "a", "b", …',
    "predict": '""  # a letter: "a", "b", …; choose before you try it out',
    "compute": '""  # your number or your shape, such as "0.25" or "26 x 26 x 8"',
    "explain": '""  # a few sentences of your own',
}


def notebook(path: Path, *, nbgrader: bool = False) -> bytes:
    """Return a lesson as a notebook, format 4.5.

    A lesson that does not ship with mlwidgets is carried inside the notebook, so that one file is enough.

    Parameters
    ----------
    path : Path
        The lesson's file.
    nbgrader : bool
        Whether its tasks are written for nbgrader, with their model answers, which nbgrader takes out. Every
        task is done for that, so it takes as long as the lesson trains.

    Raises
    ------
    LessonError, DataError
        Something is wrong with the lesson, or there is none. With `nbgrader`: a model answer cannot be done.
    """
    text = text_of(path)
    lesson = read_text(text, path.stem, path.name)
    inside = "" if path.resolve().parent == SHIPPED.resolve() else text
    answers = model_answers(lesson) if nbgrader else None
    content: dict[str, Any] = {
        "cells": [cell.written(number) for number, cell in enumerate(_cells(lesson, inside, answers))],
        "metadata": {"kernelspec": KERNEL, "language_info": {"name": "python"}, "title": lesson.title},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def _cells(lesson: Lesson, inside: str, answers: Mapping[str, object] | None) -> Iterator[Cell]:
    """Yield all cells; with `answers`, those of the tasks are for nbgrader."""
    head = f"# {lesson.title}\n\n{lesson.goal}\n\nAbout {lesson.minutes} minutes."
    yield Cell("markdown", without_html(head))
    if answers is not None:
        yield Cell("markdown", HANDING_IN)
    yield Cell("code", _BEGIN)
    if inside:
        unpack = Cell("code", f'lessons.unpack("{lesson.name}", "{packed(inside)}");')
        yield unpack if answers is None else unpack.locked("lesson")
    lab = ""
    for number, step in enumerate(lesson.steps, 1):
        yield Cell("markdown", without_html(f"## {step.title}\n\n{step.text}").strip())
        lab = step.setup.lab or lab
        lines = [f'experiment = lessons.set_up("{lesson.name}", {number}, experiment)']
        if step.setup == SetUp():
            lines = []  # the learner goes on with what there is
        if lab:
            lines.append(f"mw.{lab}(experiment)")
        if lines:
            set_up = Cell("code", "\n".join(lines))
            yield set_up if answers is None else set_up.locked(f"step-{number}")
        if not isinstance(step.task, Readable):
            continue
        if answers is None:
            yield from _task_cells(lesson, step.task)
        else:
            yield from graded_cells(lesson, step.task, answers[step.task.name])


def _task_cells(lesson: Lesson, task: Readable) -> Iterator[Cell]:
    name = f"{lesson.name}/{task.name}"
    yield asks(task)
    hints = "".join(
        f'\n# For a hint: lessons.hint("{name}", {number})' for number, _ in enumerate(task.hints, 1)
    )
    if task.kind != "reach":
        yield Cell("code", f'lessons.ask("{name}", SEED){hints}')
        answer = f'answer = {_ANSWERS[task.kind]}\nlessons.check(experiment, "{name}", answer, SEED)'
        yield Cell("code", answer)
    else:
        yield Cell("code", f'lessons.check(experiment, "{name}"){hints}')
