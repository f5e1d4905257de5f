"""Course: steps set up the experiment as one step that can be undone; tasks are asked, answered, kept."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from mlwidgets.errors import ConfigurationError, SessionStateError
from mlwidgets.lessons.lesson import SetUp
from mlwidgets.lessons.progress import Progress
from mlwidgets.lessons.session import Course
from mlwidgets.lessons.setting_up import needed
from mlwidgets.session import Experiment
from tests.lessons.sample_lessons import READ, WALK, lesson, step

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 60.0


@pytest.fixture
def course() -> Iterator[Course]:
    experiment = Experiment("circle")
    made = Course(experiment, [WALK, READ], seed=3)
    yield made
    made.close()
    experiment.close()


def train(experiment: Experiment) -> None:
    experiment.step_batch()
    assert experiment.wait(SECONDS)


# ---- set-ups ----


def test_a_step_sets_up_the_experiment_and_one_undo_takes_it_back(course: Course) -> None:
    experiment = course.experiment
    train(experiment)
    before = experiment.settings
    course.open_lesson("walk")
    assert (experiment.dataset.name, experiment.optimizer.class_name) == ("spiral", "SGD")
    assert experiment.learning_rate == 0.1
    assert (experiment.page.tab, experiment.page.hidden) == ("TrainLab", ("seed",))
    assert experiment.note == "Set up step 1 of “A walk”."
    assert experiment.newest == 0
    experiment.undo()
    assert experiment.settings == before
    assert (experiment.newest, experiment.page.hidden) == (1, ())
    assert not experiment.can_undo


def test_forward_a_step_changes_what_it_names_and_leaves_the_rest(course: Course) -> None:
    experiment = course.experiment
    course.open_lesson("walk")
    experiment.batch_size = 7
    train(experiment)
    course.go(1)
    assert (experiment.learning_rate, experiment.batch_size, experiment.newest) == (0.5, 7, 1)
    assert experiment.page.access("optimizer") == "locked"
    assert experiment.page.access("seed") == "free"
    assert experiment.page.point == "learning_rate"
    course.go(2)
    assert experiment.page.point == ""
    assert experiment.newest == 1


def test_back_to_a_step_after_which_nothing_was_set_up_keeps_what_the_learner_has(course: Course) -> None:
    experiment = course.experiment
    course.open_lesson("walk", 2)
    train(experiment)
    course.go(1)
    assert experiment.newest == 1
    assert experiment.page.point == "learning_rate"
    course.go(2)
    assert experiment.newest == 1
    # Step 1 has another learning rate than step 2: it is made up again.
    course.go(0)
    assert (experiment.newest, experiment.learning_rate) == (0, 0.1)


def test_opened_in_the_middle_a_step_is_made_up_from_the_last_that_begins_anew(course: Course) -> None:
    experiment = course.experiment
    course.open_lesson("walk", 2)
    assert (experiment.dataset.name, experiment.learning_rate) == ("spiral", 0.5)
    assert experiment.page.tab == "TrainLab"
    course.go(3)
    assert (experiment.dataset.name, experiment.page.tab) == ("mnist", "PredictLab")
    assert experiment.stage is not None
    assert experiment.at_stage
    assert "load_stage(experiment, 'all')" in experiment.transcript.lines[-1]
    course.go(2)
    assert (experiment.dataset.name, experiment.learning_rate) == ("spiral", 0.5)
    assert not experiment.at_stage


FOUR = [step(str(at), fresh=at < 2, experiment={"seed": at}) for at in range(4)]


@pytest.mark.parametrize(
    ("now", "to", "wanted"),
    [
        (None, 0, [0]),
        (None, 2, [1, 2]),
        (0, 1, [1]),
        (1, 2, [2]),
        (0, 2, [1, 2]),
        (2, 1, [1]),
        (3, 2, [1, 2]),
        (3, 0, [0]),
    ],
)
def test_what_is_needed_on_the_way_begins_with_the_last_fresh_step(
    now: int | None, to: int, wanted: list[int]
) -> None:
    found = needed(FOUR, now, to)
    assert [one.experiment["seed"] for one in found] == wanted


def test_a_convolution_is_set_up_and_what_is_left_out_of_it_stays() -> None:
    experiment = Experiment("circle")
    kernel = [[[1.0]] * 3] * 3
    parts = {"kernel": kernel, "settings": {"padding": "valid"}}
    course = Course(
        experiment,
        [
            lesson(
                "c",
                step("a", fresh=True, experiment={"convolution": parts}),
                step("b", experiment={"convolution": {"settings": {"strides": 2}}}),
            )
        ],
    )
    course.open_lesson("c")
    assert experiment.convolution.setup.kernel.sum() == 9
    course.go(1)
    setup = experiment.convolution.setup
    assert (setup.settings.padding, setup.kernel.sum()) == ("valid", 9)
    assert setup.settings.strides == 2
    experiment.undo()
    experiment.undo()
    assert not experiment.convolution.changed
    experiment.close()


@pytest.mark.parametrize(
    ("setup", "said"),
    [
        (SetUp(experiment={"dataset": {"name": "nothing"}}, fresh=True), "nothing"),
        (SetUp(experiment={"learning_rat": 1}), "learning_rat"),
        (SetUp(experiment={"learning_rate": -1}), "learning_rate must be"),
        (SetUp(experiment={"layers": [{"class_name": "Dense", "config": {"units": 0}}]}), "units"),
        (SetUp(experiment={"convolution": {"settings": {"padding": "none"}}}), "padding"),
        (SetUp(stage="all"), "default digits network only"),
        (SetUp(stage="5"), "stage must be one of"),
        (SetUp(hidden=("no name",)), "no name"),
    ],
)
def test_a_set_up_that_cannot_be_built_is_a_sentence_and_nothing_has_changed(setup: SetUp, said: str) -> None:
    experiment = Experiment("circle")
    bad = step("b")
    object.__setattr__(bad, "setup", setup)
    course = Course(experiment, [lesson("l", step("a", fresh=True, experiment={"seed": 4}), bad)])
    course.open_lesson("l")
    train(experiment)
    before = experiment.settings, experiment.page, experiment.newest, course.progress
    with pytest.raises(
        ConfigurationError, match="Step 2 of “L” cannot be set up, and nothing has changed"
    ) as refusal:
        course.go(1)
    assert said in str(refusal.value)
    assert (experiment.settings, experiment.page, experiment.newest, course.progress) == before
    assert course.step == 0
    experiment.close()


# ---- lessons ----


def test_a_lesson_goes_on_where_it_was_left_and_one_that_is_done_begins_again(course: Course) -> None:
    course.open_lesson("walk")
    course.go(1)
    course.close_lesson()
    assert course.lesson is None
    assert course.experiment.page.tab == "CourseLab"
    assert not course.experiment.page.restricts
    course.open_lesson("walk")
    assert course.step == 1
    course.open_lesson("read")
    assert course.lesson is READ
    course.open_lesson("read")
    assert course.step == 0


def test_what_a_teachers_link_has_hidden_is_hidden_again_after_the_lesson(course: Course) -> None:
    course.experiment.change_page(hidden=["noise"])
    course.open_lesson("walk")
    assert course.experiment.page.hidden == ("seed",)
    course.close_lesson()
    assert course.experiment.page.hidden == ("noise",)
    course.close_lesson()


def test_what_cannot_be_opened_is_a_sentence(course: Course) -> None:
    with pytest.raises(
        ConfigurationError, match=r"There is no lesson 'wlk'.*walk, read.*Did you mean 'walk'"
    ):
        course.open_lesson("wlk")
    for odd in (4, -1, True, "1", None):
        if odd is not None:
            with pytest.raises(ConfigurationError, match="has the steps 0 to 3"):
                course.open_lesson("walk", odd)  # type: ignore[arg-type]
    for act in (lambda: course.go(1), course.answer, course.hint, course.draw_again):
        with pytest.raises(SessionStateError, match="No lesson is open"):
            act()
    course.open_lesson("read")
    with pytest.raises(SessionStateError, match="has no task"):
        course.answer(1)


def test_every_view_of_an_experiment_has_the_same_course() -> None:
    one, other = Experiment("circle"), Experiment("circle")
    assert Course.of(one) is Course.of(one)
    assert Course.of(one) is not Course.of(other)
    assert Course.of(one).experiment is one
    one.close()
    other.close()


# ---- tasks ----


def test_an_answer_is_marked_and_kept_and_what_is_solved_stays_so(course: Course) -> None:
    course.open_lesson("walk")
    double = 2 * (course.record.seed % 97)
    assert course.answer("x").solved is False
    assert course.answer(f"{double},0").solved
    assert (course.record.tries, course.record.answer) == (2, f"{double},0")
    assert course.record.evidence == {"got": double}
    assert course.verdict is not None
    assert course.verdict.why == "<b>Right.</b>"
    assert course.answer("0.5").solved is False  # somebody plays on
    assert course.record.solved
    assert course.record.tries == 2
    assert course.progress.solved(WALK) == 1
    task = course.task
    assert task is not None
    record = course.record
    assert task.mark_again(f"{double}", record.answer_seed, record.evidence)


def test_hints_come_one_at_a_time_and_are_counted(course: Course) -> None:
    course.open_lesson("walk")
    assert course.hint() == "<p>Add it to itself.</p>"
    assert course.hint() == "<p>Twice.</p>"
    assert course.hint() == ""
    assert (course.record.hints, course.record.tries) == (2, 0)


def test_other_numbers_are_drawn(course: Course) -> None:
    course.open_lesson("walk")
    asked = {course.asked.html}
    for _ in range(5):
        course.draw_again()
        asked.add(course.asked.html)
    assert len(asked) > 3
    assert course.record.draws == 5


def test_a_prediction_waits_for_the_run_and_is_marked_by_itself(course: Course) -> None:
    course.open_lesson("walk", 1)
    assert course.answer(None).solved is None  # nothing was chosen, so nothing was answered
    assert course.record.tries == 0
    assert course.answer(1).why == "Noted. Now press Run."
    assert course.record.waits
    marked = threading.Event()
    course.observe(lambda _: marked.set(), "verdict")
    train(course.experiment)
    assert marked.wait(SECONDS)
    assert (course.record.solved, course.record.tries, course.record.answer) == (False, 1, 1)
    assert course.answer(0).solved


def test_a_task_in_the_lab_is_checked_as_it_is(course: Course) -> None:
    course.open_lesson("walk", 2)
    assert course.answer().why == "You have made 0 updates."
    train(course.experiment)
    assert course.answer().solved
    assert course.record.evidence == {"updates": 1}


def test_a_text_may_not_be_endless(course: Course) -> None:
    course.open_lesson("walk", 3)
    refused = course.answer("x" * 4001)
    assert refused.why == "An answer has at most 4,000 characters; yours has 4,001. Shorten it."
    assert course.record.tries == 0
    assert course.answer("y" * 4000).solved
    assert Progress.from_json(course.progress.to_json()) == course.progress


@pytest.mark.parametrize("given", [float("nan"), 10**400, [], {"a": 1}, True, "\x00", object()])
def test_whatever_is_answered_progress_can_be_written_and_read(course: Course, given: object) -> None:
    course.open_lesson("walk")
    course.answer(given)
    course.go(1)
    course.answer(given)
    assert Progress.from_json(course.progress.to_json()) == course.progress


def test_a_closed_course_follows_nothing(course: Course) -> None:
    course.open_lesson("walk", 1)
    course.answer(0)
    course.close()
    train(course.experiment)
    assert course.record.solved is None
