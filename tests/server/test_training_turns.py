"""The folder in which kernels take turns: made once for all of them, and gone with the server."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from mlwidgets import turns
from mlwidgets.server import capacity
from mlwidgets.server.training_turns import how_many_train, open_turns

if sys.platform == "win32":
    pytest.skip("there are no turns on Windows", allow_module_level=True)

SERVER = """
import os
from pathlib import Path
from mlwidgets import turns
from mlwidgets.server.training_turns import how_many_train, open_turns

open_turns()
folder = Path(os.environ[turns.FOLDER])
with turns.Turn() as turn:
    assert turn.take()
    assert turns.count_training(folder) == 1
print(len(list(folder.glob(f"{turns.CORE}*"))), folder)
"""


@pytest.fixture(autouse=True)
def _no_folder_yet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(turns.FOLDER, "")  # so that it is put back
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_kernels_find_a_file_for_each_core_until_the_server_ends() -> None:
    served = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", SERVER], capture_output=True, check=True, text=True, timeout=60
    )
    cores, folder = served.stdout.split()
    assert int(cores) == capacity.usable_cores()
    assert not Path(folder).exists()


def test_a_folder_that_somebody_has_named_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(turns.FOLDER, str(tmp_path))
    open_turns()
    assert os.environ[turns.FOLDER] == str(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_where_no_folder_can_be_made_it_serves_as_ever(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    open_turns()
    assert not os.environ[turns.FOLDER]


def test_the_teacher_sees_how_many_train(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert how_many_train() is None
    turns.fill_folder(tmp_path, 1)
    monkeypatch.setenv(turns.FOLDER, str(tmp_path))
    with turns.Turn(), turns.Turn():
        assert how_many_train() == 2
    assert how_many_train() == 0
