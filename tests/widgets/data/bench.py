"""A small table about birds, and the plan that goes with it, for the panes that look at tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.prepare.plan import ColumnPlan, Plan, Role
from mlwidgets.data.tables.table import Kind
from tests.explain.tables.table_makers import category, dates, numbers, table

if TYPE_CHECKING:
    from ipywidgets import Widget

BIRDS = table(
    numbers("mass", [3.0, np.nan, -5.0, 2.0] * 10),
    category("island", ["Dream", "<b>Biscoe</b>", None, "=1+1"] * 10),
    category("note", ["=cmd|' /C calc'!A0", "@x", "-5", "x" * 1000] * 10, Kind.TEXT),
    dates("day", ["2021-03-01", None, "2020-01-01", "2021-03-02"] * 10),
    category("kind", ["a", "b"] * 20),
    numbers("n", list(range(40))),  # no two rows are equal, so they can be divided
)
PLAN = Plan(
    columns={
        "mass": ColumnPlan(role=Role.FEATURE, kind=Kind.NUMBER),
        "island": ColumnPlan(role=Role.FEATURE, kind=Kind.CATEGORY),
        "note": ColumnPlan(role=Role.IGNORED, kind=Kind.TEXT),
        "day": ColumnPlan(role=Role.IGNORED, kind=Kind.DATE),
        "kind": ColumnPlan(role=Role.TARGET, kind=Kind.CATEGORY),
        "n": ColumnPlan(role=Role.FEATURE, kind=Kind.NUMBER),
    }
)


class Page:
    """The page of a widget: it says things, and hears what is answered."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self.heard: list[dict[str, Any]] = []
        self.buffers: list[list[bytes]] = []
        widget.send = self._hear

    def _hear(self, content: dict[str, Any], buffers: list[bytes] | None = None) -> None:
        self.heard.append(content)
        self.buffers.append(buffers or [])

    def say(self, content: object) -> None:
        self._widget._hear(self._widget, content, [])
