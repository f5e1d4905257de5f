"""Phishing websites: network, logistic regression and XGBoost, with equal rows apart and kept together.

Of the table's 11,055 rows only 3,935 are different. Where a row's twin may be among the training rows, a
model is asked what it has seen.
"""

from __future__ import annotations

import time
from statistics import mean, median, stdev
from typing import TYPE_CHECKING

from mlwidgets import Experiment
from mlwidgets.data.prepare.dataset import prepared_dataset
from mlwidgets.data.prepare.plan import Plan, SplitMethod
from mlwidgets.data.tables.bundled import bundled_table
from mlwidgets.session.background import WorkStatus
from mlwidgets.session.baselines.baselines import NETWORK

if TYPE_CHECKING:
    from mlwidgets.data import Dataset

SEEDS = range(5)
DIVISIONS = {"random split": False, "duplicates together": True}
MODELS = {
    "constant": "majority class",
    "linear": "logistic regression",
    NETWORK: "network",
    "trees": "XGBoost",
}
PATIENT = 600
BESIDE_SECONDS = 2.0
PAIRS = 5


def run() -> None:
    """Print the test accuracy of each model, and what fitting trees costs a training beside it."""
    found = {name: _accuracies(together=together) for name, together in DIVISIONS.items()}
    print(f"test accuracy, mean ± standard deviation of {len(SEEDS)} seeds\n")
    print(f"{'':22}" + "".join(f"{name:>24}" for name in DIVISIONS) + f"{'difference':>14}")
    for kind, title in MODELS.items():
        cells, means = [], []
        for accuracies in found.values():
            means.append(mean(accuracies[kind]))
            cells.append(f"{means[-1]:.4f} ± {stdev(accuracies[kind]):.4f}")
        print(f"{title:22}" + "".join(f"{cell:>24}" for cell in cells) + f"{means[1] - means[0]:>14.4f}")
    ratio, trees = _beside()
    print(f"\nupdates a second while baselines are fitted ÷ alone: {ratio:.2f} of {PAIRS} pairs")
    print(f"seconds for all baselines beside a training: {trees:.1f}")


def _phishing(seed: int, *, together: bool) -> Dataset:
    table = bundled_table("phishing")
    split = {"method": SplitMethod.RANDOM, "together": together, "seed": seed}
    return prepared_dataset(table, Plan.suggested(table).with_split(**split))


def _accuracies(*, together: bool) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {kind: [] for kind in MODELS}
    for seed in SEEDS:
        experiment = Experiment(_phishing(seed, together=together), seed=seed)
        experiment.run()
        assert experiment.wait(PATIENT)
        baselines = experiment.baselines
        baselines.start()
        assert baselines.wait(PATIENT)
        assert baselines.state.status is WorkStatus.FINISHED, baselines.state.error
        assert not baselines.state.problems, baselines.state.problems
        output = experiment.ledger.measure_test().output
        assert output is not None
        found[NETWORK].append(baselines.network_test_figures(output).score)
        for kind, figures in baselines.test_figures().items():
            found[kind].append(figures.score)
        experiment.close()
    return found


def _beside() -> tuple[float, float]:
    """Return how fast a training is beside the fitting of baselines, and how long that takes."""
    data = _phishing(0, together=True)
    ratios, seconds = [], []
    for turn in range(PAIRS):
        order = (True, False) if turn % 2 else (False, True)
        speeds = {}
        for busy in order:
            experiment = Experiment(data, epochs=10_000)
            experiment.run()
            time.sleep(0.3)
            before, start = _updates(experiment), time.monotonic()
            if busy:
                experiment.baselines.start()
                assert experiment.baselines.wait(PATIENT)
                seconds.append(time.monotonic() - start)
            else:
                time.sleep(BESIDE_SECONDS)
            speeds[busy] = (_updates(experiment) - before) / (time.monotonic() - start)
            experiment.close()
        ratios.append(speeds[True] / speeds[False])
    return median(ratios), median(seconds)


def _updates(experiment: Experiment) -> int:
    return 0 if experiment.snapshot is None else experiment.snapshot.iteration
