"""German, the proof that a page can be in another language: what is translated is shown so, and it fits."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from babel.messages import pofile
from playwright.sync_api import expect

from mlwidgets.language import LOCALES
from tests.browser.harness import HOSTS_WORDS
from tests.browser.layout import layout_faults
from tests.browser.server import ROOT
from tests.english import english_words

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

DASHBOARD = ROOT / "apps" / "dashboard.ipynb"

TEXTS = """() => {
  const skip = "script, style, template, code, pre, math, .mlw-code";
  const names = ["aria-label", "title", "placeholder", "alt", "aria-valuetext"];
  const found = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walk.currentNode; node; node = walk.nextNode()) {
    const isText = node.nodeType === Node.TEXT_NODE;
    if ((isText ? node.parentElement : node).closest(skip)) continue;
    if (isText) found.add(node.data.trim());
    else for (const name of names) found.add(node.getAttribute(name) ?? "");
  }
  return [...found];
}"""
"""Every text on the page and every name that is read aloud, of what is folded too; no formulas, no code."""

LABS = (
    *("Course", "Data", "Convolution", "Network", "Loss", "Optimizer", "Train", "Predict", "Playground"),
    "Export",
)


@cache
def german() -> dict[str, str]:
    """Return what German says otherwise, by the English."""
    with (LOCALES / "de.po").open("rb") as file:
        catalogue = pofile.read_po(file, locale="de")
    texts = {message.id: message.string for message in catalogue if isinstance(message.id, str)}
    return {
        one: other
        for one, other in texts.items()
        if one and isinstance(other, str) and other not in ("", one)
    }


def left_in_english(page: Page) -> set[str]:
    """Return the texts on the page that the catalogue has in German."""
    texts: list[str] = page.evaluate(TEXTS)
    known = german()
    return {
        text for text in texts if text in known and text not in known.values() and not STAYS.fullmatch(text)
    }


STAYS = re.compile(
    r"The MNIST database of handwritten digits, .*|CC BY-SA 3\.0|"  # as its authors say it
    r"Activation|filters|ones|units|zeros|"  # names of Keras
    r"Delete"  # a key
)
"""What is in English for good, though some of it is a word of other texts, too."""


def english_left(page: Page) -> set[str]:
    """Return the texts on the page that are in English."""
    texts: list[str] = page.evaluate(TEXTS)
    return {text for text in texts if english_words(text) and not STAYS.fullmatch(text)}


@pytest.mark.parametrize("size", ["wide", "phone"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_every_lab_is_in_its_language_and_its_layout_holds(visit: Visitor, language: str, size: str) -> None:
    opened = visit(DASHBOARD, size=size, fragment=f"?lang={language}")
    page = opened.page
    if size == "wide":
        page.set_viewport_size({"width": 1280, "height": 720})
    found: dict[str, list[str]] = {}
    for lab in LABS:
        name = german().get(lab, lab) if language == "de" else lab  # Export is the same word
        page.get_by_role("tab", name=name, exact=True).click()
        panel = page.get_by_role("tabpanel", name=name, exact=True)
        expect(panel).to_be_visible()
        tabs = panel.get_by_role("tab")
        for at in range(max(tabs.count(), 1)):
            if tabs.count():
                tabs.nth(at).click()
            opened.comes_to_rest()
            faults = layout_faults(page, sideways=size == "phone")
            if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
                faults.append("the page is wider than its window")
            if language == "de":
                faults += sorted(left_in_english(page) | english_left(page))
            if faults:
                found[f"{lab} {at}"] = faults
    assert not found, "\n".join(f"{lab}: {faults}" for lab, faults in found.items())


def test_a_lesson_is_german(visit: Visitor) -> None:
    opened = visit(DASHBOARD, fragment="?lang=de#lesson=0-a-line-through-points")
    opened.allow(HOSTS_WORDS)
    expect(opened.page.locator(".mlw-lesson-heading")).to_have_text("Eine Gerade ist ein Modell")
    assert left_in_english(opened.page) | english_left(opened.page) == set()
