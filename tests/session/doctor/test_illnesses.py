"""For each illness a network that has it: it is diagnosed, in its layer and when it began, and gets well."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.session.doctor import cases
from tests.session.doctor.cases import FLATTEN, accuracy, dense, found, normal, sgd, table, treat

if TYPE_CHECKING:
    from mlwidgets import Experiment

SOFTMAX = dense(2, "softmax")
TANH = [dense(8, "tanh"), dense(8, "tanh"), SOFTMAX]
LOGITS = {"class_name": "SparseCategoricalCrossentropy", "config": {"from_logits": True}}


def deep(stddev: float) -> list[dict[str, Any]]:
    return [*(dense(32, "relu", kernel_initializer=normal(stddev)) for _ in range(6)), SOFTMAX]


@dataclass(frozen=True)
class Case:
    """A network that is ill; after `remedy` it tells `accuracy` of the validation examples right."""

    data: Any
    settings: dict[str, Any]
    kind: str
    layer: int = 0
    updates: range = field(default=range(1))
    says: str = ""
    remedy: str = ""
    severity: str = "problem"
    accuracy: float = 0.9
    steps: int = 0


CASES = {
    "a rate of 10 kills every ReLU": Case(
        "mnist",
        {"learning_rate": 10.0, "epochs": 2},
        "dead",
        1,
        range(1, 6),
        "Every ReLU in layer 1 (Conv2D) is dead",
        "Go back to the start and use 0.002",
    ),
    "ReLUs that die on the way": Case(
        "circle",
        {"optimizer": sgd(1.5), "epochs": 60, "layers": [dense(16, "relu"), dense(16, "relu"), SOFTMAX]},
        "dead",
        2,
        range(2, 300),
        "Every ReLU in layer 2 (Dense) is dead",
        "and use 0.1",
    ),
    "ReLUs that were never alive": Case(
        "circle",
        {
            "epochs": 60,
            "layers": [
                dense(16, "relu", bias_initializer={"class_name": "Constant", "config": {"value": -50.0}}),
                SOFTMAX,
            ],
        },
        "dead",
        1,
        range(1),
        "from the start",
        "Use he_normal in layer 1 and start again",
    ),
    "NaN": Case(
        "mnist",
        {"optimizer": sgd(10.0), "layers": [FLATTEN, dense(32), dense(10)], "loss": LOGITS, "epochs": 2},
        "not_finite",
        3,
        range(5, 30),
        "became too large to hold at update",
        "Go back to the start and use 0.1",
        accuracy=0.8,
    ),
    "NaN from large initial weights": Case(
        "circle",
        {"optimizer": sgd(0.01), "layers": deep(2.0), "epochs": 40},
        "not_finite",
        7,
        range(1, 9),
        "too large to hold",
        "Use he_normal in every layer and start again",
    ),
    "exploding gradients from large initial weights": Case(
        "circle",
        {"learning_rate": 0.001, "layers": deep(1.3), "epochs": 40},
        "exploding",
        7,
        range(1, 2),
        "since the first update",
        "Use he_normal in every layer and start again",
        steps=9,
    ),
    "vanishing gradients": Case(
        "circle",
        {"layers": [*(dense(16, "sigmoid") for _ in range(6)), SOFTMAX], "epochs": 60},
        "vanishing",
        1,
        range(1, 2),
        "Vanishing gradients in layer 1 (Dense)",
        "Use ReLU and he_normal in the hidden layers and start again",
    ),
    "saturated by a large rate": Case(
        "circle",
        {"learning_rate": 10.0, "layers": TANH, "epochs": 60},
        "saturated",
        1,
        range(1, 4),
        "Layer 1 (Dense) is saturated",
        "Go back to the start and use 0.03",
    ),
    "saturated from the start": Case(
        "circle",
        {
            "layers": [dense(16, "tanh", kernel_initializer=normal(30.0)) for _ in range(2)] + [SOFTMAX],
            "epochs": 30,
        },
        "saturated",
        1,
        range(1),
        "from the start",
        "Use glorot_uniform in layers 1 and 2 and start again",
    ),
    "units that are all alike": Case(
        "xor",
        {
            "layers": [
                dense(8, "tanh", kernel_initializer="zeros"),
                dense(2, "softmax", kernel_initializer="zeros"),
            ],
            "epochs": 60,
        },
        "alike",
        1,
        range(1),
        "All 8 units of layer 1 (Dense) have the same weights",
        "Use glorot_uniform in layer 1",
    ),
    "a rate that is far too small": Case(
        "circle",
        {"learning_rate": 1e-6, "epochs": 60},
        "plateau",
        says="guessing would do as well (50.0% right)",
        remedy="Go back to the start and use 0.03",
        updates=range(1200, 1201),
    ),
    "no hidden layer": Case(
        "xor",
        {"layers": [SOFTMAX], "epochs": 60},
        "plateau",
        says="Nothing learned yet",
        remedy="Add a hidden layer, Dense(8, tanh), and start again",
        severity="note",
        updates=range(1200, 1201),
    ),
    "inputs that are not scaled": Case(
        table([500, 500, 1, 1]),
        {"layers": [dense(16, "relu"), SOFTMAX], "optimizer": sgd(0.1), "epochs": 60},
        "unscaled",
        says="they go up to 1,",
        remedy="Put BatchNormalization first and start again",
    ),
    "cross-entropy of numbers that are no probabilities": Case(
        table(),
        {"layers": [dense(16, "relu"), dense(2)], "epochs": 60},
        "misfit",
        2,
        says="cross-entropy after no activation",
        remedy="Use softmax in layer 2 and start again",
    ),
    "hinge after a sigmoid": Case(
        "circle",
        {"loss": "hinge", "layers": [dense(8, "tanh"), dense(1, "sigmoid")], "epochs": 60},
        "misfit",
        2,
        says="hinge after sigmoid",
        remedy="Use no activation in layer 2 and start again",
    ),
    "a softmax over one number": Case(
        "circle",
        {"loss": "binary_crossentropy", "layers": [dense(8, "tanh"), dense(1, "softmax")], "epochs": 30},
        "misfit",
        2,
        says="binary cross-entropy after softmax",
        remedy="Use sigmoid in layer 2 and start again",
    ),
    "softmax applied twice": Case(
        "circle",
        {"loss": LOGITS, "layers": [dense(8, "tanh"), SOFTMAX], "epochs": 30},
        "misfit",
        2,
        says="cross-entropy after softmax",
        remedy="Use no activation in layer 2 and start again",
    ),
    "squared error after a sigmoid": Case(
        "circle",
        {"loss": "mean_squared_error", "layers": [dense(8, "tanh"), dense(1, "sigmoid")], "epochs": 30},
        "misfit",
        2,
        says="mean squared error after sigmoid",
        remedy="Use tanh in layer 2 and start again",
        severity="note",
    ),
    "the edge of stability": Case(
        "circle",
        {
            "optimizer": sgd(2.0),
            "batch_size": 5000,
            "layers": [dense(8, "tanh"), SOFTMAX],
            "epochs": 130,
        },
        "edge",
        says="at the edge of stability by update 16",
        remedy="Go back to update 4 and use 0.6",
        severity="note",
        updates=range(16, 17),
    ),
}


@pytest.fixture
def ill(request: pytest.FixtureRequest) -> Any:  # noqa: ANN401 - a generator of experiments
    """Train the network of a case, whole or for a few steps."""
    case: Case = request.param
    experiment = cases.watched(case.data, **case.settings)
    for _ in range(case.steps):
        experiment.step_batch()
        assert experiment.wait(cases.LONG)
    if not case.steps:
        cases.run(experiment)
    yield case, experiment
    experiment.close()


@pytest.mark.parametrize("ill", CASES.values(), ids=CASES.keys(), indirect=True)
def test_an_illness_is_diagnosed_and_its_remedy_helps(ill: tuple[Case, Experiment]) -> None:
    case, experiment = ill
    finding = found(experiment, case.kind)
    assert finding.severity == case.severity
    assert finding.layer == case.layer
    assert finding.update in case.updates
    assert case.says in finding.headline
    assert len(finding.headline) <= 62 or finding.kind in (
        "misfit",
        "unscaled",
        "edge",
    )  # the bar holds no more
    assert len(finding.why) > 60
    assert finding.numbers

    label = finding.remedies[0].label
    assert case.remedy in label
    treat(experiment, finding)
    assert case.kind not in [one.kind for one in experiment.doctor.findings]
    cases.run(experiment)
    assert accuracy(experiment) >= case.accuracy
    assert case.kind not in [one.kind for one in experiment.doctor.findings]
    assert "problem" not in [one.severity for one in experiment.doctor.findings]


def test_numbers_to_predict_that_the_output_cannot_reach() -> None:
    experiment = cases.watched("plane", layers=[dense(8, "tanh"), dense(1, "relu")], epochs=20)
    cases.run(experiment)
    finding = found(experiment, "misfit")
    assert finding.severity == "problem"
    assert "relu never gives any" in finding.why
    treat(experiment, finding)
    cases.run(experiment)
    assert experiment.snapshot is not None
    assert experiment.snapshot.history.history["val_mean_absolute_error"][-1] < 0.1
    assert experiment.doctor.findings == ()
    experiment.close()


def test_a_loss_that_rises_and_gradients_that_grow_with_it() -> None:
    experiment = cases.watched("plane", layers=[dense(1)], optimizer=sgd(0.2), epochs=20)
    for _ in range(14):
        experiment.step_batch()
        assert experiment.wait(cases.LONG)
    finding = found(experiment, "exploding")
    assert finding.severity == "problem"
    assert finding.layer == 1
    assert "in layer 1 (Dense) by update" in finding.headline
    assert "grew more than 30-fold" in finding.why
    assert finding.update <= 14
    treat(experiment, finding)
    cases.run(experiment)
    assert experiment.snapshot is not None
    assert experiment.snapshot.history.history["val_mean_absolute_error"][-1] < 0.2
    assert experiment.doctor.findings == ()
    experiment.close()


def test_overfitting_is_a_note_and_the_best_epoch_comes_back() -> None:
    layers = [dense(64, "relu"), dense(64, "relu"), SOFTMAX]
    data = table(noise=0.15, count=200)
    experiment = cases.watched(data, layers=layers, learning_rate=0.01, epochs=60)
    cases.run(experiment)
    finding = found(experiment, "overfitting")
    assert finding.severity == "note"
    assert experiment.snapshot is not None
    losses = experiment.snapshot.history.history["val_loss"]
    best = int(np.argmin(losses))
    assert f"since epoch {best + 1}" in finding.headline
    treat(experiment, finding)
    snapshot = experiment.snapshot
    assert (snapshot.epoch, snapshot.iteration) == (best + 1, finding.update)
    assert snapshot.validation is not None
    assert snapshot.validation.evaluation.logs["loss"] == pytest.approx(losses[best], rel=1e-5)
    assert experiment.doctor.findings == ()

    experiment.go_to(experiment.newest)
    assert experiment.wait(cases.LONG)
    treat(experiment, found(experiment, "overfitting"), 1)
    assert experiment.layers[2] == {"class_name": "Dropout", "config": {"rate": 0.3}}
    experiment.close()


def test_most_of_a_layers_units_dead_is_worth_a_note() -> None:
    experiment = cases.watched("circle", layers=[dense(16, "relu"), SOFTMAX], epochs=3)
    experiment.model.layers[0].weights["bias"][:12] = -100
    experiment.refresh()
    cases.run(experiment)
    finding = found(experiment, "dead")
    assert finding.severity == "note"
    assert re.search("1[234] of its 16 units give 0", finding.why)
    experiment.close()
