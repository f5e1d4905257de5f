"""How Jupyter starts a page's kernel: as a fork of the warm parent, or in the ordinary way."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from mlwidgets.server.warm import host
from mlwidgets.server.warm.kernel_process import KernelProcess
from mlwidgets.server.warm.wire import Order

if TYPE_CHECKING:
    from jupyter_client.connect import KernelConnectionInfo

PAGE_VARIABLE = "VOILA_REQUEST_URL"
"""A variable that Voilà gives the kernel of a page, and that a notebook's kernel does not have."""

_OURS = [sys.executable, "-m", "ipykernel_launcher"]


class ForkProvisioner(LocalProvisioner):
    """Starts the kernels of pages as forks of the warm parent.

    All others start as ever: those of other languages and of other environments, and those of notebooks,
    whose owner may have installed another version of a package since the parent imported it. NumPy's
    matrix products have one thread in a fork, unless it asks for more: a class shares the cores.
    """

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:  # noqa: ANN401 - as its base
        """Start a kernel.

        Parameters
        ----------
        cmd : list of str
            Its command line.
        **kwargs : Any
            What else `subprocess.Popen` would be told.

        Returns
        -------
        dict
            How to reach it.
        """
        order = _order(cmd, self._scrub_kwargs(kwargs))
        made = None if order is None else await asyncio.to_thread(host.PARENT.fork, order)
        if order is None or made is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = process = KernelProcess(*made)  # type: ignore[assignment]  # what is used of a Popen
        self.pid = self.pgid = process.pid  # it is the leader of a group of its own
        self.cwd = order.folder
        return self.connection_info

    async def send_signal(self, signum: int) -> None:
        """Send the kernel and its processes a signal, unless it has ended and its number may be another's.

        Parameters
        ----------
        signum : int
            The signal's number.
        """
        if self.process is not None and self.process.poll() is None:
            await super().send_signal(signum)


def _order(command: list[str], options: dict[str, Any]) -> Order | None:
    """Return what to ask the warm parent for; None if only an ordinary start will do."""
    environment = options.get("env") or {}
    if command[:3] != _OURS or PAGE_VARIABLE not in environment or set(options) - {"env", "cwd"}:
        return None
    # Some libraries ask for the number of the server's process.
    environment = {**environment, "JPY_PARENT_PID": str(os.getpid())}
    return Order(command, environment, str(options.get("cwd") or Path.cwd()))
