"""What the pane *Prepare* shows, as plain values: a plan, its parts, what its steps learned, and one row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.prepare.choices import Encode, Impute, Role, Scale
from mlwidgets.data.prepare.guess import guesses
from mlwidgets.data.tables.table import Kind
from mlwidgets.explain.wording import number_text
from mlwidgets.language import numeral
from mlwidgets.widgets.data import prepare_texts as texts

if TYPE_CHECKING:
    from mlwidgets.data.prepare.plan import ColumnPlan, Plan
    from mlwidgets.data.prepare.prepared import FollowedColumn, PreparedTable
    from mlwidgets.data.tables.table import Column, Table

PARTS = ("train", "validation", "test")

_FEW_LEVELS = 3
_FEW_INPUTS = 8
_MOST_CLASSES = 20


def table_state(table: Table) -> dict[str, Any]:
    """Return what does not change with the plan: each column, what it can be taken for, and why not used."""
    found = guesses(table)
    return {
        "name": table.name,
        "rows": len(table),
        "columns": [
            {
                "name": column.name,
                "kinds": _options(texts.KINDS, _kinds(column)),
                "missing": int(column.missing.sum()),
                "reason": found[column.name].reason,
            }
            for column in table.columns
        ],
    }


def plan_state(table: Table, plan: Plan, prepared: PreparedTable | None) -> dict[str, Any]:
    """Return what is made of each column, and how the rows are divided."""
    split = plan.split
    return {
        "columns": [
            _column_state(table.column(name), one, prepared) for name, one in _in_order(table, plan).items()
        ],
        "split": {
            "method": str(split.method),
            "by": split.by,
            "validation": split.validation,
            "test": split.test,
            "together": split.together,
            "seed": split.seed,
        },
        "parts": [] if prepared is None else _parts(prepared),
        "classes": [] if prepared is None else list(prepared.target.class_names[:_MOST_CLASSES]),
        "leftOut": 0 if prepared is None else len(prepared.parts.left_out),
        "inputs": 0 if prepared is None else len(prepared.inputs),
        "fitted": texts.NOT_FITTED
        if prepared is None
        else texts.FITTED.format(rows=numeral(len(prepared.parts.train))),
    }


def row_state(prepared: PreparedTable, part: str, place: int) -> dict[str, Any]:
    """Return one row of a part, before and after: of each column its value, what fills it, its inputs."""
    rows = getattr(prepared.parts, part)
    place = min(place, len(rows) - 1)
    row = int(rows[place])
    cells = {one.name: _followed(one) for one in prepared.follow(row)}
    target = prepared.plan.target
    raw = prepared.values_of(target, np.array([row]))[0]
    _, answer = prepared.examples(np.array([row]))
    names = prepared.target.class_names
    number = texts.CLASS.format(number=int(answer[0])) if names else number_text(float(answer[0]))
    cells[target] = [raw, "", number]
    return {
        "part": part,
        "place": place,
        "count": len(rows),
        "row": row + 1,
        "cells": [cells.get(name, []) for name in prepared.table.names],
    }


def _in_order(table: Table, plan: Plan) -> dict[str, ColumnPlan]:
    return {name: plan.columns[name] for name in table.names}


def _options(words: dict[Any, str], keys: tuple[Any, ...]) -> list[list[str]]:
    return [[str(key), words[key]] for key in keys]


def _kinds(column: Column) -> tuple[Kind, ...]:
    """Return what a column can be taken for; its own kind comes first."""
    if column.kind is Kind.NUMBER:
        return Kind.NUMBER, Kind.CATEGORY
    if column.kind is Kind.DATE:
        return Kind.DATE, Kind.CATEGORY
    other = Kind.TEXT if column.kind is Kind.CATEGORY else Kind.CATEGORY
    return (column.kind, other, *((Kind.NUMBER,) if _are_numbers(column.levels) else ()))


def _are_numbers(levels: tuple[str, ...]) -> bool:
    try:
        return bool(np.isfinite([float(level) for level in levels]).all()) and bool(levels)
    except ValueError:
        return False


def _column_state(column: Column, plan: ColumnPlan, prepared: PreparedTable | None) -> dict[str, Any]:
    state: dict[str, Any] = {"role": str(plan.role), "kind": str(plan.kind), "steps": [], "learned": []}
    if plan.role is Role.FEATURE and plan.kind is not Kind.TEXT:
        state["steps"] = _steps(plan)
    if prepared is None:
        return state
    if plan.role is Role.FEATURE:
        state["learned"] = _learned(prepared, column.name)
    elif plan.role is Role.TARGET:
        target = prepared.target
        known = {"mean": number_text(target.mean, 3), "std": number_text(target.std, 3)}
        classes = len(target.class_names)
        state["learned"] = [
            texts.CLASSES.format(classes, count=numeral(classes))
            if classes
            else texts.MEAN_STD.format(**known)
        ]
    return state


def _steps(plan: ColumnPlan) -> list[list[Any]]:
    """Return the steps that can be chosen: a field of the plan, its value, and the options."""
    if plan.kind is Kind.CATEGORY:
        impute = plan.impute if plan.impute is Impute.OWN_LEVEL else Impute.MOST_FREQUENT
        fills = _options(texts.IMPUTES, (Impute.MOST_FREQUENT, Impute.OWN_LEVEL))
        steps: list[list[Any]] = [
            ["impute", str(impute), fills],
            ["encode", str(plan.encode), _options(texts.ENCODES, tuple(Encode))],
        ]
        scaled = plan.encode is Encode.ORDINAL
    else:
        words = {**texts.IMPUTES, Impute.OWN_LEVEL: texts.IMPUTE_MARKED}
        steps, scaled = [["impute", str(plan.impute), _options(words, tuple(Impute))]], True
    if scaled:
        steps.append(["scale", str(plan.scale), _options(texts.SCALES, tuple(Scale))])
    return steps


def _learned(prepared: PreparedTable, name: str) -> list[str]:
    """Say what the steps of a feature have learned from the training rows, in one or two lines."""
    fitted = prepared.column(name)
    known = {
        key: number_text(value, 3) if isinstance(value, float) else str(value)
        for key, value in fitted.statistics.items()
    }
    own_level = fitted.plan.impute is Impute.OWN_LEVEL
    fill = [texts.OWN_LEVEL if own_level else texts.FILL.format(fill=known["fill"])] if fitted.missing else []
    if fitted.plan.kind is Kind.CATEGORY:
        levels = [key for key in known if key != "fill"]
        more = ", …" if len(levels) > _FEW_LEVELS else ""
        first = ", ".join(levels[:_FEW_LEVELS]) + more
        return [texts.LEVELS.format(len(levels), count=numeral(len(levels)), first=first), *fill]
    words = {
        Scale.STANDARD: [texts.MEAN_STD.format(**known)],
        Scale.MIN_MAX: [texts.MIN_MAX.format(**known)],
        Scale.NONE: [],
    }
    return [*words[fitted.plan.scale], *fill]


def _followed(column: FollowedColumn) -> list[str]:
    """Return a value as it was read, what it was filled with, and what the network is given."""
    between = [step.after for step in column.steps if step.changed and step.step in ("impute", "days")]
    numbers = [number_text(value, 3) for _, value in column.inputs]
    if len(numbers) > _FEW_INPUTS:
        ones = [f"{one.level}: 1" for one, value in column.inputs if value]
        numbers = [*ones, f"{numeral(len(numbers) - len(ones))} × 0"]
    return [column.raw or texts.MISSING, between[-1] if between else "", "  ".join(numbers)]


def _parts(prepared: PreparedTable) -> list[dict[str, Any]]:
    target = prepared.plan.as_planned(prepared.table, prepared.plan.target)
    names = prepared.target.class_names
    order = [target.levels.index(name) for name in names]
    made = []
    for part in PARTS:
        rows = getattr(prepared.parts, part)
        state: dict[str, Any] = {"name": part, "rows": len(rows), "classes": [], "words": ""}
        values = target.values[rows]
        if names:
            state["classes"] = np.bincount(values, minlength=len(target.levels))[order].tolist()[
                :_MOST_CLASSES
            ]
        elif len(rows):
            state["words"] = texts.PART_MEAN.format(mean=number_text(float(values.mean()), 3))
        made.append(state)
    return made
