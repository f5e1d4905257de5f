"""The most memory that training the cnn row takes, ours beside PyTorch's: whole processes, from outside."""

from __future__ import annotations

import subprocess
import sys

OURS = """
from mlwidgets import Sequential, data
from mlwidgets.engine.training.trainer import Trainer
from tests.bench.networks import cnn
digits = data.load_mnist()
model = Sequential(cnn(), seed=0)
model.compile("adam", "sparse_categorical_crossentropy")
trainer = Trainer(model, digits.x_train, digits.y_train, batch_size=BATCH, epochs=100)
for _ in range(STEPS):
    next(trainer)
"""
THEIRS = """
import torch
from mlwidgets import data
from tests.bench.engine import torch_cnn
digits = data.load_mnist()
x = torch.from_numpy(digits.x_train.transpose(0, 3, 1, 2).copy())
y = torch.from_numpy(digits.y_train.copy())
net = torch_cnn()
optimizer = torch.optim.Adam(net.parameters())
for step in range(STEPS):
    batch = torch.arange(step * BATCH, (step + 1) * BATCH) % len(x)
    optimizer.zero_grad()
    torch.nn.functional.cross_entropy(net(x[batch]), y[batch]).backward()
    optimizer.step()
"""
# Linux hands the peak that getrusage gives down from parent to child; VmHWM is the process's own.
PEAK = """
import resource, sys
from pathlib import Path
status = Path("/proc/self/status")
if status.exists():
    peak = next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    print(int(peak) / 2**10)
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10))
"""
STEPS = 200


def run() -> None:
    """Print both peaks for each batch size."""
    print(f"{'cnn, batch':<12}{'ours':>10}{'PyTorch':>10}{'ratio':>8}")
    for batch in (32, 128):
        ours, theirs = (_peak(code, batch) for code in (OURS, THEIRS))
        print(f"{batch:<12}{ours:>7.0f} MB{theirs:>7.0f} MB{ours / theirs:>8.2f}")


def _peak(code: str, batch: int) -> float:
    program = f"BATCH, STEPS = {batch}, {STEPS}\n{code}{PEAK}"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)  # noqa: S603
    return float(done.stdout)
