"""German, the proof that a page can be in another language: no English text is left, and nothing is cut off."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from babel.messages import pofile
from playwright.sync_api import expect

from mlwidgets import lessons
from mlwidgets.language import LOCALES
from tests.browser.harness import HOSTS_WORDS
from tests.browser.server import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

DASHBOARD = ROOT / "apps" / "dashboard.ipynb"
GERMAN = "?lang=de"

TEXTS = """() => {
  const skip = "script, style, template, code, pre, math, .mlw-code, [lang='en']";
  const found = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walk.currentNode; node; node = walk.nextNode()) {
    const holder = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    if (holder.closest(skip)) continue;
    if (node.nodeType === Node.TEXT_NODE) found.add(node.data);
    else for (const name of ["aria-label", "title", "placeholder", "alt", "aria-description", "aria-valuetext"]) {
      found.add(node.getAttribute(name) ?? "");
    }
  }
  return [...found].map((text) => text.trim()).filter((text) => /[a-z]{2}/i.test(text));
}"""
"""Every text on the page and every name that is read aloud, of what is folded too; formulas and code are none."""

ENGLISH = re.compile(
    r"\b(the|of|and|with|is|are|this|that|for|from|not|how|what|each|your|you|it|its|to|by|on|has|have|no|or|which"
    r"|when|after|more|than|all|one|every|choose|show|press|where|there|be|can|does|as|at|the|a|an (?=[a-z]))\b"
)
"""Words that are English and no German. A sentence has one of them."""

CUT = """() => {
  const cut = (one) => one.offsetParent !== null && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0;
  const fixed = (one) => !["visible", "auto", "scroll"].includes(getComputedStyle(one).overflowX);
  return [...document.querySelectorAll("button, label, [role=tab], h1, h2, h3, th")]
    .filter((one) => cut(one) && fixed(one)).map((one) => one.textContent.trim());
}"""
"""Buttons, labels and titles that do not show all of their text."""


@cache
def german() -> dict[str, str]:
    """Return what is translated to something else, by the English."""
    with (LOCALES / "de.po").open("rb") as file:
        catalogue = pofile.read_po(file, locale="de")
    return {
        message.id: message.string
        for message in catalogue
        if isinstance(message.id, str) and message.string not in ("", message.id)
    }


def left_in_english(page: Page) -> set[str]:
    """Return the texts on the page that are not German."""
    texts: list[str] = page.evaluate(TEXTS)
    return {text for text in texts if ENGLISH.search(text) or text in german()}


def show(page: Page, lab: str) -> None:
    """Open a lab, all its views and all that is folded in it."""
    page.get_by_role("tab", name=german().get(lab, lab), exact=True).click()
    panel = page.get_by_role("tabpanel", name=german().get(lab, lab), exact=True)
    expect(panel).to_be_visible()


LABS = (
    "Course", "Data", "Convolution", "Network", "Loss", "Optimizer", "Train", "Predict", "Playground", "Export",
)


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_no_lab_has_an_english_text_left(visit: Visitor, size: str) -> None:
    opened = visit(DASHBOARD, size=size, fragment=GERMAN)
    page = opened.page
    found: dict[str, set[str]] = {}
    for lab in LABS:
        show(page, lab)
        panel = page.get_by_role("tabpanel", name=german().get(lab, lab), exact=True)
        tabs = panel.get_by_role("tab")
        opened.comes_to_rest()
        for at in range(tabs.count() or 1):
            if tabs.count():
                tabs.nth(at).click()
                opened.comes_to_rest()
            panel.evaluate("(lab) => lab.querySelectorAll('details').forEach((one) => { one.open = true; })")
            found[f"{lab} {at}"] = left_in_english(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (lab, at)
            assert page.evaluate(CUT) == [], (lab, at)
    assert {place: texts for place, texts in found.items() if texts} == {}


@pytest.mark.parametrize("name", lessons.names())
def test_no_lesson_has_an_english_text_left(visit: Visitor, name: str) -> None:
    opened = visit(DASHBOARD, shared=True, fragment=GERMAN)
    opened.allow(HOSTS_WORDS)
    page = opened.page
    page.evaluate("(name) => { location.hash = `lesson=${name}`; }", name)
    column = page.locator(".mlw-lesson")
    for at, step in enumerate(lessons.named(name).steps):
        if at:
            column.get_by_role("button", name=german()["Next"], exact=True).click()
        opened.comes_to_rest()
        assert left_in_english(page) == set(), step.title
