"""70,000 digits as PNG files in a zip, as Kaggle has them: opened, and trained on, in a process of its own.

The files are written from the IDX files of MNIST, see `tests.bench.mnist_files`: 60,000 in ``training``,
10,000 in ``testing``, in a folder for each digit.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from mlwidgets.data.pictures.mnist import read_part
from tests.bench.memory import PEAK
from tests.bench.mnist_files import NEEDED, mnist_files

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ROUNDS = 3
OPENING = """
import json, sys, time
from mlwidgets.data import read_pictures
start = time.perf_counter()
told = []
read = read_pictures(sys.argv[1], progress=lambda done, total: told.append(done))
result = {"opened": time.perf_counter() - start, "told": len(told), "rejected": len(read.rejected)}
"""
TRAINING = """
from mlwidgets import Experiment
experiment = Experiment(read.dataset, epochs=1, batch_size=64)
start = time.perf_counter()
experiment.run()
experiment.wait()
result["trained"] = time.perf_counter() - start
result["accuracy"] = experiment.ledger.measure_test().logs["accuracy"]
result["words"] = read.dataset.describe()
"""
TOLD = "print(json.dumps(result))\n"


def run() -> None:
    """Print seconds and peak memory of opening, and the accuracy after one epoch."""
    folder = mnist_files()
    if folder is None:
        print(f"left out: {NEEDED}")
        return
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "mnist_png.zip"
        start = time.perf_counter()
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
            for part, name in (("train", "training"), ("test", "testing")):
                images, labels = read_part(folder, part)
                for number, (image, label) in enumerate(zip(images, labels.tolist(), strict=True)):
                    archive.writestr(f"mnist_png/{name}/{label}/{number}.png", _png(image))
        size = path.stat().st_size / 2**20
        print(f"written in {time.perf_counter() - start:.0f} s: {size:.0f} MB")
        print(f"{'':<18}{'seconds':>10}{'peak':>10}")
        for number in range(1, ROUNDS + 1):
            result, peak = _results(OPENING, path)
            print(f"{f'opened, round {number}':<18}{result['opened']:>10.1f}{peak:>7.0f} MB", flush=True)
        result, peak = _results(OPENING + TRAINING, path)
        print(f"{'trained, 1 epoch':<18}{result['trained']:>10.1f}{peak:>7.0f} MB")
        print(f"{result['words']} {result['rejected']} rejected; progress was told {result['told']} times.")
        print(f"accuracy on the test pictures after one epoch: {result['accuracy']:.3f}")


def _png(pixels: NDArray[np.uint8]) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


def _results(program: str, path: Path) -> tuple[dict[str, Any], float]:
    """Return what a process of its own has found, and its peak of memory in MB."""
    command = [sys.executable, "-c", program + TOLD + PEAK, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own program
    found, peak = done.stdout.strip().splitlines()[-2:]
    return json.loads(found), float(peak)
