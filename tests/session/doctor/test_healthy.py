"""Healthy runs, of all data sets, networks and optimizers that the labs offer: none is called ill."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets.data import load
from mlwidgets.explain.stack.presets import presets
from tests.session.doctor import cases
from tests.session.doctor.cases import dense

if TYPE_CHECKING:
    from mlwidgets import Experiment

TANH = [dense(8, "tanh"), dense(8, "tanh"), dense(2, "softmax")]
RELU = [dense(16, "relu"), dense(16, "relu"), dense(2, "softmax")]
OPTIMIZERS = ("sgd", "adagrad", "adadelta", "rmsprop", "adam", "adamax", "adamw")
POINTS = [
    *((data, {}) for data in ("circle", "xor", "gauss", "moons", "blobs", "rings", "multi_gauss")),
    *(("circle", {"optimizer": name, "layers": TANH}) for name in OPTIMIZERS),
    *(("xor", {"optimizer": name, "layers": RELU}) for name in OPTIMIZERS),
    ("spiral", {"layers": TANH}),
    ("spiral", {"layers": RELU}),
    ("gauss", {"layers": [dense(2, "softmax")]}),
    ("xor", {"features": ("x1*x2",), "layers": [dense(2, "softmax")]}),
    ("circle", {"loss": "binary_crossentropy"}),
    ("circle", {"loss": "hinge"}),
    ("plane", {}),
    ("sine", {"layers": [dense(16, "tanh"), dense(1)]}),
    *(("plane", {"optimizer": name}) for name in ("rmsprop", "adamax", "adadelta")),
]
DIGITS = [
    *(({"epochs": 3, "optimizer": "adam"}, preset) for preset in ("linear", "mlp", "small_cnn", "lenet5")),
    *(({"epochs": 2, "optimizer": "sgd"}, preset) for preset in ("mlp", "small_cnn", "digits")),
    *(({"epochs": 3, "optimizer": name}, "mlp") for name in ("rmsprop", "adagrad", "adamax")),
]


def problems_of(experiment: Experiment) -> list[str]:
    """Train, and return every problem that the doctor saw at any time."""
    heard: list[str] = []

    def hear(change: Any) -> None:  # noqa: ANN401 - as traitlets calls it
        heard.extend(one.headline for one in change["new"] if one.severity == "problem")

    experiment.doctor.observe(hear, "findings")
    cases.run(experiment)
    heard += [one.headline for one in experiment.doctor.findings if one.severity == "problem"]
    assert experiment.snapshot is not None
    assert experiment.snapshot.error == ""
    assert len(experiment.doctor.vitals) > 3
    experiment.close()
    return heard


@pytest.mark.parametrize(("data", "settings"), POINTS)
def test_no_healthy_run_on_points_is_called_ill(data: str, settings: dict[str, Any]) -> None:
    epochs = 100 if data == "spiral" else 40
    assert problems_of(cases.watched(data, **{"epochs": epochs, **settings})) == []


@pytest.mark.parametrize(("settings", "preset"), DIGITS)
def test_no_healthy_run_on_digits_is_called_ill(settings: dict[str, Any], preset: str) -> None:
    digits = load("mnist")
    few: dict[str, Any] = {
        "x_train": digits.x_train[:1000],
        "y_train": digits.y_train[:1000],
        "train_index": None,
    }
    experiment = cases.watched(replace(digits, **few), batch_size=20, **settings)
    task = experiment.task
    stack = next(one for one in presets(task.input_shape, task.goal) if one.name == preset)
    experiment.layers = stack.layers
    assert problems_of(experiment) == []
