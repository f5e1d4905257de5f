"""A translated lesson is the English one in other words: the same steps, set-ups, tasks and checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlwidgets.lessons.format.reading import read_file
from mlwidgets.lessons.shelf import SHIPPED, names, shipped_in

if TYPE_CHECKING:
    from pathlib import Path

TRANSLATED = sorted(SHIPPED.glob("*/*.md"))

each = pytest.mark.parametrize("path", TRANSLATED, ids=lambda path: f"{path.parent.name}/{path.stem}")


@each
def test_it_has_the_steps_and_set_ups_of_the_english_lesson(path: Path) -> None:
    lesson, english = read_file(path), read_file(SHIPPED / path.name)
    assert lesson.language == path.parent.name
    assert lesson.minutes == english.minutes
    assert [step.setup for step in lesson.steps] == [step.setup for step in english.steps]
    assert lesson.title != english.title


@each
def test_its_tasks_are_marked_as_the_english_ones(path: Path) -> None:
    """Everything of a task is compared but its words."""
    lesson, english = read_file(path), read_file(SHIPPED / path.name)
    assert [task.name for task in lesson.tasks] == [task.name for task in english.tasks]
    for task, other in zip(lesson.tasks, english.tasks, strict=True):
        assert type(task) is type(other)
        assert len(task.hints) == len(other.hints)
        assert task.asked(7).entry == other.asked(7).entry
        assert len(task.asked(7).choices) == len(other.asked(7).choices)
    assert facts(path) == facts(SHIPPED / path.name)


def facts(path: Path) -> list[str]:
    """Return the lines of a lesson that are no words: kinds, checks, answers that are right, numbers."""
    keys = ("name:", "kind:", "check:", "compute:", "with:", "right:", "least:", "- {", "prepare:")
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line.startswith(keys)]


def test_a_lesson_without_a_translation_is_english() -> None:
    shown = shipped_in("de")
    assert tuple(lesson.name for lesson in shown) == names()
    translated = {path.stem for path in TRANSLATED if path.parent.name == "de"}
    assert {lesson.name for lesson in shown if lesson.language == "de"} == translated
