"""Teach mode without a browser: made when it is needed, and deaf to what no page of ours would send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets import Dashboard, Experiment, TrainLab
from mlwidgets.widgets.base.control_widget import ControlWidget
from mlwidgets.widgets.base.lifetime import whole
from mlwidgets.widgets.teach.task_form import task_from
from mlwidgets.widgets.teach.teach_mode import TeachMode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlwidgets.widgets.teach.step_editor import StepEditor


@pytest.fixture
def mode() -> Iterator[TeachMode]:
    experiment = Experiment("spiral")
    made = TeachMode(experiment)
    yield made
    made.close()
    experiment.close()


def wish(mode: TeachMode, **content: Any) -> None:  # noqa: ANN401 - as the page sends it
    assert mode.bar is not None
    mode.bar._handle_custom_msg(content, [])


def editor(mode: TeachMode) -> StepEditor:
    mode.experiment.change_page(teaching=True)
    wish(mode, kind="write")
    assert mode.editor is not None
    return mode.editor


def test_nothing_is_there_until_somebody_teaches(mode: TeachMode) -> None:
    assert mode.children == ()
    mode.experiment.change_page(teaching=True)
    assert mode.children == (mode.bar,)
    wish(mode, kind="write")
    assert mode.children == (mode.bar, mode.desk)
    wish(mode, kind="done")
    assert mode.children == ()
    assert not mode.experiment.page.teaching


def test_a_wish_changes_the_page_and_can_be_undone(mode: TeachMode) -> None:
    experiment = mode.experiment
    lab = TrainLab(experiment)
    experiment.change_page(teaching=True)
    assert not experiment.can_undo  # teaching is no change of what learners see
    wish(mode, kind="access", name="epochs", access="hidden")
    assert mode.bar is not None
    assert mode.bar.hidden == ["epochs"]
    assert experiment.page.access("epochs") == "free"  # the teacher still has it
    assert experiment.page.chosen("epochs") == "hidden"
    wish(mode, kind="access", name="epochs", access="locked")
    assert (experiment.page.hidden, experiment.page.locked) == ((), ("epochs",))
    experiment.undo()
    assert experiment.page.hidden == ("epochs",)
    assert experiment.page.teaching
    assert "teaching" not in experiment.page.to_dict()
    experiment.change_page(teaching=False)
    assert experiment.page.access("epochs") == "hidden"
    lab.close()


@pytest.mark.parametrize(
    "content",
    [
        {"kind": "access", "name": "__class__", "access": "hidden"},
        {"kind": "access", "name": "epochs", "access": "gone"},
        {"kind": "access", "name": ["epochs"], "access": "hidden"},
        {"kind": "access"},
        {"kind": None},
        {},
    ],
)
def test_other_wishes_are_not_heard(mode: TeachMode, content: dict[str, Any]) -> None:
    mode.experiment.change_page(teaching=True)
    before = mode.experiment.page
    wish(mode, **content)
    assert mode.experiment.page == before


def test_controls_tell_their_names_to_teachers_alone() -> None:
    board = Dashboard("spiral")
    teach = next(one for one in board.children if isinstance(one, TeachMode))
    board._bar.teach = True
    assert board.experiment.page.teaching
    labs = len(board._bar.labs)
    wish(teach, kind="access", name="LossLab", access="hidden")
    assert len(board._bar.labs) == labs  # the teacher can still go there
    controls = [one for one in whole(board) if isinstance(one, ControlWidget)]
    assert any(one.setting == "epochs" for one in controls)
    board._bar.teach = False
    assert len(board._bar.labs) == labs - 1
    assert not any(one.setting for one in controls)
    board.close()


def test_a_step_is_written_and_errors_are_told(mode: TeachMode) -> None:
    desk = editor(mode)
    send = desk._handle_custom_msg
    send({"kind": "save"}, [])
    assert "no step yet" in desk.frame["fault"]
    send({"kind": "add"}, [])
    assert desk.frame["fault"] == ""
    send({"kind": "head", "name": "title", "value": "T"}, [])
    send({"kind": "head", "name": "minutes", "value": 9999}, [])
    send({"kind": "write", "step": 0, "name": "text", "value": "**a** <script>x</script>"}, [])
    assert desk.frame["minutes"] == 240
    assert desk.frame["open"]["html"] == "<p><strong>a</strong> &lt;script&gt;x&lt;/script&gt;</p>"
    send({"kind": "point", "step": 0, "name": "epochs"}, [])
    assert desk.frame["open"]["point"] == "epochs"
    send({"kind": "task", "step": 0, "task": {"kind": "explain", "question": "Why?", "model": "so"}}, [])
    assert desk.frame["open"]["task"]["values"]["kind"] == "explain"
    send({"kind": "save"}, [])
    assert "The head of a lesson needs goal" in desk.frame["fault"] or "goal" in desk.frame["fault"]


@pytest.mark.parametrize(
    "content",
    [
        {"kind": "write", "step": 5, "name": "text", "value": "x"},
        {"kind": "write", "step": 0, "name": "setup", "value": "x"},
        {"kind": "write", "step": 0, "name": "text", "value": 5},
        {"kind": "point", "step": 0, "name": "../x"},
        {"kind": "choose", "value": True},
        {"kind": "head", "name": "minutes", "value": "x"},
        {"kind": "head", "name": "steps", "value": "x"},
        {"kind": ["add"]},
    ],
)
def test_what_no_editor_sends_changes_nothing(mode: TeachMode, content: dict[str, Any]) -> None:
    desk = editor(mode)
    desk._handle_custom_msg({"kind": "add"}, [])
    before = desk.frame
    desk._handle_custom_msg(content, [])
    assert desk.frame == before


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "choose", "answers": [None, 3, {"text": 5, "right": "yes"}] * 100, "hints": {"a": 1}},
        {"kind": "choose", "answers": "x", "question": ["x"]},
        {"kind": "explain", "model": 3, "hints": ["", 5, "a" * 10_000] * 20},
    ],
)
def test_a_task_of_any_shape_is_made_one_that_can_be_written(given: dict[str, Any]) -> None:
    task = task_from(given, {"name": "kept", "kind": "choose"})
    assert task is not None
    assert task["name"] == "kept"
    assert len(task.get("answers", ())) <= 6
    assert all(len(hint) <= 4_000 for hint in task.get("hints", ()))


def test_no_task_and_one_without_a_form() -> None:
    assert task_from(None, {}) is None
    assert task_from({"kind": "nonsense"}, {}) is None
    assert (task_from({"kind": "other"}, {}) or {})["kind"] == "reach"
