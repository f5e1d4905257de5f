/// <reference lib="deno.ns" />

import { equal, ok } from "node:assert/strict";
import { axisValue, dashOf, nearestPoint, plainNumber, sliderText, stepOf } from "./row_model.ts";

Deno.test("a decimal comma and a real minus sign are understood, other texts are left to Python", () => {
  equal(plainNumber(" 38,6 "), "38.6");
  equal(plainNumber("−3"), "-3");
  equal(plainNumber("1,234,567"), "1,234,567");
  equal(plainNumber("<b>"), "<b>");
});

Deno.test("sliders go in round steps", () => {
  equal(stepOf(0, 200, true), 1);
  equal(stepOf(33.5, 59.6, false), 0.1);
  equal(stepOf(0, 0.004, false), 0.00001);
  equal(stepOf(2, 2, false), 1);
  equal(sliderText(0.1 + 0.2), "0.3");
});

Deno.test("the present point of a sweep is the nearest one", () => {
  equal(nearestPoint([1, 2, 4], 3.2), 2);
  equal(nearestPoint([1, 2, 4], -9), 0);
  equal(nearestPoint([1, 2, 4], NaN), -1);
  equal(nearestPoint([], 1), -1);
});

Deno.test("dates are days on the axis", () => {
  equal(axisValue("1970-01-11", "date"), 10);
  equal(axisValue("1970-01-02 12:00:00", "date"), 1.5);
  equal(axisValue("2.5", "number"), 2.5);
  ok(Number.isNaN(axisValue("", "number")));
});

Deno.test("neighbouring classes have different dashes", () => {
  ok(dashOf(0).join() !== dashOf(1).join());
  equal(dashOf(7).join(), dashOf(2).join());
});
