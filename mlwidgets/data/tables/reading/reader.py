"""`read_csv`: a table from a file, however it is written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.tables.reading.blanks import BLANKS, pieces_with_tabs, with_tabs
from mlwidgets.data.tables.reading.body import Scan, head_text, scan, texts, write_plain
from mlwidgets.data.tables.reading.cells import STANDARD_MARKS
from mlwidgets.data.tables.reading.columns import Assembling
from mlwidgets.data.tables.reading.database import Loader, connect
from mlwidgets.data.tables.reading.dialect import Dialect, find_dialect, split_records
from mlwidgets.data.tables.reading.formats import Form, find_convention, find_date_order, find_form, undecided
from mlwidgets.data.tables.reading.layout import LINE_END, Layout, find_layout
from mlwidgets.data.tables.reading.rejecting import Rejecting
from mlwidgets.data.tables.reading.result import ReadTable
from mlwidgets.data.tables.reading.settings import ReadSettings
from mlwidgets.data.tables.reading.source import MAX_COLUMNS, as_file, check_text
from mlwidgets.data.tables.table import Kind, Table
from mlwidgets.errors import DataError
from mlwidgets.language import _, n_

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from mlwidgets.data.tables.table import Column

_SAMPLE = 1_000
_NAMED = 3

_NOTHING_LEFT = _(
    "“{name}” has nothing left to read below the skipped lines. Skip fewer, or choose another encoding."
)
_TOO_WIDE = _(
    "“{name}” has {width:,} columns; at most {most:,} are read. Leave some out, or check the separator."
)
_NO_ROWS = _("“{name}” has a header but no rows. Choose a file with a header and at least one row of values.")
_ALL_REJECTED = _(
    "“{name}” has a header but no rows; all {count:,} rows were rejected. Choose a file with a header and at "
    "least one row of values."
)
_ALL_MISSING = _(
    "“{name}” has no cell with a value in it; all are missing. Choose a file with a header and at least one "
    "row of values."
)
_NOT_UTF_8 = n_(
    "{count:,} byte is not UTF-8 and was read as a letter of Windows-1252; check ä, é and the like.",
    "{count:,} bytes are not UTF-8 and were read as letters of Windows-1252; check ä, é and the like.",
)
_THOUSANDS = {
    ",": _(
        "{columns}: a comma stands before exactly three digits each time. It was read as the "
        "decimal comma; if it separates thousands, change Decimals and Thousands."
    ),
    ".": _(
        "{columns}: a point stands before exactly three digits each time. It was read as the "
        "decimal point; if it separates thousands, change Decimals and Thousands."
    ),
}
_EXCHANGEABLE = {
    "day first": _("{columns}: day and month could be exchanged; read with the day first."),
    "month first": _("{columns}: day and month could be exchanged; read with the month first."),
}


def read_csv(
    source: bytes | bytearray | memoryview | str | os.PathLike[str],
    name: str | None = None,
    settings: ReadSettings | None = None,
) -> ReadTable:
    r"""Read a table from a file of rows and columns, of which nothing need be known.

    Encoding, separator, quotes, decimal comma, header, title lines, marks of missing values and the forms of
    dates are found, and stand in the result's `settings`. Pass those again, changed, to correct them.

    Parameters
    ----------
    source : bytes, str or path
        The content of a file, or pasted text (with at least one line end), or the path of a file. A zip
        archive with one table in it is opened; of several, `name` chooses one.
    name : str, optional
        What the table is called; the file's name if not given.
    settings : ReadSettings, optional
        How it is to be read; found if not given.

    Returns
    -------
    ReadTable
        With `table`, `settings`, `rejected` rows and `notes`.

    Raises
    ------
    DataError
        It is no table, it is empty, or too large. The message says what to do.

    Examples
    --------
    >>> result = read_csv("name;height\nAnna;1,63\nBen;1,80\n", "people")
    >>> result.table.column("height").values.tolist(), result.settings.separator
    ([1.63, 1.8], ';')
    """
    with TemporaryDirectory(prefix="mlwidgets-", ignore_cleanup_errors=True) as folder:
        path, called = as_file(source, name, Path(folder))
        return _read(path, called, settings, Path(folder))


def _read(path: Path, name: str, settings: ReadSettings | None, folder: Path) -> ReadTable:
    known = scan(path)
    encoding = settings.encoding if settings else known.encoding
    mark = known.mark if encoding == known.encoding else 0
    text = head_text(path, encoding, mark)
    check_text(text, name)
    dialect = Dialect(settings.separator, settings.quote, settings.escape) if settings else find_dialect(text)
    separator = dialect.separator
    if separator == BLANKS:
        text, dialect = with_tabs(text, dialect.quote), replace(dialect, separator="\t")
    layout = (
        find_layout(text, dialect, settings.skip_rows, settings.header_rows)
        if settings
        else find_layout(text, dialect)
    )
    width = len(layout.names)
    if width == 0:
        raise DataError(_NOTHING_LEFT.format(name=name))
    if width > MAX_COLUMNS:
        raise DataError(_TOO_WIDE.format(name=name, width=width, most=MAX_COLUMNS))
    sample = _sample(text, dialect, layout)
    given = settings is not None
    if settings is None:
        settings = _found(encoding, replace(dialect, separator=separator), layout, sample)
    forms = _forms(sample, settings)
    above = layout.first_line - 1
    body, skip = _body(path, known, settings, LINE_END.split(text, above)[:above], folder)
    connection = connect(folder, known.size)
    try:
        loader = Loader(connection, body, dialect=dialect, width=width, skip=skip, marks=settings.missing)
        first_line = layout.first_line - skip if skip else layout.first_line
        rejecting = Rejecting(loader, dialect, forms, first_line, folder)
        rejecting.run()
        assembling = Assembling(loader, forms, settings, names=layout.names, given=given)
        columns = assembling.columns()
    finally:
        connection.close()
    _check_rows(columns, name, rejecting.count)
    settings = settings.with_(missing=tuple(assembling.marks)[:50], date_order=assembling.date_order)
    notes = [*layout.notes, *_of_bytes(known, encoding), *_of_forms(assembling.forms, layout.names, settings)]
    if not given:
        notes += _of_signs(sample, layout.names, settings)
    notes += [*rejecting.notes(), *assembling.notes]
    table = Table(
        name=name,
        columns=columns,
        source=_("Your own file"),
        licence="",
        config={"file": name, "sha256": known.sha256, "read": settings.to_dict()},
    )
    return ReadTable(
        table=table,
        settings=settings,
        rejected=tuple(rejecting.rejected[line] for line in sorted(rejecting.rejected)),
        rejected_count=rejecting.count,
        notes=tuple(notes),
    )


def _sample(text: str, dialect: Dialect, layout: Layout) -> list[list[str]]:
    """Return the columns of the first rows below the header."""
    width = len(layout.names)
    records = split_records(text, dialect, _SAMPLE + layout.first_line)
    rows = [one.cells for one in records if one.line >= layout.first_line and len(one.cells) == width]
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]


def _found(encoding: str, dialect: Dialect, layout: Layout, sample: Sequence[Sequence[str]]) -> ReadSettings:
    decimal, thousands = find_convention(sample, dialect.separator)
    occurring = {cell.strip() for column in sample for cell in column}
    return ReadSettings(
        encoding=encoding,
        separator=dialect.separator,
        quote=dialect.quote,
        escape=dialect.escape,
        decimal=decimal,
        thousands=thousands,
        skip_rows=layout.skip_rows,
        header_rows=layout.header_rows,
        missing=tuple(mark for mark in STANDARD_MARKS if mark in occurring),
        date_order=find_date_order(sample) or "day first",
    )


def _forms(sample: Sequence[Sequence[str]], settings: ReadSettings) -> list[Form]:
    return [find_form(column, settings.decimal, settings.thousands, settings.date_order) for column in sample]


def _body(
    path: Path, known: Scan, settings: ReadSettings, head: Sequence[str], folder: Path
) -> tuple[Path, int]:
    """Return a file that the library can read as it is, and how many lines to skip in it.

    The file itself, if it is UTF-8 with line feeds and its head has no quotes; else a copy without the head.
    """
    plain = settings.encoding == "utf-8" and not (known.mixed or known.zeros or known.returns or known.mark)
    plain = plain and settings.separator not in ("", BLANKS)
    if plain and not any(settings.quote and settings.quote in line for line in head):
        return path, len(head)
    target = folder / "plain.csv"
    mark = known.mark if settings.encoding == known.encoding else 0
    pieces = texts(path, settings.encoding, mark)
    if settings.separator == BLANKS:
        pieces = pieces_with_tabs(pieces, settings.quote)
    write_plain(pieces, target, settings.quote, len(head))
    if not settings.separator:
        _without_blank_end(target)
    return target, 0


def _without_blank_end(path: Path) -> None:
    """Cut blank lines off the end, which would be missing values of a single column."""
    with path.open("r+b") as file:
        size = file.seek(0, 2)
        back = min(size, 2**16)
        file.seek(size - back)
        end = file.read(back)
        file.truncate(size - (len(end) - len(end.rstrip(b"\n"))))


def _check_rows(columns: Sequence[Column], name: str, rejected: int) -> None:
    if not columns or len(columns[0]) == 0:
        raise DataError((_ALL_REJECTED if rejected else _NO_ROWS).format(name=name, count=rejected))
    if all(np.all(one.missing) for one in columns):
        raise DataError(_ALL_MISSING.format(name=name))


def _of_bytes(known: Scan, encoding: str) -> list[str]:
    notes = []
    if known.mixed and encoding == "utf-8":
        notes.append(_NOT_UTF_8.format(known.mixed))
    if known.zeros:
        notes.append(_("NUL characters were left out.").format())
    return notes


def _of_signs(sample: Sequence[Sequence[str]], names: Sequence[str], settings: ReadSettings) -> list[str]:
    """Say where the decimal sign may be that of thousands: 4,850, or 4.850 between semicolons."""
    likely = settings.decimal == "," or settings.separator == ";"
    columns = undecided(sample, settings.decimal) if likely and not settings.thousands else []
    if not columns:
        return []
    listed = ", ".join(names[at] for at in columns[:_NAMED]) + (", …" if len(columns) > _NAMED else "")
    return [_THOUSANDS[settings.decimal].format(columns=listed)]


def _of_forms(forms: Sequence[Form], names: Sequence[str], settings: ReadSettings) -> list[str]:
    notes = []
    ambiguous = [name for name, form in zip(names, forms, strict=True) if form.ambiguous]
    if ambiguous:
        more = ", …" if len(ambiguous) > _NAMED else ""
        columns = ", ".join(ambiguous[:_NAMED]) + more
        notes.append(_EXCHANGEABLE[settings.date_order].format(columns=columns))
    for name, form in zip(names, forms, strict=True):
        if form.kind is Kind.NUMBER and form.unit:
            notes.append(_("{name}: the sign {sign} was left out.").format(name=name, sign=form.unit))
    return notes
