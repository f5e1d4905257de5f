"""A learner's work as a file: it comes back, alone or with its run, and nothing that was solved is lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets.data import load
from mlwidgets.errors import ConfigurationError, DataError
from mlwidgets.interchange.saved.archive import RUN
from mlwidgets.interchange.saved.form import MOST_BESIDE, read_beside, read_run
from mlwidgets.lessons import session
from mlwidgets.lessons.course_files import progress_in
from mlwidgets.lessons.progress import Progress, TaskRecord
from mlwidgets.lessons.session import LONGEST_PAUSE, Course
from mlwidgets.session import Experiment
from tests.interchange.saved.mutations import files_of, with_json
from tests.lessons.sample_lessons import READ, WALK

if TYPE_CHECKING:
    from pathlib import Path

    from tests.session.conftest import Make

LESSONS = (WALK, READ)


def course_of(experiment: Experiment, seed: int = 7) -> Course:
    return Course(experiment, LESSONS, seed)


def solve(course: Course, step: int = 0) -> None:
    """Open a step of the walk and solve its task."""
    course.open_lesson("walk", step)
    assert course.task is not None
    verdict = course.answer(course.task.model_answer(course.record.seed, course.experiment))
    assert verdict.solved


def with_course(content: bytes, text: object) -> bytes:
    """Return a run file with another text as its answers, sealed again."""
    plain = json.loads(files_of(content)[RUN])
    plain["beside"] = {"course": text}
    return with_json(content, RUN, plain)


def test_what_was_saved_comes_back_elsewhere(make: Make, tmp_path: Path) -> None:
    here = course_of(make(load("circle")))
    solve(here)
    path = here.save(tmp_path / "work")
    assert path.name == "work.mlw"
    there = course_of(make(load("moons")), seed=8)
    assert there.bring_back(path.read_bytes()) == 1
    assert there.progress == here.progress  # nothing had been done there, so the seed comes along
    assert there.experiment.dataset.name == "moons"  # the experiment is left alone
    assert there.bring_back(path.read_bytes()) == 0


def test_progress_of_two_places_is_put_together(make: Make) -> None:
    here, there = course_of(make(load("circle"))), course_of(make(load("circle")), seed=8)
    solve(here, 0)
    solve(there, 2)
    assert there.bring_back(here.to_bytes()) == 1
    assert [there.progress.record("walk", name).solved for name in ("double", "reach")] == [True, True]


def test_a_run_file_brings_run_and_progress(make: Make) -> None:
    here = course_of(make(load("circle")))
    solve(here, 2)
    content = here.experiment.to_bytes()
    there = course_of(make(load("moons")), seed=8)
    there.experiment.open_run(content, "work.mlw")
    assert there.experiment.note == "Opened work.mlw."
    assert there.progress.record("walk", "reach").solved
    assert there.experiment.dataset.name == here.experiment.dataset.name


def test_answers_wait_for_the_course_and_are_saved_again_without_it(make: Make) -> None:
    here = course_of(make(load("circle")))
    solve(here)
    loaded = Experiment.from_bytes(here.to_bytes())
    again = Experiment.from_bytes(loaded.to_bytes())
    try:
        assert course_of(again).progress == here.progress
        assert read_beside(loaded.to_bytes()) == read_beside(here.to_bytes())
    finally:
        loaded.close()
        again.close()


def test_a_run_without_answers_is_as_it_was_before_there_were_any(make: Make) -> None:
    experiment = make(load("circle"))
    before = experiment.to_bytes()
    course = course_of(experiment)
    assert experiment.to_bytes() == before
    assert "beside" not in json.loads(files_of(before)[RUN])
    assert read_run(before).beside == {}
    with pytest.raises(DataError, match="holds no answers"):
        course.bring_back(before)


def test_a_reader_that_knows_nothing_of_answers_still_reads_the_run(make: Make) -> None:
    course = course_of(make(load("circle")))
    solve(course)
    plain = json.loads(files_of(course.to_bytes())[RUN])
    assert plain["version"] == 1  # older versions refuse a higher one, and pass over what they do not know
    assert set(files_of(course.to_bytes())) <= {"run.json", "present.npz", "history.npz"}
    plain["something newer"] = {"a": 1}
    assert read_run(with_json(course.to_bytes(), RUN, plain)).beside == read_beside(course.to_bytes())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ("x" * MOST_BESIDE, "not valid JSON"),
        ('{"version":2,"seed":1,"lessons":{}}', "of version 2"),
        ('{"version":1,"seed":-1,"lessons":{}}', "seed must be"),
        ("9" * 5000, "progress"),
    ],
)
def test_a_run_opens_although_its_answers_cannot_be_read(make: Make, text: str, said: str) -> None:
    content = with_course(make(load("circle")).to_bytes(), text)
    course = course_of(make(load("moons")))
    solve(course)
    before = course.progress
    course.experiment.open_run(content, "work.mlw")
    assert course.experiment.dataset.name == "circle"
    assert course.experiment.note.startswith("Opened work.mlw. The answers in the file cannot be read. ")
    assert said in course.refused
    assert course.progress == before
    with pytest.raises(DataError, match=said):
        course.bring_back(content)


@pytest.mark.parametrize("text", [None, 3, [], {"a": "b"}, "x" * (MOST_BESIDE + 1)])
def test_answers_that_are_no_text_are_refused(make: Make, text: object) -> None:
    with pytest.raises(DataError, match="course of beside in the run file must be a text"):
        progress_in(with_course(make(load("circle")).to_bytes(), text))


@pytest.mark.parametrize("content", [None, "text", 3, [b""]])
def test_the_content_of_a_file_is_bytes(make: Make, content: Any) -> None:  # noqa: ANN401
    with pytest.raises(ConfigurationError, match="is bytes"):
        course_of(make(load("circle"))).bring_back(content)


def test_what_a_file_only_claims_to_be_solved_is_not(make: Make) -> None:
    record = TaskRecord(seed=5, tries=1, answer="3", answer_seed=5, solved=True)
    claimed = Progress.begin(seed=1).with_record("walk", "double", record)
    other = claimed.with_record("elsewhere", "task", record)
    course = course_of(make(load("circle")))
    assert course.bring_back(with_course(course.to_bytes(), other.to_json())) == 1
    assert course.progress.record("walk", "double").solved is False
    assert course.progress.record("elsewhere", "task").solved  # nobody here can say


def test_a_claim_does_not_take_the_place_of_what_was_solved(make: Make) -> None:
    course = course_of(make(load("circle")))
    solve(course)
    before = course.progress.record("walk", "double")
    record = TaskRecord(seed=5, draws=9, tries=99, answer="3", answer_seed=5, solved=True)
    claimed = Progress.begin(seed=1).with_record("walk", "double", record)
    course.bring_back(with_course(course.to_bytes(), claimed.to_json()))
    assert course.progress.record("walk", "double") == before


def test_half_letters_are_made_whole(make: Make) -> None:
    course = course_of(make(load("circle")))
    course.open_lesson("walk", 3)
    course.answer("half a letter \ud83d and more than ten")
    assert course.record.answer == "half a letter ? and more than ten"
    assert progress_in(course.to_bytes()) == course.progress


def test_time_counts_until_a_task_is_solved(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(session, "monotonic", lambda: now[0])
    course = course_of(make(load("circle")))
    course.open_lesson("walk", 0)
    now[0] += 20.4
    course.hint()
    now[0] += 10.4
    course.answer("1")
    assert course.record.seconds == 30  # the parts of a second are counted together
    now[0] += 10_000
    course.go(1)  # somebody has been away
    assert course.progress.record("walk", "double").seconds == 30 + LONGEST_PAUSE
    now[0] += 5
    course.go(0)
    now[0] += 7
    solve(course)
    now[0] += 50
    course.close_lesson()
    assert course.progress.record("walk", "double").seconds == 37 + LONGEST_PAUSE
    assert course.progress.record("walk", "guess").seconds == 5
    now[0] += 50
    course.open_lesson("walk", 1)
    course.go(2)
    assert course.progress.record("walk", "guess").seconds == 5
    assert Progress.from_json(course.progress.to_json()) == course.progress
