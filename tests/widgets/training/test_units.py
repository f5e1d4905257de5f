"""Every view of a run tells the mean absolute error in the units of the table, and numbers rows alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.data.prepare.dataset import prepared_dataset
from mlwidgets.data.tables.bundled import bundled_table
from mlwidgets.session import Experiment
from mlwidgets.widgets.base.units import metric_unit
from mlwidgets.widgets.loss.lens_view import LensView
from mlwidgets.widgets.training.curves_view import CurvesView
from mlwidgets.widgets.training.run_bar import RunBar
from mlwidgets.widgets.training.runs_view import RunsView
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def trained() -> Iterator[Experiment]:
    experiment = Experiment(prepared_dataset(bundled_table("diabetes")), epochs=3)
    experiment.run()
    assert experiment.wait(30)
    yield experiment
    experiment.close()


def error(experiment: Experiment) -> float:
    """Return the mean absolute error on the validation rows, from the table itself."""
    prepared = experiment.dataset.prepared
    assert prepared is not None
    truth = prepared.table.column("progression").values[prepared.parts.validation]
    said = prepared.in_units(experiment.predict(experiment.split.x_validation)[:, 0])
    return float(np.abs(truth - said).mean())


def test_run_bar_curves_and_runs_agree_with_the_table(trained: Experiment) -> None:
    expected = error(trained)
    bar, curves, runs = RunBar(trained), CurvesView(trained), RunsView(trained)
    assert float(bar.panel.numbers[1][1]) == pytest.approx(expected, rel=0.005)
    panel = curves.chart.frame["panels"][1]
    assert np.frombuffer(panel["validation"]["y"], "<f4")[-1] == pytest.approx(expected, rel=1e-4)
    assert float(runs.table.rows[0]["cells"][2]) == pytest.approx(expected, rel=0.005)
    assert trained.snapshot is not None
    loss = np.frombuffer(curves.chart.frame["panels"][0]["validation"]["y"], "<f4")[-1]
    assert loss == pytest.approx(trained.snapshot.record.history["val_loss"][-1])  # stays what is minimized
    trained.ledger.measure_test()
    assert float(bar.panel.numbers[2][1]) > 10
    assert float(runs.table.rows[0]["cells"][3]) > 10
    for view in (bar, curves, runs):
        view.close()


def test_the_lens_shows_and_takes_numbers_of_the_table(trained: Experiment) -> None:
    view = LensView(trained)
    view._part.value = "validation"
    wire = Wire(view.lens)
    wire.arrive({"visible": True})

    def paint() -> None:
        while not view.lens.painted:
            wire.say({"kind": "painted", "serial": view.lens.frame["serial"]})

    paint()
    prepared = trained.dataset.prepared
    assert prepared is not None
    truth = np.frombuffer(view.lens.examples["truth"], "<f4")
    column = prepared.table.column("progression").values
    np.testing.assert_allclose(truth, column[prepared.parts.validation], rtol=1e-5)
    numbers = np.frombuffer(view.lens.examples["numbers"], "<i4")
    np.testing.assert_array_equal(numbers, prepared.parts.validation + 1)
    assert view.lens.examples["kind"] == "Row"
    ranking = view.lens.ranking
    assert ranking["metric"]["value"] == pytest.approx(error(trained), rel=1e-4)
    assert "the loss counts progression in standard deviations of" in ranking["state"]
    said = np.frombuffer(ranking["said"], "<f4")
    wire.say({"kind": "relabel", "example": 0, "truth": float(said[0])})  # as if it were right
    paint()
    assert view.lens.ranking["relabelled"]["0"] == pytest.approx(said[0], rel=1e-4)
    assert np.frombuffer(view.lens.ranking["losses"], "<f4")[0] == pytest.approx(0, abs=1e-6)
    before = view.lens.ranking
    for wrong in (float("nan"), 10**400, 1e30):
        wire.say({"kind": "relabel", "example": 1, "truth": wrong})
    assert view.lens.ranking == before
    wire.say({"kind": "inspect", "example": 0})
    assert trained.example is not None
    assert trained.example.title == f"Row {numbers[0]} (validation)"
    view.close()


def test_other_metrics_and_other_data_keep_their_numbers(trained: Experiment) -> None:
    assert metric_unit(trained.dataset, "loss") == 1
    assert metric_unit(trained.dataset, "val_mean_absolute_error") > 50
    classes = prepared_dataset(bundled_table("penguins"))
    assert metric_unit(classes, "mean_absolute_error") == metric_unit(classes, "accuracy") == 1
