"""Lessons by their names: those that ship with the package, and those that have been added."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mlwidgets.errors import ConfigurationError
from mlwidgets.ranges import nearest, shown

if TYPE_CHECKING:
    from mlwidgets.lessons.lesson import Lesson

SHIPPED = Path(__file__).parent / "course"
"""Their folder; their names begin with the number that orders them."""

_added: dict[str, Lesson] = {}


@cache
def shipped_lessons() -> tuple[Lesson, ...]:
    """Return the lessons that ship with the package, in their order; read when first asked for."""
    from mlwidgets.lessons.format.reading import read_file  # noqa: PLC0415 - its parsers take a moment

    return tuple(read_file(path) for path in _files())


def names() -> tuple[str, ...]:
    """Return the names of the lessons that ship with the package, in their order.

    Examples
    --------
    >>> from mlwidgets import lessons
    >>> all(lessons.named(name).steps for name in lessons.names())
    True
    """
    return tuple(path.stem for path in _files())


def named(name: str) -> Lesson:
    """Return a lesson by its name.

    Parameters
    ----------
    name : str
        That of one that ships, such as "7-gradient-descent", or of one that was added.

    Raises
    ------
    ConfigurationError
        There is none of that name.
    """
    known = {**{one.name: one for one in shipped_lessons()}, **_added}
    if not isinstance(name, str) or name not in known:
        listed = tuple(known)
        raise ConfigurationError(
            f"There is no lesson {shown(name)}. There are: {', '.join(listed) or 'none'}."
            f"{nearest(name, listed)}"
        )
    return known[name]


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
    from mlwidgets.lessons.format.reading import read_file  # noqa: PLC0415 - its parsers take a moment

    return read_file(path)


def add(lesson: Lesson) -> Lesson:
    """Let a lesson of one's own be known by its name, to tasks in a notebook for example."""
    _added[lesson.name] = lesson
    return lesson


def _files() -> list[Path]:
    return sorted(SHIPPED.glob("*.md"), key=_place)


def _place(path: Path) -> tuple[int, str]:
    number = re.match(r"[0-9]+", path.name)
    return int(number[0]) if number else 0, path.name
