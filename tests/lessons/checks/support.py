"""Experiments of every kind of data, small enough to be trained within a moment."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mlwidgets.data import load
from mlwidgets.lessons.checks import CHECKS
from tests.session.support import numbers, pictures, settled, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.data import Dataset
    from mlwidgets.lessons.checks import Finding
    from mlwidgets.session import Experiment

KINDS: dict[str, Callable[[], Dataset]] = {
    "clouds": table,
    "numbers": numbers,
    "two numbers": lambda: numbers(targets=2),
    "pictures": pictures,
    "spiral": lambda: load({"name": "spiral", "samples": 60}),
    "plane": lambda: load("plane"),
    "penguins": lambda: load("penguins"),
}
"""One data set of each kind: classes, numbers, pictures, points and tables."""


def judged(name: str, experiment: Experiment, /, **given: Any) -> Finding:  # noqa: ANN401 - parameters
    """Judge an experiment as it stands, by evidence that has been through a file."""
    check = CHECKS[name]
    evidence = json.loads(json.dumps(check.evidence(experiment), allow_nan=False))
    return check.judge(evidence, **check.parse(given))


def trained(experiment: Experiment) -> Experiment:
    """Run an experiment to its end."""
    experiment.run()
    settled(experiment)
    return experiment
