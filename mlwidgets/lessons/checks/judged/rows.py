"""Checks of the data: how a table was prepared, changed labels, and how often the test set was opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.prepare.choices import Scale
from mlwidgets.data.prepare.fitted_column import offset_and_divisor
from mlwidgets.data.relabelled import changed_labels
from mlwidgets.data.tables.table import Kind
from mlwidgets.language import _
from mlwidgets.lessons.checks import limits
from mlwidgets.lessons.checks.check import Check, Evidence, Finding
from mlwidgets.lessons.checks.limits import Limits

if TYPE_CHECKING:
    from mlwidgets.session import Experiment

_NO_TABLE = _(
    "Your data are not a table, so nothing has been scaled. Choose a table in the data lab, such as penguins."
)
_UNSCALED = _(
    "No column of numbers in your table is scaled. Choose standard scaling for one in the data lab, then "
    "check again."
)
_NOT_ALONE = _(
    "The column {column} was not scaled by its {count:,} training rows alone. Split the rows first, then "
    "scale."
)
_BY_MEAN = _(
    "Your rows were split first: {column} was scaled with {used}, the mean of the {count:,} training rows. "
    "Over all {all:,} rows the mean is {other}, and that was not used."
)
_BY_MINIMUM = _(
    "Your rows were split first: {column} was scaled with {used}, the minimum of the {count:,} training "
    "rows. Over all {all:,} rows the minimum is {other}, and that was not used."
)
_ALIKE = 1e-6
"""Two means that differ by less than this part of the column's spread are the same but for rounding."""


def _look_at_scaling(experiment: Experiment) -> dict[str, Any]:
    """Return what each scaled column was scaled by, and what other rows would have given."""
    prepared = experiment.dataset.prepared
    found: dict[str, Any] = {"table": prepared is not None, "columns": []}
    if prepared is None:
        return found
    rows = {"train": prepared.parts.train, "all": np.arange(len(prepared.table))}
    found["rows"] = {name: len(chosen) for name, chosen in rows.items()}
    for column in prepared.columns:
        plan = prepared.plan.columns[column.name]
        if plan.scale is Scale.NONE or plan.kind is not Kind.NUMBER:
            continue
        values = prepared.plan.as_planned(prepared.table, column.name).values.astype(np.float64)
        used = {"offset": float(column.scaling[0][0]), "divisor": float(column.scaling[1][0])}
        for name, chosen in rows.items():
            present = values[chosen][np.isfinite(values[chosen])]
            if len(present):
                offset, divisor = offset_and_divisor(plan.scale, present)
                used |= {f"{name}_offset": offset, f"{name}_divisor": divisor}
        found["columns"].append({"name": column.name, "scale": str(plan.scale), **used})
    return found


def _split_before_scaling(seen: Evidence) -> Finding:
    """Compare what each column was scaled by with what its training rows alone give."""
    if not seen.flag("table"):
        return Finding(holds=False, why=_NO_TABLE)
    columns = seen.parts("columns")
    if not columns:
        return Finding(holds=False, why=_UNSCALED)
    count = seen.part("rows")
    train, whole = count.count("train"), count.count("all")
    for column in columns:
        spread = abs(column.number("train_divisor")) or 1.0
        apart = max(
            abs(column.number(name) - column.number(f"train_{name}")) for name in ("offset", "divisor")
        )
        if apart > _ALIKE * spread:
            why = _NOT_ALONE.format(column=column.text("name"), count=train)
            return Finding(holds=False, why=why)
    # The column in which it matters most shows it best.
    shown = max(columns, key=lambda one: abs(one.number("all_offset") - one.number("train_offset")))
    said = _BY_MEAN if shown.text("scale") == Scale.STANDARD else _BY_MINIMUM
    used, other = (_number(shown.number(name)) for name in ("offset", "all_offset"))
    why = said.format(column=shown.text("name"), used=used, count=train, all=whole, other=other)
    return Finding(holds=True, why=why)


def _number(value: float) -> str:
    return limits.number(value, 3)


def _look_at_labels(experiment: Experiment) -> dict[str, Any]:
    return {
        "changed": len(changed_labels(experiment.dataset.config)),
        "examples": len(experiment.dataset.x_train),
    }


def _relabelled(seen: Evidence, **given: float) -> Finding:
    return Limits(**given).judge_count(
        seen.count("changed"),
        "label",
        said=_("In your {examples:,} training examples you have changed {found}"),
        higher=_("Give an example another class in the loss lab."),
        lower=_("Undo a change, or choose the data set anew."),
        examples=seen.count("examples"),
    )


def _look_at_openings(experiment: Experiment) -> dict[str, Any]:
    return {"openings": experiment.ledger.test_openings}


def _test_openings(seen: Evidence, **given: float) -> Finding:
    return Limits(**given).judge_count(
        seen.count("openings"),
        "time",
        said=_("You have looked at the test examples {found}"),
        higher=_("Press the test button in the training lab once you have finished tuning."),
        lower=_(
            "Every look makes their figures less honest, and none can be taken back: divide the rows anew "
            "with another seed."
        ),
    )


_COUNT = limits.limits(0, 10_000_000, integer=True)

ROW_CHECKS = (
    Check(
        "split_before_scaling",
        "Whether the columns of a table were scaled with numbers of the training rows alone.",
        _look_at_scaling,
        _split_before_scaling,
    ),
    Check(
        "relabelled",
        "How many training examples have a class that was changed by hand.",
        _look_at_labels,
        _relabelled,
        _COUNT,
        limits.NAMES,
    ),
    Check(
        "test_openings",
        "How often the learner has measured the test examples.",
        _look_at_openings,
        _test_openings,
        _COUNT,
        limits.NAMES,
    ),
)
