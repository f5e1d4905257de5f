"""The sum behind one cell: its terms, its text, and that it gives what the engine gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.errors import ShapeError
from mlwidgets.explain.convolution.arithmetic import arithmetic, input_arithmetic, kernel_arithmetic
from mlwidgets.explain.convolution.example import INPUT, KERNEL
from mlwidgets.explain.convolution.forward import ConvolutionSettings, convolve
from mlwidgets.explain.convolution.gradients import convolve_back
from tests.explain.convolution_cases import Case, every_choice_is_there, random_cases

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.explain.convolution.arithmetic import Arithmetic

CASES = random_cases(120)
ONES = np.ones((5, 5))


def of_z(row: int, column: int, **settings: object) -> Arithmetic:
    return arithmetic(convolve(INPUT, KERNEL, ConvolutionSettings(**settings)), row, column)  # type: ignore[arg-type]


def test_the_cell_that_the_article_explains() -> None:
    cell = of_z(0, 0)
    assert cell.text == "5·60 − 1·113 − 1·73 + 0·121 = 114"
    assert cell.sentence == cell.text + ". The other 5 cells are padding, which is 0."
    assert cell.padding.tolist() == [True, True, True, True, False, False, True, False, False]


def test_a_cell_in_the_middle() -> None:
    assert of_z(2, 2).sentence == ("0·121 − 1·54 + 0·84 − 1·99 + 5·70 − 1·129 + 0·57 − 1·115 + 0·69 = −47.")


def test_divisor_and_bias() -> None:
    assert of_z(0, 0, divisor=2, bias=10).text == "(5·60 − 1·113 − 1·73 + 0·121) / 2 + 10 = 67"
    assert of_z(0, 0, divisor=-9, bias=-0.5).text == ("(5·60 − 1·113 − 1·73 + 0·121) / (−9) − 0.5 ≈ −13.17")


def test_padding_that_is_not_zero_stands_in_brackets() -> None:
    settings = ConvolutionSettings(padding_mode="edge", padding=1)
    cell = arithmetic(convolve([[3, -4]], [[-1, 2]], settings), 1, 0)
    assert cell.text == "−1·[3] + 2·3 = 3"
    assert cell.sentence == "−1·[3] + 2·3 = 3. Numbers in brackets are padding."
    assert arithmetic(convolve([[3, -4]], [[-1, 2]], settings), 1, 2).text == "−1·(−4) + 2·[−4] = −4"


def test_a_cell_of_nothing_but_padding() -> None:
    assert of_z(0, 0, padding=5, bias=2).sentence == "0 + 2 = 2. All 9 cells are padding, which is 0."


def test_long_sums_break_off() -> None:
    convolved = convolve(np.ones((11, 11)), np.ones((11, 11)), ConvolutionSettings(padding="valid"))
    text = arithmetic(convolved, 0, 0).text
    assert text.count("1·1") == 30
    assert text.endswith("1·1 + … = 121")


def test_rounded_numbers_are_about_equal() -> None:
    def text(value: float) -> str:
        return arithmetic(convolve([[value]], [[1]], ConvolutionSettings()), 0, 0).text

    assert text(0.1 + 0.2) == "1·0.3 = 0.3"
    assert text(2 / 3) == "1·0.6667 ≈ 0.6667"
    assert text(-123456) == "1·(−123,456) = −123,456"


def test_gradients_of_the_article() -> None:
    back = convolve_back(INPUT, KERNEL, ConvolutionSettings(), ONES)
    corner = kernel_arithmetic(back, 0, 0)
    assert corner.result == 1450
    assert len(corner.values) == 25
    assert corner.padding.sum() == 9
    assert corner.text.startswith("1·60 + 1·113 + 1·56 + 1·139 + 1·73")
    assert corner.sentence.endswith("= 1,450. The other 9 cells are padding, which is 0.")
    assert input_arithmetic(back, 0, 0).text == "0·1 − 1·1 − 1·1 + 5·1 = 3"
    assert input_arithmetic(back, 2, 2).result == 1


def every_cell(case: Case) -> list[tuple[Callable[..., Arithmetic], object, np.ndarray]]:
    back = convolve_back(case.x, case.kernel, case.settings, case.gradient)
    return [
        (arithmetic, back.convolved, back.convolved.z),
        (kernel_arithmetic, back, back.kernel),
        (input_arithmetic, back, back.input),
    ]


def test_the_cases_hold_every_choice() -> None:
    assert every_choice_is_there(CASES)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_terms_give_what_the_engine_gave(case: Case) -> None:
    rng = np.random.default_rng(0)
    for explained, made, values in every_cell(case):
        places = list(np.ndindex(values.shape))
        for number in rng.permutation(len(places))[:25]:
            cell = explained(made, *places[number])
            total = float(cell.factors @ cell.values) / cell.divisor + cell.bias
            assert cell.result == values[places[number]] == pytest.approx(total, rel=1e-9, abs=1e-9)
            assert len(cell.factors) == len(cell.values) == len(cell.padding)
            if cell.zero_padding:
                assert not cell.values[cell.padding].any()
            assert cell.sentence


def test_padding_is_what_lies_outside() -> None:
    x = np.full((4, 5, 2), 7.0)
    settings = ConvolutionSettings(padding=3, dilation_rate=2, strides=2)
    back = convolve_back(x, np.ones((3, 2, 2)), settings, np.ones((3, 5, 1)))
    cells = [arithmetic(back.convolved, *place) for place in np.ndindex(back.convolved.z.shape)]
    cells += [kernel_arithmetic(back, *place) for place in np.ndindex(back.kernel.shape)]
    for cell in cells:
        assert cell.padding.tolist() == (cell.values == 0).tolist()


@pytest.mark.parametrize("place", [(5, 0, 0), (0, 5, 0), (0, 0, 1), (-1, 0, 0)])
def test_a_place_outside(place: tuple[int, int, int]) -> None:
    back = convolve_back(INPUT, KERNEL, ConvolutionSettings(), ONES)
    message = r"The cells of the result z, \(row, column, channel\), go from \(0, 0, 0\) to \(4, 4, 0\); got"
    with pytest.raises(ShapeError, match=message):
        arithmetic(back.convolved, *place)
    with pytest.raises(ShapeError, match=r"The cells of the kernel, .* to .2, 2, 0.; got"):
        kernel_arithmetic(back, *place)
    with pytest.raises(ShapeError, match=r"The cells of the input, .* to .4, 4, 0.; got"):
        input_arithmetic(back, *place)
