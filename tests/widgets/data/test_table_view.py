"""The pane *Table* without a browser: what it sends, what it refuses, and what a file of it holds."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets.data.prepare.plan import Role
from mlwidgets.session import Experiment
from mlwidgets.widgets.data.table_view import TableView
from tests.explain.tables.table_makers import long_table, table
from tests.widgets.data.bench import BIRDS, PLAN, Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlwidgets.data.prepare.plan import Plan
    from mlwidgets.data.tables.table import Table


class Bench:
    """A view whose page is this class: it asks, and hears what is answered."""

    def __init__(self, made: Table = BIRDS, plan: Plan | None = PLAN) -> None:
        self.experiment = Experiment("spiral")
        if plan is None:
            self.experiment.data_draft.set_trait("table", made)  # nothing is prepared
        else:
            self.experiment.data_draft.use_table(made, plan)
            assert self.experiment.data_draft.wait(60)
        self.view = TableView(self.experiment)
        self.page = Page(self.view.grid)
        self.heard, self.say = self.page.heard, self.page.say

    def order(self, *, sorts: object = (), filters: object = (), ask: object = 1) -> dict[str, Any]:
        message = {"kind": "order", "head": self.view.grid.head["serial"], "ask": ask}
        self.say({**message, "sorts": _plain(sorts), "filters": _plain(filters), "tiles": [[0, 0]]})
        return dict(self.view.grid.shown)

    @property
    def rows(self) -> list[int]:
        """The numbers of the rows that came last."""
        tiles = self.heard[-1]["tiles"]
        return list(tiles[0]["numbers"]) if tiles else []


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.view.close()
    made.experiment.close()


def test_the_page_is_told_of_columns_roles_and_parts(bench: Bench) -> None:
    head = bench.view.grid.head
    assert [one["name"] for one in head["columns"]] == ["mass", "island", "note", "day", "kind", "n"]
    roles = ["feature", "feature", "ignored", "ignored", "target", "feature"]
    assert [one["role"] for one in head["columns"]] == roles
    assert head["parts"]
    assert "stays locked" in head["about"]
    assert bench.view.grid.shown["words"] == "40 rows"
    bench.say({"kind": "cells", "order": bench.view.grid.shown["serial"], "tiles": [[0, 0], [9, 9], [0, 1]]})
    [tile] = bench.heard[-1]["tiles"]
    assert tile["numbers"] == list(range(1, 41))
    assert set(tile["parts"]) == {"tr", "va", "te"}
    assert tile["cells"][0][:4] == ["3", None, "-5", "2"]
    assert tile["cells"][1][:4] == ["Dream", "<b>Biscoe</b>", None, "=1+1"]
    assert tile["cells"][3][:2] == ["2021-03-01", None]
    assert len(tile["cells"][2][3]) == 401  # cut, with a sign that it is


def test_rows_are_sorted_and_filtered_and_the_answer_says_so(bench: Bench) -> None:
    shown = bench.order(sorts=[[0, True], [4, False]])
    assert bench.rows[:3] == [1, 5, 9]
    assert shown["words"] == "40 rows, sorted by mass ↓, kind ↑"
    shown = bench.order(filters=[{"column": 0, "kind": "within", "low": 2, "high": None}], ask=2)
    assert (shown["ask"], shown["count"], shown["words"]) == (2, 20, "20 of 40 rows")
    assert shown["filters"] == [
        {"column": 0, "kind": "within", "low": 2.0, "high": None, "words": "mass ≥ 2"}
    ]
    shown = bench.order(filters=[{"column": 3, "kind": "within", "low": "", "high": "2021-03-01"}])
    assert (shown["count"], shown["filters"][0]["words"]) == (20, "day ≤ 2021-03-01")
    shown = bench.order(
        filters=[
            {"column": 1, "kind": "among", "levels": [0, 2, 99, True, "x"]},
            {"column": 2, "kind": "contains", "text": "CMD"},
        ]
    )
    assert [one["words"] for one in shown["filters"]] == ["island: Dream, =1+1", "note contains “CMD”"]
    assert shown["count"] == 10
    assert bench.order(filters=[{"column": 1, "kind": "missing"}])["count"] == 10


@pytest.mark.parametrize(
    "filters",
    [
        None,
        "x",
        7,
        [None, 3, "x", [], {}],
        [
            {"column": 99, "kind": "missing"},
            {"column": True, "kind": "missing"},
            {"column": -1, "kind": "missing"},
        ],
        [{"column": 0, "kind": "contains", "text": "3"}],  # numbers have no texts
        [{"column": 1, "kind": "within", "low": 1, "high": 2}],
        [{"column": 0, "kind": "within", "low": "a", "high": [1]}],
        [{"column": 0, "kind": "within", "low": float("nan"), "high": True}],
        [{"column": 3, "kind": "within", "low": "no day", "high": 10**400}],
        [{"column": 1, "kind": "among", "levels": "Dream"}],
        [{"column": 1, "kind": "contains", "text": ""}],
        [{"column": 1, "kind": "drop table"}],
    ],
)
def test_what_does_not_fit_the_table_filters_nothing(bench: Bench, filters: object) -> None:
    shown = bench.order(filters=filters, sorts=[[99, False], ["0", True], [0, 1], [True, True], 5])
    assert (shown["count"], shown["filters"], shown["sorts"]) == (40, [], [])
    assert bench.view.fault == ""


def test_numbers_beyond_all_floats_and_malformed_messages_do_no_harm(bench: Bench) -> None:
    assert bench.order(filters=[{"column": 0, "kind": "within", "low": 10**400, "high": None}])["count"] == 0
    assert bench.order(filters=[{"column": 0, "kind": "within", "low": None, "high": 10**400}])["count"] == 30
    before = dict(bench.view.grid.shown)
    malformed: list[object] = [
        None,
        [],
        "cells",
        {"kind": "cells"},
        {
            "kind": "cells",
            "order": before["serial"],
            "tiles": [["a", 0], [10**400, 0], [0, -1], [True, 0], 4, None],
        },
        {"kind": "cells", "order": before["serial"], "tiles": {"0": 1}},
        {"kind": "order"},
        {"kind": "order", "head": bench.view.grid.head["serial"], "ask": "1"},
        {"kind": "order", "head": -1, "ask": 1, "sorts": [[0, True]], "filters": [], "tiles": []},
        {"kind": "facts", "column": 10**400},
        {"kind": "facts", "column": None},
        {"kind": ["cells"]},
    ]
    for message in malformed:
        bench.say(message)
    assert bench.view.grid.shown == before
    assert bench.view.fault == ""
    assert all(not one.get("tiles") for one in bench.heard[2:])


def test_a_column_tells_what_it_can_be_filtered_by(bench: Bench) -> None:
    for column in range(4):
        bench.say({"kind": "facts", "column": column})
    mass, island, note, day = bench.heard
    assert (mass["low"], mass["high"], mass["missing"]) == ("−5", "3", 10)
    assert island["levels"] == [[0, "Dream", 10], [1, "<b>Biscoe</b>", 10], [2, "=1+1", 10]]
    assert note["levels"] == []
    assert (day["low"], day["high"]) == ("2020-01-01", "2021-03-02")


def test_a_file_has_the_rows_that_are_shown_and_no_formula(bench: Bench) -> None:
    bench.order(sorts=[[0, True]], filters=[{"column": 0, "kind": "within", "low": -9, "high": None}])
    bench.say({"kind": "csv"})
    assert bench.heard[-1] == {"kind": "file", "name": "birds.csv"}
    rows = list(csv.reader(io.StringIO(bench.page.buffers[-1][0].decode("utf-8-sig"))))
    assert rows[0] == ["mass", "island", "note", "day", "kind", "n"]
    assert len(rows) == 31
    assert rows[1] == ["3", "Dream", "'=cmd|' /C calc'!A0", "2021-03-01", "a", "0"]
    assert rows[11][1] == "'=1+1"
    assert rows[11][2] == "x" * 1000  # all of it
    assert rows[30][:3] == ["-5", "", "-5"]  # what is a number anyway is no formula


def test_a_file_that_nobody_would_wait_for_is_refused_with_the_way_round_it() -> None:
    bench = Bench(long_table(), None)
    bench.say({"kind": "csv"})
    assert "10,000,000 cells; at most 2,000,000" in bench.view.fault
    assert bench.heard == []
    bench.view.close()
    bench.experiment.close()


def test_another_plan_keeps_the_order_and_another_table_does_not(bench: Bench) -> None:
    bench.order(sorts=[[0, True]])
    serial = bench.view.grid.head["serial"]
    bench.experiment.data_draft.change_plan(PLAN.with_column("note", role=Role.IGNORED).with_split(seed=3))
    assert bench.view.grid.head["serial"] == serial
    assert bench.view.grid.shown["sorts"] == [[0, True]]
    bench.experiment.data_draft.use_table(table(*BIRDS.columns[3:], name="other"))
    assert bench.view.grid.head["serial"] == serial + 1
    assert (bench.view.grid.head["name"], bench.view.grid.shown["sorts"]) == ("other", [])


def test_an_experiment_without_a_table_has_an_empty_pane() -> None:
    experiment = Experiment("spiral")
    view = TableView(experiment)
    assert view.grid.head["columns"] == []
    view.grid._hear(view.grid, {"kind": "csv"}, [])
    view.grid._hear(view.grid, {"kind": "order", "head": view.grid.head["serial"], "ask": 1}, [])
    assert view.fault == ""
    view.close()
    experiment.close()
