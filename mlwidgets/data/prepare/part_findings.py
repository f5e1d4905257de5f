"""What is wrong with the parts: rows in two of them, categories that one lacks, parts that are tiny."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.prepare.choices import SplitMethod
from mlwidgets.data.prepare.equal import equal_rows
from mlwidgets.data.prepare.finding import Finding, FindingKind, Study, packed, remedy, to_stratify
from mlwidgets.data.tables.table import Kind
from mlwidgets.data.wording import TEST_ROWS, VALIDATION_ROWS, listed
from mlwidgets.language import _, n_
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

_REPEATED = _("Only {different:,} of {rows:,} rows are different.")
_REPEATED_IN_USED = _("Only {different:,} of {rows:,} rows are different in the columns used.")
_KEPT = _(" Equal rows are kept together in one part, so none is both learned and tested.")
_PART_OF = _("{count:,} of {rows}")
_BOTH = _("{first} and {last}")
_ACROSS_CLASSES = _(
    "{told} are also among the training rows. The network has seen their answers, so the accuracy on them "
    "comes out too high."
)
_ACROSS_NUMBERS = _(
    "{told} are also among the training rows. The network has seen their answers, so the error on them comes "
    "out too low."
)
_UNSEEN_ONE = _(
    "{levels} of {name} is in {rows} but in no training row: the network cannot learn what it means."
)
_UNSEEN_MANY = _(
    "{levels} of {name} are in {rows} but in no training row: the network cannot learn what they mean."
)
_UNSEEN_CLASS = n_(
    "The class {levels} is in no training row, so the network will never answer it.",
    "The classes {levels} are in no training row, so the network will never answer them.",
)
_FEW_ROWS = _("There are only {rows}: a figure on so few depends much on chance.")
_MOVES = _(" Each of them moves the accuracy by {points:.2g} points.")
_NO_VALIDATION = _("There are no validation rows, so only the test rows are left to choose settings by.")
_TAKE = {"test": _("Take {share:.0%} for test"), "validation": _("Take {share:.0%} for validation")}
_PART_ROWS = {"test": TEST_ROWS, "validation": VALIDATION_ROWS}


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
        said = _REPEATED_IN_USED if len(plan.features) + 1 < len(study.table.columns) else _REPEATED
        yield Finding(
            kind=FindingKind.REPEATS,
            sentence=said.format(different=different, rows=rows) + (_KEPT if kept else ""),
            severity="note",
        )


def _across(study: Study, parts: Parts, tested: int, validated: int) -> Finding:
    plan = study.plan
    told = []
    if tested:
        told.append(_PART_OF.format(count=tested, rows=TEST_ROWS.format(len(parts.test))))
    if validated:
        told.append(_PART_OF.format(count=validated, rows=VALIDATION_ROWS.format(len(parts.validation))))
    which = told[0] if len(told) == 1 else _BOTH.format(first=told[0], last=told[1])
    said = _ACROSS_CLASSES if plan.classes else _ACROSS_NUMBERS
    help_ = {}
    if not plan.split.together and plan.split.method in (SplitMethod.RANDOM, SplitMethod.STRATIFIED):
        help_ = remedy(plan.with_split(together=True), _("Keep duplicates together"))
    many = tested >= _SERIOUS * len(parts.test) or validated >= _SERIOUS * max(len(parts.validation), 1)
    return Finding(
        kind=FindingKind.DUPLICATES,
        sentence=said.format(told=which),
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
        said = _UNSEEN_ONE if len(levels) == 1 else _UNSEEN_MANY
        where = _PART_ROWS[name].format(len(new))
        yield Finding(
            kind=FindingKind.UNSEEN,
            columns=(column.name,),
            sentence=said.format(levels=listed(levels), name=shown(column.name), rows=where),
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
    yield Finding(
        kind=FindingKind.UNSEEN,
        columns=(target.name,),
        sentence=_UNSEEN_CLASS.format(len(levels), levels=listed(levels)),
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
            help_ = remedy(study.plan.with_split(**{name: usual}), _TAKE[name].format(share=usual))
        if rows:
            moves = _MOVES.format(points=100 / rows) if study.plan.classes else ""
            says = _FEW_ROWS.format(rows=_PART_ROWS[name].format(rows)) + moves
        else:
            says = _NO_VALIDATION
        yield Finding(kind=FindingKind.SMALL_PART, sentence=says, severity="note", **help_)
