"""The panes *Columns* and *Pairs* without a browser: what they send, and what they refuse."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.data.prepare.plan import Role
from mlwidgets.data.tables.table import Kind
from mlwidgets.session import Experiment
from mlwidgets.widgets.data.columns_pages import value_text
from mlwidgets.widgets.data.columns_view import ColumnsView
from mlwidgets.widgets.data.pairs_view import PairsView
from tests.explain.tables.table_makers import category, long_table, numbers, table
from tests.widgets.data.bench import BIRDS, PLAN, Page

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def experiment() -> Iterator[Experiment]:
    made = Experiment("spiral")
    made.data_draft.use_table(BIRDS, PLAN)
    yield made
    made.close()


def test_columns_are_told_when_they_are_asked_for(experiment: Experiment) -> None:
    view = ColumnsView(experiment)
    page = Page(view.charts)
    head = view.charts.head
    assert head["classes"] == {"target": "kind", "names": ["a", "b"], "plain": 2}
    page.say({"kind": "ask", "head": head["serial"], "columns": [0, 1, 3, 2]})
    mass, island, day, note = page.heard[-1]["summaries"]
    assert dict(mass["statistics"]) == {
        "min": "−5",
        "mean": "0",
        "median": "2",
        "max": "3",
        "distinct": "3",
        "missing": "10 (25.0%)",
    }
    assert np.array(mass["counts"]).sum(axis=1).tolist() == [20, 10]  # of each class
    assert island["labels"] == ["Dream", "<b>Biscoe</b>", "=1+1"]
    assert island["statistics"][0] == ("most frequent", "Dream (25.0%)")
    assert day["statistics"][0] == ("min", "2020-01-01")
    assert len(note["labels"][-1]) <= 80
    assert "mass: number, min −5, mean 0" in mass["about"]
    json.dumps(page.heard, allow_nan=False)  # a page knows no NaN
    view.close()


def test_columns_follow_the_roles_and_not_the_split(experiment: Experiment) -> None:
    view = ColumnsView(experiment)
    serial = view.charts.head["serial"]
    experiment.data_draft.change_plan(PLAN.with_split(seed=5))
    assert view.charts.head["serial"] == serial
    experiment.data_draft.change_plan(PLAN.with_column("n", role=Role.TARGET))
    assert view.charts.head["serial"] == serial + 1
    assert view.charts.head["classes"]["names"] == []
    page = Page(view.charts)
    malformed: list[object] = [
        {"kind": "ask", "head": serial, "columns": [0]},  # of the roles before
        {"kind": "ask", "head": serial + 1, "columns": "0"},
        {"kind": "ask"},
        None,
        [],
    ]
    for message in malformed:
        page.say(message)
    assert page.heard == []
    page.say({"kind": "ask", "head": serial + 1, "columns": [None, True, -1, 99, 10**400, "x", 4]})
    assert [one["column"] for one in page.heard[-1]["summaries"]] == [4]
    assert view.fault == ""
    view.close()


def test_a_long_table_is_told_bit_by_bit() -> None:
    experiment = Experiment("spiral")
    experiment.data_draft.set_trait("table", long_table(200_000))  # nothing is prepared
    view = ColumnsView(experiment)
    page = Page(view.charts)
    wanted, rounds = set(range(20)), 0
    while wanted:
        page.say({"kind": "ask", "head": view.charts.head["serial"], "columns": sorted(wanted)})
        told = {one["column"] for one in page.heard[-1]["summaries"]}
        assert told & wanted  # at least one each time, so it comes to an end
        wanted -= told
        rounds += 1
    assert rounds > 1
    view.close()
    experiment.close()


def test_a_pair_is_sent_as_numbers(experiment: Experiment) -> None:
    view = PairsView(experiment)
    page = Page(view.chart)
    head = view.chart.head
    assert head["pair"] == [0, 5]  # two features that are numbers
    page.say({"kind": "pair", "head": head["serial"], "x": 0, "y": 1})
    told, (x, y, rows, groups) = page.heard[-1], page.buffers[-1]
    assert told["words"] == "20 rows have both values"
    assert told["axes"][1]["labels"] == ["Dream", "=1+1"]
    assert np.frombuffer(rows, "<i4").tolist() == [row for row in range(40) if row % 4 in {0, 3}]
    assert set(np.frombuffer(x, "<f8").tolist()) == {3.0, 2.0}
    assert np.round(np.frombuffer(y, "<f8")).tolist() == [0, 1] * 10
    assert np.frombuffer(groups, "u1").tolist() == [0, 1] * 10
    before = len(page.heard)
    for pair in ((0, 99), (-1, 0), (True, 0), ("0", 1), (None, None), (10**400, 0), ([0], 1)):
        page.say({"kind": "pair", "head": head["serial"], "x": pair[0], "y": pair[1]})
    page.say({"kind": "pair", "head": head["serial"] + 1, "x": 0, "y": 1})
    assert len(page.heard) == before
    assert view.fault == ""
    view.close()


def test_all_pairs_are_told_with_what_the_numbers_are(experiment: Experiment) -> None:
    view = PairsView(experiment)
    page = Page(view.chart)
    page.say({"kind": "matrix", "head": view.chart.head["serial"]})
    told = page.heard[-1]
    assert told["columns"] == [4, 0, 1, 5]  # the target first; what is ignored is not there
    assert told["measures"][0] == ["V", "η", "V", "η"]
    assert told["values"][0][0] == pytest.approx(1)
    assert any("Cramér" in one for one in told["words"])
    json.dumps(page.heard, allow_nan=False)
    view.close()


def test_what_is_left_out_is_said() -> None:
    experiment = Experiment("spiral")
    rng = np.random.default_rng(0)
    wide = [numbers(f"x{n}", rng.normal(size=30).tolist()) for n in range(40)]
    texts = [category(f"note {n}", [f"text {row}" for row in range(30)], Kind.TEXT) for n in range(6)]
    experiment.data_draft.set_trait("table", table(*wide, numbers("one", [1.0] * 30), *texts))
    view = PairsView(experiment)
    page = Page(view.chart)
    page.say({"kind": "matrix", "head": view.chart.head["serial"]})
    words = " ".join(page.heard[-1]["words"])
    assert "21 more columns are left out." in words
    assert "note 0, note 1, note 2, note 3 and 2 more" in words
    view.close()
    experiment.close()


def test_without_a_table_nothing_is_told() -> None:
    experiment = Experiment("spiral")
    for view, widget in (
        (v, w) for v in (ColumnsView(experiment), PairsView(experiment)) for w in v.children
    ):
        page = Page(widget)
        serial = widget.head["serial"]
        page.say({"kind": "ask", "head": serial, "columns": [0]})
        page.say({"kind": "pair", "head": serial, "x": 0, "y": 0})
        page.say({"kind": "matrix", "head": serial})
        assert page.heard == []
        assert view.fault == ""
        view.close()
    experiment.close()


def test_dates_are_written_as_days_and_as_times() -> None:
    assert value_text(Kind.DATE, 86_400.0) == "1970-01-02"
    assert value_text(Kind.DATE, 3_600.5) == "1970-01-01 01:00"
    assert value_text(Kind.NUMBER, float("nan")) == "–"
