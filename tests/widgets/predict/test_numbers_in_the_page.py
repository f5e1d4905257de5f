"""What the page computes by itself while somebody draws is what the engine would have said."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from deno import find_deno_bin

from mlwidgets.data import normalize_digit
from mlwidgets.engine import Sequential, layers
from mlwidgets.engine.tracing import trace
from mlwidgets.explain.network.page_network import page_layers, page_weights
from mlwidgets.session.learned.opening import learned_experiment
from mlwidgets.widgets.predict.digit_pad import SIDE
from tests.packaging.test_floors import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlwidgets.engine.arrays import AnyArray


def in_the_page(
    model: Sequential, examples: Sequence[AnyArray], drawings: Sequence[AnyArray] = ()
) -> dict[str, Any]:
    """Ask the page's own modules, run by Deno."""
    model.build()
    question = {
        "layers": page_layers(model),
        "weights": np.frombuffer(page_weights(model.get_weights()), "<f4").tolist(),
        "examples": [np.ravel(x).tolist() for x in examples],
        "drawings": [drawing.ravel().tolist() for drawing in drawings],
        "side": SIDE,
    }
    done = subprocess.run(  # noqa: S603 - our own command
        [str(find_deno_bin()), "run", "--quiet", "--no-lock", "tests/widgets/predict/page_numbers.ts"],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def compare(model: Sequential, examples: Iterable[AnyArray]) -> None:
    examples = list(examples)
    answer = in_the_page(model, examples)
    for x, outputs in zip(examples, answer["outputs"], strict=True):
        seen = trace(model, x).layers
        assert len(outputs) == len(seen)
        for numbers, layer in zip(outputs, seen, strict=True):
            np.testing.assert_allclose(numbers, layer.a.ravel(), rtol=1e-5, atol=1e-5)


def test_every_layer_of_the_learned_network() -> None:
    experiment = learned_experiment()
    compare(experiment.model, experiment.dataset.x_test[:8])
    experiment.close()


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("strides", [1, 2, (3, 1)])
def test_strides_padding_and_other_activations(padding: str, strides: Any) -> None:  # noqa: ANN401 - int or pair
    rng = np.random.default_rng(0)
    model = Sequential(
        [
            layers.Input((11, 9, 2)),
            layers.Conv2D(3, (3, 2), strides=strides, padding=padding, activation="tanh"),
            layers.MaxPooling2D(2, strides=1, padding=padding),
            layers.Conv2D(2, 1, use_bias=False, activation="relu"),
            layers.Dropout(0.5),
            layers.Flatten(),
            layers.Dense(4, activation="sigmoid"),
            layers.Dense(3, use_bias=False),
            layers.Dense(3, activation="softmax"),
        ],
        seed=3,
    )
    compare(model, rng.normal(size=(3, 11, 9, 2)).astype(np.float32))


def test_large_numbers_do_not_overflow_in_softmax() -> None:
    model = Sequential([layers.Input((2,)), layers.Dense(2, activation="softmax")])
    model.set_weights([[[1000.0, 0.0], [0.0, 1000.0]], [0.0, 0.0]])
    answer = in_the_page(model, [np.array([1.0, 2.0])])
    assert answer["outputs"][0][0] == [0.0, 1.0]


@pytest.mark.parametrize(
    "layer",
    [
        layers.Conv2D(2, 2, dilation_rate=2),
        layers.Conv2D(2, 2, activation="gelu"),
        layers.AveragePooling2D(2),
        layers.BatchNormalization(),
    ],
)
def test_other_networks_are_left_to_python(layer: layers.Layer) -> None:
    model = Sequential([layers.Input((8, 8, 2)), layer, layers.Flatten(), layers.Dense(2)])
    assert page_layers(model) is None


def test_a_network_too_large_for_a_frame_is_left_to_python() -> None:
    assert page_layers(Sequential([layers.Input((784,)), layers.Dense(100)])) is None


def test_a_drawing_becomes_the_same_digit() -> None:
    rng = np.random.default_rng(1)
    drawings = [np.zeros((SIDE, SIDE), np.uint8) for _ in range(6)]
    drawings[1][20:90, 50:60] = 255
    drawings[2][5:9, 3:110] = 200
    drawings[3][50, 50] = 1
    drawings[4][...] = rng.integers(0, 256, (SIDE, SIDE))
    drawings[5][10:100:3, 20:70:2] = 255
    experiment = learned_experiment()
    answer = in_the_page(experiment.model, [], drawings)
    experiment.close()
    for drawing, digit in zip(drawings, answer["digits"], strict=True):
        np.testing.assert_allclose(digit, normalize_digit(drawing).ravel(), atol=1e-5)
