"""LeNet-5 on all 60,000 digits, beside the table of its paper; see `tests.bench.mnist_files`."""

from __future__ import annotations

import time

from mlwidgets import Sequential, data, optimizers
from mlwidgets.engine.schedules import CosineDecay
from tests.bench.mnist_files import NEEDED, mnist_files
from tests.bench.networks import lenet

EPOCHS = 10
BATCH = 64
GOAL = 0.011
PAPER = (("linear classifier", 0.120), ("300 hidden units", 0.047), ("LeNet-5", 0.0095))
"""Test errors in LeCun et al., "Gradient-Based Learning Applied to Document Recognition", 1998."""


def run() -> None:
    """Train, and print our test error beside those of the paper."""
    folder = mnist_files()
    if folder is None:
        print(f"left out: {NEEDED}")
        return
    digits = data.load_mnist(folder)
    updates = EPOCHS * -(-len(digits.x_train) // BATCH)
    model = Sequential(lenet(), seed=0)
    model.compile(
        optimizers.Adam(CosineDecay(0.002, decay_steps=updates)),
        "sparse_categorical_crossentropy",
        ["accuracy"],
    )
    start = time.perf_counter()
    model.fit(digits.x_train, digits.y_train, batch_size=BATCH, epochs=EPOCHS, verbose=False)
    seconds = time.perf_counter() - start
    error = 1 - model.evaluate(digits.x_test, digits.y_test)["accuracy"]
    print(f"{'network':<42}{'test error':>11}")
    for name, value in PAPER:
        print(f"{name + ' (LeCun et al. 1998)':<42}{value:>11.2%}")
    print(f"{'LeNet-5 with ReLU and max pooling (ours)':<42}{error:>11.2%}")
    print(f"{EPOCHS} epochs in {seconds:.0f} s (goal: at most {GOAL:.1%})")
