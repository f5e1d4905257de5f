"""ExampleGallery without a browser: pictures in, bytes out, one message."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import numpy as np
import pytest
from traitlets import TraitError

from mlwidgets.errors import DataError, ShapeError
from mlwidgets.widgets.training.example_gallery import ExampleGallery
from tests.widgets.wire import Wire

WORDS: dict[str, Any] = {"captions": ["one", "two"], "alts": ["picture one", "picture two"]}


def filled() -> ExampleGallery:
    """Make a gallery with two pictures."""
    gallery = ExampleGallery(title="Before")
    gallery.show(np.zeros((2, 3, 4), np.uint8), **WORDS)
    return gallery


@pytest.mark.parametrize("shape", [(2, 3, 4), (2, 3, 4, 1)])
@pytest.mark.parametrize("dtype", [np.uint8, np.float32, np.float64])
def test_pictures_become_grey_bytes_row_by_row(shape: tuple[int, ...], dtype: type) -> None:
    grey = np.arange(24, dtype=np.uint8) * 10
    images = grey if dtype is np.uint8 else (grey / 255).astype(dtype)
    gallery = ExampleGallery()
    gallery.show(images.reshape(shape), **WORDS, title="Two")
    assert gallery.images == grey.tobytes()
    assert (gallery.count, gallery.height, gallery.width) == (2, 3, 4)
    assert (gallery.title, gallery.captions, gallery.alts) == ("Two", WORDS["captions"], WORDS["alts"])


def test_pictures_travel_once_as_bytes_in_one_message() -> None:
    gallery = ExampleGallery()
    wire = Wire(gallery)
    gallery.show(
        np.zeros((48, 28, 28), np.float32), captions=["4 called 9"] * 48, alts=["a four"] * 48, title="48"
    )
    (state,) = wire.updates()
    assert {"images", "count", "height", "width", "captions", "alts", "title"} == set(state) | {"images"}
    assert [len(buffer) for buffer in wire.buffers] == [48 * 28 * 28]
    assert len(str(wire.messages[0])) < 2500


def test_new_pictures_are_not_chosen_yet() -> None:
    gallery = filled()
    gallery.selected = 1
    gallery.show(np.ones((2, 3, 4), np.uint8), **WORDS)
    assert gallery.selected == -1
    assert gallery.title == "Before"


def test_an_observer_never_sees_pictures_of_one_set_with_captions_of_another() -> None:
    gallery = filled()
    seen = []
    gallery.observe(lambda _: seen.append((gallery.count, len(gallery.captions), gallery.height)))
    gallery.show(np.zeros((1, 5, 5), np.uint8), captions=["a"], alts=["b"])
    assert set(seen) == {(1, 1, 5)}


def test_nothing_is_shown_with_a_reason() -> None:
    gallery = filled()
    gallery.show_nothing("Choose a cell.")
    assert (gallery.count, gallery.images, gallery.captions, gallery.title) == (0, b"", [], "")
    assert gallery.empty_text == "Choose a cell."
    gallery.show_nothing()
    assert gallery.empty_text == "Choose a cell."


def test_the_page_chooses_a_picture() -> None:
    gallery = filled()
    wire = Wire(gallery)
    wire.arrive({"selected": 1})
    assert gallery.selected == 1


@pytest.mark.parametrize("selected", [2, -2, "1", 0.5, None])
def test_a_picture_that_is_not_there_is_refused_and_the_page_told(selected: object) -> None:
    gallery = filled()
    wire = Wire(gallery)
    wire.arrive({"selected": selected})
    assert gallery.selected == -1
    assert wire.updates() == [{"selected": -1}]


def test_python_cannot_choose_a_picture_that_is_not_there() -> None:
    with pytest.raises(TraitError, match="one of 2 pictures; got 2"):
        filled().selected = 2


@pytest.mark.parametrize(
    ("images", "error", "words"),
    [
        (np.zeros((3, 4)), ShapeError, r"got \(3, 4\)"),
        (np.zeros((2, 3, 4, 3)), ShapeError, r"got \(2, 3, 4, 3\)"),
        (np.zeros((3, 3, 4)), ShapeError, "3 pictures, 2 captions and 2 alts"),
        (np.zeros((2, 3, 4), np.int64), DataError, "got int64"),
        (np.full((2, 3, 4), 255.0), DataError, "255 to 255. Divide"),
        (np.full((2, 3, 4), -0.1), DataError, "from 0 to 1"),
        (np.full((2, 3, 4), np.nan), DataError, "from 0 to 1"),
    ],
)
def test_what_cannot_be_shown_is_refused_and_the_old_pictures_stay(
    images: Any,  # noqa: ANN401 - an array
    error: type[Exception],
    words: str,
) -> None:
    gallery = filled()
    with pytest.raises(error, match=words):
        gallery.show(images, **WORDS)
    assert (gallery.count, gallery.height) == (2, 3)


def test_nothing_is_left_of_a_closed_one() -> None:
    widget = filled()
    gone = weakref.ref(widget)
    widget.close()
    del widget
    gc.collect()
    assert gone() is None
