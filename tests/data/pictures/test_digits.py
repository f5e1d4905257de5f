"""Drawn digits come out as MNIST digits are: on MNIST itself, and by what must hold for any drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image

from mlwidgets.data import load_mnist, normalize_digit
from mlwidgets.errors import DataError, MLWidgetsError, ShapeError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]


@pytest.fixture(scope="module")
def originals() -> Picture:
    """Take 300 real test digits, (300, 28, 28)."""
    return np.rint(load_mnist().x_test[:300, ..., 0] * 255).astype(np.uint8)


@pytest.fixture
def drawing() -> Picture:
    """Draw a slanted seven, as with a pen of 20 pixels on a field of 280."""
    rows, columns = np.mgrid[:280, :280]
    bar = (abs(rows - 60) <= 10) & (columns >= 70) & (columns <= 200)
    stem = (abs(columns - (190 - 0.45 * (rows - 60))) <= 11) & (rows >= 60) & (rows <= 230)
    return ((bar | stem) * 255).astype(np.uint8)


def spread(places: NDArray[np.intp]) -> int:
    """Count the rows or columns from the first with ink to the last."""
    return int(places.max() - places.min()) + 1


def centre(digit: NDArray[np.float32]) -> tuple[float, float]:
    """Compute the centre of mass of a field of 28 × 28."""
    rows, columns = np.mgrid[:28, :28]
    return (
        float(np.average(rows, weights=digit[..., 0])),
        float(np.average(columns, weights=digit[..., 0])),
    )


def best_shift(digit: NDArray[Any], original: NDArray[Any]) -> tuple[int, int]:
    """Find the shift by up to one pixel that brings `digit` closest to `original`."""
    shifts = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    return min(shifts, key=lambda shift: np.abs(np.roll(digit, shift, (0, 1)) - original).sum())


def enlarged(picture: Picture) -> Picture:
    """Enlarge a digit to 112 × 112, each pixel a block of 4 × 4."""
    return picture.repeat(4, axis=0).repeat(4, axis=1)


def penned(picture: Picture) -> Picture:
    """Enlarge a digit to 280 × 280 with sharp edges in black and white, as a pen would draw it."""
    large = Image.fromarray(picture).resize((280, 280), Image.Resampling.BICUBIC)
    return np.where(np.asarray(large) >= 128, 255, 0).astype(np.uint8)


def difference(digits: NDArray[Any], originals: Picture) -> float:
    """Compute the mean absolute difference of pixels in [0, 1]."""
    return float(np.abs(digits - originals / 255.0).mean())


def test_an_enlarged_mnist_digit_comes_back_nearly_the_same(originals: Picture) -> None:
    back = np.array([normalize_digit(enlarged(picture))[..., 0] for picture in originals])
    assert difference(back, originals) < 0.013
    assert difference(np.roll(back, 1, axis=1), originals) > 0.05
    assert difference(np.roll(back, 1, axis=2), originals) > 0.05


def test_a_penned_mnist_digit_comes_back_nearly_the_same(originals: Picture) -> None:
    back = np.array([normalize_digit(penned(picture))[..., 0] for picture in originals])
    assert difference(back, originals) < 0.028
    # The share of inked pixels, and of fully inked ones among them, are those of MNIST.
    inked, inked_there = back > 0.5 / 255, originals > 0
    assert inked.mean() == pytest.approx(inked_there.mean(), rel=0.05)
    assert (back[inked] > 0.98).mean() == pytest.approx((originals[inked_there] > 250).mean(), rel=0.1)


def test_mnist_digits_come_back_to_the_same_pixel(originals: Picture) -> None:
    back = [normalize_digit(enlarged(picture))[..., 0] * 255 for picture in originals]
    pairs = zip(back, originals.astype(float), strict=True)
    at_home = sum(best_shift(digit, original) == (0, 0) for digit, original in pairs)
    assert at_home >= 0.98 * len(originals)


def test_the_form_is_that_of_the_data_set(drawing: Picture) -> None:
    digit = normalize_digit(drawing)
    assert digit.shape == (28, 28, 1)
    assert digit.dtype == np.float32
    assert 0 <= digit.min() < digit.max() <= 1


def test_the_ink_fits_the_box_of_20_and_its_centre_is_at_the_centre(drawing: Picture) -> None:
    digit = normalize_digit(drawing)
    rows, columns, _ = np.nonzero(digit)
    assert spread(rows) == 20
    drawn_rows, drawn_columns = np.nonzero(drawing)
    assert spread(columns) == round(20 * spread(drawn_columns) / spread(drawn_rows))
    assert all(13.5 <= place <= 14.5 for place in centre(digit))


@pytest.mark.parametrize("shift", [(-45, 0), (30, -60), (0, 70), (45, 70)])
def test_where_it_is_drawn_does_not_matter(drawing: Picture, shift: tuple[int, int]) -> None:
    moved = np.roll(drawing, shift, axis=(0, 1))
    np.testing.assert_array_equal(normalize_digit(moved), normalize_digit(drawing))


def test_the_size_of_the_field_does_not_matter(drawing: Picture) -> None:
    padded = np.pad(drawing, ((5, 300), (77, 0)))
    np.testing.assert_array_equal(normalize_digit(padded), normalize_digit(drawing))


@pytest.mark.parametrize("factor", [2, 3])
def test_how_large_it_is_drawn_hardly_matters(drawing: Picture, factor: int) -> None:
    larger = drawing.repeat(factor, axis=0).repeat(factor, axis=1)
    assert np.abs(normalize_digit(larger) - normalize_digit(drawing)).mean() < 0.001


def test_a_mirrored_drawing_gives_a_mirrored_digit(drawing: Picture) -> None:
    here, there = normalize_digit(drawing)[..., 0], normalize_digit(drawing[:, ::-1])[:, ::-1, 0]
    columns_here, columns_there = here.any(axis=0), there.any(axis=0)
    np.testing.assert_allclose(here[:, columns_here], there[:, columns_there], atol=1e-5)


def test_grey_ink_gives_a_grey_digit(drawing: Picture) -> None:
    half = normalize_digit((drawing > 0).astype(np.uint8) * 51)
    np.testing.assert_allclose(half, normalize_digit(drawing) / 5, atol=0.02)


def test_nothing_drawn_gives_zeros() -> None:
    digit = normalize_digit(np.zeros((280, 280), dtype=np.uint8))
    assert digit.shape == (28, 28, 1)
    assert digit.dtype == np.float32
    assert not digit.any()


@pytest.mark.parametrize(("height", "width"), [(1, 1), (1, 280), (280, 1), (7, 280), (280, 9), (4096, 1)])
def test_dots_and_lines_stay_in_the_field_and_lose_no_ink(height: int, width: int) -> None:
    digit = normalize_digit(np.full((height, width), 255, dtype=np.uint8))
    rows, columns, _ = np.nonzero(digit)
    scale = 20 / max(height, width)
    expected = (max(1, round(height * scale)), max(1, round(width * scale)))
    assert (spread(rows), spread(columns)) == expected
    assert digit.sum() == pytest.approx(expected[0] * expected[1])


@pytest.mark.parametrize("turn", range(4))
def test_a_lopsided_drawing_is_centred_only_as_far_as_its_ink_stays(turn: int) -> None:
    spike = np.zeros((200, 200), dtype=np.uint8)
    spike[180:, :] = 255  # nearly all ink at one end, and
    spike[:, 99:101] = 40  # a faint line to the other
    digit = np.rot90(normalize_digit(np.rot90(spike, turn).copy())[..., 0], -turn)
    rows, columns = np.nonzero(digit)
    assert (spread(rows), spread(columns)) == (20, 20)
    assert min(rows.min(), 27 - rows.max()) == 0  # moved against the edge, and not beyond it


def test_two_faint_dots_far_apart_in_a_large_drawing_are_not_lost() -> None:
    field = np.zeros((4096, 4096), dtype=np.uint8)
    field[0, 0] = field[-1, -1] = 1
    digit = normalize_digit(field)
    assert digit.any()
    assert np.isfinite(digit).all()


def test_the_drawing_itself_is_not_changed(drawing: Picture) -> None:
    before = drawing.copy()
    drawing.flags.writeable = False
    normalize_digit(drawing)
    np.testing.assert_array_equal(drawing, before)


@pytest.mark.parametrize(
    ("drawing_given", "error", "message"),
    [
        (np.zeros((28, 28)), DataError, "must be a NumPy array of uint8, ink 255 on 0; got float64"),
        (np.zeros((28, 28), dtype=bool), DataError, "got bool"),
        ([[0, 255]], DataError, "got list"),
        (None, DataError, "got NoneType"),
        (np.zeros(784, dtype=np.uint8), ShapeError, r"shape \(height, width\); got \(784,\)"),
        (np.zeros((28, 28, 3), dtype=np.uint8), ShapeError, r"got \(28, 28, 3\)\. Take one channel"),
        (np.zeros((0, 28), dtype=np.uint8), ShapeError, r"sides of 1 to 4096 pixels; got \(0, 28\)"),
        (np.zeros((1, 4097), dtype=np.uint8), ShapeError, r"sides of 1 to 4096 pixels; got \(1, 4097\)"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(
    drawing_given: Picture, error: type[MLWidgetsError], message: str
) -> None:
    with pytest.raises(error, match=message):
        normalize_digit(drawing_given)
