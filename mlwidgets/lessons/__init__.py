"""The course: lessons as text files, tasks that are marked on live numbers, and what a learner has done.

What is needed of Markdown and YAML is imported when the first lesson is read.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mlwidgets.errors import ConfigurationError
from mlwidgets.ranges import nearest, shown

if TYPE_CHECKING:
    from mlwidgets.lessons.lesson import Lesson

__all__ = ["lesson", "names", "read"]

COURSE = Path(__file__).parent / "course"


def names() -> tuple[str, ...]:
    """Return the names of the lessons that ship, in their order.

    Examples
    --------
    >>> from mlwidgets import lessons
    >>> all(lessons.lesson(name).steps for name in lessons.names())
    True
    """
    return tuple(sorted(path.stem for path in COURSE.glob("*.md")))


@cache
def lesson(name: str) -> Lesson:
    """Return one of the lessons that ship.

    Parameters
    ----------
    name : str
        Such as "7-gradient-descent".

    Raises
    ------
    ConfigurationError
        There is none of that name.
    """
    if name not in names():
        known = names()
        raise ConfigurationError(
            f"There is no lesson {shown(name)}. There are: {', '.join(known)}.{nearest(name, known)}"
        )
    return read(COURSE / f"{name}.md")


def read(path: str | Path) -> Lesson:
    """Return the lesson in a file of one's own.

    Parameters
    ----------
    path : str or Path
        A text file; `docs/lessons/README.md` says what stands in it.

    Raises
    ------
    LessonError
        Something is wrong with what is in the file; all of it is told, line by line.
    DataError
        There is no such file, or it cannot be read.
    """
    from mlwidgets.lessons.format.reading import read_file  # noqa: PLC0415 - not before a lesson is read

    return read_file(path)
