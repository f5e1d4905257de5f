"""The progress bar of `Sequential.fit`."""

from __future__ import annotations

import math
import sys
import time
from typing import TextIO

_WIDTH = 20
_INTERVAL = 0.1


class ProgressBar:
    """One line of text an epoch, rewritten as it goes on.

    Parameters
    ----------
    epochs : int
        How many there will be.
    stream : text file, optional
        Where to write; standard output if not given.
    """

    def __init__(self, epochs: int, stream: TextIO | None = None) -> None:
        self._epochs = epochs
        self._stream = sys.stdout if stream is None else stream
        self._started = time.monotonic()
        self._shown = -math.inf
        self._line = ""

    def show(self, epoch: float, logs: dict[str, float]) -> None:
        """Show how far the run is, in epochs, with the newest numbers; at most ten times a second."""
        number = min(math.ceil(epoch), self._epochs)
        filled = round((epoch - (number - 1)) * _WIDTH)
        bar = "█" * filled + "░" * (_WIDTH - filled)
        numbers = "  ".join(f"{name} {value:.4g}" for name, value in logs.items())
        elapsed = time.monotonic() - self._started
        self._line = f"Epoch {number}/{self._epochs} {bar} {elapsed:.0f} s  {numbers}"
        if elapsed - self._shown >= _INTERVAL:
            self._shown = elapsed
            self._stream.write(f"\r\x1b[K{self._line}")
            self._stream.flush()

    def end_line(self) -> None:
        """Leave the finished epoch's line standing."""
        self._stream.write(f"\r\x1b[K{self._line}\n")
        self._stream.flush()
        self._started = time.monotonic()
        self._shown = -math.inf
