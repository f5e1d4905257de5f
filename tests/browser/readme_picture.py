"""Takes the README's picture of the dashboard: ``make picture``."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.harness import Visit, launch_chromium
from tests.browser.server import ROOT, VoilaServer

PICTURE = ROOT / ".github" / "dashboard.png"


def main() -> None:
    """Take the page as it opens: a digit on its way through the network that has learned."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        server = VoilaServer(ROOT / "apps" / "dashboard.ipynb", Path(folder))
        try:
            visit = Visit.start(browser, server)
            page = visit.page
            page.set_viewport_size({"width": 1280, "height": 720})
            page.get_by_text("It says", exact=False).first.wait_for(timeout=60_000)
            page.locator(".mlw-lab").first.wait_for(timeout=60_000)  # no longer what the page drew by itself
            page.get_by_role("button", name="Train it yourself").wait_for()
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
