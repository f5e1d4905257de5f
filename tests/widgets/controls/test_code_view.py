"""Programs to take away: the widget, and the programs of the convolution lab."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image

from mlwidgets.widgets.controls.code_view import CodeView
from mlwidgets.widgets.convolution.kernel_code_view import KernelCodeView
from tests.widgets.kernel_lab_parts import Learner, parts
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Generator

PROGRAMS = {"NumPy": "print(1)", "Keras": "print(2)"}


@pytest.fixture
def learner() -> Generator[Learner]:
    made = Learner()
    yield made
    made.close()


def code_of(learner: Learner) -> CodeView:
    view = learner.open("Show the code")
    assert isinstance(view, KernelCodeView)
    return next(part for part in parts(view) if isinstance(part, CodeView))


def told(wire: Wire) -> list[dict[str, Any]]:
    return [message["content"] for message in wire.messages if message["method"] == "custom"]


def test_a_file_is_sent_when_it_is_asked_for_and_not_before() -> None:
    files = ("data.npz", "picture.png")
    view = CodeView(PROGRAMS, {"NumPy": "one.py"}, attachments=files, make_attachment=str.encode)
    wire = Wire(view)
    for content in (
        {"kind": "attach"},
        {},
        "attachment",
        None,
        3,
        {"kind": "attachment", "name": "/etc/passwd"},
    ):
        wire.say(content)  # a hostile page
    assert wire.messages == []
    wire.say({"kind": "attachment", "name": "picture.png"})
    assert told(wire) == [{"kind": "attachment", "name": "picture.png"}]
    assert wire.buffers == [b"picture.png"]


def test_without_a_file_there_is_nothing_to_send() -> None:
    for view in (
        CodeView(PROGRAMS, attachments=["picture.png"]),
        CodeView(PROGRAMS, make_attachment=str.encode),
    ):
        wire = Wire(view)
        wire.say({"kind": "attachment", "name": "picture.png"})
        assert wire.messages == []


def test_an_unknown_keyword_is_refused() -> None:
    with pytest.raises(TypeError, match="Did you mean 'programs'"):
        CodeView(program={})


def test_the_programs_follow_the_convolution(learner: Learner) -> None:
    code = code_of(learner)
    assert list(code.programs) == ["NumPy", "SciPy", "Keras"]
    assert code.file_names["Keras"] == "convolution_keras.py"
    assert code.note == "Runs as it is with NumPy installed."
    assert "[60, 113, 56, 139, 85]" in code.programs["NumPy"]
    learner.lab.kernel = [[0, 2.5, 0]]
    for program in code.programs.values():
        assert "[0, 2.5, 0]" in program
    Wire(code).arrive({"language": "Keras"})
    assert code.note == "Runs as it is with NumPy and Keras installed."
    assert code.attachments == []


def test_a_picture_goes_with_its_program(learner: Learner) -> None:
    code = code_of(learner)
    learner.choose("Input", "cat")
    assert (
        code.note == "Runs as it is with NumPy and Pillow installed, next to the input saved as picture.png."
    )
    assert 'Image.open("picture.png")' in code.programs["NumPy"]
    wire = Wire(code)
    wire.say({"kind": "attachment", "name": "picture.png"})
    with Image.open(io.BytesIO(wire.buffers[0])) as saved:
        np.testing.assert_array_equal(np.asarray(saved), learner.lab.input)
    learner.choose("Input", "digit_4")  # small enough to stand in the program
    assert code.attachments == []
    assert code.note == "Runs as it is with NumPy installed."
    assert "picture.png" not in code.programs["NumPy"]


def test_new_programs_come_in_one_message(learner: Learner) -> None:
    code = code_of(learner)
    wire = Wire(code)
    learner.choose("Input", "cat")
    assert len(wire.updates()) == 1
