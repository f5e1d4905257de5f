"""What is kept in the browser: the newest moment, one at a time; what comes back is not believed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.session import Experiment
from mlwidgets.session.learned.opening import learned_experiment
from mlwidgets.widgets.playground.playground import Playground
from mlwidgets.widgets.shell import keeper_view as module
from mlwidgets.widgets.shell.keeper_view import KeeperView
from mlwidgets.widgets.shell.run_keeper import CHUNK, MOST_BYTES, RunKeeper

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 20.0


class Page:
    """A browser that keeps what it is sent, and says so unless it is told to be slow."""

    def __init__(self, keeper: RunKeeper, *, slow: bool = False) -> None:
        self.keeper, self.slow = keeper, slow
        self.runs: list[tuple[dict[str, Any], bytes]] = []
        self.said: list[dict[str, Any]] = []
        keeper.send = self._receive  # type: ignore[method-assign]

    def _receive(self, content: dict[str, Any], buffers: list[bytes] | None = None) -> None:
        if content["kind"] == "run":
            self.runs.append((content, (buffers or [b""])[0]))
            if not self.slow:
                self.say(kind="kept", serial=content["serial"])
        else:
            self.said.append(content)

    def say(self, buffers: Any = (), **content: Any) -> None:  # noqa: ANN401 - whatever a page sends
        self.keeper._handle_custom_msg(content, buffers)

    def wait(self, runs: int) -> bool:
        end = time.monotonic() + SECONDS
        while len(self.runs) < runs and time.monotonic() < end:
            time.sleep(0.01)
        return len(self.runs) >= runs

    def bring_back(self, content: bytes, upload: str = "a") -> dict[str, Any]:
        self.said.clear()
        self.say(kind="begin", upload=upload, size=len(content))
        while self.said[-1]["kind"] == "more":
            at = self.said[-1]["at"]
            self.say([memoryview(content[at : at + CHUNK])], kind="piece", upload=upload, at=at)
        return self.said[-1]


@pytest.fixture
def experiment() -> Iterator[Experiment]:
    """Give an experiment on points."""
    made = Experiment("circle", epochs=5000)
    yield made
    made.close()


def test_nothing_is_kept_before_anything_is_done(experiment: Experiment) -> None:
    view = KeeperView(experiment, "dashboard")
    page = Page(view.keeper)
    experiment.learning_rate = 0.02  # no page is there yet
    assert page.runs == []
    experiment.undo()
    page.say(kind="ready", keep=True)
    time.sleep(2 * module.SOON)
    assert page.runs == []
    experiment.learning_rate = 0.05
    assert page.wait(1)
    content, kept = page.runs[0]
    assert content["about"] == {"data": "circle", "updates": 0}
    other = Experiment.from_bytes(kept)
    assert other.learning_rate == 0.05
    other.close()
    view.close()


def test_a_running_training_is_kept_again_and_again(experiment: Experiment) -> None:
    view = KeeperView(experiment, "dashboard")
    page = Page(view.keeper)
    page.say(kind="ready", keep=True)
    experiment.run()
    assert page.wait(3)
    updates = [content["about"]["updates"] for content, _ in page.runs]
    assert updates == sorted(set(updates))
    experiment.pause()
    assert experiment.wait(SECONDS)
    end = time.monotonic() + SECONDS
    last = None
    while last is None or not np.array_equal(last.model.vector, experiment.model.vector):
        assert time.monotonic() < end
        if last is not None:
            last.close()
        time.sleep(0.05)
        last = Experiment.from_bytes(page.runs[-1][1])
    last.close()
    view.close()
    thread = view._thread
    if thread is not None:
        thread.join(SECONDS)
        assert not thread.is_alive()


def test_a_slow_page_gets_the_newest_and_no_queue(
    experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "INTERVAL", 0.01)
    view = KeeperView(experiment, "dashboard")
    page = Page(view.keeper, slow=True)
    page.say(kind="ready", keep=True)
    experiment.run()
    assert page.wait(1)
    time.sleep(0.5)
    assert len(page.runs) == 1
    first = page.runs[0][0]
    page.slow = False
    page.say(kind="kept", serial=first["serial"] + 5)  # of another one
    assert len(page.runs) == 1
    page.say(kind="kept", serial=first["serial"])
    assert page.wait(2)
    view.close()


def test_switched_off_nothing_is_sent(experiment: Experiment) -> None:
    view = KeeperView(experiment, "dashboard")
    page = Page(view.keeper)
    page.say(kind="ready", keep=False)
    experiment.step_updates(20)
    assert experiment.wait(SECONDS)
    assert (page.runs, view._thread) == ([], None)
    page.say(kind="ready", keep=True)  # switched on: it is kept at once
    assert page.wait(1)
    view.close()


def test_the_shipped_network_is_not_kept_as_it_comes() -> None:
    experiment = learned_experiment()
    view = KeeperView(experiment, "dashboard")
    page = Page(view.keeper)
    page.say(kind="ready", keep=True)
    time.sleep(2 * module.SOON)
    assert page.runs == []
    view.close()
    experiment.close()


def test_what_was_kept_comes_back_in_one_step(experiment: Experiment) -> None:
    experiment.step_updates(33)
    assert experiment.wait(SECONDS)
    kept = experiment.to_bytes(moments="present")
    other = Experiment("spiral")
    view = KeeperView(other, "dashboard")
    page = Page(view.keeper)
    assert page.bring_back(kept) == {"kind": "opened"}
    assert other.wait(SECONDS)
    assert (other.dataset.name, other.model.vector.tobytes()) == ("circle", experiment.model.vector.tobytes())
    other.undo()
    assert other.dataset.name == "spiral"
    damaged = bytearray(kept)
    damaged[500] ^= 1
    answer = page.bring_back(bytes(damaged))
    assert answer["kind"] == "refused"
    assert "damaged" in answer["words"]
    assert other.dataset.name == "spiral"
    view.close()
    other.close()


def test_what_no_page_of_ours_sends_is_not_heard(experiment: Experiment) -> None:
    view = KeeperView(experiment, "dashboard")
    page = Page(view.keeper)
    odd: list[Any] = [None, [], -1, 10**400, "x" * 10_000, {}, True, 0.5]
    for one in odd:
        for kind in ("ready", "kept", "begin", "piece", "run", one):
            content = {"kind": kind, "keep": one, "serial": one, "upload": one, "size": one, "at": one}
            page.say([memoryview(b"x")], **content)
        view.keeper._handle_custom_msg(one, [])
    assert {said["kind"] for said in page.said} <= {"refused", "more"}
    for size in (0, -5, MOST_BYTES + 1):
        page.said.clear()
        page.say(kind="begin", upload="a", size=size)
        assert page.said[-1]["kind"] == "refused"
    page.say(kind="begin", upload="a", size=10)
    page.say([memoryview(b"")], kind="piece", upload="a", at=0)
    page.say([memoryview(b"123")], kind="piece", upload="b", at=0)
    page.say([memoryview(b"123")], kind="piece", upload="a", at=5)
    page.say(kind="piece", upload="a", at=0)
    assert page.said[-1] == {"kind": "more", "upload": "a", "at": 0}
    assert not experiment.can_undo
    view.close()


def test_what_is_too_large_is_said(experiment: Experiment) -> None:
    view = KeeperView(experiment, "dashboard")
    page = Page(view.keeper)
    assert not view.keeper.put(bytes(MOST_BYTES + 1), {})
    assert page.said == [{"kind": "large", "size": MOST_BYTES + 1}]
    view.close()


def test_each_experiment_has_an_entry_of_its_own(experiment: Experiment) -> None:
    views = [KeeperView(experiment, "dashboard"), KeeperView(experiment, "dashboard")]
    other = Experiment("spiral")
    views.append(KeeperView(other, "playground"))
    entries = [view.keeper._entry for view in views]
    assert entries[0] == entries[1] != entries[2]
    for view in views:
        view.close()
    other.close()


def test_a_playground_keeps_its_own_experiment_only(experiment: Experiment) -> None:
    def keepers(lab: Playground) -> list[KeeperView]:
        return [one for one in lab.children if isinstance(one, KeeperView)]

    own, shared = Playground(), Playground(experiment)
    assert [one.keeper.page for one in keepers(own)] == ["playground"]
    assert keepers(shared) == []
    for lab in (own, shared):
        lab.close()
