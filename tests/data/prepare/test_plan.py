"""Plans: suggested, changed, written as JSON, and refused with a sentence."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from mlwidgets.data.prepare.plan import (
    ColumnPlan,
    Encode,
    Impute,
    Plan,
    Role,
    Scale,
    SplitMethod,
    SplitPlan,
)
from mlwidgets.data.tables.table import Kind
from mlwidgets.errors import ConfigurationError, DataError
from tests.data.prepare.makers import categories, dates, numbers, penguins, prices, table

HOSTILE: list[Any] = [
    None, 3, "plan", [], float("nan"), {"columns": None}, {"columns": [1]}, {"columns": {3: {}}}, {"x": 1},
    {"columns": {"a": None}}, {"columns": {"a": {}}}, {"columns": {"a": {"role": "feature"}}},
    {"columns": {"a": {"role": "king", "kind": "number"}}}, {"columns": {"a": {"role": [], "kind": {}}}},
    {"columns": {"a": {"role": "feature", "kind": "number", "scale": 10**400}}},
    {"columns": {"a": {"role": "feature", "kind": "number", "more": 1}}},
    {"columns": {"a": {"role": "target", "kind": "number"}, "b": {"role": "target", "kind": "number"}}},
    {"columns": {}, "split": 3}, {"columns": {}, "split": {"test": float("nan")}},
    {"columns": {}, "split": {"test": 10**400}}, {"columns": {}, "split": {"test": "0.2"}},
    {"columns": {}, "split": {"validation": -0.1}}, {"columns": {}, "split": {"validation": 0.81}},
    {"columns": {}, "split": {"seed": -1}}, {"columns": {}, "split": {"seed": 0.5}},
    {"columns": {}, "split": {"together": "no"}}, {"columns": {}, "split": {"by": 3}},
    {"columns": {}, "split": {"method": "magic" * 5000}}, {"columns": {}, "split": {"<b>": 1}},
]  # fmt: skip


def test_what_is_suggested_suits_the_table() -> None:
    plan = Plan.suggested(penguins())
    assert plan.target == "species"
    assert plan.features == ("bill_mm", "mass_g", "island")
    assert plan.columns["id"].role is Role.IGNORED
    assert plan.columns["bill_mm"].impute is Impute.MEDIAN
    assert plan.columns["island"].impute is Impute.OWN_LEVEL  # it has gaps
    assert plan.columns["species"].impute is Impute.MOST_FREQUENT
    assert plan.split.method is SplitMethod.STRATIFIED
    assert plan.classes
    other = Plan.suggested(prices())
    assert (other.target, other.split.method, other.classes) == ("price", SplitMethod.RANDOM, False)


def test_a_plan_is_written_as_json_and_read_again() -> None:
    plan = Plan.suggested(penguins()).with_split(
        method=SplitMethod.GROUP, by="island", seed=9, together=False
    )
    plan = plan.with_column("mass_g", scale=Scale.MIN_MAX, impute=Impute.MEAN)
    text = json.dumps(plan.to_dict())
    assert Plan.of(json.loads(text)) == plan
    assert Plan.of(json.loads(text)) != plan.with_split(seed=8)


@pytest.mark.parametrize("given", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_no_plan_is_refused_in_a_sentence(given: Any) -> None:  # noqa: ANN401 - anything
    with pytest.raises(ConfigurationError) as caught:
        Plan.of(given)
    assert str(caught.value).endswith((".", "?"))
    assert len(str(caught.value)) < 500


def test_words_are_taken_for_choices() -> None:
    one = ColumnPlan(role="feature", kind="number", impute="mean", scale="none", encode="ordinal")  # type: ignore[arg-type]
    assert (one.role, one.kind, one.scale, one.encode) == (
        Role.FEATURE,
        Kind.NUMBER,
        Scale.NONE,
        Encode.ORDINAL,
    )
    with pytest.raises(ConfigurationError, match=r"scale must be one of .*Did you mean 'standard'\?"):
        ColumnPlan(role=Role.FEATURE, kind=Kind.NUMBER, scale="standart")  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match=r"test must be a number in \[0, 0.8\]; got 0.9"):
        SplitPlan(test=0.9)


def test_another_target_takes_the_place_of_the_first() -> None:
    made = penguins()
    plan = Plan.suggested(made).with_target(made, "mass_g")
    assert plan.target == "mass_g"
    assert plan.columns["species"].role is Role.FEATURE
    assert plan.split.method is SplitMethod.RANDOM
    assert plan.with_target(made, "species").split.method is SplitMethod.STRATIFIED
    again = plan.with_column("mass_g", role=Role.TARGET)
    assert again == plan
    with pytest.raises(ConfigurationError, match="Did you mean 'island'"):
        plan.with_column("iland", role=Role.IGNORED)


def test_nobody_writes_into_a_plan() -> None:
    plan = Plan.suggested(penguins())
    with pytest.raises(TypeError):
        plan.columns["id"] = plan.columns["island"]  # type: ignore[index]


def refusal(plan: Plan, made: Any) -> str:  # noqa: ANN401 - a table
    """Return the sentence with which a plan is refused."""
    with pytest.raises(DataError) as caught:
        plan.check(made)
    return str(caught.value)


def test_a_plan_that_can_be_passes() -> None:
    for made in (penguins(), prices(), penguins(10)):
        Plan.suggested(made).check(made)


def test_targets_that_cannot_be_learned() -> None:
    rows = 600
    made = table(
        numbers("x", np.arange(rows).tolist()),
        categories("only", ["yes"] * rows),
        categories("many", [f"c{one}" for one in range(rows)]),
        categories("some", [None] * (rows - 9) + ["a", "b", "c"] * 3),
        dates("when", ["2024-01-01", "2024-01-02"] * (rows // 2)),
        categories("text", ["word", "more words"] * (rows // 2), Kind.TEXT),
    )
    every = {name: ColumnPlan(role=Role.IGNORED, kind=made.column(name).kind) for name in made.names}
    plan = Plan(columns=every).with_column("x", role=Role.FEATURE)
    assert "Choose the column to predict" in refusal(plan, made)
    expected = {
        "only": "is 'yes' in every row",
        "many": "has 600 classes; at most 100",
        "some": "9 of 600",
        "when": "is a date",
        "text": "is free text",
    }
    for name, words in expected.items():
        assert words in refusal(plan.with_column(name, role=Role.TARGET), made)


def test_features_that_cannot_be() -> None:
    rows = 3000
    made = table(
        categories("many", [f"c{one}" for one in range(rows)]),
        categories("text", ["word", "more words"] * (rows // 2), Kind.TEXT),
        numbers("huge", [1e200] * rows),
        categories("words", ["one", "two"] * (rows // 2)),
        categories("y", ["a", "b"] * (rows // 2)),
    )
    roles = {name: ColumnPlan(role=Role.IGNORED, kind=made.column(name).kind) for name in made.names}
    plan = Plan(columns=roles).with_column("y", role=Role.TARGET)
    assert "No column is a feature" in refusal(plan, made)
    alone = table(numbers("x", list(range(20))))
    assert "'x' is the only column" in refusal(
        Plan.suggested(alone).with_column("x", role=Role.TARGET), alone
    )
    assert "3,000 inputs, and at most 2,000" in refusal(plan.with_column("many", role=Role.FEATURE), made)
    plan.with_column("many", role=Role.FEATURE, encode=Encode.ORDINAL).check(made)
    assert "free text, which is no feature" in refusal(plan.with_column("text", role=Role.FEATURE), made)
    assert "beyond 1e+30" in refusal(plan.with_column("huge", role=Role.FEATURE), made)
    as_numbers = plan.with_column("words", role=Role.FEATURE, kind=Kind.NUMBER)
    assert "cannot be read as numbers" in refusal(as_numbers, made)


def test_divisions_that_cannot_be() -> None:
    made = penguins()
    plan = Plan.suggested(made)
    assert "Raise test above 0" in refusal(plan.with_split(test=0), made)
    assert "at most 90%" in refusal(plan.with_split(test=0.5, validation=0.5), made)
    assert "Choose the column with the groups" in refusal(plan.with_split(method="group"), made)
    assert "there is none named 'iland'" in refusal(plan.with_split(method="group", by="iland"), made)
    assert "has no order in time" in refusal(plan.with_split(method="time", by="island"), made)
    plan.with_split(method="time", by="id").check(made)


def test_a_plan_of_another_table_is_refused() -> None:
    assert "other columns" in refusal(Plan.suggested(prices()), penguins())
