"""ConvolutionBoard in a real browser: the products are right, forwards and backwards."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from playwright.sync_api import expect

from mlwidgets.errors import ShapeError
from mlwidgets.explain.convolution.forward import ConvolutionSettings, convolve
from mlwidgets.explain.convolution.gradients import convolve_back
from tests.browser.board_page import (
    afresh,
    cell,
    grid,
    lines,
    lit,
    numbers,
    order,
    press,
    shown,
    terms,
    title,
    wait_for_message,
)
from tests.browser.modules import load_modules

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def test_in_every_setting_the_products_sum_to_the_engines_numbers(visit: Visitor) -> None:
    """The products are made in the browser and the numbers by the engine: neither knows the other's code."""
    page = afresh(visit).page
    load_modules(page, "convolution/convolution_terms")
    random = np.random.default_rng(4)
    cases = [random_case(random) for _ in range(120)]
    worst = page.evaluate(
        """(cases) => {
            const grid = ({ shape, values }) =>
                readGrid({ shape, data: new DataView(new Float64Array(values).buffer) });
            return cases.map(({ grids, settings, bias_gradient }) => {
                const all = Object.fromEntries(Object.entries(grids).map(([name, one]) => [name, grid(one)]));
                const convolution = makeConvolution(all, settings);
                let worst = 0;
                const compare = (name, terms, finish) => {
                    const one = all[name];
                    for (let row = 0; row < one.rows; row += 1)
                        for (let column = 0; column < one.columns; column += 1)
                            for (let channel = 0; channel < one.channels; channel += 1) {
                                const sum = sumOf(allTerms(terms(convolution, row, column, channel)));
                                const off = finish(sum) - one.at(row, column, channel);
                                worst = Math.max(worst, Math.abs(off));
                            }
                };
                const divide = (sum) => sum / settings.divisor;
                compare("z", sumTerms, (sum) => divide(sum) + settings.bias);
                compare("kernel_gradient", kernelTerms, divide);
                compare("input_gradient", inputTerms, divide);
                return Math.max(worst, Math.abs(sumOf(allTerms(biasTerms(convolution))) - bias_gradient));
            });
        }""",
        cases,
    )
    assert len(worst) == 120
    assert max(worst) < 1e-6


def random_case(random: np.random.Generator) -> dict[str, Any]:
    """Return a random convolution with all its numbers, as the page can read it."""
    paddings: list[str | int] = [0, 2, "valid", "same", "full"]
    while True:
        channels = int(random.integers(1, 4))
        settings = ConvolutionSettings(
            strides=int(random.integers(1, 4)),
            padding=paddings[random.integers(len(paddings))],
            padding_mode=str(random.choice(["zero", "edge", "reflect"])),
            dilation_rate=int(random.integers(1, 3)),
            flip=bool(random.integers(2)),
            divisor=float(random.choice([1, -3, 0.5])),
            bias=float(random.integers(-2, 3)),
            channels=str(random.choice(["sum", "separately"])),
            activation=str(random.choice(["linear", "relu"])),
            pooling=str(random.choice(["none", "max", "average"])),
        )
        x = random.integers(-9, 10, (*random.integers(2, 7, 2), channels)).astype(float)
        slices = channels if settings.channels == "sum" else 1
        kernel = random.integers(-3, 4, (*random.integers(1, 5, 2), slices)).astype(float)
        try:
            out = convolve(x, kernel, settings)
        except ShapeError:
            continue  # the kernel does not fit: another one
        back = convolve_back(x, kernel, settings, random.integers(-3, 4, out.output.shape))
        arrays = {"input": x, "kernel": kernel, "padded": out.padded, "applied": out.applied, "z": out.z}
        arrays |= {"z_gradient": back.z, "kernel_gradient": back.kernel, "input_gradient": back.input}
        return {
            "grids": {
                name: {"shape": list(one.shape), "values": one.ravel().tolist()}
                for name, one in arrays.items()
            },
            "settings": {**asdict(settings), "before": list(out.before)},
            "bias_gradient": back.bias,
        }


def test_the_way_back_is_read_as_well(visit: Visitor) -> None:
    page = afresh(visit).page
    expect(page.get_by_role("region", name="Backward")).to_be_hidden()
    order(page, backward=True)
    expect(title(page, "backward")).to_have_text("∂L/∂kernel, row 1, column 1: 1450")
    cell(page, "∂L/∂input", 1, 2).hover()
    expect(title(page, "backward")).to_have_text("∂L/∂input, row 1, column 2: 2")
    assert terms(page, "backward") == ["1·(−1)", "+1·5", "+1·(−1)", "+1·0", "+1·(−1)", "+1·0"]
    expect(lines(page, "backward")).to_have_text("Sum: −1 + 5 − 1 − 1 = 2")
    assert (lit(page, "∂L/∂output"), lit(page, "Kernel")) == (6, 6)
    expect(title(page)).to_have_text("Output, row 1, column 1: 114")  # the way out is still there
    cell(page, "∂L/∂bias", 1, 1).hover()
    expect(title(page, "backward")).to_have_text("∂L/∂bias: 25")

    cell(page, "Output", 2, 3).click()
    page.get_by_role("button", name="One cell").click()
    sent = wait_for_message(page, 1)
    assert sent == {"kind": "gradient", "choice": "cell", "row": 1, "column": 2, "channel": 0}
    expect(cell(page, "∂L/∂output", 2, 3)).to_have_text("1")
    # With one cell's gradient, the kernel's gradient is the window of that cell.
    expect(cell(page, "∂L/∂kernel", 2, 2)).to_have_text("54")
    window = [[113, 56, 139], [121, 54, 84], [99, 70, 129]]
    assert numbers(page, "∂L/∂kernel") == shown(window)
    page.get_by_role("button", name="Random").click()
    wait_for_message(page, 2)
    page.get_by_role("button", name="All ones").click()
    wait_for_message(page, 3)
    expect(cell(page, "∂L/∂kernel", 1, 1)).to_have_text("1450")

    cell(page, "∂L/∂output", 1, 1).focus()
    press(page, "3", "Enter")
    sent = wait_for_message(page, 4)
    assert (sent["grid"], sent["value"]) == ("output_gradient", 3)
    expect(cell(page, "∂L/∂bias", 1, 1)).to_have_text("27")
    expect(title(page, "backward")).to_have_text("∂L/∂output, row 2, column 1: 1")
    order(page, backward=False)
    expect(page.get_by_role("region", name="Backward")).to_be_hidden()
    expect(cell(page, "Input", 1, 2)).to_have_class(re.compile("mlw-grid-lit"))  # of the way out again


def test_relu_and_pooling_have_their_steps_in_both_directions(visit: Visitor) -> None:
    page = afresh(visit).page
    settings = {"activation": "relu", "pooling": "max", "divisor": 2, "bias": -7}
    order(page, backward=True, settings=settings)
    # The window of the first pooled cell is 114, 328, 53 and 266 before the divisor and the bias.
    expect(title(page)).to_have_text("Output, row 1, column 1: 157")
    lead = page.locator(".mlw-readout-forward .mlw-readout-lead")
    expect(lead).to_contain_text("Max pooling: the largest of 50, 157, 19.5, 126 is 157.")
    expect(lead).to_contain_text("The largest one, row 1, column 2, comes from these products:")
    expect(lines(page)).to_have_text(
        re.compile(r"Sum: .* = 328Then: 328 ÷ 2 − 7 = 157ReLU: max\(0, 157\) = 157")
    )
    assert lit(page, "After ReLU") == 4
    cell(page, "z, before ReLU", 1, 3).hover()
    expect(title(page)).to_have_text("z, before ReLU, row 1, column 3: −20")
    expect(lines(page)).to_have_text(re.compile("= −26Then: \\(−26\\) ÷ 2 − 7 = −20$"))
    cell(page, "After ReLU", 1, 3).hover()
    expect(lines(page)).to_contain_text("ReLU: max(0, −20) = 0")

    for place, value, sentence in [
        ((1, 2), 1, "this cell is the largest in its window and gets the whole gradient, 1."),
        ((1, 1), 0, "another cell of the window is passed on, so this one gets 0."),
        ((5, 5), 0, "No pooling window covers this cell"),
    ]:
        cell(page, "∂L/∂z", *place).hover()
        expect(title(page, "backward")).to_have_text(f"∂L/∂z, row {place[0]}, column {place[1]}: {value}")
        expect(page.locator(".mlw-readout-backward .mlw-readout-lead")).to_contain_text(sentence)
    order(page, settings={"pooling": "average", "bias": -500})
    cell(page, "∂L/∂z", 1, 1).hover()
    expect(page.locator(".mlw-readout-backward .mlw-readout-lead")).to_have_text(
        "Average pooling: 4 cells share the gradient: 1 ÷ 4 = 0.25."
        "ReLU: z = −443 is not above 0, so nothing passes: 0."
    )
    order(page, settings={"pooling": "none", "activation": "linear", "divisor": 1, "bias": 0})
    expect(grid(page, "∂L/∂z")).to_be_hidden()
    expect(title(page)).to_have_text("Output, row 1, column 3: −26")
