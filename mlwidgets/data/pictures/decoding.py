"""From a checked PNG or JPEG file to pixels: laid on white, shrunk, turned upright."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.pictures.files import cut_off, damaged
from mlwidgets.data.pictures.kinds import file_name
from mlwidgets.errors import DataError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL import Image

    from mlwidgets.data.pictures.files import PictureFile

# Blocks of pixels are averaged first, down to about three times the final size; Lanczos' filter does the
# rest. That can hardly be told from Lanczos alone, is quicker, and works on a few rows at a time.
_GAP = 3
_BAND_PIXELS = 2**20


def decode(file: PictureFile, longest: int) -> NDArray[np.uint8]:
    """Decode a file, and shrink the picture if a side is longer than `longest`.

    Parameters
    ----------
    file : PictureFile
        What `read_png` or `read_jpeg` found.
    longest : int
        The most pixels of a side.

    Returns
    -------
    ndarray of uint8, shape (height, width, 1) or (height, width, 3)
        Grey or RGB, upright, its proportions kept to a pixel.

    Raises
    ------
    DataError
        The pixels are cut off or damaged, or there is too little memory.
    """
    from PIL import Image  # noqa: PLC0415 - Pillow is not needed before there is a picture

    target = shrunk_size(file.height, file.width, longest)
    try:
        with Image.open(io.BytesIO(file.content), formats=("PNG", "JPEG")) as image:
            if image.size != (file.width, file.height):
                raise damaged(file.name, "its headers contradict one another")
            # A JPEG can be decoded at a half, a quarter or an eighth of its size; a PNG stays as it is.
            image.draft(image.mode, (_GAP * target[1], _GAP * target[0]))
            image.load()
            pixels = _shrunk(image, file, target)
    except DataError:
        raise
    except Image.DecompressionBombError as error:  # somebody has set a lower limit for the whole program
        raise DataError(
            f"“{file_name(file.name)}” has more pixels than Pillow is allowed to read here."
        ) from error
    except MemoryError as error:
        raise DataError(
            f"There is too little memory for “{file_name(file.name)}”, which has {file.width:,} × "
            f"{file.height:,} pixels. Make it smaller with a picture program and try again."
        ) from error
    except OSError as error:
        raise (cut_off(file.name) if "truncated" in str(error) else _broken(file)) from error
    except (SyntaxError, ValueError, TypeError, IndexError, KeyError, struct.error, zlib.error) as error:
        raise _broken(file) from error
    return np.ascontiguousarray(_upright(pixels, file.orientation))


def shrunk_size(height: int, width: int, longest: int) -> tuple[int, int]:
    """Return the size to which a picture is shrunk; a small one keeps its own.

    Examples
    --------
    >>> shrunk_size(3000, 4000, 512), shrunk_size(28, 28, 512)
    ((384, 512), (28, 28))
    """
    scale = min(1.0, longest / max(height, width))
    return max(1, round(height * scale)), max(1, round(width * scale))


def _broken(file: PictureFile) -> DataError:
    return damaged(file.name, "its pixels cannot be decoded")


def _shrunk(image: Image.Image, file: PictureFile, target: tuple[int, int]) -> NDArray[np.uint8]:
    """Lay the picture on white and shrink it, a band of rows at a time: no second full copy is made."""
    from PIL import Image  # noqa: PLC0415 - see `decode`

    height, width = target
    across = max(1, image.width // (_GAP * width))
    down = max(1, image.height // (_GAP * height))
    rows = down * max(1, _BAND_PIXELS // (down * image.width))
    bands = []
    for top in range(0, image.height, rows):
        band = image.crop((0, top, image.width, min(top + rows, image.height)))
        bands.append(np.asarray(Image.fromarray(_plain(band, file)).reduce((across, down))))
    small = Image.fromarray(np.concatenate(bands))
    pixels = np.asarray(small.resize((width, height), Image.Resampling.LANCZOS))
    return pixels.reshape(height, width, -1)


def _plain(band: Image.Image, file: PictureFile) -> NDArray[np.uint8]:
    """Return a band as grey (rows, columns) or RGB (rows, columns, 3), laid on white."""
    if band.mode in ("P", "CMYK"):
        band = band.convert("RGB")
    elif band.mode == "1":
        band = band.convert("L")
    pixels = np.asarray(band)
    pixels = pixels.reshape(*pixels.shape[:2], -1)
    clear = None if file.clear is None else (pixels == file.clear).all(axis=2)
    if pixels.dtype != np.uint8:  # 16 bits: 65,535 becomes 255
        pixels = ((pixels.astype(np.uint32) + 128) // 257).astype(np.uint8)
    if clear is not None:
        pixels = np.where(clear[..., np.newaxis], np.uint8(255), pixels)
    if pixels.shape[2] in (2, 4):
        opaque = pixels[..., -1:].astype(np.uint32)
        on_white = pixels[..., :-1] * opaque + 255 * (255 - opaque)
        pixels = ((on_white + 127) // 255).astype(np.uint8)
    return np.ascontiguousarray(pixels[..., 0] if file.is_grey else pixels)


def _upright(pixels: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    """Turn a picture as EXIF says: 2 to 4 mirror and turn it, 5 to 8 also swap rows and columns."""
    if orientation in (5, 6, 7, 8):
        pixels = pixels.transpose(1, 0, 2)
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    return pixels
