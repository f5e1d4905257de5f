/// <reference lib="deno.ns" />

import { equal, ok } from "node:assert/strict";
import { lossAxis, type RangeScene, rateAt } from "./range_drawing.ts";

const scene = (smoothed: number[]): RangeScene => ({
  rates: new Float32Array([1e-4, 1e-3, 1e-2, 1e-1, 1]),
  losses: new Float32Array(smoothed),
  smoothed: new Float32Array(smoothed),
  lowest: 1e-4,
  highest: 1,
  suggestion: 0,
  mark: "",
  word: "",
  pointed: null,
});

Deno.test("a pointer reads the nearest rate on a logarithmic axis", () => {
  const one = scene([2, 2, 1, 1, 9]);
  equal(rateAt(one, 462, 0), 0);
  equal(rateAt(one, 462, 48 + 200), 2);
  equal(rateAt(one, 462, 48 + 260), 3);
  equal(rateAt(one, 462, 9_999), 4);
});

Deno.test("an explosion does not flatten the curve", () => {
  equal(lossAxis(scene([2.3, 2, 1, 50, Infinity]), 5).high, 4);
  ok(lossAxis(scene([]), 5).high > 0);
  ok(Number.isFinite(lossAxis(scene([NaN, Infinity]), 5).high));
});
