"""``mlwidgets gather``: the runs of a class in one table and plot, and their answers to the course."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mlwidgets.errors import DataError
from mlwidgets.lessons.plain import printable

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

Contents = dict[str, tuple[bytes, int]]
"""What is written, by the option that asks for it, and from how many files it was made."""


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``gather`` to those of the command line."""
    gather = commands.add_parser(
        "gather", help="put the results of many run files, or their answers to the course, into one table"
    )
    gather.add_argument(
        "files", nargs="+", metavar="RUN.mlw", help="the runs of a class, for example, or folders of them"
    )
    gather.add_argument(
        "--out", metavar="TABLE.csv", help="where the table of runs goes; to the screen if left out"
    )
    gather.add_argument("--plot", metavar="PLOT.html", help="where the curves go, as .html or .svg")
    gather.add_argument(
        "--answers", metavar="TABLE.csv", help="where a table of the answers goes: each task of each learner"
    )
    gather.add_argument("--page", metavar="SPREAD.html", help="where a page with the spread of answers goes")
    gather.add_argument(
        "--lesson",
        action="append",
        default=[],
        metavar="LESSON.md",
        help="a lesson of your own, whose tasks are marked, too; may be given several times",
    )
    gather.add_argument("--force", action="store_true", help="replace what is there")
    gather.set_defaults(command=_gather)


def _gather(options: argparse.Namespace) -> None:
    from mlwidgets.interchange.files import checked_path, write_file  # noqa: PLC0415 - not for other commands
    from mlwidgets.session.gather.files import files_of  # noqa: PLC0415 - the same

    wanted = {
        name: checked_path(path, force=options.force)
        for name in ("out", "plot", "answers", "page")
        if (path := getattr(options, name)) is not None
    }
    files, left = files_of(options.files, tuple(wanted.values()))
    _tell("left out ", left)
    contents: Contents = {}
    told: set[tuple[str, str]] = set()
    if wanted.keys() & {"answers", "page"}:
        contents |= _answers(files, options.lesson, told)
    if wanted.keys() & {"out", "plot"} or not wanted:
        contents |= _runs(files, wanted.get("plot"), told)
    # Each of them can be refused: all are made before one is written.
    for name, path in wanted.items():
        content, used = contents[name]
        write_file(path, content)
        sys.stdout.write(f"Wrote {path}, from {used} of {len(files)} files\n")
    if not wanted:
        sys.stdout.write(contents["out"][0].decode())


def _runs(files: Sequence[str], plot: Path | None, told: set[tuple[str, str]]) -> Contents:
    from mlwidgets.session.gather import gather  # noqa: PLC0415 - not for other commands
    from mlwidgets.session.gather.plot import plot_file  # noqa: PLC0415 - the same

    found = gather(files)
    _tell("left out ", [one for one in found.refused if one not in told])
    used = len(found.runs)
    contents = {"out": (found.to_csv().encode(), used)}
    return contents if plot is None else contents | {"plot": (plot_file(found, plot.suffix), used)}


def _answers(files: Sequence[str], lessons: Sequence[str], told: set[tuple[str, str]]) -> Contents:
    from mlwidgets.lessons.handed_in import texts  # noqa: PLC0415 - not for other commands
    from mlwidgets.lessons.handed_in.reading import read_hand_ins  # noqa: PLC0415 - the same
    from mlwidgets.lessons.handed_in.spread import spread_page  # noqa: PLC0415 - the same
    from mlwidgets.lessons.handed_in.table import answers_csv  # noqa: PLC0415 - the same
    from mlwidgets.lessons.shelf import read, shipped_lessons  # noqa: PLC0415 - the same

    own = {one.name: one for one in map(read, lessons)}
    known = {one.name: one for one in shipped_lessons()} | own
    hand_ins = read_hand_ins(files, known.values())
    _tell("left out ", hand_ins.refused)
    _tell("", hand_ins.remarks)
    told |= set(hand_ins.refused)
    if not hand_ins.found:
        raise DataError(texts.NONE)
    used = len(hand_ins.found)
    return {
        "answers": (answers_csv(hand_ins).encode(errors="replace"), used),
        "page": (spread_page(hand_ins).encode(), used),
    }


def _tell(what: str, sentences: Sequence[tuple[str, str]]) -> None:
    for file, sentence in sentences:
        sys.stderr.write(f"mlwidgets: {what}{printable(file)}: {sentence}\n")
