"""What a PNG or JPEG file says of itself, read before anything is decoded.

A file is taken apart, checked, and put together again without anything that its pixels do not need: texts,
colour profiles, thumbnails, further frames. Pillow gets only that, so the rest can do no harm.
"""

from __future__ import annotations

from dataclasses import dataclass

from mlwidgets.data.pictures.kinds import file_name
from mlwidgets.errors import DataError

MAX_PIXELS = 40_000_000
"""The most pixels that are decoded: 160 MB while it lasts. Cameras have 12 to 24 million."""

MAX_SIDE = 65_535
"""The longest side, which is that of JPEG."""

MAX_PARTS = 20_000
"""The most chunks of a PNG or segments of a JPEG; real files have a few hundred."""


@dataclass(frozen=True, kw_only=True)
class PictureFile:
    """A file that was checked, and what is needed to decode it.

    Attributes
    ----------
    name : str
        The file's name, for messages.
    height, width : int
        Its pixels as stored, before it is turned.
    is_grey : bool
        Whether it has greys only.
    orientation : int
        How it must be turned to stand upright, 1 to 8 as EXIF counts.
    clear : tuple of int, or None
        The one colour that a PNG without an alpha channel declares to be transparent.
    content : bytes
        The file without what the pixels do not need.
    """

    name: str
    height: int
    width: int
    is_grey: bool
    orientation: int
    clear: tuple[int, ...] | None
    content: bytes


def check_pixels(name: str, height: int, width: int) -> None:
    """Raise `DataError` unless a picture of this size may be decoded."""
    if min(height, width) < 1:
        raise damaged(name, f"it says that it has {width:,} × {height:,} pixels")
    if height * width > MAX_PIXELS or max(height, width) > MAX_SIDE:
        limit = f"at most {MAX_PIXELS // 10**6} million are read, and {MAX_SIDE:,} a side"
        raise DataError(
            f"“{file_name(name)}” has {width:,} × {height:,} pixels; {limit}. "
            "Make it smaller, such as 1,000 pixels a side, and try again."
        )


def cut_off(name: str) -> DataError:
    """Return the error for a file whose end is missing."""
    return DataError(
        f"“{file_name(name)}” is cut off: the end of the picture is missing. Copy or download it again."
    )


def damaged(name: str, why: str) -> DataError:
    """Return the error for a file that is broken inside."""
    return DataError(
        f"“{file_name(name)}” is damaged: {why}. Open it with a picture program, save it again, and try that."
    )


def orientation_of(exif: bytes) -> int:
    """Read from EXIF how a picture must be turned.

    Parameters
    ----------
    exif : bytes
        From the byte order on, ``II`` or ``MM``.

    Returns
    -------
    int
        1 to 8; 1, which is upright, for anything that cannot be understood.

    References
    ----------
    .. [1] CIPA DC-008, "Exchangeable image file format for digital still cameras: Exif 3.0", section 4.6.
    """
    if exif[:4] not in (b"II*\0", b"MM\0*"):
        return 1

    def number(at: int, size: int) -> int:
        return int.from_bytes(exif[at : at + size], "little" if exif[:1] == b"I" else "big")

    directory = number(4, 4)
    for entry in range(directory + 2, directory + 2 + 12 * number(directory, 2), 12):
        # An orientation is one number of two bytes; what lies beyond the end reads as 0.
        if (number(entry, 2), number(entry + 2, 2), number(entry + 4, 4)) == (0x0112, 3, 1):
            value = number(entry + 8, 2)
            return value if 1 <= value <= 8 else 1  # noqa: PLR2004 - EXIF knows eight
    return 1
