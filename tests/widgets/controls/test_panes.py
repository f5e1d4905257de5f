"""Panes: one is shown, each is made when it is first opened, all are freed together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets
import pytest
from ipywidgets.widgets.widget import _instances
from traitlets import TraitError

from mlwidgets.errors import DataError
from mlwidgets.session import Experiment
from mlwidgets.widgets.base.view import View
from mlwidgets.widgets.controls.panes import PaneBar, Panes
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Generator


@pytest.fixture
def experiment() -> Generator[Experiment]:
    made = Experiment()
    yield made
    made.close()


def named(experiment: Experiment, name: str, made: list[str]) -> View:
    made.append(name)
    return View(experiment, [ipywidgets.Label(name)])


def test_a_pane_is_made_when_its_tab_is_first_opened(experiment: Experiment) -> None:
    made: list[str] = []
    makers = [(name, lambda name=name: named(experiment, name, made)) for name in ("one", "two", "three")]
    panes = Panes(experiment, makers, label="Numbers")
    assert made == ["one"]
    Wire(panes.bar).arrive({"selected": 2})
    Wire(panes.bar).arrive({"selected": 0})
    Wire(panes.bar).arrive({"selected": 2})
    assert made == ["one", "three"]
    assert panes.selected == 2
    panes.pane(2).fault = "Something is wrong."
    assert panes.fault == "Something is wrong."
    panes.close()


def test_a_pane_that_cannot_be_made_says_why_and_the_others_go_on(experiment: Experiment) -> None:
    def refuse() -> View:
        raise DataError("There is nothing to show yet.")

    panes = Panes(experiment, [("one", lambda: View(experiment, [])), ("two", refuse)], label="Numbers")
    panes.selected = 1
    assert panes.fault == "There is nothing to show yet."
    panes.selected = 0
    panes.close()


def test_a_tab_that_is_not_there_is_refused() -> None:
    bar = PaneBar(["one", "two"], label="Numbers")
    for hostile in (2, -1, "1", None, float("nan"), 10**400):
        Wire(bar).arrive({"selected": hostile})
        assert bar.selected == 0
    with pytest.raises(TraitError, match="1 to 6 panes; got 7"):
        PaneBar([str(n) for n in range(7)], label="Numbers")
    with pytest.raises(TraitError, match="1 to 6 panes; got 0"):
        PaneBar([], label="Numbers")


def test_closing_leaves_nothing_alive(experiment: Experiment) -> None:
    before = len(_instances)
    panes = Panes(experiment, [("one", lambda: named(experiment, "one", []))], label="Numbers")
    panes.close()
    assert len(_instances) == before
