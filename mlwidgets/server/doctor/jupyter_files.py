"""Jupyter's own folders: where it keeps a kernel's connection, and the settings of a Jupyter server."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mlwidgets.errors import ConfigurationError
from mlwidgets.server import jupyter_config
from mlwidgets.server.doctor.finding import Finding, good, note
from mlwidgets.server.doctor.machine import check_folder

if TYPE_CHECKING:
    from collections.abc import Iterator


def check_jupyter_files() -> Iterator[Finding]:
    """Look at the folder of the kernels' connections, and at the settings.

    Yields
    ------
    Finding
    """
    from jupyter_core.paths import jupyter_runtime_dir  # noqa: PLC0415 - voila may be missing

    yield check_folder(Path(jupyter_runtime_dir()), "a Jupyter server's connections to its pages")
    yield check_settings(Path(sys.prefix))


def check_settings(prefix: Path) -> Finding:
    """Say whether a Jupyter server of this Python has our settings.

    Parameters
    ----------
    prefix : pathlib.Path
        Root of a Python environment.

    Returns
    -------
    Finding
    """
    command = "mlwidgets jupyter-config --sys-prefix"
    try:
        state = jupyter_config.state(prefix)
    except ConfigurationError as error:
        return note(str(error))
    if state == "none":
        return good(
            f"This Python's Jupyter server is not set up for our pages. If it is to serve them: {command}"
        )
    if state == "old":
        return note(
            f"This Python's Jupyter server has the settings of another version of ours. Run: {command}"
        )
    return good("This Python's Jupyter server has our settings.")
