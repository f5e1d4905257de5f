"""How long ``import mlwidgets`` takes, beside ``import numpy``, which it cannot do without."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

RUNS = 9


def run() -> None:
    """Print medians of whole processes, in turn."""
    seconds: dict[str, list[float]] = {"import numpy": [], "import mlwidgets": []}
    for _ in range(RUNS):
        for command, times in seconds.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", command], check=True)  # noqa: S603 - our own command
            times.append(time.perf_counter() - start)
    base, ours = (statistics.median(times) for times in seconds.values())
    print(f"import numpy {base:.3f} s, import mlwidgets {ours:.3f} s, ratio {ours / base:.2f}")
