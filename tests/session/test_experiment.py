"""An experiment's settings: checked when assigned, written down as JSON, and read again."""

from __future__ import annotations

import json
import math
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.data import Dataset
from mlwidgets.engine.layers import Dense, Flatten
from mlwidgets.errors import ConfigurationError, DataError, MLWidgetsError, ShapeError
from mlwidgets.ranges import BATCH_SIZE, EPOCHS, LEARNING_RATE, SEED, VALIDATION_SPLIT, Interval
from mlwidgets.session import Example, Experiment, Status
from mlwidgets.session.saved import VERSION
from mlwidgets.spec.settings import KNOWN
from tests.session.support import Watch, numbers, pictures, settled, table

if TYPE_CHECKING:
    from mlwidgets.data import Split
    from tests.session.conftest import Make

RANGES = (BATCH_SIZE, EPOCHS, LEARNING_RATE, SEED, VALIDATION_SPLIT)
HOSTILE = ["1", True, None, [], {}, math.nan, math.inf, -math.inf, 1j, 10**400, np.array([1.0])]


def ends(interval: Interval) -> tuple[float, ...]:
    """Return the numbers just within the ends of an interval."""
    step = 1 if interval.integer else 1e-6
    low = interval.low if interval.closed in ("both", "left") else interval.low + step
    high = interval.high if interval.closed in ("both", "right") else interval.high - step
    return low, high


def test_every_numeric_setting_has_its_range() -> None:
    plain = {name for name in KNOWN if type(getattr(Experiment(table()), name)) in (int, float)}
    assert plain == {interval.name for interval in RANGES}


@pytest.mark.parametrize("interval", RANGES, ids=lambda interval: interval.name)
def test_settings_take_the_ends_of_their_range(make: Make, interval: Interval) -> None:
    experiment = make()
    for value in ends(interval):
        setattr(experiment, interval.name, value)
        assert getattr(experiment, interval.name) == value


@pytest.mark.parametrize("interval", RANGES, ids=lambda interval: interval.name)
def test_settings_refuse_what_lies_beyond_or_is_no_number(make: Make, interval: Interval) -> None:
    experiment = make()
    before = experiment.to_dict()
    low, high = ends(interval)
    outside = [low - 1, high + 1, *([] if not interval.integer else [low + 0.5])]
    for value in (*outside, *(one for one in HOSTILE if one != {} or interval is not LEARNING_RATE)):
        with pytest.raises(ConfigurationError, match=f"^{interval.name} must be a"):
            setattr(experiment, interval.name, value)
        with pytest.raises(ConfigurationError, match=f"^{interval.name} must be a"):
            Experiment(table(), **{interval.name: value})
    assert experiment.to_dict() == before


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("optimizer", "adma", "There is no optimizer called 'adma'."),
        ("optimizer", 3, "An optimizer is given by its name, as an object, or as"),
        ("loss", "mes", "There is no loss called 'mes'."),
        ("loss", None, "A loss is given by its name, as an object, or as"),
        (
            "optimizer",
            {"class_name": "SGD", "config": {"nesterov": "yes"}},
            "nesterov must be True or False; got 'yes'.",
        ),
        ("optimizer", {"class_name": "SGD", "config": {"beta_1": 0.9}}, "SGD has no setting 'beta_1'."),
        ("optimizer", {"class_name": "Adam", "config": {"epsilon": 1.5}}, "epsilon must be a number in"),
        ("learning_rate", {}, "A schedule is given by its name, as an object, or as"),
        ("layers", "Dense", "layers must be a list of layers; got 'Dense'."),
        ("layers", None, "layers must be a list of layers; got None."),
        ("layers", {"class_name": "Dense"}, "layers must be a list of layers; got {'class_name': 'Dense'}."),
        ("layers", [], "A network needs at least one layer; got an empty stack."),
        ("layers", [None], "A layer is given by its name, as an object, or as"),
        ("layers", ["Dense"], "Dense needs a value for units."),
        ("layers", [{"class_name": "Danse"}], "There is no layer called 'Danse'."),
        ("layers", [{"class_name": "Dense", "config": {"units": -3}}], "units must be a whole number in"),
    ],
)
def test_other_settings_that_cannot_be(make: Make, name: str, value: object, message: str) -> None:
    experiment = make()
    before = experiment.to_dict()
    with pytest.raises(ConfigurationError, match=re.escape(message)):
        setattr(experiment, name, value)
    assert experiment.to_dict() == before


def test_a_refused_setting_leaves_the_run_alone(make: Make) -> None:
    experiment = make(batch_size=1, epochs=1000)
    watch = Watch(experiment)
    experiment.run()
    watch.until_iteration(3)
    for name, value in (("learning_rate", -1), ("batch_size", 0), ("optimizer", "newton"), ("layers", [])):
        with pytest.raises(ConfigurationError):
            setattr(experiment, name, value)
    seen = len(watch.snapshots)
    watch.until_more(seen)
    assert watch.snapshots[-1].status is Status.RUNNING
    assert watch.snapshots[-1].run == 0
    assert watch.snapshots[-1].history.marks == []


def test_names_may_be_spelt_as_classes(make: Make) -> None:
    experiment = make(optimizer="RMSprop", loss="SparseCategoricalCrossentropy")
    assert experiment.optimizer.name == "rmsprop"
    assert experiment.loss.name == "sparse_categorical_crossentropy"


def test_layers_may_be_objects_that_stay_their_makers(make: Make) -> None:
    mine = [Dense(4, "relu"), Dense(3, "softmax")]
    one, two = make(layers=mine), make(layers=mine)
    assert one.layers == two.layers
    assert not any(layer.taken for layer in mine)
    one.step_batch()
    settled(one)
    two.layers = one.model.layers  # of a model in use: the structure is taken over, not the weights
    assert two.layers == one.layers


@pytest.mark.parametrize(
    ("dataset", "stack", "message"),
    [
        (
            table(),
            [Dense(4)],
            'must have the shape (3,); got (4,). End the stack with Dense(3, activation="softmax").',
        ),
        (
            numbers(targets=2),
            [Dense(1)],
            "2 numbers to predict, so the network's output must have the shape (2,); got (1,). End the stack",
        ),
        (
            pictures(),
            [Dense(2)],
            "Dense needs one row of numbers; got (10, 10, 1). Put a Flatten",
        ),
        (pictures(), [Flatten()], "got (100,). End the stack with"),
    ],
)
def test_stacks_that_do_not_fit_the_data(dataset: Any, stack: Any, message: str) -> None:  # noqa: ANN401
    with pytest.raises(ShapeError, match=re.escape(message)):
        Experiment(dataset, layers=stack)


@pytest.mark.parametrize(
    ("dataset", "loss", "error"),
    [
        (table(), "mean_squared_error", ShapeError),
        (table(), "categorical_crossentropy", ShapeError),
        (table(), "binary_crossentropy", ShapeError),
        (numbers(), "sparse_categorical_crossentropy", DataError),
        (numbers(), "binary_crossentropy", DataError),
    ],
)
def test_losses_that_do_not_fit_the_data_are_refused_at_once(
    make: Make, dataset: Dataset, loss: str, error: type[Exception]
) -> None:
    experiment = make(dataset)
    usual = experiment.loss
    with pytest.raises(error):
        experiment.loss = loss
    assert experiment.loss == usual
    with pytest.raises(error):
        Experiment(dataset, loss=loss)


@pytest.mark.parametrize("dataset", [table(), numbers(), numbers(targets=2), pictures(), pictures(side=5)])
def test_any_data_set_gets_a_network_that_trains(make: Make, dataset: Any) -> None:  # noqa: ANN401
    experiment = make(dataset, epochs=2)
    experiment.run()
    snapshot = settled(experiment)
    assert snapshot.status is Status.FINISHED, snapshot.error
    assert snapshot.validation is not None
    name = "accuracy" if dataset.n_classes else "mean_absolute_error"
    assert list(snapshot.validation.evaluation.logs) == ["loss", name]
    measured = experiment.measure_test()
    assert measured.output.shape[0] == len(dataset.x_test)
    assert measured.logs == pytest.approx(experiment.model.evaluate(dataset.x_test, dataset.y_test))


@pytest.mark.parametrize("dataset", [5, None, ["mnist"], "minst"])
def test_what_is_no_data_set(dataset: Any) -> None:  # noqa: ANN401
    with pytest.raises(ConfigurationError):
        Experiment(dataset)


def test_unknown_settings() -> None:
    with pytest.raises(
        ConfigurationError,
        match=r"^An experiment has no setting 'learning_rat'.*Did you mean 'learning_rate'\?$",
    ):
        Experiment(table(), learning_rat=0.1)
    for name in ("snapshot", "status", "error", "version"):
        with pytest.raises(ConfigurationError, match=f"An experiment has no setting '{name}'"):
            Experiment(table(), **{name: None})


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the small table be found by its name."""
    found = {"clouds": table()}
    monkeypatch.setattr("mlwidgets.data.load", found.__getitem__)


@pytest.mark.usefixtures("named")
def test_settings_survive_json(make: Make) -> None:
    experiment = make(
        optimizer={"class_name": "SGD", "config": {"momentum": 0.5, "nesterov": True, "clipvalue": 3.0}},
        learning_rate=0.25,
        batch_size=7,
        epochs=3,
        seed=11,
        validation_split=0.3,
        class_weight={0: 0.5, 2: 3.0},
        layers=[Dense(5, "tanh", use_bias=False), Dense(3, "softmax")],
    )
    written = json.loads(json.dumps(experiment.to_dict()))
    assert set(written) == {"version", *KNOWN} - {"learning_rate"}
    assert written["version"] == VERSION
    again = Experiment.from_dict(written)
    assert again.to_dict() == written
    np.testing.assert_array_equal(again.model.parameters, experiment.model.parameters)
    again.close()


@pytest.mark.usefixtures("named")
def test_what_is_written_down_is_no_door_into_the_experiment(make: Make) -> None:
    experiment = make()
    written = experiment.to_dict()
    written["layers"][0]["config"]["units"] = 99
    written["layers"].clear()
    assert experiment.to_dict() != written
    assert experiment.layers[0]["config"]["units"] == 16


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"version": None},
            "These settings are of version None; this mlwidgets reads versions 1 and 2. Update mlwidgets",
        ),
        ({"version": 3}, "These settings are of version 3;"),
        ({"version": True}, "These settings are of version True;"),
        ({"version": "1"}, "These settings are of version '1';"),
        ({"version": np.zeros(3)}, "These settings are of version array([0., 0., 0.]);"),
        ({"colour": "red"}, "An experiment has no setting 'colour'."),
        ({"batchsize": 3}, "Did you mean 'batch_size'?"),
        ({3: 3}, "An experiment has no setting '3'."),
        ({"learning_rate": "0.1"}, "learning_rate must be a number in (0, 10]; got '0.1'."),
        ({"seed": -1}, "seed must be a whole number in [0, 4,294,967,295]; got -1."),
        ({"layers": {}}, "layers must be a list of layers; got {}."),
        ({"layers": [{"class_name": "Dense", "config": {"units": 3, "x": 1}}]}, "Dense has no setting 'x'."),
        ({"layers": [{"class_name": "os.system", "config": {}}]}, "There is no layer called 'os.system'."),
        ({"momentum": 0.5}, "An experiment has no setting 'momentum'."),
        (
            {"optimizer": {"class_name": "SGD", "config": {"nesterov": "no"}}},
            "nesterov must be True or False; got 'no'.",
        ),
        ({"dataset": 5}, "dataset must be a Dataset, the name of one, or its settings; got 5."),
    ],
)
def test_settings_that_cannot_be_read(change: dict[Any, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=re.escape(message)):
        Experiment.from_dict({**Experiment(table()).to_dict(), **change})


@pytest.mark.usefixtures("named")
def test_settings_of_version_1_are_still_read() -> None:
    old = {
        "version": 1,
        "dataset": "clouds",
        "features": [],
        "layers": [{"class_name": "Dense", "config": {"units": 3, "activation": "softmax"}}],
        "loss": "sparse_categorical_crossentropy",
        "optimizer": "sgd",
        "learning_rate": 0.25,
        "momentum": 0.5,
        "nesterov": True,
        "batch_size": 7,
        "epochs": 3,
        "seed": 11,
        "validation_split": 0.3,
    }
    experiment = Experiment.from_dict(old)
    assert experiment.optimizer.name == "sgd"
    settings = {"learning_rate": 0.25, "momentum": 0.5, "nesterov": True}
    assert settings.items() <= experiment.optimizer.config.items()
    assert (experiment.batch_size, experiment.epochs, experiment.seed) == (7, 3, 11)
    adam = Experiment.from_dict({**old, "optimizer": "adam"})  # what it does not have was kept all the same
    assert (adam.optimizer.name, adam.learning_rate) == ("adam", 0.25)
    with pytest.raises(ConfigurationError, match="An experiment has no setting 'nesterow'"):
        Experiment.from_dict({**old, "nesterow": True})
    experiment.close()
    adam.close()


@pytest.mark.parametrize("settings", [None, [], "{}", 3])
def test_settings_are_a_dict(settings: Any) -> None:  # noqa: ANN401
    with pytest.raises(ConfigurationError, match="Settings are a dict, as to_dict returns it; got "):
        Experiment.from_dict(settings)


def test_an_unknown_data_set_in_settings() -> None:
    with pytest.raises(MLWidgetsError, match="There is no data set named 'clouds'"):
        Experiment.from_dict(Experiment(table()).to_dict())


def test_a_new_data_set_takes_a_network_that_suits_it(make: Make) -> None:
    experiment = make(table())
    experiment.step_batch()
    settled(experiment)
    experiment.example = Example(experiment.dataset.x_test[0], "Row 1")
    for dataset in (pictures(), numbers(), table(classes=5)):
        experiment.dataset = dataset
        assert experiment.note == f"Changed data set to {dataset.name}: press Run to train from the start."
        assert experiment.example is None
        assert experiment.prediction is None
        experiment.step_batch()
        snapshot = settled(experiment)
        assert (snapshot.status, snapshot.iteration) == (Status.PAUSED, 1), snapshot.error
        assert len(experiment.predict(dataset.x_test)) == len(dataset.x_test)


def test_a_new_data_set_of_the_same_form_keeps_the_network(make: Make) -> None:
    stack = [Dense(7, "tanh"), Dense(3, "softmax")]
    experiment = make(table(), layers=stack)
    kept = experiment.layers
    experiment.dataset = table(seed=5)
    assert experiment.layers == kept


def test_numbers_to_predict_in_place_of_classes_change_the_loss_even_if_the_shapes_agree(make: Make) -> None:
    experiment = make(table(features=3, classes=2), layers=[Dense(2, "softmax")])
    experiment.dataset = numbers(targets=2)
    assert experiment.loss.name == "mean_squared_error"
    experiment.step_batch()
    assert settled(experiment).error == ""


def test_the_split_follows_from_its_settings(make: Make) -> None:
    experiment = make()
    first = experiment.split
    assert experiment.split is first
    experiment.seed = 1
    assert experiment.split.validation_index.tolist() != first.validation_index.tolist()
    experiment.seed = 0
    assert experiment.split.validation_index.tolist() == first.validation_index.tolist()
    experiment.validation_split = 0.0
    assert len(experiment.split.x_validation) == 0


def test_all_threads_get_the_same_split_also_while_a_setting_changes(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = make()
    old, divide = experiment._settings, Dataset.split
    experiment.seed += 1
    new, together = experiment._settings, threading.Barrier(4)

    def slowly(self: Dataset, share: float, seed: int) -> Split:
        time.sleep(0.02)
        return divide(self, share, seed)

    def ask(number: int) -> list[Split]:
        together.wait(10)
        return [experiment._split_of((old, new)[at % 2]) for at in range(number, number + 4)]

    monkeypatch.setattr(Dataset, "split", slowly)
    experiment._splits = ()
    with ThreadPoolExecutor(4) as pool:
        found = [one for some in pool.map(ask, range(4)) for one in some]
    assert len({id(one) for one in found}) == 2
    assert experiment.split in found


def test_an_example_is_predicted_at_once_and_again_with_each_snapshot(make: Make) -> None:
    experiment = make()
    x = experiment.dataset.x_test[4]
    predictions = []
    experiment.observe(lambda change: predictions.append(change["new"]), "prediction")
    experiment.example = Example(x, "Row 5", truth=1)
    assert experiment.prediction is not None
    assert experiment.prediction.iteration == 0
    assert experiment.prediction.output.sum() == pytest.approx(1)
    for count in range(1, 4):
        experiment.step_batch()
        settled(experiment)
        assert experiment.prediction.iteration == count
        np.testing.assert_array_equal(
            experiment.prediction.output, experiment.model.predict(x[np.newaxis])[0]
        )
    experiment.reset()
    settled(experiment)
    assert experiment.prediction.iteration == 0
    np.testing.assert_array_equal(experiment.prediction.output, predictions[0].output)
    experiment.example = None
    assert experiment.prediction is None


def test_an_example_of_another_shape_is_refused(make: Make) -> None:
    experiment = make()
    with pytest.raises(ShapeError, match=re.escape("An example of clouds has the shape (4,); got (5,).")):
        experiment.example = Example(np.zeros(5), "Row 1")
    assert experiment.example is None


def test_predictions_while_running_come_from_a_snapshot_not_from_weights_in_motion(make: Make) -> None:
    experiment = make(batch_size=1, epochs=10_000)
    watch = Watch(experiment)
    experiment.run()
    watch.until_iteration(5)
    with experiment.lock:  # no snapshot arrives meanwhile
        one, two = (experiment.predict(experiment.dataset.x_test) for _ in range(2))
        tests = [experiment.measure_test().logs for _ in range(2)]
    np.testing.assert_array_equal(one, two)
    assert tests[0] == tests[1]


def test_after_a_reset_the_very_next_prediction_is_the_untrained_networks(make: Make) -> None:
    experiment = make()
    x = experiment.dataset.x_test
    start = experiment.predict(x)
    experiment.step_epoch()
    settled(experiment)
    assert not np.array_equal(experiment.predict(x), start)
    with experiment.lock:  # no snapshot arrives meanwhile
        experiment.reset()
        np.testing.assert_array_equal(experiment.predict(x), start)


def test_a_misspelt_setting_is_refused() -> None:
    experiment = Experiment("mnist")
    with pytest.raises(ConfigurationError, match=r"no setting 'learnig_rate'.*Did you mean 'learning_rate'"):
        experiment.learnig_rate = 0.1
    experiment.close()


def test_a_data_set_is_taken_by_its_name() -> None:
    experiment = Experiment("mnist")
    kept = experiment.dataset
    experiment.dataset = "mnist"
    assert experiment.dataset is kept
    with pytest.raises(ConfigurationError):
        experiment.dataset = 5
    assert experiment.dataset is kept
    experiment.close()
