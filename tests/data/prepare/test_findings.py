"""What is found in tables that have a fault, and what is not found in those that do not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.data.prepare.findings import Finding, FindingKind, findings
from mlwidgets.data.prepare.plan import Impute, Plan, Role, SplitMethod
from mlwidgets.data.prepare.prepared import PreparedTable
from mlwidgets.data.tables.bundled import bundled_table, bundled_tables
from mlwidgets.data.tables.table import Column, Kind, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import ArrayLike, NDArray

ROWS = 400
NOISE = np.random.default_rng(7)


def numbers(name: str, values: ArrayLike) -> Column:
    return Column(name=name, kind=Kind.NUMBER, values=np.asarray(values, np.float64))


def levels(name: str, texts: Sequence[str], kind: Kind = Kind.CATEGORY) -> Column:
    """Return a column of categories; "" is missing."""
    different = tuple(sorted({text for text in texts if text}))
    codes = [different.index(text) if text else -1 for text in texts]
    return Column(name=name, kind=kind, values=np.array(codes, np.int32), levels=different)


def table(*columns: Column) -> Table:
    return Table(name="made", columns=columns, source="", licence="", config={"file": "made"})


def sound(rows: int = ROWS) -> tuple[Column, Column, Column]:
    """Return three columns without a fault: a number, a category and the classes to predict."""
    generator = np.random.default_rng(rows)
    size = generator.normal(size=rows)
    colour = [("red", "green", "blue")[one] for one in generator.integers(0, 3, rows)]
    kind = ["yes" if one > 0 else "no" for one in size + generator.normal(size=rows)]
    return numbers("size", size), levels("colour", colour), levels("target", kind)


def plan_of(data: Table, *features: str, target: str = "target") -> Plan:
    """Return the suggested plan with this target and, whatever it thinks of them, these features too."""
    plan = Plan.suggested(data).with_target(data, target)
    for name in features:
        plan = plan.with_column(name, role=Role.FEATURE)
    return plan


def found(data: Table, plan: Plan, kind: FindingKind | None = None) -> list[Finding]:
    every = findings(data, plan, PreparedTable(data, plan))
    for one in every:
        assert one.sentence.endswith((".", "!"))
        assert (one.remedy is None) == (one.remedy_label == "")
        if one.remedy is not None:
            one.remedy.check(data)
    return [one for one in every if kind is None or one.kind is kind]


@pytest.mark.parametrize("name", bundled_tables())
def test_the_bundled_tables_raise_no_alarm(name: str) -> None:
    data = bundled_table(name)
    expected = [FindingKind.CONTRADICTION, FindingKind.REPEATS] if name == "phishing" else []
    every = found(data, Plan.suggested(data))
    assert [one.kind for one in every] == expected
    assert {one.severity for one in every} <= {"note"}


def test_a_sound_table_raises_none() -> None:
    data = table(*sound())
    assert found(data, plan_of(data)) == []


def test_duplicates_across_the_parts_are_counted() -> None:
    data = bundled_table("phishing")
    plan = Plan.suggested(data).with_split(together=False)
    (one,) = found(data, plan, FindingKind.DUPLICATES)
    # Counted again in another way: as texts of rows.
    prepared = PreparedTable(data, plan)
    rows = [tuple(row) for row in np.column_stack([column.values for column in data.columns]).tolist()]
    learned = {rows[place] for place in prepared.parts.train}
    tested = sum(rows[place] in learned for place in prepared.parts.test)
    assert one.sentence.startswith(f"{tested:,} of {len(prepared.parts.test):,} test rows and ")
    assert "too high" in one.sentence
    assert one.severity == "warning"
    assert one.remedy_label == "Keep duplicates together"
    assert one.remedy is not None
    assert found(data, one.remedy, FindingKind.DUPLICATES) == []


def test_equal_rows_with_other_answers_limit_every_model() -> None:
    data = bundled_table("phishing")
    (one,) = found(data, Plan.suggested(data), FindingKind.CONTRADICTION)
    rows = [tuple(row) for row in np.column_stack([column.values for column in data.columns[:-1]]).tolist()]
    answers: dict[tuple[float, ...], list[int]] = {}
    for row, answer in zip(rows, data.columns[-1].values.tolist(), strict=True):
        answers.setdefault(row, [0, 0])[answer] += 1
    best = sum(max(counts) for counts in answers.values()) / len(rows)
    assert f"more than {best:.0%} of all rows" in one.sentence


@pytest.mark.parametrize("kept", [True, False])
def test_few_different_rows_are_noted(kept: bool) -> None:
    size, colour, target = sound(40)
    data = table(*(column.take(np.tile(np.arange(40), 10)) for column in (size, colour, target)))
    plan = plan_of(data).with_split(together=kept)
    (one,) = [one for one in found(data, plan) if one.kind in (FindingKind.REPEATS, FindingKind.DUPLICATES)]
    assert one.kind is (FindingKind.REPEATS if kept else FindingKind.DUPLICATES)
    if kept:
        assert one.sentence.startswith("Only 40 of 400 rows are different.")
        fewer = found(data, plan.with_column("size", role=Role.IGNORED), FindingKind.REPEATS)
        assert "rows are different in the columns used." in fewer[0].sentence


def test_a_target_under_another_name_is_found() -> None:
    size, colour, target = sound()
    code = numbers("code", target.values * 3.0 + 1)
    data = table(size, colour, code, target)
    (one,) = found(data, plan_of(data), FindingKind.LEAK)
    assert one.columns == ("code", "target")
    assert "'code' is 'target' in other words" in one.sentence
    assert one.remedy is not None
    assert one.remedy_label == "Ignore 'code'"
    assert one.remedy.features == ("size", "colour")
    assert found(data, one.remedy, FindingKind.LEAK) == []


def test_a_finer_grouping_of_the_target_gives_it_away() -> None:
    size, colour, target = sound()
    finer = levels("finer", [f"{'yn'[code]}{row % 4}" for row, code in enumerate(target.values)])
    data = table(size, colour, finer, target)
    (one,) = found(data, plan_of(data), FindingKind.LEAK)
    assert "'finer' gives 'target' away" in one.sentence
    broken = levels("finer", [("yn"[row % 2]) for row in range(ROWS)])
    assert found(table(size, colour, broken, target), plan_of(data), FindingKind.LEAK) == []


def test_a_number_that_separates_the_classes_is_found() -> None:
    size, colour, target = sound()
    paid = numbers("paid", target.values * 10 + np.abs(size.values) % 1)
    data = table(size, colour, paid, target)
    (one,) = found(data, plan_of(data), FindingKind.LEAK)
    assert "'paid' alone separates the classes of 'target'" in one.sentence
    mixed = numbers("paid", np.where(np.arange(ROWS) % 40 == 0, 5, paid.values))
    assert found(table(size, colour, mixed, target), plan_of(data), FindingKind.LEAK) == []


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda y: 2.54 * y + 1 + 0.001 * NOISE.normal(size=len(y)), "correlation of 1.0000"),
        (lambda y: -(y**3) * np.exp(abs(y)), "in the same order"),
    ],
)
def test_a_number_to_predict_in_other_units_is_found(
    make: Callable[[NDArray[np.float64]], NDArray[np.float64]], words: str
) -> None:
    size, colour, _ = sound()
    price = numbers("price", size.values * 3 + np.random.default_rng(2).normal(size=ROWS))
    data = table(size, colour, numbers("cents", make(price.values)), price)
    (one,) = found(data, plan_of(data, target="price"), FindingKind.LEAK)
    assert one.columns == ("cents", "price")
    assert words in one.sentence
    honest = table(size, colour, numbers("cents", make(price.values + size.values)), price)
    assert found(honest, plan_of(honest, target="price"), FindingKind.LEAK) == []


def test_a_category_that_gives_a_number_away_is_found() -> None:
    size, colour, _ = sound()
    price = numbers("price", np.array([10.0, 20.0, 50.0])[colour.values])
    data = table(size, colour, price)
    (one,) = found(
        data, plan_of(data, target="price").with_column("price", kind=Kind.NUMBER), FindingKind.LEAK
    )
    assert "'colour' gives 'price' away" in one.sentence


def test_identifiers_are_found() -> None:
    size, colour, target = sound()
    number = numbers("customer_id", np.random.default_rng(1).permutation(ROWS) + 1000)
    word = levels("mail", [f"name{row}@example.org" for row in range(ROWS)])
    data = table(number, word, size, colour, target)
    first, second = found(data, plan_of(data, "customer_id", "mail"), FindingKind.IDENTIFIER)
    assert "'customer_id' has 400 different values in 400 rows" in first.sentence
    assert second.remedy_label == "Ignore 'mail'"
    assert found(data, plan_of(data), FindingKind.IDENTIFIER) == []  # the suggested plan ignores them


def test_constant_columns_are_found_and_many_are_told_in_one_sentence() -> None:
    size, colour, target = sound()
    nearly = np.zeros(ROWS)
    nearly[3] = 1
    data = table(numbers("same", np.full(ROWS, 7.0)), numbers("nearly", nearly), size, colour, target)
    first, second = found(data, plan_of(data, "same", "nearly"), FindingKind.CONSTANT)
    assert first.sentence == "'same' is '7' in every row, so nothing can be learned from it."
    assert "all but 1 of 400 rows" in second.sentence
    many = [numbers(f"c{place}", np.full(ROWS, 7.0)) for place in range(50)]
    data = table(*many, size, colour, target)
    (one,) = found(data, plan_of(data, *(column.name for column in many)), FindingKind.CONSTANT)
    assert one.sentence.startswith("50 columns have one value only")
    assert one.remedy_label == "Ignore 'c0' and 49 more"
    assert one.remedy is not None
    assert one.remedy.features == ("size", "colour")


def test_the_only_feature_is_never_told_to_go() -> None:
    _, _, target = sound()
    data = table(numbers("code", target.values), target)
    (one,) = found(data, plan_of(data, "code").with_split(together=False), FindingKind.LEAK)
    assert one.remedy is None


def test_missing_values_are_found_when_they_are_many() -> None:
    size, colour, target = sound()
    holes = np.arange(ROWS) % 10
    data = table(
        numbers("little", np.where(holes < 1, np.nan, size.values)),
        numbers("third", np.where(holes < 3, np.nan, size.values + 1)),
        levels("mostly", ["" if hole < 8 else "xy"[hole % 2] for hole in holes]),
        colour,
        target,
    )
    first, second = found(data, plan_of(data, "third", "mostly"), FindingKind.MISSING)
    assert first.columns == ("mostly",)
    assert "missing in 80% of the rows" in first.sentence
    assert second.columns == ("third",)
    assert second.remedy is not None
    assert second.remedy.columns["third"].impute is Impute.OWN_LEVEL
    assert found(data, second.remedy, FindingKind.MISSING)[0].columns == ("mostly",)


def test_two_columns_that_are_one_are_found() -> None:
    size, colour, target = sound()
    short = levels(
        "short", [{"red": "r", "green": "g", "blue": "b"}[one] for one in colour.texts(np.arange(ROWS))]
    )
    data = table(
        size, numbers("again", size.values), numbers("inches", size.values / 2.54), colour, short, target
    )
    every = found(data, plan_of(data), FindingKind.SAME)
    said = {one.columns: one.sentence for one in every}
    assert "hold the same values" in said["size", "again"]
    assert "correlation of 1.00000" in said["size", "inches"]
    assert "say the same" in said["colour", "short"]
    assert [one.remedy_label for one in every] == ["Ignore 'again'", "Ignore 'short'", "Ignore 'inches'"]


def test_texts_and_dates_that_are_not_used_are_told() -> None:
    size, colour, target = sound()
    days = np.datetime64("2024-01-01", "s") + np.arange(ROWS).astype("timedelta64[D]")
    data = table(
        levels("remark", [f"remark {row % 300}" for row in range(ROWS)], Kind.TEXT),
        levels("city", [f"city {row % 50}" for row in range(ROWS)], Kind.TEXT),
        Column(name="day", kind=Kind.DATE, values=days.astype("datetime64[s]")),
        size,
        colour,
        target,
    )
    every = {one.columns: one for one in found(data, plan_of(data), FindingKind.UNUSED)}
    assert every["remark",].remedy is None
    city = every["city",].remedy
    assert city is not None
    assert (city.columns["city"].role, city.columns["city"].kind) == (Role.FEATURE, Kind.CATEGORY)
    assert every["day",].remedy_label == "Use it as a number of days"
    days_used = every["day",].remedy
    assert days_used is not None
    assert found(data, days_used, FindingKind.IDENTIFIER) == []  # it would advise to take that back
    named = days_used.with_column("day", kind=Kind.CATEGORY)
    assert [one.columns for one in found(data, named, FindingKind.IDENTIFIER)] == [("day",)]


def test_imbalance_is_found_and_stratifying_is_offered() -> None:
    size, colour, _ = sound()
    data = table(size, colour, levels("target", ["yes" if row % 12 == 0 else "no" for row in range(ROWS)]))
    plan = plan_of(data).with_split(method=SplitMethod.RANDOM)
    (one,) = found(data, plan, FindingKind.IMBALANCE)
    assert one.sentence.startswith("92% of the rows are 'no': always answering 'no' is right that often")
    assert one.remedy is not None
    assert one.remedy.split.method is SplitMethod.STRATIFIED
    assert found(data, one.remedy, FindingKind.IMBALANCE)[0].remedy is None


def test_rare_classes_are_found_and_those_that_nothing_learns() -> None:
    size, colour, target = sound()
    texts = target.texts(np.arange(ROWS))
    texts[5] = "perhaps"
    data = table(size, colour, levels("target", texts))
    plan = plan_of(data)
    assert [one.kind for one in found(data, plan)] == [FindingKind.IMBALANCE, FindingKind.RARE]
    assert "Class 'perhaps' has fewer than 5 rows" in found(data, plan, FindingKind.RARE)[0].sentence
    # Where that row comes into the test part, no training row has the class.
    plan = plan.with_split(method=SplitMethod.RANDOM)
    seeds = (plan.with_split(seed=seed) for seed in range(50))
    tested = next(one for one in seeds if 5 in PreparedTable(data, one).parts.test)
    (one,) = found(data, tested, FindingKind.UNSEEN)
    assert one.sentence.startswith("The class 'perhaps' is in no training row")


def test_a_category_that_only_the_test_rows_have_is_found() -> None:
    size, colour, target = sound()
    texts = colour.texts(np.arange(ROWS))
    plan = plan_of(table(size, colour, target))
    parts = PreparedTable(table(size, colour, target), plan).parts
    for place in parts.test[:3]:
        texts[place] = "violet"
    data = table(size, levels("colour", texts), target)
    prepared = PreparedTable(data, plan, parts)
    (one,) = [one for one in findings(data, plan, prepared) if one.kind is FindingKind.UNSEEN]
    assert one.sentence == (
        "'violet' of 'colour' is in 3 test rows but in no training row: the network cannot learn what it "
        "means."
    )


def test_tiny_parts_are_found() -> None:
    data = table(*sound())
    plan = plan_of(data).with_split(test=0.02, validation=0.0)
    small, none = found(data, plan, FindingKind.SMALL_PART)
    assert small.sentence.startswith("There are only 8 test rows")
    assert "by 12 points" in small.sentence
    assert small.remedy is not None
    assert small.remedy.split.test == 0.2
    assert none.sentence.startswith("There are no validation rows")
    assert none.remedy_label == "Take 15% for validation"


def test_rows_without_a_target_are_counted() -> None:
    size, colour, target = sound()
    texts = target.texts(np.arange(ROWS))
    texts[3] = texts[9] = ""
    data = table(size, colour, levels("target", texts))
    (one,) = found(data, plan_of(data), FindingKind.NO_TARGET)
    assert one.sentence == "2 rows have no 'target' and cannot be used."


def test_impossible_plans_and_odd_tables_are_no_error() -> None:
    size, colour, target = sound()
    odd = table(
        numbers("huge", np.full(ROWS, 1e300)),
        numbers("infinite", np.where(np.arange(ROWS) % 2, np.inf, -np.inf)),
        numbers("nothing", np.full(ROWS, np.nan)),
        levels("empty", [""] * ROWS),
        levels("text", [f"{row} <b>" for row in range(ROWS)], Kind.TEXT),
        size,
        colour,
        target,
    )
    columns = {
        name: replace(one, role=Role.FEATURE)
        for name, one in plan_of(odd).columns.items()
        if name != "target"
    }
    every = replace(plan_of(odd), columns={**plan_of(odd).columns, **columns})
    for plan in (
        every,
        every.with_column("target", role=Role.IGNORED),
        every.with_column("text", kind=Kind.CATEGORY),
    ):
        assert findings(odd, plan)
    one_row = table(*(column.take(np.array([0])) for column in sound()))
    none = table(*(column.take(np.array([], np.int64)) for column in sound()))
    for data in (one_row, none):
        findings(data, Plan.suggested(table(*sound())))


def test_many_leaks_and_copies_are_one_sentence_each() -> None:
    answer = np.arange(ROWS) % 2
    same = [numbers(f"m{at}", np.arange(ROWS) % 4 * (at + 1.0)) for at in range(9)]
    made = table(*same, levels("y", [str(one) for one in answer]))
    found = findings(made, Plan.suggested(made))
    leaks = [one for one in found if one.kind is FindingKind.LEAK]
    copies = [one for one in found if one.kind is FindingKind.SAME]
    assert [one.sentence.split(":")[0] for one in leaks] == ["9 columns tell 'y' by themselves, or nearly"]
    assert [one.sentence.split(":")[0] for one in copies] == [
        "8 columns say the same as a column before them"
    ]
    assert copies[0].remedy is not None
    assert copies[0].remedy.features == ("m0",)


def test_infinite_numbers_do_not_disturb_the_search_for_two_units() -> None:
    values = NOISE.normal(size=(2, ROWS))
    values[0, 3] = np.inf
    made = table(numbers("a", values[0]), numbers("b", values[1]), numbers("y", NOISE.normal(size=ROWS)))
    assert not [one for one in findings(made, Plan.suggested(made)) if one.kind is FindingKind.SAME]
