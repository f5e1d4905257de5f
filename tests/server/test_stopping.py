"""A server that has been told to stop does so, even if nothing in it answers."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

import psutil  # type: ignore[import-untyped]
import pytest

from tests.packaging.servers import Server, kernels_of, notebook, wait_until

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")

# The same server, with less patience, and a sign at which it gets stuck for ever.
STUCK = """
import signal
import sys
import time
from pathlib import Path
from mlwidgets.server import address, stopping, voila_app

def get_stuck(*_):
    print("stuck", flush=True)
    while True:
        time.sleep(0.01)

stopping.DEADLINE = 2.0
signal.signal(signal.SIGUSR1, get_stuck)
voila_app.run(Path("page.ipynb"), address.Address(int(sys.argv[1])), open_browser=False)
"""


@pytest.mark.parametrize("what", ["server", "kernel"])
def test_a_server_that_is_stuck_or_whose_kernel_is_ends(tmp_path: Path, what: str) -> None:
    notebook(tmp_path / "page.ipynb", "1 + 1")
    with Server([sys.executable, "-c", STUCK, "{port}"], tmp_path) as server:
        server.get("/")
        family = psutil.Process(server.process.pid).children(recursive=True)
        if what == "server":
            server.process.send_signal(signal.SIGUSR1)
            # Python may see but one of two signals that come at once.
            wait_until(lambda: "stuck" in server.log(), "it is stuck")
        else:
            for kernel in kernels_of(server.process):
                kernel.suspend()
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(timeout=60)
        _, alive = psutil.wait_procs(family, timeout=60)
        assert alive == []
