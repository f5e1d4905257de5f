"""Labs that nobody shows any more, that are shown again, and whose data change."""

from __future__ import annotations

import gc
import threading
import weakref
from typing import TYPE_CHECKING, Any

import pytest
from ipywidgets.widgets.widget import _instances

from mlwidgets.data import load
from mlwidgets.session import Experiment, Status
from mlwidgets.widgets import Dashboard, NetworkLab, Playground, PredictLab, TrainLab
from mlwidgets.widgets.base.lifetime import forget_output
from mlwidgets.widgets.shell import session_banner
from mlwidgets.widgets.shell.session_banner import SessionBanner
from mlwidgets.widgets.training.run_panel import RunPanel
from tests.widgets.kernel_lab_parts import parts
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.widgets.base.view import View


@pytest.fixture(autouse=True)
def no_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait."""
    monkeypatch.setattr(session_banner, "GRACE", 0.02)


def banner(lab: View) -> SessionBanner:
    one = lab.children[-1]
    assert isinstance(one, SessionBanner)
    return one


def say(lab: View, kind: str, view: str = "a") -> None:
    """Let the page tell that it shows a lab, or does so no more."""
    data = {"method": "custom", "content": {"kind": kind, "view": view}}
    banner(lab).comm.handle_msg({"content": {"data": data}, "buffers": []})


def hide(lab: View) -> None:
    """Let the last view leave the page, and wait until Python has taken notice."""
    one = banner(lab)
    say(lab, "hidden")
    timer = one._timer
    if timer is not None:
        timer.join(timeout=10)


def updates(lab: View) -> str:
    """Return what the run bar says of the progress."""
    (panel,) = [one for one in parts(lab) if isinstance(one, RunPanel)]
    return panel.text


def train_points() -> View:
    return TrainLab("circle")


@pytest.mark.parametrize("make", [train_points, NetworkLab, PredictLab, Playground, Dashboard])
def test_a_lab_that_nobody_shows_and_nobody_keeps_is_freed_with_all_its_parts(
    make: Callable[[], Any],
) -> None:
    gc.collect()
    before, threads = set(_instances), threading.active_count()
    lab = make()
    say(lab, "shown")
    lab.experiment.step_batch()
    assert lab.experiment.wait(timeout=30)
    traces = [weakref.ref(lab), weakref.ref(lab.experiment)]
    hide(lab)
    assert threading.active_count() == threads
    del lab
    gc.collect()
    assert [trace() for trace in traces] == [None, None]
    assert set(_instances) == before


def test_a_run_of_its_own_stops_when_nobody_looks_and_goes_on_when_somebody_does() -> None:
    lab = TrainLab(Experiment("circle", epochs=5000).dataset)
    lab.experiment.epochs = 5000
    say(lab, "shown")
    lab.experiment.run()
    hide(lab)
    assert lab.experiment.snapshot is not None
    assert lab.experiment.snapshot.status is Status.PAUSED
    reached = lab.experiment.snapshot.iteration
    say(lab, "shown", "b")  # as a variable, shown in another cell
    assert f"update {reached:,}" in updates(lab)
    lab.experiment.step_batch()
    assert lab.experiment.wait(timeout=30)
    assert f"update {reached + 1:,}" in updates(lab)
    lab.close()


def test_a_second_view_keeps_a_lab_awake() -> None:
    lab = TrainLab("circle")
    say(lab, "shown", "a")
    say(lab, "shown", "b")
    one = banner(lab)
    wire = Wire(one)
    wire.say({"kind": "hidden", "view": "a"})
    timer = one._timer
    assert {"method": "custom", "content": {"kind": "who"}} in wire.messages
    wire.say({"kind": "shown", "view": "b"})  # as the one that is left answers
    assert timer is not None
    timer.join(timeout=10)
    lab.experiment.step_batch()
    assert lab.experiment.wait(timeout=30)
    assert "update 1" in updates(lab)
    lab.close()


def test_an_experiment_that_others_look_at_goes_on_and_keeps_no_lab() -> None:
    experiment = Experiment("circle", epochs=5)
    lab = TrainLab(experiment)
    say(lab, "shown")
    hide(lab)
    trace = weakref.ref(lab)
    del lab
    gc.collect()
    assert trace() is None
    experiment.step_batch()
    assert experiment.wait(timeout=30)
    assert experiment.snapshot is not None
    assert experiment.snapshot.iteration == 1
    experiment.close()


def test_a_lab_that_is_kept_is_up_to_date_when_it_is_displayed_again() -> None:
    experiment = Experiment("circle", epochs=5)
    lab = TrainLab(experiment)
    say(lab, "shown")
    hide(lab)
    experiment.step_batch()
    assert experiment.wait(timeout=30)
    lab._repr_mimebundle_()
    assert "update 1" in updates(lab)
    lab.close()
    experiment.close()


def test_a_lab_follows_its_experiment_to_other_data_and_waits_through_those_it_cannot_show() -> None:
    experiment = Experiment("mnist")
    lab = PredictLab(experiment)
    experiment.dataset = load("circle")
    assert "grey pictures of 28 × 28 pixels" in lab.header.error
    experiment.dataset = load("mnist")
    assert lab.header.error == ""
    lab.show_test(3)
    assert experiment.example is not None
    assert experiment.example.title == "Test digit 3"
    before = set(_instances)
    experiment.dataset = load("mnist")
    experiment.dataset = load("circle")
    experiment.dataset = load("mnist")
    assert len(_instances) == len(before)  # what was there before has been freed
    lab.close()
    experiment.close()


def test_a_ping_is_answered() -> None:
    one = SessionBanner()
    wire = Wire(one)
    wire.say({"kind": "ping", "id": "7"})
    wire.say({"kind": "ping", "id": {"a": 1}})
    assert wire.messages == [{"method": "custom", "content": {"kind": "pong", "id": "7"}}]
    one.close()


def test_a_notebook_forgets_an_output_that_has_been_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    from IPython.core.interactiveshell import InteractiveShell  # noqa: PLC0415 - slow, and only here

    shell: Any = InteractiveShell()  # type: ignore[no-untyped-call]
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    lab, other = object(), object()
    shell.user_ns.update({"_oh": {3: lab, 4: other}, "_3": lab, "_4": other, "_": other, "__": lab, "x": lab})
    shell.user_ns_hidden.update({"_3": lab, "__": lab})
    forget_output(lab)
    assert lab not in shell.user_ns_hidden.values()
    assert shell.user_ns["_oh"] == {4: other}
    assert "_3" not in shell.user_ns
    assert shell.user_ns["__"] is None
    assert (shell.user_ns["_"], shell.user_ns["x"]) == (other, lab)


def test_a_lab_shown_again_while_it_falls_asleep_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    labs = [TrainLab()]
    rest = Experiment.rest

    def shown_meanwhile(experiment: Experiment) -> None:
        rest(experiment)
        say(labs[0], "shown", "b")

    monkeypatch.setattr(Experiment, "rest", shown_meanwhile)
    say(labs[0], "shown")
    hide(labs[0])
    assert not labs[0]._asleep
    model, found = labs[0].model_id, weakref.ref(labs.pop())
    gc.collect()
    assert found() is not None, "the lab on the page is gone"
    _instances[model].close()


def watchers(experiment: Experiment, name: str) -> list[Any]:
    """Return who observes a trait."""
    return list(experiment._trait_notifiers.get(name, {}).get("change", []))


def test_each_sleep_of_a_playground_leaves_nothing_that_watches() -> None:
    experiment = Experiment("circle")
    play = Playground(experiment)
    before = len(watchers(experiment, "loss"))
    for _ in range(3):
        say(play, "shown")
        hide(play)
    say(play, "shown")
    assert len(watchers(experiment, "loss")) == before
    play.close()
    assert watchers(experiment, "loss") == []
    experiment.close()
