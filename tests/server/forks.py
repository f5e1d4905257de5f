"""Kernels as a server starts them for pages, without the server."""

from __future__ import annotations

import ast
import json
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from jupyter_client.manager import KernelManager

from mlwidgets.server.warm import host
from mlwidgets.server.warm.provisioner import PAGE_VARIABLE, ForkProvisioner

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jupyter_client.blocking.client import BlockingKernelClient

PATIENCE = 60.0  # seconds
PAGE = {PAGE_VARIABLE: "http://127.0.0.1/"}


class Kernel:
    """A kernel and somebody who asks it.

    Parameters
    ----------
    manager : KernelManager
        What has started it.
    """

    def __init__(self, manager: KernelManager) -> None:
        self.manager = manager
        self.client: BlockingKernelClient = manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(PATIENCE)

    @property
    def pid(self) -> int:
        """Number of its process."""
        assert self.manager.provisioner is not None
        return int(self.manager.provisioner.pid)  # type: ignore[attr-defined]

    def ask(self, expression: str, code: str = "") -> Any:  # noqa: ANN401 - whatever JSON can hold
        """Return the value of an expression after some code."""
        asked = self.client.execute(
            code,
            silent=True,
            user_expressions={"value": f"__import__('json').dumps({expression}, sort_keys=True)"},
        )
        content = self.answer(asked)["user_expressions"]["value"]
        assert content["status"] == "ok", content
        return json.loads(ast.literal_eval(content["data"]["text/plain"]))

    def answer(self, asked: str) -> dict[str, Any]:
        """Return the content of the answer to a request."""
        while True:
            reply = self.client.get_shell_msg(timeout=PATIENCE)
            if reply["parent_header"].get("msg_id") == asked:
                return dict(reply["content"])

    def close(self) -> None:
        """End it at once."""
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@contextmanager
def kernel(folder: Path, variables: dict[str, str] | None = None) -> Iterator[Kernel]:
    """Start a kernel in a folder, with more variables; by default those of a page."""
    manager = KernelManager(connection_file=str(folder / f"{os.urandom(8).hex()}.json"))
    manager.provisioner = ForkProvisioner(kernel_id="k", kernel_spec=manager.kernel_spec, parent=manager)
    given = PAGE if variables is None else variables
    manager.start_kernel(env={**os.environ, "IPYTHONDIR": str(folder / "ipython"), **given}, cwd=str(folder))
    started = Kernel(manager)
    try:
        yield started
    finally:
        started.close()


def parent_pid() -> int:
    """Return the number of the warm parent's process."""
    pid = host.PARENT.pid
    assert pid is not None
    return pid
