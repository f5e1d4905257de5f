"""A prepared table: its numbers, what they are called, and the way back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mlwidgets.data.prepare.plan import Encode, Plan
from mlwidgets.data.prepare.prepared import PreparedTable
from mlwidgets.data.tables.table import Kind
from mlwidgets.errors import DataError, ShapeError
from tests.data.prepare.makers import categories, dates, numbers, penguins, prices, table


@pytest.fixture(scope="module")
def prepared() -> PreparedTable:
    """Return prepared penguins."""
    made = penguins()
    return PreparedTable(made, Plan.suggested(made))


def test_inputs_have_the_names_of_columns_and_levels(prepared: PreparedTable) -> None:
    assert [one.name for one in prepared.inputs] == [
        "bill_mm", "mass_g", "island = A", "island = B", "island = C", "island = missing",
    ]  # fmt: skip
    assert {one.column for one in prepared.inputs} == {"bill_mm", "mass_g", "island"}
    assert prepared.target_names == ("species",)
    assert prepared.target.class_names == ("Adelie", "Chinstrap", "Gentoo")
    assert "6 inputs" in repr(prepared)


def test_statistics_are_those_of_the_training_rows(prepared: PreparedTable) -> None:
    values = prepared.table.column("mass_g").values[prepared.parts.train]
    column = prepared.column("mass_g")
    assert column.statistics["mean"] == values.mean()
    assert column.statistics["std"] == values.std()
    assert column.rows == len(prepared.parts.train)
    scaled = prepared.examples(prepared.parts.train)[0][:, 1]
    assert scaled.mean() == pytest.approx(0, abs=1e-5)
    assert scaled.std() == pytest.approx(1, abs=1e-5)
    with pytest.raises(DataError, match="is no feature"):
        prepared.column("species")


def test_numbers_to_predict_are_standardized_and_brought_back() -> None:
    made = prices()
    prepared = PreparedTable(made, Plan.suggested(made))
    rows = np.arange(len(made))
    y = prepared.examples(rows)[1]
    assert y.dtype == np.float32
    assert y[prepared.parts.train].mean() == pytest.approx(0, abs=1e-5)
    np.testing.assert_allclose(prepared.in_units(y), made.column("price").values, rtol=1e-5)
    assert prepared.in_units(y[:, np.newaxis]).shape == (len(made), 1)


def test_classes_have_no_units(prepared: PreparedTable) -> None:
    with pytest.raises(DataError, match="'species' has classes"):
        prepared.in_units([0, 1])


def test_classes_are_sorted_and_numbers_come_first() -> None:
    made = table(numbers("x", np.linspace(0, 1, 60).tolist()), numbers("y", [10, 9, -1] * 20))
    prepared = PreparedTable(made, Plan.suggested(made))
    assert prepared.target.class_names == ("-1", "9", "10")
    assert prepared.examples(np.array([0, 1, 2]))[1].tolist() == [2, 1, 0]


def test_a_target_that_is_the_same_in_all_training_rows_is_refused() -> None:
    made = table(numbers("x", np.linspace(0, 1, 40).tolist()), numbers("y", [0.5] * 39 + [1.5]))
    plan = (
        Plan.suggested(made).with_column("x", role="feature").with_column("y", role="target", kind="number")
    )
    plan = plan.with_split(method="time", by="x")  # the last row, which differs, is a test row
    with pytest.raises(DataError, match="is the same in all training rows"):
        PreparedTable(made, plan)


def test_a_row_of_a_form_goes_through_the_same_steps(prepared: PreparedTable) -> None:
    row = next(one for one in range(120) if all(value for _, value in prepared.cells(one)))
    made = prepared.table
    given = {
        "bill_mm": made.column("bill_mm").values[row],
        "mass_g": str(made.column("mass_g").values[row]),
        "island": made.column("island").texts(np.array([row]))[0],
    }
    np.testing.assert_array_equal(prepared.transform(prepared.row_of(given)), prepared.transform(made)[[row]])
    empty = prepared.transform(prepared.row_of({"bill_mm": None, "mass_g": " "}))
    assert empty[0, 2:].tolist() == [0, 0, 0, 1]
    assert np.isfinite(empty).all()


@pytest.mark.parametrize(
    "given",
    [
        None, 3, [("bill_mm", 1)], {"beak": 3}, {"species": "Adelie"}, {"bill_mm": "long"}, {"bill_mm": True},
        {"bill_mm": float("nan")}, {"bill_mm": float("inf")}, {"bill_mm": 10**400}, {"bill_mm": [1]},
        {"bill_mm": "1" * 10_000}, {"island": "D"}, {"island": 3}, {"island": ["A"]}, {"island": "<b>A</b>"},
        {3: "A"},
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_is_refused(prepared: PreparedTable, given: Any) -> None:  # noqa: ANN401 - anything
    with pytest.raises(DataError) as caught:
        prepared.row_of(given)
    assert str(caught.value).endswith((".", "?"))
    assert len(str(caught.value)) < 400


def test_rows_with_dates_and_numbers_as_categories() -> None:
    made = table(
        dates("when", ["2024-01-01", "2024-06-01T10:00:00"] * 20),
        numbers("stars", [1, 2, 2.5, 3] * 10),
        categories("y", ["a", "b"] * 20),
    )
    plan = Plan.suggested(made).with_column("when", role="feature").with_column("stars", kind=Kind.CATEGORY)
    prepared = PreparedTable(made, plan.with_split(together=False))
    row = prepared.row_of({"when": "2024-01-01", "stars": 2.5})
    np.testing.assert_array_equal(
        prepared.transform(row), prepared.transform(prepared.row_of({"when": "2024-01-01", "stars": "2.5"}))
    )
    assert prepared.transform(row)[0, 1:].tolist() == [0, 0, 1, 0]
    zoned = prepared.row_of({"when": "2024-01-01T01:00:00+01:00", "stars": 1})
    assert zoned.column("when").values[0] == np.datetime64("2024-01-01T00:00:00")
    for bad in ("tomorrow", "2024-13-01", 3.5, "0001-01-01T00:00:00+23:00", ""):
        if bad == "":
            assert np.isnat(prepared.row_of({"when": bad}).column("when").values[0])
            continue
        with pytest.raises(DataError, match="must be a date such as 2024-03-31"):
            prepared.row_of({"when": bad})


def test_new_rows_need_the_features_only(prepared: PreparedTable) -> None:
    made = prepared.table
    new = table(made.column("island"), made.column("mass_g"), made.column("bill_mm"))
    np.testing.assert_array_equal(prepared.transform(new), prepared.transform(made))
    with pytest.raises(DataError, match="has no column 'island'"):
        prepared.transform(table(made.column("bill_mm"), made.column("mass_g")))
    words = table(categories("bill_mm", ["long"]), numbers("mass_g", [1]), categories("island", ["A"]))
    with pytest.raises(DataError, match="cannot be read as numbers"):
        prepared.transform(words)


def test_categories_that_no_training_row_has_are_counted(prepared: PreparedTable) -> None:
    new = table(numbers("bill_mm", [1, 2]), numbers("mass_g", [1, 2]), categories("island", ["D", "A"]))
    assert prepared.unseen(new) == {"island": 1}
    assert prepared.unseen(prepared.table) == {}


def test_a_row_is_followed_and_read_back(prepared: PreparedTable) -> None:
    row = int(np.flatnonzero(prepared.table.column("bill_mm").missing)[0])
    followed = {one.name: one for one in prepared.follow(row)}
    assert followed["bill_mm"].raw == ""
    assert followed["bill_mm"].steps[0].changed
    assert followed["island"].inputs[0][0].name == "island = A"
    x = prepared.transform(prepared.table)[row]
    read = dict(prepared.read_back(x))
    assert read["mass_g"] == dict(prepared.cells(row))["mass_g"]
    assert read["bill_mm"] == followed["bill_mm"].steps[0].after
    assert dict(prepared.cells(row))["bill_mm"] == ""
    given = prepared.row_of({"mass_g": 4000})
    assert [one.name for one in prepared.follow(given)] == ["bill_mm", "mass_g", "island"]
    for wrong in (-1, 120):
        with pytest.raises(DataError, match="a number from 0 to 119"):
            prepared.follow(wrong)


def test_inputs_go_back_to_the_units_of_the_table() -> None:
    made = penguins()
    plan = Plan.suggested(made).with_column("island", encode=Encode.ORDINAL)
    prepared = PreparedTable(made, plan)
    values = prepared.in_original_units(prepared.transform(made))
    np.testing.assert_allclose(values[:, 1], made.column("mass_g").values, rtol=1e-5)
    with pytest.raises(ShapeError, match=r"\(rows, 3\); got \(4,\)"):
        prepared.in_original_units(np.zeros(4))


def test_a_row_is_followed_by_any_whole_number_and_through_infinite_cells() -> None:
    made = table(numbers("a", [float("inf"), *range(39)]), categories("y", list("pq") * 20))
    prepared = PreparedTable(made, Plan.suggested(made).with_column("a", role="feature"))
    followed = prepared.follow(np.int64(0))
    assert followed[0].raw == "inf"
    assert np.isfinite(followed[0].inputs[0][1])
    for no_row in (True, 40, -1, 1.5, "0", None, np.array([0])):
        with pytest.raises(DataError, match="or a number from 0 to 39"):
            prepared.follow(no_row)  # type: ignore[arg-type]


def test_a_number_of_400_digits_is_no_level() -> None:
    made = table(categories("a", list("1234") * 10), categories("y", list("pq") * 20))
    prepared = PreparedTable(made, Plan.suggested(made))
    with pytest.raises(DataError, match="'a' has no level"):
        prepared.row_of({"a": 10**400})
    assert prepared.row_of({"a": 3.0}).column("a").texts(np.array([0])) == ["3"]
