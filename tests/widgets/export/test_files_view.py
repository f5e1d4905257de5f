"""The pane Model files, without a browser: its rows, what it hands over, and what it opens."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.errors import DataError
from mlwidgets.interchange import model_files
from mlwidgets.interchange.model_files import Parcel, tfjs_zip
from mlwidgets.interchange.tfjs import tfjs_files
from mlwidgets.session import Experiment
from mlwidgets.widgets.export.files_board import FilesBoard
from mlwidgets.widgets.export.files_view import FilesView

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def view() -> Iterator[FilesView]:
    experiment = Experiment("circle", seed=3)
    made = FilesView(experiment)
    made.board.visible = True
    yield made
    made.close()
    experiment.close()


def rows(view: FilesView) -> dict[str, dict[str, Any]]:
    return {row["key"]: row for row in view.board.rows}


def sent(view: FilesView, monkeypatch: pytest.MonkeyPatch, key: str) -> tuple[str, bytes]:
    """Return the file that the page gets when it asks for one."""
    messages: list[tuple[dict[str, Any], list[bytes]]] = []
    monkeypatch.setattr(FilesBoard, "send", lambda _, content, buffers: messages.append((content, buffers)))
    view.board._handle_custom_msg({"kind": "take", "key": key}, [])
    assert not view.fault
    ((content, (data,)),) = messages
    assert content["kind"] == "file"
    return content["name"], data


@pytest.mark.parametrize("key", ["tfjs", "keras", "onnx"])
def test_a_file_that_is_handed_over_is_the_network(
    view: FilesView, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = rows(view)[key]
    assert row["problem"] == ""
    name, content = sent(view, monkeypatch, key)
    assert name == row["file"]
    assert name.startswith("circle")
    opened = Parcel().add(name, content)
    assert opened is not None
    x = np.random.default_rng(0).normal(size=(5, 2))
    assert np.allclose(opened.model.predict(x), view.experiment.model.predict(x), atol=1e-6)


def test_a_row_says_why_there_is_no_file(view: FilesView, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rows(view)["tfjs"]["size"]
    elu = {"class_name": "ELU", "config": {"alpha": 0.5}}
    last = {"class_name": "Dense", "config": {"units": 2, "activation": "softmax"}}
    fixed = {"class_name": "FixedFilters", "config": {"numbers": [0], "values": [0.0]}}
    view.experiment.layers = [{"class_name": "Dense", "config": {"units": 9, "activation": elu}}, last]
    assert "alpha=0.5" in rows(view)["tfjs"]["problem"]
    assert rows(view)["tfjs"]["size"] == ""
    view.experiment.layers = [{"class_name": "Dense", "config": {"units": 9, "bias_constraint": fixed}}, last]
    assert "has a bias_constraint" in rows(view)["keras"]["remarks"][0]
    assert rows(view)["tfjs"]["size"] != before

    def missing(_model: object) -> bytes:
        raise DataError('Install it with pip install "mlwidgets[onnx]".')

    writer = model_files.Writer(".onnx", missing, lambda _: ())
    monkeypatch.setitem(model_files.WRITERS, "onnx", writer)
    view.experiment.layers = [last]
    assert "pip install" in rows(view)["onnx"]["problem"]


def test_rows_are_made_only_while_somebody_looks(view: FilesView) -> None:
    view.board.visible = False
    before = view.board.rows
    view.experiment.layers = [{"class_name": "Dense", "config": {"units": 2, "activation": "softmax"}}]
    assert view.board.rows is before
    view.board.visible = True
    assert rows(view)["tfjs"]["size"] != before[0]["size"]
    view.experiment.learning_rate = 0.5  # the size is the same, and nobody is told anything
    assert view.fault == ""


def test_a_model_is_opened_whole_or_in_parts(view: FilesView) -> None:
    experiment = view.experiment
    model = experiment.model_now()
    model.set_weights([weights + 0.5 for weights in model.get_weights()])
    view._open("mine.zip", tfjs_zip(model))
    assert experiment.note == "Opened the model file mine.zip."
    assert np.array_equal(experiment.model.get_weights()[0], model.get_weights()[0])
    experiment.undo()
    assert not np.array_equal(experiment.model.get_weights()[0], model.get_weights()[0])

    files = tfjs_files(model)
    view._open("group1-shard1of1.bin", files["group1-shard1of1.bin"])
    assert view.upload.doing == "Waiting for model.json: choose it as well."
    view._give_up()
    assert view.upload.doing == ""
    view._open("model.json", files["model.json"])
    assert "group1-shard1of1.bin" in view.upload.doing
    view._open("group1-shard1of1.bin", files["group1-shard1of1.bin"])
    assert view.upload.doing == ""
    assert np.array_equal(experiment.model.get_weights()[0], model.get_weights()[0])


def test_what_cannot_be_opened_is_said(view: FilesView) -> None:
    for name, content in (
        ("a.json", b"{}"),
        ("a.png", b"\x89PNG"),
        ("a.zip", b"PK\x03\x04"),
        ("a.onnx", b"\xff" * 40),
        ("model.json", json.dumps({"modelTopology": {}, "weightsManifest": 3}).encode()),
    ):
        upload = view.upload
        said = upload._hand_over(_upload(name, content))
        assert said.endswith("."), name
        assert "fault" not in said.lower(), said
        assert view.upload.doing == ""
    assert not view.experiment.can_undo


def test_the_page_may_not_say_what_stands_there(view: FilesView) -> None:
    before = view.board.rows
    view.board.set_state({"rows": [], "label": "<b>", "visible": True})
    assert view.board.rows is before
    for content in (
        {"kind": "take", "key": "../x"},
        {"kind": "take"},
        {"kind": 3},
        {"kind": "take", "key": []},
    ):
        view.board._handle_custom_msg(content, [])
    assert view.fault == ""


def _upload(name: str, content: bytes) -> Any:  # noqa: ANN401
    from mlwidgets.widgets.controls.file_upload import _Upload  # noqa: PLC0415

    return _Upload("token", name, len(content), bytearray(content))
