"""Pages under load: outputs that come late still come, and a page that stays empty says so."""

from __future__ import annotations

import re
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.packaging.servers import Page, Server, notebook

if TYPE_CHECKING:
    from pathlib import Path

SERVE = [sys.executable, "-m", "mlwidgets", "serve", "--no-browser", "--port", "{port}"]
VIEW = "application/vnd.jupyter.widget-view+json"
SENTENCE = "Nothing to show has arrived."
LEARNERS = 8

# The answer to the cell comes at once, and its outputs some seconds after, as when a class starts.
LATE = """
import sys
import time
import ipywidgets
for stream in (sys.stdout, sys.stderr):
    stream.flush_timeout = 0  # the answer would wait for the outputs
get_ipython().kernel.iopub_thread.schedule(lambda: time.sleep({seconds}))
ipywidgets.IntSlider()
"""

# The same server with the patience that nbclient has by itself, or less.
IMPATIENT = """
import sys
from pathlib import Path
from mlwidgets.server import address, settings, voila_app

usual = settings.voila_settings
settings.voila_settings = lambda: {**usual(), "VoilaExecutor": {"iopub_timeout": 1}}
voila_app.run(Path("page.ipynb"), address.Address(int(sys.argv[1])), open_browser=False)
"""


def visit(folder: Path, source: str) -> Page:
    """Serve one cell and open its page."""
    with Server([*SERVE, str(notebook(folder / "page.ipynb", source))], folder) as server:
        return server.get("/")


def test_outputs_that_come_late_reach_every_page(tmp_path: Path) -> None:
    path = notebook(tmp_path / "page.ipynb", LATE.format(seconds=6))
    with Server([*SERVE, str(path)], tmp_path) as server, ThreadPoolExecutor(LEARNERS) as learners:
        pages = list(learners.map(server.get, ["/"] * LEARNERS))
        assert [VIEW in page.text for page in pages] == [True] * LEARNERS
        assert [page.kernel_id() for page in pages if SENTENCE in page.text] == []
        assert "Timeout" not in server.log()


def test_outputs_that_are_dropped_are_told_on_the_page_and_in_the_log(tmp_path: Path) -> None:
    notebook(tmp_path / "page.ipynb", LATE.format(seconds=4))
    with Server([sys.executable, "-c", IMPATIENT, "{port}"], tmp_path) as server:
        page = server.get("/")
        assert VIEW not in page.text
        assert SENTENCE in page.text
        assert "Timeout waiting for IOPub output" in server.log()


@pytest.mark.parametrize(
    ("source", "empty"),
    [
        ("1 + 1", False),
        ("print('a notebook without widgets')", False),
        ("import ipywidgets; ipywidgets.IntSlider()", False),
        ("pass", True),
        ("raise ValueError", True),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", True),
    ],
)
def test_a_page_with_nothing_to_show_offers_to_reload(tmp_path: Path, source: str, *, empty: bool) -> None:
    page = visit(tmp_path, source)
    assert (SENTENCE in page.text) == empty
    alert = re.search(r'<p role="alert".*?</p>', page.text, re.DOTALL)
    assert (alert is not None and "location.reload()" in alert[0]) == empty
