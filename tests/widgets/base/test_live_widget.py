"""Widgets that take a new picture only when the page has painted the last one."""

from __future__ import annotations

from mlwidgets.widgets.base.live_widget import LiveWidget
from tests.widgets.wire import Wire


class Live(LiveWidget):
    """The base with the least that anywidget asks for."""

    _esm = "export default {}"


def test_nobody_paints_for_nobody() -> None:
    live = Live()
    live.show_frame(numbers=b"1")
    assert live.painted
    assert live.frame == {"serial": 1, "told": True, "numbers": b"1"}


def test_the_next_picture_waits_until_the_page_has_painted_this_one() -> None:
    live = Live()
    told: list[LiveWidget] = []
    live.on_painted(told.append)
    wire = Wire(live)
    wire.arrive({"visible": True})
    live.show_frame()
    assert not live.painted
    wire.say({"kind": "painted", "serial": 0})  # an older one
    assert not live.painted
    wire.say({"kind": "painted", "serial": 1})
    assert live.painted
    assert told == [live]


def test_for_a_picture_that_the_page_does_not_tell_of_nobody_waits() -> None:
    live = Live()
    Wire(live).arrive({"visible": True})
    live.show_frame(told=False)
    assert live.painted
    assert live.frame["told"] is False


def test_who_goes_away_paints_no_more_and_who_comes_wants_a_new_picture() -> None:
    live = Live()
    wire = Wire(live)
    wire.arrive({"visible": True})
    live.show_frame()
    wire.arrive({"visible": False})
    assert live.painted


def test_a_hostile_message_changes_nothing() -> None:
    live = Live()
    wire = Wire(live)
    wire.arrive({"visible": True})
    live.show_frame()
    for content in ({}, {"kind": "painted"}, {"kind": "painted", "serial": "1"}, {"serial": 1}):
        wire.say(content)
    assert not live.painted
