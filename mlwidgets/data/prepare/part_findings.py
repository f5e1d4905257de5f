"""What is wrong with the parts: rows in two of them, categories that one lacks, parts that are tiny."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.prepare.choices import SplitMethod
from mlwidgets.data.prepare.equal import equal_rows
from mlwidgets.data.prepare.finding import Finding, FindingKind, Study, packed, remedy, to_stratify
from mlwidgets.data.tables.table import Kind
from mlwidgets.data.wording import count, listed
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlwidgets.data.prepare.split import Parts
    from mlwidgets.data.tables.table import Column

FEW = 20
"""In a part of fewer rows each of them moves the accuracy by more than 5 points."""

USUAL_TEST, USUAL_VALIDATION = 0.2, 0.15

_MANY_REPEATS = 0.9
_SERIOUS = 0.01


def part_findings(study: Study) -> Iterator[Finding]:
    """Find what is wrong with the parts of a table."""
    yield from _repeats(study)
    if study.parts is not None:
        for column in study.features:
            if column.kind is Kind.CATEGORY:
                yield from _unseen(study, study.parts, column)
        yield from _unseen_class(study, study.parts)
        yield from _small(study, study.parts)


def _repeats(study: Study) -> Iterator[Finding]:
    """Find rows that are equal in all features and the target, in one part or across several."""
    plan, parts = study.plan, study.parts
    if not plan.features or not plan.target:
        return
    groups = equal_rows(study.table, (*plan.features, plan.target))
    different, rows = packed(groups[study.rows])[1], len(study.rows)
    if different == rows:
        return
    if parts is not None:
        learned = np.zeros(len(groups), bool)
        learned[groups[parts.train]] = True
        tested = int(learned[groups[parts.test]].sum())
        validated = int(learned[groups[parts.validation]].sum())
        if tested or validated:
            yield _across(study, parts, tested, validated)
            return
    if different < _MANY_REPEATS * rows:
        kept = plan.split.together and plan.split.method in (SplitMethod.RANDOM, SplitMethod.STRATIFIED)
        says = (
            " Equal rows are kept together in one part, so none is both learned and tested." if kept else ""
        )
        where = " in the columns used" if len(plan.features) + 1 < len(study.table.columns) else ""
        yield Finding(
            kind=FindingKind.REPEATS,
            sentence=f"Only {different:,} of {rows:,} rows are different{where}.{says}",
            severity="note",
        )


def _across(study: Study, parts: Parts, tested: int, validated: int) -> Finding:
    plan = study.plan
    told = []
    if tested:
        told.append(f"{tested:,} of {count(len(parts.test), 'test row')}")
    if validated:
        told.append(f"{validated:,} of {count(len(parts.validation), 'validation row')}")
    figure, good = ("accuracy", "high") if plan.classes else ("error", "low")
    help_ = {}
    if not plan.split.together and plan.split.method in (SplitMethod.RANDOM, SplitMethod.STRATIFIED):
        help_ = remedy(plan.with_split(together=True), "Keep duplicates together")
    many = tested >= _SERIOUS * len(parts.test) or validated >= _SERIOUS * max(len(parts.validation), 1)
    return Finding(
        kind=FindingKind.DUPLICATES,
        sentence=f"{' and '.join(told)} are also among the training rows. The network has seen their "
        f"answers, so the {figure} on them comes out too {good}.",
        severity="warning" if many else "note",
        **help_,
    )


def _unseen(study: Study, parts: Parts, column: Column) -> Iterator[Finding]:
    """Find categories that are in the validation or test rows only."""
    codes = study.codes(column)
    known = np.zeros(len(column.levels) + 1, bool)
    known[codes[parts.train]] = True
    known[-1] = True  # where the value is missing, −1
    for name, rows in (("test", parts.test), ("validation", parts.validation)):
        new = codes[rows][~known[codes[rows]]]
        if not len(new):
            continue
        levels = [column.levels[code] for code in np.unique(new)]
        be, it_means = ("is", "it means") if len(levels) == 1 else ("are", "they mean")
        yield Finding(
            kind=FindingKind.UNSEEN,
            columns=(column.name,),
            sentence=f"{listed(levels)} of {shown(column.name)} {be} in {count(len(new), f'{name} row')} "
            f"but in no training row: the network cannot learn what {it_means}.",
        )
        return


def _unseen_class(study: Study, parts: Parts) -> Iterator[Finding]:
    target = study.target
    if target is None or target.kind is not Kind.CATEGORY:
        return
    codes = study.codes(target)
    new = np.setdiff1d(codes[study.rows], codes[parts.train])
    if not len(new):
        return
    levels = [target.levels[code] for code in new]
    noun, be, them = ("class", "is", "it") if len(levels) == 1 else ("classes", "are", "them")
    yield Finding(
        kind=FindingKind.UNSEEN,
        columns=(target.name,),
        sentence=f"The {noun} {listed(levels)} {be} in no training row, so the network will never "
        f"answer {them}.",
        **to_stratify(study.plan),
    )


def _small(study: Study, parts: Parts) -> Iterator[Finding]:
    used = len(parts.train) + len(parts.validation) + len(parts.test)
    for name, rows, usual in (
        ("test", len(parts.test), USUAL_TEST),
        ("validation", len(parts.validation), USUAL_VALIDATION),
    ):
        if rows >= FEW:
            continue
        help_ = {}
        if getattr(study.plan.split, name) < usual and usual * used >= FEW:
            help_ = remedy(study.plan.with_split(**{name: usual}), f"Take {usual:.0%} for {name}")
        if rows:
            moves = (
                f" Each of them moves the accuracy by {100 / rows:.2g} points." if study.plan.classes else ""
            )
            few = count(rows, f"{name} row")
            says = f"There are only {few}: a figure on so few depends much on chance.{moves}"
        else:
            says = "There are no validation rows, so only the test rows are left to choose settings by."
        yield Finding(kind=FindingKind.SMALL_PART, sentence=says, severity="note", **help_)
