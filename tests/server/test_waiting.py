"""A full server: the next page waits, hears of its place in the queue, and comes in when it is its turn."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
import websocket

from mlwidgets.server.waiting import news
from tests.last_words import without_last_words
from tests.packaging.servers import Server, kernels_of, notebook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.packaging.servers import Page

BASE = "/user/ada/"
SERVE = [sys.executable, "-m", "mlwidgets", "serve", "page.ipynb", "--no-browser", "--port", "{port}"]
VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served")
    notebook(folder / "page.ipynb", "import ipywidgets; ipywidgets.IntSlider()")
    with Server([*SERVE, "--base-url", BASE, "--learners", "1"], folder) as running:
        yield running


def listen(browser: Server, page: Page) -> websocket.WebSocket:
    """Open the socket of a page that waits, as its script does."""
    assert f'new URL("{BASE}waiting?lang=en", location.href)' in page.text
    cookies = "; ".join(f"{name}={value}" for name, value in page.cookies.items())
    return websocket.create_connection(
        f"ws://127.0.0.1:{browser.port}{BASE}waiting", cookie=cookies, timeout=60
    )


@pytest.fixture
def connections() -> Iterator[ExitStack]:
    """Close the sockets of a test when it ends."""
    with ExitStack() as opened:
        yield opened


def hears(connection: websocket.WebSocket) -> tuple[str, bool]:
    """Wait for what a page that waits is told next."""
    said = json.loads(connection.recv())
    return said["text"], said["come"]


def leave(browser: Server, page: Page) -> None:
    """Close a page, as Voilà's script does."""
    goodbye = {"_xsrf": page.cookie("_xsrf")}
    assert browser.post(f"{BASE}voila/api/shutdown/{page.kernel_id()}", goodbye).status == 204


def test_the_next_page_waits_until_it_is_its_turn(server: Server, connections: ExitStack) -> None:
    def listens(browser: Server, page: Page) -> websocket.WebSocket:
        opened = listen(browser, page)
        connections.callback(opened.shutdown)  # `close` does nothing once the server has said goodbye
        return opened

    ada, bob, cyd = (server.another_browser() for _ in range(3))
    inside = ada.get(BASE)
    assert VIEW in inside.text

    waiting = bob.get(BASE)
    assert waiting.status == 200
    assert VIEW not in waiting.text
    assert news(1) in waiting.text
    assert "1 learner at once" in waiting.text
    bob_hears = listens(bob, waiting)
    assert hears(bob_hears) == ("You are next.", False)
    cyd_hears = listens(cyd, cyd.get(BASE))
    assert hears(cyd_hears) == ("You are number 2 in the queue.", False)
    assert len(kernels_of(server.process)) == 1, "who waits costs no kernel"

    # Neither talking nor reloading nor forgetting everything helps.
    cyd_hears.send("let me in")
    assert cyd_hears.recv_data()[0] == websocket.ABNF.OPCODE_CLOSE
    cyd_hears = listens(cyd, cyd.get(BASE))
    assert hears(cyd_hears) == ("You are number 2 in the queue.", False)
    assert news(2) in cyd.get(BASE).text
    assert news(3) in server.another_browser().get(BASE).text

    leave(ada, inside)
    inside = ada.get(BASE)
    assert VIEW in inside.text, "a page that is reloaded stays inside"

    leave(ada, inside)
    assert hears(bob_hears) == ("There is room for you now. Opening…", True)
    assert hears(cyd_hears) == ("You are next.", False)
    assert news(1) in cyd.get(BASE).text, "the place is bob's"
    assert VIEW in bob.get(BASE).text
    assert "Traceback" not in without_last_words(server.log())


def test_only_a_browser_that_was_sent_to_wait_may_listen(server: Server) -> None:
    url = f"ws://127.0.0.1:{server.port}{BASE}waiting"
    visitor = "mlwidgets-visitor="
    for cookie, origin in [
        ("", None),
        (f"{visitor}../../etc", None),
        (f"{visitor}{'x' * 5000}", None),
        (f"{visitor}{'x' * 22}", "https://example.org"),
    ]:
        with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
            websocket.create_connection(url, cookie=cookie, origin=origin, timeout=60)
    assert "Traceback" not in without_last_words(server.log())


def test_the_places_are_numbered_in_words() -> None:
    assert [news(number) for number in range(3)] == [
        "There is room for you now. Opening…",
        "You are next.",
        "You are number 2 in the queue.",
    ]
