"""Models that real TensorFlow.js opens, predicts with, trains and saves: one Node.js for all of them."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tests.oracles.nodejs import installed

if TYPE_CHECKING:
    from pathlib import Path

    from mlwidgets.engine.arrays import AnyArray

RUNNER = """
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import * as tf from '@tensorflow/tfjs';

console.log = console.warn = () => {};
const root = process.argv[2];

function read(folder) {
  const json = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'));
  const specs = json.weightsManifest.flatMap((group) => group.weights);
  const paths = json.weightsManifest.flatMap((group) => group.paths);
  const parts = paths.map((path) => readFileSync(join(folder, path)));
  const whole = Buffer.concat(parts);
  const data = new Uint8Array(whole).buffer;
  return {...json, modelTopology: json.modelTopology, weightSpecs: specs, weightData: data};
}

// What TensorFlow.js' own handlers write: model.json with one shard.
function save(folder, artifacts) {
  mkdirSync(folder, {recursive: true});
  const {weightData, weightSpecs, ...rest} = artifacts;
  const weightsManifest = [{paths: ['weights.bin'], weights: weightSpecs}];
  writeFileSync(join(folder, 'model.json'), JSON.stringify({...rest, weightsManifest}));
  writeFileSync(join(folder, 'weights.bin'), Buffer.from(weightData));
}

const flat = (tensor) => ({shape: tensor.shape, values: Array.from(tensor.dataSync())});

for (const name of readdirSync(root).filter((one) => /^\\d+$/.test(one)).sort()) {
  const folder = join(root, name);
  const left = {};
  try {
    const x = JSON.parse(readFileSync(join(folder, 'x.json'), 'utf8'));
    const model = await tf.loadLayersModel({load: () => Promise.resolve(read(folder))});
    left.compiled = Boolean(model.optimizer);
    const input = tf.tensor(x.values, x.shape);
    left.predictions = flat(model.predict(input));
    try {
      model.compile({optimizer: tf.train.adam(0.001), loss: 'meanSquaredError', metrics: ['mae']});
      const target = tf.randomUniform(left.predictions.shape, 0, 1, 'float32', 1);
      await model.fit(input, target, {epochs: 3, verbose: 0});
    } catch (error) {
      left.untrained = String(error);
    }
    await model.save({save: (artifacts) => {
      save(join(folder, 'saved'), artifacts);
      return Promise.resolve({modelArtifactsInfo: {dateSaved: new Date(), modelTopologyType: 'JSON'}});
    }}, {includeOptimizer: true});
    left.after = flat(model.predict(input));
  } catch (error) {
    left.error = String(error);
  }
  writeFileSync(join(folder, 'left.json'), JSON.stringify(left));
}
"""


@dataclass(frozen=True)
class Visit:
    """What TensorFlow.js did with one model.

    Attributes
    ----------
    error : str
        Why it could not be opened, if so.
    compiled : bool
        Whether it was compiled when it had been opened.
    predictions : ndarray
        Of the model as it came.
    untrained : str
        Why TensorFlow.js could not train it, if so.
    after : ndarray
        Predictions of the model that it saved.
    saved : dict of str to bytes
        The files that it saved.
    """

    error: str
    compiled: bool
    predictions: AnyArray
    untrained: str
    after: AnyArray
    saved: dict[str, bytes]


def visits(folder: Path, models: list[tuple[dict[str, bytes], AnyArray]]) -> list[Visit]:
    """Let TensorFlow.js open each model, predict for its examples, train it for three steps and save it."""
    homes = [folder / f"{number:04d}" for number in range(len(models))]
    for home, (files, x) in zip(homes, models, strict=True):
        home.mkdir()
        for name, content in files.items():
            (home / name).write_bytes(content)
        examples = {"shape": list(x.shape), "values": x.astype(float).ravel().tolist()}
        (home / "x.json").write_text(json.dumps(examples), encoding="utf-8")
    (folder / "node_modules").symlink_to(installed(), target_is_directory=True)
    (folder / "run.mjs").write_text(RUNNER, encoding="utf-8")
    done = subprocess.run(  # noqa: S603 - our own program, in the Node.js that is on the path
        [os.environ.get("NODE", "node"), "run.mjs", str(folder)],
        cwd=folder,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [_visit(home) for home in homes]


def _visit(home: Path) -> Visit:
    left = json.loads((home / "left.json").read_text(encoding="utf-8"))
    saved = home / "saved"
    files = {path.name: path.read_bytes() for path in saved.iterdir()} if saved.is_dir() else {}
    return Visit(
        left.get("error", ""),
        left.get("compiled", False),
        _array(left.get("predictions")),
        left.get("untrained", ""),
        _array(left.get("after")),
        files,
    )


def _array(written: dict[str, list[float]] | None) -> AnyArray:
    if written is None:
        return np.empty(0, np.float32)
    # What is not finite is null in JSON.
    values = [np.nan if value is None else value for value in written["values"]]
    return np.array(values, np.float32).reshape([int(side) for side in written["shape"]])
