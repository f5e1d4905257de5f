"""Links as people use them: a class opens what a teacher has set up, copies it, and looks at it in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from mlwidgets import Experiment
from mlwidgets.interchange.links import read_link
from tests.browser.harness import HOSTS_WORDS, LOOKS
from tests.browser.server import ROOT

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

OPENING = 30_000
"""Milliseconds until a page stands, opens its link and has built its labs anew."""

DASHBOARD = ROOT / "apps" / "dashboard.ipynb"


def teachers_link() -> str:
    experiment = Experiment("spiral", seed=4, epochs=3)
    experiment.change_page(tab="Playground", hidden=["noise", "LossLab"], locked=["epochs", "optimizer"])
    link = experiment.link()
    experiment.close()
    return link


def test_a_teachers_link_opens_copies_and_is_lifted(visit: Visitor) -> None:  # noqa: PLR0915 - one page
    opened = visit(DASHBOARD, fragment=teachers_link())
    page = opened.page
    opened.allow(HOSTS_WORDS)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    # It opens: the tab, the data, a locked control that says so, a hidden one that is not there.
    tab = page.get_by_role("tab", name="Playground")
    expect(tab).to_have_attribute("aria-selected", "true", timeout=OPENING)
    panel = page.get_by_role("tabpanel", name="Playground")
    expect(panel.get_by_role("combobox", name="Data")).to_have_value("spiral", timeout=OPENING)
    expect(page.get_by_role("tab", name="Loss")).to_have_count(0)
    epochs = panel.get_by_role("spinbutton", name="Epochs")
    expect(epochs).to_be_disabled()
    expect(epochs).to_have_value("3")
    expect(panel.get_by_role("img", name="Locked by the link or the lesson").first).to_be_visible()
    expect(panel.get_by_label("Noise")).to_have_count(0)
    # A bad link is a sentence, and the page works on.
    page.evaluate("location.hash = '#mlw=1.<script>alert(1)</script>'")
    alert = page.get_by_role("alert").filter(has_text="This link is damaged")
    expect(alert).to_be_visible()
    page.get_by_role("button", name="Dismiss").locator("visible=true").first.click()
    expect(alert).to_have_count(0)
    # The learner brings all controls back, by keyboard.
    lift = panel.get_by_role("button", name="Show all controls")
    lift.focus()
    page.keyboard.press("Enter")
    expect(lift).to_have_attribute("aria-pressed", "true")
    expect(epochs).to_be_enabled()
    expect(panel.get_by_label("Noise").first).to_be_visible()
    expect(page.get_by_role("tab", name="Loss")).to_have_count(1)
    # What is done is there in Python.
    epochs.fill("5")
    epochs.press("Enter")
    fold = panel.locator(".mlw-recent")
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(fold.locator("code")).to_contain_text("experiment.epochs = 5")
    assert opened.accessibility_faults(".mlw-recent") == []
    # The link that is copied holds it, and what learners see is chosen.
    page.get_by_role("tab", name="Export").click()
    page.get_by_role("tab", name="Link").click()
    pane = page.locator(".mlw-link")
    pane.locator("summary", has_text="Training").click()
    pane.get_by_role("combobox", name="Seed").select_option("hidden")
    expect(pane.get_by_text("Training (3)")).to_be_visible()
    field = pane.get_by_role("textbox", name="Link", exact=True)
    expect(pane.get_by_text("This address works on this computer only")).to_be_visible()
    pane.get_by_role("button", name="Copy link").click()
    expect(pane.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == field.input_value()
    assert copied.startswith(opened.server.url + "#mlw=1.")
    content = read_link(copied)
    assert content.settings["epochs"] == 5
    assert set(content.page["hidden"]) == {"noise", "LossLab", "seed"}
    pane.get_by_role("radio", name="on Binder").check()
    assert read_link(field.input_value()) == content
    assert opened.accessibility_faults(".mlw-link") == []
    # Another one is pasted.
    paste = pane.get_by_label("Paste a link from here")
    paste.fill("#mlw=2.abc")
    paste.press("Enter")
    expect(pane.get_by_role("alert")).to_contain_text("is of version 2")
    paste.fill("https://playground.tensorflow.org/#dataset=xor&networkShape=3,2")
    paste.press("Enter")
    expect(page.get_by_role("tab", name="Playground")).to_have_attribute("aria-selected", "true")
    expect(panel.get_by_role("combobox", name="Data")).to_have_value("xor")
    # A phone shows the pane without a way sideways.
    page.set_viewport_size({"width": 375, "height": 812})
    page.get_by_role("tab", name="Export").click()
    expect(field).to_be_visible()
    opened.comes_to_rest()
    right = pane.evaluate(
        "(node) => Math.max(...[...node.querySelectorAll('*')]"
        ".map((one) => one.getBoundingClientRect().right))"
    )
    assert right <= 376


def test_a_page_with_one_lab_opens_the_link_too(visit: Visitor) -> None:
    page = visit(ROOT / "apps" / "playground.ipynb", fragment=teachers_link()).page
    expect(page.get_by_role("combobox", name="Data")).to_have_value("spiral", timeout=OPENING)
    expect(page.get_by_role("spinbutton", name="Epochs")).to_be_disabled()


SWITCH = [
    "import ipywidgets",
    "from mlwidgets import TrainLab",
    "lab, switch = TrainLab('circle'), ipywidgets.Button(description='Other data')",
    "switch.on_click(lambda _: setattr(lab.experiment, 'dataset', 'moons'))",
    "told, taken = ipywidgets.HTML(), []",
    "told.add_class('taken')",
    "def tell(change):",
    "    taken.append(change['new'].name)",
    "    told.value = ', '.join(taken)",
    "lab.experiment.observe(tell, 'dataset')",
    "ipywidgets.VBox([lab, switch, told])",
]
"""A lab that is built anew for other data, and the names of all data that it was given."""


@pytest.mark.parametrize("mark", ["#", "?"])
def test_a_lab_that_is_built_anew_does_not_open_the_link_again(visit: Visitor, mark: str) -> None:
    opened = visit(SWITCH, fragment=teachers_link().replace("#", mark), before=LOOKS)
    opened.allow(HOSTS_WORDS)
    page = opened.page
    expect(page.locator(".taken")).to_have_text("spiral", timeout=OPENING)
    page.wait_for_function("looks === 2")
    opened.comes_to_rest()
    page.get_by_role("button", name="Other data").click()
    expect(page.locator(".taken")).to_have_text("spiral, moons")
    page.wait_for_function("looks === 3")
    opened.comes_to_rest()
    expect(page.locator(".taken")).to_have_text("spiral, moons")
