"""`from_kaggle`: a table from a data set of Kaggle, through its own package `kagglehub`."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mlwidgets.data.tables.reading.reader import read_csv
from mlwidgets.errors import DataError, MissingDependencyError
from mlwidgets.ranges import nearest, shown

if TYPE_CHECKING:
    from mlwidgets.data.tables.reading.result import ReadTable
    from mlwidgets.data.tables.reading.settings import ReadSettings

_HANDLE = re.compile(r"[\w.-]+/[\w.-]+(/versions/\d+)?")
_TABLES = (".csv", ".tsv", ".tab", ".txt", ".data", ".dat", ".zip")
_LISTED, _LONGEST_REASON = 10, 200
_UNKNOWN, _FORBIDDEN = (404,), (401, 403)


def from_kaggle(handle: str, file: str | None = None, settings: ReadSettings | None = None) -> ReadTable:
    """Download a data set from Kaggle, once, and read a table of it.

    Parameters
    ----------
    handle : str
        The owner and the name of the data set, as in its address: ``"owner/name"``.
    file : str, optional
        Which of its files, such as ``"train.csv"``; not needed if there is one only.
    settings : ReadSettings, optional
        How it is to be read; found if not given.

    Returns
    -------
    ReadTable
        As from `read_csv`, with the address of the data set as the source.

    Raises
    ------
    MissingDependencyError
        `kagglehub` is not installed.
    DataError
        There is no such data set or file, no network, or Kaggle wants to know who you are.
    """
    if not isinstance(handle, str) or not _HANDLE.fullmatch(handle):
        raise DataError(
            f'A data set of Kaggle is named "owner/name", as in its address; got {shown(handle)}. Copy what '
            "stands behind kaggle.com/datasets/."
        )
    folder = _download(handle)
    path = _chosen(folder, file, handle)
    result = read_csv(path, file if path.suffix == ".zip" else path.name, settings)
    return _from(result, handle)


def _download(handle: str) -> Path:
    try:
        import kagglehub  # noqa: PLC0415 - an optional extra
    except ImportError:
        raise MissingDependencyError(
            "Data sets of Kaggle come through the package kagglehub, which is not installed. Install it "
            "with: pip install 'mlwidgets[kaggle]'. Or download the zip in a browser and open it as a file."
        ) from None
    try:
        return Path(kagglehub.dataset_download(handle))
    except Exception as error:
        # The package raises errors of its own and those of the libraries below it; all mean: no data.
        raise _failure(handle, error) from error


def _failure(handle: str, error: Exception) -> DataError:
    response = getattr(error, "response", None)
    status = getattr(response, "status_code", None)
    by_hand = "Or download the zip in a browser and open it as a file."
    if status in _UNKNOWN:
        return DataError(
            f"Kaggle has no data set {shown(handle)}, or it is private. Check the owner and the name."
        )
    if status in _FORBIDDEN or "credential" in str(error).lower() or "authenticat" in str(error).lower():
        return DataError(
            f"Kaggle wants to know who you are before it gives out {shown(handle)}. Make an API token on "
            f"kaggle.com under Settings, and save it as ~/.kaggle/kaggle.json. {by_hand}"
        )
    if isinstance(error, OSError):  # those of the network are
        return DataError(
            f"Kaggle cannot be reached ({_reason(error)}). Check the network and try again. {by_hand}"
        )
    return DataError(f"{shown(handle)} could not be downloaded from Kaggle ({_reason(error)}). {by_hand}")


def _reason(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__)[:_LONGEST_REASON]


def _chosen(folder: Path, file: str | None, handle: str) -> Path:
    # Files behind links are left alone: what was downloaded must lie in the folder.
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    names = {path.relative_to(folder).as_posix(): path for path in files}
    tables = {name: path for name, path in names.items() if name.lower().endswith(_TABLES)}
    if file is None and len(tables) == 1:
        return next(iter(tables.values()))
    if file is not None:
        found = [path for name, path in names.items() if file in (name, path.name)]
        if len(found) == 1:
            return found[0]
    listed = ", ".join(f"“{name}”" for name in list(tables)[:_LISTED]) or "no table"
    more = f" and {len(tables) - _LISTED:,} more" if len(tables) > _LISTED else ""
    if file is None:
        raise DataError(
            f"The data set {shown(handle)} holds {listed}{more}. Say which file, as in "
            f'from_kaggle("{handle}", "{next(iter(tables), "train.csv")}").'
        )
    raise DataError(
        f"The data set {shown(handle)} has no single file {shown(file)}. It holds {listed}{more}."
        f"{nearest(file, tuple(tables))}"
    )


def _from(result: ReadTable, handle: str) -> ReadTable:
    source = f"Kaggle, {handle}: kaggle.com/datasets/{handle}"
    return replace(result, table=replace(result.table, source=source))
