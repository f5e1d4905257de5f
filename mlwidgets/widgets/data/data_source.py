"""What a data lab may be given: more than other labs, since it is where data come in."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlwidgets.data.registry import names
from mlwidgets.data.tables.bundled import bundled_tables
from mlwidgets.data.tables.table import Table
from mlwidgets.errors import DataError
from mlwidgets.session.background import WorkStatus
from mlwidgets.widgets.base.view import as_experiment

if TYPE_CHECKING:
    from mlwidgets.session import Experiment

_FRAMES = ("pandas", "polars")


def data_experiment(source: Any) -> tuple[Experiment, bool]:  # noqa: ANN401 - a data frame may be of any library
    """Return an experiment, and whether it was made here, from what a data lab is given.

    Parameters
    ----------
    source : Experiment, Dataset, Table, str, path, mapping, DataFrame or None
        What `as_experiment` takes; or the name of a bundled table, a table, a file or folder by its path, or
        a data frame of pandas or polars.

    Raises
    ------
    DataError
        A file or data frame cannot be read.
    """
    if isinstance(source, Table):
        experiment, owned = as_experiment(None)
        experiment.data_draft.use_table(source)
        return experiment, owned
    if type(source).__module__.partition(".")[0] in _FRAMES:
        from mlwidgets.data.tables.reading import read_frame  # noqa: PLC0415 - few have one

        return data_experiment(read_frame(source, "data frame").table)
    if _is_path(source):
        return _from_file(source)
    if isinstance(source, str) and source in bundled_tables():
        experiment, owned = as_experiment(None)
        experiment.data_draft.use(source)
        return experiment, owned
    return as_experiment(source)


def _is_path(source: object) -> bool:
    """Return whether it is where a file is: a name of a data set has no dot and no slash, and is no file."""
    if isinstance(source, os.PathLike):
        return True
    if not isinstance(source, str) or source in names() or source in bundled_tables():
        return False
    return any(mark in source for mark in (".", "/", os.sep)) or Path(source).exists()


def _from_file(path: str | os.PathLike[str]) -> tuple[Experiment, bool]:
    """Open a file, and wait until it has been read: the next line of a program needs it."""
    experiment, owned = as_experiment(None)
    draft = experiment.data_draft
    try:
        draft.open_file(path)
        draft.wait()
    except BaseException:
        experiment.close()
        raise
    if draft.work.status is WorkStatus.FAILED:
        experiment.close()
        raise DataError(draft.work.error)
    return experiment, owned
