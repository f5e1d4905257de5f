"""Who is let in, who waits where, and who comes next; no server is needed for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlwidgets.server.house import ABSENCE_SECONDS, CLAIM_SECONDS, LONGEST_QUEUE, RETURN_SECONDS, House

if TYPE_CHECKING:
    from mlwidgets.server.page_kernels import Stay


class Clock:
    """A time that passes only when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Class:
    """A house, its clock, and what those who wait have been told."""

    def __init__(self, places: int) -> None:
        self.clock = Clock()
        self.house = House(places, self.clock)
        self.told: dict[str, list[int | None]] = {}

    def enters(self, visitor: str) -> Stay:
        """Let somebody in for whom there is a place."""
        stay = self.house.enter(visitor)
        assert stay is not None
        return stay

    def waits(self, visitor: str) -> None:
        """Have somebody come who must wait, and stay on the waiting page."""
        assert self.house.enter(visitor) is None
        self.told[visitor] = []
        self.house.listen(visitor, self.told[visitor].append)

    def loses(self, visitor: str) -> None:
        """Cut somebody's connection who waits."""
        self.house.hang_up(visitor, self.told[visitor].append)

    def passes(self, seconds: float) -> None:
        """Let time pass, as the server does."""
        self.clock.now += seconds
        self.house.tidy()


def test_there_are_as_many_places_as_learners() -> None:
    those = Class(2)
    those.enters("ada")
    those.enters("bob")
    those.waits("cyd")
    those.waits("dan")
    assert (those.house.inside, those.house.waiting) == (2, 2)
    assert those.told == {"cyd": [1], "dan": [2]}


def test_the_first_in_the_queue_comes_next_and_all_others_move_up() -> None:
    those = Class(1)
    ada = those.enters("ada")
    for name in ("bob", "cyd", "dan"):
        those.waits(name)
    ada.end()
    assert those.told["bob"] == [1], "ada may be reloading"
    those.passes(RETURN_SECONDS)
    assert those.told == {"bob": [1, 0], "cyd": [2, 1], "dan": [3, 2]}
    assert those.house.enter("cyd") is None
    those.enters("bob")
    assert those.house.number("cyd") == 1


def test_a_place_is_free_only_when_its_process_has_ended() -> None:
    those = Class(1)
    ada = those.enters("ada")
    those.waits("bob")
    ada.leave()
    those.passes(60.0)
    assert those.told["bob"] == [1]
    ada.end()
    assert those.told["bob"] == [1, 0]


def test_nobody_comes_sooner_by_reloading() -> None:
    those = Class(1)
    those.enters("ada")
    those.waits("bob")
    those.waits("cyd")
    for _ in range(3):
        those.loses("bob")
        those.loses("cyd")
        for name in ("cyd", "bob"):  # cyd is quicker each time
            assert those.house.enter(name) is None
            those.house.listen(name, those.told[name].append)
    assert those.told["bob"][-1] == 1
    assert those.told["cyd"][-1] == 2


def test_a_newcomer_does_not_slip_in_while_the_next_one_reloads() -> None:
    those = Class(1)
    ada = those.enters("ada")
    those.waits("bob")
    those.loses("bob")
    ada.end()
    those.passes(RETURN_SECONDS)
    assert those.house.enter("cyd") is None
    those.enters("bob")


def test_somebody_who_leaves_the_queue_frees_the_place_in_it() -> None:
    those = Class(1)
    ada = those.enters("ada")
    those.waits("bob")
    those.waits("cyd")
    those.loses("bob")
    those.passes(ABSENCE_SECONDS)
    assert those.told["cyd"] == [2, 1]
    ada.end()
    those.passes(RETURN_SECONDS)
    assert those.told["cyd"] == [2, 1, 0]


def test_somebody_who_is_not_there_is_not_called() -> None:
    those = Class(1)
    ada = those.enters("ada")
    those.waits("bob")
    those.waits("cyd")
    those.loses("bob")  # a moment ago: the place in the queue is still theirs
    ada.end()
    those.passes(RETURN_SECONDS)
    assert those.told["cyd"] == [2, 0]
    assert those.house.enter("bob") is None


def test_somebody_who_does_not_follow_a_call_is_asked_to_queue_again() -> None:
    those = Class(1)
    ada = those.enters("ada")
    those.waits("bob")
    those.waits("cyd")
    ada.end()
    those.passes(RETURN_SECONDS)
    assert those.told == {"bob": [1, 0], "cyd": [2, 1]}
    those.passes(CLAIM_SECONDS)
    assert those.told == {"bob": [1, 0, None], "cyd": [2, 1, 0]}


def test_a_page_that_is_reloaded_stays_inside() -> None:
    those = Class(1)
    ada = those.enters("ada")
    those.waits("bob")
    ada.leave()  # the goodbye of the page that is reloaded comes first
    again = those.enters("ada")
    ada.end()
    those.passes(60.0)
    assert those.told["bob"] == [1]
    again.end()
    those.passes(RETURN_SECONDS)
    assert those.told["bob"] == [1, 0]


def test_a_goodbye_that_comes_late_lets_its_own_page_in() -> None:
    those = Class(1)
    ada = those.enters("ada")
    those.waits("bob")
    those.waits("ada")  # the new page was quicker than the goodbye of the old one
    ada.end()
    assert those.told == {"bob": [1], "ada": [2, 0]}
    those.enters("ada")
    those.passes(60.0)
    assert those.told["bob"] == [1]


def test_a_second_page_of_the_same_browser_takes_a_place_of_its_own() -> None:
    those = Class(2)
    those.enters("ada")
    those.enters("ada")
    those.waits("ada")
    assert those.house.inside == 2


def test_a_server_that_was_started_again_calls_those_who_waited() -> None:
    those = Class(1)
    told: list[int | None] = []
    those.house.listen("bob", told.append)  # it has never heard of bob
    assert told == [0]
    those.enters("bob")


def test_nobody_is_told_the_same_twice() -> None:
    those = Class(1)
    those.enters("ada")
    those.waits("bob")
    for _ in range(100):
        those.passes(1.0)
    assert those.told["bob"] == [1]


def test_a_place_whose_kernel_never_started_is_free_again() -> None:
    those = Class(1)
    those.enters("ada").end()
    those.passes(RETURN_SECONDS)
    those.enters("bob")


def test_the_queue_ends_somewhere() -> None:
    those = Class(1)
    those.enters("ada")
    for number in range(LONGEST_QUEUE + 5):
        assert those.house.enter(f"visitor {number}") is None
    assert those.house.waiting == LONGEST_QUEUE
    told: list[int | None] = []
    those.house.listen("late", told.append)
    assert told == [None]
    those.passes(ABSENCE_SECONDS)
    assert those.house.waiting == 0, "none of them was there"


@pytest.mark.parametrize("places", [1, 3])
def test_places_are_never_given_twice(places: int) -> None:
    those = Class(places)
    stays = [those.enters(f"inside {number}") for number in range(places)]
    for number in range(2 * places):
        those.waits(f"waits {number}")
    for stay in stays:
        stay.end()
        stay.end()
    those.passes(RETURN_SECONDS)
    called = [name for name, said in those.told.items() if said[-1] == 0]
    assert called == [f"waits {number}" for number in range(places)]
    for name in called:
        those.enters(name)
    assert those.house.inside == places
    assert those.house.enter("newcomer") is None
