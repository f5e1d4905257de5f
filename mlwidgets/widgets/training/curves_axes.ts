// How far the axes of the learning curves reach, and where their ticks stand.

import type { Ghost, Panel } from "./curves_model.ts";
import { written } from "../base/language.ts";

export interface Axis {
  low: number;
  high: number;
  log: boolean;
  ticks: number[];
}

const STEPS = [1, 1.5, 2, 3, 4, 5, 7.5, 10];
const HEADROOM = 1.04;
const OUTLIER = 60; // times the median: what is larger lies above the axis, or the first updates would flatten the rest
const MOST_DECADES = 6;

/** The smallest "round" number that is not below `value`. */
export function roundUp(value: number): number {
  if (!(value > 0)) return 1;
  const decade = 10 ** Math.floor(Math.log10(value));
  const step = STEPS.find((one) => one * decade >= value * (1 - 1e-9)) ?? 10;
  return Number((step * decade).toPrecision(6));
}

/** Ticks at round distances, `most` at the most. */
export function linearTicks(low: number, high: number, most: number): number[] {
  const rough = (high - low) / Math.max(most, 1);
  const decade = 10 ** Math.floor(Math.log10(rough));
  const step = decade * ([1, 2, 5, 10].find((one) => one * decade >= rough * (1 - 1e-9)) ?? 10);
  const ticks: number[] = [];
  for (let count = Math.ceil(low / step - 1e-9); count * step <= high * (1 + 1e-9); count += 1) {
    ticks.push(Number((count * step).toPrecision(12)));
  }
  return ticks;
}

/** The powers of ten within the ends; with 2 and 5 of each where there are few. */
export function logTicks(low: number, high: number): number[] {
  const [first, last] = [Math.floor(Math.log10(low) - 1e-9), Math.ceil(Math.log10(high) + 1e-9)];
  const between = high / low > 2_000 ? [1] : [1, 2, 5];
  const ticks: number[] = [];
  for (let power = first; power <= last; power += 1) {
    for (const one of between) ticks.push(Number((one * 10 ** power).toPrecision(6)));
  }
  return ticks.filter((tick) => tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9));
}

/** The axis of the epochs grows with the run, in steps: it never runs ahead of what was asked for. */
export function epochAxis(panels: Panel[], ghosts: Ghost[], epochs: number, most: number): Axis {
  const reached = Math.max(0, ...panels.map(({ train }) => train.x.at(-1) ?? 0));
  const earlier = ghosts.flatMap(({ panels }) => panels.map(({ train }) => train.x.at(-1) ?? 0));
  const end = Math.max(reached, ...earlier);
  const grown = roundUp(Math.max(end * HEADROOM, reached > 0 || earlier.length ? 0 : Math.min(epochs, 1)));
  const high = end <= epochs ? Math.min(grown, epochs) : Math.max(grown, end);
  return { low: 0, high, log: false, ticks: linearTicks(0, high, most) };
}

function sorted(values: Iterable<number>): number[] {
  return [...values].filter(Number.isFinite).sort((a, b) => a - b);
}

/** The largest of sorted values that are not far beyond the others. */
function usualTop(values: number[]): number {
  const median = values[values.length >> 1] ?? 0;
  return values.findLast((value) => value <= OUTLIER * median) ?? values.at(-1) ?? 0;
}

/** The axis of one quantity: a percentage from 0 to 100, anything else from 0, or in powers of ten. */
export function valueAxis(panel: Panel, ghosts: { train: { y: Float32Array } }[], log: boolean, most: number): Axis {
  if (panel.percent) return { low: 0, high: 1, log: false, ticks: linearTicks(0, 1, most) };
  const lines = [panel.train.y, ...ghosts.map(({ train }) => train.y)].map(sorted);
  const others = sorted([...panel.validation.y, ...panel.test.y]);
  const top = Math.max(...[...lines, others].map(usualTop)) || 1;
  if (!log) {
    const high = roundUp(top * HEADROOM);
    return { low: 0, high, log, ticks: linearTicks(0, high, most) };
  }
  const all = sorted([...lines.flat(), ...others, ...panel.penalty.y]).filter((value) => value > 0);
  const high = (all.at(-1) ?? 1) * 1.2;
  const low = Math.max((all[0] ?? 0.1) / 1.2, high / 10 ** MOST_DECADES);
  return { low, high, log, ticks: logTicks(low, high) };
}

/** The place of a value on an axis, 0 at its low end and 1 at its high one. */
export function placeOf(axis: Axis, value: number): number {
  if (!axis.log) return (value - axis.low) / (axis.high - axis.low);
  return Math.log(Math.max(value, 1e-30) / axis.low) / Math.log(axis.high / axis.low);
}

/** A tick as it is written beside the axis. */
export function tickText(value: number, percent: boolean): string {
  if (percent) return written(`${Math.round(100 * value)}%`);
  const size = Math.abs(value);
  const text = value !== 0 && (size < 1e-4 || size >= 1e5) ? value.toExponential() : String(value);
  return written(text.replaceAll("-", "−").replace("+", ""));
}
