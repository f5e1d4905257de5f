"""The map of the plane in a real browser: read with mouse, finger and keyboard, and drawn on."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.diagram_page import (
    afresh,
    centre,
    neuron,
    on_map,
    overflow,
    painted,
    press,
    python,
    wait_for_python,
    wait_until_painted,
)
from tests.browser.harness import next_frame

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

PLACE = re.compile(r"x₁ = 5\.\d+, x₂ = −5\.\d+: cloud 1 \d.*%, cloud 2 \d.*%, cloud 3 \d.*%")
POINT = """
(() => {
  const view = document.querySelector(".mlw-map-points");
  const pixels = view.getContext("2d").getImageData(0, 0, view.width, view.height).data;
  for (let y = 10; y < view.height - 10; y += 1)
    for (let x = 10; x < view.width - 10; x += 1)
      if (pixels[4 * (y * view.width + x) + 3] === 255)
        return [(x / view.width) * 12 - 6, 6 - ((y + 4) / view.height) * 12];
  return null;
})()
"""


def opened(visit: Visitor, **options: object) -> Page:
    """Open the page and wait for the first picture."""
    page = afresh(visit, **options).page
    page.locator(".mlw-map-stage").scroll_into_view_if_needed()
    return page


def colour(page: Page, x1: float, x2: float) -> np.ndarray:
    """Return the colour of the screen at a place of the plane."""
    stage = page.locator(".mlw-map-points")
    shot = np.asarray(Image.open(io.BytesIO(stage.screenshot())).convert("RGB")).astype(int)
    side = shot.shape[0]
    place: np.ndarray = shot[int((6 - x2) / 12 * side), int((x1 + 6) / 12 * side)]
    return place


def points_drawn(page: Page) -> int:
    """Return how many pixels of the points' canvas are not empty."""
    return int(
        page.evaluate(
            "(() => { const one = document.querySelector('.mlw-map-points');"
            " const data = one.getContext('2d').getImageData(0, 0, one.width, one.height).data;"
            " return data.filter((value, index) => index % 4 === 3 && value > 0).length; })()"
        )
    )


def test_classes_have_their_colours_and_points_their_marks(visit: Visitor) -> None:
    page = opened(visit)
    expect(page.locator(".mlw-map-legend li")).to_have_text(
        ["cloud 1", "cloud 2", "cloud 3", "training", "validation"]
    )
    picture = page.get_by_role("img", name="Decision map: 3 classes; ")
    expect(picture).to_be_visible()
    # With the page's weights class 1 is at the right, class 3 at the top.
    right, top = colour(page, 5.9, -5.5), colour(page, -5.9, 5.7)
    assert right[0] > right[2] + 30  # vermillion, in a shade
    assert top[1] > max(top[0], top[2])  # green
    before = points_drawn(page)
    page.get_by_role("checkbox", name="Show test data").check()
    expect(page.locator(".mlw-map-legend li").last).to_have_text("test")
    page.wait_for_function("document.querySelectorAll('.mlw-map-legend li').length === 6")
    assert points_drawn(page) > 1.5 * before
    page.get_by_role("checkbox", name="Show test data").uncheck()
    expect(page.locator(".mlw-map-legend li")).to_have_count(5)
    assert points_drawn(page) == before


def test_discretize_takes_the_shades_away(visit: Visitor) -> None:
    page = opened(visit)
    ground = (
        "(() => { const one = document.querySelector('.mlw-map-ground');"
        " const data = new Uint32Array(one.getContext('2d').getImageData(0, 0, 100, 100).data.buffer);"
        " return new Set(data).size; })()"
    )
    assert page.evaluate(ground) > 50
    page.get_by_role("checkbox", name="Discretize").check()
    wait_for_python(page, "said => said.discretize")
    page.wait_for_function(f"{ground} <= 3")


def test_the_place_under_the_mouse_and_the_point_near_it_are_read(visit: Visitor) -> None:
    page = opened(visit)
    reader = page.locator(".mlw-map-reader")
    expect(reader).to_contain_text("Point at the map")
    height = reader.bounding_box()
    page.mouse.move(*on_map(page, 5.5, -5.5))
    expect(reader).to_have_text(PLACE)
    assert " point" not in (reader.text_content() or "")
    train = page.evaluate(POINT)
    page.mouse.move(*on_map(page, *train))
    expect(reader).to_have_text(
        re.compile(r"(Training|Validation) point \d+: cloud \d; the network gives it \d.*%; loss \d")
    )
    expect(page.locator(".mlw-map-ring")).to_be_visible()
    page.mouse.move(5, 5)
    expect(reader).to_contain_text("Point at the map")
    assert reader.bounding_box() == height


def test_a_click_holds_the_place_and_the_formula_of_a_neuron_has_its_numbers(visit: Visitor) -> None:
    page = opened(visit)
    page.mouse.click(*on_map(page, -2, 3))
    page.mouse.move(*centre(neuron(page, "Neuron 1 of layer 1")))
    here = re.compile(r"x₁ = (−2|−1.9\d|−2.0\d), x₂ = (3|2.9\d|3.0\d)")
    expect(page.locator(".mlw-map-reader")).to_contain_text(here)
    formula = page.locator(".mlw-net-formula")
    expect(formula).to_contain_text(re.compile(r"a₁⁽¹⁾ = tanh\(2·\(−[12].*\) \+ 0·.* = tanh\(−3.*\) = −0.99"))
    before = painted(page, ".mlw-map")
    press(page, "Step")
    wait_until_painted(page, before, ".mlw-map")
    expect(page.locator(".mlw-map-reader")).to_contain_text(here)
    page.mouse.click(*on_map(page, 0, 0))
    page.mouse.move(5, 5)
    expect(page.locator(".mlw-map-reader")).to_contain_text("Point at the map")


def test_the_keyboard_moves_the_cross_hair_and_is_told_the_place(visit: Visitor) -> None:
    page = opened(visit)
    stage = page.get_by_role("application", name="Point at a place in the plane")
    expect(stage).to_have_accessible_description(
        "Arrows move by a tenth, with Shift by one; Home and End go to the left and right edge, Enter holds "
        "the place."
    )
    neuron(page, "Input x₁").focus()
    page.keyboard.press("Tab")
    expect(stage).to_be_focused()
    spoken = page.locator(".mlw-map [aria-live='polite']")
    for keys, place in [
        ("ArrowRight", "x₁ = 0.1, x₂ = 0"),
        ("Shift+ArrowUp", "x₁ = 0.1, x₂ = 1"),
        ("ArrowDown", "x₁ = 0.1, x₂ = 0.9"),
        ("Home", "x₁ = −6, x₂ = 0.9"),
        ("ArrowLeft", "x₁ = −6, x₂ = 0.9"),
        ("End", "x₁ = 6, x₂ = 0.9"),
    ]:
        page.keyboard.press(keys)
        expect(spoken if keys != "ArrowLeft" else page.locator(".mlw-map-reader")).to_contain_text(place)
    wait_for_python(page, "said => said.looking.place?.[0] === 6")
    expect(page.locator(".mlw-map-cross")).to_be_visible()
    assert page.evaluate("document.querySelector('#rendered_cells').scrollTop") == 0


def test_numbers_are_read_and_have_a_scale(visit: Visitor) -> None:
    page = opened(visit)
    press(page, "Regression")
    expect(page.locator(".mlw-map-summary")).to_contain_text("Map of the predicted number: off by")
    expect(page.locator(".mlw-map-scale")).to_be_visible()
    page.mouse.move(*on_map(page, -3, 3))
    expect(page.locator(".mlw-map-reader")).to_contain_text(
        re.compile(r"x₁ = −[23].*, x₂ = [23].*: the network says ")
    )


def test_points_are_drawn_with_the_mouse_and_learned(visit: Visitor) -> None:
    page = opened(visit)
    page.get_by_role("button", name="Draw points").click()
    tools = page.get_by_role("group", name="Draw points")
    count = tools.get_by_role("status")
    expect(count).to_have_text("0 points")
    for x1, x2 in [(-3, 3), (-4, 2), (-2, 4)]:
        page.mouse.click(*on_map(page, x1, x2))
    expect(count).to_have_text("3 points")
    tools.get_by_role("radio", name="Class 2").check()
    page.mouse.move(*on_map(page, 1, -3))
    page.mouse.down()
    page.mouse.move(*on_map(page, 4, -3), steps=20)
    page.mouse.up()
    expect(count).to_have_text(re.compile(r"^([5-9]|\d\d+) points$"))
    next_frame(page)  # with the end of the stroke
    many = count.text_content()
    tools.get_by_role("button", name="Undo").click()
    expect(count).to_have_text("3 points")  # the stroke in one go
    tools.get_by_role("button", name="Redo").click()
    expect(count).to_have_text(many or "")
    tools.get_by_role("button", name="Clear").click()
    expect(count).to_have_text("0 points")
    tools.get_by_role("button", name="Undo").click()
    tools.get_by_role("button", name="Learn these points").click()
    wait_for_python(page, "said => said.dataset === 'drawn'")
    drawn = python(page)["drawn"]
    np.testing.assert_allclose(drawn[0], [-3, 3], atol=0.03)
    assert f"{len(drawn)} points" == many
    expect(tools).to_be_hidden()
    expect(page.locator(".mlw-map-legend li").first).to_have_text("class 1")
    page.get_by_role("button", name="Draw points").click()
    expect(count).to_have_text(many or "")  # to go on with them
    page.keyboard.press("Tab")
    tools.get_by_role("button", name="Cancel").click()
    expect(tools).to_be_hidden()


def test_a_number_to_predict_is_drawn(visit: Visitor) -> None:
    page = opened(visit)
    page.get_by_role("button", name="Draw points").click()
    tools = page.get_by_role("group", name="Draw points")
    tools.get_by_role("radio", name="Numbers").check()
    expect(tools.get_by_role("radio", name="Class 1")).to_be_hidden()
    slider = tools.get_by_role("slider", name="Number at the next points")
    for value, x1 in ((1, 3), (-0.5, -3)):
        slider.fill(str(value))
        for x2 in (-2, 0, 2):
            page.mouse.click(*on_map(page, x1, x2))
    expect(tools.get_by_role("status")).to_have_text("6 points")
    tools.get_by_role("button", name="Learn these points").click()
    wait_for_python(page, "said => said.dataset === 'drawn'")
    expect(page.locator(".mlw-map-scale")).to_have_text("−11")
    expect(page.locator(".mlw-map-summary")).to_contain_text("Map of the predicted number")


def test_numbers_are_drawn_with_the_keyboard_alone(visit: Visitor) -> None:
    page = opened(visit)
    page.get_by_role("button", name="Draw points").focus()
    page.keyboard.press("Enter")
    page.get_by_role("radio", name="Numbers").focus()
    page.keyboard.press("Space")
    page.locator(".mlw-map-stage").focus()
    spoken = page.locator(".mlw-map [aria-live='polite']")
    slider = page.get_by_role("slider", name="Number at the next points")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowLeft")
        page.keyboard.press("Enter")
    for _ in range(25):  # it ends at −1
        page.keyboard.press("-")
    expect(slider).to_have_value("-1")
    page.keyboard.press("+")
    page.keyboard.press("+")
    expect(slider).to_have_value("-0.8")
    expect(spoken.first).to_have_text("Number −0.8")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("Enter")
    tools = page.get_by_role("group", name="Draw points")
    expect(tools).to_contain_text("6 points")
    expect(tools).to_contain_text("numbers from −0.8 to 1, 0.1 on average")
    tools.get_by_role("button", name="Learn these points").focus()
    page.keyboard.press("Enter")
    wait_for_python(page, "said => said.dataset === 'drawn'")
    expect(page.locator(".mlw-map-summary")).to_contain_text("Map of the predicted number")


def test_points_are_drawn_with_the_keyboard_and_too_few_are_told(visit: Visitor) -> None:
    page = opened(visit)
    page.get_by_role("button", name="Draw points").focus()
    page.keyboard.press("Enter")
    stage = page.locator(".mlw-map-stage")
    expect(stage).to_be_focused()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("3")
    expect(page.get_by_role("radio", name="Class 3")).to_be_checked()
    page.keyboard.press("1")
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Enter")
    count = page.locator(".mlw-map-count")
    expect(count).to_have_text("2 points")
    page.keyboard.press("Control+z")
    expect(count).to_have_text("1 point")
    page.keyboard.press("Control+y")
    expect(count).to_have_text("2 points")
    page.get_by_role("button", name="Learn these points").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".mlw-map-message")).to_contain_text("At least two classes of points are needed")
    expect(count).to_have_text("2 points")


def test_a_finger_reads_and_draws(visit: Visitor) -> None:
    page = opened(visit, size="phone")
    page.touchscreen.tap(*on_map(page, 2, 2))
    reader = page.locator(".mlw-map-reader")
    expect(reader).to_contain_text("x₁ = ")
    expect(reader).to_contain_text("cloud 3 ")
    page.get_by_role("button", name="Draw points").tap()
    page.locator(".mlw-map-stage").scroll_into_view_if_needed()
    page.touchscreen.tap(*on_map(page, 2, 2))
    page.touchscreen.tap(*on_map(page, -2, 2))
    expect(page.locator(".mlw-map-count")).to_have_text("2 points")
    assert overflow(page) <= 0


def test_dark_and_light_have_their_own_colours(visit: Visitor) -> None:
    page = opened(visit, dark=True)
    corner = colour(page, -5.9, 5.7)
    assert corner.max() < 160
    page.emulate_media(color_scheme="light")
    page.wait_for_function("document.querySelector('.mlw-map') !== null")
    page.wait_for_function(
        "(() => { const data = document.querySelector('.mlw-map-ground').getContext('2d')"
        ".getImageData(0, 0, 1, 1).data; return data[0] + data[1] + data[2] > 400; })()"
    )


def test_axe_finds_nothing_serious_while_somebody_draws(visit: Visitor) -> None:
    page_visit = afresh(visit)
    page = page_visit.page
    page.get_by_role("button", name="Draw points").click()
    page.mouse.click(*on_map(page, 0, 0))
    assert page_visit.accessibility_faults(".mlw-map") == []
