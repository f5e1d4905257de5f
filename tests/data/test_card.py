"""The data card: what it says of each kind of data, and the text that is taken away."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.data import Dataset, load
from mlwidgets.data.card import DataCard
from mlwidgets.data.prepare.dataset import prepared_dataset
from mlwidgets.data.relabelled import relabelled
from mlwidgets.data.tables.bundled import bundled_table, bundled_tables
from mlwidgets.data.tables.reading import read_csv
from mlwidgets.data.tables.table import Column, Kind, Table


def facts(card: DataCard) -> dict[str, str]:
    return dict(card.facts)


def test_a_prepared_table() -> None:
    dataset = prepared_dataset(bundled_table("penguins"))
    card = DataCard.of(dataset, dataset.split(0.0, 0))
    known = facts(card)
    assert known["Rows"] == "344"
    assert known["Columns"] == "8 (3 categories, 5 numbers)"
    assert known["Missing"] == "19 cells in 11 rows (0.7%)"
    assert known["To predict"] == "species, one of 3 classes"
    assert known["Licence"].startswith("CC0")
    assert dataset.prepared is not None
    parts = dataset.prepared.parts
    sizes = (len(parts.train), len(parts.validation), len(parts.test))
    assert known["Divided into"] == "{} training, {} validation, {} test".format(*sizes)
    assert card.parts == ("Training", "Validation", "Test")
    assert tuple(np.sum([one.counts for one in card.classes], axis=0)) == sizes
    assert {one.name: sum(one.counts) for one in card.classes} == {
        "Adelie": 152,
        "Chinstrap": 68,
        "Gentoo": 124,
    }
    (island,) = (column for column in card.columns if column.name == "island")
    assert (island.kind, island.role, island.missing, island.different) == ("category", "feature", 0, 3)
    assert island.values == "'Biscoe' 168, 'Dream' 124, 'Torgersen' 52"


def test_numbers_to_predict_are_told_in_their_units() -> None:
    dataset = prepared_dataset(bundled_table("diabetes"))
    card = DataCard.of(dataset)
    target = bundled_table("diabetes").column("progression").values[np.asarray(dataset.train_index)]
    assert facts(card)["To predict"].startswith(
        f"progression, numbers from {target.min():.0f} to {target.max():.0f}"
    )
    assert card.classes == ()
    assert card.parts == ("Training", "Test")


def test_numbers_to_predict_are_those_of_the_table_written_out() -> None:
    rows = "".join(f"{row * 7 % 40},{80_279.6 + 10_000 * row}\n" for row in range(40))
    dataset = prepared_dataset(read_csv(f"size,price\n{rows}".encode(), "houses.csv").table)
    assert dataset.prepared is not None
    parts = dataset.prepared.parts
    seen = dataset.prepared.table.column("price").values[np.concatenate([parts.train, parts.validation])]
    said = facts(DataCard.of(dataset))["To predict"]
    assert said == f"price, numbers from {seen.min():.0f} to {seen.max():.0f} (training and validation)"
    share = "".join(f"{row * 7 % 40},{row / 40}\n" for row in range(40))
    card = DataCard.of(prepared_dataset(read_csv(f"size,share\n{share}".encode(), "shares.csv").table))
    assert "e" not in facts(card)["To predict"].removeprefix("share, numbers from ").split(" ")[0]


def test_the_websites_repeat_themselves() -> None:
    assert facts(DataCard.of(bundled_table("phishing")))["Different rows"] == "4,050 of 11,055"


def test_pictures_and_points() -> None:
    known = facts(DataCard.of(load("mnist")))
    assert known["Pictures"] == "6,000"
    assert known["Size"] == "28 × 28 pixels"
    assert known["Channels"] == "1 (grey)"
    assert known["Values"] == "0 to 1"
    assert known["Duplicates"] == "none"
    known = facts(DataCard.of(load("spiral")))
    assert known["Points"] == "500"
    assert known["To predict"] == "one of 2 classes"
    spiral = load("spiral")
    changed = relabelled(spiral, {place: 1 - int(spiral.y_train[place]) for place in (3, 7)})
    assert facts(DataCard.of(changed))["Changed labels"] == "2 of the training examples"
    assert "Changed labels" not in known


@pytest.mark.parametrize(
    ("x_test", "words"),
    [
        ([[5.0], [6.0]], "1 copy of other examples"),
        ([[1.0], [1.0]], "3 copies of other examples, 2 test examples among them also in training"),
    ],
)
def test_copies_are_counted(x_test: list[list[float]], words: str) -> None:
    data = Dataset(
        name="copies",
        x_train=np.array([[1.0], [2.0], [2.0]]),
        y_train=np.array([0.5, 1.5, 2.5]),
        x_test=np.array(x_test),
        y_test=np.array([1.0, 2.0]),
        class_names=(),
        source="",
        licence="",
    )
    known = facts(DataCard.of(data))
    assert known["Duplicates"] == words
    assert known["Source"] == "not known"
    assert known["Licence"].startswith("not known")


def test_a_table_that_nobody_has_prepared() -> None:
    days = np.array(["2024-01-02", "NaT", "2024-03-01"], "datetime64[s]")
    table = Table(
        name="own.csv",
        columns=(
            Column(name="day", kind=Kind.DATE, values=days),
            Column(name="nothing", kind=Kind.NUMBER, values=np.full(3, np.nan)),
            Column(
                name="a|b\n<i>", kind=Kind.TEXT, values=np.array([0, 1, 1], np.int32), levels=("x|y", "z")
            ),
        ),
        source="",
        licence="",
        config={"file": "own.csv"},
    )
    card = DataCard.of(table)
    assert [column.values for column in card.columns] == ["2024-01-02 to 2024-03-01", "", "'z' 2, 'x|y' 1"]
    assert facts(card)["Columns"] == "3 (1 date, 1 number, 1 text)"
    line = card.markdown().splitlines()[-1]
    assert line == r"| a\|b \<i\> | text |  | 0 | 2 | 'z' 2, 'x\|y' 1 |"


@pytest.mark.parametrize("name", bundled_tables())
def test_the_text_has_a_line_for_everything(name: str) -> None:
    dataset = prepared_dataset(bundled_table(name))
    card = DataCard.of(dataset, dataset.split(0.0, 0))
    text = card.markdown()
    assert text.count("\n| ") == len(card.columns) + 2 + (len(card.classes) + 2 if card.classes else 0)
    assert text.startswith("# ")
    assert dataset.source.split(":")[0] in text.replace("\\", "")
