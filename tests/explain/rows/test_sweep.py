"""A row while one of its columns goes over its training values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.data.prepare.dataset import prepared_dataset
from mlwidgets.data.prepare.plan import Plan, Role
from mlwidgets.data.tables.bundled import bundled_table
from mlwidgets.data.tables.table import Column, Kind, Table
from mlwidgets.explain.rows.groups import column_groups
from mlwidgets.explain.rows.sweep import POINTS, sweep

if TYPE_CHECKING:
    from mlwidgets.data.prepare.prepared import PreparedTable


@pytest.fixture(scope="module")
def penguins() -> PreparedTable:
    prepared = prepared_dataset(bundled_table("penguins")).prepared
    assert prepared is not None
    return prepared


def test_a_number_goes_from_the_smallest_to_the_largest_training_value(penguins: PreparedTable) -> None:
    row = penguins.row_of({"bill_length_mm": 40.0, "island": "Dream"})
    made = sweep(penguins, row, "bill_length_mm")
    assert made.numbers is not None
    learned = penguins.column("bill_length_mm").statistics
    assert (made.numbers[0], made.numbers[-1]) == (learned["min"], learned["max"])
    assert len(made.rows) == len(made.texts) == POINTS
    assert set(made.rows.column("island").texts(np.arange(POINTS))) == {"Dream"}
    assert [float(text) for text in made.texts] == made.numbers.tolist()  # what is shown can be typed


def test_whole_numbers_go_in_whole_steps(penguins: PreparedTable) -> None:
    made = sweep(penguins, penguins.row_of({}), "year")
    assert made.texts == ("2007", "2008", "2009")
    masses = sweep(penguins, penguins.row_of({}), "body_mass_g").numbers
    assert masses is not None
    assert (masses == np.round(masses)).all()


def test_a_category_takes_every_training_level_and_then_none(penguins: PreparedTable) -> None:
    made = sweep(penguins, penguins.row_of({}), "island")
    assert made.numbers is None
    assert made.texts == ("Biscoe", "Dream", "Torgersen", "")
    assert penguins.transform(made.rows).shape == (4, len(penguins.inputs))


def test_a_date_goes_over_its_days() -> None:
    days = np.datetime64("2024-01-01", "s") + np.arange(20) * np.timedelta64(86_400, "s")
    target = Column(name="y", kind=Kind.NUMBER, values=np.arange(20.0))
    table = Table(
        name="days",
        columns=(Column(name="day", kind=Kind.DATE, values=days), target),
        source="this test",
        licence="",
        config={},
    )
    plan = Plan.suggested(table).with_column("y", role=Role.TARGET).with_column("day", role=Role.FEATURE)
    prepared = prepared_dataset(table, plan).prepared
    assert prepared is not None
    made = sweep(prepared, prepared.row_of({}), "day")
    assert made.numbers is not None
    assert len(made.texts) == made.numbers[-1] - made.numbers[0] + 1
    assert all(text.startswith("2024-01-") for text in made.texts)


def test_columns_have_their_inputs_together(penguins: PreparedTable) -> None:
    groups = column_groups(prepared_dataset(bundled_table("penguins")))
    assert list(groups) == list(penguins.plan.features)
    assert len(groups["island"]) == 3
    assert sum(map(len, groups.values())) == len(penguins.inputs)
