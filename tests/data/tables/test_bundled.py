"""The bundled tables: what they hold, and under which terms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.data.tables import bundled
from mlwidgets.data.tables.bundled import FOLDER, bundled_table, bundled_tables
from mlwidgets.data.tables.table import Kind
from mlwidgets.errors import ConfigurationError, DataError

if TYPE_CHECKING:
    from pathlib import Path

# name: rows, columns, the last column, and how many there are of each of its levels
FACTS = {
    "penguins": (344, 8, "species", {"Adelie": 152, "Chinstrap": 68, "Gentoo": 124}),
    "iris": (150, 5, "species", {"setosa": 50, "versicolor": 50, "virginica": 50}),
    "wine": (178, 14, "cultivar", {"Barolo": 59, "Grignolino": 71, "Barbera": 48}),
    "breast_cancer": (569, 31, "diagnosis", {"malignant": 212, "benign": 357}),
    "diabetes": (442, 11, "progression", {}),
    "phishing": (11_055, 24, "result", {"phishing": 4_898, "legitimate": 6_157}),
}


def test_all_are_listed_with_a_title() -> None:
    assert list(bundled_tables()) == list(FACTS)
    assert bundled_tables()["phishing"] == "Phishing websites"


@pytest.mark.parametrize("name", FACTS)
def test_each_is_as_it_was_published(name: str) -> None:
    table = bundled_table(name)
    rows, columns, last, classes = FACTS[name]
    assert (len(table), len(table.columns), table.names[-1]) == (rows, columns, last)
    target = table.columns[-1]
    counts = [int((target.values == code).sum()) for code in range(len(target.levels))]
    assert dict(zip(target.levels, counts, strict=True)) == classes
    assert table.name == name
    assert table.config == {"table": name}
    assert table.source
    assert table.licence
    assert bundled_table(name) is table


def test_the_penguins_have_holes() -> None:
    table = bundled_table("penguins")
    missing = {column.name: int(column.missing.sum()) for column in table.columns if column.missing.any()}
    assert missing == {
        "bill_length_mm": 2,
        "bill_depth_mm": 2,
        "flipper_length_mm": 2,
        "body_mass_g": 2,
        "sex": 11,
    }
    first = table.take(np.array([0]))
    assert [column.texts(np.array([0]))[0] for column in first.columns] == [
        *("Torgersen", "39.1", "18.7", "181", "3750", "male", "2007", "Adelie"),
    ]


def test_known_first_rows() -> None:
    cases = {
        "iris": ("5.1", "3.5", "1.4", "0.2", "setosa"),
        "diabetes": ("59", "2", "32.1", "101", "157", "93.2", "38", "4", "4.8598", "87", "151"),
    }
    for name, cells in cases.items():
        shown = tuple(column.texts(np.array([0]))[0] for column in bundled_table(name).columns)
        assert shown == cells
    wine = bundled_table("wine")
    assert wine.column("proline").values[0] == 1065
    assert bundled_table("breast_cancer").column("mean radius").values[0] == 17.99


def test_the_websites_repeat_themselves() -> None:
    """Only 3,935 of 11,055 rows of features differ, and 115 of these are called both."""
    table = bundled_table("phishing")
    rows = np.column_stack([column.values for column in table.columns])
    assert len(np.unique(rows[:, :-1], axis=0)) == 3_935
    assert len(np.unique(rows, axis=0)) == 3_935 + 115
    assert {column.kind for column in table.columns[:-1]} == {Kind.NUMBER}
    assert set(np.unique(rows[:, :-1])) == {-1, 0, 1}


def test_an_unknown_name_is_a_sentence() -> None:
    with pytest.raises(ConfigurationError, match=r"no table named 'penguin'.*Did you mean"):
        bundled_table("penguin")
    for wrong in (None, 3, ["iris"], "x" * 10_000):
        with pytest.raises(ConfigurationError, match="Choose one of: penguins, iris"):
            bundled_table(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not an archive", None])
def test_a_damaged_installation_is_a_sentence(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundled, "FOLDER", tmp_path)
    if content is not None:
        (tmp_path / "iris.npz").write_bytes(content)
    with pytest.raises(DataError, match=r"iris\.npz is missing or damaged"):
        bundled._load.__wrapped__("iris")


def test_the_licence_names_every_file() -> None:
    text = (FOLDER / "LICENSE-tables.txt").read_text(encoding="utf-8")
    assert set(re.findall(r"\b\w+\.npz", text)) == {path.name for path in FOLDER.glob("*.npz")}
