"""A lesson as a Jupyter notebook: its texts, a lab for each step, and cells in which its tasks are marked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mlwidgets.interchange.code.common.notebook import KERNEL
from mlwidgets.lessons.format.markdown import without_html
from mlwidgets.lessons.format.reading import read_file
from mlwidgets.lessons.in_notebook import packed
from mlwidgets.lessons.lesson import SetUp
from mlwidgets.lessons.shelf import SHIPPED
from mlwidgets.lessons.tasks.common import Readable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mlwidgets.lessons.lesson import Lesson, Step

_BEGIN = """\
import mlwidgets as mw
from mlwidgets import lessons

SEED = 1  # any whole number of your own: it draws the numbers of your tasks
experiment = mw.Experiment()"""

_ANSWERS = {
    "choose": '""  # a letter: "a", "b", …',
    "predict": '""  # a letter: "a", "b", …; choose before you try it out',
    "compute": '""  # your number or your shape, such as "0.25" or "26 x 26 x 8"',
    "explain": '""  # a few sentences of your own',
}


def notebook(path: Path) -> bytes:
    """Return a lesson as a notebook, format 4.5.

    A lesson that does not ship with mlwidgets is carried inside the notebook, so that one file is enough.

    Parameters
    ----------
    path : Path
        The lesson's file.

    Raises
    ------
    LessonError, DataError
        Something is wrong with the lesson, or there is none.
    """
    lesson = read_file(path)
    shipped = path.resolve().parent == SHIPPED.resolve()
    inside = "" if shipped else path.read_text(encoding="utf-8-sig")
    cells: list[dict[str, Any]] = [
        {"cell_type": kind, "id": f"cell-{number:03d}", "metadata": {}, "source": source}
        | ({"execution_count": None, "outputs": []} if kind == "code" else {})
        for number, (kind, source) in enumerate(_cells(lesson, inside))
    ]
    content: dict[str, Any] = {
        "cells": cells,
        "metadata": {"kernelspec": KERNEL, "language_info": {"name": "python"}, "title": lesson.title},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def _cells(lesson: Lesson, inside: str) -> Iterator[tuple[str, str]]:
    """Yield the kind and the source of each cell."""
    yield (
        "markdown",
        without_html(f"# {lesson.title}\n\n{lesson.goal}\n\nAbout {lesson.minutes} minutes."),
    )
    yield "code", _BEGIN
    if inside:
        yield "code", f'lessons.unpack("{lesson.name}", "{packed(inside)}");'
    lab = ""
    for number, step in enumerate(lesson.steps, 1):
        yield "markdown", without_html(f"## {step.title}\n\n{step.text}").strip()
        lab = step.setup.lab or lab
        lines = [f'experiment = lessons.set_up("{lesson.name}", {number}, experiment)']
        if step.setup == SetUp():
            lines = []  # the learner goes on with what there is
        if lab:
            lines.append(f"mw.{lab}(experiment)")
        if lines:
            yield "code", "\n".join(lines)
        yield from _task_cells(lesson, step)


def _task_cells(lesson: Lesson, step: Step) -> Iterator[tuple[str, str]]:
    task = step.task
    if not isinstance(task, Readable):
        return
    name = f"{lesson.name}/{task.name}"
    text = f"**Task.** {task.text}" if task.text else "**Task.** Run the next cell: it draws your numbers."
    yield "markdown", without_html(text)
    hints = "".join(
        f'\n# For a hint: lessons.hint("{name}", {number})' for number, _ in enumerate(task.hints, 1)
    )
    if task.kind != "reach":
        yield "code", f'lessons.ask("{name}", SEED){hints}'
        yield "code", f'answer = {_ANSWERS[task.kind]}\nlessons.check(experiment, "{name}", answer, SEED)'
    else:
        yield "code", f'lessons.check(experiment, "{name}"){hints}'
