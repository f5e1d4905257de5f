"""An experiment's network as a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

import mlwidgets
from mlwidgets import Experiment, export_web_app
from mlwidgets.errors import ConfigurationError
from mlwidgets.interchange.tfjs import load_tfjs
from mlwidgets.session.export.web_app import experiment_web_app

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", ["circle", "plane", "penguins", "diabetes"])
def test_the_folder_holds_the_network_as_it_is(name: str, tmp_path: Path) -> None:
    experiment = Experiment(name, epochs=1)
    experiment.run()
    assert experiment.wait(30)
    export_web_app(experiment, tmp_path / "new" / "page", title="My page")
    read = load_tfjs(tmp_path / "new" / "page")
    x = experiment.task.inputs(experiment.dataset.x_test[:20]).astype(np.float32)
    np.testing.assert_array_equal(read.predict(x), experiment.predict(experiment.dataset.x_test[:20]))
    assert "<title>My page</title>" in (tmp_path / "new" / "page" / "index.html").read_text(encoding="utf-8")
    experiment.close()


def test_nothing_is_written_of_a_network_that_tensorflowjs_lacks(tmp_path: Path) -> None:
    experiment = Experiment("circle")
    experiment.layers = [
        {"class_name": "Dense", "config": {"units": 4, "activation": "hard_sigmoid"}},
        {"class_name": "Dense", "config": {"units": 2, "activation": "softmax"}},
    ]
    with pytest.raises(ConfigurationError, match="hard_sigmoid"):
        export_web_app(experiment, tmp_path / "page")
    assert not (tmp_path / "page").exists()
    experiment.close()


def test_weights_are_of_one_moment_while_the_training_goes_on() -> None:
    experiment = Experiment("circle", epochs=1000)
    experiment.run()
    try:
        for _ in range(3):
            assert experiment_web_app(experiment)["model.json"]
    finally:
        experiment.close()


def test_it_is_a_public_name() -> None:
    assert mlwidgets.export_web_app is export_web_app
