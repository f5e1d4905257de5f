"""Checks of a stack of layers, both ways; nothing has to be trained for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.lessons.checks.support import judged
from tests.session.support import numbers, pictures

if TYPE_CHECKING:
    from mlwidgets.session import Experiment
    from tests.session.conftest import Make


@pytest.fixture
def experiment(make: Make) -> Experiment:
    """Give a small convolutional network on pictures of 10 × 10 pixels in two classes."""
    return make(
        pictures(),
        layers=[
            {"class_name": "Conv2D", "config": {"filters": 4, "kernel_size": 3, "activation": "relu"}},
            {"class_name": "MaxPooling2D", "config": {}},
            {"class_name": "Flatten", "config": {}},
            {"class_name": "Dense", "config": {"units": 5, "activation": "relu"}},
            {"class_name": "Dense", "config": {"units": 2, "activation": "softmax"}},
        ],
    )


@pytest.mark.parametrize(
    ("name", "given", "holds"),
    [
        # 3 · 3 · 1 · 4 + 4 = 40, (4 · 4 · 4) · 5 + 5 = 325, 5 · 2 + 2 = 12
        ("parameters", {"at_least": 377, "at_most": 377}, True),
        ("parameters", {"below": 377}, False),
        ("layers", {"at_least": 5, "at_most": 5}, True),
        ("layers", {"at_most": 4}, False),
        ("layers", {"class_name": "Dense", "at_least": 2}, True),
        ("layers", {"class_name": "Dense", "at_least": 3}, False),
        ("layers", {"class_name": "Dropout", "at_most": 0}, True),
        ("hidden_layers", {"at_least": 2, "at_most": 2}, True),
        ("hidden_layers", {"at_least": 3}, False),
        ("hidden_units", {"at_least": 5, "at_most": 5}, True),
        ("hidden_units", {"at_least": 6}, False),
        ("output_shape", {"shape": [2]}, True),
        ("output_shape", {"shape": [8, 8, 4], "layer": 1}, True),
        ("output_shape", {"shape": [4, 4, 4], "layer": 2}, True),
        ("output_shape", {"shape": [64], "layer": 1}, False),
        ("output_shape", {"shape": [2], "layer": 6}, False),
    ],
)
def test_both_ways(experiment: Experiment, name: str, given: dict[str, Any], holds: bool) -> None:
    finding = judged(name, experiment, **given)
    assert finding.holds is holds, finding.why


def test_sentences_have_the_learners_numbers(experiment: Experiment) -> None:
    assert judged("parameters", experiment, at_most=300).why == (
        "Your network has 377 parameters; that must be at most 300. Use fewer units or filters, or put a "
        "pooling layer before the Flatten."
    )
    assert judged("layers", experiment, class_name="Conv2D", at_least=2).why.startswith(
        "Your network has 1 Conv2D layer; that must be at least 2."
    )
    assert judged("output_shape", experiment, layer=1, shape=[10, 10, 4]).why.startswith(
        "Layer 1, Conv2D, gives 8 × 8 × 4 for each example; it must give 10 × 10 × 4."
    )
    assert "has 5 layers, so it has no layer 9" in judged("output_shape", experiment, layer=9, shape=[2]).why


def test_a_change_of_the_stack_is_seen_at_once(experiment: Experiment) -> None:
    experiment.layers = [*experiment.layers[:-1], *experiment.layers[-2:]]
    assert judged("hidden_layers", experiment, at_least=3, at_most=3).holds
    assert judged("hidden_units", experiment, at_least=10, at_most=10).holds


def test_a_network_of_one_layer_has_no_hidden_one(make: Make) -> None:
    experiment = make(numbers(), layers=[{"class_name": "Dense", "config": {"units": 1}}])
    assert judged("hidden_layers", experiment, at_most=0).holds
    assert judged("hidden_units", experiment, at_most=0).holds
    assert judged("parameters", experiment, at_least=4, at_most=4).holds
