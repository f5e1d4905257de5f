// What Python sends of predictions, and the same as numbers.

import { bytesOf, floatsOf } from "../base/shades.ts";
import type { Scored } from "./results_numbers.ts";

export type PartName = "validation" | "train" | "test";

export interface Setup {
  kind: "classes" | "numbers";
  names: string[];
  parts: { value: PartName; text: string; open: boolean }[];
}
interface SentLine {
  x: DataView;
  y: DataView;
}
export interface SentResults {
  kind: "none" | "classes" | "numbers";
  problem?: string;
  focus?: number;
  part?: PartName;
  state?: string;
  baseline?: string | (number | null)[];
  labels?: DataView;
  scores?: DataView;
  runners?: DataView;
  roc?: SentLine;
  pr?: SentLine;
  auc?: number | null; // null where it is not defined
  average_precision?: number | null;
  prevalence?: number;
  calibration?: { said: DataView; found: DataView; counts: DataView; error: number | null } | null;
  tuned?: { labels: DataView; scores: DataView } | null;
  truth?: DataView;
  said?: DataView;
  edges?: DataView;
  counts?: DataView;
  metrics?: (number | null)[];
}
export interface SentExamples {
  title?: string;
  kind?: string;
  key?: string;
  numbers?: number[];
  columns?: string[];
  rows?: string[][];
  pictures?: DataView;
  height?: number;
  width?: number;
}
export interface SentProgress {
  serial: number;
  told: boolean;
  progress?: number;
}
export interface Line {
  x: Float32Array;
  y: Float32Array;
}
export interface Calibration {
  said: Float32Array;
  found: Float32Array;
  counts: Int32Array;
  error: number;
}
export interface ClassResults extends Scored {
  kind: "classes";
  names: string[];
  part: PartName;
  state: string;
  baseline: string;
  roc: Line;
  pr: Line;
  auc: number;
  averagePrecision: number;
  prevalence: number;
  calibration: Calibration | null;
  tuned: { positive: Int32Array; scores: Float32Array } | null; // by which a threshold is chosen, if not by these
}
export interface NumberResults {
  kind: "numbers";
  name: string;
  part: PartName;
  state: string;
  truth: Float32Array;
  said: Float32Array;
  edges: Float32Array;
  counts: Int32Array;
  mae: number;
  rmse: number;
  r2: number;
  baseline: { mae: number; rmse: number; r2: number; mean: number };
}
export interface Nothing {
  kind: "none";
  problem: string;
}
export type Results = ClassResults | NumberResults | Nothing;

const wholeOf = (data: DataView | undefined): Int32Array => new Int32Array(bytesOf(data).slice().buffer);
const lineOf = (line: SentLine | undefined): Line => ({ x: floatsOf(line?.x), y: floatsOf(line?.y) });
const numbersOf = (numbers: unknown): number[] =>
  Array.isArray(numbers) ? numbers.map((one) => (typeof one === "number" ? one : NaN)) : [NaN, NaN, NaN, NaN];

/** Read what has been measured; results that do not fit what can be chosen are of other data, and are none. */
export function resultsOf(sent: SentResults, setup: Setup): Results {
  const shared = { part: sent.part ?? "validation", state: sent.state ?? "" };
  if (sent.kind === "classes" && setup.kind === "classes") {
    const found: ClassResults = {
      ...shared,
      kind: "classes",
      names: setup.names,
      classes: setup.names.length,
      focus: sent.focus ?? 0,
      baseline: String(sent.baseline ?? ""),
      labels: wholeOf(sent.labels),
      scores: floatsOf(sent.scores),
      runners: wholeOf(sent.runners),
      roc: lineOf(sent.roc),
      pr: lineOf(sent.pr),
      auc: sent.auc ?? NaN,
      averagePrecision: sent.average_precision ?? NaN,
      prevalence: sent.prevalence ?? NaN,
      calibration: sent.calibration
        ? {
          said: floatsOf(sent.calibration.said),
          found: floatsOf(sent.calibration.found),
          counts: wholeOf(sent.calibration.counts),
          error: sent.calibration.error ?? NaN,
        }
        : null,
      tuned: sent.tuned ? { positive: wholeOf(sent.tuned.labels), scores: floatsOf(sent.tuned.scores) } : null,
    };
    const fits = (one: number) => one >= 0 && one < found.classes;
    return found.labels.every(fits) && found.runners.every(fits) && fits(found.focus)
      ? found
      : { kind: "none", problem: "" };
  }
  if (sent.kind === "numbers" && setup.kind === "numbers") {
    const [mae, rmse, r2] = numbersOf(sent.metrics);
    const [baseMae, baseRmse, baseR2, mean] = numbersOf(sent.baseline);
    return {
      ...shared,
      kind: "numbers",
      name: setup.names[sent.focus ?? 0] ?? "",
      truth: floatsOf(sent.truth),
      said: floatsOf(sent.said),
      edges: floatsOf(sent.edges),
      counts: wholeOf(sent.counts),
      mae,
      rmse,
      r2,
      baseline: { mae: baseMae, rmse: baseRmse, r2: baseR2, mean },
    };
  }
  return { kind: "none", problem: sent.problem ?? "" };
}
