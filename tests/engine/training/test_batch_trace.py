"""The examples of a batch one by one: their parts make up the batch's gradient."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential, Trainer
from mlwidgets.engine.layers import BatchNormalization, Dense, Dropout, Input
from mlwidgets.engine.training.batch_trace import trace_batch
from tests.engine.support import blobs, classifier, every_kind_of_layer, pictures
from tests.engine.training.test_preview import random_run

X, Y = blobs(40)


def assert_adds_up(run: Trainer[Any], rng: np.random.Generator) -> None:
    """Compare the means over the examples with the batch's own numbers."""
    preview = run.preview()
    trace = trace_batch(preview)
    np.testing.assert_array_equal(trace.index, preview.batch.index)
    weights = 1 if trace.weights is None else trace.weights
    penalty = preview.logs.get("penalty", 0)
    assert (trace.losses * weights).mean() == pytest.approx(
        preview.logs["loss"] - penalty, rel=1e-5, abs=1e-6
    )
    for slot in preview.model.slots:
        if not slot.trainable:
            continue
        index = slot.index_of(int(rng.integers(slot.start, slot.stop)))
        whole = preview.loss_gradient[slot.place_of(index)]
        parts = trace.example_gradients(slot.layer, slot.name, index)
        assert parts.mean() == pytest.approx(whole, rel=2e-3, abs=float(2e-6 * (1 + np.abs(parts).max())))


@pytest.mark.parametrize("seed", range(60))
def test_the_examples_parts_are_the_batchs_gradient(seed: int) -> None:
    run = random_run(seed)
    for _ in range(3):
        assert_adds_up(run, np.random.default_rng(seed))
        next(run)


def test_an_examples_part_is_the_gradient_of_its_own_loss() -> None:
    """Without anything random and anything that couples them, each is as if it were alone in its batch."""
    run = Trainer(classifier(), X, Y, batch_size=10, shuffle=False)
    trace = trace_batch(run.preview())
    parts = trace.example_gradients(0, "kernel", (2, 3))
    for number in range(10):
        alone = Trainer(run.model, X[number : number + 1], Y[number : number + 1]).preview()
        assert parts[number] == pytest.approx(alone.loss_gradient[2 * 6 + 3], rel=1e-4, abs=1e-7)
        assert trace.losses[number] == pytest.approx(alone.logs["loss"], rel=1e-5)


def test_every_kind_of_layer() -> None:
    model = classifier(every_kind_of_layer())
    assert_adds_up(Trainer(model, *pictures(12), batch_size=6), np.random.default_rng(0))


def test_the_first_examples_of_a_large_batch() -> None:
    x, y = blobs(1400)
    model = classifier([Input((4,)), Dense(5, "tanh"), Dropout(0.5), Dense(3, "softmax")])
    preview = Trainer(model, x, y, batch_size=1300).preview()
    trace = trace_batch(preview, most=7)
    assert trace.index.tolist() == preview.batch.index[:7].tolist()
    assert trace.output.shape == (3, 7)
    assert trace.example_gradients(0, "kernel", (0, 0)).shape == (7,)
    hidden = trace.layers[1]
    dropped = hidden.a == 0
    assert 0.2 < dropped.mean() < 0.8
    np.testing.assert_allclose(hidden.a[~dropped], 2 * hidden.input[~dropped], rtol=1e-6)


def test_a_layer_that_couples_the_examples_keeps_them_all() -> None:
    model = Sequential([Input((4,)), BatchNormalization(), Dense(1)])
    model.compile("sgd", "mse")
    trace = trace_batch(Trainer(model, X, X[:, 0], batch_size=40).preview(), most=5)
    assert trace.layers[0].z.shape == (4, 40)
    assert trace.output.shape == (1, 5)
    assert trace.example_gradients(0, "gamma", (1,)).shape == (5,)
