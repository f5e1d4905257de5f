"""The publisher: latest wins, the last is never lost."""

from __future__ import annotations

import threading
import time
from itertools import pairwise
from typing import TYPE_CHECKING

from mlwidgets.session.run.publisher import MAX_PER_SECOND, Publisher
from tests.session.support import DEADLINE

if TYPE_CHECKING:
    import pytest


class Desk:
    """Takes deliveries, and can be made to hold one up."""

    def __init__(self) -> None:
        self.taken: list[int] = []
        self.open = threading.Event()
        self.open.set()
        self.busy = threading.Event()

    def take(self, item: int) -> None:
        """Take one item."""
        self.busy.set()
        assert self.open.wait(DEADLINE)
        self.taken.append(item)


def test_of_many_items_the_newest_is_delivered_and_the_last_is_never_lost() -> None:
    desk = Desk()
    publisher: Publisher[int] = Publisher(desk.take)
    desk.open.clear()
    publisher.put(1)
    assert desk.busy.wait(DEADLINE)
    for item in range(2, 500):  # while the first is being delivered
        publisher.put(item)
    desk.open.set()
    assert publisher.wait_until_delivered(DEADLINE)
    assert desk.taken == [1, 499]
    publisher.close()


def test_items_that_are_not_urgent_wait_for_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    moments: list[float] = []
    clock = time.monotonic

    def moment() -> float:
        """Return the time, and remember when the publisher has asked for it."""
        now = clock()
        if threading.current_thread().name == "mlwidgets-publisher":
            moments.append(now)
        return now

    monkeypatch.setattr("mlwidgets.session.run.publisher.time.monotonic", moment)
    desk = Desk()
    publisher: Publisher[int] = Publisher(desk.take)
    for item in range(3):
        publisher.put(item)
        assert publisher.wait_until_delivered(DEADLINE)
    assert desk.taken == [0, 1, 2]
    publisher.close()
    starts = moments[::2]  # and after each the end of the delivery
    assert len(starts) == 3
    assert min(later - earlier for earlier, later in pairwise(starts)) > 0.95 / MAX_PER_SECOND


def test_urgent_items_do_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlwidgets.session.run.publisher.MAX_PER_SECOND", 0.1 / DEADLINE)
    desk = Desk()
    publisher: Publisher[int] = Publisher(desk.take)
    for item in range(50):
        publisher.put(item, urgent=True)
        assert publisher.wait_until_delivered(DEADLINE)
    assert desk.taken == list(range(50))
    publisher.close()


def test_a_delivery_that_fails_is_logged_and_the_next_one_comes(caplog: pytest.LogCaptureFixture) -> None:
    taken: list[int] = []

    def deliver(item: int) -> None:
        if item == 1:
            raise RuntimeError("no")
        taken.append(item)

    publisher: Publisher[int] = Publisher(deliver)
    for item in (1, 2):
        publisher.put(item, urgent=True)
        assert publisher.wait_until_delivered(DEADLINE)
    assert taken == [2]
    assert "A view could not take a snapshot." in caplog.text
    publisher.close()


def test_close_ends_the_thread_and_drops_what_waits() -> None:
    before = threading.active_count()
    desk = Desk()
    publisher: Publisher[int] = Publisher(desk.take)
    publisher.put(1)
    assert publisher.wait_until_delivered(DEADLINE)
    publisher.put(2)  # would be due a tenth of a second later
    publisher.close()
    assert threading.active_count() == before
    publisher.put(3, urgent=True)
    assert publisher.wait_until_delivered(DEADLINE)
    assert desk.taken == [1]


def test_close_from_within_a_delivery_does_not_wait_for_itself() -> None:
    done = threading.Event()

    def deliver(_: int) -> None:
        publisher.close()
        done.set()

    publisher: Publisher[int] = Publisher(deliver)
    publisher.put(1)
    assert done.wait(DEADLINE)


def test_wait_gives_up_in_time() -> None:
    desk = Desk()
    publisher: Publisher[int] = Publisher(desk.take)
    desk.open.clear()
    publisher.put(1)
    assert not publisher.wait_until_delivered(0.02)
    desk.open.set()
    assert publisher.wait_until_delivered(DEADLINE)
    publisher.close()
