"""The kernel of a page that has gone ends, whatever it is doing; one whose page comes back in time lives."""

from __future__ import annotations

import asyncio
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

import psutil  # type: ignore[import-untyped]
import pytest
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

from mlwidgets.server.page_kernels import PageKernels, Stay
from tests.last_words import without_last_words
from tests.packaging.servers import Server, connect, kernels_of, notebook, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.packaging.servers import Page

ABSENCE = 3.0  # seconds

# Somebody who trains: messages come without end, and for Jupyter Server the kernel is never idle.
TRAINING = """
import threading, time, ipywidgets
slider = ipywidgets.IntSlider()

def train(slider, sleep):  # when the kernel ends, its names are taken away first
    while True:
        slider.value = (slider.value + 1) % 100
        sleep(0.05)

threading.Thread(target=train, args=(slider, time.sleep), daemon=True).start()
slider
"""

IN_A_HURRY = f"""
import sys
from pathlib import Path
from mlwidgets.server import address, page_kernels, voila_app

page_kernels.PageKernels.absence.default_value = {ABSENCE}
voila_app.run(Path("page.ipynb"), address.Address(int(sys.argv[1])), open_browser=False)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served")
    notebook(folder / "page.ipynb", TRAINING)
    with Server([sys.executable, "-c", IN_A_HURRY, "{port}"], folder) as running:
        yield running


def lives(server: Server, page: Page) -> bool:
    """Whether the kernel behind a page still runs."""
    return server.get(f"/api/kernels/{page.kernel_id()}").status == 200


def test_a_page_that_is_gone_takes_its_training_along(server: Server) -> None:
    stays = server.get("/")
    with_page = connect(server, stays)
    left = server.get("/")  # this page never connects
    wait_until(lambda: not lives(server, left), "the kernel ends")
    assert lives(server, stays), "its page is there"
    with_page.close()
    wait_until(lambda: not kernels_of(server.process), "without its page it goes as well")
    assert "Traceback" not in without_last_words(server.log())


def test_two_goodbyes_are_one(server: Server) -> None:
    server.forget_cookies()
    page = server.get("/")
    form = {"_xsrf": page.cookie("_xsrf")}
    with ThreadPoolExecutor(2) as both:
        ask = partial(server.post, f"/voila/api/shutdown/{page.kernel_id()}")
        answers = sorted(answer.status for answer in both.map(ask, [form, form]))
    assert answers in ([204, 204], [204, 404])
    assert "Traceback" not in without_last_words(server.log())


def test_a_goodbye_that_overtakes_the_end_of_the_connection_leaves_nothing_behind(server: Server) -> None:
    def come_and_go() -> None:
        server.forget_cookies()
        page = server.get("/")
        socket = connect(server, page)
        form = {"_xsrf": page.cookie("_xsrf")}
        with ThreadPoolExecutor(1) as other:
            goodbye = other.submit(server.post, f"/voila/api/shutdown/{page.kernel_id()}", form)
            time.sleep(0.05)  # it is being ended now, and the connection has not closed yet
            socket.close()
            assert goodbye.result().status == 204
        wait_until(lambda: not kernels_of(server.process), "its kernel ends")

    come_and_go()
    this = psutil.Process(server.process.pid)
    before = this.num_fds()
    for _ in range(5):
        come_and_go()
    wait_until(lambda: this.num_fds() <= before, "every socket is closed")


class TestAbsence:
    """How long a page may be away, without a server."""

    @pytest.fixture
    def ended(self, monkeypatch: pytest.MonkeyPatch) -> asyncio.Queue[str]:
        """Which kernels have been shut down."""
        ids: asyncio.Queue[str] = asyncio.Queue()

        async def end(_kernels: AsyncMappingKernelManager, kernel_id: str, **_options: bool) -> None:
            ids.put_nowait(kernel_id)

        monkeypatch.setattr(AsyncMappingKernelManager, "shutdown_kernel", end)
        return ids

    @staticmethod
    async def opened(absence: float) -> PageKernels:
        """Return kernels of which one, named ``page``, has a page that is connected."""

        async def start(kernels: AsyncMappingKernelManager, **_options: str) -> str:
            kernels._kernel_connections["page"] = 0
            return "page"

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(AsyncMappingKernelManager, "start_kernel", start)
            kernels = PageKernels(absence=absence)
            with kernels.coming(Stay()):
                await kernels.start_kernel()
        kernels.notify_connect("page")
        return kernels

    def test_a_cut_of_70_seconds_is_survived(self) -> None:
        assert PageKernels.absence.default_value >= 90

    def test_one_that_stays_away_ends(self, ended: asyncio.Queue[str]) -> None:
        async def run() -> None:
            kernels = await self.opened(absence=0.01)
            kernels.notify_disconnect("page")
            assert await asyncio.wait_for(ended.get(), 30) == "page"

        asyncio.run(run())

    def test_one_that_comes_back_lives(self, ended: asyncio.Queue[str]) -> None:
        async def run() -> None:
            kernels = await self.opened(absence=0.01)
            kernels.notify_disconnect("page")
            kernels.notify_connect("page")
            await asyncio.sleep(0.05)
            assert ended.empty()

        asyncio.run(run())

    def test_an_end_that_is_counted_twice_hides_no_page(self, ended: asyncio.Queue[str]) -> None:
        async def run() -> None:
            kernels = await self.opened(absence=60)
            kernels.notify_disconnect("page")
            kernels.notify_disconnect("page")
            kernels.notify_connect("page")
            assert kernels._kernel_connections == {"page": 1}
            assert ended.empty()

        asyncio.run(run())

    def test_one_that_is_open_twice_lives_until_both_are_gone(self, ended: asyncio.Queue[str]) -> None:
        async def run() -> None:
            kernels = await self.opened(absence=0.01)
            kernels.notify_connect("page")
            kernels.notify_disconnect("page")
            await asyncio.sleep(0.05)
            assert ended.empty()
            kernels.notify_disconnect("page")
            assert await asyncio.wait_for(ended.get(), 30) == "page"

        asyncio.run(run())


class TestStay:
    def test_it_ends_once_and_leaves_before(self) -> None:
        said: list[str] = []
        stay = Stay(on_leaving=lambda: said.append("leaving"), on_end=lambda: said.append("end"))
        stay.leave()
        stay.leave()
        stay.end()
        stay.end()
        assert said == ["leaving", "end"]

    def test_one_that_ends_without_a_word_has_left(self) -> None:
        said: list[str] = []
        stay = Stay(on_leaving=lambda: said.append("leaving"), on_end=lambda: said.append("end"))
        stay.end()
        assert said == ["leaving", "end"]
