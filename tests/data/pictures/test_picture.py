"""`Picture` and what can be done with pixels: grey, and a PNG to take away."""

from __future__ import annotations

import dataclasses
import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from mlwidgets.data.pictures.picture import Picture, grey, to_png
from mlwidgets.errors import DataError, MLWidgetsError, ShapeError

COLOURS = np.random.default_rng(1).integers(0, 256, (40, 30, 3), np.uint8)


def made(pixels: Any) -> Picture:  # noqa: ANN401 - wrong ones, too
    return Picture(name="n", title="t", pixels=pixels, credit="c", licence="l", alt="a")


def test_grey_is_the_grey_of_pillow_to_the_last_bit() -> None:
    levels = np.arange(256, dtype=np.uint8)
    every = np.stack(np.meshgrid(levels, levels[::5], levels[::3], indexing="ij"), axis=-1).reshape(
        256, -1, 3
    )
    np.testing.assert_array_equal(grey(every)[..., 0], np.asarray(Image.fromarray(every).convert("L")))
    assert grey(COLOURS).shape == (40, 30, 1)


def test_the_weights_are_those_of_the_standard() -> None:
    exact = COLOURS @ np.array([0.299, 0.587, 0.114])
    assert np.abs(grey(COLOURS)[..., 0] - exact).max() <= 0.501


def test_grey_of_grey_is_the_same_array() -> None:
    already = COLOURS[..., :1]
    assert grey(already) is already
    np.testing.assert_array_equal(grey(np.repeat(already, 3, axis=2)), already)


@pytest.mark.parametrize("channels", [1, 3])
def test_a_png_holds_every_pixel(channels: int) -> None:
    pixels = COLOURS[..., :channels]
    file = to_png(pixels)
    assert file.startswith(b"\x89PNG")
    back = np.asarray(Image.open(io.BytesIO(file)))
    np.testing.assert_array_equal(back.reshape(pixels.shape), pixels)


def test_a_part_of_an_array_and_one_from_the_back_are_written_too() -> None:
    part = COLOURS[::-2, 3:17:3, ::-1]
    np.testing.assert_array_equal(np.asarray(Image.open(io.BytesIO(to_png(part)))), part)


@pytest.mark.parametrize("action", [grey, to_png, made])
@pytest.mark.parametrize(
    ("pixels", "error", "words"),
    [
        (np.zeros((2, 2, 3)), DataError, "NumPy array of uint8, from 0 to 255; got float64"),
        (np.zeros((2, 2, 3), bool), DataError, "got bool"),
        ([[[0]]], DataError, "got list"),
        (np.zeros((2, 2), np.uint8), ShapeError, r"got \(2, 2\)\. One channel"),
        (np.zeros((2, 2, 4), np.uint8), ShapeError, r"got \(2, 2, 4\)"),
        (np.zeros((0, 2, 3), np.uint8), ShapeError, r"got \(0, 2, 3\)"),
        (np.zeros((1, 2, 2, 3), np.uint8), ShapeError, r"got \(1, 2, 2, 3\)"),
    ],
)
def test_anything_but_a_picture_is_refused(
    action: Any,  # noqa: ANN401 - three functions
    pixels: Any,  # noqa: ANN401 - of any type
    error: type[MLWidgetsError],
    words: str,
) -> None:
    with pytest.raises(error, match=words):
        action(pixels)


def test_a_picture_cannot_be_changed_and_does_not_lock_the_array_it_was_made_of() -> None:
    pixels = COLOURS.copy()
    picture = made(pixels)
    pixels[0, 0] = 0
    np.testing.assert_array_equal(picture.pixels, COLOURS)
    with pytest.raises(ValueError, match="read-only"):
        picture.pixels[0, 0] = 0
    with pytest.raises(dataclasses.FrozenInstanceError):
        picture.name = "other"  # type: ignore[misc]


def test_a_picture_has_at_most_512_pixels_a_side() -> None:
    assert made(np.zeros((512, 1, 1), np.uint8)).pixels.shape == (512, 1, 1)
    with pytest.raises(ShapeError, match=r"sides of 1 to 512 pixels; got \(1, 513\)"):
        made(np.zeros((1, 513, 1), np.uint8))


def test_a_picture_says_what_it_is() -> None:
    assert repr(made(COLOURS)) == "Picture('n', 30 × 40, RGB)"
    assert repr(made(COLOURS[..., :1])) == "Picture('n', 30 × 40, grey)"
