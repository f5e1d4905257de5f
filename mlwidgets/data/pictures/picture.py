"""`Picture`: pixels with a name, a title, their origin, and words in their place."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.checks import read_only
from mlwidgets.errors import DataError, ShapeError

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONGEST_SIDE = 512
"""The most pixels of a side of a picture: enough to see, and quick to convolve."""


# Arrays have no single answer to ==, so two pictures are equal only if they are the same object.
@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Picture:
    """A picture to look at and to convolve.

    Parameters
    ----------
    name : str
        What it is called in a setting or on a disk, such as ``"cat"`` or ``"holiday.jpg"``.
    title : str
        What stands over it.
    pixels : ndarray of uint8, shape (height, width, 1) or (height, width, 3)
        Grey or RGB, 0 black and 255 white, row 0 at the top; sides of 1 to 512. Kept read-only.
    credit : str
        Who made it and where it comes from.
    licence : str
        Under which terms; empty where nobody has said so.
    alt : str
        A sentence for somebody who cannot see it.
    shrunk_from : tuple of int, optional
        The height and width it had before it was shrunk; None if it was not.

    Raises
    ------
    DataError, ShapeError
        The pixels are of another type or shape.
    """

    name: str
    title: str
    pixels: NDArray[np.uint8]
    credit: str
    licence: str
    alt: str
    shrunk_from: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        check_pixels(self.pixels)
        if max(self.pixels.shape[:2]) > LONGEST_SIDE:
            raise ShapeError(
                f"A picture must have sides of 1 to {LONGEST_SIDE} pixels; got {self.pixels.shape[:2]}. "
                "Shrink it first."
            )
        object.__setattr__(self, "pixels", read_only(self.pixels))

    def __repr__(self) -> str:
        height, width, channels = self.pixels.shape
        return f"Picture({self.name!r}, {width} × {height}, {'grey' if channels == 1 else 'RGB'})"


def check_pixels(pixels: NDArray[Any]) -> None:
    """Raise `DataError` or `ShapeError` unless an array is a picture in grey or RGB."""
    if not isinstance(pixels, np.ndarray) or pixels.dtype != np.uint8:
        got = pixels.dtype if isinstance(pixels, np.ndarray) else type(pixels).__name__
        raise DataError(
            f"Pixels must be a NumPy array of uint8, from 0 to 255; got {got}. Round and clip other numbers: "
            "numpy.clip(pixels.round(), 0, 255).astype(numpy.uint8)."
        )
    if pixels.ndim != 3 or pixels.shape[2] not in (1, 3) or not pixels.size:  # noqa: PLR2004 - grey or RGB
        raise ShapeError(
            f"Pixels must have the shape (height, width, 1) for grey or (height, width, 3) for RGB; got "
            f"{pixels.shape}. One channel without an axis of its own becomes pixels[..., numpy.newaxis]."
        )


def grey(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Turn RGB into grey with the weights of television.

    ``grey = 0.299 · red + 0.587 · green + 0.114 · blue``, rounded: the eye is most sensitive to green and
    least to blue. The plain mean would show a blue sky too bright.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width, 1) or (height, width, 3)
        A picture.

    Returns
    -------
    ndarray of uint8, shape (height, width, 1)
        The same array if it was grey before.

    Raises
    ------
    DataError, ShapeError
        The pixels are of another type or shape.

    Notes
    -----
    The weights are taken in 65,536ths, as 19,595, 38,470 and 7,471: the same whole numbers as in Pillow's
    ``convert("L")``, so both give the same grey.

    References
    ----------
    .. [1] ITU-R Recommendation BT.601-7, "Studio encoding parameters of digital television for standard 4:3
       and wide-screen 16:9 aspect ratios", 2011, section 2.5.1.

    Examples
    --------
    >>> grey(np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255]]], dtype=np.uint8)).ravel().tolist()
    [76, 150, 29]
    """
    check_pixels(pixels)
    if pixels.shape[2] == 1:
        return pixels
    weights = np.array([19_595, 38_470, 7_471], np.uint32)
    brightness = pixels.astype(np.uint32) @ weights
    return ((brightness + 2**15) >> 16).astype(np.uint8)[..., np.newaxis]


def to_png(pixels: NDArray[np.uint8]) -> bytes:
    """Write pixels as a PNG file, to take away.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width, 1) or (height, width, 3)
        Grey or RGB.

    Returns
    -------
    bytes
        The file. PNG loses nothing: read again, every pixel is the same.

    Raises
    ------
    DataError, ShapeError
        The pixels are of another type or shape.
    """
    from PIL import Image  # noqa: PLC0415 - Pillow is not needed before there is a picture

    check_pixels(pixels)
    file = io.BytesIO()
    plain = pixels[..., 0] if pixels.shape[2] == 1 else pixels
    Image.fromarray(np.ascontiguousarray(plain)).save(file, "PNG", optimize=True)
    return file.getvalue()
