"""Checks of the data, both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.data import load
from mlwidgets.data.prepare.choices import Scale
from mlwidgets.data.prepare.dataset import prepared_dataset
from mlwidgets.data.relabelled import relabelled
from mlwidgets.data.tables.bundled import bundled_tables
from mlwidgets.lessons.checks import CHECKS
from tests.lessons.checks.support import judged
from tests.session.support import pictures, settled

if TYPE_CHECKING:
    from tests.session.conftest import Make

SCALED = "split_before_scaling"


@pytest.mark.parametrize("name", bundled_tables())
def test_every_bundled_table_is_scaled_by_its_training_rows(make: Make, name: str) -> None:
    finding = judged(SCALED, make(load(name)))
    assert finding.holds, finding.why
    assert finding.why.startswith("Your rows were split first: ")


def test_the_sentence_has_both_means(make: Make) -> None:
    data = load("penguins")
    prepared = data.prepared
    assert prepared is not None
    evidence = CHECKS[SCALED].evidence(make(data))
    for column in evidence["columns"]:
        values = prepared.table.column(column["name"]).values
        train = values[prepared.parts.train]
        assert column["offset"] == pytest.approx(np.nanmean(train))
        assert column["all_offset"] == pytest.approx(np.nanmean(values))
        assert column["offset"] != column["all_offset"]
    assert f"{evidence['rows']['train']} training rows" in judged(SCALED, make(data)).why
    assert evidence["rows"]["all"] == len(prepared.table)


def test_minimum_and_range_are_known_too(make: Make) -> None:
    data = load("penguins")
    assert data.prepared is not None
    plan, table = data.prepared.plan, data.prepared.table
    for name in plan.features:
        plan = plan.with_column(name, scale=Scale.MIN_MAX)
    finding = judged(SCALED, make(prepared_dataset(table, plan)))
    assert finding.holds
    assert "the minimum of the" in finding.why
    for name in plan.features:
        plan = plan.with_column(name, scale=Scale.NONE)
    finding = judged(SCALED, make(prepared_dataset(table, plan)))
    assert not finding.holds
    assert "No column of numbers in your table is scaled" in finding.why


def test_what_is_no_table_has_not_been_scaled(make: Make) -> None:
    for data in (pictures(), load({"name": "spiral", "samples": 60})):
        finding = judged(SCALED, make(data))
        assert not finding.holds
        assert "not a table" in finding.why


def test_numbers_of_all_rows_are_found_out(make: Make) -> None:
    evidence = CHECKS[SCALED].evidence(make(load("penguins")))
    column = evidence["columns"][0]
    column["offset"], column["divisor"] = column["all_offset"], column["all_divisor"]
    finding = CHECKS[SCALED].judge(evidence)
    assert not finding.holds
    assert "was not scaled by its" in finding.why


def test_changed_labels_are_counted(make: Make) -> None:
    circle = load({"name": "circle", "samples": 60})
    experiment = make(circle)
    assert judged("relabelled", experiment, at_most=0).holds
    none = judged("relabelled", experiment, at_least=1)
    assert not none.holds
    assert "you have changed 0 labels; that must be at least 1" in none.why
    experiment.dataset = relabelled(circle, {at: 1 - int(circle.y_train[at]) for at in (3, 5)})
    assert judged("relabelled", experiment, at_least=2, at_most=2).holds
    assert not judged("relabelled", experiment, below=2).holds
    experiment.undo()
    assert judged("relabelled", experiment, at_most=0).holds


def test_looks_at_the_test_set_are_counted(make: Make) -> None:
    experiment = make(load("penguins"), epochs=1)
    assert judged("test_openings", experiment, at_most=0).holds
    experiment.run()
    settled(experiment)
    for count in (1, 2):
        experiment.ledger.measure_test()
        assert judged("test_openings", experiment, at_least=count, at_most=count).holds
    experiment.reset()
    settled(experiment)
    finding = judged("test_openings", experiment, at_most=1)
    assert not finding.holds
    assert finding.why.startswith("You have looked at the test examples 2 times; that must be at most 1.")
