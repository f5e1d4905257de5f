"""What is wrong with the target: hidden among the features, unbalanced, rare, contradicted, missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.prepare.equal import equal_rows
from mlwidgets.data.prepare.finding import (
    Codes,
    Finding,
    FindingKind,
    Study,
    correlation,
    packed,
    to_ignore,
    to_stratify,
)
from mlwidgets.data.tables.table import Kind
from mlwidgets.data.wording import ROWS, listed, percent
from mlwidgets.language import _, n_
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlwidgets.data.tables.table import Column

FEWEST_ROWS = 30
"""With fewer rows a feature may tell the target by chance."""

SURE = 0.999
"""A feature that tells so many rows' target, or has such a correlation with it, is a leak."""

ROWS_A_VALUE = 5
"""A feature with fewer rows for each value tells the target of a row as its name does: no rule is seen."""

MAJORITY = 0.8
TIMES = 10
RARE = 5
BEST = 0.99

_TOLD_APART = 6
"""More leaks than this are told in one sentence."""

_IF_KNOWN_LATE = _(" If it is only known once the answer is, ignore it: on new rows it would not be there.")
_MANY_LEAKS = _(
    "{count:,} columns tell {target} by themselves, or nearly: {names}. Ignore those that are only known "
    "once the answer is: on new rows they would not be there."
)
_TELLS = _("{name} alone tells {target} in {share} of the rows.")
_OTHER_WORDS = _("{name} is {target} in other words: each value of one goes with one value of the other.")
_GIVES_AWAY = _("{name} gives {target} away: each of its values goes with one class only.")
_SEPARATES = _("{name} alone separates the classes of {target} without one mistake.")
_GIVES_NUMBER_AWAY = _("{name} gives {target} away: rows of one category have the same value.")
_CORRELATED = _("{name} and {target} have a correlation of {correlation:.4f}: who knows one knows the other.")
_SAME_ORDER = _("{name} and {target} put the rows in the same order: who knows one knows the other.")
_MOST_ARE = _(
    "{share} of the rows are {level}: always answering {level} is right that often, so accuracy says little. "
    "Look at recall, precision and the curves in Results."
)
_UNEQUAL = _(
    "There are {rows} of {level}, but {fewer} of {other}. Look at the recall of each class in Results, not "
    "at accuracy alone."
)
_RARE_CLASSES = n_(
    "Class {levels} has fewer than {fewest} rows: too few to learn from, to tune on and to test with.",
    "Classes {levels} have fewer than {fewest} rows: too few to learn from, to tune on and to test with.",
)
_CONTRADICTED = _(
    "Some rows are equal in all features but not in {target}. No model can get more than {share} of all rows "
    "right."
)
_NO_ANSWER = n_(
    "{count:,} row has no {target} and cannot be used.", "{count:,} rows have no {target} and cannot be used."
)


def target_findings(study: Study) -> Iterator[Finding]:
    """Find what is wrong with the target of a plan; nothing if it has none."""
    target = study.target
    if target is None or len(study.rows) < 2 or target.kind in (Kind.TEXT, Kind.DATE):  # noqa: PLR2004
        return
    leaks = [one for column in study.features for one in _leak(study, column, target)]
    yield from leaks if len(leaks) <= _TOLD_APART else [_leaks(study, leaks, target)]
    if target.kind is Kind.CATEGORY:
        yield from _balance(study, target)
        yield from _contradictions(study, target)
    yield from _without_target(study, target)


def _leak(study: Study, column: Column, target: Column) -> Iterator[Finding]:
    both = study.both(column, target)
    rows = int(both.sum())
    if rows < FEWEST_ROWS:
        return
    values, values_count = packed(study.codes(column)[both])
    answers, answers_count = packed(study.codes(target)[both])
    if values_count < 2 or answers_count < 2:  # noqa: PLR2004 - one value tells nothing
        return
    if target.kind is Kind.CATEGORY:
        says = _tells_class(column, target, (values, values_count), (answers, answers_count))
        if not says and column.kind is not Kind.CATEGORY:
            says = _separates(column, target, values, (answers, answers_count))
    else:
        says = _tells_number(column, target, both, (values, values_count), answers)
    if says:
        yield Finding(
            kind=FindingKind.LEAK,
            columns=(column.name, target.name),
            sentence=says + _IF_KNOWN_LATE,
            **to_ignore(study.plan, [column.name]),
        )


def _leaks(study: Study, leaks: Sequence[Finding], target: Column) -> Finding:
    """Return one finding for many columns: as many sentences would hide all others."""
    names = [one.columns[0] for one in leaks]
    return Finding(
        kind=FindingKind.LEAK,
        columns=(*names, target.name),
        sentence=_MANY_LEAKS.format(count=len(names), target=shown(target.name), names=listed(names)),
        **to_ignore(study.plan, names),
    )


def _tells_class(
    column: Column, target: Column, values: tuple[Codes, int], answers: tuple[Codes, int]
) -> str:
    """Say so if each value of a feature goes with one class, in (nearly) all rows."""
    rows = len(values[0])
    if values[1] * ROWS_A_VALUE > rows:
        return ""
    table = np.bincount(values[0] * answers[1] + answers[0], minlength=values[1] * answers[1])
    table = table.reshape(values[1], answers[1])
    told, usual = int(table.max(axis=1).sum()), int(table.sum(axis=0).max())
    if (
        told < SURE * rows or (rows - told) * 10 > rows - usual
    ):  # where nearly all are one class, that is easy
        return ""
    name, of = shown(column.name), shown(target.name)
    if told < rows:
        return _TELLS.format(name=name, target=of, share=percent(told, rows))
    if (np.count_nonzero(table, axis=0) == 1).all():
        return _OTHER_WORDS.format(name=name, target=of)
    return _GIVES_AWAY.format(name=name, target=of)


def _separates(column: Column, target: Column, ranks: Codes, answers: tuple[Codes, int]) -> str:
    """Say so if the classes lie one beside the other along a number, without any overlap."""
    codes, classes = answers
    low, high = np.full(classes, np.iinfo(np.int64).max), np.full(classes, -1)
    np.minimum.at(low, codes, ranks)
    np.maximum.at(high, codes, ranks)
    order = np.argsort(low)
    if np.bincount(codes).min() < ROWS_A_VALUE or (high[order][:-1] >= low[order][1:]).any():
        return ""
    return _SEPARATES.format(name=shown(column.name), target=shown(target.name))


def _tells_number(
    column: Column, target: Column, both: np.ndarray, values: tuple[Codes, int], answers: Codes
) -> str:
    """Say so if a feature and a number to predict rise and fall together, or go by its categories."""
    name, of = shown(column.name), shown(target.name)
    numbers = target.values[both]
    if column.kind is Kind.CATEGORY:
        codes, levels = values
        if levels * ROWS_A_VALUE > len(codes):
            return ""
        means = np.bincount(codes, numbers) / np.bincount(codes)
        explained = correlation(means[codes], numbers)
        return _GIVES_NUMBER_AWAY.format(name=name, target=of) if explained > SURE else ""
    feature = column.values[both].astype(np.float64)
    found = correlation(feature, numbers)
    if abs(found) >= SURE:
        return _CORRELATED.format(name=name, target=of, correlation=found)
    if abs(correlation(values[0].astype(np.float64), answers.astype(np.float64))) >= 1 - 1e-9:
        return _SAME_ORDER.format(name=name, target=of)
    return ""


def _balance(study: Study, target: Column) -> Iterator[Finding]:
    codes = study.codes(target)[study.rows]
    counts = np.bincount(codes, minlength=len(target.levels))
    present = np.flatnonzero(counts)
    most, least = present[np.argmax(counts[present])], present[np.argmin(counts[present])]
    rows = len(codes)
    if len(present) < 2:  # noqa: PLR2004 - said by Plan.check
        return
    title = shown(target.levels[most])
    if counts[most] >= MAJORITY * rows:
        says = _MOST_ARE.format(share=percent(int(counts[most]), rows), level=title)
    elif counts[most] >= TIMES * counts[least]:
        says = _UNEQUAL.format(
            rows=ROWS.format(int(counts[most])),
            level=title,
            fewer=ROWS.format(int(counts[least])),
            other=shown(target.levels[least]),
        )
    else:
        says = ""
    if says:
        yield Finding(
            kind=FindingKind.IMBALANCE,
            columns=(target.name,),
            sentence=says,
            **to_stratify(study.plan),
        )
    rare = [target.levels[one] for one in present if counts[one] < RARE]
    if rare:
        yield Finding(
            kind=FindingKind.RARE,
            columns=(target.name,),
            sentence=_RARE_CLASSES.format(len(rare), levels=listed(rare), fewest=RARE),
        )


def _contradictions(study: Study, target: Column) -> Iterator[Finding]:
    """Find rows that are equal in all features and differ in the target: they limit every model."""
    if not study.plan.features:
        return
    codes = study.codes(target)[study.rows]
    groups, _ = packed(equal_rows(study.table, study.plan.features)[study.rows])
    # Of each group its most common class: sorted by group and count, the last of each group.
    pairs, counts = np.unique(groups * len(target.levels) + codes, return_counts=True)
    best = np.zeros(int(groups.max()) + 1, np.int64)
    np.maximum.at(best, pairs // len(target.levels), counts)
    right, rows = int(best.sum()), len(codes)
    if right >= BEST * rows:
        return
    yield Finding(
        kind=FindingKind.CONTRADICTION,
        columns=(target.name,),
        sentence=_CONTRADICTED.format(target=shown(target.name), share=percent(right, rows)),
        severity="note",
    )


def _without_target(study: Study, target: Column) -> Iterator[Finding]:
    missing = len(study.table) - len(study.rows)
    if missing:
        yield Finding(
            kind=FindingKind.NO_TARGET,
            columns=(target.name,),
            sentence=_NO_ANSWER.format(missing, target=shown(target.name)),
            severity="note",
        )
