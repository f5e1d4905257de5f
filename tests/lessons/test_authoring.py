"""A lesson written beside an experiment: steps take its state, and errors come in the reader's sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlwidgets.errors import ConfigurationError, DataError
from mlwidgets.lessons.authoring import Authoring
from mlwidgets.lessons.session import Course
from mlwidgets.session import Experiment

if TYPE_CHECKING:
    from collections.abc import Iterator

CHOOSE = {
    "kind": "choose",
    "question": "Why?",
    "answers": [{"text": "so", "reply": "yes", "right": True}, {"text": "not", "reply": "no"}],
}


@pytest.fixture
def authoring() -> Iterator[Authoring]:
    experiment = Experiment("spiral")
    made = Authoring.of(experiment)
    made.write_head("title", "My lesson")
    made.write_head("goal", "Say it.")
    yield made
    experiment.close()


def test_steps_take_what_is_on_the_page(authoring: Authoring) -> None:
    experiment = authoring.experiment
    experiment.change_page(tab="TrainLab", hidden=("epochs",), locked=("seed",), point="learning_rate")
    authoring.add_step()
    authoring.write_step("text", "One.")
    first = authoring.draft.steps[0].setup
    assert first == {
        "lab": "TrainLab",
        "experiment": {"dataset": experiment.to_dict()["dataset"]},
        "hidden": ["epochs"],
        "locked": ["seed"],
        "point": "learning_rate",
    }
    authoring.add_step()  # the same settings: what the learner has stays
    authoring.write_step("text", "Two.")
    assert "experiment" not in (authoring.draft.steps[1].setup or {})
    experiment.epochs = 7
    experiment.convolution.set(padding="valid")
    authoring.add_step()
    authoring.write_step("text", "Three.")
    third = authoring.draft.steps[2].setup or {}
    assert third["fresh"] is True
    assert third["experiment"]["epochs"] == 7
    wanted = experiment.to_dict()
    experiment.epochs = 2
    experiment.change_page(hidden=(), locked=(), teaching=True)
    authoring.try_out()
    assert experiment.to_dict() == wanted
    assert experiment.page.hidden == ("epochs",)
    assert not experiment.page.teaching
    assert Course.of(experiment).step == 2


def test_a_step_takes_no_point_that_its_lab_does_not_show(authoring: Authoring) -> None:
    authoring.experiment.change_page(tab="LossLab", point="learning_rate")
    authoring.add_step()
    authoring.write_step("text", "One.")
    assert "point" not in (authoring.draft.steps[0].setup or {})
    authoring.point_at("dataset")
    with pytest.raises(DataError, match="LossLab shows no control 'dataset'"):
        authoring.checked()


def test_a_file_can_be_opened_again_to_go_on(authoring: Authoring) -> None:
    authoring.add_step()
    authoring.set_task(CHOOSE)
    text = authoring.checked()
    draft = authoring.draft
    authoring.remove()
    assert authoring.draft.steps == ()
    authoring.bring_back()
    assert authoring.draft == draft
    authoring.remove()
    authoring.open_text(text, "my-lesson.md")
    assert authoring.draft.steps == draft.steps
    with pytest.raises(DataError, match="begins with its head"):
        authoring.open_text("no lesson", "x.md")
    assert authoring.draft.steps == draft.steps


def test_errors_name_the_step_and_nothing_is_saved(authoring: Authoring) -> None:
    with pytest.raises(ConfigurationError, match="no step yet"):
        authoring.finished()
    authoring.add_step()
    authoring.set_task({**CHOOSE, "answers": CHOOSE["answers"][:1]})
    with pytest.raises(DataError, match=r"^Step 1: answers must be a list of 2 to 6"):
        authoring.checked()
    authoring.set_task_text("kind: [")
    assert authoring.task_fault.startswith("Line 1: ")
    with pytest.raises(ConfigurationError, match="its task cannot be read"):
        authoring.finished()
    authoring.set_task_text("kind: reach\nquestion: Go.\ncheck: diverged\nmodel: [{run: true}]")
    assert authoring.finished()[1].tasks[0].kind == "reach"


def test_a_set_up_that_cannot_be_built_is_told(authoring: Authoring) -> None:
    authoring.add_step()
    authoring.write_step("text", "One.")
    authoring.draft = authoring.draft.with_step(0, setup={"experiment": {"epochs": -1}})
    with pytest.raises(DataError, match=r"Step 1: .*epochs"):
        authoring.checked()
