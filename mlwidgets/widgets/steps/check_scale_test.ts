/// <reference lib="deno.ns" />

import { deepEqual, equal, match } from "node:assert/strict";
import { errorPlace, errorScale, errorText, remark, said, stepAt, stepText } from "./check_scale.ts";
import { type Check, checkOf, readNumber } from "./step_model.ts";

function check(changes: Partial<Check> = {}): Check {
  return {
    steps: Float64Array.of(1e-12, 1e-8, 1e-4, 1),
    quotients: { float32: Float64Array.of(0, 0.4, 0.5, 0.9), float64: Float64Array.of(0.4, 0.5, 0.5, 0.9) },
    errors: { float32: Float64Array.of(0.5, 0.1, 1e-4, 0.4), float64: Float64Array.of(0.1, 1e-8, 1e-10, 0.4) },
    gradients: { float32: 0.5, float64: 0.5 },
    kinks: Float64Array.of(0, 0, 0, 0),
    best: [1, 2],
    bestStep: 2,
    verdict: "",
    title: "",
    signals: [],
    ...changes,
  };
}

Deno.test("steps and errors as they are read", () => {
  deepEqual([1e-12, 2.51e-5, 0.001, 0.251, 1].map(stepText), ["1e−12", "2.51e−5", "0.001", "0.251", "1"]);
  deepEqual([0, 3.456e-9, 1e-9, 0.25, Infinity].map(errorText), ["0", "3.5e−9", "1e−9", "0.25", "not a number"]);
});

Deno.test("the axis spans the errors, and an error of 0 stands at its foot", () => {
  const scale = errorScale(check());
  deepEqual(scale, { low: -10, high: 0 });
  equal(errorPlace(0, scale), 0);
  equal(errorPlace(1e-5, scale), 0.5);
  equal(errorPlace(NaN, scale), null);
  const none = Float64Array.of(0, 0, NaN, Infinity);
  deepEqual(errorScale(check({ errors: { float32: none, float64: none } })), { low: -17, high: 0 });
});

Deno.test("what is said of a step", () => {
  match(remark(check(), 0), /rounding rules.*In float32 it is too small/);
  match(remark(check(), 1), /good ε in float64: neither rounding nor curvature shows.$/);
  match(remark(check(), 3), /curve/);
  match(remark(check({ kinks: Float64Array.of(0, 0, 0, 1) }), 3), /1 unit of a ReLU or a max pooling switches/);
  match(remark(check({ kinks: Float64Array.of(0, 0, 0, 7) }), 3), /7 units .* switch:/);
  equal(said(check(), 2), "ε = 1e−4: the quotient is 0.5, off by 1e−10");
  equal(stepAt(check(), 0.4), 1);
  equal(stepAt(check(), 7), 3);
});

Deno.test("what Python has sent", () => {
  equal(checkOf({}), null);
  const numbers = new DataView(Float64Array.from({ length: 6 * 2 }, (_, at) => at).buffer);
  const sent = { numbers, signals: [], best: [0, 1], gradient32: "nan", gradient64: "-inf", verdict: "They agree." };
  const made = checkOf(sent);
  deepEqual([...made!.errors.float64], [8, 9]);
  deepEqual([...made!.kinks], [10, 11]);
  equal(made!.gradients.float64, -Infinity);
  equal(Number.isNaN(made!.gradients.float32), true);
  equal(readNumber("0.25"), 0.25);
});
