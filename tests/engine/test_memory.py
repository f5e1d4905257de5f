"""What a training step needs: told before, close to what it takes, and bounded."""

from __future__ import annotations

import re
import tracemalloc
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.engine import Sequential, Trainer, memory
from mlwidgets.engine.layers import (
    BatchNormalization,
    Conv1D,
    Conv2D,
    Conv2DTranspose,
    Dense,
    DepthwiseConv2D,
    Flatten,
    GlobalAveragePooling2D,
    Input,
    MaxPooling2D,
    SeparableConv2D,
)
from mlwidgets.engine.memory import SLICE, SLICE_BYTES, STEP_BYTES
from mlwidgets.errors import ConfigurationError

if TYPE_CHECKING:
    from mlwidgets.engine.layers import Layer

PICTURE = (20, 20, 4)
N = 128


def network(layers: list[Layer], shape: tuple[int, ...] = PICTURE) -> Sequential:
    model = Sequential([Input(shape), *layers, Dense(10, "softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy", ["accuracy"])
    return model


def run_of(model: Sequential, n: int) -> Trainer[Sequential]:
    rng = np.random.default_rng(0)
    shape = model.shapes()[0]
    return Trainer(model, rng.random((n, *shape), np.float32), rng.integers(0, 10, n), batch_size=n)


def peak_of_a_step(run: Trainer[Sequential]) -> int:
    tracemalloc.start()
    next(run)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


@pytest.mark.parametrize(
    ("layers", "shape"),
    [
        (
            [Conv2D(16, 3, activation="relu"), MaxPooling2D(), Conv2D(8, 3, padding="same"), Flatten()],
            PICTURE,
        ),
        ([Conv2D(8, 7, dilation_rate=2, activation="tanh"), GlobalAveragePooling2D()], PICTURE),
        ([Conv2D(64, 1), BatchNormalization(), GlobalAveragePooling2D()], PICTURE),
        ([DepthwiseConv2D(5, depth_multiplier=2), SeparableConv2D(16, 3), Flatten()], PICTURE),
        ([Conv2D(8, 3, strides=2), Conv2DTranspose(8, 3, strides=2), Flatten()], PICTURE),
        ([Conv1D(32, 5, activation="relu"), Flatten()], (200, 4)),
        ([Dense(3000, "relu"), Dense(3000, "sigmoid")], (500,)),
    ],
)
def test_the_estimate_is_near_what_a_step_takes(layers: list[Layer], shape: tuple[int, ...]) -> None:
    model = network(layers, shape)
    model.build()
    run = run_of(model, N)
    weights = 3 * model.parameters.nbytes  # what is not counted: gradients, and the matrices made of kernels
    estimate = model.step_memory().bytes(N)
    peak = peak_of_a_step(run)
    assert 0.5 * estimate < peak < 1.6 * estimate + weights


def test_a_large_layer_goes_through_with_few_examples_at_once_and_memory_is_bounded() -> None:
    model = network([Conv2D(256, 3, activation="relu"), Flatten()], (28, 28, 1))
    step = model.step_memory()
    assert 5 < step.examples_at_once(4000) < 50
    assert step.bytes(4000) <= SLICE_BYTES
    weights = 4 * model.parameters.nbytes
    assert peak_of_a_step(run_of(model, 60)) < 1.6 * SLICE_BYTES + weights


def test_predicting_and_measuring_are_bounded_too() -> None:
    model = network([Conv2D(256, 3, activation="relu"), Flatten()], (28, 28, 1))
    model.build()
    x = np.zeros((120, 28, 28, 1), np.float32)
    for ask in (model.predict, lambda x: model.evaluate(x, np.zeros(len(x), int))):
        tracemalloc.start()
        ask(x)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < SLICE_BYTES


def test_the_networks_that_ship_are_far_below_every_limit() -> None:
    step = network([Conv2D(8, 3, activation="relu"), MaxPooling2D(), Flatten()], (28, 28, 1)).step_memory()
    assert step.examples_at_once(4000) == SLICE
    assert step.examples_at_once(32) == 32
    step.check(100_000)


def test_what_cannot_go_through_in_slices_is_refused_before_it_starts_with_the_sum() -> None:
    model = network([Conv2D(1024, 3), BatchNormalization(), Flatten()], (28, 28, 1))
    step = model.step_memory()
    assert step.examples_at_once(4000) == 4000
    largest = STEP_BYTES // step.bytes_per_example
    step.check(largest)
    message = (
        "A training step of 4,000 examples would take about 112 GB of memory, more than the 1 GB "
        "allowed: 28.1 MB an example, 8.74 MB of it for conv2d, whose output is 26 × 26 × 1,024. "
        "batch_normalization takes a whole batch at once: "
        f"make the batch {largest} or less, or make conv2d smaller."
    )
    with pytest.raises(ConfigurationError, match=f"^{re.escape(message)}$"):
        step.check(4000)


def test_a_refused_step_has_changed_nothing_and_a_smaller_batch_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = network([Conv2D(4, 3), BatchNormalization(), Flatten()])
    run = run_of(model, 40)
    before = run.moment()
    monkeypatch.setattr(memory, "STEP_BYTES", 20 * model.step_memory().bytes_per_example)
    with pytest.raises(ConfigurationError, match="make the batch 20 or less"):
        next(run)
    assert run.moment() == before
    run.batch_size = 20
    assert next(run).kind == "update"


def test_one_example_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    step = network([Conv2D(4, 3), Flatten()]).step_memory()
    monkeypatch.setattr(memory, "STEP_BYTES", 1000)
    with pytest.raises(
        ConfigurationError,
        match=re.escape("A training step of one example would take") + ".*Make conv2d smaller.$",
    ):
        step.check(1)
