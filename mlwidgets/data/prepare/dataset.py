"""A `Dataset` made from a table, and tables that were opened, found again by their content."""

from __future__ import annotations

import json
from sys import getsizeof
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.dataset import Dataset
from mlwidgets.data.opened import Opened
from mlwidgets.data.prepare.plan import Plan
from mlwidgets.data.prepare.prepared import PreparedTable
from mlwidgets.errors import DataError
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.data.tables.table import Table


def prepared_dataset(table: Table, plan: Plan | None = None) -> Dataset:
    """Return a table as data to learn from: its rows divided, and its steps fitted on the training rows.

    Parameters
    ----------
    table : Table
        What was read.
    plan : Plan, optional
        What is to be made of it; `Plan.suggested` if not given.

    Returns
    -------
    Dataset
        Its `x_train` holds training and validation rows; `validation_index` says which are the latter, and
        `prepared` the way from the table to the numbers and back. `train_index` and `test_index` are row
        numbers of the table.

    Raises
    ------
    DataError
        The plan cannot be made of this table; the sentence says why.
    """
    chosen = Plan.suggested(table) if plan is None else plan
    prepared = PreparedTable(table, chosen)
    rows, test = prepared.learned_rows, prepared.parts.test
    x_train, y_train = prepared.examples(rows)
    x_test, y_test = prepared.examples(test)
    remember(table)
    return Dataset(
        name=table.name,
        x_train=x_train,
        y_train=y_train,
        x_test=x_test,
        y_test=y_test,
        class_names=prepared.target.class_names,
        source=table.source,
        licence=table.licence,
        train_index=rows,
        test_index=test,
        config={**table.config, "name": table.name, "plan": chosen.to_dict()},
        prepared=prepared,
        validation_index=np.searchsorted(rows, prepared.parts.validation),
    )


def remember(table: Table) -> None:
    """Keep an opened table, so that `opened_table` finds it again as long as Python runs."""
    _OPENED.keep(_key(table.config), table)


def opened_table(config: Mapping[str, Any]) -> Table:
    """Return the table of this `config` that was opened since Python has been started.

    Raises
    ------
    DataError
        There is none: its file has to be opened again.
    """
    table = _OPENED.find(_key(config))
    if table is None:
        raise DataError(
            f"The table {shown(config.get('name', 'of this plan'))} is not open: open its file again, then "
            "everything else can be restored."
        )
    return table


def _size(table: Table) -> int:
    return sum(column.values.nbytes + sum(map(getsizeof, column.levels)) for column in table.columns)


_OPENED: Opened[Table] = Opened(_size)


def _key(config: Mapping[str, Any]) -> str:
    plain = {name: value for name, value in config.items() if name not in ("name", "plan")}
    return json.dumps(plain, sort_keys=True, default=str)
