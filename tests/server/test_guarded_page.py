"""Who may start a kernel by asking for a page, and what comes when it cannot start."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from mlwidgets.server import sorry, texts
from tests.packaging.servers import Server, kernels_of, notebook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SERVE = [sys.executable, "-m", "mlwidgets", "serve", "--no-browser", "--port", "{port}"]

# What a browser sends along for a picture, and for what else a page of another site can have it fetch.
STRANGERS = {
    "picture": {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
    "script": {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"},
    "fetch": {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"},
    "frame": {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
    "embed": {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "embed"},
    "prefetch": {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", "Sec-Purpose": "prefetch"},
}

# The same server on a disk that is full as long as a file of that name is there.
ON_A_FULL_DISK = """
import errno
import sys
from pathlib import Path
from jupyter_client.manager import KernelManager
from mlwidgets.server import address, voila_app

write = KernelManager.write_connection_file

def write_if_there_is_room(self, **kwargs):
    if Path("full").exists():
        raise OSError(errno.ENOSPC, "No space left on device")
    write(self, **kwargs)

KernelManager.write_connection_file = write_if_there_is_room
voila_app.run(Path("page.ipynb"), address.Address(int(sys.argv[1])), open_browser=False)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served")
    (folder / "temporary").mkdir()
    command = [*SERVE, str(notebook(folder / "page.ipynb", "1 + 1"))]
    with Server(command, folder, {"TMPDIR": str(folder / "temporary")}) as running:
        yield running


@pytest.mark.parametrize("headers", STRANGERS.values(), ids=STRANGERS)
def test_what_is_no_visit_starts_no_kernel(server: Server, headers: dict[str, str]) -> None:
    before = len(kernels_of(server.process))
    answer = server.get("/", headers)
    assert (answer.status, texts.NO_PAGE_HERE in answer.text) == (403, True)
    assert len(kernels_of(server.process)) == before


def test_a_temporary_folder_that_was_tidied_away_is_made_again(server: Server) -> None:
    (folder,) = server.folder.glob("temporary/voila_*")
    shutil.rmtree(folder)
    assert server.get("/").kernel_id()


def test_a_full_disk_is_said_on_the_page_and_room_is_enough(tmp_path: Path) -> None:
    notebook(tmp_path / "page.ipynb", "1 + 1")
    full = tmp_path / "full"
    with Server([sys.executable, "-c", ON_A_FULL_DISK, "{port}"], tmp_path) as server:
        full.touch()
        answer = server.get("/")
        assert answer.status == 503
        assert answer.text == sorry.page(texts.DISK_FULL).decode()
        full.unlink()
        assert server.get("/").kernel_id()
