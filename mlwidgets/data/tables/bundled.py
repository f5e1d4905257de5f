"""The tables that come with the package: real, small, and free to use.

What was changed and under which terms each stands is in ``LICENSE-tables.txt`` beside the files.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.tables.table import Column, Kind, Table
from mlwidgets.errors import ConfigurationError, DataError
from mlwidgets.language import _
from mlwidgets.ranges import nearest, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

FOLDER = Path(__file__).parents[1] / "files" / "tables"

_lock = Lock()  # without it two experiments could load the same table twice
_BSD = _("BSD-3-Clause, as scikit-learn distributes it")


@dataclass(frozen=True)
class _Entry:
    """What is known of a bundled table before it is loaded."""

    title: str
    source: str
    licence: str


_ENTRIES = {
    "penguins": _Entry(
        _("Penguins"),
        _(
            "Palmer penguins: 344 penguins of three species on three islands, measured by "
            "Kristen Gorman and the Palmer Station LTER, published by Horst, Hill and Gorman (2020)"
        ),
        _("CC0 1.0: no rights reserved"),
    ),
    "iris": _Entry(
        _("Iris"),
        _("Iris: 150 flowers of three species, R. A. Fisher (1936), from scikit-learn"),
        _BSD,
    ),
    "wine": _Entry(
        _("Wine"),
        _(
            "Wine: chemical analyses of 178 Italian wines of three cultivars, Forina and others (1986), from "
            "scikit-learn"
        ),
        _BSD,
    ),
    "breast_cancer": _Entry(
        _("Breast cancer"),
        _(
            "Breast Cancer Wisconsin (Diagnostic): cell nuclei in 569 biopsies, Wolberg, Street "
            "and Mangasarian (1995), from scikit-learn"
        ),
        _BSD,
    ),
    "diabetes": _Entry(
        _("Diabetes"),
        _(
            "Diabetes: 442 patients and how the disease went on for a year, Efron, Hastie, Johnstone and "
            "Tibshirani (2004), from scikit-learn"
        ),
        _BSD,
    ),
    "phishing": _Entry(
        _("Phishing websites"),
        _(
            "Phishing Websites (UCI 327): 23 of the 30 features of 11,055 websites, Mohammad, Thabtah and "
            "McCluskey (2015); −1 points to phishing, 0 is suspicious, 1 looks legitimate"
        ),
        "CC BY 4.0",
    ),
}


def bundled_tables() -> Mapping[str, str]:
    """List the tables that `bundled_table` knows, without loading one.

    Returns
    -------
    mapping of str to str
        The title of each by its name, in the order in which a menu should show them.

    Examples
    --------
    >>> list(bundled_tables())
    ['penguins', 'iris', 'wine', 'breast_cancer', 'diabetes', 'phishing']
    """
    return MappingProxyType({name: entry.title for name, entry in _ENTRIES.items()})


def bundled_table(name: str) -> Table:
    """Load a bundled table by its name.

    Parameters
    ----------
    name : str
        One of `bundled_tables`, such as ``"penguins"``.

    Returns
    -------
    Table
        The same object at every call: it is read-only, so it can be shared. Its last column is the one that
        is usually predicted.

    Raises
    ------
    ConfigurationError
        There is no table of that name.
    DataError
        The installation is damaged.

    Examples
    --------
    >>> bundled_table("penguins")
    Table('penguins': 344 rows, 8 columns)
    >>> bundled_table("penguins").column("species").levels
    ('Adelie', 'Chinstrap', 'Gentoo')
    """
    if not isinstance(name, str) or name not in _ENTRIES:
        listed, advice = ", ".join(_ENTRIES), nearest(name, tuple(_ENTRIES))
        raise ConfigurationError(f"There is no table named {shown(name)}. Choose one of: {listed}.{advice}")
    with _lock:
        return _load(name)


@cache
def _load(name: str) -> Table:
    path = FOLDER / f"{name}.npz"
    try:
        # Opened here, because NumPy leaves a file open whose archive turns out to be damaged.
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as archive:
            arrays = dict(archive)
        columns = tuple(_column(arrays, place) for place in range(len(arrays["names"])))
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise DataError(
            f"The bundled table {path} is missing or damaged. Install mlwidgets again."
        ) from error
    entry = _ENTRIES[name]
    return Table(
        name=name, columns=columns, source=entry.source, licence=entry.licence, config={"table": name}
    )


def _column(arrays: Mapping[str, NDArray[Any]], place: int) -> Column:
    name, values = str(arrays["names"][place]), arrays[f"values_{place}"]
    levels = arrays.get(f"levels_{place}")
    if levels is None:
        return Column(name=name, kind=Kind.NUMBER, values=values.astype(np.float64))
    return Column(
        name=name, kind=Kind.CATEGORY, values=values.astype(np.int32), levels=tuple(levels.tolist())
    )
