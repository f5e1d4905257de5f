"""The pane Link, without a browser: it follows the experiment, controls are chosen, others are opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets
import pytest

from mlwidgets import Dashboard, Experiment
from mlwidgets.interchange.links import read_link
from mlwidgets.widgets.base.settings_view import SettingsView
from mlwidgets.widgets.controls.disclosure import Section
from mlwidgets.widgets.export.link_controls import CONTROLS, LABS
from mlwidgets.widgets.export.link_view import LinkView, repository
from mlwidgets.widgets.shell import dashboard
from mlwidgets.widgets.training.class_weight_controls import ClassWeightControls
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def view() -> Iterator[LinkView]:
    experiment = Experiment("spiral")
    made = LinkView(experiment)
    yield made
    made.close()
    experiment.close()


def send(view: LinkView, **content: Any) -> None:  # noqa: ANN401 - as the page sends it
    view.board._handle_custom_msg(content, [])


def test_the_link_follows_the_experiment(view: LinkView) -> None:
    board, experiment = view.board, view.experiment
    first = board.fragment
    assert read_link(first).settings == experiment.to_dict()
    assert read_link(board.binder) == read_link(first)
    assert repository() in board.binder.replace("mybinder.org/v2/gh", "github.com")
    experiment.seed = 5
    assert read_link(board.fragment).settings["seed"] == 5
    experiment.convolution.set(padding="valid")
    assert "convolution" in read_link(board.fragment).settings
    assert board.left_out == []
    experiment.step_batch()
    experiment.wait()
    assert "Weights travel in a file" in board.left_out[0]


def test_controls_are_locked_and_hidden_for_who_opens_it(view: LinkView) -> None:
    send(view, kind="choose", name="noise", access="locked")
    send(view, kind="choose", name="seed", access="locked")  # sent before the page had an answer to the first
    send(view, kind="choose", name="seed", access="hidden")
    assert (view.board.hidden, view.board.locked) == (["seed"], ["noise"])
    assert read_link(view.board.fragment).page == {"hidden": ["seed"], "locked": ["noise"]}
    view.experiment.change_page(lifted=True)
    assert view.board.lifted
    assert "lifted" not in read_link(view.board.fragment).page
    view.experiment.undo()
    view.experiment.undo()
    assert (view.board.hidden, view.board.locked) == ([], ["noise", "seed"])
    send(view, kind="choose", name="seed", access="free")
    assert view.board.locked == ["noise"]


def test_a_link_is_opened_and_a_bad_one_is_a_sentence(view: LinkView) -> None:
    send(view, kind="open", text="https://playground.tensorflow.org/#dataset=xor&cosX=true")
    assert view.experiment.dataset.name == "xor"
    assert view.board.said.startswith("Opened. The input cos x₁ does not exist here")
    send(view, kind="open", text="#mlw=1.<script>alert(1)</script>")
    assert "damaged" in view.board.error
    assert view.board.said == ""
    assert view.experiment.dataset.name == "xor"
    assert view.fault == ""


@pytest.mark.parametrize(
    "content",
    [
        {"kind": "choose", "name": ["x"], "access": "hidden"},
        {"kind": "choose", "name": "<b>", "access": "hidden"},
        {"kind": "choose", "name": "x" * 10_000, "access": "locked"},
        {"kind": "choose", "name": "seed", "access": "gone"},
        {"kind": "choose", "name": "seed"},
        {"kind": "open", "text": None},
        {"kind": "open"},
        {"kind": 3},
        {},
    ],
)
def test_messages_that_no_page_sends_change_nothing(view: LinkView, content: dict[str, Any]) -> None:
    before = view.board.fragment
    view.board._handle_custom_msg(content, [])
    Wire(view.board).say([content])
    assert view.board.fragment == before


def views(widget: object, found: set[int]) -> Iterator[SettingsView]:
    """Yield all views of settings within a widget, sections opened."""
    if id(widget) in found or not isinstance(widget, ipywidgets.Widget):
        return
    found.add(id(widget))
    if isinstance(widget, Section):
        widget.head.opened = True
    if isinstance(widget, SettingsView):
        yield widget
    inner = [*vars(widget).values(), *getattr(widget, "children", ())]
    for one in inner:
        for part in one if isinstance(one, (list, tuple)) else [one]:
            yield from views(part, found)


def test_the_names_are_those_of_the_controls_and_of_the_labs() -> None:
    names: set[str] = set()
    for source in ("mnist", "spiral", "penguins"):
        page = Dashboard(Experiment(source))
        for lab in page.labs:
            for one in views(lab, set()):
                names |= set(one.names)
        page.close()
    assert names == {name for group in CONTROLS.values() for name in group}
    assert set(LABS.items()) == set(dashboard._TITLES.items())


def test_what_is_hidden_is_hidden_in_every_lab_and_also_in_one_made_later() -> None:
    experiment = Experiment("spiral")
    experiment.change_page(hidden=["class_weight"], locked=["seed"])
    controls = ClassWeightControls(experiment)
    assert controls._menu.access == "hidden"
    experiment.change_page(lifted=True)
    assert controls._menu.access == "free"
    controls.close()
    experiment.close()


def test_the_dashboard_opens_the_link_of_its_address_and_tells_what_is_wrong_with_one() -> None:
    teacher = Experiment("spiral", seed=4)
    teacher.change_page(tab="OptimizerLab", hidden=["DataLab", "seed"])
    page = Dashboard()
    bar = page._bar
    bar._handle_custom_msg({"kind": "link", "text": teacher.link()}, [])
    assert (bar.labs[bar.selected], page.experiment.seed) == ("Optimizer", 4)
    assert "Data" not in bar.labs
    lab = page._pages[bar.selected].show()
    assert lab.header.restricted
    lab.header._handle_custom_msg({"kind": "lift", "on": True}, [])
    assert "Data" in bar.labs
    bar._handle_custom_msg({"kind": "link", "text": "#mlw=7.abc"}, [])
    assert "version 7" in page._pages[bar.selected].show().header.error
    bar.selected = bar.labs.index("Train")
    assert page.experiment.page.tab == "TrainLab"
    page.experiment.undo()
    page.experiment.undo()
    assert page.experiment.dataset.name == "mnist"
    page.experiment.change_page(hidden=list(LABS))
    assert bar.labs  # never none at all
    page.close()
    teacher.close()
