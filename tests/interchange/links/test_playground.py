"""TensorFlow Playground's addresses: what they hold is what an experiment gets, and its steps."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mlwidgets import Experiment
from mlwidgets.errors import DataError
from mlwidgets.interchange.links import read_link

USUAL = (
    "https://playground.tensorflow.org/#activation=tanh&batchSize=10&dataset=circle&regDataset=reg-plane&"
    "learningRate=0.03&regularizationRate=0&noise=0&networkShape=4,2&seed=0.91979&showTestData=false&"
    "discretize=false&percTrainData=50&x=true&y=true&xTimesY=false&xSquared=false&ySquared=false&cosX=false&"
    "sinX=false&cosY=false&sinY=false&collectStats=false&problem=classification&initZero=false&hideText=false"
)


def test_its_opening_page_becomes_an_experiment() -> None:
    experiment = Experiment.from_link(USUAL)
    config = experiment.dataset.config
    assert config is not None
    assert (config["name"], config["noise"], config["samples"], config["test_share"]) == (
        "circle",
        0,
        500,
        0.5,
    )
    assert experiment.features == ("x1", "x2")
    assert [layer["config"]["units"] for layer in experiment.layers] == [4, 2, 1]
    assert [layer["config"]["activation"] for layer in experiment.layers] == ["tanh"] * 3
    assert (experiment.loss.name, experiment.optimizer.name, experiment.learning_rate) == (
        *("mean_squared_error", "sgd"),
        0.015,
    )
    assert (experiment.batch_size, experiment.validation_split) == (10, 0)
    assert experiment.page.tab == "Playground"
    experiment.model.build()
    layers = [layer.weights for layer in experiment.model.layers]
    weights = np.concatenate([layer["kernel"].ravel() for layer in layers])
    assert -0.5 <= weights.min() < -0.3 < 0.3 < weights.max() <= 0.5
    assert all((layer["bias"] == np.float32(0.1)).all() for layer in layers)
    experiment.close()


def test_all_that_it_can_say_is_carried_over_or_said() -> None:
    link = (
        "#activation=relu&regularization=L1&batchSize=7&dataset=xor&regDataset=reg-gauss&learningRate=0.1&"
        "regularizationRate=0.003&noise=25&networkShape=3&seed=x%20y&percTrainData=70&x=false&y=true&xTimesY=true&"
        "sinX=true&cosX=true&cosY=true&problem=regression&initZero=true&noise_hide=true&playButton_hide=true&"
        "activation_hide=false&learningRate_hide=true"
    )
    content = read_link(link)
    settings = content.settings
    assert settings["dataset"] == {
        "name": "multi_gauss",
        "noise": 25,
        "samples": 1200,
        "test_share": 0.3,
        "seed": 0,
    }
    assert settings["features"] == ["x2", "x1*x2", "sin(x1)"]
    hidden, last = (layer["config"] for layer in settings["layers"])
    assert (hidden["units"], hidden["activation"], last["units"], last["activation"]) == (
        3,
        "relu",
        1,
        "linear",
    )
    assert hidden["kernel_regularizer"] == {"class_name": "L1", "config": {"l1": 0.006}}
    assert hidden["kernel_initializer"] == hidden["bias_initializer"] == "zeros"
    assert content.page == {"tab": "Playground", "hidden": ["learning_rate", "noise"]}
    said = " ".join(content.left_out)
    for part in ("'x y'", "cos x₁", "cos x₂", "'playButton'", "0.05"):
        assert part in said
    experiment = Experiment.from_link(link)
    assert experiment.page.hidden == ("learning_rate", "noise")
    experiment.close()


def test_no_hidden_layer_and_no_settings_at_all() -> None:
    assert len(read_link("#networkShape=").settings["layers"]) == 1
    assert read_link("#problem=").settings["dataset"]["name"] == "circle"


@pytest.mark.parametrize(("kind", "rate"), [("none", 0.0), ("L2", 0.3), ("L1", 0.3)])
def test_one_step_here_is_one_step_there(kind: str, rate: float) -> None:
    """Make one step with the formulas of nn.ts, and compare the weights."""
    experiment = Experiment.from_link(
        "#networkShape=&batchSize=1000&percTrainData=90&dataset=gauss&learningRate=0.3&"
        f"regularization={kind}&regularizationRate={rate}"
    )
    model, data = experiment.model, experiment.split
    model.build()
    kernel, bias = (model.layers[0].weights[name] for name in ("kernel", "bias"))
    w, b = kernel[:, 0].astype(float), float(bias[0])
    x, target = data.x_train.astype(float), 2.0 * data.y_train - 1
    output = np.tanh(x @ w + b)
    delta = (output - target) * (1 - output**2)  # of ½ (output − target)²
    stepped = w - 0.3 * (delta[:, None] * x).mean(0)
    # There the penalty pulls at the stepped weights; here in the same step.
    pull = {"none": 0 * w, "L1": np.sign(w), "L2": w}[kind]
    penalised = stepped - 0.3 * rate * pull
    experiment.step_batch()
    assert experiment.wait(20)
    np.testing.assert_allclose(kernel[:, 0], penalised, rtol=1e-4)
    assert math.isclose(bias[0], b - 0.3 * delta.mean(), rel_tol=1e-4)
    experiment.close()


@pytest.mark.parametrize(
    ("fragment", "said"),
    [
        ("learningRate=<script>", "learningRate"),
        ("learningRate=nan", "learningRate"),
        ("learningRate=1e999", "learningRate"),
        ("learningRate=1_0", "learningRate"),
        ("noise=" + "9" * 5000, "noise"),
        ("noise=-1", "noise"),
        ("percTrainData=100", "percTrainData"),
        ("batchSize=0", "batchSize"),
        ("activation=softmax", "activation"),
        ("activation=tnah", "Did you mean 'tanh'"),
        ("dataset=../../etc/passwd", "dataset"),
        ("problem=regression&regDataset=reg-maximum", "regDataset"),
        ("networkShape=4,,2", "networkShape"),
        ("networkShape=4,-2", "networkShape"),
        ("networkShape=" + ",".join("8" * 50), "networkShape"),
        ("networkShape=²", "networkShape"),
        ("networkShape=101", "networkShape"),
        ("x=false&y=false", "no input"),
    ],
)
def test_what_it_never_writes_is_refused(fragment: str, said: str) -> None:
    with pytest.raises(DataError, match=said.replace("(", r"\(")) as refusal:
        read_link(f"https://playground.tensorflow.org/#{fragment}")
    assert len(str(refusal.value)) < 250
