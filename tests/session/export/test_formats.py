"""Every format of the one table, written whole or not at all."""

from __future__ import annotations

import pathlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.errors import ConfigurationError, DataError
from mlwidgets.interchange.files import write_file, write_folder
from mlwidgets.interchange.onnx import load_onnx
from mlwidgets.interchange.tfjs import load_tfjs
from mlwidgets.session import Experiment
from mlwidgets.session.export.formats import FORMATS
from mlwidgets.session.export.writing import export

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def experiment() -> Iterator[Experiment]:
    made = Experiment("circle", seed=4)
    yield made
    made.close()


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_written(experiment: Experiment, name: str, tmp_path: Path) -> None:
    form = FORMATS[name]
    path = export(experiment, name, tmp_path / f"mine{form.suffix}")
    assert path.is_file() if form.suffix else len(list(path.iterdir())) > 1
    assert [one.name for one in tmp_path.iterdir()] == [path.name]  # nothing is left beside it
    with pytest.raises(ConfigurationError, match="is there already"):
        export(experiment, name, path)
    assert export(experiment, name, path, force=True) == path


def test_the_model_that_leaves_is_the_one_that_is_there(experiment: Experiment, tmp_path: Path) -> None:
    x = np.random.default_rng(0).normal(size=(5, *experiment.task.input_shape))
    expected = experiment.model.predict(x)
    onnx = load_onnx(export(experiment, "onnx", tmp_path / "a.onnx"))
    tfjs = load_tfjs(export(experiment, "tfjs", tmp_path / "a"))
    assert np.array_equal(onnx.predict(x), expected)
    assert np.allclose(tfjs.predict(x), expected, atol=1e-6)


def test_force_leaves_other_files_of_a_folder_alone(experiment: Experiment, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "thesis.txt").write_text("all of it")
    with pytest.raises(ConfigurationError, match="is there already"):
        export(experiment, "numpy", folder)
    export(experiment, "numpy", folder, force=True)
    assert (folder / "thesis.txt").read_text() == "all of it"
    assert (folder / "program.py").is_file()


def test_an_empty_folder_may_be_filled(experiment: Experiment, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    assert export(experiment, "tfjs", tmp_path / "new").is_dir()


@pytest.mark.parametrize(
    ("name", "path", "said"),
    [
        ("onix", "a", "format must be one of .* Did you mean 'onnx'"),
        ("onnx", "no/such/a.onnx", "There is no folder"),
        ("onnx", "folder", "is a folder, and a file is written"),
        ("web", "file", "is a file, and a folder is written"),
        ("onnx", "", "A path is a text"),
        ("onnx", "\0", "A path is a text"),
        ("onnx", 3, "A path is a text"),
    ],
)
def test_a_place_where_nothing_can_be_written(
    experiment: Experiment,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    name: str,
    path: Any,  # noqa: ANN401
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(ConfigurationError, match=said):
        export(experiment, name, path)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file", "folder"]


def test_what_breaks_off_leaves_nothing_and_keeps_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pathlib.Path, "write_bytes", full)
    with pytest.raises(DataError, match=r"cannot be written .No space left on device"):
        write_file(tmp_path / "a", b"new")
    with pytest.raises(DataError, match="No space left"):
        write_folder(tmp_path / "b", {"one": b""})
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("a", "old")]
