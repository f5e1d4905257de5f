"""While a message of the page is answered, training gives way, unless the answer needs it."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from mlwidgets.session import Status
from mlwidgets.session.run import hands
from mlwidgets.session.run.hands import HANDS, Hands
from tests.session.support import DEADLINE, Watch, settled

if TYPE_CHECKING:
    from tests.session.conftest import Make


def never() -> bool:
    return False


def running(make: Make) -> Watch:
    """Return a run that is at work."""
    watch = Watch(make(epochs=10_000))
    watch.experiment.run()
    watch.until_iteration(2)
    return watch


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let training give way for as long as a test may take."""
    monkeypatch.setattr(hands, "LONG_SECONDS", 1000.0)


def test_whoever_answers_nothing_keeps_nobody_waiting() -> None:
    begin = time.monotonic()
    one = Hands()
    for _ in range(100):
        one.give_way(never)
        with one:
            assert one.busy
            one.give_way(never)  # it has only just begun
    assert not one.busy
    assert time.monotonic() - begin < 1


def test_answers_within_answers_are_counted() -> None:
    one = Hands()
    with one:
        with one:
            pass
        assert one.busy
    assert not one.busy


@pytest.mark.usefixtures("patient")
def test_training_stands_still_while_a_message_is_answered_and_goes_on_after_it(make: Make) -> None:
    watch = running(make)
    with HANDS:
        stood = before = -1
        deadline = time.monotonic() + DEADLINE
        while stood < 5:  # looks in a row
            assert time.monotonic() < deadline
            time.sleep(0.02)
            before, seen = watch.experiment.newest, before
            stood = stood + 1 if seen == before else 0
    watch.until_iteration(before + 2)


@pytest.mark.usefixtures("patient")
def test_an_answer_that_waits_for_the_run_gets_it_at_once(make: Make) -> None:
    watch = running(make)
    with HANDS:
        time.sleep(0.05)
        watch.experiment.learning_rate = 0.005  # between two steps
        watch.experiment.pause()
        settled(watch.experiment)
    assert watch.experiment.status is Status.PAUSED


def test_what_takes_long_does_not_stop_training(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hands, "LONG_SECONDS", 0.05)
    watch = running(make)
    with HANDS:
        watch.until_iteration(watch.experiment.newest + 20)


def test_it_can_be_wanted_while_it_waits() -> None:
    one, wanted = Hands(), threading.Event()
    with one:
        time.sleep(2 * hands.SHORT_SECONDS)
        threading.Timer(0.05, wanted.set).start()
        one.give_way(wanted.is_set)
    assert wanted.is_set()
