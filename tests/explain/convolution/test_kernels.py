"""The presets: each does to a picture what its sentence says."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.convolution import kernels
from mlwidgets.explain.convolution.example import INPUT, KERNEL
from mlwidgets.explain.convolution.forward import ConvolutionSettings, convolve
from mlwidgets.explain.convolution.kernels import PRESETS, KernelPreset

NAMES = [
    "identity", "box_blur", "gaussian_blur", "article", "sharpen", "edge", "laplacian", "sobel_x", "sobel_y",
    "prewitt_x", "prewitt_y", "emboss", "motion_blur",
]  # fmt: skip
EVEN = np.full((9, 9), 100.0)
TO_THE_RIGHT = np.tile(np.arange(9.0), (9, 1))
DOWNWARDS = TO_THE_RIGHT.T
NOISE = np.random.default_rng(0).uniform(0, 255, (30, 30))


def filtered(name: str, picture: np.ndarray) -> np.ndarray:
    """Filter a picture, without its rim."""
    preset = PRESETS[name]
    settings = ConvolutionSettings(padding="valid", divisor=preset.divisor)
    return convolve(picture, preset.array(), settings).output[:, :, 0]


def test_the_menu() -> None:
    assert list(PRESETS) == NAMES


@pytest.mark.parametrize(
    "preset", [*PRESETS.values(), kernels.random(np.random.default_rng(0))], ids=lambda p: p.name
)
def test_each_has_a_short_sentence(preset: KernelPreset) -> None:
    assert preset.array().shape == (len(preset.values), len(preset.values[0]), 1)
    assert preset.title
    assert preset.sentence.endswith(".")
    assert len(preset.sentence) <= 100
    assert preset.divisor != 0


def test_no_two_are_the_same() -> None:
    assert len({(preset.values, preset.divisor) for preset in PRESETS.values()}) == len(PRESETS)
    assert len({preset.sentence for preset in PRESETS.values()}) == len(PRESETS)


def test_the_identity_leaves_a_picture_as_it_is() -> None:
    np.testing.assert_array_equal(filtered("identity", NOISE), NOISE[1:-1, 1:-1])


@pytest.mark.parametrize("name", ["box_blur", "gaussian_blur", "motion_blur"])
def test_blurs_are_means(name: str) -> None:
    assert PRESETS[name].array().min() >= 0
    assert PRESETS[name].array().sum() == PRESETS[name].divisor
    assert filtered(name, NOISE).std() < NOISE.std() / 2


def test_the_gaussian_blurs_more_gently_than_the_box() -> None:
    assert filtered("box_blur", NOISE).std() < filtered("gaussian_blur", NOISE).std()


def test_motion_smears_along_one_diagonal_only() -> None:
    along, across = np.eye(15), np.eye(15)[::-1]
    assert filtered("motion_blur", along).max() == 1
    assert filtered("motion_blur", across).max() == 0.2


def test_sharpening_adds_the_differences_from_the_neighbours() -> None:
    inner = NOISE[1:-1, 1:-1]
    four = sum(
        inner - shifted for shifted in (NOISE[:-2, 1:-1], NOISE[2:, 1:-1], NOISE[1:-1, :-2], NOISE[1:-1, 2:])
    )
    np.testing.assert_allclose(filtered("article", NOISE), inner + four)
    box = 9 * filtered("box_blur", NOISE)
    np.testing.assert_allclose(filtered("sharpen", NOISE), inner + 9 * inner - box)


@pytest.mark.parametrize(
    "name", ["identity", "article", "sharpen", "emboss", "box_blur", "gaussian_blur", "motion_blur"]
)
def test_these_keep_an_even_picture(name: str) -> None:
    np.testing.assert_allclose(filtered(name, EVEN), 100)


@pytest.mark.parametrize("name", ["edge", "laplacian", "sobel_x", "sobel_y", "prewitt_x", "prewitt_y"])
def test_these_are_0_where_a_picture_is_even(name: str) -> None:
    assert not filtered(name, EVEN).any()


def test_the_laplacian_is_0_where_brightness_rises_steadily() -> None:
    assert not filtered("laplacian", 3 * TO_THE_RIGHT + 2 * DOWNWARDS).any()
    assert (filtered("laplacian", TO_THE_RIGHT**2) == 2).all()


@pytest.mark.parametrize("name", ["sobel", "prewitt"])
def test_gradients_have_the_sign_that_they_say(name: str) -> None:
    assert (filtered(f"{name}_x", TO_THE_RIGHT) > 0).all()
    assert not filtered(f"{name}_x", DOWNWARDS).any()
    assert (filtered(f"{name}_y", DOWNWARDS) > 0).all()
    assert not filtered(f"{name}_y", TO_THE_RIGHT).any()


def test_the_relief_is_lit_where_brightness_rises_to_the_lower_right() -> None:
    slope = TO_THE_RIGHT + DOWNWARDS
    assert (filtered("emboss", slope) > slope[1:-1, 1:-1]).all()


def test_the_article() -> None:
    assert KERNEL[:, :, 0].tolist() == [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]
    assert INPUT.shape == (5, 5, 1)
    for array in (INPUT, KERNEL):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0, 0] = 1


def test_random_numbers_come_from_the_generator() -> None:
    one, same, other = (kernels.random(np.random.default_rng(seed), 2, 11) for seed in (3, 3, 4))
    assert one == same != other
    assert one.array().shape == (2, 11, 1)
    assert np.abs(one.array()).max() <= 1
    np.testing.assert_array_equal(one.array(), one.array().round(2))
    with pytest.raises(ConfigurationError, match="each side of the kernel must be a whole number in"):
        kernels.random(np.random.default_rng(0), 12)
