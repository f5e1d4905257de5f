"""A stack is built, broken, repaired, dragged and pasted on a real page: with keyboard, mouse and finger."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.stack_page import PAGE, fill, order, python, wait_for_python

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

START = [
    'Conv2D(8, 3, activation="relu")',
    "MaxPooling2D()",
    'Conv2D(16, 3, activation="relu")',
    "MaxPooling2D()",
    "Flatten()",
    'Dense(10, activation="softmax")',
]
LENET = [
    'Conv2D(6, 5, padding="same", activation="tanh")',
    "AveragePooling2D()",
    'Conv2D(16, 5, activation="tanh")',
    "AveragePooling2D()",
    "Flatten()",
    'Dense(120, activation="tanh")',
    'Dense(84, activation="tanh")',
    'Dense(10, activation="softmax")',
]
HOSTILE = "<img src=x onerror=window.pwned=1>"


def opened(visit: Visitor, *, shared: bool = True, **options: Any) -> Page:  # noqa: ANN401 - see Visit.start
    """Open the page, or take that of the last test, and wait for the stack as it is at first."""
    seen = visit(PAGE, shared=shared, **options)
    page = seen.page
    if shared:
        for _ in range(2):
            page.keyboard.press("Escape")
        page.mouse.move(5, 5)
        order(page, "fresh")
    wait_for_python(page, "draft", START)
    expect(page.locator(".mlw-card")).to_have_count(6)
    seen.comes_to_rest()
    return page


def card(page: Page, place: int) -> Locator:
    """Return the card at a place, counted from 1."""
    return page.locator(".mlw-card").nth(place - 1)


def panel(page: Page) -> Locator:
    """Return what is shown of the layer that is chosen: its call, its sums, its settings, its buttons."""
    return page.locator(".mlw-panel:visible")


def setting(page: Page, name: str) -> Locator:
    """Return the control of a setting in the form that is open."""
    return page.locator(".mlw-form").get_by_label(name, exact=True)


def unfold_weights(page: Page) -> None:
    """Open the settings of the weights, unless somebody has left them open."""
    expect(setting(page, "filters")).to_be_visible()
    if not setting(page, "kernel_regularizer").is_visible():
        page.get_by_text("Weights: initial values, penalties and constraints").click()


def said(page: Page) -> Locator:
    """Return the line that says what happened."""
    return page.locator(".mlw-stack-said")


def top(element: Locator) -> float:
    """Return where an element begins on the screen."""
    return float(element.evaluate("(one) => one.getBoundingClientRect().top"))


def add(page: Page, name: str) -> None:
    """Choose a layer in the window, by typing its name."""
    expect(page.get_by_role("combobox", name="Find by name")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Enter")


def test_lenet_is_built_from_an_empty_stack_with_the_keyboard_alone(visit: Visitor) -> None:
    page = opened(visit)
    order(page, "empty")
    expect(page.locator(".mlw-card")).to_have_count(0)
    expect(page.get_by_text("The stack is empty. Add a layer to begin.")).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Add a layer":
            break
    page.keyboard.press("Enter")
    add(page, "conv2d")
    expect(card(page, 1)).to_be_focused()
    expect(said(page)).to_have_text("Conv2D added at position 1 of 1.")
    fill(page, filters="6", kernel_size="5", padding="same", activation="tanh")
    layers: list[tuple[str, dict[str, str]]] = [
        ("averagepooling2d", {}),
        ("conv2d", {"filters": "16", "kernel_size": "5", "activation": "tanh"}),
        ("averagepooling2d", {}),
        ("flatten", {}),
        ("dense", {"units": "120", "activation": "tanh"}),
        ("dense", {"units": "84", "activation": "tanh"}),
        ("dense", {"units": "10", "activation": "softmax"}),
    ]
    for place, (name, settings) in enumerate(layers, start=2):
        page.keyboard.press("+")
        add(page, name)
        expect(card(page, place)).to_be_focused()
        if settings:
            fill(page, **settings)
            expect(card(page, place)).to_be_focused()
    wait_for_python(page, "draft", LENET)
    wait_for_python(page, "in_use", value=True)
    expect(page.locator(".mlw-stack-totals")).to_contain_text("Parameters 61,706")
    expect(page.locator(".mlw-stack-totals")).to_contain_text("Multiply–adds for one example 416,520")
    card(page, 3).focus()
    expect(panel(page)).to_contain_text("10 × 10 × 16 = 1,600 numbers")
    expect(panel(page)).to_contain_text("5 × 5 × 6 × 16 + 16 = 2,416")
    expect(page.locator(".mlw-stack-status")).to_have_text("Training will use this network.")
    order(page, "train")
    wait_for_python(page, "iteration", 1)
    # It is broken, read and repaired, by keyboard as well.
    page.keyboard.press("Home")
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    expect(card(page, 5)).to_be_focused()
    page.keyboard.press("Delete")
    expect(said(page)).to_have_text("Flatten removed from position 5; 7 layers are left.")
    expect(card(page, 5)).to_be_focused()
    sentence = "Dense needs one row of numbers; got (5, 5, 16). Put a Flatten before it."
    expect(card(page, 5)).to_contain_text(sentence)
    expect(card(page, 5)).to_have_accessible_name(f'Layer 5 of 7: Dense(120, activation="tanh"). {sentence}')
    expect(card(page, 6)).to_contain_text("Waits for the layer above.")
    expect(page.locator(".mlw-stack-status")).to_contain_text(
        "1 problem left. Training uses the last valid network"
    )
    assert python(page)["used"][4] == "Flatten"  # the experiment never had the impossible one
    assert python(page)["iteration"] == 1
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Put a Flatten before it":
            break
    page.keyboard.press("Enter")
    wait_for_python(page, "draft", LENET)
    wait_for_python(page, "in_use", value=True)
    expect(said(page)).to_have_text("Put a Flatten before it: done.")
    expect(card(page, 6)).to_be_focused()


def test_arrow_keys_choose_and_with_alt_they_move_the_card_that_keeps_the_focus(visit: Visitor) -> None:
    page = opened(visit)
    keyboard = page.keyboard
    card(page, 1).focus()
    keyboard.press("ArrowRight")
    expect(card(page, 2)).to_be_focused()
    keyboard.press("Alt+ArrowRight")
    expect(said(page)).to_have_text("MaxPooling2D moved from position 2 to position 3 of 6.")
    expect(card(page, 3)).to_be_focused()
    wait_for_python(page, "draft", [START[0], START[2], START[1], *START[3:]])
    keyboard.press("Alt+ArrowUp")
    expect(card(page, 2)).to_be_focused()
    wait_for_python(page, "draft", START)
    keyboard.press("End")
    keyboard.press("Alt+ArrowDown")  # below the last there is nothing
    expect(card(page, 6)).to_be_focused()
    keyboard.press("ArrowDown")
    expect(card(page, 6)).to_be_focused()
    assert python(page)["draft"] == START
    # One card is in the tab order, with its buttons: not all of them.
    stops = page.locator('.mlw-card[tabindex="0"], .mlw-card .mlw-icon-button[tabindex="0"]')
    expect(stops).to_have_count(2)


def test_undo_and_redo_work_with_keys_and_buttons_and_the_focus_stays(visit: Visitor) -> None:
    page = opened(visit, shared=False)
    keyboard = page.keyboard
    card(page, 2).focus()
    keyboard.press("Delete")
    wait_for_python(page, "draft", [START[0], *START[2:]])
    keyboard.press("Control+z")
    wait_for_python(page, "draft", START)
    expect(said(page)).to_have_text("Undone: MaxPooling2D removed from position 2; 5 layers are left.")
    keyboard.press("Control+y")
    wait_for_python(page, "draft", [START[0], *START[2:]])
    keyboard.press("Control+Shift+z")  # nothing more to do again
    undo = page.get_by_role("button", name="Undo")
    undo.focus()
    keyboard.press("Enter")
    wait_for_python(page, "draft", START)
    expect(undo).to_be_focused()
    expect(undo).to_have_attribute("aria-disabled", "true")
    expect(page.get_by_role("button", name="Redo")).to_have_attribute("aria-disabled", "false")
    # A card that is taken away by undo leaves the focus in the stack.
    card(page, 6).focus()
    keyboard.press("+")
    add(page, "dropout")
    expect(card(page, 7)).to_be_focused()
    keyboard.press("Control+z")
    expect(page.locator(".mlw-card")).to_have_count(6)
    expect(card(page, 6)).to_be_focused()
    # In a field, what has just been typed is undone first.
    card(page, 1).focus()
    keyboard.press("Enter")
    field = setting(page, "filters")
    expect(field).to_be_focused()
    field.press_sequentially("5")
    keyboard.press("Control+z")
    assert python(page)["draft"] == START
    keyboard.press("Escape")
    expect(field).to_have_value("8")
    keyboard.press("Escape")
    expect(card(page, 1)).to_be_focused()


def test_buttons_of_the_chosen_layer_move_copy_and_remove_it(visit: Visitor) -> None:
    page = opened(visit)
    card(page, 1).click()
    earlier = panel(page).get_by_role("button", name="Move Conv2D towards the input")
    expect(earlier).to_have_attribute("aria-disabled", "true")
    earlier.click(force=True)
    later = panel(page).get_by_role("button", name="Move Conv2D towards the output")
    later.click()
    expect(later).to_be_focused()
    page.keyboard.press("Enter")  # at once: it counts from where the first press takes the layer
    wait_for_python(page, "draft", [START[1], START[2], START[0], *START[3:]])
    card(page, 1).click()
    panel(page).get_by_role("button", name="Duplicate MaxPooling2D").click()
    expect(said(page)).to_have_text("MaxPooling2D copied to position 2 of 7.")
    expect(card(page, 2)).to_be_focused()
    panel(page).get_by_role("button", name="Remove MaxPooling2D").click()
    expect(page.locator(".mlw-card")).to_have_count(6)
    expect(card(page, 2)).to_be_focused()
    page.get_by_role("button", name="Add a layer at position 2").click()
    page.get_by_role("option", name="Dropout", exact=False).first.click()
    wait_for_python(page, "draft", [START[1], "Dropout(0.25)", START[2], START[0], *START[3:]])
    expect(card(page, 2)).to_be_focused()


def test_settings_of_every_kind_are_typed_and_chosen(visit: Visitor) -> None:
    page = opened(visit)
    card(page, 1).get_by_role("button", name="Settings of Conv2D").click()
    kernel = setting(page, "kernel_size")
    kernel.fill("5 x 3")
    kernel.press("Enter")
    expect(panel(page)).to_contain_text('Conv2D(8, (5, 3), activation="relu")')
    expect(kernel).to_have_value("5 × 3")
    kernel.press("ArrowUp")
    expect(kernel).to_have_value("6 × 4")
    wait_for_python(page, "draft", ['Conv2D(8, (6, 4), activation="relu")', *START[1:]])
    expect(kernel).to_be_focused()
    setting(page, "use_bias").uncheck()
    setting(page, "padding").select_option("same")
    setting(page, "activation").select_option("elu")
    alpha = setting(page, "alpha")
    alpha.fill("0,5")
    alpha.press("Enter")
    unfold_weights(page)
    setting(page, "kernel_regularizer").select_option("l1_l2")
    expect(setting(page, "l1")).to_have_value("0.01")
    setting(page, "l2").fill("0.1")
    setting(page, "l2").press("Enter")
    setting(page, "kernel_initializer").select_option("he_normal")
    setting(page, "bias_constraint").select_option("max_norm")
    call = (
        'Conv2D(8, (6, 4), padding="same", activation=ELU(alpha=0.5), use_bias=False, '
        'kernel_initializer="he_normal", kernel_regularizer=L1L2(l1=0.01, l2=0.1), '
        "bias_constraint=MaxNorm(max_value=2, axis=0))"
    )
    wait_for_python(page, "draft", [call, *START[1:]])
    setting(page, "kernel_regularizer").select_option("")
    setting(page, "bias_constraint").select_option("")
    wait_for_python(page, "draft", [call[: call.index(", kernel_regularizer")] + ")", *START[1:]])
    wait_for_python(page, "in_use", value=True)
    # A pooling whose strides are left to its window.
    card(page, 2).get_by_role("button", name="Settings of MaxPooling2D").click()
    expect(setting(page, "kernel_size")).to_have_count(0)  # one card is open at a time
    strides = setting(page, "strides")
    expect(strides).to_have_value("")
    expect(strides).to_have_attribute("placeholder", "as the window")
    strides.fill("1")
    strides.press("Enter")
    expect(panel(page)).to_contain_text("MaxPooling2D(strides=1)")
    strides.fill("")
    strides.press("Enter")
    expect(panel(page)).to_contain_text("MaxPooling2D()")


def test_numbers_that_cannot_be_are_told_where_they_were_typed_and_nothing_is_lost(visit: Visitor) -> None:
    page = opened(visit)
    card(page, 1).get_by_role("button", name="Settings of Conv2D").click()
    field = setting(page, "filters")
    places = top(field), top(setting(page, "padding"))
    rule = "a whole number from 1 to 1024"
    for typed, complaint in (
        ("0", f"filters must be {rule}; got “0”."),
        ("1000000000", f"filters must be {rule}; got “1000000000”."),
        ("abc", f"filters must be {rule}; got “abc”."),
        ("", f"filters is empty. Type {rule}."),
        ("3.5", f"filters must be {rule}; got “3.5”."),
        ("8 × 8", f"filters must be {rule}; got “8 × 8”."),
        ("<img src=x onerror=alert(1)>", f"filters must be {rule}; got “<img src=x o…”."),
    ):
        field.fill(typed)
        field.press("Enter")
        expect(page.locator(".mlw-field-wrong .mlw-field-error")).to_have_text(complaint)
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_value(typed)
        assert (top(field), top(setting(page, "padding"))) == places  # nothing jumps
        assert python(page)["draft"] == START
    field.fill("12")
    field.press("Enter")
    wait_for_python(page, "draft", [START[0].replace("8", "12"), *START[1:]])
    expect(page.locator(".mlw-field-wrong")).to_have_count(0)
    expect(field).to_be_focused()


def test_a_kernel_larger_than_its_input_is_repaired_by_a_click(visit: Visitor) -> None:
    page = opened(visit)
    card(page, 3).get_by_role("button", name="Settings of Conv2D").click()
    kernel = setting(page, "kernel_size")
    kernel.fill("20")
    kernel.press("Enter")
    expect(card(page, 3)).to_contain_text(
        "Conv2D with a 20 × 20 window does not fit into a picture of 13 × 13."
    )
    expect(kernel).to_be_focused()
    page.get_by_role("button", name="Make the kernel 13 × 13").click()
    wait_for_python(page, "in_use", value=False)  # now the pooling below has nothing left to pool
    expect(card(page, 4)).to_contain_text("MaxPooling2D with a 2 × 2 window does not fit")
    page.get_by_role("button", name="Remove this pooling").click()
    wait_for_python(page, "in_use", value=True)
    card(page, 3).focus()
    expect(panel(page)).to_contain_text('Conv2D(16, 13, activation="relu")')


def test_a_stack_is_copied_and_pasted_and_bad_text_loses_nothing(visit: Visitor) -> None:
    page = opened(visit)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="As text").click()
    area = page.get_by_label("Layers, one per line")
    expect(area).to_be_focused()
    page.wait_for_function("document.querySelector('.mlw-dialog-text').value.startsWith('[')")
    text = area.input_value()
    assert [layer["class_name"] for layer in json.loads(text)] == [call.split("(")[0] for call in START]
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.locator(".mlw-dialog-said")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == text
    for bad, sentence in (
        ("nonsense", "The text is not valid JSON: Expecting value, line 1, column 1."),
        ("[7]", "Layer 1 must be given as"),
        ('[{"class_name": "Flatten", "confg": {}}]', "Layer 1 has an unknown key 'confg'."),
        ("[" * 3000, "The text cannot be read: it is nested too deeply"),
    ):
        area.fill(bad)
        page.get_by_role("button", name="Use this stack").click()
        expect(page.locator(".mlw-dialog-said")).to_contain_text(sentence)
        expect(area).to_have_value(bad)
    assert python(page)["draft"] == START
    # Settings that no layer has are taken in, and told at their cards.
    area.fill(
        json.dumps(
            [
                {"class_name": "Flatten"},
                {"class_name": "Dense", "config": {"unit": 4, "activation": "relu"}},
                {"class_name": "Dense", "config": {"units": 10**9}},
                {"class_name": HOSTILE, "config": {HOSTILE: HOSTILE}},
                {"class_name": "constructor", "config": {"__proto__": 1}},
            ]
        )
    )
    page.get_by_role("button", name="Use this stack").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(said(page)).to_have_text("5 layers pasted.")
    expect(card(page, 2)).to_contain_text("Dense has no setting 'unit'.")
    expect(card(page, 3)).to_contain_text("units must be a whole number in [1, 10,000]; got 1000000000.")
    expect(card(page, 4)).to_contain_text(f"There is no layer called '{HOSTILE}'.")
    expect(page.locator(".mlw-stack img")).to_have_count(0)
    assert page.evaluate("window.pwned") is None
    for place in (4, 5):
        card(page, place).get_by_role("button", name="Settings of").click()
        expect(panel(page)).to_contain_text("has no settings.")
    panel(page).get_by_role("button", name="Remove").click()
    page.get_by_role("button", name="Rename it to units").click()
    page.get_by_role("button", name="Set units to 10,000").click()
    expect(card(page, 3)).to_be_focused()  # when the mended stack has come: what is pressed before goes there
    expect(card(page, 3)).not_to_contain_text("units must be")
    card(page, 4).focus()
    page.keyboard.press("Delete")
    page.get_by_role("button", name="End with Dense(10, softmax)").click()
    wait_for_python(page, "in_use", value=True)
    expect(card(page, 4)).to_be_focused()
    page.keyboard.press("Control+z")
    wait_for_python(page, "in_use", value=False)


def test_a_preset_is_chosen_and_one_that_does_not_suit_cannot_be(visit: Visitor) -> None:
    page = opened(visit)
    page.get_by_role("button", name="Presets").click()
    unsuited = page.get_by_role("option", name="Phishing 100–100–1")
    expect(unsuited).to_contain_text("For tables, rows of numbers; these data are pictures of 28 × 28 × 1.")
    expect(unsuited).to_have_attribute("aria-disabled", "true")
    unsuited.click(force=True)
    page.keyboard.type("phish")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Control+a")
    page.keyboard.type("nothing of the kind")
    expect(page.get_by_text("Nothing matches “nothing of the kind”.")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type("le")
    page.keyboard.press("Enter")
    wait_for_python(page, "draft", LENET)
    expect(said(page)).to_have_text("The stack is LeNet-5 now.")
    expect(page.get_by_role("button", name="Presets")).to_be_focused()


def test_a_card_is_dragged_with_the_mouse_to_a_place_that_is_shown(visit: Visitor) -> None:
    page = opened(visit)
    grip = card(page, 1).locator(".mlw-card-grip").bounding_box()
    third = card(page, 3).bounding_box()
    assert grip is not None
    assert third is not None
    y = grip["y"] + 10
    page.mouse.move(grip["x"] + 20, y)
    page.mouse.down()
    page.mouse.move(grip["x"] + 40, y)
    page.mouse.move(third["x"] + third["width"] - 5, y, steps=5)
    mark = page.locator(".mlw-stack-drop")
    expect(mark).to_be_visible()
    expect(mark).to_have_text("Place 3")
    shown = mark.bounding_box()
    assert shown is not None
    assert third["x"] + third["width"] < shown["x"] + 6 < third["x"] + third["width"] + 40
    page.mouse.up()
    expect(mark).to_be_hidden()
    wait_for_python(page, "draft", [START[1], START[2], START[0], *START[3:]])
    expect(card(page, 3)).to_be_focused()
    expect(said(page)).to_have_text("Conv2D moved from position 1 to position 3 of 6.")
    # Escape puts it back, and so does letting go where it was.
    for key in ("Escape", ""):
        first = card(page, 1).locator(".mlw-block").bounding_box()
        assert first is not None
        page.mouse.move(first["x"] + 30, first["y"] + 30)
        page.mouse.down()
        page.mouse.move(first["x"] + (300 if key else 45), first["y"] + 30, steps=4)
        expect(mark).to_be_visible()
        if key:
            page.keyboard.press(key)
            expect(mark).to_be_hidden()
        page.mouse.up()
    assert python(page)["draft"] == [START[1], START[2], START[0], *START[3:]]


def test_on_a_phone_everything_is_done_with_a_finger(visit: Visitor) -> None:
    page = opened(visit, size="phone")
    assert page.evaluate("document.querySelector('#rendered_cells').scrollWidth") <= 375
    for button in page.locator(".mlw-stack :is(.mlw-button, .mlw-icon-button):visible").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 40
    add_button = page.get_by_role("button", name="Add a layer", exact=True)
    add_button.tap()
    expect(page.get_by_role("button", name="Close", exact=True)).to_be_focused()  # no keyboard in the way
    page.get_by_role("option", name="BatchNormalization").tap()
    expect(said(page)).to_have_text("BatchNormalization added at position 7 of 7.")
    card(page, 7).get_by_role("button", name="Settings of BatchNormalization").tap()
    panel(page).get_by_role("button", name="Remove BatchNormalization").tap()
    expect(page.locator(".mlw-card")).to_have_count(6)
    card(page, 1).get_by_role("button", name="Settings of Conv2D").tap()
    setting(page, "filters").fill("4")
    card(page, 1).get_by_role("button", name="Settings of Conv2D").tap()
    expect(panel(page)).to_have_count(0)
    wait_for_python(page, "draft", [START[0].replace("8", "4"), *START[1:]])
    assert page.evaluate("document.querySelector('#rendered_cells').scrollWidth") <= 375
    # A finger on the grip drags; the page follows near its edge.
    card(page, 1).scroll_into_view_if_needed()
    grip = card(page, 1).locator(".mlw-card-grip").bounding_box()
    second = card(page, 2).bounding_box()
    assert grip is not None
    assert second is not None
    finger = page.context.new_cdp_session(page)
    x, y = grip["x"] + 12, grip["y"] + 30

    def touch(kind: str, at: float | None = None) -> None:
        points = [] if at is None else [{"x": x, "y": at}]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", y)
    for step in range(1, 6):
        touch("touchMove", y + (second["y"] + second["height"] - y) * step / 5)
    expect(page.locator(".mlw-stack-drop")).to_have_text("Place 2")
    touch("touchEnd")
    wait_for_python(page, "draft", [START[1], START[0].replace("8", "4"), *START[2:]])


def test_a_card_dragged_to_the_edge_scrolls_the_page(visit: Visitor) -> None:
    page = opened(visit, size="phone")
    grip = card(page, 1).locator(".mlw-card-grip").bounding_box()
    assert grip is not None
    x = grip["x"] + 12
    page.mouse.move(x, grip["y"] + 20)
    page.mouse.down()
    page.mouse.move(x, 806, steps=6)
    expect(page.locator(".mlw-stack-drop")).to_have_text("Place 6")
    page.mouse.up()
    wait_for_python(page, "draft", [*START[1:], START[0]])


def test_a_stack_that_changes_elsewhere_is_followed(visit: Visitor) -> None:
    page = opened(visit)
    card(page, 5).focus()
    order(page, "elsewhere")
    expect(page.locator(".mlw-card")).to_have_count(2)
    expect(card(page, 1)).to_contain_text("Flatten")
    expect(card(page, 1)).to_be_focused()  # it is the same layer, at another place
    page.keyboard.press("Control+z")
    wait_for_python(page, "draft", START)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", ["wide", "phone"])
def test_nothing_stands_in_the_way_of_a_screen_reader(visit: Visitor, size: str, dark: bool) -> None:
    page = opened(visit, size=size, dark=dark)
    seen = visit(PAGE, shared=True, size=size, dark=dark)
    assert seen.accessibility_faults(".mlw-stack") == []
    card(page, 1).get_by_role("button", name="Settings of Conv2D").click()
    unfold_weights(page)
    setting(page, "kernel_regularizer").select_option("l2")
    expect(setting(page, "l2")).to_be_visible()
    setting(page, "filters").fill("0")
    setting(page, "filters").press("Enter")
    card(page, 5).focus()
    page.keyboard.press("Delete")
    expect(card(page, 5)).to_contain_text("Put a Flatten before it")
    assert seen.accessibility_faults(".mlw-stack") == []
    page.get_by_role("button", name="Add a layer", exact=True).click()
    expect(page.get_by_role("dialog", name="Add a layer at position 6")).to_be_visible()
    assert seen.accessibility_faults(".mlw-dialog[open]") == []
    page.get_by_role("button", name="Close", exact=True).click()
    page.get_by_role("button", name="As text").click()
    expect(page.get_by_role("dialog", name="The stack as JSON")).to_be_visible()
    assert seen.accessibility_faults(".mlw-dialog[open]") == []
