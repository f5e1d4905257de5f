"""How fast a run goes, and so how long it will still take."""

from __future__ import annotations

import time

_ENOUGH = 0.5
"""Seconds of running before an estimate is worth showing."""


class Pace:
    """Measures epochs against seconds since the last start."""

    def __init__(self) -> None:
        self._since = 0.0
        self._from = 0.0

    def start(self, epoch: float) -> None:
        """Note that the run goes on now, from this point."""
        self._since, self._from = time.monotonic(), epoch

    def seconds_left(self, epoch: float, epochs: int) -> float | None:
        """Return the estimate, or None while too little has been seen."""
        elapsed = time.monotonic() - self._since
        done = epoch - self._from
        if elapsed < _ENOUGH or done <= 0:
            return None
        return (epochs - epoch) * elapsed / done
