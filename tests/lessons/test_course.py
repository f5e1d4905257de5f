"""The lessons that ship: each is done from beginning to end by its own model answers."""

from __future__ import annotations

import re

import pytest

from mlwidgets import lessons
from mlwidgets.lessons.plain import plain
from mlwidgets.lessons.rehearsal import rehearse
from mlwidgets.lessons.tasks import KINDS

NAMES = lessons.names()


def test_there_are_nine_with_three_to_six_steps_and_four_tasks_or_more_each() -> None:
    assert [name.split("-")[0] for name in NAMES] == [str(number) for number in range(9)]
    for name in NAMES:
        lesson = lessons.named(name)
        assert 3 <= len(lesson.steps) <= 6
        assert len(lesson.tasks) >= 4
        assert {task.kind for task in lesson.tasks} <= set(KINDS)
    assert {task.kind for name in NAMES for task in lessons.named(name).tasks} == set(KINDS)


@pytest.mark.parametrize("name", NAMES)
def test_its_model_answers_solve_it_and_its_wrong_answers_are_replied_to(name: str) -> None:
    lesson = lessons.named(name)
    done = rehearse(lesson)
    assert (done.steps, done.tasks) == (len(lesson.steps), len(lesson.tasks))
    assert done.replies >= 8


@pytest.mark.parametrize("name", NAMES)
def test_answers_are_punctuated_alike(name: str) -> None:
    """One sentence or phrase has no full stop at its end; two sentences have theirs."""
    for task in lessons.named(name).tasks:
        for answer in getattr(task, "answers", ()):
            sentences = len(re.findall(r"[.?!] \S", answer.text)) + 1
            assert answer.text.endswith(".") == (sentences > 1), answer.text
            assert plain(answer.reply).endswith((".", "?", ".)")), answer.reply
