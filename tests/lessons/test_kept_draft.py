"""Drafts as a browser keeps them: whatever is unfinished comes back, and what is damaged is a sentence."""

from __future__ import annotations

import json
import random

import pytest

from mlwidgets.errors import DataError
from mlwidgets.lessons.draft import LessonDraft, StepDraft
from mlwidgets.lessons.kept_draft import LONGEST, kept_text, read_kept
from mlwidgets.lessons.shelf import shipped_lessons

DRAFTS = {
    "title alone": LessonDraft(title="A"),
    "goal alone": LessonDraft(goal="Say “it”.\\ \u2028"),
    "a step without anything": LessonDraft(steps=(StepDraft(title=""),)),
    "a task without answers": LessonDraft(
        title="A", steps=(StepDraft(title="B", task={"kind": "choose", "question": "", "answers": []}),)
    ),
    "a text that no file can hold": LessonDraft(steps=(StepDraft(title="## B", text="# C\n```setup"),)),
}


@pytest.mark.parametrize("draft", DRAFTS.values(), ids=DRAFTS)
def test_what_is_unfinished_comes_back_as_it_was(draft: LessonDraft) -> None:
    assert read_kept(kept_text(draft)) == draft


def test_every_lesson_that_ships_comes_back_as_it_was() -> None:
    for lesson in shipped_lessons():
        draft = LessonDraft.of(lesson)
        assert read_kept(kept_text(draft)) == draft


def test_nothing_is_kept_of_an_empty_draft() -> None:
    assert kept_text(LessonDraft()) == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{",
        "[" * 100_000,
        '{"title": "A"}',
        "A" * (LONGEST + 1),
        kept_text(LessonDraft(title="A")).replace('"minutes": 10', '"minutes": "10"'),
        kept_text(LessonDraft(title="A")).replace('"minutes": 10', '"minutes": 1e400'),
        kept_text(LessonDraft(title="A")).replace('"A"', '"\\ud800"'),
        kept_text(LessonDraft(title="A")).replace('"steps": []', '"steps": {"0": 1}'),
        kept_text(LessonDraft(title="A")).replace('"steps": []', f'"steps": {json.dumps([{}] * 200)}'),
        kept_text(LessonDraft(steps=(StepDraft(title="A", setup={"lab": "NoLab"}),))),
        kept_text(LessonDraft(steps=(StepDraft(title="A", setup={"experiment": [1]}),))),
        kept_text(LessonDraft(steps=(StepDraft(title="A", task={}),))).replace(
            '"task": ""', '"task": "!!python/x 1"'
        ),
        kept_text(LessonDraft(steps=(StepDraft(title="A", task={}),))).replace('"task": ""', '"task": "- 1"'),
    ],
    ids=range(16),
)
def test_what_is_damaged_is_a_sentence(text: str) -> None:
    with pytest.raises(DataError, match="that this browser has kept cannot be read, and nothing has changed"):
        read_kept(text)


def test_whatever_a_page_sends_is_read_or_refused() -> None:
    source = random.Random(14)  # noqa: S311 - a test draws
    whole = kept_text(LessonDraft.of(shipped_lessons()[5]))
    read = 0
    for _ in range(400):
        at, length = source.randrange(len(whole)), source.randrange(1, 60)
        piece = source.choice(["", "null", "{}", "[]", "1e999", '"', "\\n- &a *a", "<script>", "true"])
        try:
            draft = read_kept(whole[:at] + piece + whole[at + source.choice([0, length]) :])
        except DataError:
            continue
        assert read_kept(kept_text(draft)) == draft
        read += 1
    assert 10 < read < 390
