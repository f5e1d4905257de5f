"""How much slower a training is while the browser keeps its newest moment: steps with ÷ steps without.

Counted for each second of the processor, keeping included, so that other work on the machine plays no part.
"""

from __future__ import annotations

import statistics
import time
from typing import Any

from mlwidgets.session import Experiment
from mlwidgets.widgets.shell.keeper_view import KeeperView

SECONDS = 5.0
ROUNDS = 5


def steps(data: str, *, kept: bool) -> tuple[float, int, int]:
    """Train for a while; return the updates in a second, how often the run was kept, and its last size."""
    experiment = Experiment(data, epochs=10_000)
    view, sizes = KeeperView(experiment, "bench"), list[int]()

    def page(content: dict[str, Any], buffers: list[bytes] | None = None) -> None:
        if content["kind"] == "run" and buffers:
            sizes.append(len(buffers[0]))
            view.keeper._handle_custom_msg({"kind": "kept", "serial": content["serial"]}, [])

    view.keeper.send = page  # type: ignore[method-assign]
    experiment.step_updates(20)  # everything is there and warm
    experiment.wait()
    view.keeper._handle_custom_msg({"kind": "ready", "keep": kept}, [])
    before = experiment._runner.trainer.iteration
    began = time.process_time()
    experiment.run()
    time.sleep(SECONDS)
    experiment.pause()
    experiment.wait()
    made = (experiment._runner.trainer.iteration - before) / (time.process_time() - began)
    view.close()
    experiment.close()
    return made, len(sizes), sizes[-1] if sizes else 0


def main() -> None:
    """Print the ratio for a small and for a large network; the two ways take turns."""
    for data in ("circle", "mnist"):
        ratios, last = [], (0.0, 0, 0)
        for _ in range(ROUNDS):
            without, _, _ = steps(data, kept=False)
            last = steps(data, kept=True)
            ratios.append(last[0] / without)
        print(
            f"{data}: steps with ÷ without: median {statistics.median(ratios):.3f} of {ROUNDS}, "
            f"{min(ratios):.3f} to {max(ratios):.3f}; kept {last[1]} times in "
            f"{SECONDS:.0f} s, {last[2]:,} bytes"
        )


if __name__ == "__main__":
    main()
