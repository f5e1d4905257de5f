"""Pages under load: outputs that come late still come, and a page that stays empty says so."""

from __future__ import annotations

import re
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.packaging.servers import Server, notebook
from tests.server.kernel_client import LATE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SERVE = [sys.executable, "-m", "mlwidgets", "serve", "--no-browser", "--port", "{port}"]
VIEW = "application/vnd.jupyter.widget-view+json"
SENTENCE = "Nothing to show has arrived."
LEARNERS = 8

# What is asked for stands in the address, so that one server is enough.
SOURCE = f"""{LATE}
import os
import signal

match os.environ["QUERY_STRING"]:
    case "widget":
        display(ipywidgets.IntSlider())
    case "number":
        display(2)
    case "text":
        print("a notebook without widgets")
    case "error":
        raise ValueError
    case "death":
        os.kill(os.getpid(), signal.SIGKILL)
    case "late":
        late(6)
    case "later-than-the-impatient-wait":
        late(4)
    case "fault":
        import mlwidgets
        lab = mlwidgets.TrainLab("circle")
        print("said:", lab.safely(lambda _: 1 / 0)(None) or lab.fault)
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


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served")
    with Server([*SERVE, str(notebook(folder / "page.ipynb", SOURCE))], folder) as running:
        yield running


def test_outputs_that_come_late_reach_every_page(server: Server) -> None:
    with ThreadPoolExecutor(LEARNERS) as learners:
        pages = list(learners.map(server.get, ["/?late"] * LEARNERS))
    assert [VIEW in page.text for page in pages] == [True] * LEARNERS
    assert [page.kernel_id() for page in pages if SENTENCE in page.text] == []
    assert "Timeout waiting" not in server.log()


def test_outputs_that_are_dropped_are_told_on_the_page_and_in_the_log(tmp_path: Path) -> None:
    notebook(tmp_path / "page.ipynb", SOURCE)
    with Server([sys.executable, "-c", IMPATIENT, "{port}"], tmp_path) as impatient:
        page = impatient.get("/?later-than-the-impatient-wait")
        assert VIEW not in page.text
        assert SENTENCE in page.text
        assert "Timeout waiting for IOPub output" in impatient.log()


@pytest.mark.parametrize(
    ("result", "empty"),
    [
        ("widget", False),
        ("number", False),
        ("text", False),
        ("nothing", True),
        ("error", True),
        ("death", True),
    ],
)
def test_a_page_with_nothing_to_show_offers_to_reload(server: Server, result: str, *, empty: bool) -> None:
    page = server.get(f"/?{result}")
    assert (SENTENCE in page.text) == empty
    alert = re.search(r'<p role="alert".*?</p>', page.text, re.DOTALL)
    assert (alert is not None and "location.reload()" in alert[0]) == empty


def test_each_page_is_in_its_own_language(server: Server) -> None:
    found = [server.get(address).text for address in ("/?lang=de", "/?error", "/?lang=de")]
    assert [re.findall('<html lang="([^"]*)">', page) for page in found] == [["de"], ["en"], ["de"]]
    assert [page.count(">Neu laden</button>") > 0 for page in found] == [True, False, True]


def test_the_details_of_a_fault_are_in_the_log_where_the_page_says_they_are(server: Server) -> None:
    page = server.get("/?fault")
    assert "said: Something went wrong inside mlwidgets" in page.text
    assert "the details are in the log of the server" in page.text
    assert re.search(
        r"\[mlwidgets page \d+\] ERROR A callback of TrainLab failed\.\nTraceback[^\0]*ZeroDivisionError: ",
        server.log(),
    )
