"""The files of a class: those that are named, and those in folders, with the names by which they are told."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from mlwidgets.errors import ConfigurationError
from mlwidgets.ranges import shown
from mlwidgets.session.run_files import SUFFIX

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

MOST_FILES = 10_000
"""A folder that holds more is the wrong one."""

_NO_RUN_FILE = f"It does not end in {SUFFIX}, so it is not a run file."


def files_of(
    paths: Iterable[str], but: Collection[Path] = ()
) -> tuple[list[str], tuple[tuple[str, str], ...]]:
    """Return all files, those in folders and in their folders among them, and what is left out and why.

    Parameters
    ----------
    paths : iterable of str
        Files, and folders with run files; a learning platform packs a folder for each learner.
    but : collection of Path
        Files that are being written, and belong to nobody.

    Raises
    ------
    ConfigurationError
        A folder holds too many files.
    """
    found: list[str] = []
    left: list[tuple[str, str]] = []
    for path in paths:
        if not os.path.isdir(path):  # noqa: PTH112 - a path that cannot be one is no folder
            found.append(path)
            continue
        inside = _inside(path, but)
        runs = [one for one in inside if one.lower().endswith(SUFFIX)]
        found += runs
        left += [(one, _NO_RUN_FILE) for one in inside if one not in set(runs)]
        if not runs:
            left.append((path, f"There is no {SUFFIX} in this folder."))
    return found, tuple(left)


def _inside(folder: str, but: Collection[Path]) -> list[str]:
    found: list[str] = []
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(one for one in folders if not _hidden(one))
        found += [os.path.join(place, one) for one in sorted(files) if not _hidden(one)]  # noqa: PTH118
        if len(found) > MOST_FILES:
            raise ConfigurationError(
                f"{shown(folder)} holds more than {MOST_FILES:,} files. Name the folder of the hand-ins."
            )
    written = {one.resolve() for one in but}
    return [one for one in found if Path(one).resolve() not in written]


def _hidden(name: str) -> bool:
    """Return whether a system has put it there, such as .DS_Store and __MACOSX."""
    return name.startswith(".") or name == "__MACOSX"


def told_names(paths: Sequence[object]) -> list[str]:
    """Return the names of files as they are told: with folders, as far as they differ, if two are alike."""
    names = [Path(path).name if isinstance(path, str | os.PathLike) else shown(path) for path in paths]
    often = {name for name, count in Counter(names).items() if count > 1}
    alike = [str(path) for path, name in zip(paths, names, strict=True) if name in often]
    try:
        root = Path(os.path.commonpath([Path(one).parent for one in alike])) if alike else Path()
    except ValueError:  # some begin at the root of the disk, others do not
        root = Path()
    return [
        str(_below(root, Path(str(path))) if name in often else name)
        for path, name in zip(paths, names, strict=True)
    ]


def _below(root: Path, path: Path) -> Path:
    return path.relative_to(root) if path.is_relative_to(root) else path
