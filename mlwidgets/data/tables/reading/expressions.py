# ruff: noqa: S608 - texts of others come into a query only through `literal`
"""Expressions of SQL that turn cells, which are texts, into numbers and dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.data.tables.reading.cells import number_pattern
from mlwidgets.data.tables.table import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.data.tables.reading.formats import Form

NOT_A_NUMBER, CODE = 1, 2
"""What may be wrong with a cell: it is no number or date, or digits that are a name."""

NEVER = "\x02\x03\x02"
"""The separator of a file of one column: it does not occur."""

_SIGNS = {" ": (" ", "\u00a0", "\u202f"), "'": ("'", "’")}


def literal(text: str) -> str:
    """Return a text as it is written in a query."""
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def converted(forms: Sequence[Form], source: str) -> str:
    """Return the query for all columns: v is the value of a cell, b what is wrong with it.

    The values are found inside, so that each is found once, and judged outside.
    """
    outer, inner = [], []
    for column, form in enumerate(forms):
        if form.kind is Kind.TEXT:
            inner.append(f"c{column} AS v{column}")
            outer.append(f"v{column}")
        else:
            inner += [f"c{column}", f"{_value(column, form)} AS n{column}"]
            misfit = wrong(column, form)
            outer.append(f"CASE WHEN {misfit} = 0 THEN n{column} END AS v{column}")
            outer.append(f"({misfit})::TINYINT AS b{column}")
    return f"SELECT {', '.join(outer)} FROM (SELECT {', '.join(inner)} FROM {source})"


def with_value(column: int, form: Form, source: str) -> str:
    """Return a source with the value of one column beside its cells."""
    return f"(SELECT c{column}, {_value(column, form)} AS n{column} FROM {source})"


def wrong(column: int, form: Form) -> str:
    """Return the expression that is 0 for a cell that fits, 1 for one that does not, and 2 for a code."""
    cell, value = f"c{column}", f"n{column}"
    if form.kind is Kind.DATE:
        return f"CASE WHEN {cell} IS NULL OR coalesce(year({value}) >= 1000, false) THEN 0 ELSE 1 END"
    # Looked at only where it can be one, since regular expressions take time.
    suspect = f"length({cell}) >= 16 OR (starts_with({cell}, '0') AND length({cell}) >= 4)"
    code = rf"({suspect}) AND regexp_full_match(trim({cell}), '0\d{{3,}}|[+-]?\d{{16,}}')"
    return (
        f"CASE WHEN {cell} IS NULL THEN 0 WHEN NOT coalesce(isfinite({value}), false) "
        f"OR contains({cell}, '_') THEN {NOT_A_NUMBER} WHEN {code} THEN {CODE} ELSE 0 END"
    )


def _value(column: int, form: Form) -> str:
    """Return the expression of a cell as a number or a date; NULL if it is none."""
    cell = f"c{column}"
    if form.kind is Kind.DATE:
        return f"try_strptime(trim({cell}), [{', '.join(map(literal, form.formats))}])"
    if not form.unit and not form.thousands and form.decimal == ".":
        return f"try_cast({cell} AS DOUBLE)"  # which takes blanks around a number
    cell = f"trim(replace({cell}, {literal(form.unit)}, ''))" if form.unit else f"trim({cell})"
    pattern = literal(number_pattern(form.decimal, form.thousands))
    plain = cell
    for sign in _SIGNS.get(form.thousands, (form.thousands,)):
        plain = f"replace({plain}, {literal(sign)}, '')" if sign else plain
    plain = f"replace({plain}, ',', '.')" if form.decimal == "," else plain
    return f"CASE WHEN regexp_full_match({cell}, {pattern}) THEN try_cast({plain} AS DOUBLE) END"
