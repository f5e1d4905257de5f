"""How alike kernels are, by hand."""

from __future__ import annotations

import numpy as np

from mlwidgets.explain.convolution.similarity import as_pictures, similarity

SOBEL = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])[:, :, np.newaxis]


def test_similarity_is_the_cosine() -> None:
    turned = SOBEL.transpose(1, 0, 2)
    found = similarity(SOBEL, np.stack([3 * SOBEL, -SOBEL, turned, np.zeros_like(SOBEL)], axis=-1))
    np.testing.assert_allclose(found, [1, -1, 0, 0], atol=1e-12)
    assert similarity(np.zeros((1, 1, 1)), np.ones((1, 1, 1, 2))).tolist() == [0, 0]


def test_two_cells_at_an_angle() -> None:
    # (3, 4) · (4, 3) / (5 · 5) = 24 / 25
    found = similarity(np.array([3.0, 4]).reshape(1, 2, 1), np.array([4.0, 3]).reshape(1, 2, 1, 1))
    np.testing.assert_allclose(found, [0.96])


def test_each_kernel_has_its_own_scale_and_nought_is_mid_grey() -> None:
    pictures = as_pictures(np.stack([SOBEL, SOBEL * 100, SOBEL * 0], axis=-1))
    assert pictures.shape == (3, 3, 3)
    assert pictures[0].tolist() == [[64, 128, 192], [1, 128, 255], [64, 128, 192]]
    np.testing.assert_array_equal(pictures[0], pictures[1])
    assert (pictures[2] == 128).all()


def test_channels_are_shown_as_their_mean() -> None:
    assert as_pictures(np.array([[[[1.0], [-1.0]]], [[[2.0], [2.0]]]])).tolist() == [[[128], [255]]]
