"""The loss lens without a browser: what is measured, when, and what another label does."""

from __future__ import annotations

import dataclasses
import gc
import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.data import Dataset, load
from mlwidgets.lessons.session import Course
from mlwidgets.session import Experiment
from mlwidgets.widgets.loss.lens_view import LensView
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Generator

SECONDS = 60
Make = Callable[..., LensView]


@pytest.fixture
def make() -> Generator[Make]:
    made: list[LensView] = []

    def view(data: str | Dataset, **settings: Any) -> LensView:  # noqa: ANN401 - of an experiment
        made.append(LensView(Experiment(data, **settings)))
        return made[-1]

    yield view
    for one in made:
        one.experiment.close()
        one.close()


def see(view: LensView) -> None:
    """Let somebody look, and paint until all is measured."""
    Wire(view.lens).arrive({"visible": True})
    paint(view)


def paint(view: LensView) -> int:
    """Paint until nothing new comes; return how many pictures that took."""
    wire, count = Wire(view.lens), 0
    while not view.lens.painted:
        count += 1
        assert count < 2000
        wire.say({"kind": "painted", "serial": view.lens.frame["serial"]})
    return count


def floats(data: bytes) -> np.ndarray:
    return np.frombuffer(data, "<f4")


def order(view: LensView) -> list[int]:
    return np.frombuffer(view.lens.ranking["order"], "<i4").tolist()


def table(classes: int = 3) -> Dataset:
    rng = np.random.default_rng(1)
    x = rng.normal(size=(60, 4))
    y = rng.integers(0, classes, 60) if classes else x.sum(axis=1)
    names = tuple("abcdef"[:classes])
    return Dataset(
        name="rows",
        x_train=x[:40],
        y_train=y[:40],
        x_test=x[40:],
        y_test=y[40:],
        class_names=names,
        source="a test",
        licence="none",
    )


def test_the_mean_is_the_loss_and_every_example_has_its_share(make: Make) -> None:
    view = make("circle", validation_split=0.2)
    see(view)
    split, ranking = view.experiment.split, view.lens.ranking
    measured = view.experiment.model.evaluate(view.experiment.task.inputs(split.x_train), split.y_train)
    assert ranking["mean"] == pytest.approx(measured["loss"], rel=1e-5)
    assert ranking["metric"]["value"] == pytest.approx(measured["accuracy"])
    assert floats(ranking["shares"]).sum() == pytest.approx(1, rel=1e-5)
    assert floats(ranking["pulls"]).sum() == pytest.approx(1, rel=1e-5)
    losses = floats(ranking["losses"])[order(view)]
    assert np.all(np.diff(losses) <= 0)
    count = len(split.x_train)
    assert ranking["state"] == f"All {count} training examples, with the weights after 0 updates"


def test_loss_is_data_and_penalty(make: Make) -> None:
    experiment = Experiment("circle")
    layers = experiment.layers
    layers[0]["config"]["kernel_regularizer"] = {"class_name": "L2", "config": {"l2": 0.1}}
    view = make("circle", layers=layers)
    experiment.close()
    see(view)
    split, ranking = view.experiment.split, view.lens.ranking
    logs = view.experiment.model.evaluate(view.experiment.task.inputs(split.x_train), split.y_train)
    assert ranking["penalty"] == pytest.approx(logs["penalty"], rel=1e-5)
    assert ranking["mean"] + ranking["penalty"] == pytest.approx(logs["loss"], rel=1e-5)


def test_it_measures_in_slices_and_only_while_somebody_looks(make: Make) -> None:
    view = make("mnist")
    wire = Wire(view.lens)
    view.experiment.step_batch()
    assert view.experiment.wait(SECONDS)
    assert wire.updates() == []
    wire.arrive({"visible": True})
    assert not view.lens.ranking  # there is more to do than fits between two pictures
    assert 0 < view.lens.frame["progress"] < 1
    assert paint(view) > 1
    assert view.lens.ranking["state"].startswith(
        "500 of 4,000 training examples, with the weights after 1 upd"
    )
    assert len(view.lens.examples["pictures"]) == 500 * 28 * 28


def test_it_follows_the_run_and_rests_when_it_has_caught_up(make: Make) -> None:
    view = make("circle")
    see(view)
    before = view.lens.ranking["mean"]
    view.experiment.step_epoch()
    assert view.experiment.wait(SECONDS)
    paint(view)
    assert view.lens.ranking["mean"] != before
    wire = Wire(view.lens)
    wire.say({"kind": "painted", "serial": view.lens.frame["serial"]})
    assert wire.updates() == []


def test_a_mislabelled_example_goes_to_the_top_and_back(make: Make) -> None:
    view = make("circle", epochs=30)
    view.experiment.run()
    assert view.experiment.wait(SECONDS)
    see(view)
    best = order(view)[-1]
    truth = int(floats(view.lens.examples["truth"])[best])
    before = order(view)
    wire = Wire(view.lens)
    wire.say({"kind": "relabel", "example": best, "truth": 1 - truth})
    assert len(wire.updates()) == 1
    assert order(view)[0] == best
    assert view.lens.ranking["relabelled"] == {str(best): 1 - truth}
    assert floats(view.lens.ranking["pulls"])[best] > 1.5 / len(before)
    assert view.experiment.dataset is load("circle")  # only tried
    wire.say({"kind": "restore", "example": best})
    assert order(view) == before
    assert view.lens.ranking["relabelled"] == {}


def test_a_label_that_is_trained_with_stays_at_the_top_and_is_undone(make: Make) -> None:
    view = make("circle", epochs=60)
    experiment = view.experiment
    experiment.run()
    assert experiment.wait(SECONDS)
    see(view)
    best = order(view)[-1]
    place = int(np.frombuffer(view.lens.examples["numbers"], "<i4")[best])
    truth = int(floats(view.lens.examples["truth"])[best])
    wire = Wire(view.lens)
    wire.say({"kind": "train", "example": best})  # nothing has been tried yet
    assert experiment.dataset.y_train[place] == truth
    wire.say({"kind": "relabel", "example": best, "truth": 1 - truth})
    wire.say({"kind": "train", "example": best})
    assert experiment.dataset.y_train[place] == 1 - truth
    assert view.said.startswith(f"Training example {place} is now labelled ")
    assert view.lens.examples["changed"] == {str(best): truth}
    experiment.run()
    assert experiment.wait(SECONDS)
    paint(view)
    assert order(view)[0] == best  # it was learned from for 60 epochs, and is not thrown away
    experiment.undo()
    assert experiment.dataset.y_train[place] == truth
    assert view.lens.examples["changed"] == {}
    paint(view)
    assert order(view)[-1] == best  # the run before is back


def changed_by_hand(view: LensView) -> tuple[int, int, int]:
    """Train with a wrong label for the first example; return its position, its place and its own label."""
    see(view)
    place = int(np.frombuffer(view.lens.examples["numbers"], "<i4")[0])
    own = int(floats(view.lens.examples["truth"])[0])
    Wire(view.lens).say({"kind": "relabel", "example": 0, "truth": 1 - own})
    Wire(view.lens).say({"kind": "train", "example": 0})
    return 0, place, own


def test_a_changed_label_is_given_back_with_the_network_if_it_was_the_last_step(make: Make) -> None:
    view = make("circle")
    experiment = view.experiment
    experiment.step_epoch()
    assert experiment.wait(SECONDS)
    trained = experiment.snapshot
    at, _, _ = changed_by_hand(view)
    assert experiment.snapshot is not trained
    experiment.step_epoch()
    assert experiment.wait(SECONDS)
    Wire(view.lens).say({"kind": "own", "example": at})
    assert experiment.dataset is load("circle")
    assert experiment.can_redo  # it was an undo
    assert experiment.wait(SECONDS)
    assert experiment.snapshot is not None
    assert trained is not None
    assert experiment.snapshot.iteration == trained.iteration
    assert view.lens.examples["changed"] == {}


def test_a_changed_label_is_given_back_after_other_steps(make: Make) -> None:
    view = make("circle")
    at, place, own = changed_by_hand(view)
    view.experiment.batch_size = 7
    Wire(view.lens).say({"kind": "own", "example": at})
    assert view.experiment.dataset.y_train[place] == own
    assert view.experiment.dataset.config == load("circle").config
    assert view.experiment.batch_size == 7
    assert view.said.startswith(f"Training example {place} is labelled ")
    assert not view.experiment.can_redo


def test_training_with_its_own_label_again_is_the_way_back(make: Make) -> None:
    view = make("circle")
    at, _, own = changed_by_hand(view)
    paint(view)
    Wire(view.lens).say({"kind": "relabel", "example": at, "truth": own})
    Wire(view.lens).say({"kind": "train", "example": at})
    assert view.experiment.dataset is load("circle")
    assert view.lens.examples["changed"] == {}


def test_a_label_that_is_tried_before_anything_is_measured_counts(make: Make) -> None:
    view = make("circle")
    Wire(view.lens).say({"kind": "relabel", "example": 0, "truth": 1})  # nobody looks yet
    see(view)
    assert view.lens.ranking["relabelled"] == {"0": 1.0}


def test_what_has_been_measured_of_another_network_is_not_left_on_the_page(make: Make) -> None:
    view = make("mnist")
    see(view)
    view.experiment.step_batch()
    assert view.experiment.wait(SECONDS)
    paint(view)
    assert view.lens.ranking["state"].endswith("after 1 update")
    view.experiment.reset()
    assert view.lens.ranking == {}
    paint(view)
    assert view.lens.ranking["state"].endswith("after 0 updates")


@pytest.mark.parametrize(
    "content",
    [
        None,
        "relabel",
        {"kind": "relabel"},
        {"kind": "relabel", "example": -1, "truth": 0},
        {"kind": "relabel", "example": 10**400, "truth": 0},
        {"kind": "relabel", "example": True, "truth": 0},
        {"kind": "relabel", "example": 0, "truth": 2},
        {"kind": "relabel", "example": 0, "truth": 0.5},
        {"kind": "relabel", "example": 0, "truth": float("nan")},
        {"kind": "relabel", "example": 0, "truth": 10**400},
        {"kind": "relabel", "example": 0, "truth": "1"},
        {"kind": "relabel", "example": 0, "truth": True},
        {"kind": "restore", "example": "x" * 10_000},
        {"kind": "restore", "example": 99_999},
        {"kind": "train", "example": -5},
        {"kind": "train", "example": None},
        {"kind": "own", "example": 0},
        {"kind": "own", "example": -1},
        {"kind": "own", "example": 10**400},
        {"kind": "inspect", "example": -1},
        {"kind": "inspect", "example": True},
        {"kind": "inspect", "example": 10**400},
        {"kind": "painted", "serial": "x"},
    ],
)
def test_what_no_page_of_ours_sends_changes_nothing(make: Make, content: Any) -> None:  # noqa: ANN401
    view = make("circle")
    see(view)
    before = view.lens.ranking
    Wire(view.lens).say(content)
    assert view.lens.ranking == before
    assert view.fault == ""


def test_numbers_to_predict_have_rows_a_metric_and_targets_that_can_be_tried(make: Make) -> None:
    view = make(table(0))
    see(view)
    ranking, examples = view.lens.ranking, view.lens.examples
    assert ranking["metric"]["name"] == "mean absolute error"
    split = view.experiment.split
    logs = view.experiment.model.evaluate(split.x_train, split.y_train)
    assert ranking["metric"]["value"] == pytest.approx(logs["mean_absolute_error"], rel=1e-5)
    assert ranking["bold"] == b""
    assert len(examples["rows"]) == len(split.x_train)
    assert examples["rows"][0].count(", ") == 3
    last = order(view)[-1]
    Wire(view.lens).say({"kind": "relabel", "example": last, "truth": 40.5})
    assert order(view)[0] == last
    Wire(view.lens).say({"kind": "train", "example": last})
    assert view.fault == ""


def test_several_numbers_to_predict_are_ranked_and_cannot_be_tried(make: Make) -> None:
    one = table(0)
    y = np.stack([one.y_train, -one.y_train], axis=1)
    view = make(dataclasses.replace(one, y_train=y, y_test=np.stack([one.y_test] * 2, axis=1)))
    see(view)
    logs = view.experiment.model.evaluate(view.experiment.split.x_train, view.experiment.split.y_train)
    assert view.lens.ranking["mean"] == pytest.approx(logs["loss"], rel=1e-5)
    assert view.lens.ranking["metric"]["value"] == pytest.approx(logs["mean_absolute_error"], rel=1e-5)
    assert not view.lens.examples["tryable"]
    before = view.lens.ranking
    Wire(view.lens).say({"kind": "relabel", "example": 0, "truth": 4})
    assert view.lens.ranking == before


@pytest.mark.parametrize("data", ["mnist", "plane"])
def test_an_example_is_opened_in_every_lab(make: Make, data: str) -> None:
    view = make(data)
    see(view)
    Wire(view.lens).say({"kind": "inspect", "example": 3})
    example, split = view.experiment.example, view.experiment.split
    assert example is not None
    place = int(np.frombuffer(view.lens.examples["numbers"], "<i4")[3])
    at = split.train_index.tolist().index(place)
    assert (example.x == split.x_train[at]).all()
    assert example.y == split.y_train[at]
    assert example.title == f"Training example {place}"


def test_validation_examples_are_looked_at_and_never_trained_with(make: Make) -> None:
    view = make(table(), validation_split=0.25)
    see(view)
    Wire(view._part).arrive({"value": "validation"})
    paint(view)
    assert view.lens.ranking["state"] == "All 10 validation examples, with the weights after 0 updates"
    assert view.lens.examples["kind"] == "Validation example"
    assert not view.lens.examples["trainable"]
    before = view.experiment.dataset
    Wire(view.lens).say({"kind": "relabel", "example": 0, "truth": 1})
    Wire(view.lens).say({"kind": "train", "example": 0})
    assert view.experiment.dataset is before
    view.experiment.validation_split = 0
    assert view._part.value == "train"
    assert view._part.disabled


@pytest.mark.parametrize("loss", ["binary_crossentropy", "hinge", "mean_squared_error"])
def test_one_output_for_two_classes(make: Make, loss: str) -> None:
    view = make("circle", loss=loss)
    see(view)
    ranking = view.lens.ranking
    split, task = view.experiment.split, view.experiment.task
    logs = view.experiment.model.evaluate(task.inputs(split.x_train), task.targets(split.y_train))
    assert ranking["mean"] == pytest.approx(logs["loss"], rel=1e-5)
    assert ranking["metric"]["value"] == pytest.approx(logs["accuracy"])
    assert bool(ranking["bold"]) == (loss == "binary_crossentropy")
    Wire(view.lens).say({"kind": "relabel", "example": 0, "truth": 1})
    assert view.fault == ""


def test_bolder_answers_have_the_same_accuracy_and_another_loss(make: Make) -> None:
    view = make("circle")
    see(view)
    ranking = view.lens.ranking
    factors, bold = floats(ranking["factors"]), floats(ranking["bold"])
    assert bold[factors == 1] == pytest.approx(ranking["mean"], rel=1e-4)
    assert set(floats(ranking["accuracies"]).tolist()) == {np.float32(ranking["metric"]["value"])}
    assert np.ptp(bold) > 0


def test_another_network_or_other_data_are_measured_anew(make: Make) -> None:
    view = make("circle")
    see(view)
    first = view.lens.ranking["mean"]
    layers = view.experiment.layers
    view.experiment.layers = layers[1:]
    paint(view)
    assert view.lens.ranking["mean"] != first
    view.experiment.dataset = "spiral"
    paint(view)
    assert view.lens.examples["count"] == len(view.experiment.split.x_train)
    assert view.fault == ""


def test_data_and_network_that_change_together_are_measured_anew(make: Make) -> None:
    """As a step of a lesson changes them: then news of the other network comes before that of the data."""
    view = make("mnist")
    course = Course.of(view.experiment)
    course.open_lesson("5-loss", 1)
    Wire(view._part).arrive({"value": "validation"})
    see(view)
    course.go(2)
    paint(view)
    assert view.experiment.dataset.name == "circle"
    assert view.fault == ""
    assert view.lens.examples["count"] == len(view.experiment.split.x_validation)


def test_a_network_that_has_diverged_says_so_without_a_fault(make: Make) -> None:
    view = make("circle")
    view.experiment.model.vector[...] = np.nan
    see(view)
    assert view.lens.ranking["mean"] is None  # no JSON can hold NaN
    assert view.lens.ranking["bold"] == b""
    assert view.fault == ""


def test_nothing_is_left_alive() -> None:
    experiment = Experiment("circle")
    view = LensView(experiment)
    see(view)
    gone = weakref.ref(view)
    view.close()
    del view
    gc.collect()
    assert gone() is None
    experiment.close()


def test_class_weights_count_as_in_training_and_not_in_validation(make: Make) -> None:
    view = make(table(), validation_split=0.25)
    see(view)
    plain = floats(view.lens.ranking["losses"])
    assert view.lens.ranking["weights"] == []
    view.experiment.class_weight = {1: 5.0}
    paint(view)
    ranking = view.lens.ranking
    assert ranking["weights"] == [1.0, 5.0, 1.0]
    assert ranking["state"].endswith(", with class weights")
    labels = floats(view.lens.examples["truth"])
    np.testing.assert_allclose(floats(ranking["losses"]), plain * np.where(labels == 1, 5, 1), rtol=1e-4)
    at = int(np.flatnonzero(labels == 0)[0])
    Wire(view.lens).say({"kind": "relabel", "example": at, "truth": 1})
    tried = floats(view.lens.ranking["losses"])[at]
    said = view.experiment.predict(view.experiment.split.x_train[at : at + 1])[0]
    assert tried == pytest.approx(-5 * np.log(said[1]), rel=1e-4)
    Wire(view._part).arrive({"value": "validation"})
    paint(view)
    assert view.lens.ranking["weights"] == []
