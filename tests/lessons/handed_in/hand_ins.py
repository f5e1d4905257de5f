"""Hand-ins made for tests: honest ones of the shipped lessons, and ones with anything at all in them."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from mlwidgets.interchange.saved.archive import RUN
from mlwidgets.lessons.progress import Progress, TaskRecord
from mlwidgets.lessons.shelf import shipped_lessons
from mlwidgets.session import Experiment
from tests.interchange.saved.mutations import files_of, with_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlwidgets.lessons.lesson import Lesson

ON_PAPER = ("choose", "compute", "explain")
"""The kinds of tasks that need no experiment."""


@cache
def empty() -> bytes:
    """Return a run file without answers."""
    experiment = Experiment("circle")
    try:
        return experiment.to_bytes()
    finally:
        experiment.close()


def hand_in(text: object) -> bytes:
    """Return a run file with these answers in it, sealed as if mlwidgets had written it."""
    plain = json.loads(files_of(empty())[RUN])
    plain["beside"] = {"course": text.to_json() if isinstance(text, Progress) else text}
    return with_json(empty(), RUN, plain)


def done(seed: int, lessons: Iterable[Lesson] | None = None, *, right: bool = True) -> Progress:
    """Return the progress of somebody who has answered all tasks that can be done on paper."""
    progress = Progress.begin(seed)
    nowhere = cast("Experiment", None)  # such tasks do not look at it
    for lesson in shipped_lessons() if lessons is None else lessons:
        progress = progress.with_step(lesson.name, 0)
        for task in lesson.tasks:
            if task.kind not in ON_PAPER:
                continue
            record = progress.record(lesson.name, task.name)
            answer: Any = task.model_answer(record.seed, nowhere)
            wrong = getattr(task, "wrong_answers", lambda *_: ())(record.seed, answer)
            if not right:
                answer = wrong[seed % len(wrong)] if wrong else "too short"
            made = replace(
                record, tries=2, hints=1, answer=answer, answer_seed=record.seed, solved=right, seconds=61
            )
            progress = progress.with_record(lesson.name, task.name, made)
    return progress


def on_paper(lessons: Iterable[Lesson]) -> int:
    """Return how many tasks can be done on paper."""
    return sum(task.kind in ON_PAPER for lesson in lessons for task in lesson.tasks)


def with_answer(progress: Progress, lesson: str, task: str, **changes: Any) -> Progress:  # noqa: ANN401
    """Return progress with something else in a record."""
    record: TaskRecord = replace(progress.record(lesson, task), **changes)
    return progress.with_record(lesson, task, record)
