"""Where own pictures come from: a zip, a folder, or one file; each gives names and the bytes of a name."""

from __future__ import annotations

import hashlib
import os
from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from mlwidgets.data.archives import member_bytes, open_zip, safe_members
from mlwidgets.data.pictures.kinds import file_name
from mlwidgets.errors import DataError
from mlwidgets.language import _
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    import zipfile
    from types import TracebackType

MOST_FILES = 200_000
"""The most files of a folder, as of an archive."""

MOST_BYTES = 2**30
"""The most bytes of a single file that is no archive."""

_ZIP = b"PK\3\4"
_IGNORED = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


class Files(AbstractContextManager["Files"], ABC):
    """Files with their names, to be read one by one; a context manager that closes what is open.

    Attributes
    ----------
    names : tuple of str
        Paths with "/" between their parts, in the order of reading.
    ignored : int
        How many files were passed over that a system puts beside the pictures (`.DS_Store`, `__MACOSX`).
    """

    names: tuple[str, ...]
    ignored: int = 0

    @abstractmethod
    def read(self, name: str) -> bytes:
        """Return the content of a file.

        Raises
        ------
        DataError
            It is damaged or cannot be read.
        """

    @abstractmethod
    def sha256(self) -> str:
        """Return a hash of all that is read, by which the source is known again."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close what is open."""


class ZipFiles(Files):
    """The files of a zip archive, all looked at before one is unpacked."""

    def __init__(self, source: bytes | Path) -> None:
        self._source = source
        self._archive: zipfile.ZipFile = open_zip(source)
        try:
            safe = safe_members(self._archive)
        except BaseException:
            self._archive.close()
            raise
        files = sum(not member.is_dir() for member in self._archive.infolist())
        self._members = {member.filename.replace("\\", "/"): member for member in safe}
        self._members = {name: one for name, one in self._members.items() if not _is_ignored(name)}
        self.names = tuple(self._members)
        self.ignored = files - len(self.names)

    def read(self, name: str) -> bytes:
        """Return the content of a member."""
        return member_bytes(self._archive, self._members[name])

    def sha256(self) -> str:
        """Return the hash of the archive itself."""
        if isinstance(self._source, bytes):
            return hashlib.sha256(self._source).hexdigest()
        with self._source.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def __exit__(self, *_: object) -> None:
        """Close the archive."""
        self._archive.close()


class FolderFiles(Files):
    """The files of a folder and of those within it; links are not followed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        found = []
        for place, folders, files in os.walk(folder, followlinks=False):
            folders.sort()
            here = Path(place).relative_to(folder)
            found += [
                (here / file).as_posix() for file in sorted(files) if not Path(place, file).is_symlink()
            ]
            if len(found) > MOST_FILES:
                raise DataError(
                    _(
                        "The folder {folder} holds more than {most_files:,} files. Give one with fewer."
                    ).format(folder=folder, most_files=MOST_FILES)
                )
        self.names = tuple(name for name in found if not _is_ignored(name))
        self.ignored = len(found) - len(self.names)

    def read(self, name: str) -> bytes:
        """Return the content of a file."""
        try:
            return Path(self._folder, name).read_bytes()
        except OSError as error:
            raise DataError(
                _("“{name}” cannot be read: {strerror}.").format(
                    name=file_name(name), strerror=error.strerror or error
                )
            ) from None

    def sha256(self) -> str:
        """Return a hash of all names, sizes and times of change: reading all files twice would be slow."""
        digest = hashlib.sha256()
        for name in self.names:
            told = Path(self._folder, name).stat()
            digest.update(f"{name}\0{told.st_size}\0{told.st_mtime_ns}\n".encode())
        return digest.hexdigest()


class LoneFile(Files):
    """A single file, such as a sheet of tiles."""

    def __init__(self, name: str, content: bytes) -> None:
        self._content = content
        self.names = (name,)

    def read(self, name: str) -> bytes:  # noqa: ARG002 - there is but one
        """Return its content."""
        return self._content

    def sha256(self) -> str:
        """Return the hash of the file."""
        return hashlib.sha256(self._content).hexdigest()


def open_files(source: bytes | str | os.PathLike[str], name: str) -> Files:
    """Open a zip archive, a folder or a single file.

    Parameters
    ----------
    source : bytes or path
        The content, or where it is.
    name : str
        What it is called, for messages.

    Raises
    ------
    DataError
        There is nothing, or it cannot be read.
    """
    if isinstance(source, (bytes, bytearray, memoryview)):
        content = bytes(source)
        if not content:
            raise DataError(
                _("“{name}” is empty: it has 0 bytes. Choose another file.").format(name=file_name(name))
            )
        return ZipFiles(content) if content.startswith(_ZIP) else LoneFile(name, content)
    if not isinstance(source, (str, os.PathLike)):
        raise DataError(f"Pictures are read from bytes or a path; got {shown(source)}.")
    try:
        path = Path(source)
        if path.is_dir():
            return FolderFiles(path)
        if not path.is_file():  # a pipe or a device would block or never end
            raise DataError(
                _("There is no file or folder {path}. Check the path.").format(path=shown(str(path)))
            )
        with path.open("rb") as stream:
            packed = stream.read(len(_ZIP)) == _ZIP
        return ZipFiles(path) if packed else LoneFile(name, _whole(path))
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise DataError(
            _("{source} cannot be read: {error}.").format(source=shown(str(source)), error=error)
        ) from None


def _whole(path: Path) -> bytes:
    size = path.stat().st_size
    if not 0 < size <= MOST_BYTES:
        raise DataError(
            _("“{name}” has {size:,} bytes; 1 to {most_bytes:,} are read. Choose another file.").format(
                name=file_name(path.name), size=size, most_bytes=MOST_BYTES
            )
        )
    return path.read_bytes()


def _is_ignored(name: str) -> bool:
    parts = name.split("/")
    return any(part in _IGNORED or part.startswith("._") for part in parts)
