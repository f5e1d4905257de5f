"""CellReader without a browser: the map, the pointer, and the arithmetic as the page gets it."""

from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest

from mlwidgets.errors import ShapeError
from mlwidgets.explain.network.cell_blocks import CellArithmetic, Origin, Row, Table, Window
from mlwidgets.widgets.inside.cell_reader import CellReader
from tests.widgets.wire import Wire

MAP = np.arange(12, dtype=np.float32).reshape(3, 4)


def reader() -> CellReader:
    made = CellReader(empty_text="Choose.")
    made.show_map(MAP, title="Map 1", reach=11.0, table="unsigned")
    return made


def test_a_map_is_sent_with_the_pointer_in_the_middle_in_one_message() -> None:
    made = CellReader()
    wire = Wire(made)
    made.show_map(MAP, title="Map 1", reach=11.0, table="unsigned")
    (update,) = wire.updates()
    assert update["cell"] == [1, 2]
    assert (update["board"]["height"], update["board"]["width"]) == (3, 4)
    assert np.frombuffer(wire.buffers[0], "<f4").tolist() == MAP.ravel().tolist()


def test_the_pointer_stays_where_it_is_on_a_map_of_the_same_size() -> None:
    made = reader()
    Wire(made).arrive({"cell": [0, 0]})
    made.show_map(MAP * 2, title="Map 2", reach=22.0, table="unsigned")
    assert made.cell == [0, 0]
    made.show_map(MAP[:2], title="Map 3", reach=7.0, table="unsigned")
    assert made.cell == [1, 2]


def test_the_pointer_starts_on_a_number_not_in_a_gap() -> None:
    made = CellReader()
    sheet = np.full((5, 5), np.nan)
    sheet[1, 2] = 7.0
    made.show_map(sheet, title="Kernels", reach=7.0, table="signed")
    assert made.cell == [1, 2]
    made.show_nothing()
    made.show_map(np.full((3, 3), np.nan), title="Nothing", reach=0.0, table="signed")
    assert made.cell == [1, 1]


@pytest.mark.parametrize("cell", [[3, 0], [0, 4], [0], [-1, 0], "ab", None, [0.5, 1]])
def test_a_pointer_beside_the_map_is_refused_and_the_page_told(cell: object) -> None:
    made = reader()
    wire = Wire(made)
    wire.arrive({"cell": cell})
    assert made.cell == [1, 2]
    assert wire.updates() == [{"cell": [1, 2]}]


def test_what_is_no_map_is_refused() -> None:
    for values in (np.zeros(3), np.zeros((0, 4))):
        with pytest.raises(ShapeError, match="A map has rows and columns"):
            CellReader().show_map(values, title="", reach=0.0, table="grey")


def test_nothing_is_nothing() -> None:
    made = reader()
    made.show_nothing()
    assert (made.board, made.cell, made.arithmetic) == ({}, [], {})


def test_the_arithmetic_is_written_down_as_texts_with_strengths() -> None:
    window = Window(
        "Input map 1",
        np.array([[2.0, 0.0], [1.0, np.nan]]),
        np.array([[True, False], [True, True]]),
        np.array([[-0.5, 3.0], [0.25, 1.0]]),
        None,
        -0.75,
    )
    shares = Table(
        "Softmax", ("z", "e^z", "share"), (Row("cat", (0.0, 1.0, 1.0), chosen=True),), "… and more"
    )
    made = CellArithmetic(
        "Here", "z = 1", 1.0, 1.0, None, None, Origin("", (window,), "… and 3 maps"), shares
    )
    widget = reader()
    widget.show_arithmetic(place="Here", text="z = 1", numbers=[("z", -0.5)], made=made)
    sent = widget.arithmetic
    assert sent["cell"] == [1, 2]
    assert sent["numbers"] == [["z", "−0.5"]]
    assert sent["rest"] == "… and 3 maps"
    (block,) = sent["blocks"]
    assert (block["title"], block["total"]) == ("Input map 1", "−0.75")
    assert block["rows"] == [
        [["2 × −0.5", "−1", -1.0, ""], ["0 × 3", "0", 0.0, "outside"]],
        [["1 × 0.25", "0.25", 0.25, ""], ["NaN × 1", "NaN", 0.0, ""]],
    ]
    assert sent["shares"]["rows"] == [["cat", "0", "1", "1", True]]
    assert sent["shares"]["rest"] == "… and more"


def test_of_a_pooling_the_winner_is_marked() -> None:
    window = Window("Input map 1", np.array([[1.0, 4.0]]), np.ones((1, 2), bool), None, (0, 1), 4.0)
    made = CellArithmetic("Here", "", 4.0, 4.0, None, None, Origin("", (window,)))
    widget = reader()
    widget.show_arithmetic(place="Here", text="", numbers=[], made=made)
    assert widget.arithmetic["blocks"][0]["rows"] == [[["", "1", 0.25, ""], ["", "4", 1.0, "won"]]]
    assert widget.arithmetic["shares"] is None


def test_the_learner_can_go_back() -> None:
    made = reader()
    gone: list[CellReader] = []
    made.on_leave(gone.append)
    wire = Wire(made)
    for message in ({"kind": "leave"}, {"kind": "elsewhere"}, {}):
        wire.say(message)
    assert gone == [made]


def test_the_keyboard_comes_with_the_map() -> None:
    made = reader()
    wire = Wire(made)
    with made.hold_sync():
        made.reveal()
        made.show_map(np.eye(3, dtype=np.float32), title="Another", reach=1.0, table="unsigned")
    (sent,) = wire.updates()
    assert sent["reveals"] == 1
    assert sent["board"]["title"] == "Another"


def test_nothing_is_left_of_a_closed_one() -> None:
    widget = reader()
    gone = weakref.ref(widget)
    widget.close()
    del widget
    gc.collect()
    assert gone() is None
