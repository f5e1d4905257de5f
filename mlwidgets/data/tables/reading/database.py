# ruff: noqa: S608 - texts of others come into a query only through `literal` or as parameters
"""The reading library: DuckDB, which splits the rows, converts the cells and lists what it rejects.

It was chosen by measurement; `python -m tests.bench.run csv` prints the comparison.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.tables.reading.expressions import (
    CODE,
    NEVER,
    NOT_A_NUMBER,
    converted,
    literal,
    with_value,
    wrong,
)
from mlwidgets.data.tables.table import MISSING, Kind
from mlwidgets.errors import MissingDependencyError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

    from mlwidgets.data.tables.reading.dialect import Dialect
    from mlwidgets.data.tables.reading.formats import Form

LONGEST_ROW = 2_000_000
"""The most bytes of one row."""

_LARGE = 16 * 2**20
_BUFFER = 2 * LONGEST_ROW
_STEP = 122_880  # rows: one of the groups in which the library keeps them


@dataclass(frozen=True)
class Reject:
    """A row that the library could not split: where it begins, and why."""

    at: int
    error: str
    text: str


def connect(folder: Path, size: int) -> DuckDBPyConnection:
    """Return a connection to an empty database that lives in a folder if the file is large."""
    try:
        import duckdb  # noqa: PLC0415 - takes 60 ms
    except ImportError:
        raise MissingDependencyError(
            "Reading a CSV needs the package duckdb, which is not installed. Install it with: pip install "
            "duckdb"
        ) from None
    options: dict[str, str | bool | int | float | list[str]] = {
        "threads": 2,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "temp_directory": str(folder / "spill"),
    }
    large = size > _LARGE
    if large:  # columns wait on the disk for their turn
        options["memory_limit"] = f"{max(64, size // 2**20)}MB"
    connection = duckdb.connect(str(folder / "table.duckdb") if large else ":memory:", config=options)
    connection.execute("SET enable_progress_bar = false")  # it would be printed into a notebook
    return connection


class Loader:
    """Reads the rows of one file into columns.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Where the columns are kept until they are fetched.
    path : Path
        The file, in UTF-8 with line feeds.
    dialect : Dialect
        How it is written.
    width : int
        How many cells a row has.
    skip : int
        Lines before the first row.
    marks : sequence of str
        What is written where a value is missing.
    """

    def __init__(
        self,
        connection: DuckDBPyConnection,
        path: Path,
        *,
        dialect: Dialect,
        width: int,
        skip: int,
        marks: Sequence[str],
    ) -> None:
        self._connection = connection
        self._dialect, self._width, self._skip, self._marks = dialect, width, skip, marks
        self.path = path
        self._tables = 0

    def load(self, forms: Sequence[Form]) -> int:
        """Read the file anew and return the number of rows that could be split."""
        self._run("DROP TABLE IF EXISTS loaded")
        self._run("DROP TABLE IF EXISTS reject_errors")
        self._run("DROP TABLE IF EXISTS reject_scans")
        self._run(f"CREATE TABLE loaded AS {converted(forms, self._source(rejects=True))}")
        return int(self._one("SELECT count(*) FROM loaded"))

    def rejects(self) -> list[Reject]:
        """Return the rows that could not be split, in order."""
        rows = self._run(
            "SELECT line_byte_position, arg_min(error_type::VARCHAR, byte_position), any_value(csv_line) "
            "FROM reject_errors "
            "GROUP BY line_byte_position ORDER BY line_byte_position"
        ).fetchall()
        return [Reject(max(int(at or 1) - 1, 0), str(error), str(text or "")) for at, error, text in rows]

    def failures(self, forms: Sequence[Form]) -> dict[int, tuple[int, int]]:
        """Return for the columns with cells that do not fit: how many are no numbers or dates, and codes."""
        typed = [at for at, form in enumerate(forms) if form.kind is not Kind.TEXT]
        if not typed:
            return {}
        counts = ", ".join(f"count_if(b{at} = {kind})" for at in typed for kind in (NOT_A_NUMBER, CODE))
        found = self._first(f"SELECT {counts} FROM loaded")
        pairs = zip(typed, found[0::2], found[1::2], strict=True)
        return {at: (int(odd), int(codes)) for at, odd, codes in pairs if odd or codes}

    def failing(self, column: int, form: Form, most: int = 1_000) -> list[tuple[str, int]]:
        """Return the different cells of a column that do not fit, the most frequent first."""
        rows = self._run(
            f"SELECT trim(c{column}) AS cell, count(*) AS n FROM {with_value(column, form, self._source())} "
            f"WHERE {wrong(column, form)} > 0 GROUP BY cell ORDER BY n DESC, cell LIMIT {most}"
        ).fetchall()
        return [(str(cell), int(count)) for cell, count in rows]

    def as_text(self, columns: Sequence[int]) -> None:
        """Read columns again as texts."""
        self._tables += 1
        cells = ", ".join(f"c{at} AS v{at}" for at in columns)
        self._run(f"CREATE TABLE again_{self._tables} AS SELECT {cells} FROM {self._source()}")

    def present(self, column: int) -> int:
        """Return how many cells of a number or date column hold something."""
        return int(self._one(f"SELECT count_if(v{column} IS NOT NULL OR b{column} > 0) FROM loaded"))

    def numbers(self, column: int) -> NDArray[np.float64]:
        """Return a column of numbers, with NaN where there is none."""
        return _filled(self._fetch(f"SELECT v{column} AS v FROM loaded"), np.nan)

    def dates(self, column: int) -> tuple[NDArray[np.datetime64], bool]:
        """Return a column of dates, and whether fractions of a second were left out."""
        empty = np.iinfo(np.int64).min  # NaT
        micros = _filled(self._fetch(f"SELECT epoch_us(v{column}) AS v FROM loaded"), empty)
        there = micros != empty
        cut = bool(np.any(micros[there] % 1_000_000))
        micros[there] //= 1_000_000
        return micros.view("datetime64[s]"), cut

    def texts(self, column: int) -> tuple[NDArray[np.int32], list[str]]:
        """Return a column of texts as positions among its different ones, in order of appearance."""
        table = "loaded"
        if self._tables and self._has(f"again_{self._tables}", column):
            table = f"again_{self._tables}"
        count = int(self._one(f"SELECT count(*) FROM {table}"))
        codes = np.empty(count, np.int32)
        seen: dict[str | None, int] = {None: MISSING}
        for at in range(0, count, _STEP):
            part = self._fetch(
                f"SELECT v{column} AS v FROM {table} WHERE rowid >= {at} AND rowid < {at + _STEP}"
            )
            cells = part
            if isinstance(part, np.ma.MaskedArray):
                cells = part.data
                cells[part.mask] = None
            codes[at : at + len(cells)] = [seen.setdefault(cell, len(seen) - 1) for cell in cells.tolist()]
        del seen[None]
        return codes, list(seen)  # type: ignore[arg-type]

    def convert(self, cells: Sequence[str], form: Form) -> tuple[NDArray[Any], NDArray[np.int8]]:
        """Return single cells as numbers or dates, as `load` would, and which of them do not fit."""
        query = converted([form], "(SELECT unnest(?) AS c0)")
        found = self._connection.execute(query, [list(cells)]).fetchnumpy()
        misfits = _filled(found["b0"], 0).astype(np.int8)
        if form.kind is Kind.NUMBER:
            return _filled(found["v0"], np.nan), misfits
        dates = found["v0"]
        filled = dates.filled(np.datetime64("NaT")) if isinstance(dates, np.ma.MaskedArray) else dates
        return filled.astype("datetime64[s]"), misfits

    def _has(self, table: str, column: int) -> bool:
        names = self._run(f"SELECT name FROM pragma_table_info('{table}')").fetchall()
        return (f"v{column}",) in names

    def _source(self, *, rejects: bool = False) -> str:
        columns = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(self._width))
        escape = self._dialect.quote if self._dialect.escape == "double" else "\\"
        marks = ", ".join(map(literal, ["", *self._marks]))
        options = {
            "auto_detect": "false",
            "header": "false",
            "skip": str(self._skip),
            "delim": literal(self._dialect.separator or NEVER),
            "quote": literal(self._dialect.quote),
            "escape": literal(escape if self._dialect.quote else ""),
            "new_line": "'\\n'",
            "comment": "''",
            "nullstr": f"[{marks}]",
            "strict_mode": "true",
            "columns": f"{{{columns}}}",
            "max_line_size": str(LONGEST_ROW),
            "buffer_size": str(_BUFFER),
            # What has been listed once need not be listed when a column is read again.
            **({"store_rejects": "true", "rejects_limit": "0"} if rejects else {"ignore_errors": "true"}),
        }
        listed = ", ".join(f"{name} = {value}" for name, value in options.items())
        return f"read_csv({literal(str(self.path))}, {listed})"

    def _run(self, query: str) -> DuckDBPyConnection:
        return self._connection.execute(query)

    def _one(self, query: str) -> Any:  # noqa: ANN401 - a number of the library
        return self._first(query)[0]

    def _first(self, query: str) -> tuple[Any, ...]:
        return self._run(query).fetchone() or ()

    def _fetch(self, query: str) -> NDArray[Any]:
        return self._run(query).fetchnumpy()["v"]


def _filled(values: NDArray[Any], missing: float) -> NDArray[Any]:
    """Return an array of its own, with a value where the library has none."""
    if isinstance(values, np.ma.MaskedArray):
        return np.asarray(values.filled(missing))
    return values if values.base is None else values.copy()
