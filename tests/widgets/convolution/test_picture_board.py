"""PictureBoard without a browser: what is sent when, and what is taken from the page."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from traitlets import TraitError

from mlwidgets.errors import ShapeError
from mlwidgets.explain.convolution.forward import ConvolutionSettings, convolve
from mlwidgets.explain.convolution.picture_values import to_pixels
from mlwidgets.widgets.convolution.picture_board import PictureBoard
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from mlwidgets.explain.convolution.forward import Convolved

ARTICLE = np.array(
    [
        [60, 113, 56, 139, 85],
        [73, 121, 54, 84, 128],
        [131, 99, 70, 129, 127],
        [80, 57, 115, 69, 134],
        [104, 126, 123, 95, 130],
    ],
    np.uint8,
)[:, :, np.newaxis]
SHARPEN = [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]


def kernel_of(board: PictureBoard) -> object:
    """Return the kernel's first slice as the page reads it."""
    packed = board.grids["kernel"]
    return np.frombuffer(packed["data"], "<f8").reshape(packed["shape"])[:, :, 0].tolist()


def filtered(picture: np.ndarray, kernel: Any = SHARPEN, **settings: Any) -> Convolved:  # noqa: ANN401
    settings = {"channels": "separately", **settings}
    return convolve(picture.astype(np.float32), kernel, ConvolutionSettings(**settings))


def board_with(picture: np.ndarray, **settings: Any) -> PictureBoard:  # noqa: ANN401
    board = PictureBoard()
    board.show_input(picture)
    board.show_result(filtered(picture, **settings))
    return board


def test_the_articles_picture_and_its_result() -> None:
    board = board_with(ARTICLE)
    assert np.frombuffer(board.pixels, np.uint8).reshape(board.shape).tolist() == ARTICLE.tolist()
    assert list(board.result[:5]) == [114, 255, 0, 255, 158]  # 114, 328, −26, 470, 158 clipped
    assert board.result_shape == [5, 5, 1]
    assert board.result_range == [-135.0, 470.0]
    assert kernel_of(board) == SHARPEN
    assert board.settings["before"] == [1, 1]
    assert board.settings["padding_mode"] == "zero"


def test_at_first_the_middle_is_under_the_magnifier_with_the_engines_number() -> None:
    board = board_with(ARTICLE)
    assert board.cell == [2, 2]
    assert board.cell_value == {"cell": [2, 2], "values": [-47.0]}


def test_a_result_is_one_message_and_the_input_is_not_sent_again() -> None:
    picture = np.zeros((512, 512, 3), np.uint8)
    board = board_with(picture)
    wire = Wire(board)
    made = filtered(picture, [[1, 2], [3, 4]], bias=7)
    board.show_result(made, alt="grey")
    assert len(wire.messages) == 1
    state = wire.updates()[0]
    assert "pixels" not in state
    assert sorted(map(len, wire.buffers)) == [4 * 8, 512 * 512 * 3]
    assert bytes([7]) * (512 * 512 * 3) in wire.buffers
    assert state["alt_result"] == "grey"
    assert state["cell_value"]["values"] == [7.0, 7.0, 7.0]
    assert json.loads(json.dumps(state["settings"]))["bias"] == 7


def test_input_and_result_can_go_in_one_message() -> None:
    board = board_with(ARTICLE)
    wire = Wire(board)
    picture = np.full((3, 4, 3), 9, np.uint8)
    with board.hold_sync():
        board.show_input(picture, alt="dark")
        board.show_result(filtered(picture), alt="darker")
    assert len(wire.messages) == 1
    state = wire.updates()[0]
    assert state["shape"] == state["result_shape"] == [3, 4, 3]
    assert state["cell"] == [1, 2]  # the middle of the new picture


def test_a_new_input_takes_the_old_result_away() -> None:
    board = board_with(ARTICLE)
    board.show_input(ARTICLE[:3])
    assert (board.result, board.result_shape, board.cell) == (b"", [0, 0, 1], [])
    board.view = "stretch"
    assert board.result == b""


def test_the_kernel_is_sent_as_the_learner_has_it_even_if_it_is_rotated() -> None:
    kernel = [[0.1, 0.2], [0.3, -1.5]]
    board = PictureBoard()
    board.show_input(ARTICLE)
    board.show_result(filtered(ARTICLE, np.array(kernel, np.float32), flip=True))
    assert kernel_of(board) == kernel
    assert board.settings["flip"] is True


def test_a_view_chosen_on_the_page_brings_other_pixels_of_the_same_numbers() -> None:
    board = board_with(ARTICLE)
    output = filtered(ARTICLE).output
    wire = Wire(board)
    for view in ("absolute", "centred", "stretch", "clip"):
        wire.arrive({"view": view})
        assert board.result == to_pixels(output, view).tobytes()
    assert len(wire.buffers) == 4
    assert board.result_range == [-135.0, 470.0]


def test_a_pixel_pointed_at_is_answered_with_the_engines_numbers() -> None:
    picture = np.random.default_rng(1).integers(0, 256, (6, 7, 3)).astype(np.uint8)
    board = board_with(picture)
    output = filtered(picture).output
    wire = Wire(board)
    wire.arrive({"cell": [5, 0]})
    assert board.cell_value == {"cell": [5, 0], "values": output[5, 0].tolist()}
    assert [state["cell_value"] for state in wire.updates() if "cell_value" in state] == [board.cell_value]
    assert wire.buffers == []


def test_the_pixel_stays_where_it_is_while_the_kernel_changes_and_moves_in_when_the_output_shrinks() -> None:
    board = board_with(ARTICLE)
    board.cell = [4, 3]
    board.show_result(filtered(ARTICLE, [[2]]))
    assert board.cell == [4, 3]
    assert board.cell_value == {"cell": [4, 3], "values": [190.0]}
    board.show_result(filtered(ARTICLE, padding="valid"))
    assert board.cell == [2, 2]
    assert board.cell_value["cell"] == [2, 2]


@pytest.mark.parametrize(
    "cell", [[5, 0], [0, 5], [-1, 0], [1], [1, 2, 3], ["a", 0], "no", None, [0.5, 0], [10**9, 0]]
)
def test_a_pixel_outside_the_output_is_refused_and_the_page_told(cell: object) -> None:
    board = board_with(ARTICLE)
    wire = Wire(board)
    wire.arrive({"cell": cell})
    assert board.cell == [2, 2]
    assert wire.updates()[-1]["cell"] == [2, 2]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("pixels", b"abc"),
        ("result", b"abc"),
        ("shape", [5, 5, 2]),
        ("result_shape", [1]),
        ("view", "negative"),
    ],
)
def test_other_values_from_the_page_that_do_not_fit_are_refused(name: str, value: object) -> None:
    board = board_with(ARTICLE)
    before = getattr(board, name)
    wire = Wire(board)
    wire.arrive({name: value})
    assert getattr(board, name) == before
    sent = wire.messages[-1]
    assert [name] in sent["buffer_paths"] or name in sent["state"]


def test_bytes_that_do_not_fit_their_shape_are_named() -> None:
    with pytest.raises(
        TraitError, match=r"pixels must have height × width × channels = 25 bytes.*got 3 bytes"
    ):
        board_with(ARTICLE).pixels = b"abc"
    with pytest.raises(
        TraitError, match=r"cell must be empty or \[row, column\], counted from 0, of an output of 5"
    ):
        board_with(ARTICLE).cell = [5, 5]


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((4, 4), np.uint8),
        np.zeros((4, 4, 2), np.uint8),
        np.zeros((4, 4, 1), np.float32),
        np.zeros((0, 4, 1), np.uint8),
        np.zeros((513, 4, 1), np.uint8),
    ],
)
def test_what_is_no_picture_for_the_board_is_refused(picture: np.ndarray) -> None:
    with pytest.raises(ShapeError, match=r"A picture must be uint8 .* 1 to 512 rows and columns; got "):
        PictureBoard().show_input(picture)


def test_a_result_with_two_channels_is_refused() -> None:
    made = convolve(np.zeros((3, 3, 2)), [[1]], ConvolutionSettings(channels="separately"))
    with pytest.raises(ShapeError, match=r"1 channel or 3"):
        PictureBoard().show_result(made)


def test_numbers_that_are_not_finite_travel_as_nothing() -> None:
    board = board_with(ARTICLE)
    values = np.full((5, 5, 1), np.inf, np.float32)
    object.__setattr__(made := filtered(ARTICLE), "output", values)
    board.show_result(made)
    assert board.cell_value["values"] == [None]
    assert board.result == b"\xff" * 25
    assert all(math.isfinite(end) for end in board.result_range)
    json.dumps(board.get_state(["cell_value", "result_range", "settings"]), allow_nan=False)


def test_an_unknown_keyword_is_a_type_error_with_advice() -> None:
    with pytest.raises(TypeError, match="Did you mean 'view'"):
        PictureBoard(views="clip")
