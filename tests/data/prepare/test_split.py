"""Rows divided: in the right numbers, with nothing in two parts, and with a sentence where it cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.data.prepare.equal import equal_rows
from mlwidgets.data.prepare.plan import Plan, SplitMethod
from mlwidgets.data.prepare.split import Parts, split_rows
from mlwidgets.data.tables.bundled import bundled_table
from mlwidgets.errors import DataError
from tests.data.prepare.makers import categories, dates, numbers, penguins, prices, table

if TYPE_CHECKING:
    from mlwidgets.data.tables.table import Table


def shares(parts: Parts) -> list[float]:
    """Return which fraction of the divided rows each part has, to two digits."""
    counts = np.array([len(parts.train), len(parts.validation), len(parts.test)])
    return (counts / counts.sum()).round(2).tolist()


def part_of(parts: Parts, rows: int) -> np.ndarray:
    """Return 0, 1 or 2 for each row, or -1 for one that was left out."""
    found = np.full(rows, -1)
    for number, part in enumerate((parts.train, parts.validation, parts.test)):
        assert (found[part] == -1).all()
        found[part] = number
    assert (found[parts.left_out] == -1).all()
    assert len(parts.left_out) == (found == -1).sum()
    return found


@pytest.mark.parametrize("method", ["random", "stratified"])
@pytest.mark.parametrize(
    "made", [penguins(400), prices(400), bundled_table("phishing")], ids=lambda one: one.name
)
def test_each_part_has_its_fraction(made: Table, method: str) -> None:
    plan = Plan.suggested(made).with_split(method=method, validation=0.1, test=0.3)
    parts = split_rows(made, plan)
    part_of(parts, len(made))
    assert shares(parts) == [0.6, 0.1, 0.3]
    assert all((np.diff(part) > 0).all() for part in (parts.train, parts.validation, parts.test))


def test_the_same_seed_divides_in_the_same_way_and_another_one_in_another() -> None:
    made = penguins()
    plan = Plan.suggested(made)
    first, again, other = (split_rows(made, plan.with_split(seed=seed)) for seed in (3, 3, 4))
    assert first.test.tolist() == again.test.tolist()
    assert first.train.tolist() == again.train.tolist()
    assert first.test.tolist() != other.test.tolist()


def test_stratified_keeps_classes_in_proportion_and_each_in_training() -> None:
    rare = ["a"] * 900 + ["b"] * 90 + ["c"] * 9 + ["d"]
    made = table(numbers("x", np.random.default_rng(0).normal(size=1000).tolist()), categories("y", rare))
    parts = split_rows(made, Plan.suggested(made).with_split(test=0.2, validation=0.2))
    codes = made.column("y").values
    counts = [
        np.bincount(codes[part], minlength=4).tolist() for part in (parts.train, parts.validation, parts.test)
    ]
    assert counts[0][:2] == [540, 54]
    assert counts[1][:2] == counts[2][:2] == [180, 18]
    assert counts[0][2] >= 5
    assert counts[0][3] == 1  # what is tested has to be learned first


def test_stratified_keeps_numbers_in_proportion() -> None:
    made = table(numbers("x", range(1000)), numbers("y", np.arange(1000.0).tolist()))
    plan = Plan.suggested(table(numbers("x", range(1000)), numbers("y", (np.arange(1000.0) ** 2).tolist())))
    parts = split_rows(made, plan.with_split(method="stratified", test=0.2).with_column("x", role="feature"))
    tenths = np.bincount(made.column("y").values[parts.test].astype(int) // 100)
    assert tenths.tolist() == [20] * 10


def test_equal_rows_stay_together_or_not() -> None:
    made = bundled_table("phishing")
    plan = Plan.suggested(made)
    same = equal_rows(made, (*plan.features, plan.target))
    assert same.max() + 1 == len({tuple(row) for row in np.stack([one.values for one in made.columns], 1)})
    apart = part_of(split_rows(made, plan.with_split(together=False)), len(made))
    together = part_of(split_rows(made, plan), len(made))
    for part, crossing in ((apart, True), (together, False)):
        lowest, highest = np.full(same.max() + 1, 3), np.full(same.max() + 1, -1)
        np.minimum.at(lowest, same, part)
        np.maximum.at(highest, same, part)
        assert (lowest != highest).any() == crossing


def test_large_bundles_of_equal_rows_come_into_every_part() -> None:
    sizes = [50] * 20
    made = table(
        numbers("x", np.repeat(np.arange(20) + 0.5, sizes).tolist()),
        categories("y", np.repeat(["a", "b"] * 10, sizes).tolist()),
    )
    parts = split_rows(made, Plan.suggested(made).with_split(method="random", test=0.2, validation=0.2))
    assert shares(parts) == [0.6, 0.2, 0.2]


def test_rows_are_equal_if_all_their_cells_are() -> None:
    made = table(
        numbers("x", [0.0, -0.0, None, None, 1, 1]),
        categories("y", ["a", "a", None, None, "a", "b"]),
        dates("z", [None, None, "2024-01-01", "2024-01-01", None, None]),
    )
    same = equal_rows(made, made.names)
    assert same[0] == same[1]
    assert same[2] == same[3]
    assert len(set(same.tolist())) == 4


def test_groups_stay_whole() -> None:
    draw = np.random.default_rng(0)
    groups = draw.integers(0, 60, 1000)
    names = [None if one == 0 else f"g{one}" for one in groups.tolist()]
    made = table(
        numbers("x", draw.normal(size=1000).tolist()),
        categories("group", names),
        categories("y", ["a", "b"] * 500),
    )
    parts = split_rows(made, Plan.suggested(made).with_split(method="group", by="group"))
    part = part_of(parts, 1000)
    assert all(len(set(part[groups == one].tolist())) == 1 for one in range(60))
    assert np.allclose(shares(parts), [0.65, 0.15, 0.2], atol=0.02)


def test_time_goes_forward() -> None:
    draw = np.random.default_rng(0)
    days = draw.permutation(np.repeat(np.arange(300), 3))
    when = (np.datetime64("2020-01-01") + days).astype(str).tolist()
    when[5] = None
    made = table(
        dates("when", when),
        numbers("x", draw.normal(size=900).tolist()),
        categories("y", ["a", "b", "c"] * 300),
    )
    parts = split_rows(made, Plan.suggested(made).with_split(method="time", by="when"))
    part_of(parts, 900)
    assert parts.left_out.tolist() == [5]
    assert np.allclose(shares(parts), [0.65, 0.15, 0.2], atol=0.01)
    assert days[parts.train].max() < days[parts.validation].min()
    assert days[parts.validation].max() < days[parts.test].min()
    alone = split_rows(made, Plan.suggested(made).with_split(method="time", by="when", validation=0))
    assert not len(alone.validation)
    assert days[alone.train].max() < days[alone.test].min()


@pytest.mark.parametrize("distinct", [1, 2, 3])
def test_few_moments_or_groups_are_enough_or_refused(distinct: int) -> None:
    moment = [2000 + one % distinct for one in range(30)]
    made = table(
        numbers("year", moment),
        numbers("x", np.linspace(0.5, 9, 30).tolist()),
        categories("y", ["a", "b"] * 15),
    )
    for method in (SplitMethod.TIME, SplitMethod.GROUP):
        plan = Plan.suggested(made).with_split(method=method, by="year")
        if distinct < 3:
            with pytest.raises(DataError, match="'year' has too few different values"):
                split_rows(made, plan)
        else:
            assert len(split_rows(made, plan).train) == 10


def test_rows_without_a_target_are_left_out_and_counted() -> None:
    made = table(numbers("x", np.linspace(0.5, 9, 40).tolist()), categories("y", [None, "a", "b", None] * 10))
    parts = split_rows(made, Plan.suggested(made))
    assert parts.left_out.tolist() == [row for row in range(40) if row % 4 in (0, 3)]
    assert len(parts.train) + len(parts.validation) + len(parts.test) == 20
    assert repr(parts).endswith("20 left out)")
    bad = table(numbers("x", np.linspace(0.5, 9, 40).tolist()), numbers("y", [np.inf, 0.5, 1.5, -2.5] * 10))
    assert len(split_rows(bad, Plan.suggested(bad)).left_out) == 10


def test_no_part_is_empty_or_the_plan_is_refused() -> None:
    made = penguins(20)
    assert len(split_rows(made, Plan.suggested(made).with_split(validation=0.001)).validation) == 1
    same = table(numbers("x", [1.5] * 10 + [2.5] * 10), categories("y", ["a"] * 10 + ["b"] * 10))
    with pytest.raises(DataError, match="or let equal rows come into different parts"):
        split_rows(same, Plan.suggested(same).with_split(together=True))
    assert len(split_rows(same, Plan.suggested(same)).test) == 4


def test_equal_rows_of_a_survey_are_other_people_and_those_of_a_damaged_file_are_copies() -> None:
    rng = np.random.default_rng(0)
    answers = [categories(name, rng.choice(["yes", "no"], 2000).tolist()) for name in ("a", "b", "c", "d")]
    assert not Plan.suggested(table(*answers)).split.together
    values = rng.normal(size=400)[rng.integers(0, 400, 2000)]  # most of them several times
    measured = table(
        numbers("x", values.tolist()), categories("y", np.where(values > 0, "up", "down").tolist())
    )
    assert Plan.suggested(measured).split.together


def test_no_row_with_both_a_target_and_a_time_is_a_sentence() -> None:
    rows = 40
    when = [None if at % 2 else "2024-01-01" for at in range(rows)]
    made = table(
        dates("when", when),
        numbers("a", [at * 5 % 17 for at in range(rows)]),
        categories("y", ["pq"[at // 2 % 2] if at % 2 else None for at in range(rows)]),
    )
    plan = Plan.suggested(made).with_split(method=SplitMethod.TIME, by="when")
    with pytest.raises(DataError, match="No row has both a target and a time in 'when'"):
        split_rows(made, plan)
