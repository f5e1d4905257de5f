"""Takes the README's picture of the dashboard: ``make picture``."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.harness import Visit, launch_chromium
from tests.browser.server import ROOT, VoilaServer

PICTURE = ROOT / ".github" / "dashboard.png"


def main() -> None:
    """Train for a while, change the learning rate on the way, open a cell, and take the picture."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        server = VoilaServer(ROOT / "apps" / "dashboard.ipynb", Path(folder))
        try:
            visit = Visit.start(browser, server)
            page = visit.page
            page.set_viewport_size({"width": 1280, "height": 1160})
            page.locator(".js-plotly-plot").nth(1).wait_for()
            page.get_by_role("button", name="Run", exact=True).click()
            page.get_by_text(re.compile(r"epoch [5-9]\.")).wait_for(timeout=60_000)
            rate = page.get_by_role("textbox", name="Learning rate")
            rate.fill("0.0005")
            rate.press("Enter")
            page.get_by_text(re.compile(r"epoch 1[0-9]\.")).wait_for(timeout=60_000)
            page.get_by_role("button", name="Pause", exact=True).click()
            page.get_by_text("Paused", exact=True).first.wait_for()
            page.locator(".mlw-confusion-cell:not(.mlw-confusion-none)").filter(has_text="3").first.wait_for()
            page.locator('.mlw-confusion-cell[data-row="4"][data-column="9"]').click()
            page.get_by_text("True 4, called 9").wait_for()
            page.mouse.move(0, 0)
            PICTURE.parent.mkdir(exist_ok=True)
            page.screenshot(path=PICTURE)
            visit.close()
        finally:
            server.stop()
            browser.close()
    print(f"{PICTURE.relative_to(ROOT)}, {PICTURE.stat().st_size / 1e3:.0f} kB")  # noqa: T201 - a script


if __name__ == "__main__":
    main()
