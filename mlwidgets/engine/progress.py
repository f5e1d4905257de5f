"""The progress bar of `Sequential.fit`, `evaluate` and `predict`."""

from __future__ import annotations

import math
import sys
import time
from typing import TextIO

from mlwidgets.errors import ConfigurationError
from mlwidgets.ranges import shown

_WIDTH = 20
_INTERVAL = 0.1

SILENT, BAR, LINE = 0, 1, 2


def verbosity(value: object) -> int:
    """Return 0 (nothing), 1 (a bar) or 2 (one line an epoch) from what Keras takes as `verbose`."""
    if value == "auto" and isinstance(value, str):
        return BAR
    if isinstance(value, int) and value in (SILENT, BAR, LINE):  # True and False are 1 and 0
        return int(value)
    raise ConfigurationError(
        f'verbose must be True, False, 0 (nothing), 1 or "auto" (a bar) or 2 (one line an epoch); got '
        f"{shown(value)}."
    )


class ProgressBar:
    """One line of text an epoch, rewritten as it goes on.

    Parameters
    ----------
    epochs : int
        How many there will be.
    stream : text file, optional
        Where to write; standard output if not given.
    verbose : {0, 1, 2}
        Nothing, a bar, or each line once and without a bar.
    title : str, optional
        What the line begins with instead of the epoch's number.
    """

    def __init__(
        self, epochs: int = 1, stream: TextIO | None = None, *, verbose: int = BAR, title: str = ""
    ) -> None:
        self._epochs = epochs
        self._stream = sys.stdout if stream is None else stream
        self._verbose = verbose
        self._title = title
        self._started = time.monotonic()
        self._shown = -math.inf
        self._line = ""

    def show(self, epoch: float, logs: dict[str, float]) -> None:
        """Show how far the run is, in epochs, with the newest numbers; at most ten times a second."""
        if self._verbose == SILENT:
            return
        number = min(math.ceil(epoch), self._epochs)
        elapsed = time.monotonic() - self._started
        parts = [self._title or f"Epoch {number}/{self._epochs}"]
        if self._verbose == BAR:
            filled = round((epoch - (number - 1)) * _WIDTH)
            parts.append("█" * filled + "░" * (_WIDTH - filled))
        numbers = "".join(f"  {name} {value:.4g}" for name, value in logs.items())
        self._line = f"{' '.join(parts)} {elapsed:.0f} s{numbers}"
        if self._verbose == BAR and elapsed - self._shown >= _INTERVAL:
            self._shown = elapsed
            self._stream.write(f"\r\x1b[K{self._line}")
            self._stream.flush()

    def end_line(self) -> None:
        """Leave the finished epoch's line standing."""
        if self._verbose == SILENT:
            return
        clear = "\r\x1b[K" if self._verbose == BAR else ""
        self._stream.write(f"{clear}{self._line}\n")
        self._stream.flush()
        self._started = time.monotonic()
        self._shown = -math.inf
