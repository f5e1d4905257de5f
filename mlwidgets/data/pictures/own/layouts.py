"""Which layout own pictures have: class folders, a table of labels, a sheet of tiles, or arrays."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mlwidgets.data.pictures.own.arrays import from_arrays, is_array
from mlwidgets.data.pictures.own.files import Files, LoneFile
from mlwidgets.data.pictures.own.folders import from_folders, has_class_folders, picture_names
from mlwidgets.data.pictures.own.label_table import from_table, has_label_table, is_table
from mlwidgets.data.pictures.own.labelled import listed
from mlwidgets.data.pictures.own.settings import Layout
from mlwidgets.data.pictures.own.sheet import from_sheet
from mlwidgets.errors import DataError
from mlwidgets.language import _, n_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.data.pictures.own.labelled import Labelled
    from mlwidgets.data.pictures.own.settings import PictureSettings

_ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".7z", ".rar")
_READERS = {
    Layout.FOLDERS: from_folders,
    Layout.TABLE: from_table,
    Layout.SHEET: from_sheet,
    Layout.ARRAYS: from_arrays,
}


def labelled(files: Files, settings: PictureSettings) -> Labelled:
    """Return the pictures with their classes, in the layout that is set or else found.

    Raises
    ------
    DataError
        There are no pictures, or no classes.
    """
    pictures = _READERS[settings.layout or _layout(files)](files, settings)
    return replace(pictures, notes=(*pictures.notes, *_others(files.names)))


def _layout(files: Files) -> Layout:
    pictures, others = picture_names(files.names)
    if isinstance(files, LoneFile):
        return Layout.ARRAYS if is_array(files.names[0]) else Layout.SHEET
    if not pictures:
        if any(map(is_array, files.names)):
            return Layout.ARRAYS
        raise DataError(_no_pictures(files.names, len(others)))
    if len(pictures) == 1:
        return Layout.SHEET
    if not has_class_folders(pictures) and has_label_table(files, pictures):
        return Layout.TABLE
    return Layout.FOLDERS


def _no_pictures(names: Sequence[str], others: int) -> str:
    if others:
        return n_(
            "There are no PNG or JPEG pictures, but {count:,} picture of other kinds. Save them as "
            "PNG and try again.",
            "There are no PNG or JPEG pictures, but {count:,} pictures of other kinds. Save them "
            "as PNG and try again.",
        ).format(others)
    inner = [name for name in names if name.lower().endswith(_ARCHIVES)]
    if inner:
        return _(
            "There are no pictures, but another archive, “{inner}”. Archives in an archive are not "
            "opened: unpack it once and use the one inside."
        ).format(inner=inner[0])
    if not names:
        return _("There are no files in it. Choose a zip or a folder with PNG or JPEG pictures.")
    kinds = Counter(PurePosixPath(name).suffix.lower() or _("without an ending").format() for name in names)
    return n_(
        "There are no PNG or JPEG pictures among the {count:,} file ({kinds}). Choose a zip or "
        "a folder with pictures in one folder a class.",
        "There are no PNG or JPEG pictures among the {count:,} files ({kinds}). Choose a zip "
        "or a folder with pictures in one folder a class.",
    ).format(len(names), kinds=listed(sorted(kinds)))


def _others(names: Sequence[str]) -> tuple[str, ...]:
    """Say what is neither a picture nor tells about pictures."""
    pictures, rejected = picture_names(names)
    known = {*pictures, *(one.name for one in rejected)}
    others = [name for name in names if name not in known and not is_array(name) and not is_table(name)]
    inner = [name for name in others if name.lower().endswith(_ARCHIVES)]
    notes = []
    if inner:
        notes.append(_("Archives inside are not opened: {inner}.").format(inner=listed(inner)))
    rest = [name for name in others if name not in inner]
    if rest and len(rest) < len(names):
        notes.append(_("Not pictures, and ignored: {rest}.").format(rest=listed(rest)))
    return tuple(notes)
