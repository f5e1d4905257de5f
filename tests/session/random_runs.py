"""Random experiments for the tests of saved runs: every optimizer and schedule, every kind of data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data import Dataset, load
from mlwidgets.session import Experiment
from tests.session.support import pictures

if TYPE_CHECKING:
    from collections.abc import Mapping

OPTIMIZERS = ("sgd", "adam", "adagrad", "rmsprop", "adadelta", "adamax")
SCHEDULES: tuple[dict[str, Any], ...] = (
    {"class_name": "CosineDecay", "config": {"initial_learning_rate": 0.05, "decay_steps": 40}},
    {
        "class_name": "ExponentialDecay",
        "config": {"initial_learning_rate": 0.05, "decay_steps": 9, "decay_rate": 0.7, "staircase": True},
    },
    {
        "class_name": "PiecewiseConstantDecay",
        "config": {"boundaries": [5, 17], "values": [0.05, 0.02, 0.01]},
    },
    {
        "class_name": "PolynomialDecay",
        "config": {"initial_learning_rate": 0.05, "decay_steps": 30, "power": 2.0, "cycle": True},
    },
)


def random_experiment(seed: int) -> Experiment:
    """Return an experiment whose settings follow from a seed."""
    rng = np.random.default_rng(seed)
    kind = ("points", "table", "pictures", "numbers", "drawn", "digits")[seed % 6]
    dataset = data(kind, rng)
    settings: dict[str, Any] = {
        "optimizer": optimizer(OPTIMIZERS[seed % len(OPTIMIZERS)], rng),
        "batch_size": int(rng.integers(3, 40)),
        "epochs": 40,
        "seed": int(rng.integers(1000)),
        "validation_split": float(rng.choice([0.0, 0.2, 0.3])),
    }
    if kind in ("pictures", "digits"):
        settings["layers"] = picture_layers(rng, dataset.n_classes)
    else:
        settings["layers"] = row_layers(rng, dataset.n_classes)
    if dataset.n_classes and rng.random() < 0.5:
        settings["class_weight"] = "balanced"
    return Experiment(dataset, **settings)


def data(kind: str, rng: np.random.Generator) -> Dataset:
    """Return small data of a kind."""
    if kind == "points":
        return load({"name": str(rng.choice(["spiral", "circle", "moons"])), "seed": int(rng.integers(99))})
    if kind == "table":
        return load(str(rng.choice(["penguins", "iris"])))
    if kind == "drawn":
        points = rng.uniform(-5, 5, (60, 2)).round(2)
        labels = [int(x > 0) for x, _ in points]
        return load({"name": "drawn", "points": points.tolist(), "labels": labels})
    if kind == "numbers":
        return load("diabetes")
    if kind == "digits":
        digits = load("mnist")
        return Dataset(
            name="some digits",
            x_train=digits.x_train[:90, ::2, ::2],
            y_train=digits.y_train[:90],
            x_test=digits.x_test[:20, ::2, ::2],
            y_test=digits.y_test[:20],
            class_names=digits.class_names,
            source="a test",
            licence="",
        )
    return pictures()


def optimizer(name: str, rng: np.random.Generator) -> Mapping[str, Any]:
    """Return an optimizer with random settings, every second time with a schedule."""
    config: dict[str, Any] = {"learning_rate": 0.01}
    if rng.random() < 0.5:
        config["learning_rate"] = SCHEDULES[rng.integers(len(SCHEDULES))]
    if rng.random() < 0.5:
        config[str(rng.choice(["clipnorm", "clipvalue", "global_clipnorm"]))] = 0.5
    if name == "sgd":
        config |= {"momentum": 0.9, "nesterov": bool(rng.random() < 0.5)}
    if name == "adam":
        config["amsgrad"] = bool(rng.random() < 0.5)
    if name == "rmsprop":
        config |= {"momentum": 0.5, "centered": bool(rng.random() < 0.5)}
    return {"class_name": name, "config": config}


def _last(classes: int) -> dict[str, Any]:
    config = {"units": classes, "activation": "softmax"} if classes else {"units": 1}
    return {"class_name": "Dense", "config": config}


def row_layers(rng: np.random.Generator, classes: int) -> list[dict[str, Any]]:
    """Return a stack for rows of numbers."""
    layers: list[dict[str, Any]] = [{"class_name": "Dense", "config": {"units": 6, "activation": "tanh"}}]
    if rng.random() < 0.5:
        layers[0]["config"]["kernel_regularizer"] = "l2"
    if rng.random() < 0.7:
        layers.append({"class_name": "BatchNormalization", "config": {}})
    if rng.random() < 0.7:
        layers.append({"class_name": "Dropout", "config": {"rate": 0.3}})
    return [*layers, _last(classes)]


def picture_layers(rng: np.random.Generator, classes: int) -> list[dict[str, Any]]:
    """Return a stack for small pictures."""
    normal = [{"class_name": "BatchNormalization", "config": {}}] if rng.random() < 0.7 else []
    return [
        {"class_name": "Conv2D", "config": {"filters": 2, "kernel_size": 3, "activation": "relu"}},
        *normal,
        {"class_name": "Flatten", "config": {}},
        {"class_name": "Dropout", "config": {"rate": 0.2}},
        _last(classes),
    ]
