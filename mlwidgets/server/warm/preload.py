"""What the warm parent has ready before it forks: modules, data sets, and every lab built once."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pkgutil import walk_packages

import ipywidgets

import mlwidgets
from mlwidgets import Dashboard, Playground

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


def everything() -> None:
    """Import what a page may need and fill every cache, without leaving a thread or an open file behind."""
    for name in KERNEL_MODULES:
        if find_spec(name.partition(".")[0]):  # a debugger, for one, need not be installed
            import_module(name)
    for found in walk_packages(mlwidgets.__path__, "mlwidgets."):
        if not found.name.startswith(("mlwidgets.server", "mlwidgets.cli", "mlwidgets.__main__")):
            import_module(found.name)
    # Files are read and caches filled at the first use. Without a kernel, a widget talks to nobody.
    for page in (Dashboard, Playground):
        rehearsal = page()
        KEPT.append(rehearsal.experiment.split)
        for lab in getattr(rehearsal, "labs", ()):
            KEPT.append(lab.experiment.split)
        rehearsal.close()
    # ipywidgets does this when it is imported, but only inside a kernel.
    ipywidgets.register_comm_target()
