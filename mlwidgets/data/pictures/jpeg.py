"""Taking a JPEG file apart.

References
----------
.. [1] ITU-T Recommendation T.81, "Digital compression and coding of continuous-tone still images", 1992,
   annex B.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlwidgets.data.pictures.files import (
    MAX_PARTS,
    PictureFile,
    check_pixels,
    cut_off,
    damaged,
    orientation_of,
)
from mlwidgets.data.pictures.kinds import file_name
from mlwidgets.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_SCANS = 100
"""The most passes over the picture; a progressive JPEG has about ten."""

_BEGIN, _END, _SCAN, _EXIF = 0xD8, 0xD9, 0xDA, 0xE1
_FRAMES = {0xC0, 0xC1, 0xC2}  # baseline, extended, progressive
_RARE_FRAMES = {0xC3, *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)}  # lossless, arithmetic …
_NEEDED = _FRAMES | {_SCAN, 0xC4, 0xDB, 0xDD, 0xE0, 0xEE}  # and tables, restarts, how the colours are meant
_GREY, _COLOURS = 1, {1, 3, 4}  # channels; 4 are CMYK

# Among coded pixels a byte of 255 that means itself is followed by 0, and D0 to D7 let decoding start afresh:
# anything else is the marker of a new segment.
_MARKER = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")


def read_jpeg(content: bytes, name: str) -> PictureFile:
    """Check a JPEG file, and take out what its pixels need.

    Parameters
    ----------
    content : bytes
        The file; it begins with the signature of JPEG.
    name : str
        Its name, for messages.

    Returns
    -------
    PictureFile
        Without thumbnails, and without the further pictures that some telephones append.

    Raises
    ------
    DataError
        The file is cut off or damaged, of a rare kind of JPEG, or has too many pixels or passes.
    """
    pieces, frame, exif, scans = [bytes((0xFF, _BEGIN))], b"", b"", 0
    for kind, segment, pixels in _segments(content, name):
        if kind in _RARE_FRAMES:
            raise _rare(name)
        if kind in _FRAMES:
            if frame:
                raise damaged(name, "it has two headers")
            _check_frame(segment, name)
            frame = segment
        if kind == _EXIF and segment[2:8] == b"Exif\0\0":
            exif = exif or segment[8:]
        scans += kind == _SCAN
        if scans > MAX_SCANS:
            raise damaged(name, f"it goes over its pixels more than {MAX_SCANS} times")
        # The end is only written where it was: at a missing one the decoder notices that pixels are missing.
        if kind in _NEEDED or kind == _END:
            pieces += [bytes((0xFF, kind)), segment, pixels]
    if not frame or not scans:
        raise damaged(name, "it holds no pixels")
    return PictureFile(
        name=name,
        height=int.from_bytes(frame[3:5], "big"),
        width=int.from_bytes(frame[5:7], "big"),
        is_grey=frame[7] == _GREY,
        orientation=orientation_of(exif),
        clear=None,
        content=b"".join(pieces),
    )


def _segments(content: bytes, name: str) -> Iterator[tuple[int, bytes, bytes]]:
    """Cut a file into its segments: kind, what it holds with its length in front, and coded pixels after it.

    The last one is the end, unless the file stops among coded pixels.
    """
    place = 2
    for _ in range(MAX_PARTS):
        found = _MARKER.search(content, place)
        if found is None:
            raise cut_off(name)
        kind, start = found[1][0], found.end()
        if kind == _END:
            yield kind, b"", b""
            return
        length = int.from_bytes(content[start : start + 2], "big")
        place = start + length
        if start + 2 > len(content):
            raise cut_off(name)
        if length < 2 or kind == _BEGIN:  # noqa: PLR2004 - the two bytes of the length itself
            raise damaged(name, "its parts do not follow one another")
        if place > len(content):
            raise cut_off(name)
        segment, pixels = content[start:place], b""
        if kind == _SCAN:
            after = _MARKER.search(content, place)
            pixels = content[place : after.start()] if after else content[place:]
            place += len(pixels)
        yield kind, segment, pixels
        if kind == _SCAN and place == len(content):
            return
    raise damaged(name, f"it has more than {MAX_PARTS:,} parts")


def _check_frame(frame: bytes, name: str) -> None:
    """Check the header of the picture: length, bits, height, width, channels."""
    if len(frame) < 8:  # noqa: PLR2004 - up to the number of channels
        raise damaged(name, "its header is too short")
    bits, channels = frame[2], frame[7]
    if bits != 8 or channels not in _COLOURS:  # noqa: PLR2004 - what is decoded
        raise _rare(name)
    check_pixels(name, int.from_bytes(frame[3:5], "big"), int.from_bytes(frame[5:7], "big"))


def _rare(name: str) -> DataError:
    return DataError(
        f"“{file_name(name)}” is a rare kind of JPEG; read are those of 8 bits and 1, 3 or 4 channels, "
        "baseline or progressive. Save it as PNG with a picture program, and try that."
    )
