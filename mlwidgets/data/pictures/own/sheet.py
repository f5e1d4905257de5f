"""Pictures on one sheet, as tiles of a grid; its labels are given by row, or tile by tile in a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.pictures.decoding import decode
from mlwidgets.data.pictures.kinds import file_name
from mlwidgets.data.pictures.own.files import Files, LoneFile
from mlwidgets.data.pictures.own.folders import picture_names
from mlwidgets.data.pictures.own.labelled import Labelled, Part, numbered
from mlwidgets.data.pictures.own.settings import PICTURE_SIDE, TILE, Layout
from mlwidgets.data.pictures.problems import MAX_SIDE
from mlwidgets.errors import DataError
from mlwidgets.language import _, n_

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mlwidgets.data.pictures.own.settings import PictureSettings

_LABELS = n_("{count:,} label", "{count:,} labels")
_TILES = n_("{count:,} tile", "{count:,} tiles")
_CLEAR = 0.8
"""A period must explain this fraction of what the best one explains of how edges vary across the sheet."""


def from_sheet(files: Files, settings: PictureSettings) -> Labelled:
    """Cut a sheet into tiles; empty ones at the end of the grid, all of one colour, are left out.

    Raises
    ------
    DataError
        There is not one sheet, the size of a tile cannot be found, or the labels do not fit.
    """
    name = _sheet_name(files)
    pixels, _size = decode(files.read(name), name, MAX_SIDE)
    tile = settings.tile or tile_side(pixels)
    shown, (height, width) = file_name(name), pixels.shape[:2]
    if tile is None:
        raise DataError(
            _(
                "“{shown}” has {width} × {height} pixels, and no grid of tiles was found in it. Set "
                "the size of a tile, or choose a zip with one folder a class."
            ).format(shown=shown, width=width, height=height)
        )
    if height % tile or width % tile or (height, width) == (tile, tile):
        raise DataError(
            _(
                "Tiles of {tile} × {tile} do not fill “{shown}”, which has {width} × {height} pixels. "
                "Set a size that divides both."
            ).format(tile=tile, shown=shown, width=width, height=height)
        )
    rows, columns = height // tile, width // tile
    grid = (
        pixels.reshape(rows, tile, columns, tile, -1).swapaxes(1, 2).reshape(rows * columns, tile, tile, -1)
    )
    filled = np.ptp(grid, axis=(1, 2)).any(axis=1)
    classes = _classes(_labels_text(files, settings), rows, columns, filled)
    used = np.flatnonzero(filled)
    numbers, class_names = numbered([classes[at] for at in used])
    notes = [
        _("Found {rows} rows of {columns} tiles of {tile} × {tile} pixels in “{shown}”.").format(
            rows=rows, columns=columns, tile=tile, shown=shown
        )
    ]
    if not filled.all():
        notes.append(
            n_(
                "{count:,} empty tile was left out.",
                "{count:,} empty tiles were left out.",
            ).format(int((~filled).sum()))
        )
    return Labelled(
        names=[f"row {at // columns + 1}, column {at % columns + 1}" for at in used.tolist()],
        labels=numbers,
        parts=np.full(len(used), int(Part.TRAIN)),
        class_names=class_names,
        pixels=lambda at, _longest: grid[used[at]],
        settings=settings.with_(layout=Layout.SHEET, tile=tile),
        notes=tuple(notes),
    )


def _sheet_name(files: Files) -> str:
    if isinstance(files, LoneFile):
        return files.names[0]
    pictures, _others = picture_names(files.names)
    if len(pictures) != 1:
        raise DataError(
            _(
                "A sheet is one picture; there are {count:,}. Choose the sheet itself, or another layout."
            ).format(count=len(pictures))
        )
    return pictures[0]


def _labels_text(files: Files, settings: PictureSettings) -> str:
    if settings.labels.strip():
        return settings.labels
    texts = [name for name in files.names if name.lower().endswith((".txt", ".csv"))]
    return files.read(texts[0]).decode("utf-8-sig", "replace") if len(texts) == 1 else ""


def _classes(text: str, rows: int, columns: int, filled: NDArray[np.bool_]) -> list[str]:
    """Return the class of each tile of the grid."""
    words = [word for word in (piece.strip() for piece in re.split(r"[,;\t\r\n]+", text)) if word]
    if len(words) == 1:  # "0 1 2 3"
        words = words[0].split()
    tiles = int(filled.sum())
    if not words:
        if rows == 1:
            raise DataError(
                _("The sheet has one row of tiles, so its rows give no classes. Write the label of each.")
            )
        return [f"row {at // columns + 1}" for at in range(rows * columns)]
    if len(words) == rows:
        return [words[at // columns] for at in range(rows * columns)]
    if len(words) == rows * columns:
        return words
    if len(words) == tiles:
        place = np.cumsum(filled) - 1
        return [words[at] for at in place.clip(0)]
    raise DataError(
        _(
            "There are {labels} for a sheet of {rows} rows and {tiles}. Write one for each "
            "row, or one for each tile."
        ).format(labels=_LABELS.format(len(words)), rows=rows, tiles=_TILES.format(tiles))
    )


def tile_side(pixels: NDArray[np.uint8]) -> int | None:
    """Find the side of the tiles that a sheet is made of, or None.

    Where tiles meet, neighbouring pixels differ in another way than within a tile: more in photographs, less
    in digits with an empty rim. So the strength of the edges, column by column and row by row, repeats with
    the side of a tile. Of all sides that divide the sheet, the smallest is taken whose repetition explains
    nearly as much of the variance as the best does, adjusted for the number of its phases.

    Parameters
    ----------
    pixels : ndarray of uint8, shape (height, width, channels)
        The sheet.

    Examples
    --------
    >>> tile = np.pad(np.arange(36, dtype=np.uint8).reshape(6, 6) * 7, 1)
    >>> tile_side(np.tile(tile, (5, 9))[..., np.newaxis])
    8
    """
    height, width = pixels.shape[:2]
    low = max(int(TILE.low), int(PICTURE_SIDE.low))
    sides = [
        side
        for side in range(low, min(int(TILE.high), max(height, width)) + 1)
        if height % side == 0 and width % side == 0 and (height // side) * (width // side) > 1
    ]
    grey = pixels.astype(np.float32).mean(axis=2)
    profiles = [np.abs(np.diff(grey, axis=axis)).mean(axis=1 - axis) for axis in (0, 1)]
    explained = {side: sum(_explained(profile, side) for profile in profiles) for side in sides}
    best = max(explained.values(), default=0.0)
    if best <= 0.2:  # noqa: PLR2004 - chance explains next to nothing
        return None
    return next(side for side in sides if explained[side] >= _CLEAR * best)


def _explained(profile: NDArray[np.float32], period: int) -> float:
    """Return which fraction of a profile's variance its mean at each phase of a period explains, adjusted."""
    count = len(profile)
    if count < 2 * period - 1 or not profile.var():
        return 0.0
    phase = np.arange(count) % period
    means = np.bincount(phase, profile, period) / np.bincount(phase, minlength=period)
    rest = float(((profile - means[phase]) ** 2).sum() / ((profile - profile.mean()) ** 2).sum())
    return 1 - rest * (count - 1) / max(count - period, 1)
