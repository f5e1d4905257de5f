"""Random networks of ours beside the same in PyTorch: output, every gradient, and 20 updates.

Run by ``make oracles``, where PyTorch is installed; without it these tests fail, they do not skip.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch

from mlwidgets.engine import Sequential, optimizers
from mlwidgets.engine.arrays import to_engine
from mlwidgets.engine.layers import (
    LAYERS,
    Activation,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    Input,
    Layer,
    MaxPooling2D,
)
from tests.oracles.twin import Twin, before_step, twin_optimizer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlwidgets.engine.arrays import AnyArray

ARCHITECTURES = 12
STEPS = 20
BATCH = 16
TOLERANCE = {"float32": 1e-5, "float64": 1e-12}
"""Relative to the largest number of each array. (The promise is 1e-4 and 1e-9.)"""

OPTIMIZERS = {
    "momentum": ("sgd", {"learning_rate": 0.05, "momentum": 0.9}),
    "nesterov": ("sgd", {"learning_rate": 0.05, "momentum": 0.9, "nesterov": True}),
    "adam": ("adam", {"learning_rate": 0.002}),
}
DRIFT = {"float32": 1e-5, "float64": 1e-11}
"""After 20 updates: each carries the roundings of all before it."""


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@dataclass
class Case:
    """A network, its loss, and data."""

    layers: list[Layer]
    shape: tuple[int, ...]
    loss: str
    x: AnyArray
    y: AnyArray

    def model(self, dtype: str) -> Sequential:
        """Return the network, with biases other than zero."""
        fresh = [
            LAYERS.get({"class_name": one.class_name, "config": one.get_config()}) for one in self.layers
        ]
        model = Sequential([Input(self.shape), *fresh], seed=7, dtype=dtype)
        rng = np.random.default_rng(5)
        model.set_weights(
            [w + rng.normal(size=w.shape) * 0.1 if w.ndim == 1 else w for w in model.get_weights()]
        )
        return model


def random_case(seed: int) -> Case:
    """Draw a network of our layers: two times out of three for pictures."""
    rng = np.random.default_rng(seed)

    def one_of(*values: Any) -> Any:  # noqa: ANN401 - settings of several types
        return values[rng.integers(len(values))]

    def yes() -> bool:
        return bool(rng.integers(2))

    layers: list[Layer] = []
    shape: tuple[int, ...] = (int(rng.integers(3, 12)),)
    if seed % 3:
        shape = (int(rng.integers(9, 15)), int(rng.integers(9, 15)), int(rng.integers(1, 4)))
        for _ in range(rng.integers(1, 4)):
            size = one_of(1, 2, 3, (3, 2), (1, 3))
            layers.append(
                Conv2D(
                    int(rng.integers(2, 6)),
                    size,
                    strides=one_of(1, 1, 2, (2, 1)),
                    padding=one_of("valid", "same"),
                    activation=one_of("relu", "tanh", "sigmoid", None),
                    use_bias=yes(),
                )
            )
            if yes():
                layers.append(MaxPooling2D(2, strides=one_of(None, 1), padding=one_of("same", "valid")))
            if min(Sequential([Input(shape), *copies(layers)]).output_shape[:2]) < 4:
                break
        layers.append(Flatten())
    for _ in range(rng.integers(1, 3)):
        layers.append(Dense(int(rng.integers(4, 20)), one_of("relu", "tanh", "sigmoid", None)))
        if yes():
            layers.append(Activation(one_of("relu", "tanh", "softmax")))
    layers.append(Dropout(0.0))
    return Case(layers, shape, *last_layer_and_data(rng, layers, shape))


def copies(layers: list[Layer]) -> list[Layer]:
    """Return the same layers again: a model keeps those it is given."""
    return [LAYERS.get({"class_name": one.class_name, "config": one.get_config()}) for one in layers]


def last_layer_and_data(
    rng: np.random.Generator, layers: list[Layer], shape: tuple[int, ...]
) -> tuple[str, AnyArray, AnyArray]:
    """Put a last layer on the stack; return its loss, examples and targets."""
    loss = (
        "mean_squared_error",
        "binary_crossentropy",
        "categorical_crossentropy",
        "sparse_categorical_crossentropy",
    )[rng.integers(4)]
    outputs = int(rng.integers(2, 6))
    labels = rng.integers(0, outputs, BATCH * STEPS)
    y: AnyArray
    if loss == "mean_squared_error":
        last, y = Dense(outputs), rng.normal(size=(BATCH * STEPS, outputs))
    elif loss == "binary_crossentropy":
        last, y = Dense(outputs, "sigmoid"), rng.integers(0, 2, (BATCH * STEPS, outputs)).astype(float)
    else:
        last = Dense(outputs, "softmax")
        y = labels if loss.startswith("sparse") else np.eye(outputs)[labels]
    layers.append(last)
    return loss, rng.normal(size=(BATCH * STEPS, *shape)), y


CASES = [random_case(seed) for seed in range(ARCHITECTURES)]


def describe(case: Case) -> str:
    """Name a case by its layers."""
    return "-".join(layer.class_name for layer in case.layers) + f"-{case.loss}"


def assert_close(got: AnyArray, wanted: AnyArray, tolerance: float) -> None:
    """Compare with a tolerance relative to the largest number."""
    assert got.shape == wanted.shape
    largest = max(float(np.abs(wanted).max()), 1e-3)
    np.testing.assert_allclose(got, wanted, rtol=0, atol=tolerance * largest)


# The other layers and losses stand beside PyTorch's one by one, in the numbers recorded for `make test`.
STACKED = {"activation", "conv2d", "dense", "dropout", "flatten", "max_pooling2d"}


def test_the_networks_use_every_layer_that_they_are_drawn_from() -> None:
    kinds = {LAYERS.canonical(layer.class_name) for case in CASES for layer in case.layers}
    assert kinds == STACKED
    assert len({case.loss for case in CASES}) == 4
    assert sum(isinstance(case.layers[0], Conv2D) for case in CASES) >= 5


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("case", CASES, ids=describe)
def test_output_loss_and_every_gradient(case: Case, dtype: str) -> None:
    model = case.model(dtype)
    model.compile("sgd", case.loss)
    twin = Twin(model)
    x, y = case.x[:BATCH].astype(dtype), case.y[:BATCH]
    assert_close(model.predict(x), twin.predict(x), TOLERANCE[dtype])

    _, loss = model.check_compiled()
    worker = model.new_pass()
    target = loss.prepare(y, model.output_shape, model.dtype)
    graded = worker.grade(to_engine(x, dtype), target, loss, training=True, rng=np.random.default_rng(0))
    gradients = worker.backward(target, graded, loss)
    theirs = twin.loss(x, y, case.loss)
    theirs.backward()
    assert graded.values.mean() == pytest.approx(theirs.item(), rel=TOLERANCE[dtype] * 10)
    start = 0
    for part in twin.parts:
        assert part.grad is not None
        stop = start + part.numel()
        assert_close(gradients[start:stop], part.grad.numpy().ravel(), TOLERANCE[dtype])
        start = stop
    assert start == model.count_params()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("case", CASES, ids=describe)
def test_weights_after_twenty_updates(case: Case, optimizer: str, dtype: str) -> None:
    name, settings = OPTIMIZERS[optimizer]
    ours = optimizers.get({"class_name": name, "config": settings})
    config = ours.get_config()
    model = case.model(dtype)
    model.compile(ours, case.loss)
    twin = Twin(model)
    theirs = twin_optimizer(name, config, twin)
    start = model.parameters.copy()
    x = case.x.astype(dtype)
    model.fit(x, case.y, batch_size=BATCH, epochs=1, shuffle=False, verbose=False)
    for step in range(1, STEPS + 1):
        batch = slice((step - 1) * BATCH, step * BATCH)
        before_step(theirs, config, step)
        theirs.zero_grad()
        twin.loss(x[batch], case.y[batch], case.loss).backward()
        theirs.step()
    assert ours.iterations == STEPS
    for got, part in zip(model.get_weights(), twin.parts, strict=True):
        assert_close(got, part.detach().numpy(), DRIFT[dtype])
    assert np.abs(model.parameters - start).max() > 1e-3, "nothing was learned: the comparison says nothing"
    assert_close(model.predict(x), twin.predict(x), DRIFT[dtype] * 10)
