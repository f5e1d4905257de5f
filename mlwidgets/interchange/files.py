"""Files on a disk: read up to a limit, and written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mlwidgets.errors import ConfigurationError, DataError
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager

_LONGEST = 300  # characters of a path in a message


def as_path(path: object) -> Path:
    """Return the path that somebody gave, or raise `ConfigurationError` if it cannot be one."""
    try:
        if isinstance(path, str | os.PathLike) and os.fspath(path) and b"\0" not in os.fsencode(path):
            return Path(path)
    except (TypeError, ValueError):  # a path of bytes; half a letter
        pass
    raise ConfigurationError(f"A path is a text or a Path; got {shown(path)}.")


def read_file(path: str | os.PathLike[str], *, most: int) -> bytes:
    """Return what stands in a file.

    Parameters
    ----------
    path : path
        Where it is.
    most : int
        The most bytes that are read.

    Raises
    ------
    DataError
        There is no such file, it cannot be read, or it is larger.
    ConfigurationError
        The path is none.
    """
    source = as_path(path)
    with _sentences(source, "read", "Check the path."):
        size = source.stat().st_size
        if not source.is_file():  # a device could go on for ever
            raise DataError(f"{_told(source)} cannot be read (it is not a file). Check the path.")
        if size > most:
            raise DataError(
                f"{_told(source)} is larger than {most // 2**20} MB, and no more is read. Is it the right "
                "file?"
            )
        return source.read_bytes()


def write_file(path: str | os.PathLike[str], content: bytes) -> None:
    """Write a file under another name first, so that it is whole when it gets its own.

    Raises
    ------
    DataError
        It cannot be written.
    ConfigurationError
        The path is none.
    """
    target = as_path(path)
    with _written(target), tempfile.TemporaryDirectory(dir=target.parent, prefix=".mlwidgets-") as made:
        if target.exists() and not target.is_file():
            raise DataError(f"{_told(target)} cannot be written (it is not a file). Choose another place.")
        written = Path(made) / "file"
        written.write_bytes(content)
        written.replace(target)


def write_folder(path: str | os.PathLike[str], files: Mapping[str, bytes]) -> None:
    """Write files into a folder; one that is new gets its name when all of them are in it.

    Raises
    ------
    DataError
        They cannot be written.
    ConfigurationError
        The path is none.
    """
    target = as_path(path)
    with _written(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".mlwidgets-") as made:
            new = Path(made) / "new"
            for name, content in files.items():
                (new / name).parent.mkdir(parents=True, exist_ok=True)
                (new / name).write_bytes(content)
            if not target.exists():
                new.rename(target)
                return
            for name in files:
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                (new / name).replace(target / name)


def checked_path(path: object, *, force: bool, folder: bool = False) -> Path:
    """Return where something can be written, or say why it cannot, before anything is made for it."""
    target = as_path(path)
    with _written(target):
        if not target.parent.is_dir():
            raise ConfigurationError(
                f"There is no folder {_told(target.parent)}. Make it first, or choose another."
            )
        if target.exists() and target.is_dir() != folder:
            kind, wanted = ("folder", "a file") if target.is_dir() else ("file", "a folder")
            raise ConfigurationError(
                f"{_told(target)} is a {kind}, and {wanted} is written. Choose another name."
            )
        taken = any(target.iterdir()) if target.is_dir() else target.exists()
    if taken and not force:
        raise ConfigurationError(
            f"{_told(target)} is there already. Choose another name, or add --force (force=True in Python) "
            "to replace what is in it."
        )
    return target


@contextmanager
def _sentences(place: Path, done: str, advice: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DataError(f"{_told(place)} cannot be {done} ({error.strerror}). {advice}") from error


def _written(target: Path) -> AbstractContextManager[None]:
    return _sentences(target, "written", "Choose another place.")


def _told(path: Path) -> str:
    """Return a path as a message can hold it: the end of one that is far too long."""
    text = str(path)
    return text if len(text) <= _LONGEST else f"…{text[-_LONGEST:]}"
