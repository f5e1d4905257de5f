/// <reference lib="deno.ns" />

import { deepEqual, equal, ok } from "node:assert/strict";
import { type ClassResults, resultsOf, type SentResults, type Setup } from "./results_model.ts";
import { cheapest, countsAt, matrixAt, nearestThreshold, reportOf, rocPoint, sweepOf } from "./results_numbers.ts";
import {
  accuracyWords,
  calibrationWords,
  curvesCsv,
  histogramWords,
  metricsCsv,
  predictionsCsv,
  prWords,
  rocWords,
  thresholdText,
  thresholdWords,
} from "./results_words.ts";

const floats = (...numbers: number[]): DataView => new DataView(Float32Array.from(numbers).buffer);
const wholes = (...numbers: number[]): DataView => new DataView(Int32Array.from(numbers).buffer);

const setup: Setup = { kind: "classes", names: ["no", "=yes"], parts: [] };
const sent: SentResults = {
  kind: "classes",
  focus: 1,
  part: "validation",
  state: "4 validation examples",
  baseline: "always “no”: 50.0%",
  labels: wholes(0, 1, 0, 1),
  scores: floats(0.125, 0.5, 0.75, 1),
  runners: wholes(0, 0, 0, 0),
  roc: { x: floats(0, 1), y: floats(0, 1) },
  pr: { x: floats(0, 1), y: floats(1, 0.5) },
  auc: 0.75,
  average_precision: 0.8333,
  prevalence: 0.5,
  calibration: { said: floats(0.125, NaN), found: floats(0, NaN), counts: wholes(1, 0), error: 0.125 },
  tuned: null,
};
const results = resultsOf(sent, setup) as ClassResults;

Deno.test("a score that equals the threshold is called positive", () => {
  deepEqual(matrixAt(results, 0.5), [[1, 1], [0, 2]]);
  deepEqual(matrixAt(results, 0.500001), [[1, 1], [1, 1]]);
  deepEqual(countsAt(results, 2), { hits: 0, alarms: 0, misses: 2, rejections: 2 });
});

Deno.test("what divides by 0 is 0, and nothing has no accuracy", () => {
  const report = reportOf([[0, 0], [0, 0]]);
  equal(report.classes[0].precision, 0);
  ok(Number.isNaN(report.accuracy));
  equal(report.weighted.f1, 0);
});

Deno.test("the cheapest threshold lies half-way between two scores", () => {
  const sweep = sweepOf(results.scores, (at) => results.labels[at] === 1);
  deepEqual(cheapest(sweep, 1), { threshold: 0.3125, cost: 1 }); // 0.875 costs as much, and is farther from a half
  deepEqual(cheapest(sweep, 0.1), { threshold: 0.875, cost: 0.1 });
  equal(cheapest(sweepOf(new Float32Array(), () => true), 1), null);
});

Deno.test("a place on a curve leads to the nearest threshold", () => {
  const sweep = sweepOf(results.scores, (at) => results.labels[at] === 1);
  equal(nearestThreshold(sweep, (at) => rocPoint(sweep, at), 0, 0.6), 1);
  equal(nearestThreshold(sweep, (at) => rocPoint(sweep, at), 0.45, 1), 0.5);
  equal(nearestThreshold(sweep, (at) => rocPoint(sweep, at), 1, 1), 0.125);
});

Deno.test("results of other data, and what does not fit, are none", () => {
  equal(resultsOf(sent, { kind: "numbers", names: ["y"], parts: [] }).kind, "none");
  equal(resultsOf(sent, { ...setup, names: ["only"] }).kind, "none");
  deepEqual(resultsOf({ kind: "none", problem: "Why." }, setup), { kind: "none", problem: "Why." });
});

Deno.test("sentences say what the pictures show", () => {
  const counts = countsAt(results, 0.5);
  equal(
    thresholdWords(results, 0.5, counts),
    "From a share of 0.5 on, an example is called “=yes”: 2 of 2 found, 1 of 3 called so are not.",
  );
  equal(
    accuracyWords(results, reportOf(matrixAt(results, 0.5))),
    "Accuracy 75% · always “no”: 50.0%",
  );
  ok(rocWords(results, counts).endsWith("at the threshold 100% are found, and 50% of the rest, too."));
  ok(prWords(results, counts).includes("guessing: 50%"));
  equal(
    calibrationWords(results),
    "Calibration of the shares for “=yes”: expected error 0.125. given 13% on average: 0% of 1 are so.",
  );
  equal(calibrationWords({ ...results, calibration: null }), "");
  equal(thresholdText(0.9999987), "0.999999");
  equal(thresholdText(0.41234), "0.412");
});

Deno.test("tables can be taken away, and no cell is a formula", () => {
  const lines = metricsCsv(results, 0.5, reportOf(matrixAt(results, 0.5))).split("\r\n");
  equal(lines[0], "examples,class_with_threshold,threshold,class,metric,value");
  ok(lines.includes("validation,'=yes,0.5,'=yes,recall,1"));
  ok(lines.includes("validation,'=yes,0.5,all,accuracy,0.75"));
  const sweep = sweepOf(results.scores, (at) => results.labels[at] === 1);
  deepEqual(curvesCsv(sweep).split("\r\n").slice(0, 3), [
    "threshold,true_positive_rate,false_positive_rate,precision,recall",
    "Infinity,0,0,0,0",
    "1,0.5,0,1,0.5",
  ]);
  const numbers = resultsOf({
    kind: "numbers",
    truth: floats(1, 2),
    said: floats(1.5, 1.5),
    edges: floats(-1, 0, 1),
    counts: wholes(1, 1),
    metrics: [0.5, 0.5, null],
    baseline: [0.5, 0.5, 0, 1.5],
  }, { kind: "numbers", names: ["y"], parts: [] });
  if (numbers.kind !== "numbers") throw new Error("not read");
  ok(Number.isNaN(numbers.r2));
  equal(predictionsCsv(numbers), "truth,prediction,residual\r\n1,1.5,-0.5\r\n2,1.5,0.5\r\n");
  ok(histogramWords(numbers).includes("50% lie below 0"));
});
