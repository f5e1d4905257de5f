/// <reference lib="deno.ns" />

import { deepEqual, equal } from "node:assert/strict";
import { arrowOf, plotOf } from "./loss_geometry.ts";
import { type Path, placeNear, rowOf } from "./loss_model.ts";
import { directWords, filled, numbersOf, symbolic } from "./loss_words.ts";

Deno.test("a formula is shown with letters and with numbers", () => {
  equal(symbolic("({p} − {y})²", "ŷ"), "(ŷ − y)²");
  equal(symbolic("−log({s0})", "z"), "−log(p₀)");
  equal(symbolic("max(0, max(0, {p1}, {p2}) − {p0} + 1)", "z"), "max(0, max(0, z₁, z₂) − z₀ + 1)");
  equal(filled("−log({p})", { p: 0.72 }), "−log(0.72)");
  equal(symbolic("−log({p:0.0000001})", "p"), "−log(p)"); // a number that counts in its place
  equal(filled("−log({p:0.0000001})", { p: 0 }), "−log(0.0000001)");
  equal(filled("({p} − {y})²", { p: -1.5, y: 1 }), "(−1.5 − 1)²");
});

Deno.test("a negative number stands in brackets where it would follow a sign", () => {
  equal(filled("({p} − {y})²", { p: 2, y: -1 }), "(2 − (−1))²");
  equal(filled("max(0, 1 − {y} · {p})", { p: -0.5, y: -1 }), "max(0, 1 − (−1) · (−0.5))");
  equal(filled("|{p} − {y}|", { p: -2, y: 1 }), "|−2 − 1|");
  equal(filled("max(0, {p1})", { p1: -2 }), "max(0, −2)");
});

Deno.test("every place of a formula has a number", () => {
  deepEqual(numbersOf([0.5, 0.25], [], 1), { p: 0.5, y: 1, p0: 0.5, p1: 0.25 });
  deepEqual(numbersOf([2, 1], [0.75, 0.25], 0), { p: 2, y: 0, p0: 2, p1: 1, s0: 0.75, s1: 0.25 });
});

Deno.test("the nearest place of a path is found, at its ends and between", () => {
  const grid = Float32Array.of(0, 0.25, 0.5, 1);
  deepEqual([-3, 0.1, 0.2, 0.74, 0.76, 9].map((value) => placeNear(grid, value)), [0, 0, 1, 2, 3, 3]);
  const path = { grid, points: Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7) } as Path;
  deepEqual(rowOf(path.points, path, 2), [4, 5]);
  deepEqual(rowOf(new Float32Array(), path, 2), []);
});

Deno.test("pixels and numbers are each other's inverse, and the axis ends at its ends", () => {
  const plot = plotOf(400, 300, { low: -4, high: 4, bottom: -1, top: 9 }, 14);
  for (const value of [-4, -1.5, 0, 4]) equal(Math.round(plot.valueAt(plot.x(value)) * 1e6) / 1e6, value);
  equal(plot.valueAt(-50), -4);
  equal(plot.valueAt(5000), 4);
  equal(plot.y(9), plot.top);
  equal(plot.y(-1), 300 - plot.bottom);
});

Deno.test("the arrow points downhill, and is no longer than the picture can hold", () => {
  equal(arrowOf(0, 400), 0);
  equal(arrowOf(2, 400) < 0, true);
  equal(arrowOf(-2, 400) > 0, true);
  equal(Math.abs(arrowOf(-1e7, 400)) <= 120, true);
  equal(arrowOf(NaN, 400), 0);
});

Deno.test("prediction − truth is written with its numbers", () => {
  deepEqual(directWords(0.25, -0.75, 1), ["∂L/∂z₁ = p₁ − y₁", " = 0.25 − 1", " = −0.75"]);
  deepEqual(directWords(0.25, 0.25, null), ["∂L/∂z = p − y", " = 0.25 − 0", " = 0.25"]);
});
