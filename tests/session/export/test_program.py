"""An experiment's program: with the present weights, the preparation of its data, and the test set closed."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.interchange.code import LANGUAGES, model_code
from mlwidgets.session import Experiment
from mlwidgets.session.export.program import NOTEBOOK, described, program_data, program_files

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("dataset", ["mnist", "spiral", "penguins", "diabetes"])
def test_every_kind_of_data_is_written_in_every_language(dataset: str) -> None:
    description = described(Experiment(dataset))
    for name in LANGUAGES:
        assert model_code(description, name)


@pytest.mark.parametrize("loss", ["mean_squared_error", "huber", "hinge", "binary_crossentropy"])
def test_two_classes_and_one_output_are_written_with_every_loss(loss: str, tmp_path: Path) -> None:
    """TensorFlow Playground's networks have one output and squared errors."""
    experiment = Experiment("circle", loss=loss, epochs=1)
    for name in LANGUAGES:
        assert model_code(described(experiment), name)
    for name, content in program_files(experiment, "numpy").items():
        (tmp_path / name).write_bytes(content)
    run = subprocess.run(
        [sys.executable, "program.py"], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    distance = loss in ("mean_squared_error", "huber")
    assert ("mean absolute error" if distance else "accuracy") in run.stdout


def test_the_files_lie_beside_the_program() -> None:
    experiment = Experiment("circle")
    for name, language in LANGUAGES.items():
        assert list(program_files(experiment, name)) == [language.program, language.data, language.weights]
    assert list(program_files(experiment, "numpy", notebook=True)) == [NOTEBOOK, "data.npz", "weights.npz"]


def test_the_program_in_numpy_predicts_what_the_network_does(tmp_path: Path) -> None:
    experiment = Experiment("penguins")
    for name, content in program_files(experiment, "numpy").items():
        (tmp_path / name).write_bytes(content)
    program = model_code(replace(described(experiment), epochs=0), "numpy")
    keep = 'np.save("made.npy", predictions)\n'
    (tmp_path / "program.py").write_text(program + keep, encoding="utf-8")
    subprocess.run([sys.executable, "program.py"], cwd=tmp_path, check=True, capture_output=True)
    wanted = experiment.model.predict(experiment.split.x_validation)
    np.testing.assert_allclose(np.load(tmp_path / "made.npy"), wanted, rtol=1e-5, atol=1e-6)


def test_without_validation_examples_it_measures_on_those_that_it_trains_with() -> None:
    experiment = Experiment("circle", validation_split=0.0)
    assert described(experiment).measured_on == "train"
    with np.load(io.BytesIO(program_data(experiment, "keras"))) as content:
        assert set(content.files) == {"x_train", "y_train", "x_test", "y_test"}


def test_raw_rows_become_what_the_network_was_given() -> None:
    experiment = Experiment("penguins")
    book = json.loads(program_files(experiment, "keras", notebook=True)[NOTEBOOK])
    first = next(cell["source"] for cell in book["cells"] if cell["cell_type"] == "code")
    names: dict[str, object] = {}
    functions = first[first.index("def ") :]
    exec(f"import numpy as np\n{functions}", names)  # noqa: S102 - our own program
    prepared = experiment.dataset.prepared
    assert prepared is not None
    table, plan = prepared.table, prepared.plan
    rows = []
    for number in range(len(table)):
        row: dict[str, object] = {}
        for name in plan.features:
            text = table.column(name).texts(np.array([number]))[0]
            is_number = str(plan.columns[name].kind) == "number"
            row[name] = None if text == "" else float(text) if is_number else text
        rows.append(row)
    made = names["prepare"](rows)  # type: ignore[operator]
    ours = np.concatenate([experiment.dataset.x_train, experiment.dataset.x_test])
    ours = ours[np.argsort(np.concatenate([experiment.dataset.train_index, experiment.dataset.test_index]))]
    np.testing.assert_allclose(made, ours, rtol=1e-6, atol=1e-6)
