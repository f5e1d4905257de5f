"""Runs written to files: every number that was recorded, and nothing that a reader could stumble over."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlwidgets.engine.training.history import History, Mark
from mlwidgets.interchange.run_records import to_csv, to_json
from mlwidgets.session import Experiment
from mlwidgets.session.ledger import TestResult

if TYPE_CHECKING:
    from mlwidgets.spec import Settings


@dataclass(frozen=True)
class Run:
    letter: str
    name: str
    settings: Settings
    history: History
    left: tuple[str, int] | None = None
    begin: int = 0
    tests: tuple[TestResult, ...] = ()


def two_runs() -> list[Run]:
    experiment = Experiment("circle")
    settings = experiment.settings
    experiment.close()
    first = History(
        {"loss": [0.5], "val_loss": [0.6]},
        [0.5, 1.0],
        {"loss": [0.75, 0.25]},
        [Mark(0.5, "clipnorm", math.inf, 1.0)],
    )
    second = History({}, [0.5], {"loss": [math.nan], "penalty": [0.125]})
    looks = (TestResult(0.5, 2501, {"loss": math.inf}),)
    return [
        Run("A", "=1+1", settings, first),
        Run(
            "B",
            'with "quotes", and commas',
            settings,
            second,
            ("A", 7),
            2500,
            looks,
        ),
    ]


def test_a_table_has_a_line_for_each_update_and_each_epoch() -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(two_runs()))))
    assert [(row["run"], row["update"], row["epoch"]) for row in rows] == [
        ("A", "1", "0.5"),
        ("A", "2", "1.0"),
        ("A", "", "1"),
        ("B", "2501", "0.5"),
    ]
    assert [row["loss"] for row in rows] == ["0.75", "0.25", "0.5", "nan"]
    assert [row["val_loss"] for row in rows] == ["", "", "0.6", ""]
    assert rows[3]["penalty"] == "0.125"
    assert rows[0]["name"] == "'=1+1"  # a spreadsheet would compute it
    assert rows[3]["name"] == 'with "quotes", and commas'


def test_json_holds_settings_curves_and_changes_and_no_number_that_json_has_not() -> None:
    first, second = json.loads(to_json(two_runs()))["runs"]
    assert Experiment.from_dict({"version": 2, **first["settings"]}).dataset.name == "circle"
    assert first["batches"]["loss"] == [0.75, 0.25]
    assert first["epochs"] == {"loss": [0.5], "val_loss": [0.6]}
    assert first["changes"] == [{"epoch": 0.5, "name": "clipnorm", "old": None, "new": 1.0}]
    assert second["batches"]["loss"] == [None]
    assert second["left"] == {"run": "A", "update": 7}
    assert first["tests"] == []
    assert second["tests"] == [{"update": 2501, "epoch": 0.5, "logs": {"loss": None}}]


def test_no_run_at_all_is_an_empty_table() -> None:
    assert to_csv([]) == "run,name,update,epoch\n"
    assert json.loads(to_json([]))["runs"] == []
