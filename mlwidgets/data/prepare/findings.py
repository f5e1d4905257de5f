"""What is worth knowing before a network is trained on a table: warnings, each with what would help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.data.prepare.column_findings import column_findings
from mlwidgets.data.prepare.finding import Finding, FindingKind, Study
from mlwidgets.data.prepare.part_findings import part_findings
from mlwidgets.data.prepare.target_findings import target_findings

if TYPE_CHECKING:
    from mlwidgets.data.prepare.plan import Plan
    from mlwidgets.data.prepare.prepared import PreparedTable
    from mlwidgets.data.tables.table import Table

__all__ = ["Finding", "FindingKind", "findings"]

_ORDER = {kind: place for place, kind in enumerate(FindingKind)}


def findings(table: Table, plan: Plan, prepared: PreparedTable | None = None) -> tuple[Finding, ...]:
    """Find what spoils a result, or is worth knowing, in a table that is to be trained on.

    Parameters
    ----------
    table : Table
        The rows.
    plan : Plan
        What is to be made of them; it need not be possible.
    prepared : PreparedTable, optional
        The table prepared by this plan; what depends on the parts is only found with it.

    Returns
    -------
    tuple of Finding
        Warnings first, the gravest of them on top; then notes.

    Examples
    --------
    >>> from mlwidgets.data.prepare.plan import Plan
    >>> from mlwidgets.data.tables.bundled import bundled_table
    >>> table = bundled_table("phishing")
    >>> for one in findings(table, Plan.suggested(table)):
    ...     print(one.severity, one.kind)
    note contradiction
    note repeats
    """
    study = Study(table, plan, None if prepared is None else prepared.parts)
    found = [*target_findings(study), *column_findings(study), *part_findings(study)]
    return tuple(sorted(found, key=lambda one: (one.severity == "note", _ORDER[one.kind])))
