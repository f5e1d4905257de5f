"""The teacher's page: who may see it, and what it says."""

from __future__ import annotations

import re
import sys
import time
from typing import TYPE_CHECKING

import psutil  # type: ignore[import-untyped]
import pytest

from mlwidgets import turns
from mlwidgets.server.address import Address
from mlwidgets.server.report import Census, OpenPage, duration, make_report, memory_of
from tests.last_words import without_last_words
from tests.packaging.servers import Server, connect, notebook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SERVE = [sys.executable, "-m", "mlwidgets", "serve", "page.ipynb", "--no-browser", "--port", "{port}"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served")
    notebook(folder / "page.ipynb", "import ipywidgets; ipywidgets.IntSlider()")
    with Server([*SERVE, "--learners", "2"], folder) as running:
        yield running


def key_of(server: Server) -> str:
    """Read the key that the server has printed."""
    (key,) = re.findall(r"For the teacher: http://127\.0\.0\.1:\d+/teacher\?key=(\S+)\n", server.log())
    return str(key)


def tiles(text: str) -> dict[str, str]:
    """Read the figures of the page."""
    return dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)", text))


class TestWhoSeesIt:
    @pytest.mark.parametrize("query", ["", "?key=", "?key=wrong", "?key=%F0%9F%94%91", "?token=wrong"])
    def test_nobody_without_the_key(self, server: Server, query: str) -> None:
        page = server.another_browser().get(f"/teacher{query}")
        assert page.status == 403
        assert "This page is for teachers" in page.text
        assert tiles(page.text) == {}

    def test_nobody_with_a_cookie_of_their_own(self, server: Server) -> None:
        assert server.another_browser().get("/teacher", {"Cookie": "mlwidgets-teacher=x"}).status == 403

    def test_the_key_moves_out_of_the_address(self, server: Server) -> None:
        teacher = server.another_browser()
        assert teacher.get(f"/teacher?key={key_of(server)}").status == 200
        assert teacher.cookie_path("mlwidgets-teacher") == "/teacher", "learners' pages never send it"
        assert teacher.get("/teacher").status == 200
        assert "key=" not in teacher.get("/teacher").text

    def test_every_server_has_a_key_of_its_own(self) -> None:
        first, second = Address(8866), Address(8866)
        assert len(first.teacher_key) >= 32
        assert first.teacher_key != second.teacher_key
        assert first.teacher_key not in repr(first)
        assert Address(8866, base_url="/x/").teacher_url.startswith("http://127.0.0.1:8866/x/teacher?key=")


def test_it_counts_those_who_are_here(server: Server) -> None:
    teacher = server.another_browser()
    address = f"/teacher?key={key_of(server)}"
    before = tiles(teacher.get(address).text)
    assert (before["Learners"], before["Waiting"]) == ("0 of 2", "0")
    pages = [server.another_browser().get("/") for _ in range(2)]
    connection = connect(server, pages[0])
    try:
        waits = server.another_browser()
        waits.get("/")
        text = teacher.get(address).text
    finally:
        connection.close()
    now = tiles(text)
    assert (now["Learners"], now["Waiting"]) == ("1 of 2", "1")
    assert "and 1 opening or out of reach" in text
    assert re.fullmatch(r"\d+ MB|\d+\.\d GB", now["Memory"])
    assert re.findall(r"<td>(connected|opening or out of reach)</td>", text) == [
        "connected",
        "opening or out of reach",
    ]
    assert len(re.findall(r'<td class="mlw-number">\d+ MB</td>', text)) == 2
    # Nothing about persons.
    for page in pages:
        assert page.kernel_id() not in text
        assert page.cookie("mlwidgets-visitor") not in text
    assert "Traceback" not in without_last_words(server.log())


class TestReport:
    def test_a_page_that_has_just_ended_is_no_error(self) -> None:
        gone = max(psutil.pids()) + 100_000
        ended = OpenPage(time.time() - 90, is_connected=True, process=gone)
        starts = OpenPage(time.time(), is_connected=False, process=None)
        report = make_report(Census(3, 2, [ended, starts], 0, 0))
        assert report.pages[0] == ("1 min", "connected", "")
        assert ("Learners", "1 of 3", "and 1 opening or out of reach") in report.tiles

    def test_those_who_train_are_counted_where_they_take_turns(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        nobody = Census(1, 0, [], 0, 0)
        monkeypatch.delenv(turns.FOLDER, raising=False)
        assert "Training" not in dict(tile[:2] for tile in make_report(nobody).tiles)
        monkeypatch.setenv(turns.FOLDER, str(tmp_path))
        turns.fill_folder(tmp_path, 1)
        assert ("Training", "0", "") in make_report(nobody).tiles
        with turns.Turn(), turns.Turn():
            assert ("Training", "2", "") in make_report(nobody).tiles

    def test_a_process_that_has_ended_holds_nothing(self) -> None:
        done = psutil.Popen([sys.executable, "-c", ""])
        done.wait()
        assert memory_of(done) == 0
        assert memory_of(psutil.Process()) > 1e6

    def test_durations_are_written_for_people(self) -> None:
        assert [duration(seconds) for seconds in (-1, 59, 60, 3599, 7500)] == [
            "0 s",
            "59 s",
            "1 min",
            "59 min",
            "2 h 5 min",
        ]
