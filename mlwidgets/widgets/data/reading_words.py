"""How a file was read, in the words of its settings, for tables and for pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.data.pictures.own.settings import Layout, PictureSettings
from mlwidgets.data.tables.reading import READ_OPTIONS, ReadSettings, ReadTable
from mlwidgets.data.tables.table import Kind
from mlwidgets.widgets.data import texts

if TYPE_CHECKING:
    from mlwidgets.data.pictures.own.read import ReadPictures
    from mlwidgets.data.tables.reading import ReadOption
    from mlwidgets.data.tables.table import Table

_ALWAYS = ("encoding", "separator", "decimal")
_USUAL = ReadSettings()


def reading_words(read: ReadTable | ReadPictures) -> dict[str, str]:
    """Return how a file was read: for each setting that says something its name and its value."""
    if isinstance(read, ReadTable):
        return _table_words(read.settings, read.table)
    return _picture_words(read.settings)


def report(read: ReadTable | ReadPictures) -> dict[str, Any]:
    """Return what there is to say of a reading, as `SourceReport.show` takes it."""
    rejected = rejected_rows(read)
    return {
        "words": reading_words(read),
        "notes": read.notes,
        "rejected": rejected,
        "rejected_count": read.rejected_count if isinstance(read, ReadTable) else len(rejected),
        "thing": texts.ROW if isinstance(read, ReadTable) else texts.PICTURE,
    }


def rejected_rows(read: ReadTable | ReadPictures) -> list[tuple[str, str, str]]:
    """Return what was left out: where it stood, why, and how it begins."""
    if isinstance(read, ReadTable):
        return [(texts.LINE.format(number=one.line), one.reason, one.text) for one in read.rejected]
    return [(one.name, one.reason, "") for one in read.rejected]


def _table_words(settings: ReadSettings, table: Table) -> dict[str, str]:
    words = {}
    for option in READ_OPTIONS:
        value = getattr(settings, option.name)
        dated = option.name == "date_order" and any(one.kind is Kind.DATE for one in table.columns)
        usual = option.name == "date_order" or value == getattr(_USUAL, option.name)
        if option.name in _ALWAYS or dated or not usual:
            words[option.label] = _value_words(option, value)
    return words


def _value_words(option: ReadOption, value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    known = dict(option.choices)
    text = str(known.get(str(value), str(value)))
    return text.partition(", ")[0]  # of an encoding the name, without what is said of it


def _picture_words(settings: PictureSettings) -> dict[str, str]:
    words = {texts.SIDE_WORD: f"{settings.side} × {settings.side}"}
    if settings.colour is not None:
        words[texts.COLOUR_WORD] = texts.COLOURS[settings.colour]
    if settings.layout is not None:
        words[texts.LAYOUT_WORD] = texts.LAYOUTS[settings.layout]
    if settings.layout is Layout.SHEET and settings.tile is not None:
        words[texts.TILE_WORD] = f"{settings.tile} × {settings.tile}"
    return words
