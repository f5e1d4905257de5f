"""Opening a file: what is in it, what is made of it, and how far that has come."""

from __future__ import annotations

import contextlib
import zlib
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mlwidgets.data.archives import open_zip, safe_members
from mlwidgets.data.pictures.kinds import PNG, kind_of
from mlwidgets.data.pictures.own.reading import reading_pictures
from mlwidgets.data.pictures.own.settings import PictureSettings
from mlwidgets.data.prepare.dataset import prepared_dataset
from mlwidgets.data.prepare.plan import Plan, Role
from mlwidgets.errors import ConfigurationError, MLWidgetsError
from mlwidgets.language import _
from mlwidgets.session.background import WorkStatus
from mlwidgets.session.data.state import NO_TABLE, DataSource, DataState, DataWork

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Generator

    from mlwidgets.data import Dataset
    from mlwidgets.data.pictures.own.read import ReadPictures
    from mlwidgets.data.tables.reading import ReadSettings
    from mlwidgets.data.tables.table import Table

    Settings = ReadSettings | PictureSettings

SMALL_BYTES = 2**20
"""A file of fewer bytes is read at once; what is larger is read in the background."""

SMALL_VALUES = 2_000_000
"""A table of fewer cells is prepared at once."""

READING, PREPARING = _("Reading {name} …"), _("Preparing {rows:,} rows …")

_PICTURES = (".png", ".jpg", ".jpeg", ".npy", "-ubyte", "-ubyte.gz")
_OFFICE = frozenset({"[Content_Types].xml", "content.xml"})
"""One of them stands in every document of Microsoft Office, or of OpenDocument."""
_IDX = b"\0\0\x08"
_NPY = b"\x93NUMPY"
_GZIP, _GZIP_BITS = b"\x1f\x8b", 31


def reading(
    source: DataSource, settings: Settings | None, before: DataState
) -> Generator[DataWork, None, tuple[DataState, Dataset | None]]:
    """Read a file, and make of it what can be trained on; yield how far that has come.

    Parameters
    ----------
    source : DataSource
        The file.
    settings : ReadSettings or PictureSettings, optional
        How to read it; if not given, that is found.
    before : DataState
        What is on the bench: if it is the same file, what was planned for its columns stays.

    Returns
    -------
    tuple of DataState and Dataset or None
        What is on the bench then; and what can be trained on, or None where the state has a problem.

    Raises
    ------
    DataError
        It cannot be read.
    """
    yield DataWork(WorkStatus.RUNNING, READING.format(name=source.name))
    if isinstance(settings, PictureSettings) or (settings is None and holds_pictures(source)):
        steps = reading_pictures(source.content, source.name, settings)
        while True:
            try:
                step = next(steps)
            except StopIteration as finished:
                read: ReadPictures = finished.value
                return DataState(read=read, source=source), read.dataset
            words = READING.format(name=source.name)
            yield DataWork(WorkStatus.RUNNING, words, step.done, step.total)
    from mlwidgets.data.tables.reading import read_csv  # noqa: PLC0415 - its library is heavy

    found = read_csv(source.content, source.name, settings)
    if before.source is source and before.table is not None and before.plan is not None:
        plan = carried_over(before.plan, before.table, found.table)
    else:
        plan = Plan.suggested(found.table)
    state = DataState(table=found.table, plan=plan, read=found, source=source)
    return (yield from preparing(state))


def preparing(state: DataState) -> Generator[DataWork, None, tuple[DataState, Dataset | None]]:
    """Make what can be trained on; see `reading`."""
    table = state.table
    if table is None:
        raise ConfigurationError(NO_TABLE)
    yield DataWork(WorkStatus.RUNNING, PREPARING.format(rows=len(table)))
    try:
        dataset = prepared_dataset(table, state.plan)
    except MLWidgetsError as error:
        return replace(state, problem=str(error)), None
    return replace(state, problem=""), dataset


def is_small(source: DataSource) -> bool:
    """Return whether a file is read so quickly that nobody has to wait."""
    folder = isinstance(source.content, Path) and source.content.is_dir()  # nobody knows how much is in it
    return source.size < SMALL_BYTES and not folder


def is_small_table(table: Table) -> bool:
    """Return whether a table is prepared so quickly that nobody has to wait."""
    return len(table) * len(table.columns) < SMALL_VALUES


def holds_pictures(source: DataSource) -> bool:
    """Return whether a file is one of pictures, told by what is in it and not by its name."""
    content = source.content
    if isinstance(content, Path):
        if content.is_dir():
            return True
        with content.open("rb") as file:
            head = file.read(1024)
    else:
        head = content[:1024]
    if head.startswith(_GZIP):
        with contextlib.suppress(zlib.error):
            head = zlib.decompressobj(_GZIP_BITS).decompress(head, len(_IDX))
    if kind_of(head) == PNG or head.startswith((_IDX, _NPY)):
        return True
    if not head.startswith(b"PK\3\4"):
        return False
    with open_zip(content) as archive:
        if _OFFICE.intersection(archive.namelist()):
            return False  # its pictures are decoration; the reader of tables says what it is
        return any(_is_picture(member) for member in safe_members(archive))


def _is_picture(member: zipfile.ZipInfo) -> bool:
    return member.filename.lower().endswith(_PICTURES)


def carried_over(plan: Plan, before: Table, after: Table) -> Plan:
    """Return the plan for a file that has been read again: what someone has chosen stays where it can."""
    made, usual = Plan.suggested(after), Plan.suggested(before)
    kinds = {column.name: column.kind for column in after.columns}
    chosen = [
        name
        for name, one in plan.columns.items()
        if one != usual.columns[name] and kinds.get(name) == before.column(name).kind
    ]
    for name in sorted(chosen, key=lambda name: plan.columns[name].role is Role.TARGET):  # the target last
        made = made.with_column(name, **asdict(plan.columns[name]))
    return made if plan.split == usual.split else made.with_split(**asdict(plan.split))
