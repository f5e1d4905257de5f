"""Zip archives, of which nothing is believed: what may be taken out of one, and how much; and our own."""

from __future__ import annotations

import io
import lzma
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mlwidgets.errors import DataError
from mlwidgets.language import _, numeral
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

_DECOMPRESSION = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
_RATIO_FROM = 10 * 2**20
_ENCRYPTED = 0x1
_NO_DATE = (1980, 1, 1, 0, 0, 0)  # the oldest that a zip can have


@dataclass(frozen=True, kw_only=True)
class ArchiveLimits:
    """How much an archive may hold.

    Parameters
    ----------
    members : int
        The most files in it.
    total : int
        The most bytes that all of them have when unpacked.
    ratio : int
        The most that a file of more than 10 MB may grow when it is unpacked: pictures do not shrink in a
        zip, tables by 5 to 50 times; a zip bomb by 1,000.
    """

    members: int = 200_000
    total: int = 2 * 2**30
    ratio: int = 200


LIMITS = ArchiveLimits()


def zip_bytes(files: Mapping[str, bytes], *, compressed: bool = False) -> bytes:
    """Return files in one zip; the same files give the same bytes.

    Examples
    --------
    >>> with open_zip(zip_bytes({"a": b"1"})) as archive:
    ...     archive.namelist()
    ['a']
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            put_member(archive, name, content, compressed=compressed)
    return out.getvalue()


def put_member(archive: zipfile.ZipFile, name: str, content: bytes, *, compressed: bool) -> None:
    """Write one file into a zip, without its date."""
    member = zipfile.ZipInfo(name, _NO_DATE)
    member.compress_type = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    archive.writestr(member, content)


def open_zip(source: bytes | str | os.PathLike[str]) -> zipfile.ZipFile:
    """Open an archive from its bytes or its path; close it after use.

    Raises
    ------
    DataError
        It is not a zip archive, or it is cut off.
    """
    try:
        return zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise DataError(
            _(
                "The file cannot be opened as a zip archive ({error}): it is damaged or cut off. Copy "
                "or download it again."
            ).format(error=error)
        ) from None


def safe_members(archive: zipfile.ZipFile, limits: ArchiveLimits = LIMITS) -> tuple[zipfile.ZipInfo, ...]:
    """Return the files of an archive, after all have been looked at and before any is unpacked.

    Folders and what macOS adds (`__MACOSX`, `.DS_Store`) are left out. The sizes are those that the archive
    declares; `zipfile` never gives more than it declares, so that they can be relied on.

    Raises
    ------
    DataError
        A name leads out of the archive, a member is a link or encrypted, or there is too much in it. Nothing
        has been unpacked then.

    Examples
    --------
    >>> content = io.BytesIO()
    >>> with zipfile.ZipFile(content, "w") as written:
    ...     written.writestr("cats/1.png", b"...")
    >>> with open_zip(content.getvalue()) as archive:
    ...     [member.filename for member in safe_members(archive)]
    ['cats/1.png']
    """
    members = archive.infolist()
    if len(members) > limits.members:
        raise DataError(
            _("The archive holds {count:,} files; at most {members:,} are read. Take some out.").format(
                count=len(members), members=limits.members
            )
        )
    total = 0
    for member in members:
        _check_name(member.filename)
        _check_member(member, limits)
        total += member.file_size
    if total > limits.total:
        raise DataError(
            _(
                "The archive holds {total} when unpacked; at most {total_2} are read. Unpack it "
                "yourself and use a part of it."
            ).format(total=_size(total), total_2=_size(limits.total))
        )
    return tuple(member for member in members if not member.is_dir() and not _of_macos(member.filename))


def member_bytes(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Unpack one member that `safe_members` has returned.

    Raises
    ------
    DataError
        It is damaged.
    """
    try:
        return archive.read(member)
    except (  # `zipfile` raises the last two for what the header of a damaged file seems to ask for
        *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError),
        *(NotImplementedError, RuntimeError),
    ) as error:
        raise DataError(
            _("{filename} in the archive is damaged ({error}). Copy or download the archive again.").format(
                filename=shown(member.filename), error=error
            )
        ) from None


def _check_name(name: str) -> None:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    # A drive letter leads out of the folder, as a leading slash does.
    if not parts or parts[0] == "/" or ".." in parts or parts[0].endswith(":") or "\0" in name:
        raise DataError(
            _(
                "The archive holds a file named {name}, which leads out of the archive. Nothing was "
                "unpacked. Pack the files again, with plain names."
            ).format(name=shown(name))
        )


def _check_member(member: zipfile.ZipInfo, limits: ArchiveLimits) -> None:
    name = shown(member.filename)
    kind = stat.S_IFMT(member.external_attr >> 16)  # written by Unix; 0 elsewhere
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise DataError(
            _(
                "{name} in the archive is a link or a device, not a file. Nothing was unpacked. Pack "
                "the file itself."
            ).format(name=name)
        )
    if member.flag_bits & _ENCRYPTED:
        raise DataError(
            _("{name} in the archive is protected with a password. Unpack it and pack it without.").format(
                name=name
            )
        )
    if member.compress_type not in _DECOMPRESSION:
        raise DataError(
            _(
                "{name} in the archive is packed in an unusual way. Unpack it and pack it as an ordinary zip."
            ).format(name=name)
        )
    large = member.file_size > _RATIO_FROM
    if large and member.file_size > limits.ratio * max(member.compress_size, 1):
        raise DataError(
            _(
                "{name} in the archive would grow from {compress_size} to {file_size}, more than "
                "{ratio} times: a zip bomb looks so. Nothing was unpacked. Unpack it yourself if you "
                "trust it."
            ).format(
                name=name,
                compress_size=_size(member.compress_size),
                file_size=_size(member.file_size),
                ratio=limits.ratio,
            )
        )


def _of_macos(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return parts[0] == "__MACOSX" or parts[-1] == ".DS_Store" or parts[-1].startswith("._")


def _size(number: int) -> str:
    if number < 2**20:
        return f"{numeral(max(1, number // 2**10))} KB"
    if number < 2**30:
        return f"{numeral(number / 2**20, ',.0f')} MB"
    return f"{numeral(number / 2**30, '.3g')} GB"
