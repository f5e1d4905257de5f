"""DigitPad without a browser: bytes in, bytes out, and nothing of another length."""

from __future__ import annotations

import numpy as np
import pytest
from traitlets import TraitError

from mlwidgets.errors import ShapeError
from mlwidgets.widgets.predict.digit_pad import DigitPad
from tests.widgets.wire import Wire

PIXELS = 112 * 112


def test_a_new_pad_is_black() -> None:
    pad = DigitPad()
    assert pad.image.shape == (112, 112)
    assert pad.image.dtype == np.uint8
    assert not pad.image.any()


def test_a_drawing_from_the_page_becomes_an_image_row_by_row() -> None:
    pad = DigitPad()
    drawing = bytearray(PIXELS)
    drawing[3 * 112 + 7] = 200
    wire = Wire(pad)
    wire.arrive({"drawing": bytes(drawing)})
    assert pad.image[3, 7] == 200
    assert int(pad.image.sum()) == 200
    assert isinstance(pad.drawing, bytes)
    assert wire.messages == []  # neither an answer nor an echo: the page knows what it drew


def test_the_image_is_a_copy() -> None:
    pad = DigitPad()
    pad.image[:] = 255
    assert not pad.image.any()


def test_an_image_set_in_python_is_sent_as_one_buffer() -> None:
    pad = DigitPad()
    wire = Wire(pad)
    image = np.arange(PIXELS, dtype=np.uint32).reshape(112, 112).astype(np.uint8)
    pad.image = image
    assert wire.buffers == [image.tobytes()]
    assert len(wire.messages) == 1
    np.testing.assert_array_equal(pad.image, image)


def test_clear_wipes_and_tells_the_page() -> None:
    pad = DigitPad(b"\xff" * PIXELS)
    wire = Wire(pad)
    pad.clear()
    assert not pad.image.any()
    assert wire.buffers == [bytes(PIXELS)]


@pytest.mark.parametrize(
    "image",
    [np.zeros((28, 28), np.uint8), np.zeros((112, 112, 1), np.uint8), np.zeros((112, 112), np.float32)],
)
def test_an_image_of_another_shape_or_dtype_is_refused(image: np.ndarray) -> None:
    pad = DigitPad()
    with pytest.raises(ShapeError, match=r"must be uint8 of shape \(112, 112\); got "):
        pad.image = image


def test_a_drawing_of_another_length_is_refused() -> None:
    with pytest.raises(TraitError, match=r"must have 112 × 112 = 12544 bytes; got 3\."):
        DigitPad(b"abc")


@pytest.mark.parametrize(
    "hostile", [b"", b"short", bytes(PIXELS + 1), None, "text", 10**12, [0] * PIXELS, {}]
)
def test_a_hostile_drawing_is_refused_and_the_page_gets_the_last_good_one(hostile: object) -> None:
    good = b"\x07" * PIXELS
    pad = DigitPad(good)
    wire = Wire(pad)
    wire.arrive({"drawing": hostile})
    assert pad.drawing == good
    assert wire.buffers == [good]


def test_an_observer_sees_each_drawing() -> None:
    pad = DigitPad()
    sums: list[int] = []
    pad.observe(lambda _: sums.append(int(pad.image.sum())), "drawing")
    wire = Wire(pad)
    wire.arrive({"drawing": b"\x01" * PIXELS})
    wire.arrive({"drawing": b"\x02" * PIXELS})
    assert sums == [PIXELS, 2 * PIXELS]
