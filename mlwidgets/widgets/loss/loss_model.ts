// What Python sends of a prediction and its losses, and the same as numbers.

import { bytesOf, floatsOf } from "../base/shades.ts";

interface SentLine {
  title: string;
  values: DataView;
  slopes: DataView;
  cases: DataView;
  texts: [string, string][];
}
interface SentPath {
  grid: DataView;
  points: DataView;
  shares: DataView;
  at: number;
  direct: boolean;
  top: number;
  bottom: number;
  gradients: DataView;
  below: DataView;
  lines: SentLine[];
}
export interface SentFrame {
  serial: number;
  question?: string;
  symbol?: string;
  several?: boolean;
  names?: string[];
  why?: string;
  truth?: number;
  truths?: number[];
  low?: number;
  high?: number;
  paths?: SentPath[];
}

/** One loss along a path: the first is the one that was chosen. */
export interface Line {
  title: string;
  values: Float32Array;
  slopes: Float32Array;
  cases: Uint8Array;
  texts: [string, string][];
}
/** What happens while one number is dragged: every place of it, computed before. */
export interface Path {
  grid: Float32Array;
  points: Float32Array; // place by place, a number for each output
  shares: Float32Array; // what softmax makes of scores, or nothing
  at: number;
  direct: boolean; // a cross-entropy, whose gradient through its activation is prediction − truth
  top: number;
  bottom: number;
  gradients: Float32Array;
  below: Float32Array;
  lines: Line[];
}
export interface Bench {
  question: string;
  symbol: string;
  several: boolean;
  names: string[];
  why: string;
  truth: number;
  truths: number[];
  low: number;
  high: number;
  paths: Path[];
}

export function benchOf(frame: SentFrame): Bench | null {
  const { question, symbol, several, names, why, truth, truths, low, high, paths } = frame;
  if (!paths || question === undefined || truth === undefined || low === undefined || high === undefined) return null;
  return {
    question,
    symbol: symbol ?? "ŷ",
    several: several ?? false,
    names: names ?? [],
    why: why ?? "",
    truth,
    truths: truths ?? [],
    low,
    high,
    paths: paths.map((path) => ({
      grid: floatsOf(path.grid),
      points: floatsOf(path.points),
      shares: floatsOf(path.shares),
      at: path.at,
      direct: path.direct,
      top: path.top,
      bottom: path.bottom,
      gradients: floatsOf(path.gradients),
      below: floatsOf(path.below),
      lines: path.lines.map(({ title, values, slopes, cases, texts }) => ({
        title,
        values: floatsOf(values),
        slopes: floatsOf(slopes),
        cases: bytesOf(cases),
        texts,
      })),
    })),
  };
}

/** The numbers of all outputs at one place of a path. */
export function rowOf(numbers: Float32Array, path: Path, place: number): number[] {
  const outputs = path.points.length / path.grid.length;
  return numbers.length ? [...numbers.subarray(place * outputs, (place + 1) * outputs)] : [];
}

/** The place of a path that is nearest to a value; its grid ascends. */
export function placeNear(grid: Float32Array, value: number): number {
  let [low, high] = [0, grid.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (grid[middle] <= value) low = middle;
    else high = middle;
  }
  return value - grid[low] <= grid[high] - value ? low : high;
}
