"""The data of a saved run: what goes into its file, and how they are found again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.data.dataset import Dataset
from mlwidgets.data.pictures.own.opened import PICTURES, opened_pictures, remember_pictures
from mlwidgets.data.prepare.dataset import opened_table, remember
from mlwidgets.data.registry import names
from mlwidgets.data.relabelled import RELABELLED
from mlwidgets.data.tables.table import Table
from mlwidgets.errors import DataError, MLWidgetsError
from mlwidgets.interchange.saved.data_hash import data_hash
from mlwidgets.interchange.saved.saved_run import SavedData
from mlwidgets.language import _
from mlwidgets.ranges import shown
from mlwidgets.spec.settings import as_dataset

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from mlwidgets.interchange.saved.saved_run import SavedRun


def is_own(dataset: Dataset) -> bool:
    """Return whether the data came from outside: mlwidgets alone could not make them again."""
    prepared, config = dataset.prepared, dataset.config
    if prepared is not None:
        return "table" not in prepared.table.config
    return dataset.name not in names() if config is None else PICTURES in config


def saved_data(dataset: Dataset, *, content: bool) -> SavedData:
    """Return what a run file says of its data, with own data themselves if wanted."""
    inside: Dataset | Table | None = None
    if content and is_own(dataset):
        inside = dataset if dataset.prepared is None else dataset.prepared.table
    return SavedData(name=dataset.name, sha256=data_hash(dataset), content=inside)


def found_data(saved: SavedRun, given: Dataset | None) -> Dataset:
    """Return the data of a saved run: those given, those in the file, or those that its settings name.

    Raises
    ------
    DataError
        They are not here, or they are others than those that the run has learned from.
    ConfigurationError, ShapeError
        Its settings do not say which they are.
    """
    wanted, content = saved.settings.get("dataset"), saved.data.content
    if given is not None:
        found = as_dataset(given)
    elif isinstance(content, Dataset):
        found = content
        _remember_pictures(content)
    else:
        if isinstance(content, Table) and not _is_open(content):
            remember(content)
        found = _looked_up(wanted)
    if data_hash(found) != saved.data.sha256:
        raise DataError(
            _(
                "The data set {name} is not the one that this run has learned from: its content has "
                "another SHA-256. Open the file that was used then, and after it the run."
            ).format(name=shown(found.name))
        )
    return found


def _looked_up(wanted: object) -> Dataset:
    if isinstance(wanted, str) and wanted not in names():
        raise DataError(
            f"This run learned from the data set {shown(wanted)}, which was made in Python. Give it: "
            "Experiment.load(path, dataset=…)."
        )
    try:
        return as_dataset(wanted)
    except DataError as error:
        name = _file_of(wanted)
        if name is None:
            raise
        raise DataError(
            _(
                "This run learned from the file {name}, which is not open here. Open it in the tab "
                "Data first, then open the run again."
            ).format(name=shown(name))
        ) from error


def _file_of(wanted: Any) -> str | None:  # noqa: ANN401 - whatever the settings hold
    """Return the name of the file that settings of data tell of."""
    told: object = wanted.get(PICTURES, wanted) if hasattr(wanted, "get") else None
    name = told.get("file") if isinstance(told, dict) else None
    return name if isinstance(name, str) else None


def _is_open(table: Table) -> bool:
    try:
        opened_table(table.config)
    except MLWidgetsError:
        return False
    return True


def _remember_pictures(dataset: Dataset) -> None:
    """Let own pictures be found again, as if their file had been opened; never in place of others."""
    config: Mapping[str, Any] = dataset.config or {}
    if PICTURES not in config or RELABELLED in config:
        return
    try:
        opened_pictures(config)
    except MLWidgetsError:
        remember_pictures(dataset)
