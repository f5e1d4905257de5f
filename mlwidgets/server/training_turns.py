"""Where the kernels of a server take turns at training, so that a control answers however many train."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

from mlwidgets import turns
from mlwidgets.server import capacity

_made: list[Path] = []


def open_turns() -> None:
    """Let all kernels that this process starts from now on take turns at training.

    The folder in which they do goes when the process ends. They train as they always did on Windows, which
    has no such locks, and where no folder can be made; if the environment names a folder already, they use
    that one.
    """
    if sys.platform == "win32" or os.environ.get(turns.FOLDER):
        return
    try:
        folder = Path(tempfile.mkdtemp(prefix="mlwidgets-turns-"))
        turns.fill_folder(folder, capacity.usable_cores())
    except OSError:
        return
    os.environ[turns.FOLDER] = str(folder)
    _made.append(folder)
    atexit.register(close_turns)


def close_turns() -> None:
    """Remove the folder in which kernels have taken turns, if `open_turns` has made it."""
    while _made:
        shutil.rmtree(_made.pop(), ignore_errors=True)


def how_many_train() -> int | None:
    """Return how many train at the moment; None where they do not take turns."""
    folder = os.environ.get(turns.FOLDER)
    return turns.count_training(Path(folder)) if folder else None
