"""Which library reads tables: three, told no parameter, on 2,290 damaged files and on one of 50 MB, and ours.

A row counts as wrong in silence if it is not in the right answer and the reader gives no note about its file.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets import Experiment
from mlwidgets.data import Plan, prepared_dataset, read_csv
from mlwidgets.data.prepare.findings import findings
from mlwidgets.explain.tables.ordering import Sort, Within, arranged
from tests.bench.pollock import VARIABLE, Case, Row, archive, cases, score, wrong_rows

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS, RUNS = 500_000, 3
TOWNS = ("Springfield", "Rivertown", "Lakeside", "Hillview", "Fairmont")

Answer = tuple[list[Any], list[Row], bool]
"""Header, rows, and whether the reader said that something is not as it stands in the file."""


def duckdb_sniffer(path: Path) -> Answer:
    """Read with DuckDB's own sniffer and its table of rejected rows; cells as texts, as they stand there."""
    import duckdb  # noqa: PLC0415 - what is compared is imported in its turn

    connection = duckdb.connect()
    found = connection.execute("FROM read_csv(?, store_rejects = true, all_varchar = true)", [str(path)])
    header, rows = [column[0] for column in found.description or ()], found.fetchall()
    rejected = connection.execute("SELECT count(*) FROM reject_errors").fetchone()
    return header, rows, bool(rejected and rejected[0])


def polars(path: Path) -> Answer:
    """Read with polars."""
    import polars as pl  # noqa: PLC0415

    frame = pl.read_csv(path)
    return frame.columns, frame.rows(), False


def pandas_clevercsv(path: Path) -> Answer:
    """Read with pandas in the dialect that clevercsv finds."""
    import clevercsv  # noqa: PLC0415

    frame = clevercsv.read_dataframe(str(path))
    return list(frame.columns), list(frame.itertuples(index=False, name=None)), False


def ours(path: Path) -> Answer:
    """Read with `read_csv`."""
    from mlwidgets.data.tables.reading import read_csv  # noqa: PLC0415

    read = read_csv(path)
    every = np.arange(len(read.table))
    columns = [column.texts(every) for column in read.table.columns]
    rows: list[Row] = list(zip(*columns, strict=True))
    return list(read.table.names), rows, bool(read.rejected_count or read.notes)


@dataclass
class Tally:
    """What one reader has made of all files."""

    points: float = 0.0
    refused: int = 0
    rows: int = 0
    right: int = 0
    silent: int = 0
    reasons: set[str] = field(default_factory=set)

    def add(self, case: Case, read: Callable[[Path], Answer]) -> None:
        """Read one file and count."""
        self.rows += len(case.rows)
        try:
            header, rows, said = read(case.path)
        except Exception as error:  # noqa: BLE001 - each library has errors of its own
            self.refused += 1
            self.reasons.add(str(error).splitlines()[0][:100])
            return
        wrong = wrong_rows(case, rows)
        self.points += score(case, header, rows)
        self.right += len(rows) - wrong
        self.silent += 0 if said else wrong


def run() -> None:
    """Print both comparisons."""
    damaged_files()
    large_file()


def damaged_files() -> None:
    """Print what each reader makes of the damaged files."""
    source = archive()
    if source is None:
        print(f"Pollock's archive is missing: set {VARIABLE} to the path of pollock-polluted.tar.xz.")
        return
    with TemporaryDirectory() as folder:
        files = cases(source, Path(folder))
        print(f"{len(files):,} damaged files, no parameter given:")
        print(f"{'':>18} {'score':>6} {'rows right':>11} {'refused':>8} {'rows wrong in silence':>22}")
        for read in (duckdb_sniffer, polars, pandas_clevercsv, ours):
            tally = Tally()
            for case in files:
                tally.add(case, read)
            share = tally.right / tally.rows
            print(
                f"{read.__name__:>18} {tally.points / len(files):>6.3f} {share:>10.2%} {tally.refused:>8,} "
                f"{tally.silent:>22,}"
            )
        print(f"Ours refuses: {'; '.join(sorted(tally.reasons)) or 'nothing'}")


def large_file() -> None:
    """Print seconds and memory for a table of 500,000 rows, each reading in a process of its own."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "large.csv"
        write_large(path)
        size = path.stat().st_size / 2**20
        print(f"\n{size:.1f} MB, {ROWS:,} rows, 12 columns, by path; medians of {RUNS}:")
        for name in ("duckdb", "polars", "pandas", "ours"):
            found = [measured(name, path) for _ in range(RUNS)]
            seconds, memory = (statistics.median(one) for one in zip(*found, strict=True))
            print(f"{name:>8} {seconds:6.2f} s {memory:6.0f} MB = {memory / size:.1f} × the file")
        table = read_csv(path).table
    print("\nThe same table, medians of 3:")
    plan = Plan.suggested(table).with_target(table, "town")
    data = prepared_dataset(table, plan)
    timed("prepared for training", lambda: prepared_dataset(table, plan))
    sorts = [Sort("town"), Sort("d", descending=True)]
    timed("filtered and sorted by two columns", lambda: arranged(table, [Within("e", low=0.0)], sorts))
    timed("looked through for faults", lambda: findings(table, plan, data.prepared))
    experiment = Experiment(data)

    def train() -> None:
        experiment.step_updates(100)
        experiment.wait()

    timed("100 updates of training", train)
    experiment.close()


def timed(what: str, do: Callable[[], object]) -> None:
    """Print how long something takes."""
    seconds = []
    for _ in range(3):
        begun = time.perf_counter()
        do()
        seconds.append(time.perf_counter() - begun)
    print(f"{what:>32} {statistics.median(seconds):6.2f} s")


def write_large(path: Path) -> None:
    """Write a table of numbers, categories, dates and a code for each row: about 50 MB."""
    rng = np.random.default_rng(0)
    towns = rng.choice(TOWNS, ROWS)
    days = np.datetime64("2015-01-01") + rng.integers(0, 3000, ROWS)
    whole = rng.integers(0, 100_000, (ROWS, 4))
    real = rng.normal(0, 1000, (ROWS, 5))
    names = "id,a,b,c,d,e,f,g,h,town,day,code"
    with path.open("w", encoding="utf-8") as file:
        print(names, file=file)
        for at in range(ROWS):
            numbers = ",".join(f"{value:.4f}" for value in real[at])
            wholes = ",".join(map(str, whole[at, :3]))
            print(f"{at},{wholes},{numbers},{towns[at]},{days[at]},K{whole[at, 3]:08d}", file=file)


_PROGRAM = """
import sys, time
import numpy as np
import mlwidgets.data.tables.reading as reading
def peak():  # of this program; ru_maxrss would count the one that started it
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
path, name, before = sys.argv[1], sys.argv[2], peak()
start = time.perf_counter()
if name == "ours":
    read = reading.read_csv(path)
elif name == "duckdb":
    import duckdb
    read = duckdb.connect().execute("FROM read_csv(?, store_rejects = true)", [path]).fetchnumpy()
elif name == "polars":
    import polars
    read = polars.read_csv(path)
else:
    import pandas
    read = pandas.read_csv(path)
print(time.perf_counter() - start, peak() - before)
"""


def measured(name: str, path: Path) -> tuple[float, float]:
    """Return seconds, and megabytes beyond those of a process with NumPy and our package."""
    command = [sys.executable, "-c", _PROGRAM, str(path), name]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own
    seconds, memory = map(float, ran.stdout.split())
    return seconds, memory


if __name__ == "__main__":
    started = time.perf_counter()
    run()
    print(f"{time.perf_counter() - started:.0f} s")
