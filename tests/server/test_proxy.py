"""Behind a reverse proxy, below a path of its choice: the whole page works, and strangers stay out."""

from __future__ import annotations

import copy
import re
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import websocket

from tests.packaging.servers import Server, connect, kernels_of, notebook, wait_until
from tests.server.kernel_client import V1, ask_for_states
from tests.server.proxy import Proxy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PREFIX = "/user/ada%40example.org/proxy/8866/"
SOURCE = "import ipywidgets; ipywidgets.Image(value=b'picture')"
HUB = "hub.example.org"
VIEW = "application/vnd.jupyter.widget-view+json"

# What `mlwidgets serve --ip 0.0.0.0` does, but for the address at which it listens.
FOR_OTHER_MACHINES = """
import sys
from pathlib import Path
from mlwidgets.server import address, settings, voila_app

usual = settings.standalone_settings

def on_loopback(place, *, open_browser):
    ours = usual(place, open_browser=open_browser)
    ours["Voila"]["ip"] = "127.0.0.1"
    return ours

settings.standalone_settings = on_loopback
place = address.Address(int(sys.argv[1]), "0.0.0.0")
print(place.url, flush=True)
voila_app.run(Path("page.ipynb"), place, open_browser=False, learners=1)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served")
    command = [sys.executable, "-m", "mlwidgets", "serve", "--no-browser", "--port", "{port}"]
    place = ["--base-url", PREFIX, "--proxy", HUB]
    with Server([*command, *place, str(notebook(folder / "page.ipynb", SOURCE))], folder) as running:
        yield running


def through(proxy: Proxy, server: Server) -> Server:
    """Return the server as somebody sees it who asks the proxy."""
    seen = copy.copy(server)
    seen.port = proxy.port
    seen.forget_cookies()
    return seen


@pytest.mark.parametrize("strips", [True, False], ids=["prefix taken off", "prefix left"])
def test_the_whole_page_works_below_a_prefix(server: Server, *, strips: bool) -> None:
    with Proxy(server.port, PREFIX, strips=strips) as proxy:
        seen = through(proxy, server)
        page = seen.get(PREFIX)
        assert page.status == 200
        assert page.config()["baseUrl"] == PREFIX
        sources = re.findall(r'<(?:script|link)[^>]* (?:src|href)="(/[^"]+)"', page.text)
        assert sources
        for address in [*sources, *extension_scripts(page.config())]:
            assert seen.get(urlsplit(address).path).status == 200, address
        connection = connect(seen, page, V1)
        assert ask_for_states(connection, V1)["buffers"] == [b"picture"]
        connection.close()
        before = len(kernels_of(server.process))
        goodbye = {"_xsrf": page.cookie("_xsrf")}
        assert seen.post(f"{PREFIX}voila/api/shutdown/{page.kernel_id()}", goodbye).status == 204
        wait_until(lambda: len(kernels_of(server.process)) < before, "the kernel ends")


def extension_scripts(config: dict[str, Any]) -> list[str]:
    """List the scripts of JupyterLab's extensions, which Voilà's script fetches."""
    base = config["fullLabextensionsUrl"]
    return [f"{base}/{each['name']}/{each['load']}" for each in config["federated_extensions"]]


def test_the_cookie_of_the_goodbye_stays_below_the_prefix(server: Server) -> None:
    server.forget_cookies()
    server.get(PREFIX)
    assert server.cookie_path("_xsrf") == PREFIX


class TestHosts:
    def test_the_named_proxy_may_ask(self, server: Server) -> None:
        assert server.get("/voila/static/voila.js", {"Host": HUB}).status == 200
        assert server.get("/", {"Host": HUB}).status == 200

    @pytest.mark.parametrize("stranger", ["example.org", f"{HUB}.example.com", f"evil-{HUB}"])
    def test_nobody_else_may(self, server: Server, stranger: str) -> None:
        assert server.get("/", {"Host": stranger}).status == 403

    @pytest.mark.parametrize(
        ("origin", "status"),
        [
            (f"https://{HUB}", 101),
            (f"https://{HUB}:8443", 101),
            ("https://example.org", 403),
            (f"https://{HUB}.example.com", 403),
            ("https://hubXexample.org", 403),
        ],
    )
    def test_only_the_named_proxy_may_connect_under_another_name(
        self, server: Server, origin: str, status: int
    ) -> None:
        # A proxy that calls us by our own name, while the browser knows the name of the proxy.
        server.forget_cookies()
        page = server.get(PREFIX)
        with Proxy(server.port, PREFIX, strips=True, host="127.0.0.1") as proxy:
            address = f"ws://127.0.0.1:{proxy.port}{PREFIX}api/kernels/{page.kernel_id()}/channels"
            try:
                connection = websocket.create_connection(address, origin=origin, timeout=30)
            except websocket.WebSocketBadStatusException as refused:
                answered = refused.status_code
            else:
                answered = connection.status
                connection.close()
            assert answered == status


def test_other_machines_need_the_token(tmp_path: Path) -> None:
    notebook(tmp_path / "page.ipynb", SOURCE)
    with Server([sys.executable, "-c", FOR_OTHER_MACHINES, "{port}"], tmp_path) as server:
        (token,) = re.findall(r"token=(\S+)", server.log())
        elsewhere = {"Host": f"192.0.2.1:{server.port}"}
        assert VIEW not in server.get("/", elsewhere).text
        assert VIEW not in server.get("/?token=wrong", elsewhere).text
        assert kernels_of(server.process) == []
        page = server.get(f"/?token={token}")
        assert VIEW in page.text, "the strangers have not taken the one place"
        connection = connect(server, page, V1)
        assert ask_for_states(connection, V1)["states"]
        connection.close()
        server.forget_cookies()
        with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
            connect(server, replace(page, cookies={}), V1)
