"""Small pictures that a page has made: looked at, and kept as they are."""

from __future__ import annotations

import io
import struct
import warnings
import zlib

from mlwidgets.errors import DataError

KINDS = {"PNG": "image/png", "WEBP": "image/webp"}
"""What they may be, as Pillow calls it and as a page does; there is no place for a script in either."""

_DAMAGE = (OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, struct.error, zlib.error)
"""What Pillow raises at bytes that are no picture."""


def still_kind(content: bytes, *, widest: int, highest: int) -> str:
    """Return what a picture is for a page, "image/png" or "image/webp", having decoded every pixel.

    Parameters
    ----------
    content : bytes
        The file, of which nothing is believed. How long it may be is for the caller to say.
    widest, highest : int
        The most pixels of a row and of a column; that is looked at before any pixel is decoded.

    Raises
    ------
    DataError
        It is not a PNG or WebP picture, is damaged or cut off, moves, or is too large.

    Examples
    --------
    >>> import numpy as np
    >>> from mlwidgets.data.pictures.reading import to_png
    >>> still_kind(to_png(np.zeros((2, 3, 1), np.uint8)), widest=3, highest=3)
    'image/png'
    """
    from PIL import Image  # noqa: PLC0415 - Pillow is not needed before there is a picture

    try:
        with (
            warnings.catch_warnings(action="ignore"),  # our own limits are stricter than Pillow's
            Image.open(io.BytesIO(content), formats=tuple(KINDS)) as image,
        ):
            _check(image.size, getattr(image, "n_frames", 1), widest, highest)
            image.load()
            return KINDS[str(image.format)]
    except DataError:
        raise
    except (*_DAMAGE, Image.DecompressionBombError, MemoryError) as error:
        raise DataError(
            "A picture must be a whole PNG or WebP file; this one is not, or is damaged."
        ) from error


def _check(size: tuple[int, int], frames: int, widest: int, highest: int) -> None:
    width, height = size
    if not (0 < width <= widest and 0 < height <= highest):
        raise DataError(f"A picture may have {widest} × {highest} pixels; got {width:,} × {height:,}.")
    if frames != 1:
        raise DataError(f"A picture must not move; got {frames:,} pictures in one file.")
