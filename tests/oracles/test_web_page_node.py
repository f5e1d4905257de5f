"""The Node script of an exported folder, with the real TensorFlow.js, gives the engine's numbers."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets import Experiment, export_web_app
from mlwidgets.session.learned.opening import learned_experiment
from tests.oracles.nodejs import installed

if TYPE_CHECKING:
    from pathlib import Path


def predicted(folder: Path, *arguments: str) -> dict[str, float]:
    """Run the script in its folder, beside TensorFlow.js, and return what it prints."""
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(installed())
    node = shutil.which("node")
    assert node is not None
    done = subprocess.run(  # noqa: S603 - our own command
        [node, "predict.mjs", *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    lines = [line.split("\t") for line in done.stdout.splitlines() if "\t" in line]
    return {name: float(value) for name, value in lines}


@pytest.mark.parametrize("name", ["digits", "circle", "penguins", "diabetes"])
def test_it_predicts(name: str, tmp_path: Path) -> None:
    experiment = learned_experiment() if name == "digits" else Experiment(name, epochs=2)
    if name != "digits":
        experiment.run()
        assert experiment.wait(60)
    export_web_app(experiment, tmp_path)
    given = json.loads((tmp_path / "example.json").read_text(encoding="utf-8"))
    data = experiment.dataset
    if name == "digits":
        x = np.array(given, np.float32)[np.newaxis, ..., np.newaxis] / np.float32(255)
    elif name == "circle":
        x = np.array([given])
    else:
        assert data.prepared is not None
        x = data.prepared.transform(data.prepared.row_of(given))
    output = experiment.predict(x)
    shares = experiment.task.shares(output)
    said = predicted(tmp_path, "example.json")
    if shares is None:
        assert data.prepared is not None
        np.testing.assert_allclose(list(said.values()), data.prepared.in_units(output)[0], rtol=1e-5)
    else:
        assert tuple(said) == data.class_names
        np.testing.assert_allclose(list(said.values()), shares[0], atol=1e-5)
    assert predicted(tmp_path) == said  # without a file it takes the example
    experiment.close()
