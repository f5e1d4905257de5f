"""No preparation leaks: any tables, any divisions, and whatever stands in the rows that are held out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from mlwidgets.data.prepare.dataset import prepared_dataset
from mlwidgets.data.prepare.equal import equal_rows
from mlwidgets.data.prepare.plan import Encode, Impute, Plan, Role, Scale, SplitMethod
from mlwidgets.data.prepare.prepared import PreparedTable
from mlwidgets.data.prepare.split import split_rows
from mlwidgets.data.tables.table import MISSING, Column, Kind, Table
from mlwidgets.errors import DataError
from tests.data.prepare.makers import table

LEVELS = ("red", "green", "blue", "10", "9", "")
EXAMPLES = settings(max_examples=100, deadline=None, derandomize=True, database=None)


@some.composite
def columns(draw: some.DrawFn, name: str, rows: int, kind: Kind | None = None) -> Column:
    """Draw a column, with gaps, ties and, rarely, very large numbers."""
    kind = draw(some.sampled_from([Kind.NUMBER, Kind.CATEGORY, Kind.DATE])) if kind is None else kind
    if kind is Kind.CATEGORY:
        codes = draw(some.lists(some.integers(MISSING, len(LEVELS) - 1), min_size=rows, max_size=rows))
        return Column(name=name, kind=kind, values=np.array(codes, np.int32), levels=LEVELS)
    if kind is Kind.DATE:
        seconds = draw(some.lists(some.integers(-(10**9), 4 * 10**9), min_size=rows, max_size=rows))
        return Column(name=name, kind=kind, values=np.array(seconds, "datetime64[s]"))
    one = some.one_of(
        some.integers(-3, 3).map(float),
        some.floats(-1e6, 1e6),
        some.floats(-1e29, 1e29),
        some.just(float("nan")),
        some.just(float("inf")),
    )
    return Column(name=name, kind=kind, values=np.array(draw(some.lists(one, min_size=rows, max_size=rows))))


@some.composite
def tables(draw: some.DrawFn, rows: int | None = None) -> Table:
    """Draw a table with one to four features and a target."""
    rows = draw(some.integers(10, 60)) if rows is None else rows
    features = [draw(columns(f"x{one}", rows)) for one in range(draw(some.integers(1, 4)))]
    target = draw(columns("y", rows, draw(some.sampled_from([Kind.NUMBER, Kind.CATEGORY]))))
    return table(*features, target)


@some.composite
def plans(draw: some.DrawFn, made: Table) -> Plan:
    """Draw what is to be made of a table."""
    plan = Plan.suggested(made)
    for column in made.columns:
        plan = plan.with_column(
            column.name,
            role=Role.TARGET if column.name == "y" else Role.FEATURE,
            kind=column.kind,
            impute=draw(some.sampled_from(Impute)),
            scale=draw(some.sampled_from(Scale)),
            encode=draw(some.sampled_from(Encode)),
        )
    method = draw(some.sampled_from(SplitMethod))
    by = "x0" if method in (SplitMethod.GROUP, SplitMethod.TIME) else ""
    return plan.with_split(
        method=method,
        by=by,
        validation=draw(some.sampled_from([0.0, 0.1, 0.15, 0.3])),
        test=draw(some.sampled_from([0.1, 0.2, 0.5])),
        together=draw(some.booleans()),
        seed=draw(some.integers(0, 5)),
    )


def prepared_or_none(made: Table, plan: Plan) -> PreparedTable | None:
    """Prepare a table, or return None if the plan cannot be made of it: then a sentence says so."""
    try:
        return PreparedTable(made, plan)
    except DataError as error:
        assert str(error).endswith(".")  # noqa: PT017 - it may be refused, but only so
        return None


@EXAMPLES
@given(some.data())
def test_every_row_with_a_target_is_in_exactly_one_part(data: some.DataObject) -> None:
    made = data.draw(tables())
    plan = data.draw(plans(made))
    try:
        parts = split_rows(made, plan)
    except DataError as error:
        assert str(error).endswith(".")  # noqa: PT017 - it may be refused, but only so
        return
    every = np.concatenate([parts.train, parts.validation, parts.test, parts.left_out])
    assert sorted(every.tolist()) == list(range(len(made)))
    able = (
        np.isfinite(made.column("y").values)
        if made.column("y").kind is Kind.NUMBER
        else ~made.column("y").missing
    )
    if plan.split.method is SplitMethod.TIME:
        assert not able[parts.left_out].any() or made.column("x0").kind is not Kind.CATEGORY
    else:
        assert parts.left_out.tolist() == np.flatnonzero(~able).tolist()
    assert len(parts.train)
    assert len(parts.test)
    assert len(parts.validation) or not plan.split.validation
    if plan.split.together and plan.split.method in (SplitMethod.RANDOM, SplitMethod.STRATIFIED):
        same = equal_rows(made, made.names)
        held = [set(same[part].tolist()) for part in (parts.train, parts.validation, parts.test)]
        assert not held[0] & held[1] | held[0] & held[2] | held[1] & held[2]


@EXAMPLES
@given(some.data())
def test_nothing_learned_from_training_rows_changes_with_the_others(data: some.DataObject) -> None:
    made = data.draw(tables())
    plan = data.draw(plans(made))
    first = prepared_or_none(made, plan)
    assume(first is not None)
    assert first is not None
    other = data.draw(
        some.lists(some.integers(0, 10**6), min_size=len(made.columns), max_size=len(made.columns))
    )
    changed = with_other_cells(made, np.setdiff1d(np.arange(len(made)), first.parts.train), other)
    second = PreparedTable(changed, plan, first.parts)
    assert second.inputs == first.inputs
    for one, two in zip(first.columns, second.columns, strict=True):
        assert repr(two.statistics) == repr(one.statistics)  # to the last bit, and NaN is NaN
        assert (two.rows, two.missing) == (one.rows, one.missing)
    assert (second.target.mean, second.target.std) == (first.target.mean, first.target.std)
    for before, after in zip(first.scaling, second.scaling, strict=True):
        assert before.tobytes() == after.tobytes()
    rows = first.parts.train
    assert first.examples(rows)[0].tobytes() == second.examples(rows)[0].tobytes()


def with_other_cells(made: Table, rows: np.ndarray, seeds: list[int]) -> Table:
    """Return a table with other cells in some rows, also such as no other row has."""
    changed = []
    for column, seed in zip(made.columns, seeds, strict=True):
        draw = np.random.default_rng(seed)
        values = column.values.copy()
        if column.kind is Kind.NUMBER:
            values[rows] = draw.choice([np.nan, np.inf, 1e29, -1e29, 0, *draw.normal(size=5)], len(rows))
        elif column.kind is Kind.DATE:
            values[rows] = draw.integers(-(10**9), 4 * 10**9, len(rows)).astype("datetime64[s]")
        else:
            values[rows] = draw.integers(MISSING, len(column.levels) + 1, len(rows))
        levels = (*column.levels, "never seen") if column.levels else ()
        if column.name == "y":  # a row of a part has a target: other classes, and other numbers
            values[rows] = 5 if column.kind is Kind.NUMBER else 0
        changed.append(replace(column, values=values, levels=levels))
    return replace(made, columns=tuple(changed))


@EXAMPLES
@given(some.data())
def test_the_same_steps_apply_to_all_rows_old_and_new(data: some.DataObject) -> None:
    made = data.draw(tables())
    plan = data.draw(plans(made))
    prepared = prepared_or_none(made, plan)
    assume(prepared is not None)
    assert prepared is not None
    every = prepared.transform(made)
    assert every.shape == (len(made), len(prepared.inputs))
    assert every.dtype == np.float32
    assert np.isfinite(every).all()
    dataset = prepared_dataset(made, plan)
    assert dataset.train_index is not None
    assert dataset.test_index is not None
    assert dataset.x_train.tobytes() == every[dataset.train_index].tobytes()
    assert dataset.x_test.tobytes() == every[dataset.test_index].tobytes()
    row = int(dataset.test_index[0])
    followed = prepared.follow(row)
    assert [value for one in followed for _, value in one.inputs] == every[row].tolist()
    split = dataset.split(0.3, 7)
    assert dataset.train_index[split.validation_index].tolist() == prepared.parts.validation.tolist()
    assert dataset.train_index[split.train_index].tolist() == prepared.parts.train.tolist()
