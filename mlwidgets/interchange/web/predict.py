"""The program that predicts from the command line with Node.js, and an example for it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.interchange.web.texts import ASK

if TYPE_CHECKING:
    from mlwidgets.interchange.web.examples import Examples
    from mlwidgets.interchange.web.inputs import Inputs

_PROGRAM = """// Predicts with the model of this folder: node predict.mjs example.json
// {ask}
// Needs TensorFlow.js: npm install @tensorflow/tfjs@4.22.0

import * as tf from '@tensorflow/tfjs';
import {{readFileSync}} from 'node:fs';
import {{answerOf, {function}}} from './prepare.mjs';

const here = (name) => new URL(name, import.meta.url);
const read = (file) => JSON.parse(readFileSync(file, 'utf8'));

const saved = read(here('model.json'));
const shards = saved.weightsManifest.flatMap(({{paths}}) => paths).map((name) => readFileSync(here(name)));
const model = await tf.loadLayersModel({{
  load: async () => ({{
    modelTopology: saved.modelTopology,
    weightSpecs: saved.weightsManifest.flatMap(({{weights}}) => weights),
    weightData: new Uint8Array(Buffer.concat(shards)).buffer,
  }}),
}});

const inputs = read(here('inputs.json'));
const given = read(process.argv[2] ?? here('example.json'));
{prepare}
const outputs = model.predict(tf.tensor(x, [1, ...inputs.shape])).dataSync();
const {{shares, numbers}} = answerOf(inputs, inputs.reading, outputs);
inputs.class_names.forEach((name, place) => console.log(`${{name}}\\t${{shares[place].toFixed(6)}}`));
numbers.forEach((number, place) => console.log(`${{inputs.target.names[place] ?? ''}}\\t${{number}}`));
"""

_ROW = ("prepareRow", "const x = prepareRow(inputs.steps.columns, given);")
_PICTURE = """const {channels} = inputs.steps;
const pixels = given.flat().map((pixel) => [pixel].flat());
const planes = Array.from({length: channels}, (_, at) => pixels.map((pixel) => pixel[at]));
const x = preparePlanes(inputs.steps, planes, given.length, given[0].length);"""
_PREPARE = {
    "picture": ("preparePlanes", _PICTURE),
    "row": _ROW,
    "numbers": _ROW,
    "point": ("preparePoints", "const x = preparePoints(inputs.steps, given);"),
}


def predict_files(inputs: Inputs, examples: Examples | None) -> dict[str, bytes]:
    """Return ``predict.mjs`` and ``example.json``, by their names."""
    function, prepare = _PREPARE[inputs.kind]
    program = _PROGRAM.format(ask=str.__str__(ASK[inputs.kind]), function=function, prepare=prepare)
    return {
        "predict.mjs": program.encode(),
        "example.json": json.dumps(_example(inputs, examples), indent=None, allow_nan=False).encode(),
    }


def _example(inputs: Inputs, examples: Examples | None) -> Any:  # noqa: ANN401 - JSON
    if inputs.kind == "picture":
        pixels = np.zeros(inputs.shape, np.uint8) if examples is None else examples.x[0]
        return (pixels[..., 0] if pixels.shape[-1] == 1 else pixels).tolist()
    if inputs.kind == "point":
        return [1.0, -2.0] if examples is None else examples.x[0].tolist()
    return {one["name"]: _usual(one) for one in inputs.steps["columns"]}


def _usual(column: dict[str, Any]) -> str:
    """Return what a missing value of a column becomes, as it is typed; "" if it stays missing."""
    if column["kind"] == "category":
        levels = column["levels"]
        return levels[column["fill"]] if column["fill"] < len(levels) else ""
    if column["kind"] == "date":
        return str(np.datetime64(round(column["fill"]), "D"))
    return f"{column['fill']:.12g}"
