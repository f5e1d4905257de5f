"""An experiment on points in the plane: features, settings, one output for two classes, and training."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.data import drawn_points, load, points
from mlwidgets.data.plane.clouds import POINT_KINDS
from mlwidgets.data.plane.features import FEATURES, expand
from mlwidgets.engine.layers import Dense, Reshape
from mlwidgets.errors import ConfigurationError, DataError, ShapeError
from mlwidgets.explain.network.confusion import Confusion
from mlwidgets.session import Example, Experiment, Status
from mlwidgets.session.defaults import ONE_OUTPUT
from tests.session.support import settled, table

if TYPE_CHECKING:
    from tests.session.conftest import Make

PLAYGROUND = ("circle", "xor", "gauss", "spiral")


def last(experiment: Experiment) -> tuple[int, str]:
    """Return units and activation of the last layer."""
    config = experiment.layers[-1]["config"]
    return config["units"], config["activation"]


# ---- learning ----


@pytest.mark.parametrize("kind", PLAYGROUND)
def test_the_usual_network_learns_playgrounds_problems(make: Make, kind: str) -> None:
    experiment = make(load(kind))
    if kind == "spiral":  # which a network that is small enough to be read cannot follow
        hidden = {"class_name": "Dense", "config": {"units": 16, "activation": "relu"}}
        experiment.layers = [hidden, hidden, experiment.layers[-1]]
        experiment.learning_rate = 0.01
    experiment.run()
    snapshot = settled(experiment)
    assert snapshot.status is Status.FINISHED, snapshot.error
    logs = experiment.measure_test().logs
    assert logs["accuracy"] > 0.93
    if kind != "spiral":  # that wants features or more neurons
        assert logs["loss"] < 0.05


@pytest.mark.parametrize("kind", [kind for kind in POINT_KINDS if kind not in PLAYGROUND])
def test_every_other_kind_trains(make: Make, kind: str) -> None:
    experiment = make(points(kind, noise=20), epochs=10)
    experiment.run()
    snapshot = settled(experiment)
    assert snapshot.status is Status.FINISHED, snapshot.error
    losses = snapshot.history.history["loss"]
    assert losses[-1] < 0.9 * losses[0]


def test_the_right_features_need_no_hidden_layer(make: Make) -> None:
    for kind, features, enough in (
        ("circle", ("x1^2", "x2^2"), 0.99),
        ("xor", ("x1*x2",), 0.99),
        ("spiral", ("x1", "x2"), 0.0),
    ):
        experiment = make(load(kind), features=features, layers=[Dense(2, "softmax")], learning_rate=0.1)
        experiment.run()
        settled(experiment)
        accuracy = experiment.measure_test().logs["accuracy"]
        assert accuracy > enough if enough else accuracy < 0.7


@pytest.mark.parametrize("loss", ONE_OUTPUT)
def test_two_classes_are_learned_by_one_output(make: Make, loss: str) -> None:
    experiment = make(load("circle"), loss=loss, epochs=60)
    assert last(experiment) == (1, ONE_OUTPUT[loss])
    experiment.run()
    snapshot = settled(experiment)
    assert snapshot.status is Status.FINISHED, snapshot.error
    assert snapshot.validation is not None
    assert list(snapshot.validation.evaluation.logs) == ["loss", "accuracy"]
    assert list(snapshot.history.history) == ["loss", "accuracy", "val_loss", "val_accuracy"]
    measured = experiment.measure_test()
    assert measured.logs["accuracy"] > 0.97
    assert measured.output.shape == (250, 1)
    shares = experiment.task.shares(measured.output)
    assert shares is not None
    confusion = Confusion.of(experiment.dataset.y_test, shares)
    assert np.trace(confusion.counts) / 250 == pytest.approx(measured.logs["accuracy"])


@pytest.mark.parametrize("loss", ["binary_crossentropy", "hinge", "mean_squared_error"])
def test_the_accuracy_that_is_shown_is_that_of_the_shares_also_while_it_guesses(
    make: Make, loss: str
) -> None:
    experiment = make(load({"name": "spiral", "noise": 50}), loss=loss)
    measured = experiment.measure_test()
    shares = experiment.task.shares(measured.output)
    assert shares is not None
    right = (shares.argmax(axis=1) == experiment.dataset.y_test).mean()
    assert right == pytest.approx(measured.logs["accuracy"], abs=1e-6)


def test_playgrounds_own_loss_is_half_of_ours(make: Make) -> None:
    # Playground: one tanh output, targets −1 and 1, E = (output − target)² / 2.
    experiment = make(load("xor"), loss="mean_squared_error")
    measured = experiment.measure_test()
    target = np.where(experiment.dataset.y_test == 1, 1.0, -1.0)
    half = 0.5 * np.mean((measured.output[:, 0] - target) ** 2)
    assert measured.logs["loss"] == pytest.approx(2 * half, rel=1e-5)


# ---- features ----


def test_points_begin_with_their_coordinates_and_other_data_without_features(make: Make) -> None:
    assert make(load("spiral")).features == ("x1", "x2")
    assert make(table()).features == ()


def test_the_network_is_given_the_features_and_everybody_else_the_points(make: Make) -> None:
    experiment = make(load("spiral"), features=FEATURES, epochs=2)
    assert experiment.task.input_shape == experiment.model.input_shape == (7,)
    x = experiment.dataset.x_test
    assert x.shape == (250, 2)
    np.testing.assert_array_equal(experiment.predict(x), experiment.model.predict(expand(x, FEATURES)))
    np.testing.assert_array_equal(experiment.predict(x.tolist()[:3]), experiment.predict(x[:3]))
    assert experiment.split.x_validation.shape == (50, 2)
    experiment.example = Example(x[3], "Point 3", truth=int(experiment.dataset.y_test[3]))
    assert experiment.prediction is not None
    np.testing.assert_array_equal(experiment.prediction.output, experiment.predict(x[3:4])[0])
    traced = experiment.trace_example()
    np.testing.assert_array_equal(traced.x, expand(x[3:4], FEATURES)[0])
    np.testing.assert_allclose(traced.output, experiment.prediction.output, rtol=1e-5)
    assert traced.loss is not None
    experiment.run()
    assert settled(experiment).error == ""


def test_other_features_start_the_training_afresh_and_keep_the_stack(make: Make) -> None:
    experiment = make(load("spiral"))
    experiment.step_batch()
    settled(experiment)
    stack = experiment.layers
    experiment.features = ["x1", "x1^2", "sin(x2)"]
    assert experiment.features == ("x1", "x1^2", "sin(x2)")
    assert experiment.note == "Changed features to x₁, x₁², sin x₂: press Run to train from the start."
    assert settled(experiment).iteration == 0
    assert experiment.layers == stack
    assert experiment.model.input_shape == (3,)
    experiment.features = ("x1", "x1^2", "sin(x2)")
    assert experiment.snapshot is not None
    assert experiment.snapshot.run == settled(experiment).run


def test_a_stack_that_cannot_take_the_new_features_is_replaced(make: Make) -> None:
    stack = [Reshape((2, 1)), Reshape((2,)), Dense(2, "softmax")]
    experiment = make(load("spiral"), layers=stack)
    experiment.features = ("x1", "x2", "x1*x2")
    assert [spec["class_name"] for spec in experiment.layers] == ["Dense", "Dense", "Dense"]
    assert experiment.predict(experiment.dataset.x_test).shape == (250, 2)


@pytest.mark.parametrize(
    ("features", "message"),
    [
        ((), "Choose at least one feature"),
        (("x1", "x3"), "each feature must be one of 'x1'"),
        (("x1", "x1"), "features must differ from each other; 'x1' appears twice. Leave one out."),
        ("x1", "features must be a list of names"),
        (None, "features must be a list of names"),
        ({"x1"}, "features must be a list of names"),
        ([1], "each feature must be one of"),
    ],
)
def test_features_that_cannot_be(make: Make, features: Any, message: str) -> None:  # noqa: ANN401
    experiment = make(load("spiral"))
    before = experiment.to_dict()
    with pytest.raises(ConfigurationError, match=re.escape(message)):
        experiment.features = features
    assert experiment.to_dict() == before
    with pytest.raises(ConfigurationError, match=re.escape(message)):
        Experiment("spiral", features=features)


def test_data_without_points_have_no_features(make: Make) -> None:
    experiment = make(table())
    experiment.features = ()
    experiment.features = []
    for features in (("x1",), None, "x1"):
        with pytest.raises(
            ConfigurationError, match="features are computed from points in the plane, and the data"
        ):
            experiment.features = features
    assert experiment.features == ()


def test_what_is_no_point(make: Make) -> None:
    experiment = make(load("spiral"))
    for x in (np.zeros((3, 5)), [1.0, 2.0], np.zeros((2, 2, 2))):
        with pytest.raises(
            ShapeError, match=re.escape("Features are computed from points (x₁, x₂), shape (n, 2)")
        ):
            experiment.predict(x)
    with pytest.raises(ShapeError, match=re.escape("An example of spiral has the shape (2,); got (7,).")):
        experiment.example = Example(np.zeros(7), "Seven")


# ---- data from settings ----


def test_an_experiment_takes_the_settings_of_a_data_set(make: Make) -> None:
    experiment = make({"name": "spiral", "noise": 10, "classes": 3, "seed": 3})  # type: ignore[arg-type]
    assert experiment.dataset.n_classes == 3
    experiment.dataset = {"name": "plane"}
    assert experiment.dataset.name == "plane"
    assert experiment.loss.name == "mean_squared_error"
    assert last(experiment) == (1, "linear")
    before = experiment.to_dict()
    for wrong, error in (
        ({"name": "spiral", "noise": 101}, ConfigurationError),
        ({"name": "spiral", "noize": 1}, ConfigurationError),
        ({}, ConfigurationError),
        ({"name": "drawn", "points": [[1, 1]], "labels": [0]}, DataError),
    ):
        with pytest.raises(error):
            experiment.dataset = wrong
        with pytest.raises(error):
            Experiment(wrong)
    assert experiment.to_dict() == before


def test_the_same_settings_again_leave_the_run_alone(make: Make) -> None:
    experiment = make(points("spiral", noise=5))
    experiment.step_batch()
    run = settled(experiment).run
    kept = experiment.dataset
    experiment.dataset = points("spiral", noise=5)
    experiment.dataset = {"name": "spiral", "noise": 5}
    assert experiment.dataset is kept
    assert settled(experiment).run == run
    experiment.dataset = {"name": "spiral", "noise": 6}
    assert settled(experiment).run > run


def test_a_slider_of_noise_keeps_features_loss_and_stack(make: Make) -> None:
    stack = [Dense(4, "tanh"), Dense(1, "tanh")]
    experiment = make(load("spiral"), loss="mean_squared_error", layers=stack, features=("x1", "sin(x1)"))
    kept = experiment.to_dict()
    for noise in (10, 20, 30):
        experiment.dataset = {"name": "spiral", "noise": noise}
    after = experiment.to_dict()
    assert after.pop("dataset")["noise"] == 30
    kept.pop("dataset")
    assert after == kept


def test_to_other_data_and_back(make: Make) -> None:
    experiment = make(load("spiral"), features=FEATURES)
    experiment.example = Example(experiment.dataset.x_test[0], "Point 0")
    experiment.step_batch()
    settled(experiment)
    experiment.dataset = table()
    assert experiment.note == "Changed data set to clouds: press Run to train from the start."
    assert experiment.features == ()
    assert experiment.example is None
    experiment.step_batch()
    assert settled(experiment).error == ""
    experiment.dataset = "spiral"
    assert experiment.features == ("x1", "x2")
    experiment.step_batch()
    assert settled(experiment).error == ""


DRAWN: list[list[float]] = [[1.1, 2], [3, 4], [2, 2], [-1, 2], [-5, 0.3], [-3, -3], [0, 0], [2, -6], [1, -1]]
MINE = drawn_points(DRAWN, [0, 0, 0, 1, 1, 1, 2, 2, 2], ["a", "b", "c"], seed=5)


@pytest.mark.parametrize(
    "dataset",
    [*(points(kind, noise=12.5, samples=61, test_share=0.4, seed=8) for kind in POINT_KINDS), MINE],
    ids=lambda dataset: dataset.name,
)
def test_settings_survive_json_to_the_last_bit(make: Make, dataset: Any) -> None:  # noqa: ANN401
    features = ("x2", "x1*x2", "sin(x1)")
    experiment = make(dataset, features=features, seed=4, learning_rate=0.03)
    written = json.loads(json.dumps(experiment.to_dict()))
    assert written["dataset"] == dict(dataset.config)
    assert written["features"] == list(features)
    again = Experiment.from_dict(written)
    assert again.to_dict() == written
    assert again.features == features
    for part in ("x_train", "y_train", "x_test", "y_test"):
        np.testing.assert_array_equal(getattr(again.dataset, part), getattr(dataset, part))
    np.testing.assert_array_equal(again.model.parameters, experiment.model.parameters)
    np.testing.assert_array_equal(again.predict(dataset.x_test), experiment.predict(dataset.x_test))
    again.close()


@pytest.mark.parametrize("loss", ONE_OUTPUT)
def test_one_output_survives_json(make: Make, loss: str) -> None:
    experiment = make(load("xor"), loss=loss, layers=[Dense(3, "relu"), Dense(1, ONE_OUTPUT[loss])])
    written = json.loads(json.dumps(experiment.to_dict()))
    again = Experiment.from_dict(dict(reversed(written.items())))
    assert again.to_dict() == written
    again.close()


def test_what_is_written_down_is_no_door_into_the_data(make: Make) -> None:
    experiment = make(MINE)
    experiment.to_dict()["dataset"]["points"].clear()
    experiment.to_dict()["features"].append("x1")
    assert len(experiment.to_dict()["dataset"]["points"]) == 9
    assert experiment.features == ("x1", "x2")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"dataset": {"name": "spiral", "noise": -1}}, "noise must be a number in [0, 100]; got -1."),
        ({"dataset": {"name": "spirale"}}, "There is no data set named 'spirale'."),
        ({"dataset": {"noise": 3}}, "A data set with settings has a name among them"),
        (
            {"dataset": ["spiral"]},
            "dataset must be a Dataset, the name of one, or its settings; got ['spiral'].",
        ),
        ({"features": []}, "Choose at least one feature"),
        ({"features": "x1"}, "features must be a list of names"),
        ({"features": ["x1", "y"]}, "each feature must be one of"),
    ],
)
def test_settings_that_cannot_be_read(make: Make, change: dict[str, Any], message: str) -> None:
    written = make(load("spiral")).to_dict()
    with pytest.raises(ConfigurationError, match=re.escape(message)):
        Experiment.from_dict({**written, **change})


# ---- the loss and the last layer ----


def test_another_loss_brings_its_last_layer_and_says_so(make: Make) -> None:
    experiment = make(load("spiral"), layers=[Dense(6, "tanh"), Dense(2, "softmax")])
    hidden = experiment.layers[0]
    experiment.loss = "binary_crossentropy"
    assert experiment.note == 'The last layer is now Dense(1, activation="sigmoid").'
    assert experiment.layers[0] == hidden
    experiment.step_batch()
    assert settled(experiment).error == ""
    experiment.loss = "hinge"
    assert experiment.note == (
        "Changed loss to hinge: press Run to train from the start. "
        'The last layer is now Dense(1, activation="linear").'
    )
    experiment.step_batch()
    assert settled(experiment).error == ""
    experiment.loss = "squared_hinge"
    assert experiment.note == "Changed loss to squared_hinge: press Run to train from the start."
    experiment.loss = "sparse_categorical_crossentropy"
    assert last(experiment) == (2, "softmax")
    experiment.step_batch()
    assert settled(experiment).error == ""


def test_observers_never_see_a_loss_without_its_layers(make: Make) -> None:
    experiment = make(load("spiral"))
    seen = []

    def look(change: dict[str, Any]) -> None:
        experiment.task.check_stack(experiment.settings.layers)
        seen.append((change["name"], experiment.layers[-1]["config"]["units"]))

    experiment.observe(look, ["layers", "features", "dataset"])
    experiment.loss = "hinge"
    experiment.dataset = {"name": "spiral", "classes": 3}
    experiment.dataset = table()
    assert {name for name, _ in seen} == {"layers", "features", "dataset"}


@pytest.mark.parametrize(
    "loss", ["poisson", "categorical_crossentropy", "kl_divergence", "cosine_similarity"]
)
def test_a_loss_that_suits_no_classes_changes_nothing(make: Make, loss: str) -> None:
    experiment = make(load("spiral"))
    before = experiment.to_dict()
    with pytest.raises(ShapeError, match=f"The loss {loss} does not suit the data set spiral"):
        experiment.loss = loss
    assert experiment.to_dict() == before
    assert experiment.note == ""


def test_the_stack_and_the_loss_must_fit_each_other(make: Make) -> None:
    with pytest.raises(
        ShapeError, match="or choose a loss for one output first, such as binary_crossentropy"
    ):
        Experiment("spiral", layers=[Dense(1, "sigmoid")])
    with pytest.raises(ShapeError, match="binary_crossentropy judges them by one output"):
        Experiment("spiral", layers=[Dense(2, "softmax")], loss="binary_crossentropy")
    experiment = make(load("spiral"), layers=[Dense(1, "sigmoid")], loss="binary_crossentropy")
    with pytest.raises(ShapeError, match="binary_crossentropy judges them by one output"):
        experiment.layers = [Dense(2, "softmax")]


def test_the_verdict_on_one_output_has_a_share_for_each_class(make: Make) -> None:
    experiment = make(load("circle"), loss="hinge")
    x = experiment.dataset.x_test
    experiment.example = Example(x[0], "Point 0", truth=1)
    prediction = experiment.prediction
    assert prediction is not None
    assert prediction.output.shape == (1,)
    assert prediction.shares is not None
    assert prediction.shares.shape == (2,)
    assert prediction.shares.sum() == pytest.approx(1)
    assert (prediction.shares[1] > 0.5) == (prediction.output[0] > 0)
    experiment.dataset = "plane"
    experiment.example = Example(x[0], "Point 0")
    assert experiment.prediction is not None
    assert experiment.prediction.shares is None


@pytest.mark.parametrize(
    ("loss", "truth", "expected"),
    [
        ("binary_crossentropy", 1, lambda out: -np.log(out)),
        ("binary_crossentropy", 0, lambda out: -np.log(1 - out)),
        ("hinge", 0, lambda out: max(0, 1 + out)),
        ("mean_squared_error", 0, lambda out: (out + 1) ** 2),
        ("mean_squared_error", 1, lambda out: (out - 1) ** 2),
    ],
)
def test_the_loss_of_an_example_is_that_of_its_own_target(
    make: Make,
    loss: str,
    truth: int,
    expected: Any,  # noqa: ANN401
) -> None:
    experiment = make(load("circle"), loss=loss)
    experiment.example = Example(experiment.dataset.x_test[0], "Point 0", truth=truth)
    traced = experiment.trace_example()
    assert traced.loss == pytest.approx(float(expected(float(traced.output[0]))), rel=1e-4)
    experiment.example = Example(experiment.dataset.x_test[0], "Point 0")
    assert experiment.trace_example().loss is None
