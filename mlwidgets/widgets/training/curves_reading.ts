// The numbers of the learning curves at one epoch.

import { shownNumber } from "../base/number_text.ts";
import type { Curves, Line } from "./curves_model.ts";
import { written } from "../base/language.ts";

/** The index of the point nearest to an epoch; −1 if there is none. */
export function nearest(x: Float32Array, epoch: number): number {
  let [low, high] = [0, x.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle] < epoch) low = middle;
    else high = middle;
  }
  return high < 0 || Math.abs(x[low] - epoch) <= Math.abs(x[high] - epoch) ? Math.min(low, high) : high;
}

/** The value of a line at an epoch; null beyond its ends. */
export function valueAt({ x, y }: Line, epoch: number, reach: number): number | null {
  const index = nearest(x, epoch);
  return index < 0 || Math.abs(x[index] - epoch) > reach ? null : y[index];
}

export function valueText(value: number | null, percent: boolean): string {
  if (value === null) return "–";
  if (!percent) {
    return Math.abs(value) < 1e-3 || Math.abs(value) >= 1e3 ? shownNumber(value, 3) : written(value.toPrecision(3));
  }
  const text = (100 * value).toFixed(1);
  if (text === "100.0" && value < 1) return written(">99.9%");
  if (text === "0.0" && value > 0) return written("<0.1%");
  return written(value === 0 || value === 1 ? `${100 * value}%` : `${text}%`);
}

export type Series = "train" | "validation" | "test" | "penalty";
export const SERIES: readonly Series[] = ["train", "validation", "test", "penalty"];

/** What each curve says at an epoch: "0.123 · 96.1%" by its name; the curves that are there only. */
export function readAt(curves: Curves, epoch: number, reach: number): Partial<Record<Series, string>> {
  const said: Partial<Record<Series, string>> = {};
  for (const series of SERIES) {
    const there = curves.panels.filter((panel) => panel[series].x.length > 0);
    if (!there.length) continue;
    // Validation is measured once an epoch: between two of them the last one that is near is meant.
    const near = series === "validation" ? Math.max(reach, 0.5) : reach;
    said[series] = there.map((panel) => valueText(valueAt(panel[series], epoch, near), panel.percent)).join(" · ");
  }
  return said;
}
