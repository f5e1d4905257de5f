"""What runs in Node.js, installed once into the build folder: TensorFlow.js and its programs, a proxy."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.interchange.model_code_running import Outcome

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray

ROOT = Path(__file__).resolve().parents[2]
PINNED = Path(__file__).parent
HOME = ROOT / "build"

# One Node.js for all programs: it takes a second to start, and TensorFlow.js to load.
RUNNER = """
import {readdirSync, writeFileSync} from 'node:fs';
import {pathToFileURL} from 'node:url';
import {join} from 'node:path';

console.log = console.warn = () => {};
// TensorFlow.js seeds what it draws with this: the same numbers in every run (mulberry32).
let state = 1;
Math.random = () => {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};
const root = process.argv[2];
for (const name of readdirSync(root).sort()) {
  if (name === 'node_modules' || name === 'run.mjs') continue;
  process.chdir(join(root, name));
  try {
    globalThis.left = {};
    await import(pathToFileURL(join(root, name, 'program.mjs')));
    writeFileSync('out.json', JSON.stringify(globalThis.left));
  } catch (error) {
    writeFileSync('error.txt', String(error));
  }
}
"""
LEFT = """
globalThis.left = {
  measured,
  predictions: {shape: predictions.shape, values: Array.from(predictions.dataSync())},
  weights: model.layers.map((layer) => layer.weights.map((w) => (
    {shape: w.shape, values: Array.from(w.read().dataSync())}))),
};
"""


@dataclass(frozen=True)
class Left:
    """What a program has left: its outcome, and the weights of its layers."""

    outcome: Outcome
    weights: list[list[AnyArray]]


def installed(kind: str = "tfjs") -> Path:
    """Return the folder of the packages that a folder beside this file pins."""
    pinned, home = PINNED / kind, HOME / kind
    lock = (pinned / "package-lock.json").read_bytes()
    stamp = home / "installed-lock.json"
    if not stamp.exists() or stamp.read_bytes() != lock:
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(pinned / name, home)
        _run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], home)
        stamp.write_bytes(lock)
    return home / "node_modules"


def javascript_left(folder: Path, metrics: dict[str, tuple[str, ...]]) -> list[Left | str]:
    """Run all programs of a folder as they stand, and return what each leaves, or what went wrong.

    `metrics` says what each program measures after the loss.
    """
    each = sorted(path for path in folder.iterdir() if path.is_dir())
    for one in each:
        with (one / "program.mjs").open("a", encoding="utf-8") as program:
            program.write(LEFT)
    (folder / "node_modules").symlink_to(installed(), target_is_directory=True)
    (folder / "run.mjs").write_text(RUNNER, encoding="utf-8")
    _run([os.environ.get("NODE", "node"), "run.mjs", str(folder)], folder)
    return [_left(one, metrics[one.name]) for one in each]


def _left(folder: Path, metrics: tuple[str, ...]) -> Left | str:
    if (folder / "error.txt").exists():
        return (folder / "error.txt").read_text(encoding="utf-8")
    left = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    measured = dict(zip(("loss", *metrics), left["measured"], strict=True))
    weights = [[_array(array) for array in layer] for layer in left["weights"]]
    return Left(Outcome(_array(left["predictions"]), measured), weights)


def _array(written: dict[str, Any]) -> AnyArray:
    return np.array(written["values"], dtype=np.float64).reshape(written["shape"])


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(  # noqa: S603 - our own programs, in the Node.js that is on the path
        command, cwd=folder, env=dict(os.environ), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
