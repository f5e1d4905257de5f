// What Python sends of two columns and of all pairs of them, and which point is near a place.

import { bytesOf, floatsOf } from "../base/shades.ts";
import { type Classes, type Kind, REST, valueText } from "./columns_model.ts";
import type { SentColumn } from "./data_table_model.ts";
import { grouped, t, written } from "../base/language.ts";

export interface SentHead {
  serial: number;
  table?: string;
  columns: SentColumn[];
  classes: Classes;
  pair: [number, number];
}
export interface Axis {
  kind: Kind;
  low: number;
  high: number;
  labels: string[];
  rest: number;
}
export interface SentPair {
  kind: "pair";
  head: number;
  pair: [number, number];
  axes: [Axis, Axis];
  words: string;
}
export interface Matrix {
  kind: "matrix";
  head: number;
  columns: number[];
  values: (number | null)[][];
  measures: string[][];
  words: string[];
}
export interface Points {
  pair: [number, number];
  axes: [Axis, Axis];
  words: string;
  x: Float64Array;
  y: Float64Array;
  rows: Int32Array;
  groups: Uint8Array;
  order: number[]; // from left to right, in which the arrow keys go
}

export function pointsOf(sent: SentPair, buffers: DataView[]): Points {
  const [x, y] = buffers.slice(0, 2).map((one) => new Float64Array(bytesOf(one).slice().buffer));
  const rows = new Int32Array(floatsOf(buffers[2]).buffer);
  const order = [...rows.keys()].sort((a, b) => x[a] - x[b] || y[a] - y[b]);
  const { pair, axes, words } = sent;
  return { pair, axes, words, x, y, rows, groups: bytesOf(buffers[3]).slice(), order };
}

/** What stands at a place of an axis: the level that is nearest, or the number itself. */
export function placeText({ kind, labels, rest }: Axis, value: number): string {
  if (kind === "number" || kind === "date") return valueText(kind, value);
  return labels[Math.round(value)] ?? REST(rest);
}

/** The point nearest to a place on the screen, within a reach; −1 if there is none. */
export function nearestPoint(
  count: number,
  placeOf: (at: number) => [number, number],
  [x, y]: [number, number],
  reach: number,
): number {
  let [best, least] = [-1, reach * reach];
  for (let at = 0; at < count; at += 1) {
    const [px, py] = placeOf(at);
    const far = (px - x) ** 2 + (py - y) ** 2;
    if (far <= least) [best, least] = [at, far];
  }
  return best;
}

/** A point in a sentence. */
export function pointWords(points: Points, names: [string, string], classes: Classes, at: number): string {
  const { axes, rows, groups } = points;
  const row = grouped(rows[at] + 1);
  const values = [points.x[at], points.y[at]].map((value, axis) => `${names[axis]} ${placeText(axes[axis], value)}`);
  const group = classes.names?.[groups[at]];
  if (group !== undefined) values.push(`${classes.target} ${group}`);
  return t("Row {row}: {values}", { row, values: values.join(", ") });
}

/** A number between two columns: two digits, a real minus sign, and no −0. */
export function strengthText(value: number | null): string {
  if (value === null) return t("none");
  const text = value.toFixed(2);
  return written((Number(text) === 0 ? "0.00" : text).replace("-", "−"));
}
