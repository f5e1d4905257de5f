"""Impute, scale and encode: worked by hand, and where something is missing, constant or unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.data.prepare.plan import ColumnPlan, Encode, Impute, Role, Scale
from mlwidgets.data.prepare.steps import CategorySteps, fitted
from mlwidgets.data.tables.table import Kind
from tests.data.prepare.makers import categories, dates, numbers

if TYPE_CHECKING:
    from mlwidgets.data.prepare.fitted_column import FittedColumn
    from mlwidgets.data.tables.table import Column


def plan(kind: Kind, **changes: Any) -> ColumnPlan:  # noqa: ANN401 - fields of several types
    """Make the plan of a feature."""
    return ColumnPlan(role=Role.FEATURE, kind=kind, **changes)


def made(steps: FittedColumn, column: Column) -> list[list[float]]:
    """Return what steps make of a column."""
    out = np.full((len(column), len(steps.inputs)), 7, np.float32)
    steps.apply(column, out)
    return out.astype(np.float64).round(4).tolist()


TRAIN = numbers("x", [1, 1, 2, 4, 7, None])
"""Mean 3, standard deviation √5.2, median 2, most frequent 1, minimum 1, maximum 7."""


@pytest.mark.parametrize(
    ("impute", "fill"), [("mean", 3), ("median", 2), ("most_frequent", 1), ("own_level", 2)]
)
def test_a_missing_number_gets_what_was_learned(impute: str, fill: float) -> None:
    steps = fitted(TRAIN, plan(Kind.NUMBER, impute=impute, scale="none"))
    own = [[fill, 1.0], [5.0, 0.0]] if impute == "own_level" else [[fill], [5.0]]
    assert made(steps, numbers("x", [None, 5])) == own
    assert made(steps, numbers("x", [float("inf"), 5])) == own
    assert steps.statistics["fill"] == fill
    assert (steps.rows, steps.missing) == (6, 1)
    assert [one.level for one in steps.inputs] == ([None, "missing"] if impute == "own_level" else [None])


def test_numbers_are_scaled_by_what_was_learned() -> None:
    new = numbers("x", [3, 1, 7, 10])
    std = np.sqrt(5.2)
    standard = fitted(TRAIN, plan(Kind.NUMBER))
    assert made(standard, new) == [[pytest.approx((one - 3) / std, abs=1e-4)] for one in (3, 1, 7, 10)]
    assert standard.statistics == {
        "mean": 3, "std": pytest.approx(std), "min": 1, "median": 2, "max": 7, "fill": 2,
    }  # fmt: skip
    assert made(fitted(TRAIN, plan(Kind.NUMBER, scale="min_max")), new) == [
        [pytest.approx(1 / 3, abs=1e-4)], [0], [1], [1.5],
    ]  # fmt: skip
    assert made(fitted(TRAIN, plan(Kind.NUMBER, scale="none")), new) == [[3], [1], [7], [10]]


@pytest.mark.parametrize("scale", Scale)
@pytest.mark.parametrize("values", [[5, 5, 5], [0.1] * 3, [1e30] * 3, [None] * 3])
def test_a_constant_or_empty_column_divides_by_nothing(values: list[float | None], scale: Scale) -> None:
    steps = fitted(numbers("x", values), plan(Kind.NUMBER, scale=scale))
    assert np.isfinite(made(steps, numbers("x", [*values, 6, None]))).all()
    assert steps.scaling[1].tolist() == [1.0]


def test_what_float32_cannot_hold_becomes_its_largest_number() -> None:
    steps = fitted(numbers("x", [1e-20, 2e-20, 3e-20]), plan(Kind.NUMBER))
    assert np.isfinite(made(steps, numbers("x", [1e30, -1e30]))).all()


def test_dates_become_days() -> None:
    column = dates("when", ["1970-01-02", "1970-01-04T12:00:00", None])
    steps = fitted(column, plan(Kind.DATE, scale="none"))
    assert made(steps, column) == [[1.0], [3.5], [2.25]]
    one = steps.follow(column.take(np.array([1])))
    assert [(step.step, step.before, step.after) for step in one] == [
        ("days", "1970-01-04 12:00:00", "3.5"),
        ("impute", "3.5", "3.5"),
        ("scale", "3.5", "3.5"),
    ]
    assert steps.read_back(np.array([1.0])) == "1970-01-02"


COLOURS = categories("colour", ["red", "blue", "red", None, "10", "9"])


def test_one_hot_inputs_in_sorted_order() -> None:
    steps = fitted(COLOURS, plan(Kind.CATEGORY, impute="most_frequent"))
    assert [one.name for one in steps.inputs] == [
        "colour = 9",
        "colour = 10",
        "colour = blue",
        "colour = red",
    ]
    assert [one.level for one in steps.inputs] == ["9", "10", "blue", "red"]
    assert steps.statistics == {"9": 1, "10": 1, "blue": 1, "red": 2, "fill": "red"}
    new = categories("colour", ["blue", None, "pink", "9"])
    assert made(steps, new) == [[0, 0, 1, 0], [0, 0, 0, 1], [0, 0, 0, 0], [1, 0, 0, 0]]
    assert steps.unseen(new) == 1
    assert [steps.read_back(np.array(row)) for row in made(steps, new)] == ["blue", "red", "", "9"]


def test_missing_and_unknown_categories_can_have_a_level_of_their_own() -> None:
    steps = fitted(COLOURS, plan(Kind.CATEGORY, impute="own_level"))
    assert steps.inputs[-1].name == "colour = missing"
    assert made(steps, categories("colour", [None, "pink"])) == [[0, 0, 0, 0, 1]] * 2
    assert steps.statistics["fill"] == "missing"
    complete = fitted(categories("colour", ["red", "blue"]), plan(Kind.CATEGORY, impute="own_level"))
    assert len(complete.inputs) == 2  # no training row is without a value, so nothing could be learned of it
    taken = fitted(categories("colour", ["missing", None]), plan(Kind.CATEGORY, impute="own_level"))
    assert [one.level for one in taken.inputs] == ["missing", "(missing)"]


def test_ordinal_codes_are_scaled_like_numbers() -> None:
    steps = fitted(COLOURS, plan(Kind.CATEGORY, impute="most_frequent", encode="ordinal", scale="min_max"))
    assert [one.name for one in steps.inputs] == ["colour"]
    new = categories("colour", ["9", "10", "red", None, "pink"])
    assert made(steps, new) == [[0], [pytest.approx(1 / 3, abs=1e-4)], [1], [1], [1]]
    assert steps.unseen(new) == 1
    standard = fitted(COLOURS, plan(Kind.CATEGORY, encode="ordinal"))
    scaled = np.ravel(made(standard, COLOURS))
    assert scaled.mean() == pytest.approx(0, abs=1e-4)
    assert scaled.std() == pytest.approx(1, abs=1e-4)
    own = fitted(COLOURS, plan(Kind.CATEGORY, impute="own_level", encode="ordinal", scale="none"))
    assert made(own, new) == [[0], [1], [3], [4], [4]]


def test_a_column_without_any_value_is_nothing() -> None:
    empty = categories("colour", [None, None])
    for impute in Impute:
        for encode in Encode:
            steps = fitted(empty, plan(Kind.CATEGORY, impute=impute, encode=encode))
            assert isinstance(steps, CategorySteps)
            assert np.isfinite(made(steps, categories("colour", [None, "red"]))).all()
            steps.follow(categories("colour", ["red"]))


def test_one_row_is_followed_through_the_steps() -> None:
    number = fitted(TRAIN, plan(Kind.NUMBER))
    steps = number.follow(numbers("x", [None]))
    assert [(one.step, one.option, one.before, one.after, one.changed) for one in steps] == [
        ("impute", "median", "", "2", True),
        ("scale", "standard", "2", "-0.4385", True),
    ]
    kept = number.follow(numbers("x", [7]))[0]
    assert (kept.before, kept.after, kept.changed) == ("7", "7", False)
    category = fitted(COLOURS, plan(Kind.CATEGORY, impute="own_level"))
    steps = category.follow(categories("colour", [None]))
    assert [(one.step, one.option, one.before, one.after, one.changed) for one in steps] == [
        ("impute", "own_level", "", "missing", True),
        ("encode", "one_hot", "missing", "0 0 0 0 1", True),
    ]
    unknown = fitted(COLOURS, plan(Kind.CATEGORY)).follow(categories("colour", ["pink"]))
    assert [(one.before, one.after) for one in unknown] == [("pink", "pink"), ("pink", "0 0 0 0")]
