/// <reference lib="deno.ns" />
// The arithmetic of the board: its terms, its sentences, what lights up.

import { deepStrictEqual as same, ok } from "node:assert";
import { readCell, stagesOf } from "./convolution_reading.ts";
import {
  added,
  equals,
  gradientLine,
  poolingLine,
  spokenReading,
  sumLines,
  termName,
} from "./convolution_sentences.ts";
import {
  allTerms,
  Grid,
  Grids,
  inputTerms,
  makeConvolution,
  readGrid,
  Settings,
  source,
  sumOf,
  sumTerms,
} from "./convolution_terms.ts";

const PLAIN: Settings = {
  strides: 1,
  padding: "same",
  padding_mode: "zero",
  dilation_rate: 1,
  flip: false,
  divisor: 1,
  bias: 0,
  channels: "sum",
  activation: "linear",
  pooling: "none",
  pool_size: 2,
  before: [1, 1],
};

function grid(rows: number[][]): Grid {
  const values = new Float64Array(rows.flat());
  const columns = rows[0].length;
  const at = (row: number, column: number) => values[row * columns + column];
  return { rows: rows.length, columns, channels: 1, values, at };
}

/** A 2 × 2 input under a 3 × 3 kernel, with zero padding. */
function scene(settings: Partial<Settings> = {}): { grids: Grids; settings: Settings } {
  const kernel = grid([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]);
  const padded = grid([[0, 0, 0, 0], [0, 60, 113, 0], [0, 73, 121, 0], [0, 0, 0, 0]]);
  const z = grid([[114, 384], [184, 419]]);
  const grids = { input: grid([[60, 113], [73, 121]]), padded, kernel, applied: kernel, z, activated: z, output: z };
  return { grids: { ...grids, output_gradient: grid([[1, 1], [1, 1]]) }, settings: { ...PLAIN, ...settings } };
}

Deno.test("a grid is read from little-endian bytes wherever they lie", () => {
  const bytes = new ArrayBuffer(40);
  new Float64Array(bytes).set([9, 1, 2, 3, 4]);
  const read = readGrid({ shape: [2, 2, 1], data: new DataView(bytes, 8) });
  same([read.at(0, 0), read.at(1, 1)], [1, 4]);
});

Deno.test("the products of a corner cell sum to the engine's number, and the padding is known", () => {
  const { grids, settings } = scene();
  const blocks = sumTerms(makeConvolution(grids, settings), 0, 0, 0);
  const terms = allTerms(blocks);
  same([terms.length, sumOf(terms), terms.filter(({ padding }) => padding).length], [9, 114, 5]);
  same(sumLines(blocks, settings, 114), ["Sum: 300 − 113 − 73 = 114"]);
  same(sumLines(blocks, { divisor: -2, bias: 1 }, -56), [
    "Sum: 300 − 113 − 73 = 114",
    "Then: 114 ÷ (−2) + 1 = −56",
  ]);
  same(termName(terms[0]), "0 times 0, padding, kernel row 1 column 1");
  same(termName(terms[4]), "5 times 60, kernel row 2 column 2, input row 1 column 1");
});

Deno.test("every output cell that an input cell takes part in is found, also from its copies in the padding", () => {
  const { grids, settings } = scene();
  same(sumOf(allTerms(inputTerms(makeConvolution(grids, settings), 0, 0, 0))), 3);
  same([-1, 0, 2, 3].map((index) => source(index + 1, 1, 3, "edge")), [0, 0, 2, 2]);
  same([-1, 0, 2, 3].map((index) => source(index + 1, 1, 3, "reflect")), [1, 0, 2, 1]);
  same([-1, 0, 2, 3].map((index) => source(index + 1, 1, 3, "zero")), [-1, 0, 2, -1]);
});

Deno.test("the output's cell, its window and its factors light up", () => {
  const { grids, settings } = scene();
  const target = { grid: "output", row: 0, column: 1, channel: 0 };
  const read = readCell(makeConvolution(grids, settings), grids, { output: "Output" }, target);
  same(read.title, "Output, row 1, column 2: 384");
  same(read.marks.input.frame, { row: -1, column: 0, rows: 3, columns: 3 });
  same(read.marks.input.lit.length, 9);
  same(read.marks.input.notes[4], [0, 1, 0, "×5"]);
  ok(read.padding);
  ok(spokenReading(read, false).startsWith("−1 times 60, 5 times 113, −1 times 121. Sum:"));
});

Deno.test("stages have the names of their numbers", () => {
  same(stagesOf({ activation: "linear", pooling: "none" }), ["output"]);
  same(stagesOf({ activation: "relu", pooling: "none" }), ["z", "output"]);
  same(stagesOf({ activation: "relu", pooling: "max" }), ["z", "activated", "output"]);
});

Deno.test("sums, rounding, pooling and gradients in words", () => {
  same(added([300, -113, 0.5]), "300 − 113 + 0.5");
  same([equals(1, 0.25), equals(1 / 3)], ["=", "≈"]);
  same(poolingLine("max", [1, -2], 1), "Max pooling: the largest of 1, −2 is 1.");
  same(poolingLine("average", [1, -2], -0.5), "Average pooling: (1 − 2) ÷ 2 = −0.5");
  same(gradientLine(2), "If this output cell grows by 1, the loss L grows by about 2.");
  same(gradientLine(-3), "If this output cell grows by 1, the loss L falls by about 3.");
  same(gradientLine(0), "A small change of this output cell does not change the loss L.");
});
