/// <reference lib="deno.ns" />

import { deepEqual, equal, ok } from "node:assert/strict";
import { raceAxis } from "./fair_race_drawing.ts";
import { type Band, DASHES, nearestOf, pointAt, raceOf, readable } from "./fair_race_model.ts";

const band = (at: number[], median: number[], low = median, high = median): Band => ({
  at: new Float32Array(at),
  median: new Float32Array(median),
  low: new Float32Array(low),
  high: new Float32Array(high),
});

Deno.test("a point is the last one at or before an update", () => {
  const one = band([10, 20, 40], [1, 2, 3]);
  deepEqual([5, 10, 19, 20, 99].map((update) => pointAt(one, update)), [-1, 0, 0, 1, 2]);
  equal(pointAt(band([], []), 3), -1);
});

Deno.test("what can be read are the points of all curves", () => {
  const updates = readable([band([10, 20], [1, 1]), band([0, 20, 30], [1, 1, 1])]);
  deepEqual(updates, [0, 10, 20, 30]);
  equal(nearestOf(updates, 16), 20);
  equal(nearestOf([], 16), null);
});

Deno.test("eight optimizers have eight dashes", () => {
  equal(new Set(DASHES.map(String)).size, 8);
});

Deno.test("a percentage goes up to 100 and begins at a round one", () => {
  const percent = raceAxis({ title: "", percent: true, bands: [band([0, 1, 2], [0.62, 0.9, 0.95])] }, false, 5);
  equal(percent.high, 1);
  ok(Math.abs(percent.low - 0.6) < 1e-9);
});

Deno.test("a curve that has diverged does not flatten the others", () => {
  const bands = [
    band([0, 1, 2, 3], [2, 1, 0.5, 0.3]),
    band([0, 1, 2, 3], [2, 1e6, NaN, NaN], [2, 5, 9, 9], [
      2,
      1e6,
      Infinity,
      Infinity,
    ]),
  ];
  const axis = raceAxis({ title: "", percent: false, bands }, false, 5);
  ok(axis.high < 10);
  const log = raceAxis({ title: "", percent: false, bands }, true, 5);
  ok(log.log && log.low > 0 && log.high / log.low <= 1.01e5);
});

Deno.test("no curves make an axis all the same", () => {
  for (const percent of [true, false]) {
    for (const log of [true, false]) {
      const axis = raceAxis({ title: "", percent, bands: [] }, log, 5);
      ok(axis.high > axis.low && Number.isFinite(axis.high));
    }
  }
});

Deno.test("a frame without anything is an empty race", () => {
  const frame = raceOf({ serial: 0, told: false });
  deepEqual([frame.status, frame.lines, frame.quantities], ["ready", [], []]);
});
