"""A lesson's file read: head, steps, their texts, set-ups and tasks."""

from __future__ import annotations

import re
import stat
from typing import TYPE_CHECKING

from mlwidgets.errors import DataError
from mlwidgets.interchange.files import as_path
from mlwidgets.lessons.format.blocks import read_block
from mlwidgets.lessons.format.faults import Fault, Faults, LessonError
from mlwidgets.lessons.format.fields import Fields
from mlwidgets.lessons.format.steps import read_steps
from mlwidgets.lessons.lesson import Lesson
from mlwidgets.ranges import Interval, shown

if TYPE_CHECKING:
    from pathlib import Path

    from mlwidgets.lessons.format.blocks import Block
    from mlwidgets.lessons.lesson import Step

MOST_BYTES = 60_000
"""Five times the longest lesson that ships; whatever stands in it, it is read in a few seconds."""
MINUTES = Interval(name="minutes", low=1, high=240, integer=True)

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,59}", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", re.ASCII)
_HEAD = "A lesson begins with its head: a line ---, lines such as 'title: Gradient descent', and a line ---."


def read_file(path: str | Path) -> Lesson:
    """Read a lesson.

    Parameters
    ----------
    path : str or Path
        A text file in UTF-8, whose name ends with ".md".

    Raises
    ------
    LessonError
        Something is wrong with what is in the file; all of it is told, line by line.
    DataError
        There is no such file, or it cannot be read.
    """
    place = as_path(path)
    return read_text(text_of(place), place.stem, place.name)


def text_of(path: str | Path) -> str:
    """Return the text of a lesson's file; raises as `read_file` does, but does not look into the text."""
    place = as_path(path)
    try:
        # Asked before it is opened: a pipe would keep us waiting, and a device may go on for ever.
        content = b""
        is_file = stat.S_ISREG(place.stat().st_mode)
        if is_file:
            with place.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise DataError(f"The lesson {shown(place.name)} cannot be read: {error.strerror}.") from error
    if not is_file:
        raise DataError(f"The lesson {shown(place.name)} cannot be read: it is not a file. Name a text file.")
    faults = Faults()
    if place.suffix != ".md" or not _NAME.fullmatch(place.stem):
        faults.add(
            1,
            "The name of a lesson's file is made of letters, digits and hyphens and ends with .md, such as "
            f"7-gradient-descent.md; got {shown(place.name)}.",
        )
    if len(content) > MOST_BYTES:
        faults.add(1, f"A lesson has at most {MOST_BYTES:,} bytes; this file is larger.")
    faults.raise_if_any(place.name)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        advice = f"A lesson is a text in UTF-8; byte {error.start:,} is not. Save the file as UTF-8."
        raise LessonError(place.name, [Fault(line, advice)]) from error


def read_text(text: str, name: str, file: str = "") -> Lesson:
    """Read a lesson from its text.

    Parameters
    ----------
    text : str
        What the file holds.
    name : str
        Of the lesson.
    file : str
        For messages; the name with ".md" if left out.

    Raises
    ------
    LessonError
        Something is wrong with it; all of it is told, line by line.
    """
    faults = Faults()
    lines = re.sub(r"\r\n?", "\n", text).split("\n")
    end = next((at for at, line in enumerate(lines) if at and line.rstrip() == "---"), None)
    if lines[0].rstrip() != "---" or end is None:
        faults.add(1, _HEAD)
        raise LessonError(file or f"{name}.md", faults.found)
    head = read_block("\n".join(lines[1:end]), 2, faults)
    lesson = _headed(head, name, read_steps(lines, end + 1, faults), faults)
    _check_names(lesson, faults)
    faults.raise_if_any(file or f"{name}.md")
    return lesson


def _headed(head: Block | None, name: str, steps: tuple[Step, ...], faults: Faults) -> Lesson:
    if head is None:
        return Lesson(name, "", "", 1, "en", steps)
    fields = Fields(head, faults, "the head of a lesson")
    title, goal = fields.text("title", longest=100), fields.text("goal", longest=400)
    minutes = fields.whole_number(MINUTES)
    language = fields.text("language", needed=False) or "en"
    if not _LANGUAGE.fullmatch(language):
        fields.fault("language", f"language must be a code such as en, de or pt-BR; got {shown(language)}.")
    fields.close()
    return Lesson(name, title, goal, minutes, language, steps)


def _check_names(lesson: Lesson, faults: Faults) -> None:
    """Note tasks that go by the same name: a learner's answers are kept by it."""
    first: dict[str, int] = {}
    for task in lesson.tasks:
        if task.name in first:
            faults.add(
                task.line,
                f"The task in line {first[task.name]} is called {task.name}, too; each task of a lesson "
                "needs a name of its own.",
            )
        first.setdefault(task.name, task.line)
