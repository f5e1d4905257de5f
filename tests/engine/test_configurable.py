"""Names, configs and registries."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from mlwidgets.engine.activations import ACTIVATIONS
from mlwidgets.engine.configurable import Registry, serialize, snake_case
from mlwidgets.engine.constraints import CONSTRAINTS
from mlwidgets.engine.initializers import INITIALIZERS
from mlwidgets.engine.layers import LAYERS, Conv2D, Dense, Dropout, MaxPooling2D
from mlwidgets.engine.losses import LOSSES, BinaryCrossentropy
from mlwidgets.engine.metrics import METRICS
from mlwidgets.engine.optimizers import OPTIMIZERS, SGD, Adam
from mlwidgets.engine.regularizers import REGULARIZERS
from mlwidgets.errors import ConfigurationError

REGISTRIES: list[Registry[Any]] = [ACTIVATIONS, INITIALIZERS, LAYERS, LOSSES, METRICS, OPTIMIZERS]
REGISTRIES += [CONSTRAINTS, REGULARIZERS]
NEEDED: dict[str, dict[str, Any]] = {
    "Dense": {"units": 3},
    "Conv2D": {"filters": 2, "kernel_size": 3},
    "Dropout": {"rate": 0.5},
}
NEEDED |= {"Activation": {"activation": "tanh"}, "Reshape": {"target_shape": [2, -1]}}
NEEDED |= {"Conv1D": {"filters": 2, "kernel_size": 3}, "DepthwiseConv2D": {"kernel_size": 3}}
NEEDED |= {kind: {"filters": 2, "kernel_size": 3} for kind in ("SeparableConv2D", "Conv2DTranspose")}
NEEDED |= {"SpatialDropout2D": {"rate": 0.5}, "GaussianNoise": {"stddev": 0.5}}


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("MeanSquaredError", "mean_squared_error"),
        ("ReLU", "relu"),
        ("Conv2D", "conv2d"),
        ("MaxPooling2D", "max_pooling2d"),
        ("SGD", "sgd"),
        ("KLDivergence", "kl_divergence"),
        ("TopKCategoricalAccuracy", "top_k_categorical_accuracy"),
        ("F1Score", "f1_score"),
        ("ReLU6", "relu6"),
        ("L1L2", "l1_l2"),
        ("RMSprop", "rmsprop"),
        ("AdamW", "adamw"),
        ("SparseCategoricalCrossentropy", "sparse_categorical_crossentropy"),
        ("GlorotUniform", "glorot_uniform"),
    ],
)
def test_snake_case_is_that_of_keras(name: str, wanted: str) -> None:
    assert snake_case(name) == wanted


@pytest.mark.parametrize("registry", REGISTRIES, ids=lambda registry: registry.kind)
def test_every_member_survives_json(registry: Registry[Any]) -> None:
    for name in registry.names:
        kind = registry.find(name)
        thing = kind.from_config(NEEDED.get(kind.__name__, {}))
        written = json.loads(json.dumps(serialize(thing)))
        again = registry.get(written)
        assert type(again) is kind
        assert again.get_config() == thing.get_config()
        assert serialize(again) == written
        assert registry.canonical(kind.__name__) == registry.canonical(name) == name
        assert registry.get(thing) is thing


def test_a_config_holds_every_setting() -> None:
    assert Conv2D(4, (2, 3), strides=2, padding="same", activation="relu", use_bias=False).get_config() == {
        "filters": 4,
        "kernel_size": [2, 3],
        "strides": [2, 2],
        "padding": "same",
        "activation": "relu",
        "dilation_rate": [1, 1],
        "groups": 1,
        "use_bias": False,
        "kernel_initializer": "glorot_uniform",
        "bias_initializer": "zeros",
        "kernel_regularizer": None,
        "bias_regularizer": None,
        "kernel_constraint": None,
        "bias_constraint": None,
    }
    assert repr(SGD(0.5, momentum=0.9)) == "SGD(learning_rate=0.5, momentum=0.9, nesterov=False)"
    assert repr(MaxPooling2D(3)) == "MaxPooling2D(pool_size=[3, 3], strides=[3, 3], padding='valid')"


@pytest.mark.parametrize(
    ("registry", "typed", "meant"),
    [
        (OPTIMIZERS, "adm", "adam"),
        (OPTIMIZERS, "SDG", "sgd"),
        (LOSSES, "MSE", "mse"),
        (LOSSES, "mean_square_error", "mean_squared_error"),
        (LAYERS, "Danse", "dense"),
        (METRICS, "binary_acuracy", "binary_accuracy"),
    ],
)
def test_a_near_miss_gets_advice(registry: Registry[Any], typed: str, meant: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        registry.get(typed)
    listed = ", ".join((*registry._also, *registry.names))
    assert str(caught.value) == (
        f"There is no {registry.kind} called {typed!r}. Choose one of: {listed}. Did you mean {meant!r}?"
    )


def test_a_far_miss_gets_the_list_only() -> None:
    with pytest.raises(
        ConfigurationError,
        match=re.escape("Choose one of: sgd, adagrad, adadelta, rmsprop, adam, adamax, adamw.") + "$",
    ):
        OPTIMIZERS.get("newton")


@pytest.mark.parametrize(
    "spec", [None, 3, Adam, [], {"class_name": 3}, {"config": {}}, {"class_name": "Adam", "config": 1}]
)
def test_what_is_no_optimizer(spec: object) -> None:
    with pytest.raises(
        ConfigurationError, match=r"^An optimizer is given by its name, as an object, or as \{"
    ):
        OPTIMIZERS.get(spec)


@pytest.mark.parametrize("name", [None, 3, ["adam"]])
def test_a_name_is_a_text(name: object) -> None:
    with pytest.raises(ConfigurationError, match=r"^An optimizer is chosen by its name; got "):
        OPTIMIZERS.canonical(name)


def test_settings_that_a_class_does_not_know() -> None:
    with pytest.raises(ConfigurationError) as caught:
        Dropout.from_config({"rat": 0.5})
    assert str(caught.value) == "Dropout has no setting 'rat'. It knows: rate. Did you mean 'rate'?"
    with pytest.raises(
        ConfigurationError, match=re.escape("MeanSquaredError has no setting 'a'. It knows: nothing.")
    ):
        LOSSES.get({"class_name": "MeanSquaredError", "config": {"a": 1}})


def test_settings_that_are_missing() -> None:
    with pytest.raises(ConfigurationError, match=r"^Conv2D needs a value for filters, kernel_size\.$"):
        Conv2D.from_config({})
    with pytest.raises(ConfigurationError, match=r"^Dense needs a value for units\.$"):
        LAYERS.get("dense")


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: Dense(2, use_bias="no"), "use_bias"),  # type: ignore[arg-type]
        (lambda: Conv2D(2, 3, use_bias=1), "use_bias"),  # type: ignore[arg-type]
        (lambda: SGD(nesterov="false"), "nesterov"),  # type: ignore[arg-type]
        (lambda: BinaryCrossentropy(from_logits=None), "from_logits"),  # type: ignore[arg-type]
    ],
)
def test_a_flag_is_true_or_false_and_not_a_text_that_counts_as_true(make: Any, name: str) -> None:  # noqa: ANN401
    with pytest.raises(ConfigurationError, match=f"^{name} must be True or False; got "):
        make()


@pytest.mark.parametrize("optimizer", OPTIMIZERS.names)
@pytest.mark.parametrize("rate", [-1.0, 0.0, 10.5, float("nan"), float("inf"), "0.1", True, None, 1j])
def test_learning_rates_that_are_none(optimizer: str, rate: Any) -> None:  # noqa: ANN401
    kind: Any = OPTIMIZERS.find(optimizer)
    with pytest.raises(
        ConfigurationError, match=re.escape(f"learning_rate must be a number in (0, 10]; got {rate!r}.")
    ):
        kind(learning_rate=rate)
    built = kind()
    with pytest.raises(ConfigurationError, match="learning_rate must be a number"):
        built.learning_rate = rate
