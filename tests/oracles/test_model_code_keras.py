"""The Keras programs that the network lab shows, run on PyTorch beside the engine.

Run by ``make oracles``, where Keras and PyTorch are installed; without them these tests fail, they do not
skip.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tests.interchange.model_code_cases import Case, all_cases, forward_cases, normalized_case, special_cases
from tests.interchange.model_code_running import (
    differences,
    engine_model,
    python_outcomes,
    shaken,
    train,
    untrained,
    writable,
    write,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[2]
UNTRAINED, TRAINED = 1e-5, 1e-4
"""Relative to the largest prediction."""


def compared(cases: Sequence[Case], folder: Path, tolerance: float) -> list[str]:
    """Train every case in the engine and by its program, and return where they differ."""
    cases, wanted = writable(cases, "keras"), []
    for number, one in enumerate(cases):
        model = engine_model(one)
        shaken(model)
        write(one, folder / "programs" / f"{number:04d}", "keras", model.get_weights())
        wanted.append(train(model, one))
    # A home of its own: Keras writes its settings there.
    got = python_outcomes(folder / "programs", KERAS_BACKEND="torch", KERAS_HOME=str(folder / "home"))
    return differences(cases, wanted, got, tolerance=tolerance)


def test_the_same_weights_predict_the_same(tmp_path: Path) -> None:
    cases = [untrained(one) for one in [*forward_cases(), normalized_case()]]
    assert compared(cases, tmp_path, UNTRAINED) == []


def test_after_some_updates_they_still_do(tmp_path: Path) -> None:
    assert compared([*all_cases(every=3), normalized_case()], tmp_path, TRAINED) == []


def test_schedules_and_class_weights_count_alike(tmp_path: Path) -> None:
    cases = special_cases()
    assert compared(cases, tmp_path, TRAINED) == []
    plain = [replace(one, description=replace(one.description, class_weight=None)) for one in cases]
    for one, other in zip(cases, plain, strict=True):  # they do count
        if one.description.class_weight is None:
            continue
        models = engine_model(one), engine_model(other)
        outcomes = [train(model, each) for model, each in zip(models, (one, other), strict=True)]
        assert not np.allclose(outcomes[0].predictions, outcomes[1].predictions, rtol=1e-3)


DEFAULTS = """
import inspect, json
import keras
from mlwidgets.engine import constraints, initializers, layers, losses, optimizers, regularizers

OWN = {"GivenFilters", "FixedFilters"}  # the engine's own
faults, compared = [], 0
for registry, module in (
    (layers.LAYERS, keras.layers),
    (losses.LOSSES, keras.losses),
    (optimizers.OPTIMIZERS, keras.optimizers),
    (initializers.INITIALIZERS, keras.initializers),
    (regularizers.REGULARIZERS, keras.regularizers),
    (constraints.CONSTRAINTS, keras.constraints),
):
    for name in registry.names:
        ours = registry.find(name)
        if ours.__name__ in OWN:
            continue
        theirs = inspect.signature(getattr(module, ours.__name__).__init__).parameters
        for setting, parameter in inspect.signature(ours).parameters.items():
            compared += 1
            if setting not in theirs:
                faults.append(f"Keras' {ours.__name__} has no {setting}")
                continue
            a, b = parameter.default, theirs[setting].default
            # Keras writes (2, 2) for 2, and has no default for the size of a pooling: it is always written.
            if b == (a, a) or a == b or str(b).lower() == a or setting == "pool_size":
                continue
            faults.append(f"{ours.__name__} {setting}: {a} here, {b} in Keras")
print(json.dumps([compared, faults]))
"""


def test_every_default_of_the_engine_is_that_of_keras(tmp_path: Path) -> None:
    # The programs leave out what is at its default.
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", DEFAULTS],
        env={**os.environ, "KERAS_BACKEND": "torch", "KERAS_HOME": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    count, faults = json.loads(done.stdout.splitlines()[-1])
    assert count > 200
    assert faults == []
