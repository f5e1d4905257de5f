"""Every benchmark, one after the other: ``make bench`` runs this and prints a table for each.

A benchmark compares two things in one run, in turn, and gives medians: the machine's speed drifts, a ratio
does not.
"""

from __future__ import annotations

import argparse
from importlib import import_module

PARTS = (
    "importing",
    "training",
    "time_travel",
    "landscape",
    "dashboard",
    "lesson_page",
    "train_page",
    "race",
    "engine",
    "convolution",
    "kernel_lab",
    "diagram",
    "memory",
    "lenet",
    "doctor",
    "pictures",
    "csv",
    "phishing",
)
"""Each a module of this folder; imported when it is its turn, since some of them need PyTorch or SciPy."""


def main() -> None:
    """Run all benchmarks, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="part", help=f"any of {', '.join(PARTS)}; all if none")
    chosen = parser.parse_args().parts or list(PARTS)
    unknown = [part for part in chosen if part not in PARTS]
    if unknown:
        parser.error(f"there is no benchmark {unknown[0]!r}; choose from {', '.join(PARTS)}")
    for part in chosen:
        print(f"\n== {part} ==")
        import_module(f"tests.bench.{part}").run()


if __name__ == "__main__":
    main()
