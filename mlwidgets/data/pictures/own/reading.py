"""Reading a learner's own pictures, from wherever they are, into a data set."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import TYPE_CHECKING

from mlwidgets.data.pictures.kinds import file_name
from mlwidgets.data.pictures.own.assembled import assembled
from mlwidgets.data.pictures.own.files import Files, open_files
from mlwidgets.data.pictures.own.layouts import labelled
from mlwidgets.data.pictures.own.opened import PICTURES, remember_pictures
from mlwidgets.data.pictures.own.read import ReadPictures
from mlwidgets.data.pictures.own.settings import PictureSettings
from mlwidgets.data.pictures.own.uniform import brought_together
from mlwidgets.errors import DataError
from mlwidgets.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from mlwidgets.data.progress import Progress

Source = bytes | str | os.PathLike[str]


def read_pictures(
    source: Source,
    name: str | None = None,
    settings: PictureSettings | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> ReadPictures:
    """Read pictures with their classes from a zip archive, a folder or a file.

    Whatever stands in it is found: one folder a class, also below folders for training and testing; pictures
    with a CSV file of labels; one sheet with a grid of tiles; IDX or npz arrays. Nothing is believed before
    it is checked, and nothing is left out without being named.

    Parameters
    ----------
    source : bytes or path
        The content of a zip archive, an npz file or a sheet, or where that or a folder is.
    name : str, optional
        What the data set is called; that of the file if not given.
    settings : PictureSettings, optional
        How to read it; everything that is not set is found.
    progress : callable, optional
        Called several times a second with the number of pictures done and of all. Whatever it raises stops
        the reading.

    Returns
    -------
    ReadPictures
        The data set, the settings as they were found, what was done, and what was left out.

    Raises
    ------
    DataError
        There are no pictures, they have no classes, or the archive is not to be trusted.
    ConfigurationError
        A setting does not fit what was found.
    """
    steps = reading_pictures(source, name, settings)
    while True:
        try:
            step = next(steps)
        except StopIteration as finished:
            read: ReadPictures = finished.value
            return read
        if progress is not None:
            progress(step.done, step.total)


def reading_pictures(
    source: Source, name: str | None = None, settings: PictureSettings | None = None
) -> Generator[Progress, None, ReadPictures]:
    """Do as `read_pictures` in steps: yield how far it is several times a second, and return the result.

    Whoever closes the generator stops the reading.
    """
    called = _called(source, name)
    with open_files(source, called) as files:
        pictures = labelled(files, settings or PictureSettings())
        uniform = yield from brought_together(pictures)
        title = PurePath(called).stem or called
        written = {"sha256": files.sha256(), "file": called, "settings": uniform.settings.to_dict()}
        dataset, notes = assembled(title, pictures, uniform, {"name": title, PICTURES: written})
        remember_pictures(dataset)
        notes = (*pictures.notes, *uniform.notes, *notes, *_ignored(files))
        return ReadPictures(dataset, uniform.settings, notes, (*pictures.rejected, *uniform.rejected))


def _called(source: Source, name: str | None) -> str:
    if name is None:
        name = "pictures" if isinstance(source, (bytes, bytearray, memoryview)) else str(source)
    if not isinstance(name, str):
        raise DataError(f"The name of pictures must be a text; got {type(name).__name__}.")
    return file_name(name.rstrip("/\\"))


def _ignored(files: Files) -> tuple[str, ...]:
    if not files.ignored:
        return ()
    return (
        _("{ignored:,} files that a system puts beside them (__MACOSX, .DS_Store) were ignored.").format(
            ignored=files.ignored
        ),
    )
