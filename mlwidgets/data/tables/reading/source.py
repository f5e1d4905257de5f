"""Where a table comes from: bytes, pasted text, a file or a zip archive; and what is no table."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from mlwidgets.data.archives import member_bytes, open_zip, safe_members
from mlwidgets.data.pictures.kinds import TEXT, UNKNOWN, file_name, kind_of
from mlwidgets.errors import DataError
from mlwidgets.language import Text, _
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    import zipfile

MAX_BYTES = 2**30
"""The largest file that is read."""

MAX_COLUMNS = 2_000
"""The most columns of a table: each is a line of the page, and at least one input of a network."""

_HEAD = 4096
_SUFFIXES = (".csv", ".tsv", ".tab", ".txt", ".data", ".dat")
_LISTED = 10
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1e\x7f]")
_MOST_CONTROL = 0.01

_EXPORT = _("Open it there and save the sheet as CSV")
_WITH_PANDAS = _("Read it with pandas or polars and pass the data frame to read_frame")
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _("an old Excel workbook (.xls)"), _EXPORT),
    (b"PAR1", _("a Parquet file"), _WITH_PANDAS),
    (b"ARROW1", _("an Arrow (Feather) file"), _WITH_PANDAS),
    (b"FEA1", _("a Feather file"), _WITH_PANDAS),
    (b"\x89HDF\r\n\x1a\n", _("an HDF5 file"), _WITH_PANDAS),
    (b"SQLite format 3\0", _("an SQLite database"), _("Export the table that you need as CSV")),
    (b"\x1f\x8b", _("packed with gzip (.gz)"), _("Unpack it first")),
    (b"BZh", _("packed with bzip2 (.bz2)"), _("Unpack it first")),
    (b"\xfd7zXZ\0", _("packed with xz"), _("Unpack it first")),
    (b"7z\xbc\xaf\x27\x1c", _("a 7-Zip archive"), _("Unpack it, and choose the table in it")),
    (b"Rar!", _("a RAR archive"), _("Unpack it, and choose the table in it")),
    (b"\x28\xb5\x2f\xfd", _("packed with Zstandard"), _("Unpack it first")),
    (b"\x93NUMPY", _("a NumPy array (.npy)"), _("Save it as CSV with numpy.savetxt")),
    (b"\x80\x04\x95", _("a Python pickle, which is never opened because it can run programs"), _WITH_PANDAS),
    (b"\x80\x05\x95", _("a Python pickle, which is never opened because it can run programs"), _WITH_PANDAS),
)
_OFFICE = (
    ("xl/", _("an Excel workbook"), _EXPORT),
    ("content.xml", _("an OpenDocument file"), _EXPORT),
    ("word/", _("a Word document"), _("Copy the table in it, and paste it")),
)
_NO_FILE = _(
    "There is no file {name} that can be opened ({why}). Check the path; pasted text needs at "
    "least two lines."
)
_OFFICE_FILE = _("“{name}” is {what}, judging by its content. {advice}, then try that.")
_FOREIGN_FILE = _("“{name}” is {what}, judging by its content. {advice}, then try again.")
_NO_TABLE = _(
    "“{name}” holds no table: no file in it ends in {suffixes}. Choose an archive with a CSV in it."
)
_WHICH_TABLE = _(
    '“{name}” holds {count} tables: {tables}. Say which one, such as name="{first}", or unpack the archive '
    "and open one of them."
)
_AND_MORE = _("{names} and {count} more")
_LARGE = _(
    "“{name}” has {size:,.0f} MB; at most {limit:,} MB are read. Save a part of its rows as a "
    "file of their own."
)
_NOT_A_TABLE = _("“{name}” is {kind}, judging by its content, not a table. Choose a CSV file.")
_EMPTY_FILE = _(
    "“{name}” is empty: it has 0 bytes. Choose a file with a header and at least one row of values."
)
_EMPTY = _("“{name}” is empty. Choose a file with a header and at least one row of values.")
_BLANKS = _(
    "“{name}” holds no text, only blanks and separators. Choose a file with a header and at least one row of "
    "values."
)
_NO_TEXT = _(
    "“{name}” is no text: it holds many bytes that are no letters. Choose a CSV file, whatever this one is "
    "called."
)
_WEB_PAGE = _(
    "“{name}” is a web page or an XML file, not a table. Perhaps a log-in page was saved in "
    "place of the file; download it again, or copy the table from the page and paste it."
)
_IS_JSON = _("“{name}” is JSON, not a table of rows and columns. {advice}.")
_MARKUP = re.compile(r"\s*(<!doctype html|<html|<\?xml|<svg)", re.IGNORECASE)
_JSON = re.compile(r"\s*(\{\s*[\"}]|\[\s*[\[{])")


def as_file(source: object, name: str | None, folder: Path) -> tuple[Path, str]:
    """Return the path of a file with the text of a table, and what the table is called.

    A file that is given by its path stays where it is and is not copied.
    """
    if isinstance(source, (bytes, bytearray, memoryview)):
        return _of_bytes(bytes(source), name, folder)
    if isinstance(source, str) and ("\n" in source or "\r" in source):
        return _of_bytes(source.encode("utf-8", "replace"), name or _("pasted table"), folder)
    if not isinstance(source, (str, os.PathLike)):
        raise DataError(
            f"A table is read from bytes, from text or from a path; got {type(source).__name__}. For a data "
            "frame of pandas or polars, use read_frame."
        )
    return _of_path(source, name, folder)


def _of_bytes(content: bytes, name: str | None, folder: Path) -> tuple[Path, str]:
    called = file_name(name or "table.csv")
    _check_size(len(content), called)
    if _is_zip(content[:_HEAD]):
        return _of_zip(content, name, folder)
    check_binary(content[:_HEAD], called)
    path = folder / "source"
    path.write_bytes(content)
    return path, called


def _of_path(source: str | os.PathLike[str], name: str | None, folder: Path) -> tuple[Path, str]:
    try:
        path = Path(source)
        with path.open("rb") as file:
            head = file.read(_HEAD)
        size = path.stat().st_size
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise DataError(_NO_FILE.format(name=shown(os.fspath(source)), why=why)) from None
    if _is_zip(head):
        return _of_zip(path, name, folder)
    called = file_name(name or path.name)
    _check_size(size, called)
    check_binary(head, called)
    return path, called


def _is_zip(head: bytes) -> bool:
    return head.startswith((b"PK\3\4", b"PK\5\6"))


def _of_zip(source: bytes | Path, name: str | None, folder: Path) -> tuple[Path, str]:
    """Unpack the one table of an archive, or the one of this name."""
    with open_zip(source) as archive:
        members = safe_members(archive)
        names = [member.filename for member in members]
        archive_name = file_name(
            source.name if isinstance(source, Path) else name or _("the archive").format()
        )
        for mark, what, advice in _OFFICE:
            if any(one.startswith(mark) for one in names) and "mimetype" in names + ["mimetype"] * (
                mark != "content.xml"
            ):
                raise DataError(_OFFICE_FILE.format(name=archive_name, what=what, advice=advice))
        tables = [member for member in members if member.filename.lower().endswith(_SUFFIXES)]
        chosen = _chosen(tables, name, archive_name)
        _check_size(chosen.file_size, file_name(chosen.filename))
        content = member_bytes(archive, chosen)
    called = file_name(chosen.filename)
    check_binary(content[:_HEAD], called)
    path = folder / "source"
    path.write_bytes(content)
    return path, called


def _chosen(tables: list[zipfile.ZipInfo], name: str | None, archive: str) -> zipfile.ZipInfo:
    named = [one for one in tables if name and name in (one.filename, PurePosixPath(one.filename).name)]
    if len(named) == 1 or len(tables) == 1:
        return (named or tables)[0]
    if not tables:
        raise DataError(_NO_TABLE.format(name=archive, suffixes=", ".join(_SUFFIXES)))
    listed = ", ".join(_("“{name}”").format(name=one.filename) for one in tables[:_LISTED])
    if len(tables) > _LISTED:
        listed = _AND_MORE.format(names=listed, count=len(tables) - _LISTED)
    raise DataError(
        _WHICH_TABLE.format(name=archive, count=len(tables), tables=listed, first=tables[0].filename)
    )


def _check_size(size: int, name: str) -> None:
    if size == 0:
        raise DataError(_EMPTY_FILE.format(name=name))
    if size > MAX_BYTES:
        raise DataError(_LARGE.format(name=name, size=size / 2**20, limit=MAX_BYTES // 2**20))


def check_binary(head: bytes, name: str) -> None:
    """Raise `DataError` if the first bytes are those of something else than a text."""
    for mark, what, advice in _FOREIGN:
        if head.startswith(mark):
            raise DataError(_FOREIGN_FILE.format(name=name, what=what, advice=advice))
    kind = kind_of(head)
    if kind not in (TEXT, UNKNOWN) and not _reads_as_text(head):
        raise DataError(_NOT_A_TABLE.format(name=name, kind=Text(kind)))


def _reads_as_text(head: bytes) -> bool:
    return not _CONTROL.search(head.decode("latin-1")) or head.startswith((b"\xff\xfe", b"\xfe\xff"))


def check_text(text: str, name: str) -> None:
    """Raise `DataError` if a text is empty, or a web page, JSON or bytes that are no letters."""
    if not text.strip("\ufeff \t\r\n,;|\x1a"):
        raise DataError((_BLANKS if text else _EMPTY).format(name=name))
    beginning = text[: _HEAD * 4]
    if len(_CONTROL.findall(beginning)) > max(3, _MOST_CONTROL * len(beginning)):
        raise DataError(_NO_TEXT.format(name=name))
    if _MARKUP.match(beginning):
        raise DataError(_WEB_PAGE.format(name=name))
    if _JSON.match(beginning):
        raise DataError(_IS_JSON.format(name=name, advice=_WITH_PANDAS))
