/// <reference lib="deno.ns" />

import { equal, ok } from "node:assert/strict";
import { epochAxis, linearTicks, logTicks, placeOf, roundUp, tickText, valueAxis } from "./curves_axes.ts";
import type { Ghost, Line, Panel } from "./curves_model.ts";
import { nearest, readAt, valueText } from "./curves_reading.ts";

const line = (x: number[], y: number[]): Line => ({ x: new Float32Array(x), y: new Float32Array(y) });
const none = line([], []);

function panel(x: number[], y: number[], percent = false, validation = none): Panel {
  const train = { ...line(x, y), low: new Float32Array(y), high: new Float32Array(y) };
  return { name: "loss", title: "Loss", percent, train, validation, test: none, penalty: none };
}
const ghost = (x: number[], y: number[]): Ghost => ({
  id: 1,
  label: "",
  letter: "A",
  panels: [{ train: line(x, y), validation: none }],
});

Deno.test("round numbers are not below what they hold", () => {
  for (const value of [0.001, 0.0123, 0.9, 1, 1.04, 2.3, 7.6, 99, 101, 12345]) {
    ok(roundUp(value) >= value);
    ok(roundUp(value) <= 1.6 * value);
  }
  equal(roundUp(0), 1);
  equal(roundUp(NaN), 1);
});

Deno.test("ticks are round, within the ends, and not too many", () => {
  equal(linearTicks(0, 1, 5).join(), "0,0.2,0.4,0.6,0.8,1");
  equal(linearTicks(0, 20, 4).join(), "0,5,10,15,20");
  equal(logTicks(0.009, 2.5).join(), "0.01,0.02,0.05,0.1,0.2,0.5,1,2");
  equal(logTicks(1e-6, 1).join(), "0.000001,0.00001,0.0001,0.001,0.01,0.1,1");
});

Deno.test("the axis of the epochs grows with the run and never runs ahead of what was asked for", () => {
  const high = (end: number, epochs: number, ghosts: Ghost[] = []) =>
    epochAxis([panel(end ? [end] : [], end ? [1] : [])], ghosts, epochs, 5).high;
  equal(high(0, 20), 1);
  equal(high(0.3, 20), 0.4);
  equal(high(3.1, 20), 4);
  equal(high(19.9, 20), 20);
  equal(high(2, 1), 3); // the number of epochs was lowered after they were done
  equal(high(0.5, 20, [ghost([7], [1])]), 7.5); // earlier runs are seen whole
  let last = 0;
  for (let end = 0.01; end < 30; end += 0.01) {
    ok(high(end, 30) >= end);
    ok(high(end, 30) >= last);
    last = high(end, 30);
  }
});

Deno.test("a few wild batches at the start do not flatten the curve; a percentage has a fixed axis", () => {
  const steps = Array.from({ length: 300 }, (_, index) => index);
  const wild = panel(steps, steps.map((step) => (step < 4 ? 1000 : 2)));
  ok(valueAxis(wild, [], false, 5).high < 4);
  ok(valueAxis(wild, [], true, 5).high > 1000);
  equal(valueAxis(panel([1], [0.3], true), [], true, 5).high, 1);
  equal(valueAxis(panel([], []), [], false, 5).high, 1.5);
  ok(valueAxis(panel([1, 2], [2, 1]), [ghost([1], [9]).panels[0]], false, 5).high >= 9);
  ok(valueAxis(panel([1, 2], [2, 1], false, line([1], [7])), [], false, 5).high >= 7);
});

Deno.test("a log axis holds what is positive, equal factors at equal distances", () => {
  const axis = valueAxis(panel([1, 2, 3], [0, 0.01, 1]), [], true, 5);
  ok(axis.log && axis.low > 0 && axis.low < 0.01 && axis.high > 1);
  const [a, b, c] = [0.01, 0.1, 1].map((value) => placeOf(axis, value));
  ok(Math.abs(b - a - (c - b)) < 1e-9);
  ok(Number.isFinite(placeOf(axis, 0)));
});

Deno.test("what stands beside an axis", () => {
  equal(tickText(0.2, true), "20%");
  equal(tickText(0.05, false), "0.05");
  equal(tickText(0.00001, false), "1e−5");
});

Deno.test("the nearest point", () => {
  const x = new Float32Array([1, 2, 4]);
  equal([0, 1.4, 1.6, 3.1, 9].map((epoch) => nearest(x, epoch)).join(), "0,0,1,2,2");
  equal(nearest(new Float32Array(), 1), -1);
});

Deno.test("what the curves say at an epoch, and nothing beyond their ends", () => {
  const curves = {
    epochs: 4,
    best: 0,
    now: null,
    marks: [],
    alt: "",
    panels: [
      panel([0, 1, 2], [2, 1, 0.5], false, line([1, 2], [1.5, 0.75])),
      panel([0, 1, 2], [0.1, 0.5, 0.9], true, line([1, 2], [0.4, 0.99999])),
    ],
  };
  const said = readAt(curves, 2, 0.1);
  equal(said.train, "0.500 · 90.0%");
  equal(said.validation, "0.750 · >99.9%");
  equal(said.test, undefined);
  equal(readAt(curves, 4, 0.1).train, "– · –");
});

Deno.test("a percentage never rounds to a certainty that it is not", () => {
  equal([0, 0.00001, 0.5, 0.99999, 1].map((value) => valueText(value, true)).join(), "0%,<0.1%,50.0%,>99.9%,100%");
  equal(valueText(0.2, false), "0.200");
});
