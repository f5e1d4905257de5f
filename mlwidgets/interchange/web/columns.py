"""How the values of a table's columns become the network's input, as plain JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.prepare.steps import CategorySteps, NumberSteps

if TYPE_CHECKING:
    from mlwidgets.data.prepare.fitted_column import FittedColumn
    from mlwidgets.data.prepare.prepared import PreparedTable
    from mlwidgets.engine.arrays import AnyArray


def column_steps(prepared: PreparedTable) -> list[dict[str, Any]]:
    """Return for each feature, in the order of the network's inputs, what its value becomes.

    Returns
    -------
    list of dict
        Each with `name` and `kind`.

        number, date
            One input, (value − offset) / divisor, where a missing value is `fill`; with `missing_input` one
            more, 1 where the value is missing, else 0. `low` and `high` are those of the training rows;
            `whole`: they are all whole numbers. A date is the days since 1 January 1970.
        category
            `levels` in their order. `encode` "one_hot": an input for each level, 1 for the value's own and
            else 0; with `missing_level` one more, for a missing or unknown value. "ordinal": one input,
            (place − offset) / divisor. `fill` is the place that a missing value takes; an unknown one takes
            it only if it is encoded as ordinal, or if there is a `missing_level`; else all are 0.
        Statistics are those of the training rows only.
    """
    return [_of(steps, prepared) for steps in prepared.columns]


def _of(steps: FittedColumn, prepared: PreparedTable) -> dict[str, Any]:
    if isinstance(steps, NumberSteps):
        kind = steps.plan.kind
        return {
            "name": steps.name,
            "kind": str(kind),
            "low": steps.minimum,
            "high": steps.maximum,
            "whole": bool(str(kind) == "number" and prepared.table.column(steps.name).as_kind(kind).whole),
            "fill": steps.fill,
            "offset": steps.offset,
            "divisor": steps.divisor,
            "missing_input": steps.tells_missing,
        }
    assert isinstance(steps, CategorySteps)  # noqa: S101 - there are no others
    return {
        "name": steps.name,
        "kind": "category",
        "levels": list(steps.levels),
        "encode": str(steps.plan.encode),
        "fill": steps.fill,
        "offset": steps.offset,
        "divisor": steps.divisor,
        "missing_level": steps.has_missing_level,
    }


def number_columns(x: AnyArray) -> list[dict[str, Any]]:
    """Return the same for plain numbers, (examples, …), which the network is given as they are."""
    flat = x.reshape(len(x), -1)
    return [
        {
            "name": f"x{place + 1}",
            "kind": "number",
            "low": float(column.min()),
            "high": float(column.max()),
            "whole": bool(np.array_equal(column, np.rint(column))),
            "fill": float(np.median(column)),
            "offset": 0.0,
            "divisor": 1.0,
            "missing_input": False,
        }
        for place, column in enumerate(flat.T)
    ]
