"""A slice of the digits network's loss: when its first picture is there, and when all of it is.

    python -m tests.bench.landscape

Goal, on two cores: the first picture within 1 s, 41 × 41 points within 15 s, the views answering meanwhile.
"""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING, Any

from mlwidgets.session import Experiment
from mlwidgets.session.background import WorkStatus

if TYPE_CHECKING:
    from mlwidgets.session.landscape.loss_slice import SliceState

UPDATES = 200
KINDS = ("random", "path", "weights")


def run() -> None:
    """Print a line for each kind of slice."""
    experiment = Experiment("mnist")
    experiment.run()
    while experiment.snapshot is None or experiment.snapshot.iteration < UPDATES:
        time.sleep(0.01)
    experiment.pause()
    experiment.wait()
    print(f"{'slice':<10}{'first picture':>15}{'whole':>10}{'answers: median':>18}{'slowest':>10}")
    for kind in KINDS:
        first, whole, answers = measure(experiment, kind)
        slow = f"{1000 * median(answers):.1f} ms", f"{1000 * max(answers):.0f} ms"
        print(f"{kind:<10}{first:>13.2f} s{whole:>8.1f} s{slow[0]:>18}{slow[1]:>10}")
    experiment.close()


def measure(experiment: Experiment, kind: str) -> tuple[float, float, list[float]]:
    """Return the seconds to the first picture, to the whole, and those that each answer took meanwhile."""
    firsts: list[float] = []
    began = time.perf_counter()

    def look(change: dict[str, Any]) -> None:
        state: SliceState = change["new"]
        if state.heights is not None and not firsts:
            firsts.append(time.perf_counter() - began)

    experiment.loss_slice.observe(look, "state")
    experiment.loss_slice.start(kind, weights=(10, 200))
    answers = []
    while experiment.loss_slice.state.status is WorkStatus.RUNNING:
        asked = time.perf_counter()
        experiment.predict(experiment.dataset.x_test[:1])
        answers.append(time.perf_counter() - asked)
        time.sleep(0.05)
    whole = time.perf_counter() - began
    experiment.loss_slice.unobserve(look, "state")
    return firsts[0], whole, answers


if __name__ == "__main__":
    run()
