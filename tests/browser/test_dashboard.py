"""The dashboard as a learner meets it: run, turn a control, pause, look at mistakes, draw, break things."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

from mlwidgets.session.ledger import LEAST_UPDATES
from tests.browser.harness import becomes
from tests.browser.server import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.harness import Visit

pytestmark = pytest.mark.browser

DASHBOARD = ROOT / "apps" / "dashboard.ipynb"
TRAINING = 60_000  # milliseconds: what training may take on a slow, busy machine

CURVES = "Learning curves"
TWO_FRAMES = "() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))"
NOTHING = "Point at the curves or use the arrow keys to read them."


def read_curves(page: Page, key: str = "End") -> str:
    """Read the curves as somebody does who cannot see them: with a key."""
    curves = page.get_by_role("slider", name=CURVES)
    curves.focus()
    curves.press(key)
    page.evaluate(TWO_FRAMES)  # they are drawn, and said, in the next one
    text = str(curves.get_attribute("aria-valuetext"))
    curves.press("Escape")
    return text


def has_other_curves(page: Page, known: set[str]) -> bool:
    """Say whether the curves are read as none of these."""
    return read_curves(page) not in known


def show_nothing(page: Page) -> None:
    """Wait until the curves say that nothing is trained: they come after what stands beside Run."""
    said = page.locator(".mlw-curves .mlw-visually-hidden").first
    expect(said).to_have_text(re.compile(r"^Loss over the epochs: nothing trained yet\."))


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def updates(page: Page) -> int:
    """Return how many updates the progress line speaks of."""
    text = page.locator(".mlw-progress-text").inner_text()
    found = re.search(r"update ([\d,]+)", text)
    assert found
    return int(found.group(1).replace(",", ""))


def wait_for_updates(page: Page, more_than: int) -> None:
    page.wait_for_function(
        """(least) => [...document.querySelectorAll(".mlw")].some((part) => {
             const found = part.textContent.match(/update ([\\d,]+)/);
             return found && Number(found[1].replaceAll(",", "")) > least;
           })""",
        arg=more_than,
        timeout=TRAINING,
    )


def rests(page: Page) -> None:
    """Wait until Python says that nothing is trained, and the numbers beside Run are the last ones."""
    expect(page.locator(".mlw-bar-state")).not_to_have_text("Running")
    expect(page.locator(".mlw-run:visible")).not_to_have_attribute("aria-busy", "true")


def set_number(page: Page, name: str, value: str) -> Locator:
    field = page.get_by_role("textbox", name=name).or_(page.get_by_role("spinbutton", name=name))
    field.fill(value)
    field.press("Enter")
    return field


@pytest.fixture
def dashboard(visit: Callable[..., Visit]) -> Visit:
    """Open the dashboard, or bring the one that is open back to its start: opening a page is what costs."""
    opened = visit(DASHBOARD, shared=True)
    page = opened.page
    page.get_by_role("tab", name="Train").click()
    page.locator(".mlw-curves-canvas").nth(1).wait_for()
    # Looked at and pressed in one go: meanwhile the run might end, and the button would be another one.
    page.locator(".mlw-run-main:visible").evaluate("(one) => one.textContent === 'Pause' && one.click()")
    rests(page)
    set_number(page, "Learning rate", "0.002")
    set_number(page, "Epochs", "20")
    remove = page.locator(".mlw-curves-remove")
    # A run leaves its curves, which come in a message of their own; the network of the opening has none.
    used = page.evaluate("() => { const used = Boolean(window.used); window.used = true; return used; }")
    ran = (
        used
        and "update" in page.locator(".mlw-progress-text").inner_text()
        and updates(page) >= LEAST_UPDATES
    )
    left = remove.count() + ran
    button(page, "Reset").click()
    page.get_by_text("not started").wait_for()
    expect(button(page, "Run")).to_be_visible()
    for count in range(left, 0, -1):
        expect(remove).to_have_count(count)
        remove.first.click()
    expect(remove).to_have_count(0)
    show_nothing(page)
    return opened


def row(page: Page, name: str) -> Locator:
    """Find the row of a kind of data in the table beside Run."""
    return page.locator(f".mlw-run-{name}")


def test_run_moves_the_curves_while_controls_answer_and_pause_stops_them(dashboard: Visit) -> None:
    page = dashboard.page
    expect(page.locator(".js-plotly-plot")).to_have_count(0)  # the curves need none of its 1.5 MB
    set_number(page, "Epochs", "200")
    button(page, "Run").click()
    wait_for_updates(page, 50)
    said = re.compile(r"Epoch [\d.]+: training [\d.]+ · [\d.]+%")
    # The curves come in a message of their own, after the numbers beside Run.
    dashboard.wait_until(lambda: said.match(read_curves(page)) is not None, "curves that can be read")

    # The learning rate changes during the run: the run goes on, and the change is marked.
    set_number(page, "Learning rate", "0.0042")
    alt = page.locator(".mlw-curves .mlw-visually-hidden").first
    expect(alt).to_contain_text("learning rate → 0.0042", timeout=TRAINING)
    wait_for_updates(page, updates(page))

    # The press is seen at once, whatever the kernel has to do first.
    seen = page.evaluate(
        """() => new Promise((resolve) => {
             const button = document.querySelector(".mlw-run-main");
             button.click();
             const state = button.closest(".mlw-run").querySelector(".mlw-progress-state");
             requestAnimationFrame(() => resolve([button.innerText, state.innerText]));
           })"""
    )
    assert seen == ["Run", "Paused"]
    rests(page)
    stopped = updates(page)
    # A pause holds: nothing moves until somebody steps, and a step is one update.
    button(page, "Step batch").click()
    page.get_by_text(re.compile(rf"update {stopped + 1:,}\b")).first.wait_for()
    assert updates(page) == stopped + 1


def test_reset_then_run_repeats_the_same_first_losses(dashboard: Visit) -> None:
    page = dashboard.page

    def first_losses() -> list[str]:
        read: list[str] = []
        for count in (1, 2, 3):
            button(page, "Step batch").click()
            page.get_by_text(re.compile(rf"update {count}\b")).first.wait_for(timeout=TRAINING)
            # The curves come in a message of their own.
            dashboard.wait_until(partial(has_other_curves, page, {*read, NOTHING}), "other curves")
            read.append(read_curves(page))
        return read

    first = first_losses()
    button(page, "Run").click()
    wait_for_updates(page, 30)
    button(page, "Reset").click()
    page.get_by_text("not started").wait_for()
    # The run that is gone stays as a thin curve, with what it was trained with, until it is removed.
    ghost = page.get_by_role("button", name=re.compile("^Show run [A-Z]: Adam 0.002, batch 32$"))
    expect(ghost).to_have_attribute("aria-pressed", "true")
    ghost.click()
    expect(ghost).to_have_attribute("aria-pressed", "false")
    page.get_by_role("button", name=re.compile("^Remove run [A-Z]$")).click()
    expect(ghost).to_have_count(0)
    show_nothing(page)
    assert first_losses() == first
    assert len(set(first)) == len(first)


def test_step_epoch_ends_where_the_epoch_ends(dashboard: Visit) -> None:
    page = dashboard.page
    button(page, "Step epoch").click()
    page.get_by_text("epoch 1.00 of 20 · update 125").wait_for(timeout=TRAINING)
    page.get_by_text("Paused", exact=True).first.wait_for()
    expect(row(page, "validation")).to_have_text(re.compile(r"validation0\.\d+[89]\d\.\d%"))


def test_a_cell_of_the_confusion_matrix_opens_its_pictures(dashboard: Visit) -> None:
    page = dashboard.page
    button(page, "Step epoch").click()
    page.get_by_text("update 125").wait_for(timeout=TRAINING)
    expect(row(page, "validation")).to_contain_text("%")

    def counted() -> list[list[int]]:
        cells: list[list[int]] = page.evaluate(
            """() => [...document.querySelectorAll(".mlw-confusion-cell")].map(
                 ({ dataset, textContent }) => [dataset.row, dataset.column, textContent].map(Number))"""
        )
        return cells

    # The matrix comes in a message of its own, after the numbers beside Run.
    becomes(page, lambda: sum(count for *_, count in counted()), 1000)
    counts = counted()
    true, column, count = max((cell for cell in counts if cell[0] != cell[1]), key=lambda cell: cell[2])
    assert count > 0

    cell = page.locator(f'.mlw-confusion-cell[data-row="{true}"][data-column="{column}"]')
    cell.focus()
    page.keyboard.press("Enter")
    page.get_by_text(re.compile(rf"^{count} \w+ mistaken for {column}, with the probability")).wait_for()
    article = "An" if true == 8 else "A"
    pictures = page.get_by_role(
        "button", name=re.compile(rf"^{article} {true} that the network calls {column} ")
    )
    expect(pictures).to_have_count(count)
    painted = page.evaluate(
        """() => [...document.querySelectorAll(".mlw-gallery canvas")].filter((canvas) => canvas.width).map(
             (canvas) => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some(
               (value, place) => place % 4 === 0 && value > 128))"""
    )
    assert painted[:count] == [True] * count

    # A picture chosen here is the one that every lab looks at.
    page.locator(".mlw-gallery button").first.click()
    expect(page.locator(".mlw-layers-title:visible")).to_have_text(re.compile(r"^Validation example \d+$"))
    expect(page.locator(".mlw-layers-note:visible")).to_contain_text(f"The network says {column} ")


def test_wrong_numbers_get_a_sentence_and_lose_nothing(dashboard: Visit) -> None:
    page = dashboard.page
    field = set_number(page, "Learning rate", "-1")
    page.get_by_text(re.compile(r"Learning rate must be .* got -1")).wait_for()
    expect(field).to_have_value("-1")  # what was typed stays, to be corrected
    set_number(page, "Learning rate", "abc")
    page.get_by_text(re.compile(r"abc")).first.wait_for()
    set_number(page, "Learning rate", "0.01")
    button(page, "Step batch").click()
    page.get_by_text(re.compile(r"update 1\b")).first.wait_for()


def test_a_run_that_diverges_says_so_and_can_go_on(visit: Callable[..., Visit]) -> None:
    # Without ReLU, whose units fall silent instead, a step that is too long grows from update to update.
    page = visit(
        [
            "from mlwidgets import Experiment, TrainLab",
            'dense = lambda **config: {"class_name": "Dense", "config": config}',
            'stack = [{"class_name": "Flatten"}, dense(units=32), dense(units=10, activation="softmax")]',
            'TrainLab(Experiment(layers=stack, optimizer="sgd", learning_rate=10))',
        ]
    ).page
    button(page, "Run").click()
    alert = page.get_by_role("alert").filter(has_text="The loss became")
    alert.wait_for(timeout=TRAINING)
    expect(alert).to_contain_text(re.compile(r"after update \d+.*learning rate 10 is probably too large"))
    page.get_by_text("Stopped by an error", exact=True).first.wait_for()
    failed = updates(page)
    set_number(page, "Learning rate", "0.001")
    page.get_by_role("button", name="Dismiss").click()
    button(page, "Step batch").click()
    page.get_by_text(re.compile(rf"update {failed + 1:,}\b")).first.wait_for()
    expect(alert).to_have_count(0)


def test_a_finished_run_says_how_to_go_on(dashboard: Visit) -> None:
    page = dashboard.page
    set_number(page, "Epochs", "1")
    button(page, "Run").click()
    page.get_by_text("Finished", exact=True).first.wait_for(timeout=TRAINING)
    button(page, "Run").click()
    page.get_by_text("The last epoch (1) is done. Raise the number of epochs").first.wait_for()
    page.get_by_role("button", name="Dismiss").first.click()
    set_number(page, "Epochs", "2")
    button(page, "Run").click()
    page.get_by_text("epoch 2.00 of 2").wait_for(timeout=TRAINING)


def test_the_test_digits_are_measured_when_asked(dashboard: Visit) -> None:
    page = dashboard.page
    expect(row(page, "test")).to_have_text("test––")
    button(page, "Measure on the test digits").click()
    expect(row(page, "test")).to_have_text(re.compile(r"test2\.\d+1?\d\.\d%"))


def test_the_whole_course_works_by_keyboard_alone(dashboard: Visit) -> None:
    page = dashboard.page
    run = button(page, "Run")
    for _ in range(40):
        page.keyboard.press("Tab")
        if run.evaluate("(node) => node === document.activeElement"):
            break
    else:
        pytest.fail("Tab does not reach Run.")
    page.keyboard.press("Enter")
    wait_for_updates(page, 10)
    page.keyboard.press("Space")  # the button is Pause now
    page.get_by_text("Paused", exact=True).first.wait_for()
    page.get_by_role("tab", name="Train").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Predict").wait_for()


BEYOND = """() => {
  const scrolls = (node) => /auto|scroll|hidden/.test(getComputedStyle(node).overflowX);
  const within = (node) =>
    node && !node.matches(".mlw-dashboard") && (scrolls(node) || within(node.parentElement));
  return [...document.querySelectorAll(".mlw-dashboard *")].filter((node) => {
    const box = node.getBoundingClientRect();
    return box.width && box.right > innerWidth + 1 && !node.closest("svg") && !within(node.parentElement);
  }).map((node) => node.className);
}"""
"""What reaches beyond the page's right edge, except inside boxes that scroll."""


def test_on_a_phone_who_draws_sees_the_answer(visit: Callable[..., Visit]) -> None:
    page = visit(DASHBOARD, shared=True, size="phone").page
    answer, pad = (page.locator(name).bounding_box() for name in (".mlw-answer", ".mlw-pad-canvas"))
    assert answer is not None
    assert pad is not None
    assert max(answer["y"] + answer["height"], pad["y"] + pad["height"]) <= 812  # both at once
    assert pad["x"] + pad["width"] <= answer["x"]


def test_the_maps_of_train_show_the_digit_that_was_chosen_in_predict(dashboard: Visit) -> None:
    page = dashboard.page
    page.get_by_role("tab", name="Predict").click()
    page.locator(".mlw-flow-number").fill("0")
    page.locator(".mlw-flow-number").press("Enter")
    button(page, "Next test digit").click()
    expect(page.locator(".mlw-flow-title")).to_have_text("Test digit 1")
    page.get_by_role("tab", name="Train").click()
    expect(page.locator(".mlw-layers-title:visible")).to_have_text("Test digit 1")


@pytest.mark.parametrize(("size", "dark"), [("wide", True), ("phone", False)])
def test_no_accessibility_fault_and_nothing_wider_than_the_page(
    visit: Callable[..., Visit], size: str, *, dark: bool
) -> None:
    opened = visit(DASHBOARD, shared=True, size=size, dark=dark)
    page = opened.page
    for tab in (
        "Data",
        "Convolution",
        "Network",
        "Loss",
        "Optimizer",
        "Train",
        "Predict",
        "Playground",
        "Export",
    ):
        page.get_by_role("tab", name=tab).click()
        page.get_by_role("heading", name=tab, exact=True).wait_for()
        if tab == "Train":
            page.locator(".mlw-curves-canvas:visible").first.wait_for()
        if tab == "Playground":
            page.locator(".mlw-map[data-painted]:not([data-painted='0'])").wait_for()
        opened.comes_to_rest()
        assert opened.accessibility_faults() == []
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0
        # A chart that was drawn in a closed tab takes its size a moment after the tab is opened.
        opened.wait_until(lambda: page.evaluate(BEYOND) == [], "everything to be within the page")


def test_nothing_comes_from_elsewhere_and_the_source_stays_hidden(visit: Callable[..., Visit]) -> None:
    page = visit(DASHBOARD, shared=True).page
    notebook = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    source = "".join(notebook["cells"][0]["source"])
    assert source.splitlines()[0] not in page.content()
    hosts = page.evaluate("performance.getEntriesByType('resource').map((entry) => new URL(entry.name).host)")
    assert {host for host in hosts if host} == {page.evaluate("location.host")}


def test_a_busy_machine_may_take_longer_than_two_seconds_to_load_a_part(dashboard: Visit) -> None:
    given_up = dashboard.page.evaluate(
        """() => {
            const [parts, others] = [2000, 2100].map((wait) => AbortSignal.timeout(wait));
            return new Promise((done) => others.addEventListener("abort", () => done(parts.aborted)));
        }"""
    )
    assert given_up is False


def test_a_page_that_waits_for_its_kernel_offers_to_try_again(visit: Callable[..., Visit]) -> None:
    page = visit(DASHBOARD, clock=True).page
    # What Voilà calls every ten seconds until the kernel answers, and where it writes what comes back.
    wait = """() => {
        let said = "";
        window.update_loading_text = (_done, _all, text) => (said = text);
        window.voila_heartbeat();
        return said;
    }"""
    page.clock.fast_forward(20_000)
    assert page.evaluate(wait) == "Still working on this page. A busy server takes longer."
    page.clock.fast_forward(140_000)
    assert "This is taking too long. <button" in page.evaluate(wait)


def test_curves_in_a_closed_tab_are_up_to_date_when_it_is_opened(dashboard: Visit) -> None:
    page = dashboard.page
    set_number(page, "Epochs", "3")
    button(page, "Run").click()
    page.get_by_role("tab", name="Predict").click()
    page.locator("text=Finished >> visible=true").first.wait_for(timeout=TRAINING)
    page.get_by_role("tab", name="Train").click()
    page.locator(".mlw-curves .mlw-visually-hidden").filter(has_text="on the validation data").wait_for()
    # What was drawn before the tab was closed may be seen for a moment.
    dashboard.wait_until(
        lambda: read_curves(page).startswith("Epoch 2.99: training "), "the curves of all epochs"
    )
