"""Marked again: what counts is the answer, not what the file says of it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets.data import load
from mlwidgets.lessons.handed_in.marking import marked_again, results, solves, unknown
from mlwidgets.lessons.progress import Progress, TaskRecord
from mlwidgets.lessons.session import Course
from mlwidgets.lessons.shelf import shipped_lessons
from tests.interchange.saved.mutations import ODD, changed, places
from tests.lessons.handed_in.hand_ins import ON_PAPER, done, on_paper, with_answer

if TYPE_CHECKING:
    from mlwidgets.lessons.lesson import Lesson
    from tests.session.conftest import Make

LESSONS = shipped_lessons()
IN_THE_LAB = [
    (lesson, at) for lesson in LESSONS for at, step in enumerate(lesson.steps)
    if step.task is not None and step.task.kind not in ON_PAPER
]  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_right_answers_solve_and_wrong_ones_do_not(seed: int) -> None:
    for right in (True, False):
        found = [one for one in results(done(seed, right=right), LESSONS) if one.solved is not None]
        assert len(found) == on_paper(LESSONS)
        assert {one.solved for one in found} == {right}
        assert not any(one.contradicted for one in found)


@pytest.mark.parametrize("right", [True, False])
def test_what_a_file_says_of_itself_changes_nothing(right: bool) -> None:
    honest = done(3, right=right)
    lied = Progress(
        honest.seed,
        {
            name: replace(
                lesson, tasks={task: replace(one, solved=not right) for task, one in lesson.tasks.items()}
            )
            for name, lesson in honest.lessons.items()
        },
    )
    for one, other in zip(results(honest, LESSONS), results(lied, LESSONS), strict=True):
        assert one.solved == other.solved
        assert other.contradicted == (one.solved is False)
    believed = marked_again(lied, {lesson.name: lesson for lesson in LESSONS})
    assert believed.solved_count == 0  # of what was solved, the file itself says that it is not


def test_an_answer_to_other_numbers_does_not_solve() -> None:
    progress = done(3)
    solved = 0
    for lesson in LESSONS:
        for task in lesson.tasks:
            if task.kind == "compute":
                for seed in range(20):
                    record = replace(progress.record(lesson.name, task.name), answer_seed=seed)
                    solved += solves(task, record) is True
    assert solved < 0.2 * 20 * sum(task.kind == "compute" for lesson in LESSONS for task in lesson.tasks)


def test_nothing_handed_in_is_not_wrong() -> None:
    progress = Progress.begin(1).with_step(LESSONS[0].name, 0)
    found = results(progress, LESSONS)
    assert [one.solved for one in found] == [None] * len(LESSONS[0].tasks)
    assert {one.words for one in found} == {""}


def test_tasks_of_elsewhere_are_named() -> None:
    record = TaskRecord(seed=1)
    name = LESSONS[0].name
    progress = Progress.begin(1).with_record("mine", "a", record).with_record(name, "gone", record)
    assert unknown(progress, LESSONS) == ("mine", f"{name}/gone")
    assert len(results(progress, LESSONS)) == len(LESSONS[0].tasks)


@pytest.mark.parametrize(("lesson", "at"), IN_THE_LAB, ids=lambda one: getattr(one, "name", one))
def test_forged_evidence_is_judged_like_any_other_and_stops_nobody(
    make: Make, lesson: Lesson, at: int
) -> None:
    course = Course(make(load("circle")), [lesson], 5)
    course.open_lesson(lesson.name, at)
    task = lesson.steps[at].task
    assert task is not None
    seed = course.record.seed
    evidence: Any = json.loads(json.dumps(dict(task.mark(0, seed, course.experiment).evidence)))
    record = TaskRecord(seed=seed, tries=1, answer=0, answer_seed=seed, solved=True, evidence=evidence)
    assert solves(task, record) is False, "it is solved before anything has been done"
    for path in places(evidence):
        for odd in (*ODD, ..., [10**400], "9" * 5000, 1e300, [[1e200] * 3] * 3):
            forged = replace(record, evidence=changed(evidence, path, odd))
            assert solves(task, forged) in (True, False)
            progress = Progress.begin(1).with_record(lesson.name, task.name, forged)
            (result,) = [one for one in results(progress, [lesson]) if one.task is task]
            assert len(result.words) <= 4000
    assert solves(task, replace(record, evidence={})) is False


@pytest.mark.parametrize(
    "answer", [None, "", "<b>", -1, 10**15, 1.5, "=1+1", "x" * 4000, "\0", "1e999", "0/0"]
)
def test_any_answer_can_be_marked(answer: Any) -> None:  # noqa: ANN401
    for lesson in LESSONS:
        for task in lesson.tasks:
            progress = with_answer(Progress.begin(1), lesson.name, task.name, tries=1, answer=answer)
            (result,) = [one for one in results(progress, [lesson]) if one.task is task]
            assert result.solved in (True, False)
            assert isinstance(result.words, str)
