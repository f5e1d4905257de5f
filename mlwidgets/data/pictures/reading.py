"""Pictures to convolve: bundled ones, and the learner's own PNG or JPEG file."""

from __future__ import annotations

from pathlib import PurePath

from mlwidgets.data.pictures.bundled import bundled_picture, bundled_pictures
from mlwidgets.data.pictures.decoding import decode
from mlwidgets.data.pictures.kinds import MAX_BYTES, check_size, file_name
from mlwidgets.data.pictures.picture import LONGEST_SIDE, Picture, grey, to_png
from mlwidgets.errors import DataError
from mlwidgets.language import _

_GREY = _("Your picture {name}, {width} by {height} pixels of grey.")
_COLOURED = _("Your picture {name}, {width} by {height} pixels in colour.")

__all__ = [
    "LONGEST_SIDE",
    "MAX_BYTES",
    "Picture",
    "bundled_picture",
    "bundled_pictures",
    "grey",
    "load_picture",
    "to_png",
]


def load_picture(content: bytes | bytearray | memoryview, name: str) -> Picture:
    """Read a PNG or JPEG file, of which nothing is believed.

    Whether it is one, how large it is and how many pixels it has is checked before anything is decoded. The
    picture is turned upright as its EXIF says, what is transparent is laid on white, and a picture with a
    side of more than 512 pixels is shrunk. Of an animation the first picture is taken. Grey stays grey, in
    one channel; everything else, CMYK too, becomes RGB. A colour profile is not applied.

    Parameters
    ----------
    content : bytes, bytearray or memoryview
        The file.
    name : str
        Its name, for the title and for messages; it decides nothing.

    Returns
    -------
    Picture
        With ``pixels`` of shape (height, width, 1) or (height, width, 3).

    Raises
    ------
    DataError
        The file is empty, larger than 10 MB, of another kind, cut off or damaged, holds more than 40 million
        pixels. The message says what to do.

    Examples
    --------
    >>> import numpy as np
    >>> picture = load_picture(to_png(np.full((3, 4, 1), 7, np.uint8)), "seven.png")
    >>> picture, int(picture.pixels[0, 0, 0])
    (Picture('seven.png', 4 × 3, grey), 7)
    """
    if not isinstance(content, (bytes, bytearray, memoryview)):
        raise DataError(
            f"The content of a picture must be bytes; got {type(content).__name__}. Read a file with "
            "pathlib.Path(name).read_bytes()."
        )
    check_size(name, memoryview(content).nbytes)
    pixels, size = decode(bytes(content), name, LONGEST_SIDE)
    height, width, channels = pixels.shape
    shown = file_name(name)
    alt = _GREY if channels == 1 else _COLOURED
    return Picture(
        name=shown,
        title=PurePath(shown).stem,
        pixels=pixels,
        credit=_("Your own file"),
        licence="",
        alt=alt.format(name=shown, width=width, height=height),
        shrunk_from=size if size != (height, width) else None,
    )
