"""Predict, then run: what gives the answer away waits on the page until there is one, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlwidgets.lessons.format.reading import read_text
from mlwidgets.lessons.session import Course
from mlwidgets.lessons.shelf import shipped_lessons
from mlwidgets.lessons.tasks.predict import FIRST
from mlwidgets.session import Experiment
from mlwidgets.session.held import Held
from tests.lessons.texts import PREDICT, with_task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mlwidgets.lessons.task import Task

SECONDS = 60.0
TRAINING = Held(why=FIRST, training=True)
PREDICTIONS = {
    f"{lesson.name}/{task.name}": task
    for lesson in shipped_lessons()
    for task in lesson.tasks
    if task.kind == "predict"
}


def task_of(yaml: str) -> Task:
    (found,) = read_text(with_task(yaml), "x").tasks
    return found


@pytest.fixture
def course() -> Iterator[Course]:
    """Return a course with one lesson, whose second step asks for a prediction."""
    text = with_task(PREDICT)
    head, steps = text.split("\n## ", 1)
    lesson = read_text(f"{head}\n## Before\n\nRead this.\n\n## {steps}\n\n## After\n\nAnd this.\n", "x")
    experiment = Experiment("circle", epochs=1)
    made = Course(experiment, [lesson], seed=3)
    yield made
    made.close()
    experiment.close()


def test_training_waits_for_an_answer_and_for_no_right_one(course: Course) -> None:
    experiment = course.experiment
    assert experiment.held == Held()
    course.open_lesson("x")
    assert experiment.held == Held()
    course.go(1)
    assert experiment.held == TRAINING
    course.answer(None)  # Check was pressed, and nothing was chosen
    course.hint()
    assert experiment.held == TRAINING
    course.answer(1)
    assert experiment.held == Held()
    course.go(0)
    course.go(1)
    assert experiment.held == Held()  # it has been answered


def test_another_step_and_another_page_let_it_go(course: Course) -> None:
    leaves: list[Callable[[], None]] = [lambda: course.go(2), course.close_lesson, course.start_over]
    for leave in leaves:
        course.open_lesson("x", 1)
        assert course.experiment.held == TRAINING
        leave()
        assert course.experiment.held == Held()


def test_other_answers_or_none_bring_it_back(course: Course) -> None:
    course.open_lesson("x", 1)
    course.answer(0)
    course.draw_again()
    assert course.experiment.held == TRAINING
    course.answer(0)
    course.start_over()
    course.open_lesson("x", 1)
    assert course.experiment.held == TRAINING
    course.undo_start_over()
    assert course.experiment.held == Held()


def test_a_course_that_is_closed_holds_nothing(course: Course) -> None:
    course.open_lesson("x", 1)
    course.close()
    assert course.experiment.held == Held()


def test_python_is_not_held_back(course: Course) -> None:
    course.open_lesson("x", 1)
    course.experiment.run()  # as a locked setting can be assigned
    assert course.experiment.wait(SECONDS)
    assert course.experiment.newest


@pytest.mark.parametrize("name", PREDICTIONS)
def test_every_prediction_of_the_course_holds_what_it_asks_to_do(name: str) -> None:
    held = PREDICTIONS[name].held
    wanted = (
        Held(why=FIRST, controls=("convolution.padding",)) if name == "3-convolution/not-flat" else TRAINING
    )
    assert held == wanted


def test_there_is_a_prediction_in_most_lessons() -> None:
    assert len(PREDICTIONS) >= 9


@pytest.mark.parametrize(
    ("model", "controls"),
    [
        ("[{set: {epochs: 3, batch_size: 8}}]", ("epochs", "batch_size")),
        ("[{optimizer: SGD}]", ("optimizer",)),
        ("[{kernel: [[1]]}]", ("convolution.kernel",)),
        ("[{picture: cat}]", ()),
        ("[]", ()),
    ],
)
def test_where_nothing_is_trained_the_settings_wait(model: str, controls: tuple[str, ...]) -> None:
    held = task_of(PREDICT.replace("[{run: true}]", model)).held
    assert (held.training, held.controls, held.why) == (False, controls, FIRST if controls else "")


@pytest.mark.parametrize("kind", ["choose", "compute", "reach", "explain"])
def test_no_other_kind_of_task_holds_anything(kind: str) -> None:
    held = [task.held for lesson in shipped_lessons() for task in lesson.tasks if task.kind == kind]
    assert held
    assert set(held) == {Held()}
