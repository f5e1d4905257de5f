"""Drafts written as lesson files: what is read again is what was written, whatever stands in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from mlwidgets.lessons.draft import LessonDraft, StepDraft, name_from
from mlwidgets.lessons.format.faults import LessonError
from mlwidgets.lessons.format.reading import read_text
from mlwidgets.lessons.format.writing import block, step_at, write
from mlwidgets.lessons.labs import CONTROLS, CONTROLS_OF, LABS
from mlwidgets.lessons.shelf import shipped_lessons

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LETTERS = some.characters(categories=["Lu", "Ll", "Nd", "Po", "Sm", "Pd", "Sc"], exclude_characters="$\\")
_WORDS = some.text(_LETTERS, min_size=1, max_size=12)
_LINES = some.lists(_WORDS, min_size=1, max_size=5).map(" ".join)
_HARD = some.sampled_from(
    [
        "no",
        "true",
        "1e-3",
        "0.5",
        "null",
        "~",
        "so: yes",
        "- a",
        "# a",
        "it's",
        '"',
        "a #b",
        "[x]",
        "*a",
        "é",
        "&b",
    ]
)
_ONE_LINE = some.one_of(_LINES, _HARD)
_LETTER_TEXT = some.lists(
    some.sampled_from(["a word", "**bold**", "no: 1", "$w^2$", "# not", "yes"]), min_size=1
).map("\n".join)
_POINTS = some.sampled_from(LABS).flatmap(
    lambda lab: some.sampled_from(CONTROLS_OF[lab] or (None,)).map(
        lambda point: {"lab": lab, **({} if point is None else {"point": point})}
    )
)
_SETTINGS = some.fixed_dictionaries(
    {},
    optional={
        "fresh": some.booleans(),
        "hidden": some.lists(some.sampled_from(CONTROLS), unique=True, max_size=3),
        "experiment": some.just(
            {"epochs": 3, "optimizer": {"class_name": "SGD", "config": {"learning_rate": 1e-5}}}
        ),
    },
)
_SETUPS = some.tuples(some.just({}) | _POINTS, _SETTINGS).map(lambda parts: {**parts[0], **parts[1]})
_ANSWERS = some.lists(
    some.fixed_dictionaries({"text": _LETTER_TEXT, "reply": _HARD}),
    min_size=2,
    max_size=6,
)


def _right(answers: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    return [{**answers[0], "right": True}, *map(dict, answers[1:])]


@some.composite
def drafts(draw: some.DrawFn) -> LessonDraft:
    """Return any draft that is a lesson."""
    steps = []
    for at in range(draw(some.integers(1, 4))):
        task = {"name": f"task-{at}", "kind": "choose", "question": "Why?", "answers": _right(draw(_ANSWERS))}
        steps.append(
            StepDraft(
                title=" ".join(draw(_ONE_LINE).split()),
                text=draw(_LETTER_TEXT),
                setup=draw(some.none() | _SETUPS),
                task=draw(some.none() | some.just(task)),
            )
        )
    head = draw(_ONE_LINE), draw(_ONE_LINE), draw(some.integers(1, 240))
    return LessonDraft(name="any", title=head[0], goal=head[1], minutes=head[2], steps=tuple(steps))


@given(drafts())
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_written_is_read_again(draft: LessonDraft) -> None:
    try:
        text = write(draft)
    except LessonError as error:  # a reply such as "# a" is a heading, which no task may hold
        assert "heading" in str(error) or "step" in str(error)  # noqa: PT017 - only some are refused
        return
    assert LessonDraft.of(read_text(text, "any")) == draft


@pytest.mark.parametrize("text", ["no", "1e-3", "true", "a: b", "it's", "- x", "", " a ", "a\nb", "$\\nu$"])
def test_a_text_stays_a_text(text: str) -> None:
    from mlwidgets.lessons.format.blocks import read_block  # noqa: PLC0415 - here alone
    from mlwidgets.lessons.format.faults import Faults  # noqa: PLC0415 - the same

    faults = Faults()
    read = read_block(block({"one": text, "list": [text, 1, 0.5, 1e-5, True, None]}), 1, faults)
    assert faults.found == ()
    assert read is not None
    assert read.values == {"one": text, "list": [text, 1, 0.5, 1e-5, True, None]}


def test_the_lessons_of_the_course_are_the_same_once_written() -> None:
    for lesson in shipped_lessons():
        again = read_text(write(LessonDraft.of(lesson)), lesson.name)
        assert [step.html for step in again.steps] == [step.html for step in lesson.steps]
        assert [step.setup for step in again.steps] == [step.setup for step in lesson.steps]
        assert [replace(task, line=0) for task in again.tasks] == [
            replace(task, line=0) for task in lesson.tasks
        ]


@pytest.mark.parametrize("text", ["a\n## Two", "# Two", "```setup\nlab: TrainLab\n```", "a\n```task"])
def test_a_text_never_becomes_a_step_or_a_block(text: str) -> None:
    steps = (StepDraft(title="One", text="fine"), StepDraft(title="Two", text=text))
    draft = LessonDraft(title="T", goal="G", steps=steps)
    with pytest.raises(LessonError) as raised:
        write(draft)
    assert step_at(draft, raised.value.faults[0].line) == 1


def test_an_open_listing_cannot_swallow_what_follows() -> None:
    steps = (StepDraft(title="One", text="```\nopen", setup={"lab": "TrainLab"}),)
    with pytest.raises(LessonError, match="Close the listing"):
        write(LessonDraft(title="T", goal="G", steps=steps))


def test_names_come_from_titles() -> None:
    assert LessonDraft(title="A: b").file_name == "a-b"
    assert name_from("x" * 100) == "x" * 60
