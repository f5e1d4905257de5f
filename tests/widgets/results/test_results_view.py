"""The pane Results: what is measured, when, and of which examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.data import Dataset, load
from mlwidgets.data.prepare.dataset import prepared_dataset
from mlwidgets.data.tables.bundled import bundled_table
from mlwidgets.engine.metrics import roc_auc
from mlwidgets.session import Experiment, Status
from mlwidgets.widgets.results import open_examples, results_view, texts
from mlwidgets.widgets.results.results_view import ResultsView
from mlwidgets.widgets.training.run_bar import RunBar
from mlwidgets.widgets.training.run_panes import RunPanes
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from mlwidgets.engine.arrays import AnyArray

SECONDS = 60
HOSTILE: list[dict[str, Any]] = [
    {"kind": "cell", "is": 1, "called": True, "threshold": 0.5},
    {"kind": "cell", "is": True, "called": True, "threshold": "0.5"},
    {"kind": "cell", "is": True, "called": True, "threshold": float("nan")},
    {"kind": "cell", "is": True, "called": True, "threshold": 10**400},
    {"kind": "cell", "is": True, "called": True, "threshold": True},
    {"kind": "cell"},
    {"kind": "inspect", "at": -1},
    {"kind": "inspect", "at": 10**9},
    {"kind": "inspect", "at": True},
    {"kind": "worst"},
    {"kind": "rm"},
    {},
]


@pytest.fixture
def opened() -> Generator[Callable[..., ResultsView]]:
    """Return what makes a view that somebody sees."""
    views: list[ResultsView] = []

    def make(data: Any, **settings: Any) -> ResultsView:  # noqa: ANN401 - what an experiment takes
        view = ResultsView(Experiment(data, **{"batch_size": 32, **settings}))
        views.append(view)
        view.board.visible = True
        paint(view)
        return view

    yield make
    for view in views:
        assert view.fault == ""
        view.close()
        view.experiment.close()


def table(name: str) -> Dataset:
    return prepared_dataset(bundled_table(name))


def paint(view: ResultsView) -> None:
    """Let the page paint until there is nothing more to tell."""
    for _ in range(500):
        serial = view.board.frame["serial"]
        Wire(view.board).say({"kind": "painted", "serial": serial})
        if view.board.frame["serial"] == serial:
            return
    raise AssertionError("It never rests.")


def train(view: ResultsView) -> None:
    view.experiment.run()
    assert view.experiment.wait(SECONDS)
    paint(view)


def floats(data: bytes) -> AnyArray:
    return np.frombuffer(data, "<f4")


def wholes(data: bytes) -> AnyArray:
    return np.frombuffer(data, "<i4")


def test_validation_examples_are_those_of_the_run(opened: Callable[..., ResultsView]) -> None:
    view = opened(table("breast_cancer"), epochs=3)
    assert view.board.results["state"] == "85 validation examples, after 0 updates"
    train(view)
    results, experiment = view.board.results, view.experiment
    assert experiment.snapshot is not None
    assert experiment.snapshot.validation is not None
    logs, output = (
        experiment.snapshot.validation.evaluation.logs,
        experiment.snapshot.validation.evaluation.output,
    )
    labels, scores = wholes(results["labels"]), floats(results["scores"])
    np.testing.assert_array_equal(labels, experiment.split.y_validation)
    np.testing.assert_array_equal(scores, output[:, 1])
    assert view.board.focus == results["focus"] == 1
    said = np.where(scores >= 0.5, 1, wholes(results["runners"]))
    assert np.mean(said == labels) == pytest.approx(logs["accuracy"])
    assert results["auc"] == pytest.approx(roc_auc(labels == 1, scores))
    assert sum(wholes(results["calibration"]["counts"])) == 85
    assert results["tuned"] is None  # these are the examples to choose by
    benign = np.mean(labels == experiment.dataset.class_names.index("benign"))
    assert results["baseline"] == f"always “benign”: {benign:.1%}"

    # The other class, by the menu.
    view.board.focus = 0
    paint(view)
    np.testing.assert_array_equal(floats(view.board.results["scores"]), output[:, 0])


def test_nothing_is_measured_while_nobody_looks() -> None:
    experiment = Experiment(table("penguins"), epochs=2, batch_size=32)
    view = ResultsView(experiment)
    wire = Wire(view.board)
    experiment.run()
    assert experiment.wait(SECONDS)
    assert view.board.results["kind"] == "none"
    assert not wire.messages
    view.board.visible = True
    assert view.board.results["state"] == "51 validation examples, after 14 updates"
    view.close()
    experiment.close()


def test_a_run_that_rests_between_two_epochs_is_measured_as_it_is(opened: Callable[..., ResultsView]) -> None:
    view = opened(table("penguins"), epochs=2)
    train(view)
    view.experiment.step_back()
    assert view.experiment.wait(SECONDS)
    paint(view)
    experiment = view.experiment
    assert view.board.results["state"].endswith(f"after {experiment.snapshot.iteration} updates")  # type: ignore[union-attr]
    expected = experiment.predict(experiment.split.x_validation)[:, view.board.focus]
    np.testing.assert_allclose(floats(view.board.results["scores"]), expected, rtol=1e-5)


def test_training_examples_are_measured_in_slices_and_spread_where_they_are_many(
    opened: Callable[..., ResultsView], monkeypatch: pytest.MonkeyPatch
) -> None:
    view = opened(table("breast_cancer"), epochs=2)
    train(view)
    view.board.part = "train"
    paint(view)
    results, split = view.board.results, view.experiment.split
    assert results["state"] == f"{len(split.x_train)} training examples, after 24 updates"
    np.testing.assert_array_equal(wholes(results["labels"]), split.y_train)
    expected = view.experiment.predict(split.x_train)[:, 1]
    np.testing.assert_allclose(floats(results["scores"]), expected, rtol=1e-5)
    # A threshold is still chosen on the validation examples.
    np.testing.assert_array_equal(wholes(results["tuned"]["labels"]), split.y_validation == 1)

    monkeypatch.setattr(results_view, "MOST_NUMBERS", 100)
    view.board.part = "validation"
    view.board.part = "train"
    paint(view)
    assert view.board.results["state"].startswith(f"50 of {len(split.x_train)} training examples, evenly")
    assert len(wholes(view.board.results["labels"])) == 50


def test_the_test_set_of_a_table_is_shown_only_as_it_was_opened(opened: Callable[..., ResultsView]) -> None:
    view = opened(table("penguins"), epochs=2)
    experiment, bar = view.experiment, RunBar(view.experiment)
    train(view)
    panel = bar.panel
    assert (panel.test_text, panel.test_label, panel.test_note) == (texts_open(), texts_open(), "locked")
    assert "a little less honest" in panel.test_help
    part = view.board.setup["parts"][2]
    assert (part["open"], part["text"]) == (False, "test (open it beside Run first)")
    view.board.part = "test"  # no page of ours can choose it yet
    paint(view)
    assert view.board.results == {"kind": "none", "problem": texts.TEST_LOCKED}
    Wire(view.board).say({"kind": "cell", "is": True, "called": True, "threshold": 0.0})
    assert view.board.examples == {}

    Wire(panel).say({"kind": "press", "button": "test"})
    paint(view)
    results = view.board.results
    assert results["state"] == "69 test examples, after 14 updates; the test set has been opened once"
    np.testing.assert_array_equal(wholes(results["labels"]), experiment.dataset.y_test)
    assert (panel.test_text, panel.test_note) == ("Measure", "opened once")
    assert results["tuned"] is not None
    assert view.board.setup["parts"][2]["open"]

    # Training goes on, and the figures are still those that were asked for.
    experiment.epochs = 3
    train(view)
    assert view.board.results == results
    experiment.ledger.measure_test()
    paint(view)
    assert view.board.results["state"].endswith("after 21 updates; the test set has been opened twice")
    experiment.reset()
    assert experiment.wait(SECONDS)
    paint(view)
    assert view.board.results == {"kind": "none", "problem": texts.TEST_UNMEASURED}
    assert panel.test_note == "opened twice"
    bar.close()


def texts_open() -> str:
    return "Open the test set"


def test_a_cell_opens_rows_with_the_names_of_the_table(opened: Callable[..., ResultsView]) -> None:
    view = opened(table("penguins"), epochs=8)
    train(view)
    wire = Wire(view.board)
    wire.say({"kind": "cell", "is": True, "called": True, "threshold": 0.4})
    shown, results = view.board.examples, view.board.results
    hits = (wholes(results["labels"]) == 0) & (floats(results["scores"]) >= 0.4)
    assert shown["title"] == f"{hits.sum()} “Adelie”: hits"
    assert shown["columns"][:3] == ["truth", "share for Adelie", "island"]
    assert len(shown["rows"]) == len(shown["numbers"]) == hits.sum()
    source = bundled_table("penguins")
    for number, row in zip(shown["numbers"], shown["rows"], strict=True):
        at = np.array([number - 1])  # rows are counted from 1, as in the Data lab
        assert row[0] == source.column("species").texts(at)[0] == "Adelie"
        assert row[3] == source.column("bill_length_mm").texts(at)[0]
    wire.say({"kind": "inspect", "at": 0})
    example = view.experiment.example
    assert example is not None
    assert example.title == f"Row {shown['numbers'][0]} (validation)"
    assert shown["kind"] == "table row"
    assert view.said == texts.INSPECTED
    view.board.focus = 1  # another class: what was open is not of it
    assert view.board.examples == {}


def test_pictures_and_points_can_be_opened_too(
    opened: Callable[..., ResultsView], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_examples, "MOST_SHOWN", 3)
    view = opened("mnist", epochs=1)
    Wire(view.board).say({"kind": "cell", "is": False, "called": True, "threshold": 0.0})
    shown = view.board.examples
    assert shown["title"] == "900 others called “0”: false alarms; the 3 clearest"
    assert (shown["height"], shown["width"], len(shown["pictures"])) == (28, 28, 3 * 28 * 28)
    assert shown["columns"] == ["truth", "share for 0"]

    points = opened("circle", epochs=1)
    Wire(points.board).say({"kind": "cell", "is": True, "called": False, "threshold": 1.0})
    assert points.board.examples["columns"][2:] == ["x₁", "x₂"]
    Wire(points.board).say({"kind": "cell", "is": True, "called": True, "threshold": 5.0})
    assert points.board.examples["numbers"] == []


def test_numbers_are_measured_in_the_units_of_the_table(opened: Callable[..., ResultsView]) -> None:
    view = opened(table("diabetes"), epochs=5)
    train(view)
    experiment, results = view.experiment, view.board.results
    prepared = experiment.dataset.prepared
    assert prepared is not None
    truth = np.array([float(one) for one in prepared.values_of("progression", prepared.parts.validation)])
    np.testing.assert_allclose(floats(results["truth"]), truth, rtol=1e-5)
    said = prepared.in_units(experiment.predict(experiment.split.x_validation)[:, 0])
    mae, rmse, r2 = results["metrics"]
    assert mae == pytest.approx(np.abs(truth - said).mean(), rel=1e-5)
    assert rmse == pytest.approx(np.sqrt(np.square(truth - said).mean()), rel=1e-5)
    assert r2 == pytest.approx(1 - np.square(truth - said).sum() / np.square(truth - truth.mean()).sum())
    assert results["baseline"][3] == pytest.approx(152, abs=10)  # the mean of the training rows
    assert view.board.setup["names"] == ["progression"]

    Wire(view.board).say({"kind": "worst"})
    shown = view.board.examples
    errors = np.abs(truth - said)
    worst = int(prepared.parts.validation[errors.argmax()])
    assert shown["numbers"][0] == worst + 1
    assert shown["columns"][:3] == ["truth", "network says", "truth − prediction"]
    assert shown["rows"][0][0] == prepared.values_of("progression", np.array([worst]))[0]
    Wire(view.board).say({"kind": "inspect", "at": 0})
    assert experiment.example is not None
    assert experiment.example.target is not None


def test_several_numbers_are_looked_at_one_by_one(opened: Callable[..., ResultsView]) -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(60, 3)).astype(np.float32)
    y = np.stack([x.sum(axis=1), 100 + x[:, 0]], axis=1)
    data = Dataset(
        name="two",
        x_train=x[:50],
        y_train=y[:50],
        x_test=x[50:],
        y_test=y[50:],
        class_names=(),
        source="a test",
        licence="",
    )
    view = opened(data)
    assert view.board.setup["names"] == ["target 1", "target 2"]
    view.board.focus = 1
    paint(view)
    assert floats(view.board.results["truth"]).min() > 90
    view.board.focus = 7  # there is none; the last one is shown
    paint(view)
    assert view.board.results["focus"] == 1


def test_outputs_that_are_no_numbers_are_told(opened: Callable[..., ResultsView]) -> None:
    view = opened("circle")
    view.experiment.model.vector[...] = 3e38  # finite, and no sum of them is
    view.experiment.refresh()
    assert view.experiment.wait(SECONDS)
    paint(view)
    assert view.board.results == {"kind": "none", "problem": texts.NO_NUMBERS}


def test_without_validation_examples_there_is_a_sentence(opened: Callable[..., ResultsView]) -> None:
    view = opened("circle", validation_split=0.0)
    assert view.board.results == {"kind": "none", "problem": texts.NO_EXAMPLES}
    view.board.part = "train"
    paint(view)
    assert view.board.results["kind"] == "classes"
    assert view.board.results["tuned"] is None


@pytest.mark.parametrize("loss", ["hinge", "mean_squared_error", "binary_crossentropy"])
def test_one_output_for_two_classes_has_two_shares(opened: Callable[..., ResultsView], loss: str) -> None:
    view = opened("circle", loss=loss, epochs=5)
    train(view)
    results = view.board.results
    scores = floats(results["scores"])
    assert scores.min() >= 0
    assert scores.max() <= 1
    said = np.where(scores > 0.5, 1, 0)
    logs = view.experiment.snapshot.validation.evaluation.logs  # type: ignore[union-attr]
    assert np.mean(said == wholes(results["labels"])) == pytest.approx(logs["accuracy"])


def test_logits_become_probabilities(opened: Callable[..., ResultsView]) -> None:
    experiment = Experiment("circle")
    layers = [dict(layer) for layer in experiment.to_dict()["layers"]]
    experiment.close()
    layers[-1] = {**layers[-1], "config": {**layers[-1]["config"], "activation": "linear"}}
    loss = {"class_name": "SparseCategoricalCrossentropy", "config": {"from_logits": True}}
    view = opened("circle", loss=loss, layers=layers)
    scores = floats(view.board.results["scores"])
    assert scores.min() >= 0
    assert scores.max() <= 1
    assert view.board.results["calibration"] is not None


def test_shares_that_are_no_probabilities_have_no_calibration(opened: Callable[..., ResultsView]) -> None:
    experiment = Experiment("circle")
    layers = [dict(layer) for layer in experiment.to_dict()["layers"]]
    experiment.close()
    layers[-1] = {**layers[-1], "config": {**layers[-1]["config"], "activation": "linear"}}
    view = opened("circle", layers=layers)
    assert view.board.results["calibration"] is None
    assert view.board.results["kind"] == "classes"


def test_hostile_messages_change_nothing(opened: Callable[..., ResultsView]) -> None:
    view = opened("circle")
    wire = Wire(view.board)
    for message in HOSTILE:
        wire.say(message)
    assert view.board.examples == {}
    assert view.experiment.example is None
    for state in ({"part": "nobody"}, {"focus": -1}, {"focus": "a"}, {"part": None}):
        view.board.set_state(state)
    assert (view.board.part, view.board.focus) == ("validation", 1)


def test_another_data_set_and_another_network_are_measured_anew(opened: Callable[..., ResultsView]) -> None:
    view = opened("circle", epochs=2)
    train(view)
    view.experiment.dataset = load("blobs")
    paint(view)
    assert view.board.setup["names"] == list(load("blobs").class_names)
    assert view.board.results["state"].endswith("after 0 updates")
    before = view.board.results["scores"]
    view.experiment.seed = 7
    paint(view)
    assert view.board.results["scores"] != before


def test_a_running_training_is_not_flooded(opened: Callable[..., ResultsView]) -> None:
    view = opened("circle", epochs=400)
    wire = Wire(view.board)
    view.experiment.run()
    while view.experiment.status is not Status.RUNNING:
        assert view.experiment.wait(0.001) in (True, False)
    assert view.experiment.wait(SECONDS)
    paint(view)
    sent = [state for state in wire.updates() if "results" in state]
    history = view.experiment.snapshot.history  # type: ignore[union-attr]
    assert len(history.epoch) == 400
    assert len(sent) < 60  # a few a second, not one an epoch


def test_it_has_a_pane_in_the_training_lab() -> None:
    experiment = Experiment(table("diabetes"))
    panes = RunPanes(experiment)
    assert panes.bar.titles[0] == "Results"
    assert isinstance(panes.pane(0), ResultsView)
    panes.close()
    experiment.close()
