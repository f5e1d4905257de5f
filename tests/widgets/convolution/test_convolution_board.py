"""ConvolutionBoard without a browser: what it shows, what it hears, what it refuses."""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from traitlets import TraitError

from mlwidgets.errors import ConfigurationError, ShapeError
from mlwidgets.explain.convolution.example import INPUT, KERNEL
from mlwidgets.explain.convolution.forward import ConvolutionSettings, convolve
from mlwidgets.explain.convolution.gradients import convolve_back
from mlwidgets.widgets.convolution.convolution_board import ConvolutionBoard
from mlwidgets.widgets.convolution.grid_widget import packed
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray

PLACE = {"row": 1, "column": 2, "channel": 0}


def board(*, backward: bool = False) -> ConvolutionBoard:
    """Return a board with the article's example."""
    made = ConvolutionBoard()
    settings = ConvolutionSettings()
    out = convolve(INPUT, KERNEL, settings)
    gradients = convolve_back(INPUT, KERNEL, settings, np.ones_like(out.output)) if backward else None
    made.show(INPUT, KERNEL, out, gradients)
    return made


def numbers(one: ConvolutionBoard, name: str) -> AnyArray:
    """Return a grid as the page would read it."""
    grid = one.grids[name]
    return np.frombuffer(grid["data"], "<f8").reshape(grid["shape"])


def heard(one: ConvolutionBoard) -> list[dict[str, Any]]:
    """Return the list that everything goes to which the learner does from now on."""
    messages: list[dict[str, Any]] = []
    one.on_edit(messages.append)
    return messages


def test_a_convolution_is_shown_in_one_message() -> None:
    one = ConvolutionBoard()
    wire = Wire(one)
    out = convolve(INPUT, KERNEL, ConvolutionSettings())
    one.show(INPUT, KERNEL, out)
    (state,) = wire.updates()
    assert set(state) == {"grids", "settings", "size_text"}
    assert numbers(one, "output")[0, :, 0].tolist() == [114, 328, -26, 470, 158]
    assert set(one.grids) == {"input", "kernel", "padded", "applied", "z", "activated", "output"}
    assert one.settings["before"] == [1, 1]
    assert one.settings["padding"] == "same"
    assert one.size_text == "⌊(5 + 2 − 3) / 1⌋ + 1 = 5"
    assert not one.backward
    assert INPUT.tobytes() in wire.buffers


def test_gradients_open_the_way_back() -> None:
    one = board(backward=True)
    assert one.backward
    assert one.settings["bias_gradient"] == 25
    assert numbers(one, "kernel_gradient")[1, 1, 0] == INPUT.sum()
    assert numbers(one, "output_gradient").shape == (5, 5, 1)
    assert {"z_gradient", "input_gradient"} <= set(one.grids)


def test_float32_and_turned_arrays_travel_as_they_are_read() -> None:
    turned = np.arange(6, dtype=np.float32).reshape(2, 3, 1)[::-1, ::-1]
    grid = packed(turned)
    assert np.frombuffer(grid["data"], "<f8").tolist() == [5, 4, 3, 2, 1, 0]  # type: ignore[call-overload]
    for bad in (np.zeros((2, 2)), np.zeros((2, 0, 1))):
        with pytest.raises(ShapeError, match="A grid has the shape"):
            packed(bad)


@pytest.mark.parametrize(
    ("grids", "words"),
    [
        ({"pixels": {"shape": [1, 1, 1], "data": bytes(8)}}, "A grid is one of input"),
        ({"input": {"shape": [2, 2, 1], "data": bytes(8)}}, "got \\[2, 2, 1\\] and 8 bytes"),
        ({"input": {"shape": [1], "data": bytes(8)}}, "three sides"),
    ],
)
def test_grids_that_the_page_could_not_read_are_refused(grids: dict[str, Any], words: str) -> None:
    with pytest.raises(TraitError, match=words):
        ConvolutionBoard(grids=grids)


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "edit", "grid": "kernel", **PLACE, "value": -2.5},
        {"kind": "edit", "grid": "input", "row": 4, "column": 4, "channel": 0, "value": 1e6},
        {"kind": "fill", "grid": "input", **PLACE, "values": [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]},
        {"kind": "gradient", "choice": "ones"},
        {"kind": "gradient", "choice": "cell", **PLACE},
        {"kind": "undo"},
        {"kind": "redo"},
    ],
)
def test_what_the_learner_does_is_heard_and_answered(message: dict[str, Any]) -> None:
    one = board()
    messages, wire = heard(one), Wire(one)
    wire.say({**message, "else": "is left out"})
    assert messages == [message]
    assert wire.messages == [{"method": "custom", "content": {"kind": "settled"}}]
    assert one.error == ""


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ({}, "kind must be one of"),
        ({"kind": "explode"}, "kind must be one of"),
        ({"kind": ["edit"]}, "kind must be one of"),
        ({"kind": "edit", "grid": "output", **PLACE, "value": 1}, "grid must be one of"),
        ({"kind": "edit", "grid": "output_gradient", **PLACE, "value": 1}, "no output gradient to edit"),
        ({"kind": "edit", "grid": "kernel", **PLACE, "row": 3, "value": 1}, r"row must be .* in \[0, 2\]"),
        ({"kind": "edit", "grid": "kernel", **PLACE, "column": -1, "value": 1}, "column must be"),
        ({"kind": "edit", "grid": "kernel", **PLACE, "channel": 1, "value": 1}, "channel must be"),
        ({"kind": "edit", "grid": "kernel", **PLACE, "row": "1", "value": 1}, "row must be"),
        ({"kind": "edit", "grid": "kernel", "value": 1}, "row must be"),
        ({"kind": "edit", "grid": "kernel", **PLACE}, "each cell must be a number"),
        ({"kind": "edit", "grid": "kernel", **PLACE, "value": math.nan}, "each cell must be a number"),
        ({"kind": "edit", "grid": "kernel", **PLACE, "value": math.inf}, "each cell must be a number"),
        ({"kind": "edit", "grid": "kernel", **PLACE, "value": 2e6}, "each cell must be a number"),
        ({"kind": "edit", "grid": "kernel", **PLACE, "value": True}, "each cell must be a number"),
        ({"kind": "fill", "grid": "kernel", **PLACE, "values": [[1, 2]]}, "at most 2 × 1 from that cell"),
        ({"kind": "fill", "grid": "kernel", **PLACE, "values": [[1], [2], [3]]}, "at most 2 × 1"),
        ({"kind": "fill", "grid": "input", **PLACE, "values": [[1, 2], [3]]}, "must be a rectangle"),
        ({"kind": "fill", "grid": "input", **PLACE, "values": []}, "must be a rectangle"),
        ({"kind": "fill", "grid": "input", **PLACE, "values": [[]]}, "must be a rectangle"),
        ({"kind": "fill", "grid": "input", **PLACE, "values": "12"}, "must be a rectangle"),
        ({"kind": "fill", "grid": "input", **PLACE, "values": [1, 2]}, "must be a rectangle"),
        ({"kind": "fill", "grid": "input", **PLACE, "values": [["x"]]}, "each cell must be a number"),
        ({"kind": "gradient", "choice": "twos"}, "choice must be one of"),
        ({"kind": "gradient", "choice": "cell", **PLACE, "row": 5}, "row must be"),
    ],
)
def test_a_hostile_message_is_explained_and_changes_nothing(message: dict[str, Any], words: str) -> None:
    one = board()
    messages, wire = heard(one), Wire(one)
    wire.say(message)
    assert messages == []
    with pytest.raises(AssertionError, match=words):
        raise AssertionError(one.error)
    assert one.error.endswith(".")
    assert any("grids" in state for state in wire.updates())  # the page gets the good ones again
    assert wire.messages[-1]["content"] == {"kind": "settled"}
    wire.say({"kind": "undo"})
    assert one.error == ""
    assert len(messages) == 1


@pytest.mark.parametrize("content", ["text", None, 3, ["edit"]])
def test_a_message_that_is_no_message_reaches_nobody(content: Any) -> None:  # noqa: ANN401 - anything at all
    one = board()
    heard: list[object] = []
    one.on_edit(heard.append)
    Wire(one).say(content)
    assert (one.error, heard) == ("", [])


def test_a_callback_that_refuses_is_quoted() -> None:
    one = board()

    def refuse(_: object) -> None:
        raise ConfigurationError("The kernel is locked.")

    one.on_edit(refuse)
    wire = Wire(one)
    wire.say({"kind": "undo"})
    assert one.error == "The kernel is locked."
    assert [list(state) for state in wire.updates()] == [["error"], ["grids"]]
    one.on_edit(refuse, remove=True)
    wire.say({"kind": "undo"})
    assert one.error == ""


def test_a_callback_that_fails_is_logged_and_told(caplog: pytest.LogCaptureFixture) -> None:
    one = board()
    one.on_edit(lambda _: 1 // 0)
    wire = Wire(one)
    with caplog.at_level(logging.ERROR):
        wire.say({"kind": "undo"})
    assert "ZeroDivisionError" in one.error
    assert "A callback of ConvolutionBoard failed." in caplog.text
    assert wire.messages[-1]["content"] == {"kind": "settled"}


@pytest.mark.parametrize(
    "state",
    [{"grids": {}}, {"settings": {"strides": 99}}, {"backward": True}, {"error": "x"}, {"minimum": 5.0}],
)
def test_the_page_may_set_nothing(state: dict[str, Any]) -> None:
    one = board()
    (name,) = state
    before = getattr(one, name)
    wire = Wire(one)
    wire.arrive(state)
    assert getattr(one, name) == before
    assert [list(update) for update in wire.updates()] == [[name]]


def test_an_unknown_keyword_is_refused() -> None:
    with pytest.raises(TypeError, match="no argument 'grid'"):
        ConvolutionBoard(grid={})
