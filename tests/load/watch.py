"""How busy the machine is while something is measured, and whether the measuring itself is what is slow."""

from __future__ import annotations

import asyncio
import os
import time
from dataclasses import dataclass, field
from typing import Self

import psutil  # type: ignore[import-untyped]

TICK = 0.05  # seconds


@dataclass
class Watch:
    """Around one measurement, as an asynchronous context.

    Attributes
    ----------
    load : float
        Processes that wanted to run, as the system's average of a minute, at the end.
    client : float
        Part of one core that the learners took, Chromium not counted.
    late : float
        Milliseconds by which the learners noticed things too late, in 19 of 20 cases.
    """

    load: float = 0.0
    client: float = 0.0
    late: float = 0.0
    _delays: list[float] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        """Begin."""
        self._start, self._cpu = time.perf_counter(), _own_cpu()
        self._ticking = asyncio.create_task(self._tick())
        return self

    async def __aexit__(self, *_: object) -> None:
        """End."""
        self._ticking.cancel()
        self.load = os.getloadavg()[0]
        self.client = (_own_cpu() - self._cpu) / max(time.perf_counter() - self._start, 1e-9)
        self.late = 1000 * quantile(self._delays, 0.95) if self._delays else 0.0

    async def _tick(self) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(TICK)
            self._delays.append(time.perf_counter() - before - TICK)


def _own_cpu() -> float:
    times = psutil.Process().cpu_times()
    return float(times.user + times.system)


def quantile(values: list[float], part: float) -> float:
    """Return the value below which a part of the values lies."""
    ordered = sorted(values)
    return ordered[min(int(part * len(ordered)), len(ordered) - 1)]
