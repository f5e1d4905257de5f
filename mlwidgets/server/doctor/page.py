"""Whether the Python that Jupyter starts for a page can build the dashboard."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlwidgets.server import pages
from mlwidgets.server.doctor.finding import Finding, fault, good, note, size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

KERNEL = "python3"
"""The name of the kernel in the notebooks of our pages."""

PACKAGE = Path(__file__).resolve().parents[2]
PATIENCE = 120.0  # seconds; a slow machine takes ten

# What the cell of a page does, in a process of its own.
BUILD = """
import json, time
import mlwidgets
mlwidgets.Dashboard()
import psutil
print(json.dumps({
    "file": mlwidgets.__file__, "version": mlwidgets.__version__,
    "seconds": time.process_time(), "memory": psutil.Process().memory_info().rss,
}))
"""


def check_page() -> Iterator[Finding]:
    """Build the dashboard as a page does.

    Yields
    ------
    Finding
    """
    from jupyter_client.kernelspec import NoSuchKernel  # noqa: PLC0415 - the same
    from jupyter_client.manager import KernelManager  # noqa: PLC0415 - comes with voila, which may be missing

    manager = KernelManager(kernel_name=KERNEL)
    try:
        # Jupyter itself fills in which Python is meant, where the kernel's file says no more than "python".
        python = manager.format_kernel_cmd()[0]
        spec = manager.kernel_spec
    except NoSuchKernel:
        spec = None
    if spec is None:
        yield fault(f"Jupyter has no kernel {KERNEL}. Install one: pip install --force-reinstall ipykernel")
        return
    yield build([python], {**os.environ, **spec.env}, spec.resource_dir)
    yield from check_startup_files()


def build(python: Sequence[str], environment: dict[str, str], origin: str) -> Finding:
    """Build the dashboard with a Python.

    Parameters
    ----------
    python : sequence of str
        How to start it.
    environment : dict
        Variables for it.
    origin : str
        The folder whose file says that this Python runs pages.

    Returns
    -------
    Finding
    """
    name = python[0]
    elsewhere = (
        f" If this is not the Python you want, remove the folder {origin}."
        if Path(name).is_absolute() and Path(name) != Path(sys.executable)
        else ""
    )
    try:
        done = subprocess.run(  # noqa: S603 - the command that Jupyter would start, too
            [*python, "-c", BUILD],
            cwd=pages.page_notebook().parent,
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    except OSError as error:
        return fault(f"Pages would be run by {name}, which cannot be started: {error.strerror}.{elsewhere}")
    except subprocess.TimeoutExpired:
        return fault(f"{name} had not built the dashboard after {PATIENCE:.0f} s. Is this machine busy?")
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["it says nothing"])[-1].rstrip(".")
        return fault(f"{name}, which runs the pages, cannot build the dashboard: {reason}.{elsewhere}")
    built: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    if Path(built["file"]).parent != PACKAGE:
        return note(
            f"Pages are run by {name} with mlwidgets {built['version']} in {Path(built['file']).parent}, "
            f"which is another copy than this one.{elsewhere}"
        )
    return good(
        f"A page by itself computes for {built['seconds']:.1f} s until its dashboard is there, and holds "
        f"{size(built['memory'])}."
    )


def check_startup_files() -> Iterator[Finding]:
    """Look for what IPython runs before the page of everybody.

    Yields
    ------
    Finding
    """
    from IPython.paths import get_ipython_dir  # noqa: PLC0415 - a tenth of a second, for this command alone

    folder = Path(get_ipython_dir(), "profile_default", "startup")
    files = sorted(path.name for path in folder.glob("*") if path.suffix in {".py", ".ipy"})
    if files:
        yield note(
            f"IPython runs {files[0]}{' and more' if files[1:] else ''} in {folder} before every page. "
            "Move what pages do not need somewhere else."
        )
