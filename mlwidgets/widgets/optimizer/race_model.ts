// What Python sends of a race, and how its numbers are read: one buffer for all racers, a row for each moment.

import { floatsOf } from "../base/shades.ts";

export type Domain = [xLow: number, xHigh: number, yLow: number, yHigh: number];
export type Point = [x: number, y: number];
export type Coordinate = 0 | 1;

export interface SentSurface {
  title?: string;
  formula?: string;
  sentence?: string;
  domain?: Domain;
  minima?: Point[];
  size?: number;
  heights?: DataView;
  levels?: number[];
}
export interface Surface {
  title: string;
  formula: string;
  sentence: string;
  domain: Domain;
  minima: Point[];
  size: number;
  heights: Float32Array; // y rises with the row
  levels: number[];
}
export interface RuleLine {
  name: string;
  symbol: string;
  law: string;
  parts: string[]; // texts and, at every second place, the name of a number
}
interface SentRacer {
  number: number;
  name: string;
  label: string;
  rate: string;
  fields: Record<string, [start: number, width: number]>;
  initial: Record<string, Point>;
  rule: RuleLine[];
  rows: number;
  columns: number;
  offset: number;
  stop: "" | "diverged" | "hole";
  reached: number | null;
}
export interface Racer extends SentRacer {
  numbers: Float32Array;
}
export interface SentRace {
  start?: Point;
  steps?: number;
  racers?: SentRacer[];
  numbers?: DataView;
  results?: string;
}
export interface Race {
  start: Point;
  steps: number;
  racers: Racer[];
  results: string;
}

const BEFORE = "_before"; // what the optimizer remembered before the update

export function surfaceOf(sent: SentSurface): Surface | null {
  if (!sent.domain || !sent.heights || !sent.size) return null;
  const { title = "", formula = "", sentence = "", domain, minima = [], size, levels = [] } = sent;
  return { title, formula, sentence, domain, minima, size, levels, heights: floatsOf(sent.heights) };
}

export function raceOf(sent: SentRace): Race | null {
  if (!sent.start || !sent.racers) return null;
  const all = floatsOf(sent.numbers);
  const racers = sent.racers.map((one) => ({
    ...one,
    numbers: all.subarray(one.offset, one.offset + one.rows * one.columns),
  }));
  return { start: sent.start, steps: sent.steps ?? 0, racers, results: sent.results ?? "" };
}

/** Whether a point lies beside the part of the surface that is drawn. */
export function isOutside([x, y]: Point, [xLow, xHigh, yLow, yHigh]: Domain): boolean {
  const edge = 1e-6 * Math.max(xHigh - xLow, yHigh - yLow); // the paths are in single precision
  return x < xLow - edge || x > xHigh + edge || y < yLow - edge || y > yHigh + edge;
}

/** The row of a racer at a moment of the race: one that has stopped stays at its last. */
export const rowAt = (racer: Racer, step: number): number => Math.max(0, Math.min(step, racer.rows - 1));

/** One number of a racer; NaN if there is no such name. */
export function numberAt(racer: Racer, name: string, row: number, coordinate: Coordinate): number {
  if (name === "t") return row + 1;
  if (name.endsWith(BEFORE)) {
    const plain = name.slice(0, -BEFORE.length);
    return row > 0 ? numberAt(racer, plain, row - 1, coordinate) : racer.initial[plain]?.[coordinate] ?? NaN;
  }
  // Where nothing is clipped, g is the gradient itself.
  const field = racer.fields[name] ?? (name === "g" ? racer.fields.gradient : undefined);
  if (!field) return NaN;
  return racer.numbers[row * racer.columns + field[0] + (field[1] > 1 ? coordinate : 0)];
}

export function pointAt(racer: Racer, name: string, row: number): Point {
  return [numberAt(racer, name, row, 0), numberAt(racer, name, row, 1)];
}
