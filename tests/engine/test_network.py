"""A network: structure, weights, configs, predictions, and what it refuses."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import Conv2D, Dense, Flatten, Input
from mlwidgets.errors import ConfigurationError, DataError, SessionStateError, ShapeError
from tests.engine.support import blobs, classifier, every_kind_of_layer, pictures


def test_shapes_are_known_as_soon_as_the_input_is() -> None:
    model = Sequential(every_kind_of_layer())
    assert model.shapes() == [(8, 8, 2), (6, 6, 4), (3, 3, 4), (3, 2, 3), (3, 2, 3), (18,), (5,), (3,)]
    assert model.output_shape == (3,)
    assert not model.built
    # 3·3·2·4 + 4, 2·3·4·3 + 3, 18·5 + 5, 5·3 + 3
    assert model.count_params() == 76 + 75 + 95 + 18


def test_a_layer_that_does_not_fit_is_refused_when_it_is_added_and_the_stack_stays() -> None:
    model = Sequential([Input((28, 28, 1)), Conv2D(8, 3)])
    with pytest.raises(
        ShapeError,
        match=re.escape("Dense needs one row of numbers; got (26, 26, 8). Put a Flatten before it."),
    ):
        model.add(Dense(10))
    model.add(Flatten())
    model.add(Dense(10))
    assert model.output_shape == (10,)


def test_input_comes_first_and_once() -> None:
    model = Sequential([Dense(3)])
    for late in (model, Sequential([Input((4,))])):
        with pytest.raises(ConfigurationError, match="there is one, and it is the stack's first entry"):
            late.add(Input((4,)))


@pytest.mark.parametrize("thing", ["dense", 3, None, Dense])
def test_only_layers_are_stacked(thing: Any) -> None:  # noqa: ANN401
    with pytest.raises(ConfigurationError, match="A Sequential expects a Layer; got "):
        Sequential([thing])


@pytest.mark.parametrize("stack", [3, None, {"Dense": 1}, Dense(1)])
def test_a_stack_is_a_list(stack: Any) -> None:  # noqa: ANN401
    with pytest.raises(ConfigurationError, match="A Sequential expects a list of layers; got "):
        Sequential(stack)


def test_without_input_the_first_data_give_the_shape() -> None:
    model = Sequential([Dense(3)])
    for ask in (
        model.shapes,
        model.count_params,
        model.summary,
        lambda: model.output_shape,
        lambda: model.parameters,
    ):
        with pytest.raises(SessionStateError, match="The model does not know its input's shape yet"):
            ask()
    assert model.predict(np.zeros((5, 4))).shape == (5, 3)
    assert model.input_shape == (4,)
    with pytest.raises(
        ShapeError, match=re.escape("The model takes examples of shape (4,); got examples of shape (5,)")
    ):
        model.predict(np.zeros((5, 5)))


def test_first_data_that_do_not_fit_leave_the_shape_open() -> None:
    model = Sequential([Dense(3)])
    with pytest.raises(ShapeError, match="Put a Flatten before it"):
        model.predict(np.zeros((2, 4, 4, 1)))
    assert model.input_shape is None
    assert model.predict(np.zeros((2, 4))).shape == (2, 3)


def test_an_empty_stack_predicts_nothing() -> None:
    for model in (Sequential(), Sequential([Input((4,))])):
        with pytest.raises(SessionStateError, match="The model has no layers yet"):
            model.predict(np.zeros((2, 4)))


def test_build_with_another_shape() -> None:
    model = Sequential([Input((4,)), Dense(2)])
    with pytest.raises(ShapeError, match=re.escape("takes inputs of shape (4,); got examples of shape (5,)")):
        model.build((5,))


def test_weights_are_listed_kernel_before_bias_and_come_as_copies() -> None:
    model = Sequential(every_kind_of_layer())
    weights = model.get_weights()
    assert [one.shape for one in weights] == [
        (3, 3, 2, 4),
        (4,),
        (2, 3, 4, 3),
        (3,),
        (18, 5),
        (5,),
        (5, 3),
        (3,),
    ]
    weights[0][...] = 7
    assert not (model.get_weights()[0] == 7).any()
    assert all(one.dtype == np.float32 for one in weights)


def test_weights_carried_to_another_model_give_the_same_predictions() -> None:
    x, _ = pictures(5)
    one, two = Sequential(every_kind_of_layer(), seed=1), Sequential(every_kind_of_layer(), seed=2)
    assert not np.array_equal(one.predict(x), two.predict(x))
    two.set_weights(one.get_weights())
    np.testing.assert_array_equal(one.predict(x), two.predict(x))


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (lambda w: w[:-1], ShapeError, "The model has 4 arrays of weights; got 3."),
        (
            lambda w: [*w[:3], np.zeros(4)],
            ShapeError,
            "Dense.bias has the shape (3,); got an array of shape (4,).",
        ),
        (
            lambda w: [*w[:3], np.full(3, np.inf)],
            DataError,
            "Dense.bias must hold numbers that are finite in float32",
        ),
        (
            lambda w: [*w[:3], ["a", "b", "c"]],
            DataError,
            "Dense.bias must be an array of numbers; got ['a', 'b', 'c']",
        ),
    ],
)
def test_weights_that_do_not_fit_change_none(change: Any, error: type[Exception], message: str) -> None:  # noqa: ANN401
    model = classifier()
    before = model.get_weights()
    with pytest.raises(error, match=re.escape(message)):
        model.set_weights(change([weights + 1 for weights in before]))
    for got, wanted in zip(model.get_weights(), before, strict=True):
        np.testing.assert_array_equal(got, wanted)


def test_the_parameters_are_one_vector_that_the_layers_look_into() -> None:
    model = classifier()
    assert model.parameters.shape == (model.count_params(),)
    model.parameters[...] = 0
    assert not any(weights.any() for weights in model.get_weights())
    model.layers[0].weights["bias"][...] = 1
    assert model.parameters.sum() == 6


def test_a_config_survives_json_with_seed_and_dtype() -> None:
    model = Sequential(every_kind_of_layer(), seed=9, dtype="float64")
    written = json.loads(json.dumps(model.get_config()))
    again = Sequential.from_config(written)
    assert again.get_config() == written
    assert (again.seed, again.dtype, again.input_shape) == (9, np.float64, (8, 8, 2))
    for got, wanted in zip(again.get_weights(), model.get_weights(), strict=True):
        np.testing.assert_array_equal(got, wanted)
    open_shape = Sequential.from_config(Sequential([Dense(2)]).get_config())
    assert open_shape.input_shape is None


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (
            {"layers": [], "sed": 1},
            "A Sequential has no setting 'sed'. It knows: input_shape, layers, seed, dtype. Did",
        ),
        ({}, "A Sequential needs a list of layers; got None."),
        ({"layers": "Dense"}, "A Sequential needs a list of layers; got 'Dense'."),
        ({"layers": [{"class_name": "Danse", "config": {}}]}, "There is no layer called 'Danse'."),
        ({"layers": [{"class_name": "Dense", "config": {"unit": 3}}]}, "Dense has no setting 'unit'."),
        ({"layers": [None]}, "A layer is given by its name, as an object, or as"),
        ({"layers": [], "dtype": "float16"}, "dtype must be one of 'float32', 'float64'; got 'float16'."),
        ({"layers": [], "seed": -1}, "seed must be a whole number in [0, 4,294,967,295]; got -1."),
    ],
)
def test_configs_that_cannot_be(config: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=re.escape(message)):
        Sequential.from_config(config)


def test_predictions_do_not_depend_on_the_batch_size_nor_on_the_type_of_the_data() -> None:
    x, _ = pictures(23)
    model = Sequential(every_kind_of_layer())
    whole = model.predict(x)
    assert whole.shape == (23, 3)
    assert whole.dtype == np.float32
    np.testing.assert_allclose(whole.sum(axis=1), 1, rtol=1e-6)
    for size in (1, 7, 22, 23, 100):
        np.testing.assert_allclose(model.predict(x, batch_size=size), whole, rtol=1e-5, atol=1e-7)
    np.testing.assert_array_equal(model.predict(x.astype(np.float64)), whole)
    assert model.predict((x * 9).astype(np.uint8)).shape == (23, 3)


def test_a_prediction_belongs_to_the_caller() -> None:
    x, _ = blobs(8)
    model = classifier()
    first = model.predict(x)
    kept = first.copy()
    model.predict(-x)
    np.testing.assert_array_equal(first, kept)
