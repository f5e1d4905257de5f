"""Behind a real JupyterHub and behind its proxy alone: open, train, leave; in Chromium."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psutil  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.harness import launch_chromium
from tests.oracles.hub_server import VALUES, hub_server, proxy_command
from tests.packaging.servers import Server, free_port, kernels_of, wait_until

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

ADA, BOB = "ada@school.example", "bob"
SLOW = 300_000  # ms: the machine may be busy
NAME = "class.example.org"

TRAINED = """(least) => [...document.querySelectorAll(".mlw")].some((part) => {
  const found = part.textContent.match(/update ([\\d,]+)/);
  return found && Number(found[1].replaceAll(",", "")) > least;
})"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = launch_chromium(playwright, f"--host-resolver-rules=MAP {NAME} 127.0.0.1")
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with hub_server(tmp_path_factory.mktemp("hub")) as running:
        # The proxy listens before there is a hub behind it.
        wait_until(lambda: running.get("/hub/health").status == 200, "the hub answers")
        yield running


@contextmanager
def somebody(browser: Browser, home: str) -> Iterator[tuple[Page, list[str]]]:
    """Open a window of somebody's own, and write down what fails in it or asks another host."""
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.set_default_timeout(SLOW)
    expect.set_options(timeout=SLOW)
    problems: list[str] = []
    page.on("request", lambda asked: problems.append(asked.url) if _is_elsewhere(asked.url, home) else None)
    page.on(
        "response",
        lambda answer: problems.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None,
    )
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page, problems
    context.close()


def _is_elsewhere(url: str, home: str) -> bool:
    return not url.startswith((home, "data:", "blob:", "about:"))


def log_in(page: Page, name: str) -> None:
    """Do what JupyterHub's form asks for."""
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(
        VALUES["hub"]["config"]["SharedPasswordAuthenticator"]["user_password"]
    )
    page.get_by_role("button", name="Sign in").click()


def train(page: Page) -> None:
    """Train for a moment."""
    page.get_by_role("tab", name="Train").click()
    page.get_by_role("button", name="Run", exact=True).click()
    page.wait_for_function(TRAINED, arg=5)


def leave(page: Page, process: subprocess.Popen[bytes]) -> None:
    """Go somewhere else while the network trains; its Python ends."""
    assert len(kernels_of(process)) == 1
    page.goto("about:blank")
    wait_until(lambda: not kernels_of(process), "no kernel is left")


def test_a_learner_opens_the_dashboard_trains_and_leaves(browser: Browser, hub: Server) -> None:
    home = f"http://127.0.0.1:{hub.port}"
    with somebody(browser, home) as (page, problems):
        page.goto(home)
        log_in(page, ADA)
        page.wait_for_url(f"{home}/user/{ADA}{VALUES['singleuser']['defaultUrl']}")
        train(page)
        report(hub)
        assert problems == []
        leave(page, hub.process)
    assert "Traceback" not in hub.log()
    assert "not recognized" not in hub.log()  # what JupyterHub says of a setting that it does not have


def report(hub: Server) -> None:
    """Print what a learner who trains takes: the figures of the recipe."""
    for process in psutil.Process(hub.process.pid).children(recursive=True):
        words = " ".join(process.cmdline())
        kind = re.search(r"jupyterhub\.singleuser|http-proxy|warm\.parent|ipykernel_launcher", words)
        name = process.name() if process.name() == "mlw-kernel" else kind and kind[0]
        if name:
            print(f"{name:>24} {process.memory_full_info().pss / 1e6:4.0f} MB")


def test_nobody_else_gets_in(browser: Browser, hub: Server) -> None:
    home = f"http://127.0.0.1:{hub.port}"
    with somebody(browser, home) as (page, _):
        page.goto(f"{home}/hub/login")
        log_in(page, BOB)
        page.wait_for_url(f"{home}/user/{BOB}/**")
        page.get_by_role("tab", name="Train").wait_for()
        answer = page.goto(f"{home}/user/{ADA}/voila/render/apps/dashboard.ipynb")
        assert answer is not None
        assert answer.status in {403, 404}
        assert page.get_by_role("tab", name="Train").count() == 0
        wait_until(lambda: not kernels_of(hub.process), "no kernel is left")


@pytest.fixture
def proxied(tmp_path: Path) -> Iterator[tuple[Server, str]]:
    """Serve a page behind a proxy that browsers know by another name, below a path."""
    serve = [sys.executable, "-m", "mlwidgets", "serve", "--no-browser", "--port", "{port}"]
    with Server([*serve, "--base-url", "/class/7b/", "--proxy", NAME], tmp_path) as server:
        (tmp_path / "proxy").mkdir()
        command = [*proxy_command(), "--ip", "127.0.0.1", "--port", "{port}", "--api-port", str(free_port())]
        target = f"http://127.0.0.1:{server.port}"
        with Server([*command, "--default-target", target], tmp_path / "proxy") as proxy:
            yield server, f"http://{NAME}:{proxy.port}"


def test_behind_a_plain_proxy(browser: Browser, proxied: tuple[Server, str]) -> None:
    server, home = proxied
    with somebody(browser, home) as (page, problems):
        page.goto(f"{home}/class/7b/")
        train(page)
        assert problems == []
        leave(page, server.process)
    assert "Traceback" not in server.log()
