"""The outside of a `.mlw`: one zip of a few known files, closed with a seal that any changed byte breaks."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import TYPE_CHECKING

from mlwidgets.data.archives import ArchiveLimits, member_bytes, open_zip, put_member, safe_members
from mlwidgets.errors import DataError
from mlwidgets.language import _
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

RUN, PRESENT, MOMENTS, HISTORY, CONTENT, DATA = MEMBERS = (
    "run.json",
    "present.npz",
    "moments.npz",
    "history.npz",
    "data.json",
    "data.npz",
)
"""What a `.mlw` may hold; the first always."""

LARGEST_JSON = 4 * 2**20
"""Bytes of a JSON file: read into Python's lists it may take thirty times as much."""

LIMITS = ArchiveLimits(members=len(MEMBERS), total=512 * 2**20)

_SEAL = b"mlwidgets run, sha256 "
_DIGITS = 64
_NAME_AT = 30  # in a zip, behind the first local header


def pack(members: Mapping[str, bytes]) -> bytes:
    """Return files as one sealed zip; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.comment = _SEAL + b"0" * _DIGITS
        for name, content in members.items():
            put_member(archive, name, content, compressed=name.endswith(".json"))
    with out.getbuffer() as written:
        digest = hashlib.sha256(written[:-_DIGITS]).hexdigest()
        written[-_DIGITS:] = digest.encode()
    return out.getvalue()


def unpack(content: bytes) -> dict[str, bytes]:
    """Return the files of a `.mlw`, unpacked within limits.

    Raises
    ------
    DataError
        It is not a run that mlwidgets has saved, or it is damaged, cut off or too large.
    """
    _check_seal(content)
    with open_zip(content) as archive:
        members = safe_members(archive, LIMITS)
        for member in members:
            if member.filename not in MEMBERS:
                raise DataError(
                    _(
                        "The run file holds {filename}, which does not belong there. Save the run again."
                    ).format(filename=shown(member.filename))
                )
            if member.filename.endswith(".json") and member.file_size > LARGEST_JSON:
                raise DataError(
                    _(
                        "{filename} in the run file has {file_size:,} bytes; at most "
                        "{largest_json:,} are read. Save the run again, without its data."
                    ).format(filename=member.filename, file_size=member.file_size, largest_json=LARGEST_JSON)
                )
        found = {member.filename: member_bytes(archive, member) for member in members}
        if len(found) < len(archive.infolist()) or RUN not in found:
            raise DataError(_("The run file does not hold what it should: save the run again."))
    return found


def _check_seal(content: bytes) -> None:
    if not content.startswith(b"PK\3\4") or content[_NAME_AT : _NAME_AT + len(RUN)] != RUN.encode():
        raise DataError(
            _(
                "This file is not a run saved by mlwidgets (a .mlw): it begins differently. Choose "
                "one that experiment.save or the tab Export has written."
            )
        )
    seal, digits = content[-_DIGITS - len(_SEAL) : -_DIGITS], content[-_DIGITS:]
    if seal != _SEAL:
        raise DataError(_("The run file is cut off or damaged at its end. Copy or download it again."))
    if hashlib.sha256(memoryview(content)[:-_DIGITS]).hexdigest().encode() != digits:
        raise DataError(
            _(
                "The run file is damaged: it is no longer what was saved (its SHA-256 differs). Copy "
                "or download it again."
            )
        )
