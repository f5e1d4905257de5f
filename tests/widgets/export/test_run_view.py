"""The pane *Run file*: the size before saving, the file itself, and one that is opened in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets.session import Experiment
from mlwidgets.widgets.export import run_texts as texts
from mlwidgets.widgets.export.run_board import RunBoard
from mlwidgets.widgets.export.run_view import RunView

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 20.0
TOYS = b"size,toy\n" + b"1,car\n9,house\n" * 20


@pytest.fixture
def view() -> Iterator[RunView]:
    """Give the pane of an experiment that has been trained."""
    experiment = Experiment("circle")
    experiment.step_updates(30)
    assert experiment.wait(SECONDS)
    made = RunView(experiment)
    made.board.visible = True
    yield made
    made.close()
    experiment.close()


def test_the_size_is_known_before_anything_is_saved(view: RunView) -> None:
    small = view.board.size
    assert small == len(view.experiment.to_bytes(moments="present"))
    view.board.moments = "all"
    assert view.board.size == len(view.experiment.to_bytes()) > small
    view.board.visible = False
    view.board.moments = "present"
    assert view.board.size > small  # nobody looks, so nothing is measured


def test_the_file_is_handed_over_and_opens(view: RunView) -> None:
    sent: list[Any] = []
    view.board.send = lambda content, buffers=None: sent.append((content, buffers))  # type: ignore[method-assign]
    view.board._handle_custom_msg({"kind": "take"}, [])
    (content, buffers) = sent[0]
    assert content == {"kind": "file", "name": "circle-30.mlw"}
    other = Experiment.from_bytes(buffers[0])
    assert other.model.vector.tobytes() == view.experiment.model.vector.tobytes()
    other.close()


def test_own_data_can_go_along(view: RunView) -> None:
    assert (view.board.can_bring_data, view.board.own_data) == (False, texts.NO_OWN_DATA)
    view.experiment.data_draft.open_file("toys.csv", TOYS)
    assert (view.board.can_bring_data, view.board.own_data) == (True, texts.OWN_DATA)
    view.board.data = True
    assert b"data.npz" in view.file()[1]
    view.experiment.undo()
    assert (view.board.can_bring_data, view.board.data) == (False, False)


def test_a_file_is_opened_in_one_step(view: RunView) -> None:
    spiral = Experiment("spiral")
    saved = spiral.to_bytes()
    spiral.close()
    view._open("mine.mlw", saved)
    assert view.experiment.dataset.name == "spiral"
    assert view.said == "Opened mine.mlw. Undo brings back what was here before."
    view.experiment.undo()
    assert view.experiment.wait(SECONDS)
    assert (view.experiment.dataset.name, view.experiment.snapshot.iteration) == ("circle", 30)  # type: ignore[union-attr]
    assert "is not a run saved by mlwidgets" in view.upload._hand_over(
        type("Upload", (), {"content": b"PK\3\4" + bytes(100), "name": "other.zip"})()
    )


def test_why_there_is_no_file_is_said(view: RunView) -> None:
    view.experiment.close()
    view.board.moments = "all"
    assert view.board.error.startswith("This experiment is closed")
    assert view.board.size == 0


def test_the_board_refuses_other_choices() -> None:
    board = RunBoard(label="a")
    board.set_state({"moments": "some", "data": 3})
    assert (board.moments, board.data) == ("present", False)
    board.close()
