"""Files on a disk: every odd path is refused in a sentence, and what is written is whole."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import Dense, Input
from mlwidgets.errors import MLWidgetsError
from mlwidgets.interchange.files import read_file, write_file, write_folder
from mlwidgets.interchange.keras import load_keras, save_keras
from mlwidgets.interchange.onnx import load_onnx, save_onnx
from mlwidgets.interchange.tfjs import load_tfjs, save_tfjs

if TYPE_CHECKING:
    from collections.abc import Callable


MODEL = Sequential([Input((2,)), Dense(3)])

WAYS: dict[str, Callable[[Any], object]] = {
    "read_file": lambda path: read_file(path, most=1000),
    "write_file": lambda path: write_file(path, b"1"),
    "write_folder": lambda path: write_folder(path, {"a": b"1"}),
    "save_tfjs": lambda path: save_tfjs(MODEL, path),
    "load_tfjs": load_tfjs,
    "save_keras": lambda path: save_keras(MODEL, path),
    "load_keras": load_keras,
    "save_onnx": lambda path: save_onnx(MODEL, path),
    "load_onnx": load_onnx,
}

ODD: list[Any] = [None, 5, 10**400, [], object(), "", "\0", "a\0b", "\ud800", "x" * 5000, "ü" * 300]


@pytest.mark.parametrize("way", WAYS)
def test_every_odd_path_is_refused_in_a_sentence(way: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    here = [tmp_path / "file" / "x", tmp_path / "no" / "\0", "/proc/no/such", *ODD]
    if hasattr(os, "mkfifo"):  # not on Windows
        os.mkfifo(tmp_path / "pipe")
        here.append(tmp_path / "pipe")
    for path in here:
        with pytest.raises(MLWidgetsError) as told:
            WAYS[way](path)
        assert len(str(told.value)) < 500, path


def test_a_file_and_a_folder_do_not_take_each_others_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder").mkdir()
    for way in ("write_file", "save_keras", "save_onnx", "read_file", "load_keras", "load_onnx"):
        with pytest.raises(MLWidgetsError, match="folder cannot be"):
            WAYS[way](tmp_path / "folder")
    for way in ("write_folder", "save_tfjs"):
        with pytest.raises(MLWidgetsError, match="file cannot be written"):
            WAYS[way](tmp_path / "file")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]
    assert (tmp_path / "file").read_text() == "x"


def test_what_is_there_stays_when_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    (tmp_path / "model.keras").write_text("old")
    save_tfjs(MODEL, tmp_path / "web")
    monkeypatch.setattr(Path, "write_bytes", full)
    for way, name in (("save_keras", "model.keras"), ("save_tfjs", "web"), ("save_tfjs", "new")):
        with pytest.raises(MLWidgetsError, match=r"cannot be written \(No space left on device\)"):
            WAYS[way](tmp_path / name)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model.keras", "web"]
    assert (tmp_path / "model.keras").read_text() == "old"


def test_no_more_is_read_than_is_wanted_and_others_may_read_what_is_written(tmp_path: Path) -> None:
    write_file(tmp_path / "a", b"12")
    assert read_file(tmp_path / "a", most=2) == b"12"
    with pytest.raises(MLWidgetsError, match="is larger than"):
        read_file(tmp_path / "a", most=1)
    (tmp_path / "usual").write_bytes(b"")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "usual").stat().st_mode
