"""A large batch goes through the layers in slices, and nothing but memory tells the difference."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from mlwidgets.engine import Sequential, memory, passes
from mlwidgets.engine.layers import BatchNormalization, Conv2D, Dense, Dropout, Flatten, Input, Layer
from mlwidgets.engine.training.trainer import Trainer
from mlwidgets.errors import DataError, SessionStateError

N = 600


def network(*extra: BatchNormalization) -> Sequential:
    first: list[Layer | Input] = [Input((6, 6, 1)), Conv2D(3, 3, activation="relu")]
    stack = [*first, *extra, Flatten(), Dense(3, "softmax")]
    model = Sequential(stack, seed=4, dtype="float64")
    model.compile("sgd", "sparse_categorical_crossentropy", ["accuracy", "precision"])
    return model


def examples() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    return rng.normal(size=(N, 6, 6, 1)), rng.integers(0, 3, N)


@pytest.mark.parametrize("weighted", [False, True])
def test_slices_make_the_same_update_as_the_whole(monkeypatch: pytest.MonkeyPatch, *, weighted: bool) -> None:
    x, y = examples()
    weights = np.linspace(0, 2, N) if weighted else None
    updated = []
    for size in (7, 256, N):
        monkeypatch.setattr(memory, "SLICE", size)
        model = network()
        step = next(Trainer(model, x, y, batch_size=N, sample_weight=weights))
        updated.append((model.vector, step.logs))
    for vector, logs in updated[:2]:
        np.testing.assert_allclose(vector, updated[2][0], rtol=1e-12, atol=1e-15)
        assert logs == pytest.approx(updated[2][1])


def test_a_layer_that_couples_examples_sees_the_whole_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    x, y = examples()
    vectors = []
    for size in (7, N):
        monkeypatch.setattr(memory, "SLICE", size)
        model = network(BatchNormalization())
        next(Trainer(model, x, y, batch_size=N))
        vectors.append(model.vector)
    np.testing.assert_array_equal(vectors[0], vectors[1])


def test_a_batch_of_all_examples_takes_little_more_memory_than_one_slice() -> None:
    peaks = []
    rng = np.random.default_rng(0)
    x, y = rng.random((2560, 28, 28, 1), np.float32), rng.integers(0, 10, 2560)
    for size in (512, 2560):
        model = Sequential(
            [Input((28, 28, 1)), Conv2D(8, 3, activation="relu"), Flatten(), Dense(10)], seed=0
        )
        model.compile("sgd", {"class_name": "SparseCategoricalCrossentropy", "config": {"from_logits": True}})
        trainer = Trainer(model, x, y, batch_size=size)
        tracemalloc.start()
        next(trainer)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0]


def test_an_interrupted_update_has_changed_nothing_and_can_be_made_again_bit_by_bit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(memory, "SLICE", 50)
    monkeypatch.setattr(passes, "PATIENCE", np.inf)
    x, y = examples()

    def trainer() -> Trainer[Sequential]:
        model = Sequential([Input((6, 6, 1)), Conv2D(3, 3), Dropout(0.5), Flatten(), Dense(3, "softmax")])
        model.compile("adam", "sparse_categorical_crossentropy", ["accuracy", "precision"])
        return Trainer(model, x, y, batch_size=N, epochs=3)

    straight, run = trainer(), trainer()
    next(straight)
    next(run)
    asked: list[bool] = []

    def interrupted() -> bool:
        asked.append(len(asked) == 4)
        return asked[-1]

    before = run.moment()
    run.interrupted = interrupted
    step = next(run)
    assert (step.kind, step.logs, step.iteration, step.epoch) == ("interrupted", {}, 1, 1.0)
    assert asked == [False] * 4 + [True]  # five of twelve slices were made
    assert run.moment() == before
    assert len(run.history.batch_epochs) == 1
    assert next(run) == next(straight)
    assert len(asked) == 5 + 11  # between the twelve slices
    assert run.moment() == straight.moment()


@pytest.mark.parametrize("places", [2, 5, 9, 12])
def test_a_slice_that_takes_long_can_be_given_up_in_its_middle(
    monkeypatch: pytest.MonkeyPatch, places: int
) -> None:
    monkeypatch.setattr(passes, "PATIENCE", -1)
    rng = np.random.default_rng(0)
    x, y = rng.random((12, 20, 20, 1), np.float32), rng.integers(0, 10, 12)

    def trainer() -> Trainer[Sequential]:
        stack = [Conv2D(32, 3, activation="relu"), Conv2D(32, 3), Dropout(0.5), Flatten()]
        model = Sequential([Input((20, 20, 1)), *stack, Dense(10, "softmax")])
        model.compile("adam", "sparse_categorical_crossentropy")
        return Trainer(model, x, y, batch_size=8, validation_data=(x, y))

    straight, run = trainer(), trainer()
    asked = 0

    def interrupted() -> bool:
        nonlocal asked
        asked += 1
        return asked == places

    run.interrupted = interrupted
    for _ in range(3):  # two updates and the validation
        before, asked = run.moment(), 0
        assert next(run).kind == "interrupted"
        assert asked == places
        assert run.moment() == before
        assert next(run).logs == next(straight).logs
        assert run.moment() == straight.moment()


def test_a_small_batch_asks_nobody() -> None:
    x, y = examples()
    run = Trainer(network(), x, y, batch_size=100)
    run.interrupted = lambda: True
    assert next(run).kind == "update"


def test_weights_are_there_as_soon_as_the_shape_is_known() -> None:
    dense = Dense(3, use_bias=False)
    model = Sequential([Input((4,)), dense])
    assert dense.kernel.shape == (4, 3)
    dense.kernel = np.ones((4, 3), np.float32)
    assert model.get_weights()[0].sum() == 12
    with pytest.raises(SessionStateError, match="This Dense has no bias: its settings leave it out"):
        _ = dense.bias


def test_weights_that_are_no_list_get_a_sentence() -> None:
    with pytest.raises(DataError, match="set_weights takes a list of arrays, as get_weights gives; got None"):
        network().set_weights(None)  # type: ignore[arg-type]  # that is the mistake
