"""``mlwidgets lesson list``, ``check`` and ``notebook``."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mlwidgets.errors import ConfigurationError, DataError
from mlwidgets.lessons.plain import printable

if TYPE_CHECKING:
    import argparse

FAULTS = 1
"""Exit code if a lesson has faults."""

_TAKEN = "A lesson of this name ships with mlwidgets, and a server leaves this one out. Rename the file."


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``lesson`` to those of the command line."""
    lesson = commands.add_parser("lesson", help="list the lessons, check one of your own, or make a notebook")
    kinds = lesson.add_subparsers(required=True, metavar="ACTION")

    listing = kinds.add_parser("list", help="list the lessons that ship with mlwidgets")
    listing.set_defaults(command=_list)

    check = kinds.add_parser(
        "check", help="set up every step and do every task of lessons, and say what is wrong with them"
    )
    check.add_argument("files", nargs="+", metavar="LESSON.md", help="text files, each a lesson")
    check.set_defaults(command=_check)

    notebook = kinds.add_parser("notebook", help="write a lesson as a Jupyter notebook")
    notebook.add_argument("file", metavar="LESSON.md", help="a lesson's text file")
    notebook.add_argument("--out", required=True, metavar="NOTEBOOK.ipynb", help="where the notebook goes")
    notebook.add_argument(
        "--nbgrader",
        action="store_true",
        help="with its tasks as cells for nbgrader, and their model answers, which nbgrader takes out",
    )
    notebook.add_argument("--force", action="store_true", help="replace what is there")
    notebook.set_defaults(command=_notebook)


def _list(_: argparse.Namespace) -> None:
    from mlwidgets.lessons.shelf import SHIPPED, shipped_lessons  # noqa: PLC0415 - not for other commands

    for lesson in shipped_lessons():
        sys.stdout.write(
            f"{lesson.name}  {lesson.title}  ({lesson.minutes} min, {_count(len(lesson.steps), 'step')}, "
            f"{_count(len(lesson.tasks), 'task')})\n"
        )
    sys.stdout.write(f"Their files are in {SHIPPED}\n")


def _check(options: argparse.Namespace) -> int:
    from mlwidgets.lessons.rehearsal import rehearse  # noqa: PLC0415 - not for other commands
    from mlwidgets.lessons.shelf import hides, read  # noqa: PLC0415 - the same

    faults = 0
    for file in options.files:
        if hides(file):
            sys.stderr.write(f"{printable(Path(file).name)}: {_TAKEN}\n")
            faults += 1
        try:
            done = rehearse(read(file))
        except DataError as error:  # one file's faults do not hide the next one's
            sys.stderr.write(f"{error}\n")
            faults += 1
            continue
        sys.stdout.write(
            f"{Path(file).name}: {_count(done.steps, 'step')} set up, {_count(done.tasks, 'task')} solved by "
            f"the model answers, {_count(done.replies, 'wrong answer')} replied to.\n"
        )
        for sentence in done.reached:
            sys.stdout.write(f"  {sentence}\n")
        sys.stdout.flush()  # the next one may train for a while
    return FAULTS if faults else 0


def _notebook(options: argparse.Namespace) -> None:
    from mlwidgets.interchange.files import checked_path, write_file  # noqa: PLC0415 - not for other commands
    from mlwidgets.lessons.notebook import notebook  # noqa: PLC0415 - the same

    target = checked_path(options.out, force=options.force)
    write_file(target, notebook(Path(options.file), nbgrader=options.nbgrader))
    sys.stdout.write(f"Wrote {target}\n")
    if options.nbgrader:
        sys.stdout.write(
            "It holds the model answers. Give learners what `nbgrader generate_assignment` makes of it.\n"
        )


def offer(folder: str) -> None:
    """Let every kernel that this process starts have the lessons of a folder, and say which they are.

    Raises
    ------
    ConfigurationError
        No lesson in the folder can be used.
    """
    from mlwidgets.lessons.shelf import FOLDER, lessons_in  # noqa: PLC0415 - not for other commands

    found = lessons_in(folder)
    for sentence in found.left_out:
        sys.stderr.write(f"mlwidgets: {sentence}\n")
    if not found.lessons:
        raise ConfigurationError(
            f"There is no lesson in {printable(folder)} that can be used. Name a folder with lessons, which "
            "are text files whose names end with .md."
        )
    os.environ[FOLDER] = str(Path(folder).resolve())
    sys.stdout.write(f"Lessons of your own: {', '.join(one.name for one in found.lessons)}\n")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
