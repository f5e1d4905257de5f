"""Lessons by their names: those that ship with the package, those of a folder, and those that were added."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mlwidgets.errors import ConfigurationError, DataError
from mlwidgets.language import _, current
from mlwidgets.lessons.plain import printable
from mlwidgets.ranges import nearest, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlwidgets.lessons.lesson import Lesson

SHIPPED = Path(__file__).parent / "course"
"""Their folder; their names begin with the number that orders them."""

FOLDER = "MLWIDGETS_LESSONS"
"""Environment variable that names a folder with lessons of a teacher's own: `mlwidgets serve --lessons`."""

MOST_FILES = 100

_UNREADABLE = _("The folder of lessons cannot be read: {why}.")
_LEFT_OUT = _("{file} is left out. {why}")
_MORE_LEFT_OUT = _("{file} is left out. {why} ({count} more: mlwidgets lesson check)")
_ONLY_FIRST = _("Only the first {most} of {count:,} lessons in the folder are read.")

_UNKNOWN = _("There is no lesson {name}. There are: {names}.{advice}")
_NONE = _("There is no lesson {name}. {why}")

_added: dict[str, Lesson] = {}


def shipped_lessons() -> tuple[Lesson, ...]:
    """Return the lessons that ship with the package, in their order and in the page's language."""
    return shipped_in(current())


@cache
def shipped_in(language: str) -> tuple[Lesson, ...]:
    """Return the shipped lessons in a language, and in English those that have not been translated.

    They are read when first asked for.

    Parameters
    ----------
    language : str
        Such as "de", for the lessons in the folder ``course/de``.
    """
    from mlwidgets.lessons.format.reading import read_file  # noqa: PLC0415 - its parsers take a moment

    translated = {path.name: path for path in (SHIPPED / language).glob("*.md")}
    return tuple(read_file(translated.get(path.name, path)) for path in _files())


@dataclass(frozen=True)
class OwnLessons:
    """What a folder of lessons holds.

    Attributes
    ----------
    lessons : tuple of Lesson
        Those that can be used, in their order.
    left_out : tuple of str
        What is wrong with each of the others, in a sentence that begins with the name of its file.
    why : Mapping
        The same sentence, by the name that the lesson would have.
    """

    lessons: tuple[Lesson, ...] = ()
    left_out: tuple[str, ...] = ()
    why: Mapping[str, str] = field(default_factory=dict)


def own_lessons() -> OwnLessons:
    """Return the lessons of the folder that the environment names; none if it names none."""
    folder = os.environ.get(FOLDER)
    return lessons_in(folder) if folder else OwnLessons()


def lessons_in(folder: str | Path) -> OwnLessons:
    """Return the lessons of a folder; a file that cannot be used does not keep the others from being used.

    Parameters
    ----------
    folder : str or Path
        Every text file in it whose name ends with ".md" is a lesson, but for a README.
    """
    try:
        paths = [path for path in Path(folder).iterdir() if path.suffix == ".md"]
    except OSError as error:
        return OwnLessons(left_out=(_UNREADABLE.format(why=error.strerror),))
    paths = sorted((path for path in paths if path.stem.lower() != "readme"), key=_place)
    found: list[Lesson] = []
    why: dict[str, str] = {}
    for path in paths[:MOST_FILES]:
        try:
            found.append(_own(path))
        except DataError as error:
            first, *more = str(error).split("\n")
            said = _MORE_LEFT_OUT if more else _LEFT_OUT
            why[path.stem] = said.format(file=printable(path.name), why=first, count=len(more))
    left_out = list(why.values())
    if len(paths) > MOST_FILES:
        left_out.append(_ONLY_FIRST.format(most=MOST_FILES, count=len(paths)))
    return OwnLessons(tuple(found), tuple(left_out), why)


def _own(path: Path) -> Lesson:
    if path.stem in names():
        raise DataError(_("A lesson of this name ships with mlwidgets. Give the file another name."))
    return read(path)


def hides(path: str | Path) -> bool:
    """Return whether a file of one's own has the name of a lesson that ships with the package."""
    return Path(path).stem in names() and SHIPPED.resolve() not in Path(path).resolve().parents


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
        That of one that ships, such as "7-gradient-descent", of one in the folder, or of one that was added.

    Raises
    ------
    ConfigurationError
        There is none of that name.
    """
    own = own_lessons()
    known = {**{one.name: one for one in (*shipped_lessons(), *own.lessons)}, **_added}
    if not isinstance(name, str) or name not in known:
        raise unknown(name, tuple(known), own)
    return known[name]


def unknown(name: object, known: Sequence[str], own: OwnLessons) -> ConfigurationError:
    """Return what is said of a lesson that there is not, or whose file was left out."""
    if isinstance(name, str) and name in own.why:
        return ConfigurationError(_NONE.format(name=shown(name), why=own.why[name]))
    advice = nearest(name, tuple(known))
    return ConfigurationError(_UNKNOWN.format(name=shown(name), names=", ".join(known) or "–", advice=advice))


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
