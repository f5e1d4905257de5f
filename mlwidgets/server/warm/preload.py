"""What the warm parent has ready before it forks: modules, data sets, and every lab built once."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pkgutil import walk_packages
from typing import TYPE_CHECKING

import ipywidgets

import mlwidgets
from mlwidgets import Dashboard, Playground

if TYPE_CHECKING:
    from collections.abc import Iterator

KERNEL_MODULES = (
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.extensions.storemagic",
    "psutil",
    "sqlite3",
    "tornado.platform.asyncio",
)
"""What a kernel imports while it starts, beyond what comes with ``ipykernel.kernelapp``."""

KEPT: list[object] = []
"""What stays in memory for all kernels to share."""


def what_a_kernel_needs() -> None:
    """Import what every kernel imports while it starts; the dashboard has come with this module."""
    for name in KERNEL_MODULES:
        if find_spec(name.partition(".")[0]):  # psutil, for one, need not be installed
            import_module(name)
    # ipywidgets does this when it is imported, but only inside a kernel.
    ipywidgets.register_comm_target()


def what_pages_need() -> Iterator[None]:
    """Fill every cache and import everything else, in steps after each of which a fork is safe.

    Yields
    ------
    None
        After each step. No thread and no open file is left behind.
    """
    # Files are read and caches filled at the first use. Without a kernel, a widget talks to nobody.
    for page in (Dashboard, Playground):
        rehearsal = page()
        labs = getattr(rehearsal, "labs", (rehearsal,))
        KEPT.extend(lab.experiment.split for lab in labs)
        rehearsal.close()
        yield
    for found in walk_packages(mlwidgets.__path__, "mlwidgets."):
        if not found.name.startswith(("mlwidgets.server", "mlwidgets.cli", "mlwidgets.__main__")):
            import_module(found.name)
            yield
