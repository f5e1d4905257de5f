"""KernelLab without a browser: its NumPy side, its grids, and what it leaves behind."""

from __future__ import annotations

import gc
import json
import weakref
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from ipywidgets.widgets.widget import _instances

from mlwidgets import KernelLab
from mlwidgets.data.pictures.reading import bundled_picture
from mlwidgets.errors import MLWidgetsError
from mlwidgets.explain.convolution.forward import ConvolutionSettings
from mlwidgets.session import Experiment
from mlwidgets.session.convolution.experiment import Convolution
from mlwidgets.widgets import Dashboard
from mlwidgets.widgets.convolution.convolution_board import ConvolutionBoard
from mlwidgets.widgets.convolution.picture_board import PictureBoard
from tests.session.support import pictures, table
from tests.widgets.kernel_lab_parts import Learner, parts
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Generator

    from numpy.typing import NDArray

INPUT = [
    [60, 113, 56, 139, 85],
    [73, 121, 54, 84, 128],
    [131, 99, 70, 129, 127],
    [80, 57, 115, 69, 134],
    [104, 126, 123, 95, 130],
]
OUTPUT = [
    [114, 328, -26, 470, 158],
    [53, 266, -61, -30, 344],
    [403, 116, -47, 295, 244],
    [108, -135, 256, -128, 344],
    [314, 346, 279, 153, 421],
]
IDENTITY = [[0, 0, 0], [0, 1, 0], [0, 0, 0]]


@pytest.fixture
def learner() -> Generator[Learner]:
    made = Learner()
    yield made
    made.close()


def shown(board: Any, name: str) -> NDArray[np.float64]:  # noqa: ANN401 - a widget with grids
    """Return the numbers that a grid on the page shows, without the axis of a single channel."""
    grid = board.grids[name]
    numbers = np.frombuffer(grid["data"], "<f8").reshape(grid["shape"])
    return numbers[:, :, 0] if numbers.shape[2] == 1 else numbers


# ---- the NumPy side ----


def test_it_opens_on_the_article_s_example(learner: Learner) -> None:
    assert learner.lab.input.tolist() == INPUT
    assert learner.lab.kernel.tolist() == [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]
    assert learner.lab.output.tolist() == OUTPUT
    board = learner.only(ConvolutionBoard)
    assert shown(board, "output").tolist() == OUTPUT
    assert board.size_text == "⌊(5 + 2 − 3) / 1⌋ + 1 = 5"
    assert learner.lab.header.error == learner.lab.fault == ""


def test_the_arrays_are_copies(learner: Learner) -> None:
    for name in ("input", "kernel", "output"):
        getattr(learner.lab, name)[:] = 7
    assert learner.lab.output.tolist() == OUTPUT
    assert learner.lab.input.tolist() == INPUT


def test_assigning_moves_the_picture(learner: Learner) -> None:
    board = learner.only(ConvolutionBoard)
    learner.lab.kernel = IDENTITY
    assert shown(board, "kernel").tolist() == IDENTITY
    assert shown(board, "output").tolist() == INPUT
    learner.lab.input = np.arange(12).reshape(3, 4)
    assert (
        learner.lab.output.tolist() == shown(board, "output").tolist() == np.arange(12).reshape(3, 4).tolist()
    )
    assert (learner.control("Rows").value, learner.control("Columns").value) == (3, 4)
    learner.do(board, "undo")
    assert learner.lab.input.tolist() == INPUT


def test_several_channels_have_an_axis_of_their_own(learner: Learner) -> None:
    learner.lab.input = np.ones((4, 5, 3))
    assert learner.shape("input") == (4, 5, 3)
    assert learner.shape("kernel") == (3, 3, 3)
    assert learner.shape("output") == (4, 5)
    learner.experiment.convolution.set(channels="separately")
    assert learner.shape("kernel") == (3, 3)
    assert learner.shape("output") == (4, 5, 3)


def test_a_picture_is_taken_by_name_as_a_picture_and_as_pixels(learner: Learner) -> None:
    learner.lab.input = "cat"
    board = learner.only(PictureBoard)
    assert learner.shape("input") == learner.shape("output") == (300, 451, 3)
    assert learner.lab.input.dtype == np.uint8
    assert board.shape == [300, 451, 3]
    learner.lab.input = bundled_picture("test_card")
    assert learner.shape("output") == (384, 384)
    pixels = np.random.default_rng(0).integers(0, 256, (65, 30), np.uint8)
    learner.lab.input = pixels
    np.testing.assert_array_equal(learner.lab.input, pixels)
    assert learner.control("Input").value == "/own"
    learner.lab.input = pixels[:64]  # small enough for numbers
    np.testing.assert_array_equal(shown(learner.only(ConvolutionBoard), "input"), pixels[:64])


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("kernel", [[1, "two"]], "Each cell of the kernel must be a number from"),
        ("kernel", np.ones((12, 1)), "A kernel has 1 to 11 rows and 1 to 11 columns; got 12 × 1"),
        ("kernel", [[float("nan")]], "Each cell of the kernel must be a number"),
        ("kernel", [[1, 2], [3]], "All rows of the kernel must be of the same length"),
        ("input", np.ones((65, 2)), r"each side of the input must be a whole number in \[2, 64\]; got 65"),
        ("input", [[1e7, 0], [0, 0]], "Each cell of the input must be a number from -1,000,000"),
        ("input", np.zeros((600, 3), np.uint8), "A picture must have sides of 1 to 512 pixels"),
        ("input", "dog", "There is no picture named 'dog'"),
        ("input", None, "Each cell of the input must be a number"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    learner: Learner, name: str, value: object, message: str
) -> None:
    before = learner.setup
    with pytest.raises(MLWidgetsError, match=message):
        setattr(learner.lab, name, value)
    assert learner.setup is before
    assert learner.lab.output.tolist() == OUTPUT


# ---- grids ----


def test_cells_are_edited_and_blocks_pasted_and_both_can_be_undone(learner: Learner) -> None:
    board = learner.only(ConvolutionBoard)
    place = {"row": 1, "column": 1, "channel": 0}
    learner.do(board, "edit", grid="kernel", **place, value=4.5)
    assert learner.lab.kernel[1, 1] == 4.5
    assert learner.lab.output[0, 0] == 4.5 * 60 - 113 - 73
    learner.do(board, "fill", grid="input", **place, values=[[1, 2], [3, 4]])
    assert learner.lab.input[1:3, 1:3].tolist() == [[1, 2], [3, 4]]
    assert board.can_undo
    assert not board.can_redo
    learner.do(board, "undo")
    learner.do(board, "undo")
    assert learner.lab.output.tolist() == OUTPUT
    assert not board.can_undo
    learner.do(board, "redo")
    assert learner.lab.kernel[1, 1] == 4.5
    assert board.can_redo


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ({"kind": "edit", "grid": "kernel", "value": "two"}, "each cell must be a number"),
        ({"kind": "edit", "grid": "kernel", "value": 1e9}, "each cell must be a number"),
        ({"kind": "edit", "grid": "output", "value": 1}, "grid must be one of"),
        ({"kind": "edit", "grid": "output_gradient", "value": 1}, "There is no output gradient to edit."),
        ({"kind": "edit", "grid": "input", "row": 5, "value": 1}, "row must be a whole number"),
        ({"kind": "fill", "grid": "kernel", "values": [[1, 2, 3, 4]]}, "A block for the kernel must be"),
        ({"kind": "undo"}, "There is nothing to undo"),
        ({"kind": "explode"}, "kind must be one of"),
    ],
)
def test_a_hostile_page_gets_a_sentence_and_the_grids_that_are(
    learner: Learner, message: dict[str, Any], sentence: str
) -> None:
    board = learner.only(ConvolutionBoard)
    wire = Wire(board)
    wire.say({"row": 0, "column": 0, "channel": 0, **message})
    assert sentence in board.error
    assert learner.lab.output.tolist() == OUTPUT
    assert any("grids" in state for state in wire.updates())
    assert wire.messages[-1]["content"] == {"kind": "settled"}
    learner.do(board, "edit", grid="kernel", row=0, column=0, channel=0, value=1)
    assert board.error == ""


def test_the_gradient_of_the_output_is_chosen_and_typed(learner: Learner) -> None:
    board = learner.only(ConvolutionBoard)
    assert not board.backward
    learner.choose("Backward pass", "yes")
    assert board.backward
    assert board.settings["bias_gradient"] == 25
    learner.do(board, "gradient", choice="cell", row=4, column=0, channel=0)
    assert shown(board, "output_gradient").sum() == shown(board, "output_gradient")[4, 0] == 1
    assert shown(board, "input_gradient")[4, 0] == 5
    learner.do(board, "edit", grid="output_gradient", row=0, column=0, channel=0, value=-2)
    assert board.settings["bias_gradient"] == -1
    learner.do(board, "gradient", choice="random")
    assert len(np.unique(shown(board, "output_gradient"))) > 4
    learner.do(board, "gradient", choice="ones")
    assert board.settings["bias_gradient"] == 25
    learner.choose("Backward pass", "no")
    assert "kernel_gradient" not in board.grids


def test_beside_pictures_the_kernel_can_be_edited(learner: Learner) -> None:
    learner.lab.input = "test_card"
    grid = board = learner.only(PictureBoard)
    before = board.result
    learner.do(grid, "edit", grid="kernel", row=1, column=1, channel=0, value=9)
    assert learner.lab.kernel[1, 1] == shown(grid, "kernel")[1, 1] == 9
    assert board.result != before
    assert board.alt_result.startswith(
        "The picture filtered by the kernel 0 −1 0; −1 9 −1; 0 −1 0: 384 by 384"
    )
    learner.do(grid, "undo")
    assert board.result == before
    learner.do(grid, "edit", grid="kernel", row=0, column=0, channel=0, value="x")
    assert "each cell must be a number" in grid.error


def test_a_signed_kernel_opens_signed_and_the_learners_choice_stays(learner: Learner) -> None:
    learner.lab.input = "test_card"
    board = learner.only(PictureBoard)
    assert board.view == "clip"
    learner.choose("Kernel", "sobel_x")
    assert board.view == "centred"
    Wire(board).arrive({"view": "absolute"})
    learner.choose("Kernel", "sobel_y")
    assert board.view == "absolute"
    learner.choose("Kernel", "gaussian_blur")
    assert board.view == "clip"


def test_settings_that_are_needed_less_often_fold_away(learner: Learner) -> None:
    section = learner.only_titled("More settings")
    settings = next(part for part in parts(learner.lab) if "mlw-kernel-more" in part._dom_classes)
    assert "mlw-kernel-away" in settings._dom_classes
    Wire(section).arrive({"opened": True})
    assert "mlw-kernel-away" not in settings._dom_classes
    Wire(section).arrive({"opened": False})
    assert "mlw-kernel-away" in settings._dom_classes


def test_the_menu_of_sizes_grows_the_kernel_around_its_middle(learner: Learner) -> None:
    learner.choose("Size", "5 5")
    assert learner.lab.kernel[1:4, 1:4].tolist() == [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]
    learner.lab.kernel = np.ones((2, 3))
    assert learner.control("Size").value == "2 3"
    learner.choose("Size", "3 3")
    assert learner.shape("kernel") == (3, 3)
    assert learner.control("Size").options[-1] == ("11 × 11", "11 11")


def test_a_large_kernel_is_not_read_out_number_by_number(learner: Learner) -> None:
    learner.lab.input = "dot"
    learner.lab.kernel = np.ones((11, 11))
    alt = learner.only(PictureBoard).alt_result
    assert alt == "The picture filtered by the kernel of 11 × 11: 41 by 41 pixels, values from 0 to 255."


def test_reset_goes_back_to_the_example_and_can_be_undone(learner: Learner) -> None:
    learner.lab.input = "lamps"
    learner.experiment.convolution.set(strides=3, flip=True)
    learner.press("Reset")
    assert learner.lab.output.tolist() == OUTPUT
    assert learner.control("Stride").value == "1"
    learner.do(learner.only(ConvolutionBoard), "undo")
    assert learner.setup.settings.strides == 3
    assert learner.control("Input").value == "lamps"


# ---- an experiment and its other views ----


def test_another_convolution_takes_the_place_of_the_first(learner: Learner) -> None:
    first = learner.experiment.convolution
    written = Convolution()
    written.change(numbers=[[1, 2], [3, 4]], kernel=[[2]], settings=ConvolutionSettings(bias=1.0))
    learner.experiment.convolution = json.loads(json.dumps(written.to_dict()))
    assert learner.lab.output.tolist() == [[3, 5], [7, 9]]
    board = learner.only(ConvolutionBoard)
    assert shown(board, "output").tolist() == [[3, 5], [7, 9]]
    assert learner.control("Kernel rows").value == 1
    assert learner.control("Bias").value == 1
    assert learner.experiment.convolution is first  # others look at it, too
    learner.experiment.undo()
    assert shown(board, "kernel").shape == (3, 3)


def test_all_labs_of_an_experiment_look_at_one_convolution() -> None:
    experiment = Experiment()
    dashboard, alone = Dashboard(experiment), Learner(experiment)
    (within,) = [lab for lab in dashboard.labs if isinstance(lab, KernelLab)]
    within.kernel = IDENTITY
    assert alone.lab.output.tolist() == INPUT
    alone.lab.input = "dot"
    assert within.output.shape == (41, 41)
    assert experiment.to_dict()["convolution"]["picture"] == "dot"
    alone.lab.close()
    within.kernel = [[2]]  # nobody is left who could stumble over it
    dashboard.close()
    experiment.close()


def test_other_data_do_not_disturb_the_lab(learner: Learner) -> None:
    learner.lab.kernel = IDENTITY
    learner.experiment.dataset = table()
    assert learner.lab.header.error == ""
    learner.choose("Stride", "2")
    assert learner.shape("output") == (3, 3)


def test_a_lab_on_rows_of_numbers_has_no_look_inside() -> None:
    learner = Learner(table())
    titles = [section.head.title for section in learner.lab.children if hasattr(section, "head")]
    assert titles == ["Show the code", "Use this kernel in the network"]
    learner.choose("Input", "/example")
    assert learner.control("Input").error.startswith("The kernel slides over pictures, and")
    assert learner.control("Input").value == "/numbers"
    learner.close()


# ---- cost and end ----


def size_of(wires: list[Wire]) -> int:
    """Return the bytes that went to the page."""
    texts = sum(len(json.dumps(message, default=str)) for wire in wires for message in wire.messages)
    return texts + sum(len(buffer) for wire in wires for buffer in wire.buffers)


def test_a_changed_number_costs_little(learner: Learner) -> None:
    board = learner.only(ConvolutionBoard)
    wires = [Wire(part) for part in parts(learner.lab)]
    message = {"kind": "edit", "grid": "input", "row": 2, "column": 2, "channel": 0, "value": 3}
    next(wire for wire in wires if wire.widget is board).say(message)
    sent = {type(wire.widget).__name__: wire.updates() for wire in wires if wire.messages}
    assert set(sent) == {"ConvolutionBoard"}
    assert len(sent["ConvolutionBoard"]) == 1
    assert size_of(wires) < 6_000


def test_a_changed_kernel_sends_the_new_picture_and_hardly_more(learner: Learner) -> None:
    learner.lab.input = np.random.default_rng(0).integers(0, 256, (512, 512, 3), np.uint8)
    grid = learner.only(PictureBoard)
    wires = [Wire(part) for part in parts(learner.lab)]
    message = {"kind": "edit", "grid": "kernel", "row": 0, "column": 0, "channel": 0, "value": 3}
    next(wire for wire in wires if wire.widget is grid).say(message)
    assert 0 < size_of(wires) - 512 * 512 * 3 < 6_000
    assert [len(wire.updates()) for wire in wires if wire.widget is grid] == [1]  # one message


@pytest.mark.parametrize("kind", [KernelLab, Dashboard])
def test_closing_frees_everything_that_was_ever_on_the_page(kind: type[KernelLab]) -> None:
    experiment = Experiment(pictures())
    gc.collect()
    before = set(_instances)
    lab = kind(experiment)
    for part in list(parts(lab)):
        if hasattr(part, "head"):
            part.head.opened = True
    for picture in ("cat", None, "digit_8"):
        experiment.convolution.take(picture)
    trace = weakref.ref(lab)
    lab.close()
    assert set(_instances) == before
    experiment.convolution.set(strides=2)
    del lab, part
    gc.collect()
    assert trace() is None
    experiment.close()
