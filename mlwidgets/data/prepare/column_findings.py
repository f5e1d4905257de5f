"""What is wrong with single columns: constant, identifiers, missing values, two that are one, unused ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.prepare.choices import Impute, Role
from mlwidgets.data.prepare.finding import (
    Codes,
    Finding,
    FindingKind,
    Study,
    correlation,
    packed,
    to_ignore,
)
from mlwidgets.data.prepare.guess import LEVELS_OF_A_FEATURE, is_identifier
from mlwidgets.data.prepare.plan import usable
from mlwidgets.data.tables.table import Kind
from mlwidgets.data.wording import listed, percent
from mlwidgets.language import _, numeral
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mlwidgets.data.tables.table import Column

NEARLY = 0.99
"""A column with one value in more of its rows than this share is nearly constant."""

FEWEST_ROWS = 20
"""With fewer rows much looks like a rule that is chance."""

MANY_MISSING = 0.25
MOSTLY_MISSING = 0.6

SAME_MEASURE = 0.9999
"""Two columns with a stronger correlation are taken for one measure in two units."""

_MOST_PAIRS = 20_000
"""Of so many features' pairs the correlations are looked at; a table of more has other troubles."""

_SAMPLE = 2_000
_TOLD_APART = 3
"""Of more columns with the same fault one sentence is made."""

_ONE_VALUE = _("{name} is {value} in every row, so nothing can be learned from it.")
_ALL_BUT = _("{name} is {value} in all but {rest:,} of {rows:,} rows, so little can be learned from it.")
_NAMES_ROWS = _(
    "{name} has {different:,} different values in {rows:,} rows: it names the rows. What is learned from it "
    "does not hold for new rows."
)
_MOSTLY = _("{name} is missing in {share} of the rows: most of what the network sees of it is filled in.")
_OFTEN_MISSING = _(
    "{name} is missing in {share} of the rows. What is filled in there is a guess, and the network cannot "
    "tell it from a value."
)
_SAME_AS_BEFORE = _("{count:,} columns say the same as a column before them: {names}. One of each is enough.")
_SAME_VALUES = _("{one} and {other} hold the same values. One of them is enough.")
_SAME_MEANING = _(
    "{one} and {other} say the same: each value of one goes with one of the other. One of them is enough."
)
_TWO_UNITS = _(
    "{one} and {other} have a correlation of {correlation:.5f}, like one measure in two units. One of them "
    "is enough."
)
_CONSTANT_ONES = _("{count} columns have one value only, so nothing can be learned from them: {names}.")
_NEARLY_CONSTANT_ONES = _(
    "{count} columns have the same value in 99% of the rows or more: {names}. Little can be learned "
    "from them."
)
_NAMES = _(
    "{count} columns have a different value in nearly every row: {names}. They name the rows, and what is "
    "learned from them does not hold for new rows."
)
_MOSTLY_MISSING_ONES = _(
    "{count} columns are missing in most rows: {names}. What the network sees of them is mostly filled in."
)
_NOT_USED = {
    Kind.TEXT: (
        _("{name} is text and is not used."),
        _("{count:,} columns hold texts and are not used: {names}."),
    ),
    Kind.DATE: (
        _("{name} is a date and is not used."),
        _("{count:,} columns hold dates and are not used: {names}."),
    ),
}
"""What is said of one column, and of many."""


def column_findings(study: Study) -> Iterator[Finding]:
    """Find what is wrong with the features one by one, and which columns are not used."""
    yield from _constant(study)
    yield from _identifiers(study)
    yield from _missing(study)
    yield from _same(study)
    yield from _unused(study)


def _each_or_all(
    study: Study,
    kind: FindingKind,
    columns: Sequence[Column],
    one: Callable[[Column], str],
    several: str,
) -> Iterator[Finding]:
    """Say it of each column, or of many in one sentence; the remedy is to ignore them."""
    if len(columns) > _TOLD_APART:
        names = tuple(column.name for column in columns)
        sentence = several.format(count=numeral(len(names)), names=listed(names))
        yield Finding(kind=kind, columns=names, sentence=sentence, **to_ignore(study.plan, names))
        return
    for column in columns:
        remedy = to_ignore(study.plan, [column.name])
        yield Finding(kind=kind, columns=(column.name,), sentence=one(column), **remedy)


def _top(study: Study, column: Column) -> tuple[int, int]:
    """Return the row with the most common value, and in how many rows it stands."""
    codes = study.codes(column)
    counts = np.bincount(codes[codes >= 0])
    return int(np.argmax(codes == np.argmax(counts))), int(counts.max())


def _constant(study: Study) -> Iterator[Finding]:
    constant, nearly = [], []
    for column in study.features:
        if study.codes(column).max(initial=-1) < 0:
            continue  # told among the missing ones
        _, often = _top(study, column)
        if often == len(column):
            constant.append(column)
        elif len(column) >= 5 * FEWEST_ROWS and often >= NEARLY * len(column):
            nearly.append(column)

    def said(column: Column) -> str:
        row, often = _top(study, column)
        name = shown(column.name)
        value, rest = shown(column.texts(np.array([row]))[0]), len(column) - often
        if not rest:
            return _ONE_VALUE.format(name=name, value=value)
        return _ALL_BUT.format(name=name, value=value, rest=rest, rows=len(column))

    yield from _each_or_all(study, FindingKind.CONSTANT, constant, said, _CONSTANT_ONES)
    yield from _each_or_all(study, FindingKind.CONSTANT, nearly, said, _NEARLY_CONSTANT_ONES)


def _identifiers(study: Study) -> Iterator[Finding]:
    plan = study.plan
    found = [
        study.table.column(name)
        for name in plan.features
        if plan.columns[name].kind is not Kind.DATE  # a number of days has an order, which new rows have too
    ]
    found = [column for column in found if is_identifier(column)]

    def said(column: Column) -> str:
        return _NAMES_ROWS.format(name=shown(column.name), different=column.distinct, rows=len(column))

    yield from _each_or_all(study, FindingKind.IDENTIFIER, found, said, _NAMES)


def _missing(study: Study) -> Iterator[Finding]:
    rows = len(study.table)
    gone = [(column, int((study.codes(column) < 0).sum())) for column in study.features]
    mostly = [column for column, missing in gone if rows and missing >= MOSTLY_MISSING * rows]

    def said(column: Column) -> str:
        missing = int((study.codes(column) < 0).sum())
        return _MOSTLY.format(name=shown(column.name), share=percent(missing, rows))

    yield from _each_or_all(study, FindingKind.MISSING, mostly, said, _MOSTLY_MISSING_ONES)
    for column, missing in gone:
        planned = study.plan.columns[column.name]
        marked = planned.impute is Impute.OWN_LEVEL
        if not MANY_MISSING * rows <= missing < MOSTLY_MISSING * rows or marked:
            continue
        yield Finding(
            kind=FindingKind.MISSING,
            columns=(column.name,),
            sentence=_OFTEN_MISSING.format(name=shown(column.name), share=percent(missing, rows)),
            remedy=study.plan.with_column(column.name, impute=Impute.OWN_LEVEL),
            remedy_label=_("Let the network see where it is missing"),
        )


def _same(study: Study) -> Iterator[Finding]:
    """Find features that hold the same values, or the same under other names or in other units."""
    seen: dict[tuple[str, bytes], Column] = {}
    kept: list[Column] = []
    pairs: list[tuple[Column, Column]] = []
    for column in study.features:
        codes, different = packed(study.codes(column) + 1)  # what is missing is one of them
        if different < 2:  # noqa: PLR2004 - constant columns are told elsewhere
            continue
        if different > len(codes) // 2:  # any two columns of nothing but different values are one-to-one
            key: tuple[str, bytes] = (column.kind, column.values.tobytes())
        else:
            key = ("codes", _by_appearance(codes, different).tobytes())
        if key in seen:
            pairs.append((seen[key], column))
        else:
            seen[key] = column
            kept.append(column)
    if len(pairs) > _TOLD_APART:
        names = tuple(second.name for _, second in pairs)
        yield Finding(
            kind=FindingKind.SAME,
            columns=names,
            sentence=_SAME_AS_BEFORE.format(count=len(names), names=listed(names)),
            severity="note",
            **to_ignore(study.plan, names),
        )
    else:
        yield from (_of_two(study, first, second) for first, second in pairs)
    yield from _two_units(study, [column for column in kept if column.kind is Kind.NUMBER])


def _by_appearance(codes: Codes, different: int) -> Codes:
    """Rename codes in the order in which they appear: columns that say the same get the same ones."""
    first = np.zeros(different, np.int64)
    first[codes[::-1]] = np.arange(len(codes))[
        ::-1
    ]  # of several rows the last one to be written is the first
    return np.argsort(np.argsort(first))[codes]


def _of_two(study: Study, first: Column, second: Column) -> Finding:
    equal = first.kind is second.kind and bool(
        np.array_equal(first.values, second.values, equal_nan=first.kind is Kind.NUMBER)
        and first.levels == second.levels
    )
    said = _SAME_VALUES if equal else _SAME_MEANING
    says = said.format(one=shown(first.name), other=shown(second.name))
    return _same_finding(study, first, second, says)


def _two_units(study: Study, columns: list[Column]) -> Iterator[Finding]:
    count = min(len(columns), int((2 * _MOST_PAIRS) ** 0.5))
    rows = np.linspace(0, len(study.table) - 1, min(_SAMPLE, len(study.table))).astype(np.int64)
    whole = [column for column in columns[:count] if usable(column).all()]
    if len(whole) < 2 or len(rows) < FEWEST_ROWS:  # noqa: PLR2004 - a pair
        return
    values = np.column_stack([column.values[rows] for column in whole])
    values = values - values.mean(axis=0)
    size = np.sqrt((values**2).sum(axis=0))
    values = values[:, size > 0] / size[size > 0]
    whole = [column for column, some in zip(whole, size > 0, strict=True) if some]
    gone: set[str] = set()
    for first, second in zip(*np.nonzero(np.triu(np.abs(values.T @ values) > SAME_MEASURE, 1)), strict=True):
        one, other = whole[first], whole[second]
        if one.name in gone or other.name in gone:
            continue
        found = correlation(one.values, other.values)  # of all rows
        if abs(found) > SAME_MEASURE:
            gone.add(other.name)
            says = _TWO_UNITS.format(one=shown(one.name), other=shown(other.name), correlation=found)
            yield _same_finding(study, one, other, says)


def _same_finding(study: Study, first: Column, second: Column, says: str) -> Finding:
    return Finding(
        kind=FindingKind.SAME,
        columns=(first.name, second.name),
        sentence=says,
        severity="note",
        **to_ignore(study.plan, [second.name]),
    )


def _unused(study: Study) -> Iterator[Finding]:
    plan = study.plan
    columns = [column for column in study.table.columns if plan.columns[column.name].role is Role.IGNORED]
    for kind, (of_one, of_many) in _NOT_USED.items():
        found = [column for column in columns if column.kind is kind and not column.missing.all()]
        if len(found) > _TOLD_APART:
            names = tuple(column.name for column in found)
            says = of_many.format(count=len(names), names=listed(names))
            yield Finding(kind=FindingKind.UNUSED, columns=names, sentence=says, severity="note")
            continue
        for column in found:
            says = of_one.format(name=shown(column.name))
            yield Finding(
                kind=FindingKind.UNUSED,
                columns=(column.name,),
                sentence=says,
                severity="note",
                **_use(study, column),
            )


def _use(study: Study, column: Column) -> dict[str, Any]:
    planned = study.plan.columns[column.name]
    if column.kind is Kind.DATE:
        used = replace(planned, role=Role.FEATURE, kind=Kind.DATE)
        label: str = _("Use it as a number of days")
    elif column.distinct <= min(LEVELS_OF_A_FEATURE, len(column) // 4):
        used = replace(planned, role=Role.FEATURE, kind=Kind.CATEGORY)
        label = _("Take {name} for a category").format(name=shown(column.name))
    else:
        return {}
    columns = {**study.plan.columns, column.name: used}
    return {"remedy": replace(study.plan, columns=columns), "remedy_label": label}
