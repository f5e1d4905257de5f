"""The engine against PyTorch: the same network, the same batches, the same number of threads, in turn.

One table with a thread each, which is how mlwidgets trains unless told otherwise, and one with a thread for
every core each.

Each round times a stretch of training (or prediction) of ours, then the same of PyTorch, and gives their
ratio. The table shows the median of the rounds. What is timed is what a person would run: our `Trainer`, with
its record, its checks and its way back from divergence; in PyTorch the usual loop with the loss read at each
step.
"""

from __future__ import annotations

import itertools
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from mlwidgets import Sequential, data, layers, optimizers
from mlwidgets.engine.threads import limited_threads, set_thread_count
from mlwidgets.engine.training.trainer import Trainer
from tests.bench.networks import cnn, lenet

Stack = Callable[[], "list[layers.Layer | layers.Input]"]
Net = Callable[[], nn.Module]

ROUNDS = 5
SECONDS = 0.6  # of ours in one round
GOAL_EACH, GOAL_MEAN = 1.0, 0.7


@dataclass(frozen=True)
class Row:
    """One line of the table: a network of ours and the same of PyTorch's."""

    name: str
    batch: int
    ours: Stack
    theirs: Net
    loss: str
    features: tuple[int, ...]
    classes: int


def torch_cnn() -> nn.Module:
    """Return the cnn row as PyTorch has it."""
    return nn.Sequential(
        nn.Conv2d(1, 8, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(400, 10),
    )  # fmt: skip


def _torch_lenet() -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
    )  # fmt: skip


def _mlp(*sizes: int, hidden: str, out: str) -> Callable[[], list[layers.Layer | layers.Input]]:
    def stack() -> list[layers.Layer | layers.Input]:
        inner = [layers.Dense(units, activation=hidden) for units in sizes[1:-1]]
        return [layers.Input((sizes[0],)), *inner, layers.Dense(sizes[-1], activation=out)]

    return stack


def _torch_mlp(*sizes: int, hidden: type[nn.Module]) -> Callable[[], nn.Module]:
    def stack() -> nn.Module:
        parts: list[nn.Module] = []
        for before, after in itertools.pairwise(sizes):
            parts += [nn.Linear(before, after), hidden()]
        return nn.Sequential(*parts[:-1])

    return stack


SPARSE = "sparse_categorical_crossentropy"
CNN = ("cnn", cnn, torch_cnn, SPARSE, (28, 28, 1), 10)
MLP = (
    "mlp",
    _mlp(784, 128, 10, hidden="relu", out="softmax"),
    _torch_mlp(784, 128, 10, hidden=nn.ReLU),
    SPARSE,
    (784,),
    10,
)


def _row(
    batch: int, spec: tuple[str, Callable[..., object], Callable[..., object], str, tuple[int, ...], int]
) -> Row:
    name, ours, theirs, loss, features, classes = spec
    return Row(name, batch, ours, theirs, loss, features, classes)  # type: ignore[arg-type]


ROWS = [
    Row(
        "playground", 10,
        _mlp(2, 8, 8, 1, hidden="tanh", out="sigmoid"), _torch_mlp(2, 8, 8, 1, hidden=nn.Tanh),
        "binary_crossentropy", (2,), 2,
    ),
    Row(
        "table", 350,
        _mlp(30, 100, 100, 1, hidden="sigmoid", out="sigmoid"),
        _torch_mlp(30, 100, 100, 1, hidden=nn.Sigmoid),
        "binary_crossentropy", (30,), 2,
    ),
    _row(32, MLP), _row(128, MLP), _row(32, CNN), _row(128, CNN),
    Row("lenet", 64, lenet, _torch_lenet, SPARSE, (28, 28, 1), 10),
]  # fmt: skip


def run() -> None:
    """Print a table for one thread each, and one for all cores."""
    print(f"milliseconds an update, median of {ROUNDS} rounds; ratio = ours ÷ PyTorch's")
    for threads in sorted({1, os.cpu_count() or 1}):
        _print_table(threads)
    set_thread_count(1)


def _print_table(threads: int) -> None:
    torch.set_num_threads(threads)
    set_thread_count(threads)
    print(f"\n{threads} {'thread' if threads == 1 else 'threads'} each")
    print(f"{'row':<12}{'batch':>6}{'ours':>9}{'PyTorch':>9}{'ratio':>8}")
    ratios = [_print_row(row.name, row.batch, *_race(*_training(row))) for row in ROWS]
    ratios.append(_print_row("forward", 1000, *_race(*_prediction())))
    mean = statistics.geometric_mean(ratios)
    print(f"geometric mean {mean:.2f} (goal {GOAL_MEAN}), largest {max(ratios):.2f} (goal {GOAL_EACH})")


def _print_row(name: str, batch: int, ours: float, theirs: float, ratio: float) -> float:
    print(f"{name:<12}{batch:>6}{ours * 1e3:>9.3f}{theirs * 1e3:>9.3f}{ratio:>8.2f}", flush=True)
    return ratio


def _race(ours: Callable[[int], None], theirs: Callable[[int], None]) -> tuple[float, float, float]:
    """Time both in turn; return median seconds a step of each, and the median of the rounds' ratios."""
    ours(3)
    theirs(3)
    steps = max(3, round(SECONDS / _seconds(ours, 5)))
    times = [(_seconds(ours, steps), _seconds(theirs, steps)) for _ in range(ROUNDS)]
    ratio = statistics.median(mine / other for mine, other in times)
    return statistics.median(t[0] for t in times), statistics.median(t[1] for t in times), ratio


def _seconds(work: Callable[[int], None], steps: int) -> float:
    start = time.perf_counter()
    work(steps)
    return (time.perf_counter() - start) / steps


def _examples(row: Row) -> tuple[np.ndarray, np.ndarray]:
    if row.classes == 10:
        digits = data.load_mnist()
        return digits.x_train.reshape(-1, *row.features), digits.y_train
    rng = np.random.default_rng(0)
    x = rng.standard_normal((4200, *row.features), dtype=np.float32)
    return x, (x.sum(axis=1) > 0).astype(np.float32)


def _training(row: Row) -> tuple[Callable[[int], None], Callable[[int], None]]:
    x, y = _examples(row)
    model = Sequential(row.ours(), seed=0)
    model.compile(optimizers.Adam(0.001), row.loss)
    trainer = Trainer(model, x, y, batch_size=row.batch, epochs=10_000)

    def ours(steps: int) -> None:
        with limited_threads():
            for _ in range(steps):
                next(trainer)

    net = row.theirs()
    optimizer = torch.optim.Adam(net.parameters(), 0.001)
    criterion: nn.Module = nn.CrossEntropyLoss() if row.loss == SPARSE else nn.BCEWithLogitsLoss()
    x_torch = torch.from_numpy(np.array(x.transpose(0, 3, 1, 2) if x.ndim == 4 else x, order="C"))
    y_torch = torch.from_numpy(y.astype(np.int64) if row.loss == SPARSE else y[:, np.newaxis])
    place, order = 0, torch.randperm(len(x))

    def theirs(steps: int) -> None:
        nonlocal place, order
        for _ in range(steps):
            if place >= len(x):
                place, order = 0, torch.randperm(len(x))
            batch = order[place : place + row.batch]
            place += row.batch
            optimizer.zero_grad()
            loss = criterion(net(x_torch[batch]), y_torch[batch])
            loss.backward()
            optimizer.step()
            loss.item()

    return ours, theirs


def _prediction() -> tuple[Callable[[int], None], Callable[[int], None]]:
    x = data.load_mnist().x_test
    model = Sequential(cnn(), seed=0)
    model.predict(x[:1])
    net = torch_cnn()
    net.eval()
    x_torch = torch.from_numpy(np.array(x.transpose(0, 3, 1, 2), order="C"))

    def ours(steps: int) -> None:
        with limited_threads():
            for _ in range(steps):
                model.predict(x)

    def theirs(steps: int) -> None:
        with torch.inference_mode():
            for _ in range(steps):
                torch.softmax(net(x_torch), dim=1)

    return ours, theirs
