"""A folder with lessons of a teacher's own: what can be used is in the course, the rest is told."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from mlwidgets import cli, lessons
from mlwidgets.errors import ConfigurationError
from mlwidgets.lessons import commands, shelf
from mlwidgets.lessons.session import Course
from mlwidgets.widgets.course.course_lab import CourseLab
from tests.lessons.texts import CHOOSE, with_task

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mlwidgets.session import Experiment


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "10-mine.md").write_text(with_task(CHOOSE), encoding="utf-8")
    (tmp_path / "2-yours.md").write_text(with_task(CHOOSE), encoding="utf-8")
    (tmp_path / "README.md").write_text("Not a lesson.", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("Neither.", encoding="utf-8")
    return tmp_path


def test_they_stand_after_those_that_ship(
    folder: Path, make: Callable[..., Experiment], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(shelf.FOLDER, str(folder))
    course = Course(make("circle"))
    assert tuple(course.lessons) == (*lessons.names(), "2-yours", "10-mine")
    assert course.lessons_left_out == ()
    course.open_lesson("10-mine")
    assert course.lesson == lessons.named("10-mine")


def test_a_file_that_cannot_be_used_is_told_on_the_page_and_the_others_work(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "3-broken.md").write_text("---\ntitle: <b>\n---\n", encoding="utf-8")
    (folder / "7-gradient-descent.md").write_text(with_task(CHOOSE), encoding="utf-8")
    (folder / "4-folder.md").mkdir()
    monkeypatch.setenv(shelf.FOLDER, str(folder))
    lab = CourseLab("circle")
    assert len(lab.course.lessons) == len(lessons.names()) + 2
    for words in ("3-broken.md is left out.", "4-folder.md is left out.", "A lesson of this name ships"):
        assert words in lab.list.note
    lab.close()


def test_a_folder_that_is_gone_is_told(
    make: Callable[..., Experiment], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(shelf.FOLDER, "/no/such/folder")
    course = Course(make("circle"))
    assert tuple(course.lessons) == lessons.names()
    assert course.lessons_left_out == ("The folder of lessons cannot be read: No such file or directory.",)


def test_the_server_names_them_and_lets_its_kernels_know(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(shelf.FOLDER, "")
    (folder / "broken\x1b.md").write_text("", encoding="utf-8")
    commands.offer(str(folder))
    out, err = capsys.readouterr()
    assert out == "Lessons of your own: 2-yours, 10-mine\n"
    assert err.startswith("mlwidgets: broken?.md is left out. broken?.md:1: ")
    assert os.environ[shelf.FOLDER] == str(folder.resolve())


@pytest.mark.parametrize("name", ["empty", "none"])
def test_a_folder_without_lessons_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ConfigurationError, match=r"There is no lesson in .* that can be used"):
        commands.offer(str(tmp_path / name))


def test_a_link_to_a_lesson_that_was_left_out_says_why(
    folder: Path, make: Callable[..., Experiment], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "broken.md").write_text("", encoding="utf-8")
    monkeypatch.setenv(shelf.FOLDER, str(folder))
    why = (
        r"^There is no lesson 'broken'\. broken\.md is left out\. broken\.md:1: A lesson begins with its head"
    )
    with pytest.raises(ConfigurationError, match=why):
        Course(make("circle")).open_lesson("broken")
    with pytest.raises(ConfigurationError, match=why):
        lessons.named("broken")
    with pytest.raises(ConfigurationError, match=r"^There is no lesson 'brokn'\. There are: 0-a"):
        lessons.named("brokn")


def test_the_check_says_that_a_lesson_s_name_is_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "7-gradient-descent.md"
    file.write_text(with_task(CHOOSE), encoding="utf-8")
    assert cli.main(["lesson", "check", str(file)]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("7-gradient-descent.md: 1 step set up")
    assert err.startswith("7-gradient-descent.md: A lesson of this name ships with mlwidgets, and a server")
    assert not any(shelf.hides(path) for path in shelf.SHIPPED.glob("**/*.md"))
