/// <reference lib="deno.ns" />

import { deepEqual, equal } from "node:assert/strict";
import { curvesOf, metricText, numberText, rangeOf } from "./results_values.ts";

Deno.test("losses and accuracies as text, never more certain than they are", () => {
  deepEqual([0.69314, 0.0004, 12.3456, 1e7, null].map(numberText), ["0.693", "0.000", "12.35", "1.0e7", "no number"]);
  deepEqual([0.5, 1, 0.9999].map((value) => metricText(value, "accuracy")), ["50.0%", "100.0%", ">99.9%"]);
  equal(metricText(0.25, "mean_absolute_error"), "0.250");
});

Deno.test("rows become columns, and one wild loss does not flatten the others", () => {
  const { epochs, losses } = curvesOf(Float32Array.from([0, 1, 2, 3, 1, 4, 5, NaN]));
  deepEqual(epochs, [0, 1]);
  deepEqual(losses.slice(0, 2), [[1, 4], [2, 5]]);
  equal(rangeOf(losses), 5);
  equal(rangeOf([[NaN], []]), null);
  equal(rangeOf([[1, 1, 1, 1e9]]), 20);
});
