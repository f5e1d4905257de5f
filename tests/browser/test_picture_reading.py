"""The magnifier of PictureBoard in a real browser: a pixel's window and its arithmetic, for every setting."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from playwright.sync_api import expect

from mlwidgets.explain.convolution.forward import ConvolutionSettings, convolve
from tests.browser.modules import load_modules
from tests.browser.picture_page import afresh, lines, output, point, tell, wait_for_python

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

PADDINGS: list[str | int] = ["valid", "same", "full", 0, 2, 5]


def test_the_arithmetic_of_every_setting_is_the_engines(visit: Visitor) -> None:
    page = afresh(visit).page
    load_modules(page, "convolution/picture_window")
    random = np.random.default_rng(7)
    tasks: list[dict[str, Any]] = []
    expected = []
    while len(tasks) < 200:
        channels = int(random.choice([1, 3]))
        picture = random.integers(0, 256, (*random.integers(6, 14, 2), channels)).astype(np.uint8)
        settings = ConvolutionSettings(
            strides=int(random.integers(1, 6)),
            padding=PADDINGS[random.integers(len(PADDINGS))],
            padding_mode=str(random.choice(["zero", "edge", "reflect"])),
            dilation_rate=int(random.integers(1, 5)),
            flip=bool(random.integers(2)),
            divisor=float(random.choice([1, -2.5, 9])),
            bias=float(random.choice([0, -40, 3.5])),
            channels=str(random.choice(["sum", "separately"])),
            activation=str(random.choice(["linear", "relu"])),
            pooling=str(random.choice(["none", "max", "average"])),
            pool_size=int(random.integers(2, 5)),
        )
        depth = channels if settings.channels == "sum" else 1
        kernel = random.normal(size=(*random.integers(1, 6, 2), depth))
        try:
            made = convolve(picture, kernel, settings)
        except ValueError:
            continue  # these settings do not fit this picture
        tasks.append(
            {
                "pixels": picture.ravel().tolist(),
                "shape": picture.shape,
                "kernel": kernel.tolist(),
                "settings": {**asdict(settings), "before": made.before},
                "output": made.output.shape,
            }
        )
        expected.append(made.output.ravel().tolist())
    values = page.evaluate(
        """tasks => tasks.map((task) => {
            const [height, width, channels] = task.output;
            const values = [];
            for (let row = 0; row < height; row += 1)
                for (let column = 0; column < width; column += 1)
                    for (let channel = 0; channel < channels; channel += 1)
                        values.push(readPixel(task, [row, column], channel).value);
            return values;
        })""",
        tasks,
    )
    for task, own, engine in zip(tasks, values, expected, strict=True):
        np.testing.assert_allclose(own, engine, rtol=1e-9, atol=1e-9, err_msg=str(task["settings"]))


def test_pointing_reads_the_arithmetic_and_python_follows(visit: Visitor) -> None:
    page = afresh(visit).page
    point(page, 0, 0)
    expect(page.locator(".mlw-lens-title")).to_have_text("Output, row 1, column 1: 114")
    assert lines(page) == [
        "0·[0] − 1·[0] + 0·[0] − 1·[0] + 5·60 − 1·113 + 0·[0] − 1·73 + 0·121 = 114",
        "On the screen: 114 (0 is black, 255 is white)",
    ]
    table = page.get_by_role("table", name="Input under the kernel")
    assert table.get_by_role("columnheader").all_inner_texts() == ["pad", "1", "2"]
    expect(table.get_by_role("row").nth(2).get_by_role("cell").nth(2)).to_have_text("113× −1")
    expect(table.locator(".mlw-lens-padding")).to_have_count(5)
    expect(page.get_by_text("Dashed, in [brackets]: padding")).to_be_visible()
    wait_for_python(page, "cell", [0, 0])
    wait_for_python(page, "value", [114.0])
    point(page, 2, 4)
    wait_for_python(page, "cell", [2, 4])
    assert lines(page)[0].endswith("= 244")
    assert lines(page)[1].startswith("On the screen: 244")

    tell(page, cell=[4, 4])  # and the other way round
    expect(page.locator(".mlw-lens-title")).to_have_text("Output, row 5, column 5: 421")
    expect(page.locator(".mlw-pictures-spoken")).to_be_empty()


def test_what_comes_after_the_sum_is_written_out(visit: Visitor) -> None:
    page = afresh(visit).page
    tell(
        page,
        picture="article",
        kernel=[[1, 2], [-3, 0.5]],
        padding="valid",
        divisor=4,
        bias=-20,
        activation="relu",
    )
    point(page, 0, 0)  # 60 + 2·113 − 3·73 + 0.5·121 = 127.5
    expect(page.locator(".mlw-lens-title")).to_have_text("Output, row 1, column 1: 11.88")
    assert lines(page)[:3] == [
        "1·60 + 2·113 − 3·73 + 0.5·121 = 127.5",
        "Then: 127.5 ÷ 4 − 20 ≈ 11.88",
        "ReLU: max(0, 11.88) = 11.88",
    ]
    tell(page, picture="article", kernel=[[1, 2], [-3, 0.5]], padding="valid", flip=True)
    expect(page.get_by_text("The kernel is rotated by 180°")).to_be_visible()
    expect(page.locator(".mlw-lens-lines p").first).to_have_text("0.5·60 − 3·113 + 2·73 + 1·121 = −42")


def test_channels_are_chosen_and_added_up(visit: Visitor) -> None:
    page = afresh(visit).page
    expect(page.get_by_role("radio", name="Green")).to_be_hidden()  # the article's picture is grey
    tell(page, picture="photo", kernel=[[2]], channels="sum", cell=[100, 368])  # in the sun
    first = page.locator(".mlw-lens-lines p").first
    expect(first).to_have_text("Red: 2·255 = 510")
    assert lines(page)[1] == "Red + Green + Blue: 510 + 450 + 180 = 1140"
    page.get_by_role("radio", name="Red").focus()
    page.keyboard.press("ArrowRight")
    expect(first).to_have_text("Green: 2·225 = 450")
    tell(page, picture="photo", kernel=[[2]], channels="separately")
    expect(page.locator(".mlw-lens-title")).to_have_text("Output, row 101, column 369: 450")
    page.get_by_role("radio", name="Blue").check()
    expect(page.locator(".mlw-lens-title")).to_have_text("Output, row 101, column 369: 180")
    output(page).focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".mlw-pictures-spoken")).to_have_text(
        "row 101, column 370: red 510, green 450, blue 180"
    )


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        ("max", "121", "Max pooling: the largest of 60, 113, 73, 121 is 121."),
        ("average", "91.75", "Average pooling: (60 + 113 + 73 + 121) ÷ 4 = 91.75"),
    ],
)
def test_a_pooled_pixel_shows_its_results_and_the_window_of_each(
    visit: Visitor, kind: str, value: str, sentence: str
) -> None:
    page = afresh(visit).page
    tell(page, picture="article", kernel=[[1]], pooling=kind, cell=[0, 0])
    expect(page.locator(".mlw-lens-title")).to_have_text(f"Output, row 1, column 1: {value}")
    assert sentence in lines(page)
    results = page.locator(".mlw-lens-results").get_by_role("button")
    assert results.all_inner_texts() == ["60", "113", "73", "121"]
    chosen = page.get_by_role("button", pressed=True)
    expect(chosen).to_have_accessible_name("Result 121, the largest" if kind == "max" else "Result 60")
    results.nth(1).click()
    assert lines(page)[0] == "1·113 = 113"
    expect(page.get_by_role("table").get_by_role("columnheader")).to_have_text("2")
    output(page).focus()
    page.keyboard.press("ArrowRight")  # another pixel: its own window again
    expect(chosen).to_have_accessible_name("Result 139, the largest" if kind == "max" else "Result 56")
