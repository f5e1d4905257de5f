"""Progress: what goes out comes back, what is damaged or foreign is refused in a sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mlwidgets.errors import DataError
from mlwidgets.lessons.progress import MOST_CHARACTERS, Progress, TaskRecord, task_seed

DONE = (
    Progress.begin(seed=7)
    .with_step("walk", 2)
    .with_record(
        "walk",
        "double",
        TaskRecord(
            seed=5,
            draws=1,
            tries=3,
            hints=1,
            answer="1,5",
            answer_seed=5,
            solved=True,
            why="Yes.",
            evidence={"got": 1.5, "list": [1, None, {"deep": "x"}]},
        ),
    )
)


def test_it_goes_out_as_json_and_comes_back_whole() -> None:
    plain = json.loads(DONE.to_json())
    assert (plain["version"], plain["seed"], plain["lessons"]["walk"]["step"]) == (1, 7, 2)
    assert Progress.from_json(DONE.to_json()) == DONE
    assert Progress.from_json(Progress.begin().to_json()).lessons == {}


def test_each_learner_and_each_task_and_each_drawing_has_a_seed_of_its_own() -> None:
    seeds = {
        task_seed(learner, lesson, task, draws)
        for learner in (1, 2)
        for lesson in ("a", "b")
        for task in ("x", "y")
        for draws in (0, 1)
    }
    assert len(seeds) == 16
    assert Progress.begin(seed=1).record("a", "x") == Progress.begin(seed=1).record("a", "x")
    assert Progress.begin().seed != Progress.begin().seed


def changed(*path: str, to: object) -> Any:  # noqa: ANN401 - JSON
    plain = json.loads(DONE.to_json())
    at = plain
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = to
    return plain


DEEP: Any = 1
for _ in range(50):
    DEEP = [DEEP]

TASK = ("lessons", "walk", "tasks", "double")


@pytest.mark.parametrize(
    ("plain", "said"),
    [
        (None, "not a learner's progress"),
        ([], "not a learner's progress"),
        ({"settings": {}}, "not a learner's progress"),
        (changed("version", to=2), "of version 2"),
        (changed("version", to=True), "of version True"),
        (changed("more", to=1), "nothing else"),
        (changed("seed", to=-1), "seed must be a whole number"),
        (changed("seed", to="7"), "seed must be a whole number"),
        (changed("lessons", to=[]), "lessons must be an object"),
        (changed("lessons", "", to={"step": 0, "tasks": {}}), "1 to 100 characters"),
        (changed("lessons", "walk", to={"step": 0}), "a step and tasks"),
        (changed("lessons", "walk", "step", to=1.5), "whole number"),
        (changed(*TASK, to=3), "record of a task"),
        (changed(*TASK, "extra", to=3), "extra"),
        (changed(*TASK, "tries", to=-1), "whole number"),
        (changed(*TASK, "tries", to=10**400), "whole number"),
        (changed(*TASK, "solved", to=1), "true, false or null"),
        (changed(*TASK, "answer", to=[1]), "answer must be"),
        (changed(*TASK, "answer", to=True), "answer must be"),
        (changed(*TASK, "answer", to="x" * 5000), "at most 4,000 characters"),
        (changed(*TASK, "why", to=3), "why must be a text"),
        (changed(*TASK, "evidence", to=[]), "evidence must be an object"),
        (changed(*TASK, "evidence", to={"a": DEEP}), "nested"),
        (changed(*TASK, "evidence", to={"a": float("nan")}), "not finite"),
    ],
)
def test_what_is_damaged_or_foreign_is_refused_in_a_sentence(plain: object, said: str) -> None:
    with pytest.raises(DataError, match=said) as refusal:
        Progress.from_dict(plain)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"version": 1e999}', "x" * (MOST_CHARACTERS + 1)])
def test_a_text_that_is_none_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(DataError, match=r"progress|Progress"):
        Progress.from_json(text)


def test_what_was_done_in_two_places_is_put_together_and_the_better_counts() -> None:
    tried = TaskRecord(seed=5, tries=9, answer="2", answer_seed=5, solved=False)
    here = Progress.begin(seed=1).with_record("walk", "double", tried).with_step("read", 0)
    merged = here.merged(DONE)
    assert merged.seed == 1
    assert merged.record("walk", "double") == DONE.record("walk", "double")
    assert set(merged.lessons) == {"walk", "read"}
    assert DONE.merged(here).record("walk", "double").solved
    assert Progress.begin(seed=1).merged(DONE) == DONE  # nobody has done anything here: it goes on from there


def test_whoever_has_only_opened_lessons_goes_on_where_they_were_left() -> None:
    left = DONE.with_step("walk", 2)
    here = Progress.begin(seed=1).with_step("walk", 0).with_step("read", 0)
    assert here.untouched
    merged = here.merged(left)
    assert (merged.seed, merged.step("walk"), merged.step("read")) == (left.seed, 2, 0)
    assert merged.record("walk", "double") == left.record("walk", "double")
    assert not merged.untouched
    stepped = here.with_step("walk", 1).merged(left)
    assert (stepped.seed, stepped.step("walk")) == (1, 1)


def test_other_numbers_are_drawn_and_what_is_solved_stays_so() -> None:
    again = DONE.drawn_again("walk", "double")
    assert (again.draws, again.solved, again.answer) == (2, True, "1,5")
    assert again.seed not in (5, DONE.record("walk", "double").seed)
    tried = DONE.with_record("walk", "x", TaskRecord(seed=1, tries=2, answer=1, answer_seed=1, solved=False))
    fresh = tried.drawn_again("walk", "x")
    assert (fresh.answer, fresh.solved, fresh.tries) == (None, None, 2)
