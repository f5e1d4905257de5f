"""`mlwidgets gather` for the answers of a class, as a teacher types it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from mlwidgets import cli
from mlwidgets.lessons.shelf import shipped_lessons
from tests.lessons.handed_in.hand_ins import done, empty, hand_in
from tests.lessons.handed_in.pages_read import assert_harmless

if TYPE_CHECKING:
    from pathlib import Path

LESSONS = shipped_lessons()

OWN = """---
title: My own lesson
goal: Say what one is.
minutes: 5
---

## One step

```task
name: first
kind: explain
question: What is it?
least: 10
model: It is a lesson of my own.
```
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two hand-ins, a run without answers, and what is none."""
    place = tmp_path / "class"
    place.mkdir()
    (place / "ada.mlw").write_bytes(hand_in(done(1, LESSONS[:2])))
    (place / "=bob.mlw").write_bytes(hand_in(done(2, LESSONS[:1], right=False)))
    (place / "run.mlw").write_bytes(empty())
    (place / "cut.mlw").write_bytes(empty()[:-9])
    (place / "notes.txt").write_text("no run")
    return place


def test_a_folder_becomes_a_table_and_a_page(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, page = tmp_path / "table.csv", tmp_path / "spread.html"
    assert cli.main(["gather", str(folder), "--answers", str(table), "--page", str(page)]) == 0
    told = capsys.readouterr()
    assert told.out == f"Wrote {table}, from 2 of 4 files\nWrote {page}, from 2 of 4 files\n"
    assert [line.split(": ")[1] for line in told.err.splitlines()] == [
        f"left out {folder}/notes.txt",
        "left out cut.mlw",
        "left out run.mlw",
    ]
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    assert {row["file"] for row in rows} == {"ada.mlw", "'=bob.mlw"}
    assert "=bob.mlw" in assert_harmless(page.read_text(encoding="utf-8")).text


def test_runs_and_answers_can_be_gathered_at_once(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [
        "gather",
        str(folder),
        "--out",
        str(tmp_path / "runs.csv"),
        "--answers",
        str(tmp_path / "a.csv"),
    ]
    assert cli.main(arguments) == 0
    told = capsys.readouterr()
    assert "runs.csv, from 3 of 4 files" in told.out
    assert told.err.count("cut.mlw") == 1
    assert cli.main(arguments) == 2  # they are there already
    assert "--force" in capsys.readouterr().err
    assert cli.main([*arguments, "--force"]) == 0


def test_without_any_answers_nothing_is_written(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["gather", str(folder / "run.mlw"), "--answers", str(tmp_path / "a.csv"), "--page", "b.html"]
    assert cli.main(arguments) == 2
    assert "None of the files holds answers to the course." in capsys.readouterr().err
    assert not (tmp_path / "a.csv").exists()


def test_the_tasks_of_a_lesson_of_ones_own_are_marked_when_it_is_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from mlwidgets.lessons import read  # noqa: PLC0415

    (tmp_path / "own.md").write_text(OWN)
    (folder / "ada.mlw").write_bytes(hand_in(done(1, [read(tmp_path / "own.md")])))
    table = tmp_path / "a.csv"
    arguments = ["gather", str(folder / "ada.mlw"), "--answers", str(table)]
    assert cli.main(arguments) == 0
    assert "ada.mlw: It has answers that cannot be marked here: 'own'." in capsys.readouterr().err
    assert cli.main([*arguments, "--force", "--lesson", str(tmp_path / "own.md")]) == 0
    assert capsys.readouterr().err == ""
    assert table.read_text().splitlines()[1] == "ada.mlw,own,first,explain,1,2,1,61,It is a lesson of my own."
    assert cli.main([*arguments, "--force", "--lesson", str(tmp_path / "lost.md")]) == 2
    assert "lost.md" in capsys.readouterr().err
