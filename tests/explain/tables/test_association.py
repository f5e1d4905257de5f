"""Numbers between two columns: those of a book, those of NumPy, and none where there is none."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mlwidgets.data.prepare.plan import ColumnPlan, Plan, Role
from mlwidgets.data.tables.table import Kind
from mlwidgets.explain.tables.association import MOST_COLUMNS, Measure, association, associations
from tests.explain.tables.table_makers import category, dates, numbers, table


def test_numbers_are_compared_as_numpy_does_over_the_rows_that_have_both() -> None:
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(2, 200))
    y += x
    expected = float(np.corrcoef(x[20:180], y[20:180])[0, 1])
    x[:20], y[180:] = math.nan, math.inf
    assert association(numbers("x", x.tolist()), numbers("y", y.tolist())) == pytest.approx(expected)
    assert association(numbers("x", [1, 2, 3]), numbers("y", [3, 2, 1])) == -1
    days = dates("day", ["2021-01-01", "2021-01-02", "2021-01-04"])
    assert association(days, numbers("x", [0, 1, 3])) == pytest.approx(1)


@pytest.mark.parametrize("size", [1e-310, 1e-200, 1.0, 1e150, 1.7e308])
def test_the_size_of_the_numbers_makes_no_difference(size: float) -> None:
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        found = association(
            numbers("x", [size * part for part in (1.0, -0.5, 0.25)]), numbers("y", [4.0, -2.0, 1.0])
        )
    assert found == pytest.approx(1, abs=1e-9)


def test_the_correlation_ratio_of_a_worked_example() -> None:
    """Three subjects, 15 marks: η² = 6780 / 9640, worked by hand in many places."""
    algebra, geometry, statistics = [45, 70, 29, 15, 21], [40, 20, 30, 42], [65, 95, 80, 70, 85, 73]
    marks = numbers("marks", [*algebra, *geometry, *statistics])
    subject = category("subject", ["a"] * 5 + ["g"] * 4 + ["s"] * 6)
    assert association(marks, subject) == pytest.approx(math.sqrt(6780 / 9640))
    assert association(subject, marks) == association(marks, subject)


def test_cramers_v_of_tables_worked_by_hand() -> None:
    a, b = (
        category("a", ["x"] * 10 + ["y"] * 10),
        category("b", ["p"] * 8 + ["q"] * 4 + ["p"] * 0 + ["q"] * 8),
    )
    # seen 8, 2 / 0, 10; by chance 4, 6 / 4, 6: chi squared = 4 + 16/6 + 4 + 16/6 = 40/3
    assert association(a, b) == pytest.approx(math.sqrt(40 / 3 / 20))
    assert association(a, a) == pytest.approx(1)
    even = category("e", ["p", "q"] * 10)
    assert association(a, even) == pytest.approx(0)


@pytest.mark.parametrize(
    "pair",
    [
        (numbers("x", [1, 1, 1]), numbers("y", [1, 2, 3])),
        (numbers("x", [0.1, 0.1, 0.1]), numbers("y", [1, 2, 3])),
        (numbers("x", [1, math.nan]), numbers("y", [math.nan, 1])),
        (numbers("x", [1]), numbers("y", [1])),
        (numbers("x", [math.nan] * 3), category("c", ["a", "b", "a"])),
        (numbers("x", [1, 2, 3]), category("c", ["a", "a", "a"])),
        (numbers("x", [2, 2, 2]), category("c", ["a", "b", "a"])),
        (category("c", ["a", "a", "a"]), category("d", ["a", "b", "a"])),
        (category("c", [None, None, None]), category("d", ["a", "b", "a"])),
    ],
)
def test_where_there_is_none_it_is_not_a_number(pair: tuple[object, object]) -> None:
    with np.errstate(all="raise"):
        assert math.isnan(association(*pair))  # type: ignore[arg-type]


def test_all_pairs_of_a_table_and_what_is_left_out() -> None:
    names = {
        "mass": Kind.NUMBER,
        "kind": Kind.CATEGORY,
        "note": Kind.TEXT,
        "one": Kind.NUMBER,
        "id": Kind.NUMBER,
    }
    birds = table(
        numbers("mass", [1, 2, 8, 9]),
        category("kind", ["a", "a", "b", "b"]),
        category("note", ["w", "x", "y", "z"], Kind.TEXT),
        numbers("one", [1, 1, 1, 1]),
        numbers("id", [1, 2, 3, 4]),
    )
    roles = {"kind": Role.TARGET, "id": Role.IGNORED}
    plan = Plan(columns={n: ColumnPlan(role=roles.get(n, Role.FEATURE), kind=k) for n, k in names.items()})
    found = associations(birds, plan)
    assert found.names == ("kind", "mass", "one")
    assert found.unfit == ("note",)
    assert found.measures[0] == (Measure.CRAMER, Measure.ETA, Measure.ETA)
    assert np.isnan(found.values[2]).all()
    assert found.values[0, 1] == pytest.approx(math.sqrt(49 / 50))
    assert not found.sampled
    assert associations(birds, None).names == ("mass", "kind", "one", "id")


def test_of_too_many_columns_those_are_taken_that_belong_to_the_target() -> None:
    rng = np.random.default_rng(0)
    y = rng.normal(size=400)
    noise = [numbers(f"x{n}", rng.normal(size=400).tolist()) for n in range(60)]
    near = numbers("near", (y + 0.1 * rng.normal(size=400)).tolist())
    wide = table(*noise, near, numbers("y", y.tolist()), name="wide")
    columns = {n: ColumnPlan(role=Role.FEATURE, kind=Kind.NUMBER) for n in wide.names}
    plan = Plan(columns={**columns, "y": ColumnPlan(role=Role.TARGET, kind=Kind.NUMBER)})
    found = associations(wide, plan)
    assert found.names[0] == "y"
    assert "near" in found.names
    assert (len(found.names), found.left_out) == (MOST_COLUMNS, 62 - MOST_COLUMNS)
