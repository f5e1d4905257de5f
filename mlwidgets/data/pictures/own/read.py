"""`ReadPictures`: pictures that have been read, with what was found, what was done, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlwidgets.data.dataset import Dataset
    from mlwidgets.data.pictures.own.settings import PictureSettings


@dataclass(frozen=True)
class RejectedPicture:
    """A picture that was left out.

    Attributes
    ----------
    name : str
        Its name in the folder or archive.
    reason : str
        Why, in a sentence.
    """

    name: str
    reason: str


@dataclass(frozen=True, eq=False)
class ReadPictures:
    """Pictures that have been read.

    Attributes
    ----------
    dataset : Dataset
        The pictures, (n, side, side, 1 or 3), float32 in [0, 1], and their classes.
    settings : PictureSettings
        How they were read, with everything filled in that was found. ``settings.with_(side=28)`` and reading
        again corrects what was found wrongly.
    notes : tuple of str
        What was found and what was done, a sentence each, such as "412 of 500 pictures were scaled to
        28 × 28."
    rejected : tuple of RejectedPicture
        What was left out.
    """

    dataset: Dataset
    settings: PictureSettings
    notes: tuple[str, ...]
    rejected: tuple[RejectedPicture, ...]
