"""Runs the programs of networks, and the engine beside them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.plane.features import expand
from mlwidgets.engine import Sequential, layers
from mlwidgets.engine.layers import Input
from mlwidgets.errors import ConfigurationError
from mlwidgets.interchange.code import LANGUAGES, data_file, model_code, weights_file
from tests.interchange.model_code_refused import REFUSED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mlwidgets.engine.arrays import AnyArray
    from tests.interchange.model_code_cases import Case

RUNNER = """
import contextlib, io, os, runpy, sys, traceback
import numpy as np
for name in sorted(os.listdir(sys.argv[1])):
    os.chdir(os.path.join(sys.argv[1], name))
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            left = runpy.run_path("program.py")
        made = left["predictions"]
        if not isinstance(made, np.ndarray):  # PyTorch's, with the channels first
            made = (made.movedim(1, -1) if made.ndim > 2 else made).numpy()
        names = "accuracy", "mean_absolute_error", "mean_squared_error"
        measured = {name: left[name] for name in names if name in left}
        np.savez("out.npz", predictions=made, loss=left["loss"], **measured)
    except Exception:
        with open("error.txt", "w") as file:
            traceback.print_exc(file=file)
"""

MANY = 500
"""So many random numbers show how wide they are drawn."""


@dataclass(frozen=True)
class Outcome:
    """What a program, or the engine, made of the test examples."""

    predictions: AnyArray
    measured: dict[str, float]


def engine_model(case: Case) -> Sequential:
    """Return a case's network as the engine builds it from the seed."""
    description = case.description
    stack = (layers.get(spec) for spec in description.layers)
    model = Sequential([Input(tuple(description.input_shape)), *stack], seed=description.seed)
    optimizer = description.engine_optimizer
    model.compile(
        type(optimizer).from_config(optimizer.get_config()), description.engine_loss, description.metrics
    )
    return model


def shaken(model: Sequential) -> None:
    """Let biases and the like start from other numbers than 0 and 1, so that a wrong order shows."""
    rng = np.random.default_rng(5)
    model.set_weights(
        [
            weights + rng.normal(size=weights.shape).astype(np.float32) / 10 if weights.ndim == 1 else weights
            for weights in model.get_weights()
        ]
    )


def train(model: Sequential, case: Case) -> Outcome:
    """Train as the program does, and measure."""
    description = case.description
    inputs = [seen(case, x) for x in (case.x_train, case.x_test)]
    if description.epochs:
        model.fit(
            inputs[0],
            case.y_train,
            batch_size=description.batch_size,
            epochs=description.epochs,
            shuffle=description.shuffle,
            class_weight=description.class_weight,
            verbose=False,
        )
    return Outcome(model.predict(inputs[1]), model.evaluate(inputs[1], case.y_test))


def seen(case: Case, x: AnyArray) -> AnyArray:
    """Return what the network is given."""
    return expand(x, tuple(case.description.features)) if case.description.features else x


def untrained(case: Case) -> Case:
    """Return a case whose program measures the weights as they are."""
    return replace(case, description=replace(case.description, epochs=0))


def apart(cases: Sequence[Case]) -> tuple[list[Case], list[Case]]:
    """Return the cases without and with an optimizer of Adam's kind."""
    nearly = [case for case in cases if case.description.optimizer in ("adam", "adamw", "adamax")]
    return [case for case in cases if case not in nearly], nearly


def refusal(case: Case, language: str) -> str:
    """Return what of a case cannot be written in a language: the beginning of the sentence; "" if all can."""
    try:
        model_code(case.description, language)
    except ConfigurationError as sentence:
        return re.split(r" cannot be written|[.;] |, so ", str(sentence))[0]
    return ""


def writable(cases: Sequence[Case], language: str) -> list[Case]:
    """Return the cases that can be written in a language; the others are refused as `REFUSED` says."""
    sentences = {one.name: refusal(one, language) for one in cases}
    unknown = set(filter(None, sentences.values())) - set(REFUSED[language])
    assert not unknown, unknown
    return [one for one in cases if not sentences[one.name]]


def write(case: Case, folder: Path, language: str, weights: Sequence[AnyArray] | None) -> None:
    """Write a case's program and its files."""
    folder.mkdir(parents=True)
    names, description = LANGUAGES[language], case.description
    (folder / names.program).write_text(model_code(description, language), encoding="utf-8")
    (folder / names.data).write_bytes(data_file(description, case.parts, language=language))
    if weights is not None:
        (folder / names.weights).write_bytes(weights_file(description, weights, language=language))


def python_outcomes(folder: Path, **environment: str) -> list[Outcome | str]:
    """Run all programs of a folder in one Python; what failed is told instead."""
    done = subprocess.run(  # noqa: S603 - our own programs
        [sys.executable, "-W", "ignore", "-c", RUNNER, str(folder)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[Outcome | str] = []
    for each in sorted(folder.iterdir()):
        if (each / "error.txt").exists():
            found.append((each / "error.txt").read_text(encoding="utf-8").strip().splitlines()[-1])
            continue
        with np.load(each / "out.npz") as out:
            measured = {name: float(out[name]) for name in out.files if name != "predictions"}
            found.append(Outcome(out["predictions"], measured))
    return found


def differences(
    cases: Sequence[Case],
    wanted: Sequence[Outcome],
    got: Sequence[Outcome | str],
    *,
    tolerance: float,
    loss: bool = True,
) -> list[str]:
    """Return a line for each case in which program and engine do not agree.

    The tolerance is relative to the largest prediction, and to the loss.
    """
    faults = []
    for case, ours, theirs in zip(cases, wanted, got, strict=True):
        if isinstance(theirs, str):
            faults.append(f"{case.name}: {theirs}")
            continue
        if theirs.predictions.shape != ours.predictions.shape:
            faults.append(f"{case.name}: {theirs.predictions.shape} instead of {ours.predictions.shape}")
            continue
        scale = max(float(np.abs(ours.predictions).max()), 1e-3)
        apart = float(np.abs(theirs.predictions - ours.predictions).max()) / scale
        # TensorFlow.js leaves the price of large weights out of what it measures.
        due = ours.measured["loss"] - (0 if loss else ours.measured.get("penalty", 0.0))
        off = abs(theirs.measured["loss"] - due) / max(abs(due), 1e-3)
        if not (apart <= tolerance and off <= 5 * tolerance):
            faults.append(f"{case.name}: predictions {apart:.1e}, loss {off:.1e}")
        faults += [
            f"{case.name}: {name} {theirs.measured[name]}, not {ours.measured[name]}"
            for name in case.description.metrics
            if abs(theirs.measured[name] - ours.measured[name]) > 1e-3 * max(1, abs(ours.measured[name]))
        ]
    return faults


def drawn_alike(theirs: AnyArray, ours: AnyArray) -> bool:
    """Return whether two arrays of starting values seem to be drawn from the same distribution."""
    mean, spread, largest = float(ours.mean()), float(ours.std()), float(np.abs(ours).max())
    return (
        abs(float(theirs.mean()) - mean) <= 0.12 * spread + 1e-6
        and abs(float(theirs.std()) - spread) <= 0.08 * spread + 1e-6
        # The largest of thousands of draws varies: by more than 0.2 in every twentieth run. Cut off at two
        # standard deviations it would be half as large.
        and abs(float(np.abs(theirs).max()) - largest) <= 0.3 * largest + 1e-6
    )
