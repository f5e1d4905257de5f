"""Decoding very many small pictures: a short way for plain PNG files, the careful way for all others."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.pictures.decoding import decode
from mlwidgets.data.pictures.kinds import check_size
from mlwidgets.data.pictures.png import needed_chunks

if TYPE_CHECKING:
    from numpy.typing import NDArray

_HEADER = struct.Struct(">8s4x4sIIBBBBB")
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {0: 1, 2: 3}  # PNG's types of pixels: grey, and RGB
_SMALL = 512


def pixels_of(content: bytes, name: str, longest: int) -> NDArray[np.uint8]:
    """Decode a PNG or JPEG file, shrunk if a side is longer than `longest`.

    Parameters
    ----------
    content : bytes
        The file.
    name : str
        Its name, for messages.
    longest : int
        The most pixels of a side.

    Returns
    -------
    ndarray of uint8, shape (height, width, 1) or (height, width, 3)
        What `decode` returns; a small PNG of eight bits in grey or RGB takes a tenth of its time.

    Raises
    ------
    DataError
        It is no PNG or JPEG picture, or damaged.
    """
    check_size(name, len(content))
    if len(content) > _HEADER.size:
        mark, kind, width, height, depth, colour, *rest = _HEADER.unpack_from(content)
        small = 0 < width <= min(longest, _SMALL) and 0 < height <= min(longest, _SMALL)
        if mark == _SIGNATURE and kind == b"IHDR" and small and depth == 8 and colour in _CHANNELS:  # noqa: PLR2004
            chunks = needed_chunks(content, name)
            # Interlaced, transparent or turned by EXIF: that is for the careful way.
            if not any(rest) and b"tRNS" not in chunks and b"eXIf" not in chunks:
                pixels = _plain(chunks, height, width, _CHANNELS[colour])
                if pixels is not None:
                    return pixels
    return decode(content, name, longest)[0]


def _plain(content: bytes, height: int, width: int, channels: int) -> NDArray[np.uint8] | None:
    """Let Pillow undo packing and filters of a PNG, without its search for the format; None if that fails."""
    from PIL.PngImagePlugin import PngImageFile  # noqa: PLC0415 - Pillow is not needed before there is a picture

    try:
        with PngImageFile(io.BytesIO(content)) as image:
            data = image.tobytes()
    except (OSError, SyntaxError, ValueError, TypeError, IndexError, KeyError, struct.error):
        return None  # the careful way tells what is wrong
    if len(data) != height * width * channels:
        return None
    return np.frombuffer(data, np.uint8).reshape(height, width, channels)
