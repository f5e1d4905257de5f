"""The diagram of a network in a real browser: read, changed by a click, by a finger and by the keyboard."""

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
    on_bias,
    on_link,
    on_map,
    overflow,
    painted,
    press,
    python,
    title,
    wait_for_python,
    wait_until_painted,
)

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

FIRST, SECOND = "Neuron 1 of layer 1", "Neuron 2 of layer 1"


def opened(visit: Visitor, **options: object) -> Page:
    """Return the page with a view on a new experiment, painted."""
    return afresh(visit, **options).page


def pixels(one: Locator) -> np.ndarray:
    """Return what is on the screen where an element is."""
    return np.asarray(Image.open(io.BytesIO(one.screenshot())).convert("RGB")).astype(int)


def click(page: Page, spot: tuple[float, float]) -> None:
    """Click at a point of the screen."""
    page.mouse.move(*spot)
    page.mouse.click(*spot)


def test_each_neuron_is_a_picture_of_what_it_computes(visit: Visitor) -> None:
    page = opened(visit)
    heads = page.locator(".mlw-net-head")
    expect(heads).to_have_text(["Features", "Layer 1Dense 2tanh", "OutputDense 3softmax"])
    expect(page.locator(".mlw-net-neuron")).to_have_count(7)
    # tanh(2·x₁ + 0.5): orange at the left, blue at the right.
    picture = pixels(neuron(page, FIRST))
    middle = picture.shape[0] // 2
    left, right = picture[middle, 8], picture[middle, -8]
    assert left[0] > left[2] + 60
    assert right[2] > right[0] + 60
    # tanh(−1.5·x₂ − 0.25): orange at the top, blue at the bottom.
    picture = pixels(neuron(page, SECOND))
    top, bottom = picture[8, middle], picture[-14, middle]
    assert top[0] > top[2] + 60
    assert bottom[2] > bottom[0] + 60
    assert overflow(page) <= 0


def test_weights_biases_and_formulas_are_read_where_the_mouse_points(visit: Visitor) -> None:
    page = opened(visit)
    expect(page.locator(".mlw-net-note")).to_contain_text("Point at a neuron, a link or a bias")
    height = page.locator(".mlw-net-reader").bounding_box()
    x1, x2 = neuron(page, "Input x₁"), neuron(page, "Input x₂")
    page.mouse.move(*on_link(x1, neuron(page, FIRST), -0.5))
    expect(title(page)).to_have_text("Weight from x₁ to neuron 1 of layer 1: 2")
    page.mouse.move(*on_link(x2, neuron(page, SECOND), 0.5))
    expect(title(page)).to_have_text("Weight from x₂ to neuron 2 of layer 1: −1.5")
    page.mouse.move(*on_bias(neuron(page, SECOND)))
    expect(title(page)).to_have_text("Bias of neuron 2 of layer 1: −0.25")
    page.mouse.move(*on_bias(page.locator(".mlw-net-neuron").nth(5)))
    expect(title(page)).to_have_text("Bias of output “cloud 2”: 0.1")
    page.mouse.move(*centre(neuron(page, FIRST)))
    expect(title(page)).to_have_text("Neuron 1 of layer 1, tanh")
    expect(page.locator(".mlw-net-formula")).to_have_text("a₁⁽¹⁾ = tanh(2·x₁ + 0·x₂ + 0.5)")
    expect(page.locator(".mlw-net-note")).to_have_text("Colours from −1 (orange) to 1 (blue).")
    page.mouse.move(*centre(x1))
    expect(page.locator(".mlw-net-note")).to_contain_text("What the network receives for each point.")
    page.mouse.move(5, 5)
    expect(title(page)).to_be_empty()
    assert page.locator(".mlw-net-reader").bounding_box() == height


def test_a_click_changes_a_weight_while_the_network_is_trained(visit: Visitor) -> None:
    page = opened(visit)
    press(page, "Run")
    wait_for_python(page, "said => said.iteration > 50")
    before = pixels(neuron(page, FIRST))
    click(page, on_link(neuron(page, "Input x₁"), neuron(page, FIRST), -0.5))
    field = page.get_by_role("textbox", name="weight from x₁ to neuron 1 of layer 1")
    expect(field).to_have_value("2")
    field.fill("-3,5")
    field.press("Enter")
    wait_for_python(page, "said => said.weights[0][0][0] === -3.5")
    wait_until_painted(page, painted(page) + 1)  # the one under way may show the old weight
    assert python(page)["status"] == "running"
    after = pixels(neuron(page, FIRST))
    middle = before.shape[0] // 2
    assert before[middle, 8, 0] > before[middle, 8, 2] + 60
    assert after[middle, 8, 2] > after[middle, 8, 0] + 60  # the other way round
    click(page, on_bias(neuron(page, SECOND)))
    page.get_by_role("textbox", name="bias of neuron 2 of layer 1").fill("0.75")
    page.keyboard.press("Enter")
    wait_for_python(page, "said => said.weights[1][1] === 0.75")
    press(page, "Pause")
    wait_for_python(page, "said => said.status === 'paused'")


def test_what_is_no_number_is_told_in_a_sentence_and_nothing_is_lost(visit: Visitor) -> None:
    page = opened(visit)
    spot = on_link(neuron(page, "Input x₂"), neuron(page, SECOND), 0.5)
    alert = page.locator(".mlw-net-complaint")
    height = page.locator(".mlw-net-reader").bounding_box()
    for typed, sentence in [
        (
            "abc",
            "Weight from x₂ to neuron 2 of layer 1 must be a number from −1000000 to 1000000; got “abc”.",
        ),
        ("1e9", "got “1e9”."),
        ("", "is empty. Type a number"),
        ("1,500", "can be read as 1.5 or as 1500"),
    ]:
        click(page, spot)
        page.locator(".mlw-net-field").fill(typed)
        page.keyboard.press("Enter")
        expect(alert).to_contain_text(sentence)
    click(page, spot)
    expect(alert).to_be_empty()
    page.keyboard.type("7")
    page.keyboard.press("Escape")
    expect(page.locator(".mlw-net-field")).to_have_count(0)
    press(page, "Step")
    wait_for_python(page, "said => said.iteration === 1")
    assert python(page)["weights"][0] == [[2, 0], [0, -1.5]]
    assert page.locator(".mlw-net-reader").bounding_box() == height


def test_everything_by_keyboard(visit: Visitor) -> None:
    page = opened(visit)
    stage = page.get_by_role("application", name="Network")
    expect(stage).to_have_accessible_description(
        "Up and down arrows move within a column, right to the next one. Left goes to the weights that come "
        "into the neuron: there up and down arrows move among them and its bias, left goes to where the "
        "weight comes from, right back to the neuron, and Enter changes the number."
    )
    focused = page.locator(":focus")
    neuron(page, "Input x₁").focus()
    for key, name in [
        ("ArrowDown", "Input x₂"),
        ("ArrowRight", SECOND + ", tanh"),
        ("ArrowUp", FIRST + ", tanh"),
        ("ArrowLeft", "Weight from x₁ to neuron 1 of layer 1: 2"),
        ("ArrowDown", "Weight from x₂ to neuron 1 of layer 1: 0"),
        ("ArrowDown", "Bias of neuron 1 of layer 1: 0.5"),
        ("ArrowDown", "Bias of neuron 1 of layer 1: 0.5"),
        ("ArrowRight", FIRST + ", tanh"),
        ("ArrowLeft", "Weight from x₁ to neuron 1 of layer 1: 2"),
        ("End", "Bias of neuron 1 of layer 1: 0.5"),
        ("Home", "Weight from x₁ to neuron 1 of layer 1: 2"),
        ("ArrowLeft", "Input x₁"),
        ("End", "Input x₂"),
        ("ArrowRight", SECOND + ", tanh"),
        ("ArrowRight", "Output “cloud 2”, softmax"),
        ("ArrowDown", "Output “cloud 3”, softmax"),
        ("ArrowLeft", "Weight from neuron 2 of layer 1 to output “cloud 3”: −2"),
    ]:
        page.keyboard.press(key)
        expect(focused).to_have_accessible_name(name)
    expect(title(page)).to_have_text("Weight from neuron 2 of layer 1 to output “cloud 3”: −2")
    page.keyboard.press("Enter")
    expect(focused).to_have_value("-2")
    page.keyboard.type("1.25")
    page.keyboard.press("Enter")
    expect(focused).to_have_accessible_name("Weight from neuron 2 of layer 1 to output “cloud 3”: 1.25")
    wait_for_python(page, "said => said.weights[2][1][2] === 1.25")
    page.keyboard.press("4")  # typing replaces the number
    expect(focused).to_have_value("4")
    page.keyboard.press("Escape")
    expect(focused).to_have_accessible_name("Weight from neuron 2 of layer 1 to output “cloud 3”: 1.25")
    assert page.evaluate("document.querySelector('#rendered_cells').scrollTop") == 0
    assert page.locator(".mlw-net [tabindex='0']").count() == 1


def test_a_neuron_is_held_with_a_click_and_let_go_with_another(visit: Visitor) -> None:
    page = opened(visit)
    neuron(page, FIRST).click()
    page.mouse.move(5, 5)
    expect(title(page)).to_have_text("Neuron 1 of layer 1, tanh")
    expect(page.locator(".mlw-net-note")).to_contain_text("Held")
    # Where the map is pointed at, the formula has the numbers of the place.
    page.mouse.click(*on_map(page, -2, 3))
    expect(page.locator(".mlw-net-formula")).to_contain_text(re.compile(r"a₁⁽¹⁾ = tanh\(2·\(−(2|1\.9)"))
    neuron(page, FIRST).click()
    page.mouse.move(5, 5)
    expect(title(page)).to_be_empty()


def test_a_finger_reads_first_and_changes_with_the_button(visit: Visitor) -> None:
    page = opened(visit, size="phone")
    expect(page.locator(".mlw-net-note")).to_contain_text("Touch a neuron, a link or a bias")
    page.touchscreen.tap(*on_link(neuron(page, "Input x₁"), neuron(page, FIRST), -0.5))
    expect(title(page)).to_have_text("Weight from x₁ to neuron 1 of layer 1: 2")
    expect(page.locator(".mlw-net-field")).to_have_count(0)
    page.get_by_role("button", name="Change the weight from x₁ to neuron 1 of layer 1").tap()
    field = page.locator(".mlw-net-field")
    expect(field).to_be_focused()
    field.fill("1.5")
    page.get_by_role("button", name="± Change sign").tap()
    expect(field).to_have_value("-1.5")
    field.press("Enter")
    wait_for_python(page, "said => said.weights[0][0][0] === -1.5")
    neuron(page, SECOND).tap()
    expect(page.locator(".mlw-net-formula")).to_have_text("a₂⁽¹⁾ = tanh(0·x₁ − 1.5·x₂ − 0.25)")
    assert overflow(page) <= 0


def test_wide_and_deep_networks_scroll_in_their_own_box(visit: Visitor) -> None:
    page = opened(visit, size="phone")
    press(page, "Wide")
    expect(page.locator(".mlw-net-thin")).to_have_text("Dropout 0.2")
    expect(page.locator(".mlw-net-foot").nth(1)).to_have_text("+ 24 more")
    press(page, "Deep")
    expect(page.locator(".mlw-net-neuron")).to_have_count(2 + 8 * 16 + 3)
    box = page.locator(".mlw-net-box")
    page.wait_for_function(
        "(() => { const box = document.querySelector('.mlw-net-box');"
        " return box.scrollWidth > 1.5 * box.clientWidth; })()"
    )
    assert overflow(page) <= 0
    page.locator(".mlw-net-neuron").last.focus()
    assert box.evaluate("box => box.scrollLeft") > 0


def test_a_network_that_has_diverged_says_so_in_numbers(visit: Visitor) -> None:
    page = opened(visit)
    before = painted(page)
    press(page, "Break")
    wait_until_painted(page, before)
    page.mouse.move(*on_bias(neuron(page, FIRST)))
    expect(title(page)).to_have_text("Bias of neuron 1 of layer 1: not a number")
    page.mouse.move(*centre(neuron(page, FIRST)))
    expect(page.locator(".mlw-net-formula")).to_have_text("a₁⁽¹⁾ = tanh(NaN·x₁ + NaN·x₂ + NaN)")


@pytest.mark.parametrize(("size", "dark"), [("wide", False), ("phone", True)])
def test_axe_finds_nothing_serious(visit: Visitor, size: str, dark: bool) -> None:
    page_visit = afresh(visit, size=size, dark=dark)
    page = page_visit.page
    neuron(page, FIRST).click()
    expect(title(page)).to_have_text("Neuron 1 of layer 1, tanh")
    neuron(page, FIRST).focus()
    page.keyboard.press("ArrowLeft")
    assert page_visit.accessibility_faults(".mlw-net") == []
    assert page_visit.accessibility_faults(".mlw-map") == []
