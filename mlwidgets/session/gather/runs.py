"""Run files read for what they say: settings and results; no network is built and no data set is opened."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.tables.table import Column, Kind, Table
from mlwidgets.errors import ConfigurationError, DataError, MLWidgetsError
from mlwidgets.interchange.files import read_file
from mlwidgets.interchange.saved.archive import LIMITS
from mlwidgets.interchange.saved.form import read_run
from mlwidgets.interchange.spreadsheet import table_csv
from mlwidgets.ranges import shown
from mlwidgets.session.gather.files import told_names
from mlwidgets.session.saved import read
from mlwidgets.spec import LayerSpec, LossSpec, OptimizerSpec

if TYPE_CHECKING:
    from mlwidgets.interchange.saved.saved_run import SavedRun

Value = str | float | int | None

TEXTS = ("file", "data", "network", "loss_function", "optimizer", "schedule")
"""The columns that hold texts; all others hold numbers."""


@dataclass(frozen=True, eq=False)
class GatheredRun:
    """What one file says.

    Attributes
    ----------
    record : mapping of str to (str, float, int or None)
        Its row of the table; None where there is nothing to say.
    curves : mapping of str to tuple of float
        One value an epoch, as in `History`: "loss", "val_loss", …
    """

    record: Mapping[str, Value]
    curves: Mapping[str, tuple[float, ...]]

    @property
    def file(self) -> str:
        """The name of the file."""
        return str(self.record["file"])


@dataclass(frozen=True, eq=False)
class Gathered:
    """What many files say.

    Attributes
    ----------
    runs : tuple of GatheredRun
        In the order of the files.
    refused : tuple of (str, str)
        The files that are no runs, each with the reason.
    """

    runs: tuple[GatheredRun, ...]
    refused: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The columns: those of every run, in the order in which they are first met."""
        return tuple(dict.fromkeys(name for run in self.runs for name in run.record))

    @property
    def records(self) -> list[dict[str, Value]]:
        """One dict a run, all with the same keys."""
        return [{name: run.record.get(name) for name in self.names} for run in self.runs]

    @property
    def table(self) -> Table:
        """One row a run; needs at least one."""
        if not self.runs:
            raise DataError("None of the files is a run, so there is no table of them.")
        columns = tuple(_column(name, [run.record.get(name) for run in self.runs]) for name in self.names)
        return Table(name="runs", columns=columns, source="Run files", licence="That of the runs", config={})

    def to_csv(self) -> str:
        """Return the table as CSV; no cell of it is a formula to a spreadsheet."""
        return table_csv(self.table)


def gather(paths: Iterable[str | os.PathLike[str]]) -> Gathered:
    """Read many run files into one table.

    Parameters
    ----------
    paths : iterable of path
        Files that `Experiment.save` or the page has written. One that is damaged or something else is listed
        with the reason, and the others are read all the same.

    Returns
    -------
    Gathered
        The runs, as records, as a table and as CSV.

    Examples
    --------
    >>> import tempfile
    >>> from mlwidgets import Experiment
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Experiment("circle", seed=7).save(f"{folder}/ada")
    ...     found = gather([path, f"{folder}/lost.mlw"])
    >>> [(run.record["file"], run.record["seed"]) for run in found.runs], len(found.refused)
    ([('ada.mlw', 7)], 1)
    """
    if isinstance(paths, (str, bytes, os.PathLike)) or not isinstance(paths, Iterable):
        raise ConfigurationError(f"gather takes a list of paths; got {shown(paths)}.")
    listed = list(paths)
    runs: list[GatheredRun] = []
    refused: list[tuple[str, str]] = []
    for path, told in zip(listed, told_names(listed), strict=True):
        try:
            runs.append(_gathered(read_run(read_file(path, most=LIMITS.total)), told))
        except MLWidgetsError as error:
            refused.append((told, str(error)))
    return Gathered(tuple(runs), tuple(refused))


def _gathered(saved: SavedRun, name: str) -> GatheredRun:
    settings = read(saved.settings)
    optimizer = OptimizerSpec.of(settings.get("optimizer", "adam"))
    now = saved.present
    history: Mapping[str, tuple[float, ...]] = {} if now is None else now.history.history
    record: dict[str, Value] = {
        "file": name,
        "data": saved.data.name,
        "network": _network(settings.get("layers")),
        "parameters": None if now is None else int(now.weights.size),
        "loss_function": LossSpec.of(settings.get("loss", "mse")).class_name,
        "optimizer": optimizer.class_name,
        "learning_rate": optimizer.learning_rate,
        "schedule": optimizer.schedule_title or None,
        "batch_size": _number(settings.get("batch_size")),
        "seed": _number(settings.get("seed")),
        "epochs": len(history.get("loss", ())),
        "updates": 0 if now is None else now.position.iteration,
    }
    for measured in ("train", "validation"):
        prefix = "val_" if measured == "validation" else ""
        for quantity, values in history.items():
            if quantity.startswith("val_") == bool(prefix) and values:
                record[f"{measured}_{quantity.removeprefix('val_')}"] = _number(values[-1])
    if saved.entry.tests:
        last = saved.entry.tests[-1]
        record |= {f"test_{quantity}": _number(value) for quantity, value in last.logs.items()}
        record["tested_after_updates"] = last.iteration
    whole = saved.record
    return GatheredRun(record, {} if whole is None else dict(whole.history))


def _network(layers: object) -> str:
    """Return a stack in a few words: "Conv2D 8 → Flatten → Dense 10"."""
    if not isinstance(layers, (list, tuple)):
        return ""
    words = []
    for layer in layers:
        spec = LayerSpec.of(layer)
        width = next((spec.config[name] for name in ("units", "filters") if name in spec.config), None)
        words.append(spec.class_name if width is None else f"{spec.class_name} {width}")
    return " → ".join(words)


def _number(value: Any) -> float | int | None:  # noqa: ANN401 - whatever a file says
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not np.isfinite(value):
        return None
    return value


def _column(name: str, values: list[Value]) -> Column:
    if name not in TEXTS:
        numbers = [np.nan if value is None else float(value) for value in values]
        return Column(name=name, kind=Kind.NUMBER, values=np.array(numbers, dtype=np.float64))
    texts = [None if value is None else str(value) for value in values]
    levels = tuple(dict.fromkeys(text for text in texts if text is not None))
    codes = [-1 if text is None else levels.index(text) for text in texts]
    return Column(name=name, kind=Kind.TEXT, values=np.array(codes, dtype=np.int32), levels=levels)
