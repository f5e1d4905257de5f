"""What all widgets with grids have in common, tried with the kernel of a picture board."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mlwidgets.errors import ConfigurationError, ShapeError
from mlwidgets.widgets.convolution.grid_widget import packed
from mlwidgets.widgets.convolution.picture_board import PictureBoard
from tests.widgets.wire import Wire

KERNEL = np.arange(12, dtype=np.float64).reshape(2, 3, 2) / 4
PLACE = {"row": 1, "column": 2, "channel": 1}


def grid() -> tuple[PictureBoard, Wire, list[dict[str, Any]]]:
    heard: list[dict[str, Any]] = []
    made = PictureBoard()
    made.grids = {"kernel": packed(KERNEL)}
    made.on_edit(heard.append)
    return made, Wire(made), heard


def test_a_kernel_travels_as_little_endian_float64() -> None:
    made, *_ = grid()
    sent = made.grids["kernel"]
    assert sent["shape"] == [2, 3, 2]
    np.testing.assert_array_equal(np.frombuffer(sent["data"], "<f8").reshape(2, 3, 2), KERNEL)
    turned = packed(KERNEL[::-1, ::-1].astype(">f4"))
    np.testing.assert_array_equal(np.frombuffer(turned["data"], "<f8"), KERNEL[::-1, ::-1].ravel())  # type: ignore[call-overload]


@pytest.mark.parametrize("shape", [(3, 3), (0, 3, 1), (1, 2, 3, 4)])
def test_a_grid_has_rows_columns_and_channels(shape: tuple[int, ...]) -> None:
    with pytest.raises(ShapeError, match="A grid has the shape"):
        packed(np.zeros(shape))


def test_edits_are_heard_checked_and_answered() -> None:
    made, wire, heard = grid()
    wire.say({"kind": "edit", "grid": "kernel", **PLACE, "value": 2, "more": "dropped"})
    wire.say(
        {"kind": "fill", "grid": "kernel", "row": 0, "column": 1, "channel": 0, "values": [[1, 2], [3, 4]]}
    )
    wire.say({"kind": "redo"})
    assert heard == [
        {"kind": "edit", "grid": "kernel", **PLACE, "value": 2},
        {"kind": "fill", "grid": "kernel", "row": 0, "column": 1, "channel": 0, "values": [[1, 2], [3, 4]]},
        {"kind": "redo"},
    ]
    assert [m["content"] for m in wire.messages if m["method"] == "custom"] == [{"kind": "settled"}] * 3
    assert made.error == ""


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "edit", "grid": "input", **PLACE, "value": 1},
        {"kind": "edit", "grid": "kernel", **PLACE, "value": "two"},
        {"kind": "edit", "grid": "kernel", **PLACE, "value": None},
        {"kind": "edit", "grid": "kernel", **PLACE, "value": True},
        {"kind": "edit", "grid": "kernel", **PLACE, "value": 2e6},
        {"kind": "edit", "grid": "kernel", **PLACE, "channel": 2, "value": 1},
        {"kind": "edit", "grid": "kernel", **PLACE, "row": -1, "value": 1},
        {"kind": "fill", "grid": "kernel", **PLACE, "values": [[1, 2]]},
        {"kind": "fill", "grid": "kernel", **PLACE, "values": []},
        {"kind": "fill", "grid": "kernel", **PLACE, "values": [["x"]]},
        {"kind": "gradient", "choice": "none"},
        {"kind": ["edit"]},
        {},
    ],
)
def test_a_hostile_message_is_a_sentence_and_the_page_goes_back(message: Any) -> None:  # noqa: ANN401 - anything
    made, wire, heard = grid()
    wire.say(message)
    assert heard == []
    assert made.error.endswith((".", "?"))
    assert [list(state) for state in wire.updates()][-1] == ["grids"]


def test_what_python_refuses_is_quoted_and_forgotten_at_the_next_thing() -> None:
    made, wire, heard = grid()

    def refuse(_: object) -> None:
        raise ConfigurationError("This kernel is locked.")

    made.on_edit(refuse)
    wire.say({"kind": "undo"})
    assert made.error == "This kernel is locked."
    made.on_edit(refuse, remove=True)
    wire.say({"kind": "undo"})
    assert made.error == ""
    assert len(heard) == 2


def test_the_page_may_set_nothing() -> None:
    made, wire, _ = grid()
    before = dict(made.grids)
    names: dict[str, object] = {
        "grids": {},
        "size_text": "x",
        "error": "x",
        "can_undo": True,
        "maximum": 1e99,
    }
    for name, value in names.items():
        state = {name: value}
        wire.arrive(state)
        assert wire.updates()[-1].keys() == state.keys()
    assert (made.grids, made.size_text, made.error) == (before, "", "")
    assert (made.can_undo, made.maximum) == (False, 1e6)
