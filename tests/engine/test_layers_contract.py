"""What holds for every layer, whatever it computes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.arrays import engine_shape, public_shape
from mlwidgets.engine.configurable import serialize
from mlwidgets.engine.constraints import NonNeg
from mlwidgets.engine.layers import LAYERS, BatchNormalization, Dense, Flatten, Input, get
from mlwidgets.engine.regularizers import L2
from mlwidgets.engine.tape import Tape
from tests.engine.layer_cases import CASES
from tests.engine.support import built, run_layer
from tests.engine.test_gradients import LAYER_CASES, assert_right, model_check

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Shape
    from mlwidgets.engine.layers import Layer

FIRST_OF_KIND = list({kind: (kind, config, shape) for kind, config, shape in reversed(LAYER_CASES)}.values())
"""One case of each kind of layer."""


def made(kind: str, config: dict[str, Any], shape: Shape, dtype: str = "float64") -> Layer:
    return built(LAYERS.get({"class_name": kind, "config": config}), shape, dtype)


def prepare(tape: Tape, layer: Layer, x: AnyArray) -> None:
    """Set a tape up for a batch, as a training pass does."""
    tape.training, tape.rng = True, np.random.default_rng(5)
    specs = layer.weight_specs(public_shape(x))
    tape.gradients = {
        name: np.zeros_like(layer.weights[name]) for name, spec in specs.items() if spec.trainable
    }


def forward_and_back(layer: Layer, tape: Tape, x: AnyArray, upstream: AnyArray) -> list[AnyArray]:
    """Return output, input's gradient and weights' gradients, all in the engine's layout, as copies."""
    prepare(tape, layer, x)
    output = layer.forward(x, tape).copy()
    dx = layer.backward(upstream.copy(), tape)
    assert dx is not None
    return [output, dx.copy(), *tape.gradients.values()]


def batches(layer: Layer, shape: Shape, *sizes: int) -> list[tuple[AnyArray, AnyArray]]:
    rng = np.random.default_rng(9)
    out = layer.compute_output_shape(shape)
    return [(rng.normal(size=engine_shape(shape, n)), rng.normal(size=engine_shape(out, n))) for n in sizes]


@pytest.mark.parametrize(("kind", "config", "shape"), CASES, ids=str)
def test_the_input_belongs_to_the_layer_before(kind: str, config: dict[str, Any], shape: Shape) -> None:
    layer = made(kind, config, shape)
    ((x, upstream),) = batches(layer, shape, 3)
    kept = x.copy()
    forward_and_back(layer, Tape(), x, upstream)
    np.testing.assert_array_equal(x, kept)


@pytest.mark.parametrize(("kind", "config", "shape"), FIRST_OF_KIND, ids=str)
def test_batches_of_other_sizes_on_the_same_tape_and_on_two_tapes_do_not_disturb(
    kind: str, config: dict[str, Any], shape: Shape
) -> None:
    layer = made(kind, config, shape)
    inputs = batches(layer, shape, 4, 2, 7, 4)
    alone = [forward_and_back(layer, Tape(), x, upstream) for x, upstream in inputs]
    tape = Tape()
    for (x, upstream), wanted in zip(inputs, alone, strict=True):
        for got, want in zip(forward_and_back(layer, tape, x, upstream), wanted, strict=True):
            np.testing.assert_array_equal(got, want)
    # A second batch goes forward on a tape of its own before the first comes back.
    first, second = Tape(), Tape()
    for one, (x, _) in ((first, inputs[0]), (second, inputs[1])):
        prepare(one, layer, x)
        layer.forward(x, one)
    for one, (_, upstream), wanted in ((first, inputs[0], alone[0]), (second, inputs[1], alone[1])):
        dx = layer.backward(upstream.copy(), one)
        assert dx is not None
        np.testing.assert_array_equal(dx, wanted[1])


@pytest.mark.parametrize(("kind", "config", "shape"), FIRST_OF_KIND, ids=str)
def test_the_weights_gradients_do_not_need_that_of_the_input(
    kind: str, config: dict[str, Any], shape: Shape
) -> None:
    layer = made(kind, config, shape)
    ((x, upstream),) = batches(layer, shape, 3)
    _, _, *wanted = forward_and_back(layer, Tape(), x, upstream)
    tape = Tape()
    prepare(tape, layer, x)
    tape.needs_input_gradient = False
    layer.forward(x, tape)
    layer.backward(upstream.copy(), tape)
    for got, want in zip(tape.gradients.values(), wanted, strict=True):
        np.testing.assert_array_equal(got, want)


@pytest.mark.parametrize(("kind", "config", "shape"), FIRST_OF_KIND, ids=str)
@pytest.mark.parametrize("training", [True, False])
def test_float32_stays_float32(kind: str, config: dict[str, Any], shape: Shape, training: bool) -> None:
    layer = made(kind, config, shape, "float32")
    rng = np.random.default_rng(3)
    x = rng.normal(size=(3, *shape)).astype(np.float32)
    upstream = rng.normal(size=(3, *layer.compute_output_shape(shape))).astype(np.float32)
    run = run_layer(layer, x, upstream, training=training)
    assert run.output.dtype == run.input_gradient.dtype == np.float32
    assert run.output.shape == (3, *layer.compute_output_shape(shape))
    assert run.input_gradient.shape == x.shape
    assert {kept.dtype for kept in run.kept.values()} <= {np.dtype(np.float32)}


@pytest.mark.parametrize(("kind", "config", "shape"), CASES, ids=str)
def test_a_layer_written_down_as_json_is_the_same_layer(
    kind: str, config: dict[str, Any], shape: Shape
) -> None:
    layer = made(kind, config, shape)
    again = get(json.loads(json.dumps(serialize(layer))))
    assert type(again) is type(layer)
    assert again.get_config() == layer.get_config()
    built(again, shape)
    x = np.random.default_rng(0).normal(size=(2, *shape))
    ones = np.ones((2, *layer.compute_output_shape(shape)))
    np.testing.assert_array_equal(run_layer(again, x, ones).output, run_layer(layer, x, ones).output)


@pytest.mark.parametrize(("kind", "config", "shape"), FIRST_OF_KIND, ids=str)
def test_as_the_first_layer_of_a_network_and_behind_another(
    kind: str, config: dict[str, Any], shape: Shape
) -> None:
    """All gradients of a stack are right, also where no input gradient is asked of the layer."""
    for behind in ([], [get({"class_name": "Activation", "config": {"activation": "tanh"}})]):
        stack = [*behind, LAYERS.get({"class_name": kind, "config": config}), Flatten(), Dense(3, "softmax")]
        model = Sequential([Input(shape), *stack], dtype="float64")
        model.compile("sgd", "sparse_categorical_crossentropy")
        rng = np.random.default_rng(4)
        assert_right(model_check(model, rng.normal(size=(4, *shape)), rng.integers(0, 3, 4)))


@pytest.mark.parametrize(("kind", "config", "shape"), FIRST_OF_KIND, ids=str)
def test_only_batch_normalization_looks_at_the_rest_of_the_batch(
    kind: str, config: dict[str, Any], shape: Shape
) -> None:
    layer = made(kind, config, shape)
    (x, _), (others, _) = batches(layer, shape, 1, 3)
    random = kind in ("Dropout", "SpatialDropout2D", "GaussianNoise")
    tapes = Tape(), Tape()
    for tape in tapes:
        tape.training = not random
    alone = layer.forward(x, tapes[0])[..., 0]
    among = layer.forward(np.concatenate([others, x], axis=-1), tapes[1])[..., -1]
    assert layer.couples_examples == isinstance(layer, BatchNormalization)
    assert np.allclose(alone, among, rtol=1e-12, atol=1e-12) != layer.couples_examples


@pytest.mark.parametrize(("kind", "config", "shape"), FIRST_OF_KIND, ids=str)
def test_the_arithmetic_adds_up_to_the_number_of_parameters(
    kind: str, config: dict[str, Any], shape: Shape
) -> None:
    layer = made(kind, config, shape)
    arithmetic = layer.parameter_arithmetic(shape)
    *terms, total = arithmetic.replace(",", "").split(" = ")
    assert int(total) == layer.count_params(shape) == sum(w.size for w in layer.weights.values())
    for sums in terms:
        products = [np.prod([int(side) for side in term.split(" × ")]) for term in sums.split(" + ")]
        assert products == [weights.size for weights in layer.weights.values()]


RULED = [
    (kind, prefix, name, config, shape)
    for kind, config, shape in FIRST_OF_KIND
    for prefix, name in {
        "kernel": "kernel",
        "bias": "bias",
        "depthwise": "kernel" if kind == "DepthwiseConv2D" else "depthwise_kernel",
        "pointwise": "pointwise_kernel",
        "gamma": "gamma",
        "beta": "beta",
        "alpha": "alpha",
    }.items()
    if f"{prefix}_initializer" in LAYERS.find(kind).parameter_names()
]
"""Every weight of every kind of layer that is learned, and what its settings begin with."""


def test_every_learned_weight_can_have_a_price_and_a_constraint() -> None:
    learned = {
        (kind, name)
        for kind, config, shape in FIRST_OF_KIND
        for name, spec in LAYERS.get({"class_name": kind, "config": config}).weight_specs(shape).items()
        if spec.trainable
    }
    assert learned == {
        (kind, name) for kind, _, name, config, _ in RULED if config.get("use_bias", True) or name != "bias"
    }


@pytest.mark.parametrize(("kind", "prefix", "name", "config", "shape"), RULED, ids=str)
def test_a_price_and_a_constraint_reach_their_weight_and_no_other(
    kind: str, prefix: str, name: str, config: dict[str, Any], shape: Shape
) -> None:
    ruled = config | {f"{prefix}_regularizer": "l2", f"{prefix}_constraint": "non_neg"}
    ruled |= {"use_bias": True} if "use_bias" in LAYERS.find(kind).parameter_names() else {}
    layer = LAYERS.get({"class_name": kind, "config": ruled})
    again = LAYERS.get(json.loads(json.dumps(serialize(layer))))
    for one in (layer, again):
        for weight, spec in one.weight_specs(shape).items():
            assert isinstance(spec.regularizer, L2) == isinstance(spec.constraint, NonNeg) == (weight == name)
