"""Real servers under our settings: what they send, what they refuse, and what they leave behind."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

import psutil  # type: ignore[import-untyped]
import pytest

from tests.last_words import without_last_words
from tests.packaging.servers import Page, Server, kernels_of, notebook, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SERVE = [sys.executable, "-m", "mlwidgets", "serve", "--no-browser", "--port", "{port}"]


def serve(folder: Path, source: str) -> Server:
    """Serve one cell as a person would."""
    return Server([*SERVE, str(notebook(folder / "page.ipynb", source))], folder)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served")
    (folder / "picture.png").write_bytes(b"private")
    # Somebody's own settings of Voilà play no part.
    (folder / "voila.json").write_text('{"VoilaConfiguration": {"strip_sources": false}}', encoding="utf-8")
    with serve(folder, "import ipywidgets  # secret source\nipywidgets.IntSlider()") as running:
        yield running


@pytest.fixture(scope="module")
def page(server: Server) -> Page:
    return server.get("/")


class TestPage:
    def test_it_is_the_notebook_without_its_source(self, page: Page) -> None:
        assert page.status == 200
        assert page.kernel_id()
        assert "secret source" not in page.text

    def test_it_fetches_nothing_from_another_host(self, page: Page) -> None:
        assert 'href="http' not in page.text
        assert 'src="http' not in page.text
        assert "cdn.jsdelivr.net" not in page.text

    def test_it_does_without_the_plotly_extension(self, page: Page) -> None:
        assert "anywidget" in page.labextensions()
        unwanted = {"jupyterlab-plotly", "@jupyter/nbgrader", "@jupyter-notebook/lab-extension"}
        assert not unwanted & page.labextensions()

    def test_no_other_template_can_be_asked_for(self, server: Server) -> None:
        assert "cdn.jsdelivr.net" not in server.get("/?template=classic").text

    def test_files_beside_the_notebook_stay_private(self, server: Server) -> None:
        for name in ("picture.png", "page.ipynb", "voila.json"):
            assert server.get(f"/voila/files/{name}").status == 403

    def test_a_stranger_under_another_name_is_turned_away(self, server: Server) -> None:
        assert server.get("/", {"Host": "example.com"}).status == 403
        assert server.get("/voila/static/voila.js", {"Host": f"localhost:{server.port}"}).status == 200

    def test_nothing_but_the_address_is_printed(self, server: Server, page: Page) -> None:
        assert page.status == 200
        assert server.log().splitlines()[0] == (f"Starting http://127.0.0.1:{server.port}/ (Ctrl-C stops it)")
        assert "WARNING" not in server.log()

    def test_a_cell_that_fails_shows_no_traceback(self, tmp_path: Path) -> None:
        with serve(tmp_path, "raise ValueError('inner ' + 'secret')") as failing:
            answer = failing.get("/")
        assert answer.status == 200
        assert "inner secret" not in answer.text
        assert "Traceback" not in answer.text


class TestKernels:
    @pytest.mark.skipif(sys.platform != "linux", reason="forks are for Linux")
    def test_a_page_has_a_fork_of_the_warm_parent(self, server: Server) -> None:
        assert server.get("/").kernel_id()
        assert {kernel.name() for kernel in kernels_of(server.process)} == {"mlw-kernel"}

    def test_a_page_that_closes_takes_its_kernel_along(self, server: Server) -> None:
        server.forget_cookies()
        opened = server.get("/")
        before = len(kernels_of(server.process))
        # What Voilà's script sends when the page is closed.
        goodbye = server.post(f"/voila/api/shutdown/{opened.kernel_id()}", {"_xsrf": opened.cookie("_xsrf")})
        assert goodbye.status == 204
        wait_until(lambda: len(kernels_of(server.process)) < before, "the kernel ends")

    def test_a_stranger_cannot_end_a_kernel(self, server: Server, page: Page) -> None:
        assert server.post(f"/voila/api/shutdown/{page.kernel_id()}", {}).status == 403

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
    @pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
    def test_stopping_the_server_leaves_no_process(self, tmp_path: Path, name: str) -> None:
        with serve(tmp_path, "1 + 1") as stopping:
            stopping.get("/")
            kernels = kernels_of(stopping.process)
            assert len(kernels) == 1
            stopping.process.send_signal(signal.Signals[name])
            assert stopping.process.wait(timeout=30) == 0
            assert [kernel for kernel in kernels if psutil.pid_exists(kernel.pid)] == []
            assert "Traceback" not in without_last_words(stopping.log())
