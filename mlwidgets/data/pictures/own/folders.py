"""Pictures whose class is the name of the folder they stand in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.pictures.own.labelled import Labelled, Part, listed, numbered, part_of
from mlwidgets.data.pictures.own.quick import pixels_of
from mlwidgets.data.pictures.own.read import RejectedPicture
from mlwidgets.data.pictures.own.settings import Layout
from mlwidgets.data.wording import PICTURES
from mlwidgets.errors import DataError
from mlwidgets.language import _, n_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.data.pictures.own.files import Files
    from mlwidgets.data.pictures.own.settings import PictureSettings

PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".jpe", ".jfif")
_OTHER_PICTURES = (".gif", ".bmp", ".webp", ".tif", ".tiff", ".heic", ".avif", ".ppm", ".pgm", ".svg")

_NAMELESS_TEST = n_(
    "{count:,} picture in the test part cannot be used: nothing tells the class.",
    "{count:,} pictures in the test part cannot be used: nothing tells the class.",
)
_HOMELESS = n_(
    "{count:,} picture in no class folder cannot be used: nothing tells the class.",
    "{count:,} pictures in no class folder cannot be used: nothing tells the class.",
)
_FOLDERS = n_("{count:,} class folder", "{count:,} class folders")
_FOUND = _("Found {pictures} in {folders}: {names}.")
_FOUND_PARTS = _("Found {pictures} in {folders}: {names}; {parts}.")
_IN_PART = {
    Part.TRAIN: _("{count:,} in the train part"),
    Part.VALIDATION: _("{count:,} in the validation part"),
    Part.TEST: _("{count:,} in the test part"),
}


@dataclass(frozen=True)
class Place:
    """Where a picture stands: its path, the folder it is in, and the part that its path speaks of."""

    name: str
    folder: str
    part: Part | None


def picture_names(names: Sequence[str]) -> tuple[list[str], list[RejectedPicture]]:
    """Return which files are taken for PNG or JPEG pictures by their names, and pictures of other kinds."""
    kept = [name for name in names if name.lower().endswith(PICTURE_ENDINGS)]
    others = [name for name in names if name.lower().endswith(_OTHER_PICTURES)]
    reason = _("It is a {kind} picture; PNG and JPEG are read. Save it as PNG.")
    rejected = [RejectedPicture(name, reason.format(kind=name.rsplit(".", 1)[1].upper())) for name in others]
    return kept, rejected


def placed(name: str) -> Place:
    """Tell from a path in which folder a picture stands and to which part it belongs.

    Examples
    --------
    >>> placed("mnist_png/training/7/12.png")
    Place(name='mnist_png/training/7/12.png', folder='7', part=<Part.TRAIN: 0>)
    >>> placed("test/12.png").folder
    ''
    """
    folders = name.split("/")[:-1]
    parts = [part_of(folder) for folder in folders]
    found = next((part for part in reversed(parts) if part is not None), None)
    plain = folders[-1] if folders and parts[-1] is None else ""
    return Place(name, plain, found)


def has_class_folders(names: Sequence[str]) -> bool:
    """Whether pictures stand in at least two folders that are not parts of the data."""
    return len({place.folder for place in map(placed, names)} - {""}) > 1


def from_folders(files: Files, settings: PictureSettings) -> Labelled:
    """Take the folder of each picture for its class.

    Raises
    ------
    DataError
        There are no pictures, or not two classes.
    """
    names, rejected = picture_names(files.names)
    places = [placed(name) for name in names]
    homeless = [place for place in places if not place.folder]
    places = [place for place in places if place.folder]
    if not places:
        raise DataError(
            _(
                "No picture stands in a folder that names its class. Put the pictures of each class "
                "into a folder of their own, such as cats/1.png and dogs/1.png, or add a CSV file with "
                "the columns file and label."
            )
        )
    notes = [_found(places)]
    if homeless:
        said = _NAMELESS_TEST if all(one.part is Part.TEST for one in homeless) else _HOMELESS
        notes.append(said.format(len(homeless)))
        reason = _("It stands in no folder that names its class.")
        rejected += [RejectedPicture(place.name, reason) for place in homeless]
    labels, class_names = numbered([place.folder for place in places])
    return Labelled(
        names=[place.name for place in places],
        labels=labels,
        parts=np.array([place.part or Part.TRAIN for place in places], np.int64),
        class_names=class_names,
        pixels=lambda at, longest: pixels_of(files.read(places[at].name), places[at].name, longest),
        settings=settings.with_(layout=Layout.FOLDERS),
        notes=tuple(notes),
        rejected=tuple(rejected),
    )


def _found(places: Sequence[Place]) -> str:
    folders = sorted({place.folder for place in places})
    parts = Counter(place.part or Part.TRAIN for place in places)
    said = _FOUND_PARTS if len(parts) > 1 else _FOUND
    return said.format(
        pictures=PICTURES.format(len(places)),
        folders=_FOLDERS.format(len(folders)),
        names=listed(folders),
        parts=", ".join(_IN_PART[part].format(count=parts[part]) for part in Part if parts[part]),
    )
