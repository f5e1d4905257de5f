// The sentences of the results, and what can be taken away as tables.

import { shownNumber } from "../base/number_text.ts";
import { csvCell, percent } from "../loss/lens_words.ts";
import type { ClassResults, NumberResults } from "./results_model.ts";
import { type Counts, prPoint, type Report, rocPoint, type Sweep } from "./results_numbers.ts";
import { t, written } from "../base/language.ts";

export { percent };

const PART_WORDS = { train: t("training"), validation: t("validation"), test: t("test") };
const TEXT = {
  at: (threshold: string, name: string, found: string, of: string, wrong: string, called: string) =>
    t("From a share of {threshold} on, an example is called “{name}”: {found} of {of} found, ", {
      threshold,
      name,
      found,
      of,
    }) +
    t("{wrong} of {called} called so are not.", { wrong, called }),
  accuracy: (accuracy: string, baseline: string) => t("Accuracy {accuracy} · {baseline}", { accuracy, baseline }),
  roc: (name: string, area: string, part: string) =>
    t("ROC curve of “{name}” against the rest on the {part} examples: area {area} (0.5 is guessing)", {
      name,
      part,
      area,
    }),
  pr: (name: string, area: string, guess: string, part: string) =>
    t("Precision-recall curve of “{name}” on the {part} examples: average precision {area} (guessing: {guess})", {
      name,
      part,
      area,
      guess,
    }),
  onRoc: (found: string, alarms: string) =>
    t("; at the threshold {found} are found, and {alarms} of the rest, too.", { found, alarms }),
  onPr: (precision: string, recall: string) =>
    t("; at the threshold precision {precision}, recall {recall}.", { precision, recall }),
  calibration: (name: string, error: string, bins: string) =>
    t("Calibration of the shares for “{name}”: expected error {error}. {bins}", { name, error, bins }),
  bin: (said: string, found: string, count: number) =>
    t("given {said} on average: {found} of {count} are so", { said, found, count }),
  scatter: (count: number, name: string, r2: string) =>
    t("{count} predictions of {name} against the truth: R² {r2}. On the diagonal a prediction is right.", {
      count,
      name,
      r2,
    }),
  histogram: (low: string, high: string, middle: string) =>
    t("Histogram of truth minus prediction, from {low} to {high}; {middle} lie below 0: predicted too high.", {
      low,
      high,
      middle,
    }),
  metrics: ["examples", "class_with_threshold", "threshold", "class", "metric", "value"],
  curves: ["threshold", "true_positive_rate", "false_positive_rate", "precision", "recall"],
  predictions: ["truth", "prediction", "residual"],
};

/** A threshold with as many digits as it takes to tell it from certainty. */
export function thresholdText(threshold: number): string {
  const digits = threshold > 0.999 && threshold < 1 ? 6 : 3;
  return shownNumber(Number(threshold.toPrecision(digits)), digits);
}

const area = (value: number): string => (Number.isNaN(value) ? t("not defined") : written(value.toFixed(3)));

/** What the threshold does, in a sentence; also what a screen reader says of the slider. */
export function thresholdWords(results: ClassResults, threshold: number, counts: Counts): string {
  const { hits, misses, alarms } = counts;
  return TEXT.at(
    thresholdText(threshold),
    results.names[results.focus],
    String(hits),
    String(hits + misses),
    String(alarms),
    String(hits + alarms),
  );
}

export const accuracyWords = (results: ClassResults, report: Report): string =>
  TEXT.accuracy(percent(report.accuracy), results.baseline);

export function rocWords(results: ClassResults, counts: Counts): string {
  const { hits, misses, alarms, rejections } = counts;
  return TEXT.roc(results.names[results.focus], area(results.auc), PART_WORDS[results.part]) +
    TEXT.onRoc(percent(hits / (hits + misses)), percent(alarms / (alarms + rejections)));
}

export function prWords(results: ClassResults, counts: Counts): string {
  const { hits, misses, alarms } = counts;
  const [name, guess] = [results.names[results.focus], percent(results.prevalence)];
  return TEXT.pr(name, area(results.averagePrecision), guess, PART_WORDS[results.part]) +
    TEXT.onPr(percent(hits / (hits + alarms)), percent(hits / (hits + misses)));
}

export function calibrationWords({ calibration, names, focus }: ClassResults): string {
  if (!calibration) return "";
  const bins = [...calibration.counts].flatMap((count, at) =>
    count ? [TEXT.bin(percent(calibration.said[at], 0), percent(calibration.found[at], 0), count)] : []
  );
  return TEXT.calibration(names[focus], written(calibration.error.toFixed(3)), `${bins.join("; ")}.`);
}

export const scatterWords = ({ truth, name, r2 }: NumberResults): string =>
  TEXT.scatter(truth.length, name, written(r2.toFixed(3)));

export function histogramWords({ edges, truth, said }: NumberResults): string {
  const below = truth.reduce((sum, one, at) => sum + (one < said[at] ? 1 : 0), 0);
  const ends = [edges[0], edges[edges.length - 1]].map((one) => shownNumber(one, 3));
  return TEXT.histogram(ends[0], ends[1], percent(below / Math.max(truth.length, 1)));
}

const table = (rows: (string | number)[][]): string =>
  rows.map((row) => row.map(csvCell).join(",")).join("\r\n") + "\r\n";

/** All scores at a threshold, a line each. */
export function metricsCsv(results: ClassResults, threshold: number, report: Report): string {
  const head = [results.part, results.names[results.focus], threshold];
  const rows: (string | number)[][] = [];
  const add = (name: string, metric: string, value: number) => rows.push([...head, name, metric, value]);
  const names = [...results.names, "macro mean", "weighted mean"];
  [...report.classes, report.macro, report.weighted].forEach((scores, at) => {
    for (const [metric, value] of Object.entries(scores)) add(names[at], metric, value);
  });
  add("all", "accuracy", report.accuracy);
  add(results.names[results.focus], "roc_auc", results.auc);
  add(results.names[results.focus], "average_precision", results.averagePrecision);
  if (results.calibration) {
    add(results.names[results.focus], "expected_calibration_error", results.calibration.error);
  }
  return table([TEXT.metrics, ...rows]);
}

/** Both curves at every different threshold, the highest first. */
export function curvesCsv(sweep: Sweep): string {
  const rows = [...sweep.thresholds].map((threshold, at) => {
    const [[alarms, found], [recall, precision]] = [rocPoint(sweep, at), prPoint(sweep, at)];
    return [threshold, found, alarms, precision, recall];
  });
  return table([TEXT.curves, ...rows]);
}

export function predictionsCsv({ truth, said }: NumberResults): string {
  return table([TEXT.predictions, ...[...truth].map((one, at) => [one, said[at], one - said[at]])]);
}
