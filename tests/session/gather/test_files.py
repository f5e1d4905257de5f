"""The files of a class: those that are named, and those in folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlwidgets.errors import ConfigurationError
from mlwidgets.session.gather import files
from mlwidgets.session.gather.files import files_of, told_names

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder as a learning platform packs it, with what systems put into it."""
    for name in ("ada_12/work.mlw", "bob_7/Work.MLW", "bob_7/notes.txt", "__MACOSX/work.mlw", "table.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    (tmp_path / ".DS_Store").write_bytes(b"")
    (tmp_path / "empty").mkdir()
    return tmp_path


def test_run_files_in_folders_are_found_and_others_are_told(folder: Path) -> None:
    found, left = files_of([str(folder)], [folder / "table.csv"])
    assert found == [str(folder / "ada_12" / "work.mlw"), str(folder / "bob_7" / "Work.MLW")]
    assert [name for name, _ in left] == [str(folder / "bob_7" / "notes.txt")]


def test_what_is_named_stays_whatever_it_is(folder: Path) -> None:
    named = [str(folder / "bob_7" / "notes.txt"), "lost.mlw", "", "\0", "x" * 5000]
    assert files_of(named) == (named, ())


def test_a_folder_without_run_files_is_told(folder: Path) -> None:
    found, left = files_of([str(folder / "empty")])
    assert found == []
    assert left == ((str(folder / "empty"), "There is no .mlw in this folder."),)


def test_a_folder_that_cannot_be_meant_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_FILES", 3)
    with pytest.raises(ConfigurationError, match="holds more than 3 files"):
        files_of([str(folder)])


def test_files_called_alike_are_told_with_their_folders() -> None:
    assert told_names(["a/work.mlw", "b/work.mlw", "b/other.mlw"]) == [
        "a/work.mlw",
        "b/work.mlw",
        "other.mlw",
    ]
    assert told_names([3, None]) == ["3", "None"]
    class_ = [f"/srv/class/{name}/work.mlw" for name in ("ada", "bob/late")]
    assert told_names(class_) == ["ada/work.mlw", "bob/late/work.mlw"]
    assert told_names([*class_, "work.mlw"]) == [*class_, "work.mlw"]
    assert told_names(["a/work.mlw", "a/work.mlw"]) == ["work.mlw", "work.mlw"]
    assert told_names([3, 3, "a/3"]) == ["3", "3", "a/3"]
