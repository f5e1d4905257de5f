"""Trainer: the order of examples, steps, epochs, validation, and settings that change on the way."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential, Trainer
from mlwidgets.engine.layers import Dense, Dropout, Flatten, Input
from mlwidgets.engine.optimizers import OPTIMIZERS, SGD, Adam, AdamW
from mlwidgets.engine.schedules import ExponentialDecay, PiecewiseConstantDecay
from mlwidgets.engine.training.history import Mark
from mlwidgets.engine.training.trainer import VALIDATION_SLICE
from mlwidgets.errors import ConfigurationError, DataError, SessionStateError, ShapeError
from tests.engine.support import blobs, classifier, every_kind_of_layer, pictures

if TYPE_CHECKING:
    import numpy.typing as npt

    from mlwidgets.engine.arrays import Array
    from mlwidgets.engine.tape import Tape

X, Y = blobs(50)
X_VALIDATION, Y_VALIDATION = blobs(20, seed=1)


def trainer(**settings: Any) -> Trainer[Sequential]:  # noqa: ANN401 - those of Trainer
    return Trainer(classifier(), X, Y, **{"batch_size": 20, "epochs": 2, **settings})


class Recorder(Flatten):
    """Passes everything on, and remembers the first number of each example that comes by in training."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[list[float]] = []

    def transform(self, x: Array, tape: Tape) -> Array:
        """Return what `Flatten` returns."""
        if tape.training:
            self.seen.append(x[0].tolist())
        return super().transform(x, tape)


def orders(seed: int = 0, **settings: Any) -> list[list[float]]:  # noqa: ANN401 - those of Trainer
    """Return the examples of each update, by their numbers 0 to 9."""
    recorder = Recorder()
    model = Sequential([Input((1,)), recorder, Dense(1)], seed=seed)
    model.compile("sgd", "mse")
    x = np.arange(10.0)[:, np.newaxis]
    list(Trainer(model, x, np.zeros(10), **{"batch_size": 4, "epochs": 2, **settings}))
    return recorder.seen


def test_steps_of_an_epoch() -> None:
    run = trainer(validation_data=(X_VALIDATION, Y_VALIDATION))
    steps = list(run)
    assert [step.kind for step in steps] == ["update", "update", "update", "validate"] * 2
    assert [step.epoch for step in steps] == pytest.approx([0.4, 0.8, 1, 1, 1.4, 1.8, 2, 2])
    assert [step.iteration for step in steps] == [1, 2, 3, 3, 4, 5, 6, 6]
    assert [step.epoch_end is not None for step in steps] == [False, False, False, True] * 2
    assert run.finished
    assert run.progress == 2
    assert len(run.history.batch_epochs) == 6
    assert run.history.batch_epochs == pytest.approx([0, 0.4, 0.8, 1, 1.4, 1.8])


def test_without_validation_the_last_update_ends_the_epoch() -> None:
    steps = list(trainer())
    assert [step.epoch_end is not None for step in steps] == [False, False, True] * 2
    assert steps[-1].epoch_end is not None
    assert steps[-1].epoch_end.validation is None
    assert list(steps[-1].epoch_end.logs) == ["loss", "accuracy"]


def test_an_epochs_logs_are_means_over_its_examples_not_its_batches() -> None:
    run = trainer(epochs=1)
    steps = list(run)
    sizes = [20, 20, 10]
    for name in ("loss", "accuracy"):
        mean = sum(step.logs[name] * size for step, size in zip(steps, sizes, strict=True)) / 50
        assert run.history.history[name] == pytest.approx([mean])
        assert run.history.batch_logs[name] == [step.logs[name] for step in steps]


def test_validation_is_measured_with_the_weights_at_the_epochs_end() -> None:
    run = trainer(validation_data=(X_VALIDATION, Y_VALIDATION))
    for step in run:
        if step.epoch_end is not None:
            assert step.epoch_end.validation is not None
            measured = run.model.measure(X_VALIDATION, Y_VALIDATION)
            assert step.epoch_end.validation.logs == pytest.approx(measured.logs)
            np.testing.assert_allclose(
                step.epoch_end.validation.output, measured.output, rtol=1e-5, atol=1e-7
            )
            assert step.epoch_end.logs["val_loss"] == pytest.approx(measured.logs["loss"])
    assert sorted(run.history.history) == ["accuracy", "loss", "val_accuracy", "val_loss"]
    assert run.history.epoch == [0, 1]


def test_a_large_validation_set_is_measured_in_slices() -> None:
    x, y = blobs(2 * VALIDATION_SLICE + 10, seed=2)
    run = trainer(epochs=1, validation_data=(x, y))
    steps = list(run)
    assert [step.kind for step in steps] == ["update"] * 3 + ["validate"] * 3
    assert [step.epoch_end is not None for step in steps] == [False] * 5 + [True]
    assert run.history.history["val_loss"] == [pytest.approx(run.model.evaluate(x, y)["loss"])]


def test_each_epoch_sees_every_example_once_in_an_order_of_its_own() -> None:
    batches = orders()
    first, second = list(itertools.chain(*batches[:3])), list(itertools.chain(*batches[3:]))
    assert sorted(first) == sorted(second) == list(range(10))
    assert first != second != list(range(10)) != first
    assert [len(batch) for batch in batches] == [4, 4, 2] * 2


def test_the_order_follows_from_the_seed() -> None:
    assert orders(seed=1) == orders(seed=1)
    assert orders(seed=1) != orders(seed=2)


def test_without_shuffling_the_order_is_that_of_the_data() -> None:
    assert orders(shuffle=False, epochs=1) == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]


def test_a_batch_larger_than_the_data_is_all_of_them() -> None:
    assert orders(shuffle=False, batch_size=1000, epochs=1) == [list(range(10))]


@pytest.mark.parametrize("pause", range(1, 9))
def test_pausing_anywhere_changes_nothing(pause: int) -> None:
    x, y = pictures(30)
    validation = pictures(9, seed=1)

    def make() -> Trainer[Sequential]:
        model = classifier(every_kind_of_layer(), optimizer=Adam(0.01))
        return Trainer(model, x, y, batch_size=8, epochs=2, validation_data=validation)

    through, paused = make(), make()
    list(through)
    list(itertools.islice(paused, pause))
    paused.model.predict(x)  # the pause is used to look at it
    paused.model.evaluate(*validation)
    list(paused)
    np.testing.assert_array_equal(paused.model.parameters, through.model.parameters)
    assert paused.history == through.history


@pytest.mark.parametrize("optimizer", OPTIMIZERS.names)
def test_the_same_seed_gives_the_same_numbers_bit_by_bit(optimizer: str) -> None:
    x, y = pictures(40)

    def run(seed: int) -> tuple[Any, Any]:
        model = classifier(every_kind_of_layer(), optimizer=optimizer, seed=seed)
        history = model.fit(
            x, y, batch_size=16, epochs=2, validation_data=pictures(10, seed=3), verbose=False
        )
        return model.parameters, history

    (first, record), (again, record_again), (other, _) = run(4), run(4), run(5)
    np.testing.assert_array_equal(first, again)
    assert record == record_again
    assert not np.array_equal(first, other)


def test_changing_one_layer_leaves_the_initial_weights_of_the_others_alone() -> None:
    def start(units: int) -> list[Any]:
        return classifier([Input((4,)), Dense(5), Dense(units), Dense(3, "softmax")]).get_weights()

    small, large = start(4), start(9)
    np.testing.assert_array_equal(small[0], large[0])
    assert small[2].shape != large[2].shape
    same = [
        classifier([Input((4,)), Dense(5), Dense(6, name), Dense(3)]).get_weights()
        for name in ("relu", "tanh")
    ]
    for one, two in zip(*same, strict=True):
        np.testing.assert_array_equal(one, two)


def test_layers_of_the_same_shape_do_not_start_alike() -> None:
    weights = Sequential([Input((4,)), Dense(4), Dense(4)]).get_weights()
    assert not np.array_equal(weights[0], weights[2])


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_reset_gives_the_same_initial_weights_and_the_same_losses(optimizer: str) -> None:
    model = classifier(every_kind_of_layer(), optimizer=optimizer)
    start = model.parameters.copy()
    x, y = pictures(40)
    first = model.fit(x, y, batch_size=8, epochs=2, verbose=False)
    assert not np.array_equal(model.parameters, start)
    model.reset()
    np.testing.assert_array_equal(model.parameters, start)
    assert model.fit(x, y, batch_size=8, epochs=2, verbose=False) == first


def test_dropout_differs_from_update_to_update_and_from_fit_to_fit() -> None:
    # With learning rate nearly 0 the weights stay, so the losses of one and the same batch tell the masks.
    model = classifier([Input((4,)), Dropout(0.5), Dense(3, "softmax")], optimizer=SGD(1e-9))
    losses = [model.train_on_batch(X, Y)["loss"] for _ in range(4)]
    losses += model.fit(X, Y, batch_size=50, shuffle=False, verbose=False).history["loss"]
    assert len(set(losses)) == 5
    model.reset()
    assert model.train_on_batch(X, Y)["loss"] == losses[0]


def test_a_batch_size_changed_in_the_middle_of_an_epoch() -> None:
    run = trainer(epochs=1)
    next(run)
    run.batch_size = 7
    steps = list(run)
    assert [round(step.epoch * 50) for step in steps] == [27, 34, 41, 48, 50]
    assert run.history.marks == [Mark(0.4, "batch_size", 20, 7)]


def test_learning_rate_and_momentum_changed_on_the_way_leave_marks_and_take_effect() -> None:
    def run(change: bool) -> Trainer[Sequential]:
        model = classifier(optimizer=SGD(0.1, momentum=0.5))
        training = Trainer(model, X, Y, batch_size=10)
        next(training)
        if change:
            training.optimizer.learning_rate = 0.01
            training.optimizer.momentum = 0.9
        next(training)
        return training

    changed, unchanged = run(change=True), run(change=False)
    assert changed.history.marks == [
        Mark(0.2, "learning_rate", 0.1, 0.01),
        Mark(0.2, "momentum", 0.5, 0.9),
    ]
    assert unchanged.history.marks == []
    assert not np.array_equal(changed.model.parameters, unchanged.model.parameters)


def test_the_course_of_a_schedule_leaves_no_marks_but_another_setting_does() -> None:
    model = classifier(optimizer=SGD(ExponentialDecay(0.8, 1, 0.5)))
    run = Trainer(model, X, Y, batch_size=10, epochs=2)
    for rate in (0.8, 0.4, 0.2):
        assert run.optimizer.current_learning_rate == pytest.approx(rate)
        next(run)
    assert run.history.marks == []
    run.optimizer.learning_rate = 0.05
    next(run)
    run.optimizer.learning_rate = PiecewiseConstantDecay([4], [1.0, 0.25])
    next(run)
    next(run)
    assert run.history.marks == [
        Mark(0.6, "learning_rate", 0.8 * 0.5**3, 0.05),
        Mark(0.8, "learning_rate", 0.05, 1.0),
    ]
    assert run.optimizer.current_learning_rate == 0.25


def test_weight_decay_changed_on_the_way_leaves_a_mark() -> None:
    run = Trainer(classifier(optimizer=AdamW(weight_decay=0.1)), X, Y, batch_size=25)
    next(run)
    assert isinstance(run.optimizer, AdamW)
    run.optimizer.weight_decay = 0.2
    next(run)
    assert run.history.marks == [Mark(0.5, "weight_decay", 0.1, 0.2)]


def test_a_schedule_goes_on_from_one_fit_to_the_next_and_begins_again_after_a_reset() -> None:
    model = classifier(optimizer=SGD(ExponentialDecay(0.8, 5, 0.5)))
    assert model.optimizer is not None
    for rate in (0.8, 0.4, 0.2):
        assert model.optimizer.current_learning_rate == pytest.approx(rate)
        model.fit(X, Y, batch_size=10, verbose=False)
    model.reset()
    assert model.optimizer.current_learning_rate == 0.8


def test_a_setting_changed_before_the_first_update_leaves_no_mark() -> None:
    run = trainer(epochs=1)
    run.optimizer.learning_rate = 0.5
    run.batch_size = 25
    list(run)
    assert run.history.marks == []


def test_epochs_raised_after_the_end_go_on_where_it_stopped() -> None:
    whole, raised = trainer(epochs=3), trainer(epochs=1)
    list(whole)
    list(raised)
    assert raised.finished
    raised.epochs = 3
    assert not raised.finished
    list(raised)
    np.testing.assert_array_equal(raised.model.parameters, whole.model.parameters)
    assert raised.history == whole.history


def test_epochs_lowered_below_the_present_one_end_the_run() -> None:
    run = trainer(epochs=5)
    list(itertools.islice(run, 4))
    run.epochs = 1
    assert run.finished
    assert list(run) == []


@pytest.mark.parametrize("name", ["batch_size", "epochs"])
@pytest.mark.parametrize("value", [0, -3, 1.5, "2", True, None, float("nan")])
def test_settings_out_of_range_at_the_start_and_on_the_way(name: str, value: Any) -> None:  # noqa: ANN401
    message = re.escape(f"{name} must be a whole number in [1, ")
    with pytest.raises(ConfigurationError, match=message):
        trainer(**{name: value})
    run = trainer()
    with pytest.raises(ConfigurationError, match=message):
        setattr(run, name, value)
    assert len(list(run)) == 6


def test_shuffle_is_true_or_false() -> None:
    with pytest.raises(ConfigurationError, match="shuffle must be True or False; got 'no'"):
        trainer(shuffle="no")


@pytest.mark.parametrize(
    ("x", "y", "error", "message"),
    [
        (X, Y[:-1], ShapeError, "Each example needs one target: there are 50 examples and 49 targets."),
        (
            X,
            np.where(np.arange(50) == 49, 3, Y),
            DataError,
            "Class numbers must be whole numbers from 0 to 2",
        ),
        (X, Y.astype(str), DataError, "Targets must be numbers; got an array of <U"),
        (np.where(np.arange(4) == 2, np.nan, X), Y, DataError, "The training examples hold a NaN"),
        (
            np.where(np.arange(4) == 2, np.inf, X),
            Y,
            DataError,
            "The training examples hold a NaN or an infinite",
        ),
        (X[:, :3], Y, ShapeError, "The model takes examples of shape (4,); got examples of shape (3,)."),
        (X[:0], Y[:0], DataError, "There must be at least one example; got none."),
    ],
)
def test_data_that_cannot_be_trained_on_are_refused_before_the_first_step(
    x: npt.ArrayLike, y: npt.ArrayLike, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=re.escape(message)):
        Trainer(classifier(), x, y)


@pytest.mark.parametrize(
    ("validation_data", "error", "message"),
    [
        ((X_VALIDATION, Y_VALIDATION + 1), DataError, "Class numbers must be whole numbers from 0 to 2"),
        ((X_VALIDATION, Y_VALIDATION[:3]), ShapeError, "there are 20 examples and 3 targets"),
        ((X_VALIDATION * np.nan, Y_VALIDATION), DataError, "The validation examples hold a NaN"),
        ((X_VALIDATION[:, :1], Y_VALIDATION), ShapeError, "got examples of shape (1,)"),
        (X_VALIDATION, ShapeError, "The validation data are a pair (x, y); got "),
        ((X_VALIDATION, Y_VALIDATION, 1), ShapeError, "The validation data are a pair (x, y); got "),
    ],
)
def test_validation_data_that_cannot_be_used_are_refused_too(
    validation_data: tuple[npt.ArrayLike, npt.ArrayLike], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=re.escape(message)):
        trainer(validation_data=validation_data)


def test_targets_with_nan() -> None:
    model = Sequential([Dense(1)])
    model.compile("sgd", "mse")
    with pytest.raises(DataError, match="The targets hold a NaN or an infinite number"):
        Trainer(model, [[1.0], [2.0]], [1.0, np.nan])


def test_an_uncompiled_model() -> None:
    with pytest.raises(SessionStateError, match="Call compile first"):
        Trainer(Sequential([Dense(1)]), [[1.0]], [1.0])


def test_training_leaves_the_data_alone() -> None:
    x, y = X.copy(), Y.copy()
    x.flags.writeable = y.flags.writeable = False
    classifier([Input((4,)), Dense(3, "softmax")]).fit(x, y, verbose=False)
    np.testing.assert_array_equal(x, X)


def test_blobs_are_learned() -> None:
    model = classifier(optimizer=Adam(0.01))
    history = model.fit(X, Y, epochs=60, batch_size=10, verbose=False)
    assert history.history["loss"][-1] < history.history["loss"][0] / 3
    assert history.history["accuracy"][-1] > 0.9
