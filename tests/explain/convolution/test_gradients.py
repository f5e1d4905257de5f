"""The backward pass: the article's example by hand, and every setting by finite differences."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from mlwidgets.engine.gradcheck import check_gradient
from mlwidgets.explain.convolution.example import INPUT, KERNEL
from mlwidgets.explain.convolution.forward import ConvolutionSettings, convolve
from mlwidgets.explain.convolution.gradients import ConvolutionGradients, convolve_back
from tests.explain.convolution_cases import Case, random_cases

# No bias of 0: an all-zero window of the padding would stand on the bend of ReLU, where there is no slope.
CASES = random_cases(40, bias=0.75)


def test_the_article_with_all_ones() -> None:
    back = convolve_back(INPUT, KERNEL, ConvolutionSettings(), np.ones((5, 5)))
    x = INPUT[:, :, 0]
    # ∂L/∂K[i, j] sums the cells that K[i, j] has met: those that a shift by (i − 1, j − 1) leaves inside.
    assert back.kernel[:, :, 0].tolist() == [
        [x[:4, :4].sum(), x[:4, :].sum(), x[:4, 1:].sum()],
        [x[:, :4].sum(), x.sum(), x[:, 1:].sum()],
        [x[1:, :4].sum(), x[1:, :].sum(), x[1:, 1:].sum()],
    ]
    assert back.kernel[:, :, 0].tolist() == [[1450, 1924, 1580], [1898, 2502, 2054], [1530, 2049, 1661]]
    # ∂L/∂x sums the kernel's cells that meet x: 5 − 4 inside, 5 − 3 at an edge, 5 − 2 at a corner.
    assert back.input[:, :, 0].tolist() == [
        [3, 2, 2, 2, 3],
        [2, 1, 1, 1, 2],
        [2, 1, 1, 1, 2],
        [2, 1, 1, 1, 2],
        [3, 2, 2, 2, 3],
    ]
    assert back.bias == 25
    assert (back.z == 1).all()
    assert (back.output == 1).all()
    np.testing.assert_array_equal(
        back.convolved.output, convolve(INPUT, KERNEL, ConvolutionSettings()).output
    )


def test_a_single_cell() -> None:
    gradient = np.zeros((5, 5))
    gradient[2, 3] = 2
    back = convolve_back(INPUT, KERNEL, ConvolutionSettings(divisor=4), gradient)
    np.testing.assert_array_equal(back.kernel, INPUT[1:4, 2:5] * 2 / 4)
    np.testing.assert_array_equal(back.input[1:4, 2:5], KERNEL * 2 / 4)
    assert np.count_nonzero(back.input) == np.count_nonzero(KERNEL)
    assert back.bias == 2


def test_pooling_and_relu_by_hand() -> None:
    x = [[1, 5, 3], [2, 4, 6]]
    settings = ConvolutionSettings(padding="valid", pooling="max", activation="relu", bias=-4)
    back = convolve_back(x, [[1]], settings, [[10]])
    assert back.z[:, :, 0].tolist() == [[0, 10, 0], [0, 0, 0]]  # 5 − 4 wins; the last column is left over
    assert (back.kernel.item(), back.bias) == (50, 10)
    dead = ConvolutionSettings(padding="valid", pooling="max", activation="relu", bias=-9)
    assert not convolve_back(x, [[1]], dead, [[10]]).z.any()
    mean = ConvolutionSettings(padding="valid", pooling="average")
    assert convolve_back(x, [[1]], mean, [[10]]).z[:, :, 0].tolist() == [[2.5, 2.5, 0], [2.5, 2.5, 0]]


def test_cells_that_the_padding_repeats_get_the_shares_of_their_copies() -> None:
    def shares(mode: str) -> object:
        settings = ConvolutionSettings(padding=2, padding_mode=mode)
        return convolve_back([[1, 2, 3]] * 3, [[1]], settings, np.ones((7, 7))).input[:, :, 0].tolist()

    assert shares("zero") == [[1, 1, 1], [1, 1, 1], [1, 1, 1]]
    assert shares("edge") == [[9, 3, 9], [3, 1, 3], [9, 3, 9]]
    # Mirrored at the outermost cells: row 1 stands above as well as below, row 0 and row 2 once more each.
    assert shares("reflect") == [[4, 6, 4], [6, 9, 6], [4, 6, 4]]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_gradient_by_finite_differences(case: Case) -> None:
    x, kernel, bias = case.x.copy(), case.kernel.copy(), np.array([case.settings.bias])

    def loss() -> float:
        settings = dataclasses.replace(case.settings, bias=float(bias[0]))
        return float((convolve(x, kernel, settings).output * case.gradient).sum())

    back = convolve_back(x, kernel, case.settings, case.gradient)
    rng = np.random.default_rng(0)
    checks = {
        "kernel": check_gradient(loss, kernel, np.ascontiguousarray(back.kernel), rng=rng),
        "input": check_gradient(loss, x, back.input, rng=rng),
        "bias": check_gradient(loss, bias, np.array([back.bias])),
    }
    assert {name: check.error for name, check in checks.items() if check.error > 1e-6} == {}


@pytest.mark.parametrize("case", random_cases(20, start=500), ids=str)
def test_what_went_in_is_as_it_was_and_what_came_out_is_locked(case: Case) -> None:
    gradient = case.gradient.copy()
    back = convolve_back(case.x, case.kernel, case.settings, gradient)
    np.testing.assert_array_equal(gradient, case.gradient)
    np.testing.assert_array_equal(back.output, case.gradient)
    np.testing.assert_array_equal(back.convolved.output, convolve(case.x, case.kernel, case.settings).output)
    shapes = {"output": case.gradient.shape, "z": back.convolved.z.shape, "kernel": case.kernel.shape}
    for name, shape in {**shapes, "input": case.x.shape}.items():
        assert getattr(back, name).shape == shape
        assert not getattr(back, name).flags.writeable
    assert {field.name for field in dataclasses.fields(ConvolutionGradients)} == {
        "convolved", "output", "z", "kernel", "input", "bias",
    }  # fmt: skip


def test_float32_stays_float32() -> None:
    back = convolve_back(INPUT.astype(np.float32), KERNEL, ConvolutionSettings(divisor=3), np.ones((5, 5)))
    assert {array.dtype for array in (back.output, back.z, back.kernel, back.input)} == {np.dtype(np.float32)}
