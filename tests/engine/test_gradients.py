"""Every layer with its options and every loss: the gradient is what a tiny step really does."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential, losses
from mlwidgets.engine.activations import ACTIVATIONS
from mlwidgets.engine.arrays import to_engine
from mlwidgets.engine.gradcheck import GradientCheck, check_gradient
from mlwidgets.engine.layers import LAYERS, Dense, Input
from mlwidgets.engine.losses import LOSSES, fused
from tests.engine.layer_cases import CASES, Case
from tests.engine.support import DROPOUT_SEED, built, every_kind_of_layer, run_layer

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Shape
    from mlwidgets.engine.passes import Graded

TOLERANCE = 1e-7
"""Of the largest slope. Central differences in float64 are good to about 1e-9."""


def _layer_cases() -> list[Case]:
    cases: list[Case] = []
    for activation, bias in itertools.product(ACTIVATIONS.names, (True, False)):
        cases.append(("Dense", {"units": 4, "activation": activation, "use_bias": bias}, (5,)))
    cases += [("Activation", {"activation": name}, (5,)) for name in ACTIVATIONS.names]
    cases += [("Activation", {"activation": name}, (3, 4, 2)) for name in ACTIVATIONS.names]
    cases += [("Flatten", {}, shape) for shape in ((5,), (3, 4), (3, 4, 2), (1, 1, 6))]
    cases += [("Dropout", {"rate": rate}, shape) for rate in (0.0, 0.3) for shape in ((6,), (3, 4, 2))]
    convolutions = itertools.product(
        ("valid", "same"), (1, 2, 3, (1, 2), (3, 1)), (1, 3, (2, 3), (4, 1)), ((7, 7, 1), (5, 8, 3))
    )
    for number, (padding, strides, kernel, shape) in enumerate(convolutions):
        config = {"kernel_size": kernel, "strides": strides, "padding": padding}
        config |= {"filters": 1 + number % 3, "use_bias": number % 2 == 0}
        cases.append(("Conv2D", config, shape))
    for name in ACTIVATIONS.names:
        cases.append(("Conv2D", {"filters": 3, "kernel_size": 2, "activation": name}, (4, 4, 2)))
    pools = itertools.product(("valid", "same"), (2, 3, (2, 3), 1), (None, 1, 2, 3, (2, 1)), ((7, 8, 2),))
    for padding, size, strides, shape in pools:
        cases.append(("MaxPooling2D", {"pool_size": size, "strides": strides, "padding": padding}, shape))
    return cases


LAYER_CASES = _layer_cases() + CASES


def assert_right(check: GradientCheck) -> None:
    largest = np.abs(check.numeric).max()
    assert largest > 1e-4, "nothing depends on what was changed: the check says nothing"
    assert np.abs(check.analytic - check.numeric).max() <= TOLERANCE * largest


def test_no_layer_goes_unchecked() -> None:
    checked = {LAYERS.canonical(kind) for kind, _, _ in LAYER_CASES}
    assert checked == set(LAYERS.names)


@pytest.mark.parametrize(("kind", "config", "shape"), LAYER_CASES, ids=str)
def test_layer(kind: str, config: dict[str, Any], shape: Shape) -> None:
    layer = built(LAYERS.get({"class_name": kind, "config": config}), shape)
    rng = np.random.default_rng(11)
    x = rng.normal(size=(3, *shape))
    upstream = rng.normal(size=(3, *layer.compute_output_shape(shape)))

    def value() -> float:
        return float((run_layer(layer, x, upstream, training=True).output * upstream).sum())

    run = run_layer(layer, x, upstream, training=True)
    assert_right(check_gradient(value, x, np.ascontiguousarray(run.input_gradient), rng=rng))
    for name, gradient in run.weight_gradients.items():
        assert_right(check_gradient(value, layer.weights[name], gradient, rng=rng))


PROBABILITIES = ("binary_crossentropy", "categorical_crossentropy", "sparse_categorical_crossentropy")
POSITIVE = ("mean_squared_logarithmic_error", "poisson")


def _targets(loss: str, rng: np.random.Generator, n: int, outputs: int) -> AnyArray:
    if loss == "sparse_categorical_crossentropy":
        return rng.integers(0, outputs, n)
    if loss in ("categorical_crossentropy", "categorical_hinge"):
        return np.eye(outputs)[rng.integers(0, outputs, n)]
    if loss in ("binary_crossentropy", "hinge", "squared_hinge"):
        return rng.integers(0, 2, (n, outputs)).astype(float)
    if loss in POSITIVE:
        return rng.integers(0, 6, (n, outputs)).astype(float)
    if loss == "kl_divergence":
        y = rng.random((n, outputs))
        return y / y.sum(axis=1, keepdims=True)
    return rng.normal(size=(n, outputs))


def _predictions(rng: np.random.Generator, n: int, outputs: int, *, probabilities: bool) -> AnyArray:
    z = rng.normal(size=(n, outputs)) * 2
    # Not a softmax: probabilities that do not sum to 1 must have the right slope as well.
    return 1 / (1 + np.exp(-z)) if probabilities else z


LOSS_CASES: list[tuple[str, dict[str, Any]]] = [
    (name, config)
    for name in LOSSES.names
    for config in ([{"from_logits": False}, {"from_logits": True}] if name in PROBABILITIES else [{}])
]
LOSS_CASES += [
    (name, {"from_logits": from_logits, "label_smoothing": 0.2})
    for name in ("binary_crossentropy", "categorical_crossentropy")
    for from_logits in (False, True)
]
LOSS_CASES += [("huber", {"delta": delta}) for delta in (0.3, 2.5)]


def test_no_loss_goes_unchecked() -> None:
    assert {name for name, _ in LOSS_CASES} == set(LOSSES.names)
    for name in LOSSES.names:
        settings = {setting for kind, config in LOSS_CASES if kind == name for setting in config}
        assert settings == set(LOSSES.find(name).parameter_names())


@pytest.mark.parametrize(("name", "config"), LOSS_CASES, ids=str)
@pytest.mark.parametrize("outputs", [1, 4])
def test_loss(name: str, config: dict[str, Any], outputs: int) -> None:
    if outputs == 1 and ("categorical" in name or name == "cosine_similarity"):
        outputs = 2  # with one class, or one direction, the loss is the same whatever the prediction
    loss = losses.get({"class_name": name, "config": config})
    rng = np.random.default_rng(5)
    y = _targets(name, rng, 6, outputs)
    probabilities = name == "kl_divergence" or not config.get("from_logits", True)
    prediction = _predictions(rng, 6, outputs, probabilities=probabilities)
    if name in POSITIVE:
        prediction = np.abs(prediction)
    gradient = loss.per_example_gradient(y, prediction)
    # An example's loss depends on its own prediction only, so the sum has all slopes at once.
    assert_right(check_gradient(lambda: float(loss.per_example(y, prediction).sum()), prediction, gradient))


def test_categorical_crossentropy_of_soft_targets() -> None:
    rng = np.random.default_rng(2)
    y = rng.random((5, 3)) * 0.6  # rows that do not sum to 1
    for from_logits in (False, True):
        loss = losses.CategoricalCrossentropy(from_logits=from_logits)
        prediction = _predictions(rng, 5, 3, probabilities=not from_logits)
        gradient = loss.per_example_gradient(y, prediction)

        def value(loss: losses.Loss = loss, p: AnyArray = prediction) -> float:
            return float(loss.per_example(y, p).sum())

        assert_right(check_gradient(value, prediction, gradient))


def model_check(model: Sequential, x: AnyArray, y: AnyArray) -> GradientCheck:
    """Compare ∂(mean loss)/∂θ of a whole model with central differences."""
    _, loss = model.check_compiled()
    worker = model.new_pass()
    inputs = to_engine(x, model.dtype)
    targets = loss.prepare(y, model.output_shape, model.dtype)

    def grade() -> Graded:
        rng = np.random.default_rng(DROPOUT_SEED)
        return worker.grade(inputs, targets, loss, training=True, rng=rng)

    gradient = worker.backward(targets, grade(), loss).copy()
    return check_gradient(
        lambda: float(grade().values.mean()), model.parameters, gradient, rng=np.random.default_rng(1)
    )


MODEL_CASES: list[tuple[str, dict[str, Any], str | None, bool]] = [
    ("mean_squared_error", {}, None, False),
    ("mean_squared_error", {}, "softmax", False),
    ("mean_squared_error", {}, "relu", False),
    ("binary_crossentropy", {}, "sigmoid", True),
    ("binary_crossentropy", {}, "softmax", False),
    ("binary_crossentropy", {"from_logits": True}, None, True),
    ("binary_crossentropy", {"from_logits": True}, "tanh", False),
    ("categorical_crossentropy", {}, "softmax", True),
    ("categorical_crossentropy", {}, "sigmoid", False),
    ("categorical_crossentropy", {"from_logits": True}, None, True),
    ("categorical_crossentropy", {"from_logits": True}, "tanh", False),
    ("sparse_categorical_crossentropy", {}, "softmax", True),
    ("sparse_categorical_crossentropy", {}, "sigmoid", False),
    ("sparse_categorical_crossentropy", {"from_logits": True}, None, True),
    ("sparse_categorical_crossentropy", {"from_logits": True}, "tanh", False),
    ("binary_crossentropy", {"label_smoothing": 0.1}, "sigmoid", True),
    ("categorical_crossentropy", {"label_smoothing": 0.1}, "softmax", True),
    ("mean_squared_logarithmic_error", {}, "softplus", False),
    ("kl_divergence", {}, "softmax", False),
    ("poisson", {}, "softplus", False),
]
MODEL_CASES += [
    (name, {}, None, False)
    for name in (
        "mean_absolute_error",
        "mean_absolute_percentage_error",
        "huber",
        "log_cosh",
        "hinge",
        "squared_hinge",
        "categorical_hinge",
        "cosine_similarity",
    )
]


def test_every_loss_is_checked_fused_and_not() -> None:
    seen = {(name, is_fused) for name, _, _, is_fused in MODEL_CASES}
    for name in LOSSES.names:
        assert (name, False) in seen
        assert (name in PROBABILITIES) == ((name, True) in seen)


@pytest.mark.parametrize(("name", "config", "activation", "is_fused"), MODEL_CASES, ids=str)
@pytest.mark.parametrize("own_layer", [False, True], ids=["in Dense", "Activation layer"])
def test_loss_through_output_activation(
    name: str, config: dict[str, Any], activation: str | None, is_fused: bool, own_layer: bool
) -> None:
    last = [
        Dense(3),
        LAYERS.get({"class_name": "Activation", "config": {"activation": activation or "linear"}}),
    ]
    model = Sequential(
        [Input((4,)), Dense(5, "tanh"), *(last if own_layer else [Dense(3, activation)])], dtype="float64"
    )
    model.compile("sgd", {"class_name": name, "config": config})
    assert model.loss is not None
    assert (fused(model.loss, model.layers[-1].activation) is not None) == is_fused
    rng = np.random.default_rng(8)
    assert_right(model_check(model, rng.normal(size=(6, 4)), _targets(name, rng, 6, 3)))


@pytest.mark.parametrize("first", range(1, len(every_kind_of_layer())))
def test_stack_of_every_kind_of_layer(first: int) -> None:
    """Each kind of layer takes its turn as the first, of which no input gradient is asked."""
    stack = every_kind_of_layer()
    shapes = Sequential(stack).shapes()
    layers = [LAYERS.get({"class_name": one.class_name, "config": one.get_config()}) for one in stack[first:]]  # type: ignore[union-attr]  # an Input comes only first
    model = Sequential([Input(shapes[first - 1]), *layers], dtype="float64")
    model.compile("sgd", "sparse_categorical_crossentropy")
    rng = np.random.default_rng(21)
    x = rng.normal(size=(4, *shapes[first - 1]))
    assert_right(model_check(model, x, rng.integers(0, 3, 4)))
