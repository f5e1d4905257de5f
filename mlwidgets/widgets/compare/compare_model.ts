// What Python sends of a comparison, and what each model looks like.

import { written } from "../base/language.ts";
export interface ModelRow {
  key: string;
  title: string;
  about: string;
  cells: string[];
}
export interface SentLine {
  key: string;
  title: string;
  steps: string; // "20 epochs"
  train?: DataView;
  validation?: DataView;
}
export interface SentBars {
  key: string;
  title: string;
  drops?: DataView;
  spreads?: DataView;
}
export interface SentImportance {
  columns: string[];
  more: number; // columns that are not shown
  title: string;
  percent: boolean; // drops of an accuracy, in percentage points
  series: SentBars[];
}
export interface SentFrame {
  serial: number;
  told: boolean;
  status?: string;
  said?: string;
  about?: string;
  progress?: number; // −1 for none
  outdated?: boolean;
  parts?: string[]; // of the rows: training, validation, test
  figures?: string[]; // of each part
  models?: ModelRow[];
  curves?: { series: SentLine[]; loss: string };
  importance?: SentImportance;
  notes?: { table: string; curves: string; bars: string };
  alt?: string;
}

export interface Look {
  colour: string; // of the style sheet
  dash: number[];
  width: number;
}
export const LOOKS: Record<string, Look> = {
  network: { colour: "--mlw-positive", dash: [], width: 3 },
  constant: { colour: "--mlw-ink-soft", dash: [2, 4], width: 2 },
  linear: { colour: "--mlw-class-3", dash: [9, 4], width: 2 },
  trees: { colour: "--mlw-class-4", dash: [9, 3, 2, 3], width: 2 },
};
export const lookOf = (key: string): Look => LOOKS[key] ?? LOOKS.constant;

export interface Line {
  key: string;
  title: string;
  steps: string;
  values: Float32Array;
}

/** The value of a line after a share of its own training, 0 to 1; lines of one value are level. */
export function valueAt(values: ArrayLike<number>, share: number): number {
  const last = values.length - 1;
  const at = share * last;
  const low = Math.min(Math.floor(at), Math.max(last - 1, 0));
  const high = Math.min(low + 1, last);
  return values[low] + (values[high] - values[low]) * (at - low);
}

/** Where the axis of the loss ends: the largest value of any line, but not far above the worst last one. */
export function lossTop(lines: Line[]): number {
  const finite = (values: Iterable<number>) => [...values].filter(Number.isFinite);
  const largest = Math.max(0, ...lines.flatMap(({ values }) => finite(values)));
  const last = Math.max(0, ...lines.flatMap(({ values }) => finite([...values].slice(-1))));
  return last > 0 ? Math.min(largest, 1.6 * last) : largest || 1;
}

/** A drop as it stands beside its bar: percentage points of an accuracy, or a part of R². */
export function dropText(drop: number, percent: boolean): string {
  const value = percent ? 100 * drop : drop;
  const text = Math.abs(value).toFixed(percent ? 1 : 3);
  return written(Number(text) === 0 ? text : `${value < 0 ? "−" : ""}${text}`);
}

/** The order of columns by what they matter to one model, the largest drop first; to any model by default. */
export function orderOf(count: number, drops: Float32Array | null): number[] {
  const order = Array.from({ length: count }, (_, at) => at);
  return drops ? order.sort((a, b) => drops[b] - drops[a] || a - b) : order;
}
