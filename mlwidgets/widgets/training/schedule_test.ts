/// <reference lib="deno.ns" />

import { deepEqual, equal, ok } from "node:assert/strict";
import { placeOf } from "./curves_axes.ts";
import { courseOf, pathOf, rateAxis, stepAxis } from "./schedule_course.ts";

Deno.test("the course is all steps, then all rates", () => {
  const course = courseOf(new Float32Array([0, 10, 99, 0.5, 0.25, 0]));
  deepEqual([...course.steps], [0, 10, 99]);
  deepEqual([...course.rates], [0.5, 0.25, 0]);
});

Deno.test("updates have whole ticks, few of them, and a run of one update has an axis, too", () => {
  for (const updates of [1, 2, 3, 10, 500, 2_500, 10_000_000]) {
    const axis = stepAxis(updates);
    ok(axis.high >= 1 && axis.high >= updates - 1);
    ok(axis.ticks.length >= 1 && axis.ticks.length <= 6, `${axis.ticks}`);
    ok(axis.ticks.every(Number.isInteger));
  }
});

Deno.test("every rate lies on the axis, linear or in powers of ten, and 0 at the bottom", () => {
  for (const log of [false, true]) {
    const rates = new Float32Array([0.1, 0.003, 0.0001]);
    const axis = rateAxis(rates, log);
    for (const rate of rates) ok(placeOf(axis, rate) >= 0 && placeOf(axis, rate) <= 1);
    ok(axis.ticks.length >= 2 && axis.ticks.length <= 5, `${axis.ticks}`);
  }
  equal(rateAxis(new Float32Array([0]), false).high > 0, true);
});

Deno.test("the path goes through the points, and one point is a level line", () => {
  const course = courseOf(new Float32Array([0, 99, 1, 0]));
  equal(
    pathOf(course, stepAxis(100), { low: 0, high: 1, log: false, ticks: [] }, 100, 100),
    "M0.00 0.00L100.00 100.00",
  );
  const one = courseOf(new Float32Array([0, 1]));
  equal(pathOf(one, stepAxis(1), { low: 0, high: 2, log: false, ticks: [] }, 100, 100), "M0.00 50.00L100 50.00");
});
