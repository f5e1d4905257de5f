"""What lies over something else on a page, and what is cut off: a layout must hold in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

FAULTS = """(sideways) => {
  const seen = (el) => el.checkVisibility({ opacityProperty: true, visibilityProperty: true });

  // A box as it is seen: without what its ancestors cut off. What floats over the page is left out.
  const shown = (el, box) => {
    const { left, right, top, bottom } = box;
    const part = { left, right, top, bottom, floats: false, scrolls: false };
    for (let up = el; up; up = up.parentElement) {
      const style = getComputedStyle(up);
      part.floats ||= ["fixed", "sticky"].includes(style.position);
      if (style.overflowX === "visible" && style.clip === "auto") continue;
      part.scrolls ||= ["auto", "scroll"].includes(style.overflowX);
      const frame = up.getBoundingClientRect();
      part.left = Math.max(part.left, frame.left);
      part.right = Math.min(part.right, frame.right);
      part.top = Math.max(part.top, frame.top);
      part.bottom = Math.min(part.bottom, frame.bottom);
    }
    return part;
  };

  const CONTROLS = "select, input, textarea, button";
  const faults = new Set();
  const texts = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const el = node.parentElement;
    const words = node.data.trim().slice(0, 60);
    if (!words || !seen(el) || el.closest("script, style, option")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const line of range.getClientRects()) {
      const part = shown(el, line);
      if (part.right - part.left < 2 || part.bottom - part.top < 2) continue;
      const meant = getComputedStyle(el).textOverflow === "ellipsis" || (sideways && part.scrolls);
      if (line.right - part.right > 1.5 && !meant) faults.add(`${words}: cut off`);
      if (!part.floats) texts.push({ el, words, part });
    }
  }
  const controls = [...document.querySelectorAll(CONTROLS)].filter(seen).map((el) => {
    const words = el.getAttribute("aria-label") ?? el.tagName;
    return { el, words, part: shown(el, el.getBoundingClientRect()) };
  }).filter(({ part }) => !part.floats);
  texts.forEach((one, at) => {
    for (const other of [...texts.slice(at + 1), ...controls]) {
      if (one.el.contains(other.el) || other.el.contains(one.el)) continue;
      if (one.el.closest("label, button")?.contains(other.el)) continue;
      const wide = Math.min(one.part.right, other.part.right) - Math.max(one.part.left, other.part.left);
      const high = Math.min(one.part.bottom, other.part.bottom) - Math.max(one.part.top, other.part.top);
      if (wide > 2 && high > 4) faults.add(`${one.words}: over ${other.words}`);
    }
  });
  return [...faults];
}"""


def layout_faults(page: Page, *, sideways: bool = False) -> list[str]:
    """Return each text of the page that lies over another text or control, or is cut off at the side.

    Parameters
    ----------
    page : Page
        What is looked at, with all that is below its window.
    sideways : bool
        Whether parts may be scrolled sideways, such as a table on a phone or a long stack of layers.
    """
    found: list[str] = page.evaluate(FAULTS, sideways)
    return sorted(found)
