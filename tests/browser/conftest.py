"""Fixtures of the browser tests: ``serve`` starts a server, ``visit`` opens a page on one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect, sync_playwright

from tests.browser.harness import (
    ACTION_TIMEOUT,
    CLOSE_TIMEOUT,
    TEST_TIMEOUT,
    Visit,
    bounded,
    launch_chromium,
)
from tests.browser.server import ROOT, VoilaServer, renewable, write_notebook

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

Source = Path | Sequence[str]
Serve = Callable[..., VoilaServer]
Visitor = Callable[..., Visit]

HERE = Path(__file__).parent
ARTIFACTS = ROOT / "test-artifacts"
FAILED = pytest.StashKey[bool]()

LONG = ("test_doctor", "test_fair_race", "test_compare", "test_row_form", "test_landscape", "test_range_test")
"""Files with few tests that take long: they begin first, or in the end one browser waits for the other."""

# How long a machine takes is not what is tested here: all that is expected has as long as an action has.
expect.set_options(timeout=ACTION_TIMEOUT * 1000)


class Studio:
    """The browser and the servers of one session, started when first needed."""

    def __init__(self) -> None:
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self.servers: dict[str, VoilaServer] = {}
        self.shared: dict[str, Visit] = {}
        self._lines: tuple[VoilaServer, Path] | None = None

    @property
    def browser(self) -> Browser:
        """The one Chromium of the session, or another one if it has ended."""
        if self._playwright is None:
            self._playwright = sync_playwright().start()
        if self._browser is None or not self._browser.is_connected():
            self._browser = launch_chromium(self._playwright)
        return self._browser

    def serve_lines(self, lines: Sequence[str], folder: Callable[[], Path]) -> VoilaServer:
        """Let the one server of all lines of code serve these: it reads its notebook for every page."""
        if self._lines is None or self._lines[0].process.poll() is not None:
            place = folder()
            notebook = write_notebook(lines, place / "page.ipynb")
            self._lines = VoilaServer(notebook, place), notebook
            self.servers[str(notebook)] = self._lines[0]
        server, notebook = self._lines
        write_notebook(lines, notebook)
        return server

    def leave(self) -> None:
        """Close the pages that the tests of a file have shared; what they had to show has been seen."""
        with bounded(CLOSE_TIMEOUT):
            for visit in self.shared.values():
                with suppress(PlaywrightError):  # its browser has ended
                    visit.close()
        self.shared.clear()

    def close(self) -> None:
        """End the servers, the browser and Playwright's event loop."""
        self.leave()
        for server in self.servers.values():
            server.stop()
        self.servers.clear()
        self._lines = None
        if self._browser is not None:
            with bounded(CLOSE_TIMEOUT), suppress(PlaywrightError):
                self._browser.close()
            self._browser = None
        if self._playwright is not None:
            self._playwright.stop()
            self._playwright = None


STUDIO = Studio()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the files of browser tests that take long begin, each as a whole."""
    ours = [item for item in items if HERE in item.path.parents]
    counts = Counter(item.path for item in ours)
    ours.sort(key=lambda item: (item.path.stem not in LONG, -counts[item.path], str(item.path)))
    items[:] = [item for item in items if HERE not in item.path.parents] + ours


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let no browser test hang: it fails where it waits."""
    if HERE not in item.path.parents:
        return (yield)
    with bounded(TEST_TIMEOUT):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, None, None]:
    """Close the shared pages of a file after its last test, and the studio after the last browser test.

    Playwright's synchronous interface keeps an event loop running in this thread: left open until the end
    of the session, it would break every later test that starts a loop of its own.
    """
    try:
        return (yield)
    finally:
        if nextitem is None or nextitem.path != item.path:
            STUDIO.leave()
        if nextitem is None or HERE not in nextitem.path.parents:
            STUDIO.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember whether the test failed: ``visit`` then leaves a picture."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture
def serve(tmp_path_factory: pytest.TempPathFactory) -> Generator[Serve]:
    """Return ``serve(source, own=False)``: a running `VoilaServer` for a notebook or for lines of code.

    A notebook has a server that all its tests share, and all lines of code have one together, which serves
    those that were asked for last; each page has a kernel of its own. ``own=True`` gives a server to this
    test alone, which may then stop it.
    """
    mine: list[VoilaServer] = []

    def start(source: Source, *, own: bool = False) -> VoilaServer:
        key = str(source)
        if not own and key in STUDIO.servers:
            return STUDIO.servers[key]
        if not own and not isinstance(source, Path):
            return STUDIO.serve_lines(source, lambda: tmp_path_factory.mktemp("voila"))
        folder = tmp_path_factory.mktemp("voila")
        notebook = source if isinstance(source, Path) else write_notebook(source, folder / "page.ipynb")
        server = VoilaServer(notebook, folder)
        if own:
            mine.append(server)
        else:
            STUDIO.servers[key] = server
        return server

    yield start
    for server in mine:
        server.stop()


@pytest.fixture
def visit(serve: Serve, request: pytest.FixtureRequest) -> Generator[Visitor]:
    """Return ``visit(source, shared=False, fresh=False, **options)``: a `Visit` on a page.

    The source is a notebook, lines of code or a server, and the options are those of `Visit.start`: ``size``,
    ``dark``, ``before``, ``clock``. Opening a page takes longer than most tests: with ``shared=True`` the
    tests of a file that ask for the same page get the same one, as the last test has left it, though in the
    size and the colours that they ask for; after a test that failed the next one gets a new page. With
    ``fresh=True`` it is shared, too, and Python builds anew for each test what the lines of code show.

    At the end of the test nothing unexpected may have happened on any page (see `Visit.allow`). If the
    test failed, each page leaves its picture and logs in ``test-artifacts/``.
    """
    visits: list[Visit] = []

    def open_page(
        source: Source | VoilaServer,
        *,
        shared: bool = False,
        fresh: bool = False,
        **options: Any,  # noqa: ANN401 - see Visit.start
    ) -> Visit:
        if fresh:
            source, shared = renewable(source), True
        # A page that is shared need not be opened again to be dark.
        key = repr((str(source), sorted(item for item in options.items() if item[0] != "dark")))
        if shared and key in STUDIO.shared:
            visits.append(STUDIO.shared[key])
            visits[-1].restore(fresh=fresh, **options)
            return visits[-1]
        server = source if isinstance(source, VoilaServer) else serve(source)
        visits.append(Visit.start(STUDIO.browser, server, **options))
        if shared:
            STUDIO.shared[key] = visits[-1]
        return visits[-1]

    yield open_page
    visits = list(dict.fromkeys(visits))  # a test may come back to its page; it is saved and closed once
    unexpected = [problem for visit in visits for problem in visit.unexpected()]
    failed = request.node.stash.get(FAILED, False)
    places = []
    for number, opened in enumerate(visits):
        if not failed and not unexpected and opened.is_open and opened in STUDIO.shared.values():
            opened.forget()
            continue
        STUDIO.shared = {key: one for key, one in STUDIO.shared.items() if one is not opened}
        with bounded(CLOSE_TIMEOUT), suppress(PlaywrightError):  # its browser has ended
            if failed or unexpected:
                places.append(ARTIFACTS / re.sub(r"\W+", "-", request.node.nodeid) / str(number))
                opened.save(places[-1])
            opened.close()
    where = "Pictures and logs: " + ", ".join(str(place) for place in places)
    if unexpected:
        pytest.fail("\n".join(["Unexpected:", *unexpected, where]), pytrace=False)
    elif failed:
        print(where)  # noqa: T201 - pytest shows it with the failure
