"""Where the kernels of a server take turns at training, so that a control answers however many train."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from mlwidgets import turns


def open_turns() -> TemporaryDirectory[str] | None:
    """Let all kernels that this process starts from now on take turns at training.

    Returns
    -------
    TemporaryDirectory or None
        The folder in which they do, which goes with this object or when the process ends. None where they
        train as they always did: on Windows, which has no such locks, and where no folder can be made. None
        as well if the environment names a folder already.
    """
    if sys.platform == "win32" or os.environ.get(turns.FOLDER):
        return None
    try:
        folder = TemporaryDirectory(prefix="mlwidgets-turns-", ignore_cleanup_errors=True)
        turns.fill_folder(Path(folder.name), turns.cores())
    except OSError:
        return None
    os.environ[turns.FOLDER] = folder.name
    return folder
