"""Pictures of what was seen when tasks were solved: kept, saved, brought back, shown, and nothing forged."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets.data import load
from mlwidgets.errors import DataError
from mlwidgets.interchange.saved.archive import RUN
from mlwidgets.interchange.saved.form import MOST_BESIDE
from mlwidgets.lessons import pictures as limits
from mlwidgets.lessons.pictures import MOST_BYTES, MOST_IN_ALL, MOST_PICTURES, Pictures
from mlwidgets.lessons.report import report
from tests.data.pictures.test_still import claiming, moving, written
from tests.interchange.saved.mutations import files_of, with_json
from tests.lessons.handed_in.pages_read import PageRead, assert_harmless
from tests.lessons.sample_lessons import READ, WALK
from tests.lessons.test_course_files import course_of, solve

if TYPE_CHECKING:
    from mlwidgets.lessons.session import Course
    from tests.session.conftest import Make

PICTURE = written()
OTHER = written((60, 40))
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
FORGED = [
    SVG,
    b"<script>alert(1)</script>",
    b"",
    bytes(MOST_BYTES + 1),
    claiming(50_000, 50_000),
    moving("PNG"),
]


@pytest.fixture
def course(make: Make) -> Course:
    """Return a course whose first task is solved."""
    made = course_of(make(load("circle")))
    solve(made)
    return made


def with_beside(content: bytes, **texts: object) -> bytes:
    """Return a run file with other texts beside its run, sealed again."""
    plain = json.loads(files_of(content)[RUN])
    plain["beside"] |= texts
    return with_json(content, RUN, plain)


# ---- kept ----


def test_a_solved_task_has_one_picture_and_the_first_stays(course: Course) -> None:
    course.keep_picture("walk", "double", PICTURE)
    course.keep_picture("walk", "double", OTHER)
    assert course.pictures.of == {"walk/double": PICTURE}


@pytest.mark.parametrize("name", ["guess", "nothing", ""])
def test_a_task_that_is_not_solved_has_none(course: Course, name: str) -> None:
    course.keep_picture("walk", name, PICTURE)
    assert not course.pictures


@pytest.mark.parametrize("content", FORGED)
def test_what_is_no_picture_is_refused(course: Course, content: bytes) -> None:
    with pytest.raises(DataError, match="picture"):
        course.keep_picture("walk", "double", content)
    assert not course.pictures


@pytest.mark.parametrize("name", ["", "walk", "a/" + "b" * 200])
def test_a_picture_belongs_to_a_task(name: str) -> None:
    with pytest.raises(DataError, match="belongs to a lesson and a task"):
        Pictures().with_picture(name, PICTURE)


def test_there_is_room_for_so_many_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    full = Pictures()
    for at in range(MOST_PICTURES + 5):
        full = full.with_picture(f"lesson/{at}", PICTURE)
    assert len(full.of) == MOST_PICTURES
    assert full.merged(Pictures({"other/task": PICTURE})).of == full.of
    monkeypatch.setattr(limits, "MOST_IN_ALL", 3 * len(PICTURE))
    few = Pictures()
    for at in range(5):
        few = few.with_picture(f"lesson/{at}", PICTURE)
    assert len(few.of) == 3


def test_as_many_as_there_may_be_fit_into_a_file() -> None:
    size = MOST_IN_ALL // MOST_PICTURES
    largest = Pictures({f"{'l' * 99}/{at:0>100}": bytes(size) for at in range(MOST_PICTURES)})
    assert len(largest.to_json()) < MOST_BESIDE


# ---- saved and brought back ----


def test_pictures_come_back_with_the_work(course: Course, make: Make) -> None:
    course.keep_picture("walk", "double", PICTURE)
    there = course_of(make(load("moons")), seed=8)
    assert there.bring_back(course.to_bytes()) == 1
    assert there.pictures == course.pictures
    assert there.left_out == ""
    assert there.bring_back(course.to_bytes()) == 0


def test_a_run_file_that_is_opened_brings_them_and_mine_stay(course: Course, make: Make) -> None:
    course.keep_picture("walk", "double", PICTURE)
    there = course_of(make(load("moons")), seed=8)
    solve(there)
    there.keep_picture("walk", "double", OTHER)
    there.experiment.open_run(course.experiment.to_bytes(), "work.mlw")
    assert there.pictures.of == {"walk/double": OTHER}
    assert there.experiment.note == "Opened work.mlw."


def test_work_without_pictures_is_saved_as_ever(course: Course) -> None:
    assert set(json.loads(files_of(course.to_bytes())[RUN])["beside"]) == {"course"}


@pytest.mark.parametrize("content", [*FORGED, None, 3, [], {}])
def test_a_forged_picture_is_left_out_and_the_rest_is_taken(course: Course, make: Make, content: Any) -> None:  # noqa: ANN401
    course.keep_picture("walk", "double", PICTURE)
    text = json.loads(course.pictures.to_json())
    entry = base64.b64encode(content).decode() if isinstance(content, bytes) else content
    text["pictures"] = {"walk/guess": entry, **text["pictures"]}
    there = course_of(make(load("moons")), seed=8)
    assert there.bring_back(with_beside(course.to_bytes(), course_pictures=json.dumps(text))) == 1
    assert there.pictures == course.pictures
    assert there.left_out == "Pictures in the file that cannot be used were left out: 1."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<svg>", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ("[]", "no pictures of solved tasks"),
        ('{"version":1,"pictures":[]}', "no pictures of solved tasks"),
        ('{"version":2,"pictures":{}}', "this mlwidgets reads version 1. Update mlwidgets"),
        ('{"version":true,"pictures":{}}', "version True"),
    ],
)
def test_pictures_that_cannot_be_read_are_a_sentence_and_answers_are_taken(
    course: Course, make: Make, text: str, words: str
) -> None:
    there = course_of(make(load("moons")), seed=8)
    assert there.bring_back(with_beside(course.to_bytes(), course_pictures=text)) == 1
    assert words in there.left_out
    assert not there.pictures


# ---- in the report ----


def test_the_report_shows_them_with_words_in_their_place(course: Course) -> None:
    course.keep_picture("walk", "double", PICTURE)
    course.pictures = course.pictures.with_picture("walk/guess", OTHER)  # of a task that is not solved
    read = assert_harmless(course.report())
    assert read.elements["img"] == 1
    (source,) = read.values("src")
    assert base64.b64decode(source.removeprefix("data:image/png;base64,")) == PICTURE
    assert read.values("alt") == [
        "What the lab showed when this was solved. Lesson: A walk. Step: One. Task: double."
    ]


def test_the_words_in_place_of_a_picture_are_text() -> None:
    odd = type(WALK)("walk", '"><script>alert(1)</script>', "Goal.", 10, "en", WALK.steps)
    record_seed = 5
    from mlwidgets.lessons.progress import Progress, TaskRecord  # noqa: PLC0415 - only here

    record = TaskRecord(
        seed=record_seed, tries=1, answer=str(2 * record_seed), answer_seed=record_seed, solved=True
    )
    progress = Progress.begin(seed=1).with_record("walk", "double", record)
    page = report(progress, [odd, READ], pictures=Pictures({"walk/double": PICTURE}))
    assert PageRead(page).elements["script"] == 0
    assert_harmless(page)


def test_a_report_without_pictures_has_none(course: Course) -> None:
    assert "<img" not in course.report()


# ---- all over again ----


def test_starting_over_forgets_all_and_can_be_undone(course: Course) -> None:
    course.keep_picture("walk", "double", PICTURE)
    before, seed = course.progress, course.seed
    course.start_over()
    assert (course.lesson, course.progress.lessons, course.pictures.of) == (None, {}, {})
    assert course.seed != seed
    assert course.can_undo_start_over
    solve(course, 2)  # what is done meanwhile is not lost either
    course.undo_start_over()
    assert not course.can_undo_start_over
    assert course.pictures.of == {"walk/double": PICTURE}
    assert [course.progress.record("walk", name).solved for name in ("double", "reach")] == [True, True]
    assert (course.seed, course.progress.record("walk", "double")) == (seed, before.record("walk", "double"))


def test_whoever_starts_over_and_thinks_better_of_it_has_the_same_numbers(course: Course) -> None:
    course.open_lesson("walk")
    seed = course.seed
    course.start_over()
    course.open_lesson("walk")
    course.undo_start_over()
    assert course.seed == seed
