"""Tasks of every kind: asked anew for each learner, marked with the learner's own numbers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets.lessons.format.reading import read_text
from mlwidgets.lessons.tasks.choose import Choose
from mlwidgets.lessons.tasks.common import Readable
from mlwidgets.lessons.tasks.compute import Compute
from mlwidgets.lessons.tasks.explain import Explain
from mlwidgets.lessons.tasks.predict import Predict
from mlwidgets.lessons.tasks.reach import Reach
from tests.lessons.texts import CHOOSE, COMPUTE, EXPLAIN, PREDICT, REACH, TASKS, with_task

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.session import Experiment


def task(yaml: str) -> Readable:
    (found,) = read_text(with_task(yaml), "x").tasks
    assert isinstance(found, Readable)
    return found


@pytest.fixture
def experiment(make: Callable[..., Experiment]) -> Experiment:
    return make({"name": "spiral", "samples": 60}, epochs=1)


ANYTHING: list[Any] = [
    *(None, True, False, -1, 99, 0.5, float("nan"), float("inf"), 10**400, 10**5000, "", " ", "x" * 100_000),
    *("\ud800", "<script>", [], {}, [[]], ["a"], {"a": 1}, b"x", object(), "1 x 2", "-" * 10, "1e999", "١"),
]


@pytest.mark.parametrize("kind", TASKS)
def test_anything_may_come_as_an_answer(kind: str, experiment: Experiment) -> None:
    asked = task(TASKS[kind])
    for answer in ANYTHING:
        for seed in (0, 2**32 - 1):
            verdict = asked.mark(answer, seed, experiment)
            if kind == "explain" and answer == "x" * 100_000:
                assert "at most 4,000" in verdict.why
            assert not verdict.solved
            assert verdict.why
            assert "<script>" not in verdict.why
            json.dumps(dict(verdict.evidence), allow_nan=False)
            assert not asked.mark_again(answer, seed, verdict.evidence)


@pytest.mark.parametrize("kind", TASKS)
@pytest.mark.parametrize("evidence", [{}, {"updates": None}, {"updates": {"updates": "many"}}, {"x": 1}])
def test_damaged_evidence_proves_nothing(kind: str, evidence: dict[str, Any], experiment: Experiment) -> None:
    asked = task(TASKS[kind])
    if kind in ("reach", "predict"):
        answer = asked.model_answer(3, experiment)
        assert asked.mark(answer, 3, experiment).solved
        assert not asked.mark_again(answer, 3, evidence)


@pytest.mark.parametrize("kind", TASKS)
def test_the_model_answer_solves_it_and_so_it_does_when_it_is_handed_in(
    kind: str, experiment: Experiment
) -> None:
    asked = task(TASKS[kind])
    assert not asked.is_done(experiment)
    answer = asked.model_answer(5, experiment)
    verdict = asked.mark(answer, 5, experiment)
    assert verdict.solved is True
    evidence = json.loads(json.dumps(dict(verdict.evidence), allow_nan=False))
    assert asked.mark_again(json.loads(json.dumps(answer)), 5, evidence)
    assert asked.is_done(experiment) == (kind in ("reach", "predict"))


def test_choices_come_in_an_order_of_the_learners_own() -> None:
    asked = task(CHOOSE)
    orders = {asked.asked(seed).choices for seed in range(60)}
    assert len(orders) == 6
    assert {frozenset(order) for order in orders} == {frozenset(asked.asked(0).choices)}
    assert asked.asked(7) == asked.asked(7)


def test_two_tasks_of_a_lesson_do_not_put_the_right_answer_in_the_same_place() -> None:
    other = task(CHOOSE.replace("first-step", "second-step"))
    mine = task(CHOOSE)
    assert isinstance(mine, Choose)
    assert isinstance(other, Choose)
    same = [mine.asked(seed).choices == other.asked(seed).choices for seed in range(60)]
    assert sum(same) < 30


def test_every_wrong_choice_has_its_own_reply(experiment: Experiment) -> None:
    asked = task(CHOOSE)
    for seed in range(5):
        right = asked.model_answer(seed, experiment)
        said = {asked.mark(wrong, seed, experiment).why for wrong in asked.wrong_answers(seed, right)}
        assert said == {"Back-propagation computes the gradient.", "The loss comes out of the forward pass."}


def test_a_prediction_waits_for_the_run_and_is_then_told_with_its_numbers(experiment: Experiment) -> None:
    asked = task(PREDICT)
    assert isinstance(asked, Predict)
    answers = [asked.asked(1).choices.index(html) for html in ("One epoch", "Two epochs or more")]
    before = asked.mark(answers[0], 1, experiment)
    assert before.solved is None
    assert before.why.startswith("Your prediction is kept. Press Run.")
    experiment.run()
    assert experiment.wait(30)
    right, wrong = (asked.mark(answer, 1, experiment) for answer in answers)
    assert (right.solved, wrong.solved) == (True, False)
    assert right.why.startswith("One epoch is what was set. This run has made 1 epoch")
    assert wrong.why.startswith("It would have to be set to more epochs. This run has made 1 epoch")
    assert asked.mark_again(answers[0], 1, right.evidence)
    assert not asked.mark_again(answers[1], 1, right.evidence)


def test_a_prediction_that_nothing_fits_is_not_marked(experiment: Experiment) -> None:
    asked = task(PREDICT.replace("below: 2", "below: 0.1"))
    experiment.run()
    assert experiment.wait(30)
    verdict = asked.mark(0, 1, experiment)
    assert verdict.solved is None
    assert "None of the answers fits" in verdict.why


def test_a_state_is_judged_as_it_is(experiment: Experiment) -> None:
    asked = task(REACH)
    assert isinstance(asked, Reach)
    assert asked.mark(None, 0, experiment).why == "Nothing has been trained yet: press Run."
    experiment.step_updates(1)
    assert experiment.wait(30)
    assert "1 update" in asked.mark(None, 0, experiment).why
    experiment.step_updates(2)
    assert experiment.wait(30)
    assert asked.mark("ignored", 0, experiment).solved


def test_of_several_conditions_those_are_told_that_do_not_hold(experiment: Experiment) -> None:
    asked = task(
        REACH.replace(
            "check: updates\nwith: {at_least: 3}",
            "all:\n  - {check: updates, with: {at_least: 1}}\n  - {check: dataset_is, with: {name: mnist}}",
        )
    )
    experiment.step_updates(1)
    assert experiment.wait(30)
    verdict = asked.mark(None, 0, experiment)
    assert verdict.solved is False
    assert "spiral" in verdict.why
    assert "update" not in verdict.why
    assert set(verdict.evidence) == {"updates", "dataset_is"}


def test_a_computation_is_drawn_for_each_learner_and_stays_the_same() -> None:
    asked = task(COMPUTE)
    assert isinstance(asked, Compute)
    assert len({asked.asked(seed).html for seed in range(20)}) == 20
    assert asked.asked(3) == asked.asked(3)
    assert asked.asked(3).entry == "number"
    assert asked.asked(3).note == "Up to 0.002 more or less counts as right."
    assert "<math" in asked.asked(3).html


def test_a_comma_is_as_good_as_a_point_and_a_known_mistake_is_named(experiment: Experiment) -> None:
    asked = task(COMPUTE)
    assert isinstance(asked, Compute)
    drawn = asked.drawn(4)
    assert isinstance(drawn.answer, float)
    for text in (f"{drawn.answer:.4f}", f" {drawn.answer:.4f} ".replace(".", ",").replace("-", "−")):
        assert asked.mark(text, 4, experiment).solved
    assert asked.mark(drawn.answer, 4, experiment).solved
    assert asked.mark(drawn.answer + 0.0019, 4, experiment).solved
    assert asked.mark(drawn.answer + 0.0025, 4, experiment).solved is False
    plus = asked.mark(f"{drawn.near['plus']}", 4, experiment)
    assert plus.solved is False
    assert "climbs" in plus.why
    assert "not it yet" in asked.mark("1234.5", 4, experiment).why
    assert asked.mark("two", 4, experiment).solved is None


def test_working_is_shown_to_who_has_solved_it_and_to_nobody_else(experiment: Experiment) -> None:
    asked = task(COMPUTE)
    assert isinstance(asked, Compute)
    right = asked.mark(asked.model_answer(4, experiment), 4, experiment).why
    assert "<math" in right
    wrongs = ["9999", *asked.wrong_answers(4, None)]
    assert all(right not in asked.mark(wrong, 4, experiment).why for wrong in wrongs)


def test_an_explanation_counts_when_it_is_long_enough_and_is_then_compared(experiment: Experiment) -> None:
    asked = task(EXPLAIN)
    assert isinstance(asked, Explain)
    assert asked.asked(0).note == "At least 20 characters, in your own words."
    short = asked.mark(" too short " + " " * 40, 0, experiment)
    assert (short.solved, short.why[:28]) == (None, "Your answer has 9 characters")
    kept = asked.mark("It goes down the slope, step by step.", 0, experiment)
    assert kept.solved
    assert "uphill" in kept.why


def test_what_several_checks_say_is_said_once(experiment: Experiment) -> None:
    wanted = (
        "all:\n  - {check: training_accuracy, with: {at_least: 0.5}}\n"
        "  - {check: loss, with: {below: 1}}\n  - {check: dataset_is, with: {name: mnist}}"
    )
    reach = task(REACH.replace("check: updates\nwith: {at_least: 3}", wanted))
    said = reach.mark(None, 0, experiment).words
    assert said.count("Nothing has been trained yet: press Run.") == 1
    assert "mnist" in said
