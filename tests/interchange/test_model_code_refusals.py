"""What a language cannot say is refused in a sentence: which layer, which setting, and what to do."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from mlwidgets.engine.activations import ACTIVATIONS
from mlwidgets.engine.layers import LAYERS
from mlwidgets.engine.losses import LOSSES
from mlwidgets.engine.optimizers import OPTIMIZERS
from mlwidgets.errors import ConfigurationError
from mlwidgets.interchange.code import LANGUAGES, ModelDescription, model_code
from mlwidgets.interchange.code.common.row import required
from tests.interchange.model_code_cases import (
    all_cases,
    dense,
    forward_cases,
    made,
    normalized_case,
    special_cases,
)
from tests.interchange.model_code_refused import REFUSED as REFUSED_CASES
from tests.interchange.model_code_running import refusal
from tests.interchange.random_stacks import RandomStack, random_stacks

ADVICE = re.compile(r"\b(Choose|Set|Use|Give|Add|Remove|Take|Let|Put)\b[^.]*\.$")


def refused(language: str, layers: list[dict[str, Any]], **changes: object) -> str:
    """Return the sentence with which a program is refused."""
    settings: dict[str, Any] = {
        "input_shape": (6, 6, 2),
        "layers": layers,
        "loss": "mse",
        "optimizer": "sgd",
    } | changes
    with pytest.raises(ConfigurationError) as refusal:
        model_code(ModelDescription(**settings), language)
    return str(refusal.value)


CONV = {"filters": 2, "kernel_size": 2}
REFUSED: list[tuple[str, list[dict[str, Any]], dict[str, object], tuple[str, ...]]] = [
    (
        "keras",
        [made("Conv2D", **CONV, strides=2, dilation_rate=2)],
        {},
        ("Conv2D", "strides", "dilation_rate"),
    ),
    ("keras", [made("LayerNormalization", axis=1)], {}, ("layer", "axes", "-1")),
    (
        "keras",
        [made("Flatten"), dense(1)],
        {"settings": {"learning_rate": made("OneCycle", maximal_learning_rate=0.1, total_steps=10)}},
        ("OneCycle", "Keras"),
    ),
    ("tensorflowjs", [made("Flatten"), dense(1)], {"class_weight": {0: 2.0}}, ("class weights",)),
    ("numpy", [made("Flatten"), dense(1)], {"class_weight": {0: 2.0}}, ("class weights",)),
    (
        "tensorflowjs",
        [made("Flatten"), dense(1)],
        {
            "settings": {
                "learning_rate": made(
                    "ExponentialDecay", initial_learning_rate=0.1, decay_steps=5, decay_rate=0.5
                )
            }
        },
        ("schedule", "learning rate"),
    ),
    (
        "tensorflowjs",
        [made("Reshape", target_shape=[3, 2, 6, 2]), made("LayerNormalization"), made("Flatten"), dense(1)],
        {},
        ("LayerNormalization", "axis", "Reshape"),
    ),
    (
        "tensorflowjs",
        [made("BatchNormalization", scale=False), made("Flatten"), dense(1)],
        {},
        ("BatchNormalization", "scale", "center"),
    ),
]


@pytest.mark.parametrize(("language", "layers", "changes", "words"), REFUSED)
def test_a_refusal_names_the_layer_the_setting_and_what_to_do(
    language: str, layers: list[dict[str, Any]], changes: dict[str, object], words: tuple[str, ...]
) -> None:
    sentence = refused(language, layers, **changes)
    assert all(word in sentence for word in words), sentence
    assert ADVICE.search(sentence), sentence


def description(stack: RandomStack) -> ModelDescription:
    """Return a program's description of a random stack, with its optimizer."""
    return ModelDescription.of(stack.model, epochs=1, metrics=[])


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_refused_of_random_stacks_is_refused_in_such_a_sentence(language: str) -> None:
    refusals = []
    for stack in random_stacks(60, seed=4):
        one = description(stack)
        try:
            assert model_code(one, language)
        except ConfigurationError as refusal:
            refusals.append((stack, str(refusal)))
    for stack, sentence in refusals:
        parts = [*stack.layers, stack.model.loss, stack.model.optimizer]
        about = {type(part).__name__ for part in parts} | {"normalizes a layer"}
        settings = {name for part in parts if part for name in part.parameter_names()} | {"axes"}
        assert any(name in sentence for name in about), sentence
        assert any(re.search(name.replace("_", "[_ ]"), sentence) for name in settings), sentence
        assert ADVICE.search(sentence), sentence
    # Of random settings TensorFlow.js lacks many; of the others most can be written.
    assert len(refusals) < (50 if language == "tensorflowjs" else 20)


@pytest.mark.parametrize("language", LANGUAGES)
def test_exactly_these_cases_are_refused(language: str) -> None:
    cases = [*all_cases(), *forward_cases(), *special_cases(), normalized_case()]
    found = Counter(refusal(one, language) for one in cases)
    del found[""]
    assert found == REFUSED_CASES[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_the_usual_options_everything_can_be_written(language: str) -> None:
    given = {"units": 2, "filters": 2, "kernel_size": 2, "target_shape": [2], "rate": 0.5, "stddev": 0.5}
    for name in LAYERS.names:
        signature = required(LAYERS.find(name))
        layer = made(LAYERS.find(name).__name__, **{one: given.get(one, "relu") for one in signature})
        flat = name in ("dense", "reshape")
        shape = (2,) if flat else (6, 2) if name.endswith("1d") else (6, 6, 2)
        last = [] if flat else [made("Flatten")]
        assert model_code(
            ModelDescription(input_shape=shape, layers=[layer, *last, dense(1)], loss="mse", optimizer="sgd"),
            language,
        )
    for optimizer in OPTIMIZERS.names:
        assert model_code(
            ModelDescription(input_shape=(2,), layers=[dense(1)], loss="mse", optimizer=optimizer), language
        )
    for loss in LOSSES.names:
        for activation in ACTIVATIONS.names:
            units = 2 if activation == "softmax" or "categorical" in loss else 1
            assert model_code(
                ModelDescription(
                    input_shape=(2,), layers=[dense(units, activation)], loss=loss, optimizer="sgd"
                ),
                language,
            )
