// The course of a learning rate as a line: its axes and its path.

import { type Axis, linearTicks, logTicks, placeOf, roundUp } from "./curves_axes.ts";

export interface Course {
  steps: Float32Array;
  rates: Float32Array;
}

const TICKS = { x: 4, y: 3 };
const MOST_DECADES = 8;
const HEADROOM = 1.04;

/** What Python sends: all steps, then all rates. */
export function courseOf(points: Float32Array): Course {
  const half = points.length >> 1;
  return { steps: points.subarray(0, half), rates: points.subarray(half, 2 * half) };
}

export function stepAxis(updates: number): Axis {
  const high = Math.max(updates - 1, 1);
  return { low: 0, high, log: false, ticks: linearTicks(0, high, TICKS.x).filter(Number.isInteger) };
}

/** From 0 up, or in powers of ten from the smallest rate. */
export function rateAxis(rates: Float32Array, log: boolean): Axis {
  const top = Math.max(0, ...rates) || 1;
  const high = roundUp(top * HEADROOM);
  if (!log) return { low: 0, high, log, ticks: linearTicks(0, high, TICKS.y) };
  const least = Math.min(...rates.filter((rate) => rate > 0));
  const low = Math.max(least / 1.2, high / 10 ** MOST_DECADES);
  const all = logTicks(low, high);
  const every = Math.ceil(all.length / (TICKS.y + 1));
  return { low, high, log, ticks: all.filter((_, index) => index % every === 0) };
}

/** The line, as the `d` of an SVG path in a box of so many units. */
export function pathOf({ steps, rates }: Course, x: Axis, y: Axis, wide: number, high: number): string {
  const parts: string[] = [];
  for (let index = 0; index < steps.length; index += 1) {
    const left = wide * placeOf(x, steps[index]);
    const top = high * (1 - Math.max(placeOf(y, rates[index]), 0));
    parts.push(`${index ? "L" : "M"}${left.toFixed(2)} ${top.toFixed(2)}`);
  }
  if (steps.length === 1) parts.push(`L${wide} ${(high * (1 - placeOf(y, rates[0]))).toFixed(2)}`);
  return parts.join("");
}
