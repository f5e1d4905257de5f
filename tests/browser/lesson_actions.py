"""The actions of a lesson's model answers, done with the controls that a learner has on the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Locator, expect

from tests.browser.board_page import cell, grid
from tests.browser.hands import Finger, Keyboard
from tests.browser.stack_page import fill

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlwidgets.lessons.actions import Action
    from tests.browser.hands import Hands
    from tests.browser.harness import Visit

TRAINING = 60_000  # milliseconds: what training may take on a slow, busy machine

FIELDS = {"learning_rate": "Learning rate", "epochs": "Epochs"}
"""Settings, and the names of the fields in which they are typed."""


class NoControlError(AssertionError):
    """The page has no control for what a model answer does."""


class Bench:
    """The lab that stands on the page, and the hands that work on it."""

    def __init__(self, visit: Visit, hands: Hands) -> None:
        self.visit = visit
        self.page = visit.page
        self.hands = hands

    @property
    def lab(self) -> Locator:
        """The lab that can be seen."""
        return self.page.locator(".mlw-lab:visible")

    def do(self, action: Action) -> None:
        """Do an action as a learner does.

        Raises
        ------
        NoControlError
            There is no way.
        """
        way = WAYS.get(action.name)
        if way is None:
            raise NoControlError(f"No control does {action}.")
        way(self, action.value)
        self.visit.comes_to_rest()

    def button(self, name: str) -> Locator:
        """Find a button of the lab by its whole name."""
        return self.lab.get_by_role("button", name=name, exact=True).filter(visible=True)

    def menu(self, name: str) -> Locator:
        """Find a menu of the lab."""
        return self.lab.get_by_role("combobox", name=name, exact=True).filter(visible=True)

    def field(self, name: str) -> Locator:
        """Find the field of a number."""
        text = self.lab.get_by_role("textbox", name=name, exact=True)
        return text.or_(self.lab.get_by_role("spinbutton", name=name, exact=True)).filter(visible=True)

    def drawer(self, *, opened: bool) -> None:
        """On a phone, open or close the drawer that a lab's controls are in."""
        drawer = self.lab.locator(".mlw-drawer").first
        if drawer.is_visible() and (drawer.get_attribute("aria-expanded") == "true") is not opened:
            self.hands.press(drawer)
            expect(drawer).to_have_attribute("aria-expanded", str(opened).lower())

    def unfold(self, heading: str) -> None:
        """Open a part of the controls that is folded."""
        part = self.lab.get_by_role("button", name=re.compile(f"^{heading}")).filter(visible=True).first
        if part.get_attribute("aria-expanded") == "false":
            self.hands.press(part)
            expect(part).to_have_attribute("aria-expanded", "true")

    def epochs(self) -> tuple[int, int | None]:
        """Return how many epochs are done, and how many there will be if the lab says so; at rest."""
        said = self.lab.locator(".mlw-progress-text:visible").inner_text()
        found = re.search(r"epoch ([\d.]+) of ([\d,]+)", said)
        if found is None:
            self.drawer(opened=True)
            field = self.field("Epochs")
            of = int(field.input_value().replace(",", "")) if field.count() else None
            self.drawer(opened=False)
            return 0, of
        return int(float(found[1])), int(found[2].replace(",", ""))

    def comes_to(self, epoch: int) -> None:
        """Wait until training has come to the end of an epoch and rests."""
        words = self.lab.locator(".mlw-progress-text:visible")
        expect(words).to_contain_text(f"epoch {epoch}.00 ", timeout=TRAINING)
        expect(self.page.locator(".mlw-bar-state")).not_to_have_text("Running")
        expect(self.lab.locator(".mlw-run:visible")).not_to_have_attribute("aria-busy", "true")


def _train(bench: Bench, value: Mapping[str, int]) -> None:
    """Press Run if that leads there, and else Step epoch."""
    if "epochs" not in value:
        raise NoControlError(f"No control trains for {dict(value)}.")
    done, all_of_them = bench.epochs()
    end = done + value["epochs"]
    if all_of_them in (None, end):
        bench.hands.press(bench.button("Run"))
        bench.comes_to(end)
        return
    for epoch in range(done + 1, end + 1):
        bench.hands.press(bench.button("Step epoch"))
        bench.comes_to(epoch)


def _reset(bench: Bench, _: object) -> None:
    bench.hands.press(bench.button("Reset"))
    expect(bench.lab.locator(".mlw-progress:visible")).to_contain_text("not started")


def _set(bench: Bench, value: Mapping[str, Any]) -> None:
    bench.drawer(opened=True)
    for name, number in value.items():
        if name not in FIELDS:
            raise NoControlError(f"No control sets {name}.")
        field = bench.field(FIELDS[name])
        bench.hands.enter(field, str(number))
        expect(field).to_have_value(str(number))
    bench.drawer(opened=False)


def _dataset(bench: Bench, value: str | Mapping[str, Any]) -> None:
    if isinstance(value, str):
        bench.drawer(opened=True)
        menu = bench.menu("Data set")
        bench.hands.pick(menu, menu.locator(f"option[value='{value}']").text_content() or "")
        bench.drawer(opened=False)
    elif "relabelled" in value:
        _relabel(bench)
    elif "samples" in value:
        bench.drawer(opened=True)
        bench.unfold("More settings: points and loss")
        bench.hands.enter(bench.field("Points"), str(value["samples"]))
        bench.drawer(opened=False)
    else:
        raise NoControlError(f"No control makes {dict(value)}.")


def _relabel(bench: Bench) -> None:
    """Give the first example of the lens another label, and let training believe it."""
    bench.hands.turn_to(bench.lab.get_by_role("tab", name="Your examples"))
    bench.hands.pick(bench.menu("Examples"), "training")
    bench.hands.select(bench.lab.locator(".mlw-lens-rows [role=option]"), 0)
    label = bench.lab.get_by_label("What if its label were", exact=True)
    other = label.locator("option:not(:checked)").last.inner_text()
    bench.hands.pick(label, other)
    bench.hands.press(bench.button("Train with this label"))
    expect(bench.button("Give its label back")).to_be_visible()


def _layers(bench: Bench, value: list[Mapping[str, Any]]) -> None:
    """Take out of the stack what comes before Flatten, and add the hidden layers behind it."""
    if not bench.lab.locator(".mlw-stack-list").count():
        return  # the step before has built it, and there is no stack on this lab
    way = _layers_by_finger if isinstance(bench.hands, Finger) else _layers_by_keys
    way(bench, value[1:-1])
    expect(bench.lab.locator(".mlw-stack-status")).to_have_text("Training will use this network.")


def _layers_by_keys(bench: Bench, hidden: list[Mapping[str, Any]]) -> None:
    cards, keys = bench.lab.locator(".mlw-card"), bench.page.keyboard
    if isinstance(bench.hands, Keyboard):  # the card that was chosen last is the one stop
        bench.hands.reach(bench.lab.locator(".mlw-card[tabindex='0']"))
        keys.press("Home")
    else:
        bench.hands.press(cards.first)
    expect(cards.first).to_be_focused()
    for left in range(cards.count() - 1, 1, -1):
        keys.press("Delete")
        expect(cards).to_have_count(left)
    for one in hidden:
        keys.press("+")
        expect(bench.page.get_by_role("combobox", name="Find by name")).to_be_focused()
        keys.type(one["class_name"])
        keys.press("Enter")
        expect(cards).to_have_count(3)
        fill(bench.page, **{name: str(setting) for name, setting in one["config"].items()})


def _layers_by_finger(bench: Bench, hidden: list[Mapping[str, Any]]) -> None:
    cards, hands = bench.lab.locator(".mlw-card"), bench.hands

    def settings(card: Locator) -> None:
        hands.press(card.get_by_role("button", name=re.compile("^Settings of ")))

    panel = bench.lab.locator(".mlw-panel:visible")
    for left in range(cards.count() - 1, 1, -1):
        settings(cards.first)
        hands.press(panel.get_by_role("button", name=re.compile("^Remove ")))
        expect(cards).to_have_count(left)
    for one in hidden:
        hands.press(bench.lab.get_by_role("button", name="Add a layer at position 2").first)
        hands.press(bench.page.get_by_role("option", name=re.compile(f"^{one['class_name']}")).first)
        expect(cards).to_have_count(3)
        if not panel.locator(".mlw-form").is_visible():
            settings(cards.nth(1))
        for name, setting in one["config"].items():
            control = panel.locator(".mlw-form").get_by_label(name, exact=True)
            if control.evaluate("(one) => one.tagName") == "SELECT":
                hands.pick(control, str(setting))
            else:
                hands.enter(control, str(setting))
        settings(cards.nth(1))


def _kernel(bench: Bench, value: list[list[float]]) -> None:
    """Put in the numbers, one cell after the other."""
    for row, numbers in enumerate(value, start=1):
        for column, number in enumerate(numbers, start=1):
            bench.hands.type_into(grid(bench.page, "Kernel"), row, column, str(number))
            expect(cell(bench.page, "Kernel", row, column)).to_have_text(str(number).replace("-", "−"))


def _convolution(bench: Bench, value: Mapping[str, Any]) -> None:
    bench.drawer(opened=True)
    for name, wanted in value.items():
        words = {("padding", "valid"): ("Padding", "valid (none)")}.get((name, wanted))
        if words is None:
            raise NoControlError(f"No control sets {name} to {wanted}.")
        bench.hands.pick(bench.menu(words[0]), words[1])
    bench.drawer(opened=False)


WAYS: Mapping[str, Callable[[Bench, Any], None]] = {
    "train": _train,
    "reset": _reset,
    "set": _set,
    "dataset": _dataset,
    "layers": _layers,
    "kernel": _kernel,
    "convolution": _convolution,
}
"""For each action the way to do it on the page."""
