/// <reference lib="deno.ns" />

import { equal, ok } from "node:assert/strict";
import { dropText, type Line, lookOf, LOOKS, lossTop, orderOf, valueAt } from "./compare_model.ts";

const line = (...values: number[]): Line => ({ key: "trees", title: "", steps: "", values: new Float32Array(values) });

Deno.test("a line is read after a share of its own training", () => {
  equal(valueAt([4, 2, 1], 0), 4);
  equal(valueAt([4, 2, 1], 0.5), 2);
  equal(valueAt([4, 2, 1], 0.75), 1.5);
  equal(valueAt([4, 2, 1], 1), 1);
  equal(valueAt([3], 0.4), 3);
});

Deno.test("the axis of the loss leaves out only what is far above every end", () => {
  equal(lossTop([line(2, 1)]), 1.6);
  equal(lossTop([line(1.2, 1)]), Math.fround(1.2));
  ok(Math.abs(lossTop([line(50, 0.1), line(0.7)]) - 1.12) < 1e-6);
  equal(lossTop([]), 1);
  equal(lossTop([line(NaN, Infinity)]), 1);
});

Deno.test("drops are told in points of an accuracy, or in parts of R²", () => {
  equal(dropText(0.0314, true), "3.1");
  equal(dropText(-0.0314, true), "−3.1");
  equal(dropText(-0.0001, true), "0.0");
  equal(dropText(0.25, false), "0.250");
});

Deno.test("columns are ordered by one model, or stay as they come", () => {
  equal(orderOf(3, null).join(), "0,1,2");
  equal(orderOf(3, new Float32Array([0.1, 0.3, 0.1])).join(), "1,0,2");
});

Deno.test("every model has a dash of its own", () => {
  equal(new Set(Object.values(LOOKS).map(({ dash }) => dash.join())).size, 4);
  equal(lookOf("unknown"), LOOKS.constant);
});
