"""Every layer's numbers for one example: those of predict and Pass, and right by central differences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.arrays import to_engine
from mlwidgets.engine.gradcheck import check_gradient
from mlwidgets.engine.layers import LAYERS, Conv2D, Dense, Flatten, Input, MaxPooling2D
from mlwidgets.engine.tracing import trace
from mlwidgets.errors import DataError, ShapeError
from tests.engine.layer_cases import CASES
from tests.engine.support import classifier, every_kind_of_layer, pictures

if TYPE_CHECKING:
    from mlwidgets.engine.layers import Layer
    from mlwidgets.engine.tracing import Trace

ONE_OF_EACH = list({kind: (kind, config, shape) for kind, config, shape in reversed(CASES)}.values())
ACTIVATIONS = (
    "elu",
    "gelu",
    "hard_sigmoid",
    "mish",
    "relu",
    "relu6",
    "selu",
    "sigmoid",
    "softmax",
    "softplus",
)


def digits_network(**settings: Any) -> Sequential:  # noqa: ANN401 - those of Sequential
    """Make a small network in which ReLU stands before a pooling, which training turns round."""
    stack: list[Layer | Input] = [
        Input((8, 8, 2)),
        Conv2D(4, 3, activation="relu"),
        MaxPooling2D(2),
        Conv2D(5, 2, padding="same", activation="relu"),
        MaxPooling2D(2),
        Flatten(),
        Dense(3, activation="softmax"),
    ]
    return classifier(stack, **settings)


def test_the_output_is_that_of_predict() -> None:
    x, _ = pictures(4)
    for model in (digits_network(), classifier(every_kind_of_layer())):
        for one in x:
            seen = trace(model, one)
            np.testing.assert_allclose(seen.output, model.predict(one[np.newaxis])[0], rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(("kind", "config", "shape"), ONE_OF_EACH, ids=lambda part: str(part)[:30])
def test_every_kind_of_layer_gives_what_it_gives_in_predict(
    kind: str, config: dict[str, Any], shape: tuple[int, ...]
) -> None:
    model = Sequential([Input(shape), LAYERS.get({"class_name": kind, "config": config})], seed=2)
    x = np.random.default_rng(0).normal(size=shape).astype(np.float32)
    seen = trace(model, x)
    np.testing.assert_allclose(seen.output, model.predict(x[np.newaxis])[0], rtol=1e-6, atol=1e-6)
    assert seen.layers[0].input.tolist() == x.tolist()


def test_each_layer_has_its_own_activation() -> None:
    x, _ = pictures(1)
    first, pooled, *_ = trace(digits_network(), x[0]).layers
    assert first.z.shape == first.a.shape == (6, 6, 4)
    assert first.z.min() < 0
    np.testing.assert_array_equal(first.a, np.maximum(first.z, 0))
    np.testing.assert_array_equal(pooled.input, first.a)
    np.testing.assert_array_equal(pooled.a, first.a.reshape(3, 2, 3, 2, 4).max(axis=(1, 3)))


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_z_is_kept_although_an_activation_may_overwrite_it(name: str) -> None:
    model = Sequential([Input((3,)), Dense(5, name), Dense(2)], seed=1, dtype="float64")
    x = np.array([0.5, -2.0, 1.0])
    seen = trace(model, x).layers[0]
    np.testing.assert_allclose(seen.z, seen.weights["bias"] + x @ seen.weights["kernel"])


def test_worked_by_hand() -> None:
    # z = 2·3 − 4 + 1 = 3 and 3 + 4 − 2 = 5; their sum minus 1 is 7; the target 5 gives (7 − 5)² = 4.
    model = Sequential([Input((2,)), Dense(2, "relu"), Dense(1)], dtype="float64")
    model.compile("sgd", "mean_squared_error")
    model.set_weights([[[2.0, 1.0], [-1.0, 1.0]], [1.0, -2.0], [[1.0], [1.0]], [-1.0]])
    seen = trace(model, [3.0, 4.0], 5.0, model.loss)
    hidden, output = seen.layers
    assert hidden.z.tolist() == [3, 5]
    assert output.a.tolist() == [7]
    assert seen.loss == 4
    assert output.a_gradient is not None
    assert output.a_gradient.tolist() == [4]  # 2 (7 − 5)
    assert hidden.z_gradient is not None
    assert hidden.z_gradient.tolist() == [4, 4]
    assert hidden.weight_gradients["kernel"].tolist() == [[12, 12], [16, 16]]
    assert seen.x_gradient is not None
    assert seen.x_gradient.tolist() == [12, 0]


@pytest.mark.parametrize("loss", ["sparse_categorical_crossentropy", "mean_squared_error", "huber"])
def test_the_gradients_of_the_weights_are_those_of_a_pass(loss: str) -> None:
    x, y = pictures(3)
    model = digits_network(dtype="float64")
    model.compile("sgd", loss)
    targets = y if loss.startswith("sparse") else np.eye(3)[y]
    assert model.loss is not None
    for one, target in zip(x, targets, strict=True):
        seen = trace(model, one, target, model.loss)
        worker = model.new_pass()
        ready = model.loss.prepare(target[np.newaxis], (3,), np.float64)
        graded = worker.grade(to_engine(one[np.newaxis], np.float64), ready, model.loss)
        wanted = worker.backward(ready, graded, model.loss)
        got = [part.ravel() for layer in seen.layers for part in layer.weight_gradients.values()]
        np.testing.assert_allclose(np.concatenate(got), wanted, rtol=1e-10, atol=1e-14)
        assert seen.loss == pytest.approx(float(graded.values[0]))


def test_gradients_are_right_by_central_differences() -> None:
    (x,), (y,) = pictures(1)
    model = digits_network(dtype="float64")
    seen = trace(model, x, y, model.loss)
    moved = x.astype(np.float64)

    def loss() -> float:
        value = trace(model, moved, y, model.loss).loss
        assert value is not None
        return value

    assert seen.x_gradient is not None
    assert check_gradient(loss, moved, seen.x_gradient).error < 1e-7
    for layer in seen.layers:
        for name, gradient in layer.weight_gradients.items():
            assert check_gradient(loss, layer.layer.weights[name], gradient).error < 1e-7


@pytest.mark.parametrize("place", [0, 1, 2, 3, 4, 5])
def test_what_reaches_each_layer_is_the_gradient_of_its_output_and_of_its_sum(place: int) -> None:
    (x,), (y,) = pictures(1)
    model = digits_network(dtype="float64")
    seen = trace(model, x, y, model.loss).layers[place]
    assert seen.a_gradient is not None
    assert seen.z_gradient is not None

    # The rest of the stack as a network of its own, fed with this layer's output, or with its sum z.
    def rest(given: np.ndarray, *, own_activation: bool) -> float:
        upper = model.layers[place + 1 :]
        configs = [{"class_name": layer.class_name, "config": layer.get_config()} for layer in upper]
        if own_activation:
            activation = seen.layer.get_config().get("activation", "linear")
            configs.insert(0, {"class_name": "Activation", "config": {"activation": activation}})
        if not configs:
            configs = [{"class_name": "Activation", "config": {"activation": "linear"}}]
        top = classifier([Input(given.shape), *map(LAYERS.get, configs)], dtype="float64")
        top.set_weights([weights.copy() for layer in upper for weights in layer.weights.values()])
        value = trace(top, given, y, top.loss).loss
        assert value is not None
        return value

    for own, start, gradient in ((False, seen.a, seen.a_gradient), (True, seen.z, seen.z_gradient)):
        given = start.copy()
        check = check_gradient(
            lambda given=given, own=own: rest(given, own_activation=own),  # type: ignore[misc]
            given,
            gradient,
            rng=np.random.default_rng(0),
        )
        assert check.error < 1e-6


def arrays(seen: Trace) -> list[np.ndarray]:
    """Return every array of a trace."""
    found = [seen.x] + ([] if seen.x_gradient is None else [seen.x_gradient])
    for one in seen.layers:
        found += [one.input, one.z, one.a, *one.weights.values(), *one.weight_gradients.values()]
        found += [part for part in (one.a_gradient, one.z_gradient) if part is not None]
    return found


def test_a_trace_is_a_copy_and_leaves_the_model_as_it_was() -> None:
    x, y = pictures(2)
    model = classifier(every_kind_of_layer())
    before = model.vector.copy()
    seen = trace(model, x[0], y[0], model.loss)
    np.testing.assert_array_equal(model.vector, before)
    kept = [part.copy() for part in arrays(seen)]
    trace(model, x[1] * 100, y[1], model.loss)
    model.vector[...] += 1
    for part, was in zip(arrays(seen), kept, strict=True):
        np.testing.assert_array_equal(part, was)
    owners = [part.base if part.base is not None else part for part in arrays(seen)]
    assert not any(np.shares_memory(owner, model.vector) for owner in owners)


def test_without_a_truth_or_a_loss_there_are_no_gradients() -> None:
    x, y = pictures(1)
    bare = Sequential([Input((8, 8, 2)), Flatten(), Dense(3)])
    for seen in (trace(digits_network(), x[0]), trace(bare, x[0], y[0], bare.loss)):
        assert seen.loss is None
        assert seen.x_gradient is None
        assert all(one.a_gradient is one.z_gradient is None for one in seen.layers)
        assert not any(one.weight_gradients for one in seen.layers)


def test_what_does_not_fit_gets_a_sentence() -> None:
    x, _ = pictures(1)
    model = digits_network()
    with pytest.raises(ShapeError, match=r"takes examples of shape \(8, 8, 2\)"):
        trace(model, x[0, :4])
    with pytest.raises(DataError, match="Class numbers must be whole numbers from 0 to 2"):
        trace(model, x[0], 3, model.loss)
