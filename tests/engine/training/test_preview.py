"""A preview says what the next update will be, and changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential, Trainer
from mlwidgets.engine.layers import (
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GaussianNoise,
    Input,
    LayerNormalization,
    MaxPooling2D,
    PReLU,
)
from mlwidgets.engine.optimizers import OPTIMIZERS, Optimizer
from mlwidgets.engine.optimizers.clipping import CLIPPING
from mlwidgets.engine.schedules import CosineDecay, ExponentialDecay, Schedule
from mlwidgets.errors import SessionStateError
from tests.engine.support import blobs, classifier

if TYPE_CHECKING:
    from mlwidgets.engine.training.preview import Preview

X, Y = blobs(50)
ACTIVATIONS = ("relu", "tanh", "sigmoid", "elu", "gelu", None)
REGULARIZERS = (None, None, "l1", "l2", "l1_l2")


def random_optimizer(rng: np.random.Generator) -> Optimizer:
    """Return any optimizer with any of its settings."""
    kind = OPTIMIZERS.find(OPTIMIZERS.names[rng.integers(len(OPTIMIZERS.names))])
    schedules: list[float | Schedule] = [0.05, CosineDecay(0.1, 20), ExponentialDecay(0.1, 5, 0.7)]
    config: dict[str, Any] = {"learning_rate": schedules[rng.integers(3)]}
    names = kind.parameter_names()
    for flag in {"nesterov", "amsgrad", "centered"} & set(names):
        config[flag] = bool(rng.integers(2))
    if "momentum" in names:
        config["momentum"] = float(rng.choice([0, 0.5, 0.9]))
    if rng.integers(2):
        config[str(rng.choice(list(CLIPPING)))] = float(rng.choice([0.01, 0.5]))
    made: Optimizer = kind(**config)
    return made


def random_run(seed: int) -> Trainer[Sequential]:
    """Return a run with any stack, optimizer and settings."""
    rng = np.random.default_rng(seed)

    def name(options: tuple[str | None, ...]) -> str | None:
        return options[rng.integers(len(options))]

    pictures = bool(rng.integers(2))
    stack: list[Any] = [Input((6, 6, 2) if pictures else (4,))]
    if pictures:
        stack.append(Conv2D(3, 3, activation=name(ACTIVATIONS), kernel_regularizer=name(REGULARIZERS)))
        stack += [MaxPooling2D(2)] * int(rng.integers(2)) + [Flatten()]
    for _ in range(rng.integers(3)):
        stack.append(Dense(5, activation=name(ACTIVATIONS), kernel_regularizer=name(REGULARIZERS)))
        others = (
            BatchNormalization,
            LayerNormalization,
            PReLU,
            lambda: Dropout(0.4),
            lambda: GaussianNoise(0.2),
        )
        stack.append(others[rng.integers(len(others))]())
    constraint = ("max_norm", None)[rng.integers(2)]
    classes = bool(rng.integers(2))
    end = ("softmax", 3) if classes else (None, 1)
    stack.append(Dense(end[1], activation=end[0], kernel_constraint=constraint))
    model = Sequential(stack, seed=seed)
    model.compile(random_optimizer(rng), "sparse_categorical_crossentropy" if classes else "mse")
    x = rng.normal(size=(23, *stack[0].shape)).astype("f4")
    y = rng.integers(3, size=23) if classes else rng.normal(size=23)
    weights = rng.uniform(size=23) if rng.integers(2) else None
    return Trainer(
        model,
        x,
        y,
        batch_size=int(rng.integers(1, 9)),
        epochs=5,
        validation_data=(x[:5], y[:5]),
        sample_weight=weights,
    )


def assert_is_update(preview: Preview, run: Trainer[Sequential]) -> None:
    """Compare a preview with the run after its update, number by number."""
    # Bit by bit: the same operations in the same order on the same numbers, on one thread.
    np.testing.assert_array_equal(preview.after, run.model.parameters)
    assert preview.iteration == run.iteration - 1
    assert preview.logs["loss"] == run.history.batch_logs["loss"][-1]
    for kept, vector in run.optimizer.state.items():
        np.testing.assert_array_equal(preview.optimizer.state[kept], vector)


@pytest.mark.parametrize("seed", range(150))
def test_the_next_update_is_what_was_foreseen_and_nothing_else_changes(seed: int) -> None:
    run, twin = random_run(seed), random_run(seed)
    for _ in range(14):
        moment = run.moment()
        preview = run.preview()
        assert run.moment() == moment
        step, undisturbed = next(run), next(twin)
        while step.kind != "update":
            step, undisturbed = next(run), next(twin)
        assert step == undisturbed
        assert_is_update(preview, run)
        again = run.last_update()
        assert again is not None
        np.testing.assert_array_equal(again.before, preview.before)
        assert_is_update(again, run)
    assert run.moment() == twin.moment()
    assert preview.sound


def test_a_large_batch_goes_through_in_slices_with_random_streams_of_their_own() -> None:
    x, y = blobs(1500)
    model = Sequential([Input((4,)), Dense(8, "relu"), Dropout(0.5), Dense(3, "softmax")])
    model.compile("adam", "sparse_categorical_crossentropy")
    run = Trainer(model, x, y, batch_size=1400)
    preview = run.preview()
    next(run)
    assert_is_update(preview, run)


def test_penalty_clipping_and_constraint_are_told_apart() -> None:
    model = Sequential(
        [Input((4,)), Dense(3, "softmax", kernel_regularizer="l2", kernel_constraint="max_norm")]
    )
    model.set_weights([np.full((4, 3), 4.0), np.zeros(3)])
    model.compile(
        {"class_name": "SGD", "config": {"learning_rate": 0.1, "clipvalue": 0.01}},
        "sparse_categorical_crossentropy",
    )
    preview = Trainer(model, X, Y).preview()
    np.testing.assert_allclose(preview.gradient[:12] - preview.loss_gradient[:12], 0.02 * 4, rtol=1e-5)
    assert np.abs(preview.clipped).max() == np.float32(0.01)
    np.testing.assert_allclose(preview.stepped, preview.before - np.float32(0.1) * preview.clipped, rtol=1e-6)
    assert np.linalg.norm(preview.after[:12].reshape(4, 3), axis=0) == pytest.approx([2, 2, 2])


def test_memory_before_the_first_update_is_where_it_starts() -> None:
    model = classifier()
    model.compile(
        {"class_name": "Adagrad", "config": {"initial_accumulator_value": 0.3}},
        "sparse_categorical_crossentropy",
    )
    assert Trainer(model, X, Y).preview().memory["accumulator"][0] == np.float32(0.3)


def test_no_next_update_at_the_end() -> None:
    run = Trainer(classifier(), X, Y, epochs=1, validation_data=(X[:5], Y[:5]))
    steps = iter(run)
    while not run.validating:
        next(steps)
    with pytest.raises(SessionStateError, match="Raise epochs"):
        run.preview()
    list(run)
    with pytest.raises(SessionStateError, match="no next update"):
        run.preview()
    assert run.last_update() is not None
    run.epochs = 2
    assert run.preview().iteration == run.iteration


def test_no_last_update_at_the_start_or_after_a_change_by_hand() -> None:
    run = Trainer(classifier(), X, Y)
    assert run.last_update() is None
    next(run)
    assert run.last_update() is not None
    run.model.layers[0].weights["bias"][0] += 1
    assert run.last_update() is None


def test_an_update_that_diverges_is_not_sound() -> None:
    model = classifier()
    model.compile("sgd", "sparse_categorical_crossentropy")
    model.vector[...] = 1e38
    preview = Trainer(model, X * 1e30, Y).preview()
    assert not preview.sound
