"""Networks that are ill and networks that are well, for the tests of the doctor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets import Experiment
from mlwidgets.data import Dataset

if TYPE_CHECKING:
    from mlwidgets.explain.doctor.finding import Finding

FLATTEN = {"class_name": "Flatten", "config": {}}
LONG = 120.0
"""Seconds that a test waits at most."""


def dense(units: int, activation: str = "linear", **config: object) -> dict[str, Any]:
    return {"class_name": "Dense", "config": {"units": units, "activation": activation, **config}}


def normal(stddev: float) -> dict[str, Any]:
    return {"class_name": "RandomNormal", "config": {"stddev": stddev}}


def sgd(rate: float, **config: object) -> dict[str, Any]:
    return {"class_name": "SGD", "config": {"learning_rate": rate, **config}}


def table(scale: object = 1.0, *, count: int = 400, noise: float = 0.0, low: float = 0.0) -> Dataset:
    """Return rows of four numbers; the class is whether the first two have the same sign."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(count, 4))
    y = (x[:, 0] * x[:, 1] > 0).astype(np.int64)
    wrong = rng.random(count) < noise
    y[wrong] = 1 - y[wrong]
    x = (x * np.asarray(scale) + low).astype(np.float32)
    at = 3 * count // 4
    parts = {"x_train": x[:at], "y_train": y[:at], "x_test": x[at:], "y_test": y[at:]}
    return Dataset(name="signs", class_names=("other", "same"), source="a test", licence="CC0", **parts)


def watched(data: Any = "circle", **settings: Any) -> Experiment:  # noqa: ANN401 - as Experiment takes them
    """Return an experiment whose doctor watches."""
    experiment = Experiment(data, **settings)
    assert experiment.doctor.findings is not None
    return experiment


def run(experiment: Experiment) -> None:
    """Train to the end, or until it fails."""
    experiment.run()
    assert experiment.wait(LONG)


def found(experiment: Experiment, kind: str) -> Finding:
    """Return the finding of this kind."""
    findings = experiment.doctor.findings
    assert kind in [one.kind for one in findings], findings
    return next(one for one in findings if one.kind == kind)


def treat(experiment: Experiment, finding: Finding, remedy: int = 0) -> None:
    """Press a remedy, and wait until the run rests where it leads."""
    experiment.doctor.treat(finding.name, remedy)
    assert experiment.wait(LONG)
    assert experiment.note == finding.remedies[remedy].said


def accuracy(experiment: Experiment) -> float:
    """Return the share of the validation examples that the network gets right."""
    snapshot = experiment.snapshot
    assert snapshot is not None
    assert snapshot.validation is not None
    return float(snapshot.validation.evaluation.logs["accuracy"])
