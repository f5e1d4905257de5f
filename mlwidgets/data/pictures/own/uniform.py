"""Pictures of many sizes and colours brought to one size, and to grey or RGB; it says what it has done."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.pictures.own.read import RejectedPicture
from mlwidgets.data.pictures.own.settings import PICTURE_SIDE, Colour, Fit, PictureSettings
from mlwidgets.data.pictures.picture import LONGEST_SIDE, grey
from mlwidgets.data.progress import Progress
from mlwidgets.data.wording import PICTURES
from mlwidgets.errors import DataError
from mlwidgets.language import n_

if TYPE_CHECKING:
    from collections.abc import Generator

    from numpy.typing import NDArray

    from mlwidgets.data.pictures.own.labelled import Labelled

USUAL_SIDE = 32
"""The side where most pictures are larger: small enough to train on at once."""

MOST_VALUES = 160_000_000
"""The most numbers of all pictures together, 640 MB in training: 50,000 pictures of 32 × 32 in RGB."""

SAMPLE = 200
"""So many pictures are looked at to find size and colours."""

_TELL_SECONDS = 0.05
_FINE = 8  # a picture is shrunk to this many times the side first: enough for its shorter side, too


@dataclass(frozen=True, kw_only=True, eq=False)
class Uniform:
    """Pictures of one size.

    Attributes
    ----------
    pixels : ndarray of uint8, shape (n, side, side, 1 or 3)
        The pictures that could be decoded.
    kept : ndarray of int64, shape (n,)
        Their positions among all.
    settings : PictureSettings
        With side and colour found.
    notes : tuple of str
        What was done.
    rejected : tuple of RejectedPicture
        What could not be decoded.
    """

    pixels: NDArray[np.uint8]
    kept: NDArray[np.int64]
    settings: PictureSettings
    notes: tuple[str, ...]
    rejected: tuple[RejectedPicture, ...]


def brought_together(pictures: Labelled) -> Generator[Progress, None, Uniform]:
    """Decode pictures and bring them to one size and one number of channels.

    Raises
    ------
    DataError
        There would be too many numbers, or not one picture can be decoded.
    """
    settings, total = _with_found(pictures), len(pictures.names)
    assert settings.side is not None  # noqa: S101 - found
    side, channels = settings.side, 3 if settings.colour is Colour.RGB else 1
    if total * side**2 * channels > MOST_VALUES:
        raise DataError(
            n_(
                "{count:,} picture of {side} × {side} × {channels} are {total:,} numbers; at most "
                "{most_values:,} are read. Choose a smaller side, grey, or fewer pictures.",
                "{count:,} pictures of {side} × {side} × {channels} are {total:,} numbers; at most "
                "{most_values:,} are read. Choose a smaller side, grey, or fewer pictures.",
            ).format(
                total, side=side, channels=channels, total=total * side**2 * channels, most_values=MOST_VALUES
            )
        )
    pixels = np.empty((total, side, side, channels), np.uint8)
    kept: list[int] = []
    rejected: list[RejectedPicture] = []
    done: Counter[str] = Counter()
    told = time.monotonic()
    for at in range(total):
        if time.monotonic() - told > _TELL_SECONDS:
            yield Progress(at, total)
            told = time.monotonic()
        try:
            picture = pictures.pixels(at, max(_FINE * side, LONGEST_SIDE))
        except DataError as error:
            rejected.append(RejectedPicture(pictures.names[at], str(error)))
            continue
        pixels[len(kept)] = fitted(_coloured(picture, channels, done), side, settings.fit)
        done["scaled"] += picture.shape[:2] != (side, side)
        done["oblong"] += picture.shape[0] != picture.shape[1]
        kept.append(at)
    if not kept:
        raise DataError(
            n_(
                "None of the {count:,} picture can be read. The first: {reason}",
                "None of the {count:,} pictures can be read. The first: {reason}",
            ).format(total, reason=rejected[0].reason)
        )
    yield Progress(total, total)
    return Uniform(
        pixels=pixels[: len(kept)],
        kept=np.array(kept, np.int64),
        settings=settings,
        notes=_notes(done, len(kept), settings),
        rejected=tuple(rejected),
    )


def _with_found(pictures: Labelled) -> PictureSettings:
    """Fill in side and colour by looking at some of the pictures, evenly spread."""
    settings, total = pictures.settings, len(pictures.names)
    if settings.side is not None and settings.colour is not None:
        return settings
    sizes: Counter[int] = Counter()
    coloured = 0
    for at in np.unique(np.linspace(0, total - 1, SAMPLE).astype(int)).tolist():
        try:
            picture = pictures.pixels(at, LONGEST_SIDE)
        except DataError:
            continue  # it is rejected when all are read
        sizes[max(picture.shape[:2])] += 1
        coloured += _in_colour(picture)
    common = sizes.most_common(1)[0][0] if sizes else USUAL_SIDE
    side = max(common, int(PICTURE_SIDE.low)) if common <= USUAL_SIDE else USUAL_SIDE
    colour = Colour.RGB if 2 * coloured > sizes.total() else Colour.GREY
    return settings.with_(side=settings.side or side, colour=settings.colour or colour)


def _in_colour(picture: NDArray[np.uint8]) -> bool:
    """Whether its channels differ: grey is often stored as RGB."""
    return picture.shape[2] > 1 and bool((picture != picture[..., :1]).any())


def _coloured(picture: NDArray[np.uint8], channels: int, done: Counter[str]) -> NDArray[np.uint8]:
    """Bring a picture to grey or RGB, and count what was changed."""
    if channels == picture.shape[2]:
        return picture
    if channels == 1:
        done["to grey"] += _in_colour(picture)
        return grey(picture)
    done["to RGB"] += 1
    return np.repeat(picture, 3, axis=2)


def fitted(picture: NDArray[np.uint8], side: int, fit: Fit) -> NDArray[np.uint8]:
    """Return a picture as a square of a given side, with Lanczos' filter.

    Parameters
    ----------
    picture : ndarray of uint8, shape (height, width, channels)
        A picture.
    side : int
        Height and width to bring it to.
    fit : Fit
        What to do if it is not square: stretch it; cut off equal pieces of its longer side; or add equal
        strips to its shorter side, in the mean colour of its edge.

    Returns
    -------
    ndarray of uint8, shape (side, side, channels)
        The same array if it had that size before.
    """
    height, width, channels = picture.shape
    if (height, width) == (side, side):
        return picture
    from PIL import Image  # noqa: PLC0415 - Pillow is not needed before there is a picture

    if fit is Fit.CROP:
        cut = min(height, width)
        top, left = (height - cut) // 2, (width - cut) // 2
        picture = picture[top : top + cut, left : left + cut]
    elif fit is Fit.PAD:
        picture = _padded(picture)
    plain = picture[..., 0] if channels == 1 else picture
    image = Image.fromarray(np.ascontiguousarray(plain)).resize((side, side), Image.Resampling.LANCZOS)
    return np.asarray(image, np.uint8).reshape(side, side, channels)


def _padded(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width, channels = picture.shape
    edge = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
    longer = max(height, width)
    square = np.full((longer, longer, channels), np.rint(edge.mean(axis=0)), np.uint8)
    top, left = (longer - height) // 2, (longer - width) // 2
    square[top : top + height, left : left + width] = picture
    return square


_SCALED = n_(
    "{count:,} of {pictures} was scaled to {size}.", "{count:,} of {pictures} were scaled to {size}."
)
_FITTED = {
    Fit.STRETCH: n_(
        "{count:,} of {pictures} was not square and stretched.",
        "{count:,} of {pictures} were not square and stretched.",
    ),
    Fit.CROP: n_(
        "{count:,} of {pictures} was not square and cropped.",
        "{count:,} of {pictures} were not square and cropped.",
    ),
    Fit.PAD: n_(
        "{count:,} of {pictures} was not square and padded.",
        "{count:,} of {pictures} were not square and padded.",
    ),
}
_TO_RGB = n_(
    "{count:,} of {pictures} was grey and became RGB.", "{count:,} of {pictures} were grey and became RGB."
)
_ALL_SIZED = n_("The picture has the size {size}.", "All {count:,} pictures have the size {size}.")
_TO_GREY = n_(
    "{count:,} of {pictures} was in colour and became grey.",
    "{count:,} of {pictures} were in colour and became grey.",
)


def _notes(done: Counter[str], total: int, settings: PictureSettings) -> tuple[str, ...]:
    """Say what was done to how many of the pictures."""
    size = f"{settings.side} × {settings.side}"
    pictures = PICTURES.format(total)
    notes = []
    if done["scaled"]:
        notes.append(_SCALED.format(done["scaled"], pictures=pictures, size=size))
    else:
        notes.append(_ALL_SIZED.format(total, size=size))
    if done["oblong"]:
        notes.append(_FITTED[settings.fit].format(done["oblong"], pictures=pictures))
    if done["to RGB"]:
        notes.append(_TO_RGB.format(done["to RGB"], pictures=pictures))
    if done["to grey"]:
        notes.append(_TO_GREY.format(done["to grey"], pictures=pictures))
    return tuple(notes)
