"""DecisionMap without a browser: what is sent, and what is taken from the page."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from traitlets import TraitError

from mlwidgets.explain.plane.neurons import Decisions
from mlwidgets.widgets.playground.decision_map import DecisionMap
from tests.widgets.wire import Wire

NAMES = ("red", "green", "blue")


def decisions(size: int = 100) -> Decisions:
    """Make a map in stripes."""
    classes = np.tile(np.arange(size, dtype=np.uint8) % 3, (size, 1))
    return Decisions(classes, np.full((size, size), 0.5, np.float32))


def points(n: int = 4) -> tuple[np.ndarray, np.ndarray]:
    """Make points along a line."""
    line = np.linspace(-5, 5, n, dtype=np.float32)
    return np.stack([line, line], axis=1), np.arange(n) % 3


def filled(**parts: Any) -> DecisionMap:  # noqa: ANN401 - points
    """Make a map with points."""
    plane = DecisionMap()
    plane.show_points({"train": points(4), "test": points(2), **parts}, NAMES)
    return plane


def test_an_update_is_one_message_of_two_bytes_a_cell() -> None:
    plane = filled()
    plane.show_map(decisions(), "Three classes.")
    wire = Wire(plane)
    other = decisions()
    other.numbers[0, :4] = [0, 1, np.nan, 1 / 3]
    plane.show_map(other, "Three other classes.")
    assert len(wire.messages) == 1
    (state,) = wire.updates()
    assert sorted(state) == ["frame", "summary"]
    assert sorted(map(len, wire.buffers)) == [10_000, 10_000]
    assert list(plane.frame["levels"][:5]) == [1, 255, 0, 86, 128]
    assert list(plane.frame["classes"][:4]) == [0, 1, 2, 0]


def test_numbers_have_the_scale_of_the_points() -> None:
    plane = DecisionMap()
    x, _ = points(3)
    plane.show_points({"train": (x, np.array([-2.0, 0.5, 1.0]))})
    plane.show_map(Decisions(None, np.array([[-2, 0], [1, 99]], np.float32)), "A number.")
    assert plane.points["reach"] == 2
    assert plane.frame["classes"] == b""
    assert list(plane.frame["levels"]) == [1, 128, 192, 255]


def test_points_go_once_as_they_are() -> None:
    plane = filled(validation=points(3))
    assert [part["name"] for part in plane.points["parts"]] == ["train", "validation", "test"]
    assert [len(part["x"]) for part in plane.points["parts"]] == [32, 24, 16]
    assert list(plane.points["parts"][0]["y"]) == [0, 1, 2, 0]
    assert plane.points["classes"] == ["red", "green", "blue"]
    assert np.frombuffer(plane.points["parts"][0]["x"], "<f4").tolist()[:2] == [-5, -5]


def test_numbers_that_are_all_0_have_a_scale() -> None:
    plane = DecisionMap()
    x, _ = points(2)
    plane.show_points({"train": (x, np.zeros(2))})
    assert plane.points["reach"] == 1


def test_a_place_is_asked_for_and_answered() -> None:
    plane = filled()
    wire = Wire(plane)
    wire.arrive({"looking": {"place": [1.5, -2], "near": ["test", 1]}})
    assert plane.looking["near"] == ["test", 1]
    plane.show_answer(shares=[0.1, 0.2, 0.7])
    assert plane.answer == {"looking": plane.looking, "shares": [0.1, 0.2, 0.7]}
    plane.show_points({"train": points(2)}, NAMES)
    assert (plane.looking, plane.answer) == ({}, {})
    plane.show_answer(shares=[1, 0, 0])
    assert plane.answer == {}


@pytest.mark.parametrize(
    "looking",
    [
        {"place": [7, 0], "near": []},
        {"place": [0, 0], "near": ["validation", 0]},
        {"place": [0, 0], "near": ["train", 4]},
        {"place": [0, 0], "near": ["train", -1]},
        {"place": [0], "near": []},
        {"place": [0, 0]},
        {"place": ["0", 0], "near": []},
        {"place": [float("nan"), 0], "near": []},
        {"near": []},
    ],
)
def test_a_place_that_is_not_there_is_refused(looking: dict[str, Any]) -> None:
    plane = filled()
    with pytest.raises(TraitError, match="looking must be"):
        plane.looking = looking
    assert plane.looking == {}


@pytest.mark.parametrize(
    "point", [[7, 0, 0], [0, 0, 5], [0, 0, -1], [0, 0], [0, 0, 0.5], ["0", 0, 0], [float("nan"), 0, 0]]
)
def test_a_drawn_point_that_cannot_be_is_refused_and_told(point: list[Any]) -> None:
    plane = DecisionMap()
    wire = Wire(plane)
    wire.arrive({"drawn": [[1, 1, 0], point]})
    assert plane.drawn == []
    # What is no number at all is refused at the border already.
    assert "Each point of drawn must be" in plane.message or "is not finite" in plane.message
    assert wire.updates()[0]["drawn"] == []


def test_a_number_to_predict_can_be_drawn_too() -> None:
    plane = DecisionMap()
    wire = Wire(plane)
    wire.arrive({"draw_numbers": True, "drawn": [[1, 1, 0.5], [2, 2, -1]]})
    assert plane.drawn == [[1, 1, 0.5], [2, 2, -1]]
    wire.arrive({"drawn": [[1, 1, 1.5]]})
    assert "a number from −1 to 1" in plane.message
    used: list[DecisionMap] = []
    plane.on_use(used.append)
    wire.say({"kind": "use", "drawn": [[0, 0, 1]], "numbers": False})
    assert (plane.draw_numbers, plane.drawn) == (False, [[0, 0, 1]])
    wire.say({"kind": "use", "drawn": [[0, 0, 0.5]], "numbers": "yes"})
    assert (plane.draw_numbers, plane.drawn, len(used)) == (False, [[0, 0, 1]], 1)


def test_too_many_drawn_points_are_refused() -> None:
    plane = DecisionMap()
    with pytest.raises(TraitError, match="at most 5,000 points; got 5,001"):
        plane.drawn = [[0, 0, 0]] * 5001


def test_what_was_drawn_is_used_on_a_message() -> None:
    plane = DecisionMap(can_draw=True)
    used: list[DecisionMap] = []
    plane.on_use(used.append)
    wire = Wire(plane)
    wire.arrive({"drawn": [[1.25, 2, 0], [-1, -2, 1]]})
    wire.say({"kind": "other"})
    wire.say({"kind": "use"})
    assert used == [plane]
    assert plane.drawn == [[1.25, 2, 0], [-1, -2, 1]]
    wire.say({"kind": "use", "drawn": [[3, 3, 1]]})  # which may overtake the state
    assert plane.drawn == [[3, 3, 1]]
    for hostile in (None, 3, [[9, 9, 9]], "points"):
        wire.say({"kind": "use", "drawn": hostile})
    assert len(used) == 2
    assert plane.drawn == [[3, 3, 1]]
    assert plane.message


def test_keywords_are_strict() -> None:
    with pytest.raises(TypeError, match="no argument 'size'"):
        DecisionMap(size=3)
