"""From the bytes of a PNG or JPEG file to pixels, with Pillow: shrunk, laid on white, turned upright."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.pictures.kinds import PNG, check_kind, file_name
from mlwidgets.data.pictures.png import needed_chunks
from mlwidgets.data.pictures.problems import MAX_PIXELS, check_pixels, cut_off, damaged
from mlwidgets.errors import DataError
from mlwidgets.language import _

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL import Image
    from PIL.ImageFile import ImageFile

MAX_SCANS = 100
"""The most passes over the pixels of a progressive JPEG, which has about ten; each costs a whole decoding."""

_ORIENTATION = 0x0112
_ON_ITS_SIDE = (5, 6, 7, 8)  # EXIF's orientations that swap rows and columns
_GAP = 3.0
# Blocks of pixels are averaged first, down to this many times the final size; Lanczos' filter does the rest.
# That can hardly be told from Lanczos alone, and is much quicker.


def decode(content: bytes, name: str, longest: int) -> tuple[NDArray[np.uint8], tuple[int, int]]:
    """Decode a file, and shrink the picture if a side is longer than `longest`.

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
    pixels : ndarray of uint8, shape (height, width, 1) or (height, width, 3)
        Grey or RGB, upright, its proportions kept to a pixel.
    size : tuple of int
        Height and width before it was shrunk, upright.

    Raises
    ------
    DataError
        It is no PNG or JPEG, is cut off, damaged, of a rare kind or too large, or there is too little memory.
    """
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - Pillow is not needed before there is a picture

    kind = check_kind(name, content)
    if kind == PNG:
        content = needed_chunks(content, name)
    try:
        # Pillow warns of files that it finds large or odd; our own rules are stricter.
        with (
            warnings.catch_warnings(action="ignore"),
            Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as image,
        ):
            check_pixels(name, image.height, image.width)
            if kind != PNG:
                _check_scans(image, content, name)
            return _pixels(image, longest)
    except DataError:
        raise
    except Image.DecompressionBombError as error:
        raise DataError(
            _(
                "“{name}” has far more than {max_pixels} million pixels, the most that are read. Make "
                "it smaller, such as 1,000 pixels a side, and try again."
            ).format(name=file_name(name), max_pixels=MAX_PIXELS // 10**6)
        ) from error
    except MemoryError as error:
        raise DataError(
            _(
                "There is too little memory for “{name}”. Make it smaller with a picture program and "
                "try again."
            ).format(name=file_name(name))
        ) from error
    except UnidentifiedImageError as error:
        raise damaged(name, _("its header is incomplete, or it is of a rare kind")) from error
    except (
        OSError,
        SyntaxError,
        ValueError,
        TypeError,
        IndexError,
        KeyError,
        struct.error,
        zlib.error,
    ) as error:
        truncated = isinstance(error, OSError) and "truncated" in str(error).lower()
        raise (cut_off(name) if truncated else damaged(name, _("its pixels cannot be decoded"))) from error


def _check_scans(image: ImageFile, content: bytes, name: str) -> None:
    """Raise `DataError` for a progressive JPEG that would be decoded over and over again."""
    start = image.tile[0].offset  # coded pixels, in which FF DA can be nothing but the start of a scan
    end = content.find(b"\xff\xd9", start)
    if content.count(b"\xff\xda", start, len(content) if end < 0 else end) > MAX_SCANS:
        raise damaged(
            name, _("it goes over its pixels more than {max_scans} times").format(max_scans=MAX_SCANS)
        )


def _pixels(image: ImageFile, longest: int) -> tuple[NDArray[np.uint8], tuple[int, int]]:
    """Shrink first, as far as the colours allow, so that the rest works on few pixels."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - see `decode`

    size = image.height, image.width  # the draft of a JPEG is smaller
    exif, is_grey = image.info.get("exif"), _is_grey(image)
    small = _averageable(image)
    small.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=_GAP)
    small = _on_white(small)
    small = small.convert("L" if is_grey else "RGB")
    small.info = {} if exif is None else {"exif": exif}
    try:
        upright = ImageOps.exif_transpose(small)
        swapped = small.getexif().get(_ORIENTATION, 1) in _ON_ITS_SIDE
    except Exception:  # noqa: BLE001 - whatever is wrong with its EXIF: the picture itself is sound
        upright, swapped = small, False
    pixels = np.array(upright, dtype=np.uint8).reshape(upright.height, upright.width, -1)
    return pixels, size[::-1] if swapped else size


def _is_grey(image: ImageFile) -> bool:
    if image.mode == "P":
        colours = np.reshape(image.getpalette("RGB") or [0, 0, 0], (-1, 3))
        return bool((colours == colours[:, :1]).all())
    return image.mode in ("1", "L", "LA") or image.mode.startswith("I") or _raw_mode(image).startswith("LA")


def _raw_mode(image: ImageFile) -> str:
    """Return how Pillow names the numbers that are stored in a PNG, such as "L;4" for four bits a pixel."""
    arguments = image.tile[0].args if image.tile else ""
    return arguments if isinstance(arguments, str) else ""


def _averageable(image: ImageFile) -> Image.Image:
    """Return the picture in a mode whose pixels can be averaged, with alpha if a colour is transparent."""
    from PIL import Image as Pillow  # noqa: PLC0415 - see `decode`

    clear, raw = image.info.get("transparency"), _raw_mode(image)
    if image.mode == "P":
        return image.convert("RGB" if clear is None else "RGBA")
    if image.mode.startswith("I"):  # 16 bits: 65,535 becomes 255
        values = np.asarray(image, dtype=np.uint32)
        eight = Pillow.fromarray(((values + 128) // 257).astype(np.uint8))
        if clear is not None:
            eight.putalpha(Pillow.fromarray(np.where(values == clear, np.uint8(0), np.uint8(255))))
        return eight
    if clear is None:
        return image.convert("L") if image.mode == "1" else image
    # Pillow brings the pixels to eight bits, but not the transparent colour.
    if raw in ("L;2", "L;4"):
        clear = clear * 255 // (2 ** int(raw[2:]) - 1)
    elif raw == "RGB;16B":
        clear = tuple(value >> 8 for value in clear)
    image.load()
    image.info["transparency"] = clear
    return image.convert("RGBA" if image.mode == "RGB" else "LA")


def _on_white(image: Image.Image) -> Image.Image:
    from PIL import Image as Pillow  # noqa: PLC0415 - see `decode`

    if image.mode not in ("LA", "RGBA"):
        return image
    colours = image.convert("RGB")
    white = Pillow.new("RGB", image.size, "white")
    white.paste(colours, mask=image.getchannel("A"))
    return white
