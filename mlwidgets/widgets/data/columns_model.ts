// What Python sends of columns and of pairs of them, and where their axes have ticks.

import { linearTicks } from "../training/curves_axes.ts";
import { shownNumber } from "../base/number_text.ts";
import { counted, grouped, t } from "../base/language.ts";

export type Kind = "number" | "category" | "text" | "date";
export interface Classes {
  target?: string;
  names?: string[];
  plain?: number; // so many of them are classes of their own; then come others, and missing ones
}
export interface Summary {
  column: number;
  kind: Kind;
  edges: number[];
  labels: string[];
  rest: number;
  counts: number[][]; // for each class, for each bin
  statistics: [string, string][];
  about: string;
}
export interface Tick {
  at: number;
  text: string;
}

export const REST = (count: number): string =>
  counted(count, "{count} other", "{count} others", { count: grouped(count) });
const DAY = 86_400;
const DAYS = [1 / 1440, 5 / 1440, 15 / 1440, 1 / 24, 3 / 24, 6 / 24, 12 / 24, 1, 2, 7, 14];
const MONTHS = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1_200, 2_400, 6_000, 12_000];

/** A date from its seconds since 1970. */
export function dateText(seconds: number): string {
  const date = new Date(seconds * 1_000);
  if (Number.isNaN(date.getTime())) return String(seconds);
  const text = date.toISOString();
  return seconds % DAY ? text.slice(0, 16).replace("T", " ") : text.slice(0, 10);
}

/** A value of a column of numbers or dates. */
export const valueText = (kind: Kind, value: number): string => kind === "date" ? dateText(value) : shownNumber(value);

/** Ticks of an axis at round numbers, or at the beginnings of days, months or years. */
export function ticksOf(kind: Kind, low: number, high: number, most: number): Tick[] {
  if (!(high > low)) return [{ at: low, text: valueText(kind, low) }];
  if (kind === "date") return dateTicks(low, high, most);
  if (!Number.isFinite(high - low)) return [low, high].map((at) => ({ at, text: shownNumber(at) }));
  return linearTicks(low, high, most).map((at) => ({ at, text: shownNumber(at) }));
}

function dateTicks(low: number, high: number, most: number): Tick[] {
  const days = (high - low) / DAY / most;
  if (days <= 14) {
    const step = DAY * (DAYS.find((one) => one >= days) ?? 14);
    const ticks: Tick[] = [];
    for (let at = Math.ceil(low / step) * step; at <= high; at += step) ticks.push({ at, text: dateText(at) });
    return ticks;
  }
  const step = MONTHS.find((one) => 30.5 * one >= days) ?? 12_000;
  const first = new Date(low * 1_000);
  const ticks: Tick[] = [];
  for (let month = Math.floor((first.getUTCFullYear() * 12) / step) * step;; month += step) {
    const at = Date.UTC(Math.floor(month / 12), month % 12) / 1_000;
    if (!(at <= high)) return ticks;
    if (at >= low) ticks.push({ at, text: dateText(at).slice(0, step % 12 ? 7 : 4) });
  }
}

const rangeText = (low: string, high: string): string => t("{low} to {high}", { low, high });

/** The name of a bin: what it holds. */
export function binText({ kind, edges, labels, rest }: Summary, bin: number): string {
  if (!edges.length) return bin < labels.length ? labels[bin] : REST(rest);
  const [low, high] = [edges[bin], edges[bin + 1]];
  // Whole numbers lie in the middle between two edges.
  const whole = kind === "number" && low % 1 !== 0 && edges.every((edge) => Math.abs(edge % 1) === 0.5);
  if (!whole) return rangeText(valueText(kind, low), valueText(kind, high));
  return high - low === 1 ? shownNumber(low + 0.5) : rangeText(shownNumber(low + 0.5), shownNumber(high - 0.5));
}

/** How many rows there are in each bin. */
export const totalsOf = (counts: number[][]): number[] =>
  (counts[0] ?? []).map((_, bin) => counts.reduce((sum, group) => sum + group[bin], 0));

/** What is in a bin, in a sentence. */
export function binWords(summary: Summary, classes: string[], bin: number): string {
  const total = totalsOf(summary.counts)[bin];
  const rows = counted(total, "{count} row", "{count} rows", { count: grouped(total) });
  const parts = classes.flatMap((name, at) => {
    const count = summary.counts[at]?.[bin];
    return count ? [`${name} ${grouped(count)}`] : [];
  });
  return `${binText(summary, bin)}: ${rows}${parts.length ? ` (${parts.join(", ")})` : ""}`;
}
