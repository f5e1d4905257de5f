"""NetworkLab without a browser: its loss and seed, and the programs with their files."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.data import load
from mlwidgets.session import Experiment
from mlwidgets.widgets import NetworkLab
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.controls.code_view import CodeView
from mlwidgets.widgets.controls.disclosure import Section
from mlwidgets.widgets.controls.number_control import NumberControl
from mlwidgets.widgets.network import texts
from tests.widgets.kernel_lab_parts import parts
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Generator


@pytest.fixture
def lab() -> Generator[NetworkLab]:
    made = NetworkLab(Experiment("spiral"))
    yield made
    made.close()
    made.experiment.close()


def only(lab: NetworkLab, kind: type[Any]) -> Any:  # noqa: ANN401 - whichever kind was asked for
    (found,) = [part for part in parts(lab) if isinstance(part, kind)]
    return found


def code_of(lab: NetworkLab) -> CodeView:
    Wire(only(lab, Section).head).arrive({"opened": True})
    code: CodeView = only(lab, CodeView)
    return code


def test_the_loss_brings_its_last_layer(lab: NetworkLab) -> None:
    menu = only(lab, ChoiceControl)
    assert [value for _, value in menu.options][:2] == [
        "sparse_categorical_crossentropy",
        "binary_crossentropy",
    ]
    Wire(menu).arrive({"value": "binary_crossentropy"})
    assert lab.experiment.loss.name == "binary_crossentropy"
    assert lab.experiment.layers[-1]["config"]["units"] == 1
    assert "The last layer is now Dense(1" in lab.header.note
    Wire(menu).arrive({"value": "poisson"})
    assert menu.value == lab.experiment.loss.name == "binary_crossentropy"


def test_the_seed_is_that_of_the_weights(lab: NetworkLab) -> None:
    before = lab.experiment.model.vector.copy()
    seed = only(lab, NumberControl)
    Wire(seed).arrive({"value": 7.0})
    assert lab.experiment.seed == 7
    assert not np.array_equal(lab.experiment.model.vector, before)
    lab.experiment.seed = 3
    assert seed.value == 3


def test_the_programs_follow_the_network(lab: NetworkLab) -> None:
    code = code_of(lab)
    assert list(code.programs) == ["Keras", "TensorFlow.js", "PyTorch", "NumPy"]
    assert "layers.Dense(4" in code.programs["Keras"]
    lab.experiment.draft.set(0, "units", 5)
    lab.experiment.learning_rate = 0.07
    assert "layers.Dense(5" in code.programs["Keras"]
    for program in code.programs.values():
        assert "0.07" in program
    lab.experiment.draft.remove(
        2
    )  # no output any more: the programs stay those of the network that is trained
    assert "layers.Dense(5" in code.programs["Keras"]


@pytest.mark.parametrize("language", ["Keras", "PyTorch", "NumPy", "TensorFlow.js"])
def test_data_and_weights_are_saved_as_the_program_reads_them(lab: NetworkLab, language: str) -> None:
    code = code_of(lab)
    Wire(code).arrive({"language": language})
    end = "json" if language == "TensorFlow.js" else "npz"
    assert code.attachments[-2:] == [f"data.{end}", f"weights.{end}"]
    assert f"data.{end}" in code.note
    wire = Wire(code)
    wire.say({"kind": "attachment", "name": f"data.{end}"})
    wire.say({"kind": "attachment", "name": f"weights.{end}"})
    data, weights = wire.buffers
    if end == "json":
        assert json.loads(data)["x_train"]["shape"] == [200, 2]
        assert len(json.loads(weights)) == 3
        return
    with np.load(io.BytesIO(data)) as arrays:
        np.testing.assert_array_equal(arrays["x_train"], lab.experiment.split.x_train)
        np.testing.assert_array_equal(arrays["y_test"], lab.experiment.dataset.y_test)
    with np.load(io.BytesIO(weights)) as arrays:
        assert sum(array.size for array in arrays.values()) == lab.experiment.model.count_params()


def test_two_classes_by_one_output_have_their_targets_in_the_file(lab: NetworkLab) -> None:
    lab.experiment.loss = "hinge"
    code = code_of(lab)
    Wire(code).arrive({"language": "NumPy"})
    wire = Wire(code)
    wire.say({"kind": "attachment", "name": "data.npz"})
    with np.load(io.BytesIO(wire.buffers[0])) as arrays:
        assert set(arrays["y_train"].ravel()) == {-1, 1}


def test_rows_of_a_table_have_a_task_of_their_own() -> None:
    lab = NetworkLab()
    assert "Flatten" in lab.header.task
    lab.experiment.dataset = load("penguins")
    assert lab.header.task == texts.NETWORK_TRY_ROWS  # there is no Flatten layer to remove
    lab.close()
