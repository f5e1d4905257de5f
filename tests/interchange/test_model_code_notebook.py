"""A program as a notebook: valid, and run from its first cell to its last."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import nbclient
import nbformat
import pytest

from mlwidgets.errors import ConfigurationError
from mlwidgets.interchange.code import data_file, notebook_code, weights_file
from tests.interchange.model_code_cases import ACCURACY, case, dense
from tests.interchange.model_code_running import engine_model, train
from tests.interchange.random_targets import classes

if TYPE_CHECKING:
    from pathlib import Path

ONE = case(
    "notebook",
    [dense(5, "tanh"), dense(3, "softmax")],
    (4,),
    loss="sparse_categorical_crossentropy",
    targets=classes,
    metrics=ACCURACY,
)


def test_numpys_notebook_runs_and_gives_the_engines_numbers(tmp_path: Path) -> None:
    model = engine_model(ONE)
    (tmp_path / "data.npz").write_bytes(data_file(ONE.description, ONE.parts, language="numpy"))
    weights = weights_file(ONE.description, model.get_weights(), language="numpy")
    (tmp_path / "weights.npz").write_bytes(weights)
    book = nbformat.reads(notebook_code(ONE.description, "numpy").decode(), as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(book)
    ours = train(model, ONE).measured
    nbclient.NotebookClient(
        book, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    printed = "".join(
        output.text for cell in book.cells if cell.cell_type == "code" for output in cell.outputs
    )
    assert f"loss {ours['loss']:.4f}, accuracy {ours['accuracy']:.4f}" in printed


@pytest.mark.parametrize("language", ["keras", "pytorch"])
def test_every_cell_of_code_has_a_text_above_it(language: str) -> None:
    book = json.loads(notebook_code(ONE.description, language))
    nbformat.validate(nbformat.from_dict(book))  # type: ignore[no-untyped-call]
    kinds = [cell["cell_type"] for cell in book["cells"]]
    assert kinds == ["markdown", "code"] * (len(kinds) // 2)
    assert len(kinds) >= 10
    assert book["cells"][0]["source"].startswith("# ")
    last = book["cells"][-1]["source"]
    assert "MEASURE_TEST = False" in last


def test_javascript_is_no_notebook() -> None:
    with pytest.raises(ConfigurationError, match="Choose Keras, PyTorch or NumPy"):
        notebook_code(ONE.description, "tensorflowjs")
