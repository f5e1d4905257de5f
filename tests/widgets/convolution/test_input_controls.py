"""Where the input of the convolution lab comes from: numbers, pictures, drawings, examples and files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from mlwidgets.data.pictures.reading import bundled_pictures
from mlwidgets.session import Example, Experiment
from mlwidgets.widgets.controls.file_upload import FileUpload
from mlwidgets.widgets.convolution.convolution_board import ConvolutionBoard
from mlwidgets.widgets.convolution.picture_board import PictureBoard
from mlwidgets.widgets.predict.digit_pad import DigitPad
from tests.data.picture_makers import END, colourful, encoded, exif, header, pixels, png, with_segment
from tests.session.support import pictures
from tests.widgets.kernel_lab_parts import Learner, parts
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Generator

PNG = encoded(colourful(40, 60), "PNG")
JPEG = encoded(colourful(1200, 900), "JPEG", quality=90)

HOSTILE = {
    "notes.png": (b"first,second\n1,2\n", "is a text file, judging by its content"),
    "huge.png": (png(header(20_000, 20_000), pixels(bytes(1000)), END), "far more than 40 million pixels"),
    "cut.jpg": (JPEG[: len(JPEG) // 2], "cut off"),
    "print.png": (encoded(colourful(40, 60).convert("CMYK"), "TIFF"), "TIFF"),
    "empty.png": (b"", "is empty"),
}


@pytest.fixture
def learner() -> Generator[Learner]:
    made = Learner()
    yield made
    made.close()


@pytest.mark.parametrize("name", bundled_pictures())
def test_every_bundled_picture_can_be_filtered_and_says_whose_it_is(learner: Learner, name: str) -> None:
    learner.choose("Input", name)
    board = learner.only(PictureBoard)
    assert board.result_shape[:2] == board.shape[:2]
    assert board.alt_input
    assert learner.lab.fault == ""
    about = learner.control("Input").help
    assert "CC0" in about or "BSD" in about or "MNIST" in about


def test_numbers_wait_while_there_is_a_picture(learner: Learner) -> None:
    before = learner.lab.input
    learner.choose("Input", "cat")
    assert not [part for part in parts(learner.lab) if isinstance(part, ConvolutionBoard)]
    learner.choose("Input", "/numbers")
    assert not [part for part in parts(learner.lab) if isinstance(part, PictureBoard)]
    np.testing.assert_array_equal(learner.lab.input, before)
    assert learner.setup.settings.channels == "sum"  # as a network does it
    assert learner.control("Input").help == ""


def test_the_grid_gets_rows_columns_and_random_numbers(learner: Learner) -> None:
    learner.choose("Rows", 7.0)
    learner.choose("Columns", 3.0)
    assert learner.shape("input") == (7, 3)
    assert learner.lab.input[6].tolist() == [0, 0, 0]
    learner.press("Random numbers")
    numbers = learner.lab.input
    assert numbers.shape == (7, 3)
    assert 0 <= numbers.min() < numbers.max() <= 255
    learner.press("Random numbers")
    assert (learner.lab.input != numbers).any()


def test_a_drawing_is_filtered_while_it_grows_and_is_one_step_to_undo(learner: Learner) -> None:
    learner.choose("Input", "/drawing")
    pad = learner.only(DigitPad)
    assert learner.shape("input") == (112, 112)
    for row in (20, 40, 60):
        image = pad.image
        image[row] = 255
        Wire(pad).arrive({"drawing": image.tobytes()})
        assert learner.lab.input[row].min() == 255
    learner.experiment.undo()
    assert learner.control("Input").value == "/numbers"
    assert not learner.experiment.can_undo
    learner.experiment.redo()
    assert learner.lab.input[60].min() == 255
    learner.choose("Input", "cat")
    Wire(pad).arrive({"drawing": bytes(112 * 112)})  # the end of a stroke, which comes too late
    assert learner.control("Input").value == "cat"


def test_the_example_under_inspection_is_followed() -> None:
    learner = Learner(Experiment())
    learner.choose("Input", "/example")
    digits = learner.experiment.dataset
    np.testing.assert_array_equal(learner.lab.input, np.rint(digits.x_test[0, :, :, 0] * 255))
    assert learner.control("Input").help == "Test digit 0."
    for number in (3, 5):
        learner.experiment.example = Example(digits.x_test[number], f"Test digit {number}")
        np.testing.assert_array_equal(learner.lab.input, np.rint(digits.x_test[number, :, :, 0] * 255))
        assert learner.control("Input").help == f"Test digit {number}."
    learner.experiment.undo()  # one step, however many examples there were
    assert learner.control("Input").value == "/numbers"
    learner.experiment.example = Example(digits.x_test[7], "Test digit 7")
    assert learner.control("Input").value == "/numbers"
    learner.close()


def test_examples_beyond_black_and_white_are_cut_off_there() -> None:
    learner = Learner(Experiment(pictures()))
    learner.experiment.example = Example(np.full((10, 10, 1), 2.5), "glaring")
    learner.choose("Input", "/example")
    assert (learner.lab.input == 255).all()
    learner.close()


# ---- files ----


def test_a_picture_of_one_s_own_is_taken_and_stays_in_the_menu(learner: Learner) -> None:
    upload = learner.upload(PNG, "holiday.png")
    assert (upload.name, upload.error) == ("holiday.png", "")
    assert learner.shape("input") == (40, 60, 3)
    menu = learner.control("Input")
    assert (menu.value, menu.help) == ("/own", "")
    assert menu.options[-1] == ("Your picture: holiday.png", "/own")
    learner.choose("Input", "dot")
    assert learner.only(FileUpload).name == ""
    learner.choose("Input", "/own")
    assert learner.shape("input") == (40, 60, 3)
    learner.upload(encoded(Image.new("L", (5, 4)), "PNG"), "grey.png")
    assert learner.shape("input") == (4, 5)
    learner.experiment.undo()
    assert learner.shape("input") == (40, 60, 3)
    assert learner.only(FileUpload).name == "holiday.png"


def test_a_large_picture_is_turned_upright_and_shrunk_and_that_is_said(learner: Learner) -> None:
    turned = with_segment(JPEG, 0xE1, b"Exif\0\0" + exif(6))
    learner.upload(turned, "phone.jpg")
    assert learner.shape("input") == (384, 512, 3)
    assert learner.control("Input").help == "Your picture was shrunk from 1200 × 900 to 512 × 384 pixels."


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("before", ["/numbers", "cat", "own.png"])
def test_a_hostile_file_gets_a_sentence_and_the_lab_goes_on(learner: Learner, name: str, before: str) -> None:
    if before == "own.png":
        learner.upload(PNG, before)
    else:
        learner.choose("Input", before)
    setup = learner.setup
    content, said = HOSTILE[name]
    upload = learner.upload(content, name)
    assert name in upload.error
    assert said in upload.error
    assert learner.setup is setup
    assert upload.name == (before if before == "own.png" else "")
    assert learner.lab.fault == ""
    learner.choose("Input", "dot")
    assert upload.error == ""  # what was said of the file before is forgotten
    learner.upload(PNG, "better.png")
    assert upload.name == "better.png"


def test_a_file_with_the_name_of_a_bundled_picture_is_another_picture(learner: Learner) -> None:
    learner.upload(PNG, "cat")
    assert learner.control("Input").value == "/own"
    assert learner.experiment.convolution.to_dict()["picture"] is None
    learner.choose("Input", "cat")
    assert learner.shape("input") == (300, 451, 3)
    assert learner.experiment.convolution.to_dict()["picture"] == "cat"


def test_the_input_may_change_while_a_file_is_on_its_way(learner: Learner) -> None:
    upload = learner.only(FileUpload)
    begin = {"kind": "begin", "upload": "a", "name": "late.png", "size": len(PNG)}
    Wire(upload).say(begin)
    learner.choose("Input", "lamps")
    learner.choose("Input", "/drawing")
    piece = {"method": "custom", "content": {"kind": "chunk", "upload": "a", "at": 0}}
    upload.comm.handle_msg({"content": {"data": piece}, "buffers": [memoryview(PNG)]})
    assert learner.control("Input").value == "/own"
    assert upload.name == "late.png"
    assert learner.shape("input") == (40, 60, 3)


def test_a_file_that_does_not_suit_the_settings_changes_nothing(learner: Learner) -> None:
    learner.choose("Padding", "valid")
    upload = learner.upload(encoded(Image.new("L", (2, 2)), "PNG"), "tiny.png")
    assert upload.error.startswith("A kernel of 3 × 3 does not fit into the input of 2 × 2.")
    assert learner.control("Input").value == "/numbers"
    learner.choose("Padding", "same")
    assert learner.upload(encoded(Image.new("L", (1, 1)), "PNG"), "dot.png").error == ""
    assert learner.shape("output") == (1, 1)
