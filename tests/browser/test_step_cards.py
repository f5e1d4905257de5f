"""Step cards and gradient check as a learner uses them, by keyboard too."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.browser.harness import messages

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Visitor
    from tests.browser.harness import Visit

PAGE = """
import json, ipywidgets as w
from mlwidgets.data import points
from mlwidgets.session import Experiment
from mlwidgets.widgets.steps.step_cards import StepCards

def dense(units, activation):
    return {"class_name": "Dense", "config": {"units": units, "activation": activation}}

report = w.Label().add_class("report")
experiment = Experiment(
    points("gauss", classes=3, noise=20, seed=1),
    layers=[dense(2, "tanh"), dense(3, "softmax")],
    optimizer="adam", learning_rate=0.1, batch_size=3, epochs=10_000, validation_split=0.2,
)
view = StepCards(experiment)

def tell(*_):
    report.value = json.dumps({
        "weights": [str(one) for one in experiment.model.parameters],
        "iteration": experiment.snapshot.iteration if experiment.snapshot else 0,
        "status": experiment.status.value,
        "place": view.chosen.place if view.chosen else -1,
    })

experiment.observe(tell, ["snapshot", "status"])
view.board.observe(tell, ["frame"])
run, pause = w.Button(description="go"), w.Button(description="halt")
run.on_click(lambda _: experiment.run())
pause.on_click(lambda _: experiment.pause())
w.VBox([view, report, w.HBox([run, pause])]).add_class("mlw-lab")
""".strip().splitlines()

# The page writes down which card was shown after which: each is there for a moment.
NOTE_CARDS = """
() => {
  window.played = [];
  new MutationObserver(() => {
    const card = document.querySelector(".mlw-step-now")?.dataset.card;
    if (card && card !== window.played.at(-1)) window.played.push(card);
  }).observe(document.querySelector(".mlw-step-deck"), { subtree: true, attributeFilter: ["class"] });
}
"""
TOO_WIDE = """
() => [...document.querySelectorAll(".mlw-step, .mlw-step *")].filter((one) =>
  one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".mlw-visually-hidden")
).map((one) => one.className)
"""


def told(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.locator(".report").inner_text())
    return found


def title_of(page: Page) -> Locator:
    return page.locator("[data-card=update] .mlw-step-title")


def now(page: Page) -> str:
    """Return which card it is now."""
    return str(page.locator(".mlw-step-now").get_attribute("data-card"))


def foreseen(page: Page) -> str:
    return str(
        page.locator("[data-card=update] .mlw-step-result [data-key=w_new]").get_attribute("data-exact")
    )


def start(visit: Visitor, *, dark: bool = False) -> tuple[Visit, Page, Locator]:
    opened = visit(PAGE, shared=True, dark=dark)
    page = opened.page
    expect(page.locator(".mlw-step-result").first).to_be_visible()
    return opened, page, page.locator(".mlw-step-deck")


def make(opened: Visit, page: Page, count: int = 1) -> None:
    """Press the button that has updates made, by key, and wait for as many."""
    before = told(page)["iteration"]
    page.locator(".mlw-step-make").focus()
    page.keyboard.press("Enter")
    opened.wait_until(lambda: told(page)["iteration"] == before + count, f"{count} updates")


def test_a_batch_example_by_example_to_the_networks_own_new_weight(visit: Visitor) -> None:
    opened, page, deck = start(visit)
    for update in range(1, 4):
        expect(title_of(page)).to_contain_text(f"Update {update}, not made yet")
        page.get_by_label("Look at").select_option("example")
        opened.wait_until(lambda: "1 of 3" in page.locator(".mlw-step-at").inner_text(), "the first example")
        page.wait_for_function("() => document.querySelectorAll('.mlw-step-open').length === 3")
        opened.comes_to_rest()
        sent = messages(page)
        deck.focus()
        walk = []
        for _ in range(10):
            page.keyboard.press("ArrowRight")
            page.wait_for_function("() => document.querySelector('.mlw-step-now')")
            page.evaluate("() => new Promise(requestAnimationFrame)")
            walk.append((page.locator(".mlw-step-at").inner_text()[0], now(page)))
        cards = ["forward", "loss", "gradient"]
        assert walk == [(str(number), card) for number in (1, 2, 3) for card in cards] + [("3", "update")]
        assert messages(page) == sent  # nothing of it has asked Python
        weight = foreseen(page)
        assert weight != told(page)["weights"][told(page)["place"]]
        place = told(page)["place"]
        make(opened, page)
        assert told(page)["weights"][place] == weight


def test_an_update_is_played_and_many_are_made(visit: Visitor) -> None:
    opened, page, deck = start(visit)
    page.get_by_label("Look at").select_option("batch")
    page.get_by_label("Speed").select_option("4")
    expect(page.locator(".mlw-step-open")).to_have_count(4)
    page.evaluate("() => new Promise(requestAnimationFrame)")
    page.evaluate(NOTE_CARDS)
    deck.focus()
    page.keyboard.press("Space")
    page.wait_for_function("() => window.played.at(-1) === 'update'")
    expect(page.locator(".mlw-step-now")).to_have_count(0)
    assert page.evaluate("window.played") == ["forward", "loss", "gradient", "update"]
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.get_by_label("Speed").select_option("0.25")
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Pause").click()
    expect(page.locator(".mlw-step-now")).to_have_attribute("data-card", "forward")

    # So many updates: the cards of the last one.
    page.get_by_label("Look at").select_option("updates")
    page.get_by_label("Number of updates").fill("25")
    page.get_by_label("Number of updates").press("Tab")
    before = told(page)["iteration"]
    make(opened, page, 25)
    expect(title_of(page)).to_contain_text(f"Update {before + 25}, just made")
    assert foreseen(page) == told(page)["weights"][told(page)["place"]]
    expect(page.locator("[data-card=update] .mlw-step-foot")).to_contain_text("over 25 updates: w = ")
    page.get_by_label("Look at").select_option("batch")
    expect(title_of(page)).to_contain_text(f"Update {before + 26}, not made yet")

    # While it runs there is nothing to look at; when it rests, there is.
    page.get_by_role("button", name="go").click()
    expect(page.locator(".mlw-step-message")).to_contain_text("Training is running")
    expect(page.locator(".mlw-step-make")).to_be_disabled()
    page.get_by_role("button", name="halt").click()
    expect(page.locator(".mlw-step-message")).to_be_hidden()
    opened.wait_until(lambda: told(page)["status"] == "paused", "a run that is paused")
    opened.comes_to_rest()
    place = told(page)["place"]
    weight = foreseen(page)
    make(opened, page)
    assert told(page)["weights"][place] == weight


def test_a_number_is_followed_and_another_weight_is_chosen(visit: Visitor) -> None:
    opened, page, _ = start(visit)
    shared = page.locator(".mlw-step-card[data-card=forward] .mlw-step-shared[data-key=w]").first
    shared.hover()
    expect(page.locator(".mlw-step-lit[data-key=w]")).to_have_count(
        page.locator(".mlw-step-shared[data-key=w]").count()
    )
    expect(page.locator("[data-card=update] .mlw-step-lit[data-key=w]").first).to_be_visible()
    page.mouse.move(0, 0)
    expect(page.locator(".mlw-step-lit")).to_have_count(0)
    page.locator(".mlw-step-deck").focus()
    page.keyboard.press("Tab")
    lit = page.locator(".mlw-step-lit").evaluate_all(
        "(all) => new Set(all.map((one) => one.dataset.key)).size"
    )
    assert lit == 1
    page.keyboard.press("Enter")  # held
    page.locator(".mlw-step-make").focus()
    assert page.locator(".mlw-step-lit").count() > 1
    page.locator(".mlw-step-lit").first.click()

    forward = page.locator("[data-card=forward]")
    weight = page.get_by_label("Weight")
    weight.select_option(label="Layer 1, Dense: kernel")
    expect(forward).not_to_contain_text("softmax(all z)")  # the fields are those of the other layer now
    weight.select_option(label="Layer 2, Dense: kernel")
    expect(forward).to_contain_text("softmax(all z)")
    unit = page.get_by_label("unit", exact=True)
    expect(unit).to_have_value("1")
    unit.focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-card=forward]")).to_contain_text("unit 2")
    expect(page.get_by_label("unit", exact=True)).to_have_value("2")
    expect(page.get_by_label("unit", exact=True)).to_be_focused()  # for the next key
    page.get_by_label("unit", exact=True).fill("99")
    page.get_by_label("unit", exact=True).press("Tab")
    expect(page.locator("[data-card=forward]")).to_contain_text("unit 3")
    page.get_by_role("button", name="Next example").click()
    page.get_by_role("button", name="Previous example").click()
    assert opened.accessibility_faults(".mlw-step") == []


def test_epsilon_is_moved_by_key_and_by_hand(visit: Visitor) -> None:
    opened, page, _ = start(visit)
    page.get_by_label("Cards", exact=True).focus()
    page.keyboard.press("ArrowRight")
    slider = page.get_by_role("slider", name="Step ε")
    expect(slider).to_be_visible()
    expect(page.locator(".mlw-check-verdict")).to_contain_text("They agree")
    difference = page.locator(".mlw-check-table tr").last.locator("td").first

    def error() -> float:
        return float(difference.inner_text().replace("−", "-"))

    opened.comes_to_rest()
    best = error()
    sent = messages(page)
    slider.focus()
    page.keyboard.press("End")
    assert str(slider.get_attribute("aria-valuetext")).startswith("ε = 1: the quotient is ")
    assert error() > 1e3 * best
    page.keyboard.press("Home")
    assert str(slider.get_attribute("aria-valuetext")).startswith("ε = 1e−12: ")
    assert error() > 1e3 * best
    page.keyboard.press("ArrowRight")
    assert page.locator(".mlw-check-step").inner_text() == "1.58e−12"
    box = page.locator(".mlw-check-chart").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.62 * box["width"], box["y"] + box["height"] / 2)
    page.mouse.up()
    assert error() < 1e3 * max(best, 1e-13)
    assert messages(page) == sent
    before = page.locator(".mlw-check-table").inner_text()
    page.get_by_role("button", name="Next example").click()
    expect(page.locator(".mlw-check-table")).not_to_have_text(before)
    expect(page.locator(".mlw-check-signal").last).to_contain_text("∂L/∂w = ")
    assert opened.accessibility_faults(".mlw-step") == []
    page.get_by_role("button", name="Enlarge").click()
    expect(page.locator(".mlw-step-dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".mlw-step-dialog")).to_be_hidden()
    page.get_by_label("Cards", exact=True).check()


def test_dark_and_on_a_phone(visit: Visitor) -> None:
    opened, page, _ = start(visit, dark=True)
    assert opened.accessibility_faults(".mlw-step") == []
    page.set_viewport_size({"width": 375, "height": 812})
    opened.comes_to_rest()
    assert page.evaluate(TOO_WIDE) == []
    page.get_by_label("Gradient check").check()
    expect(page.locator(".mlw-check-table")).to_be_visible()
    opened.comes_to_rest()
    assert page.evaluate(TOO_WIDE) == []
    # Nor is anything too wide with the longest numbers that there are.
    page.locator(".mlw-check-table td:not(:empty)").evaluate_all(
        "(cells) => cells.forEach((cell) => (cell.textContent = '−1.23457e−100'))"
    )
    assert page.evaluate(TOO_WIDE) == []
    assert opened.accessibility_faults(".mlw-step") == []
    page.get_by_label("Cards", exact=True).check()
