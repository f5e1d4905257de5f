// The numbers behind the results: curves out of what Python sends, and numbers as text.

import { t, written } from "../base/language.ts";

export type Part = "train" | "validation" | "test";

/** A loss with three decimals, or with an exponent where these would all be 0. */
export function numberText(value: number | null): string {
  if (value === null) return t("no number");
  if (value >= 1000) return written(value.toExponential(1).replace("e+", "e"));
  return written(value < 10 ? value.toFixed(3) : value.toPrecision(4));
}

/** An accuracy in percent, anything else as a number. */
export function metricText(value: number | null, metric: string): string {
  if (value === null || metric !== "accuracy") return numberText(value);
  const rounded = (100 * value).toFixed(1);
  // Never a certainty that it is not.
  if (value < 1 && rounded === "100.0") return written(">99.9%");
  return written(`${rounded}%`);
}

/** Rows of epoch and three losses as columns. */
export function curvesOf(rows: Float32Array): { epochs: number[]; losses: number[][] } {
  const count = Math.floor(rows.length / 4);
  const column = (index: number) => Array.from({ length: count }, (_, row) => rows[4 * row + index]);
  return { epochs: column(0), losses: [1, 2, 3].map(column) };
}

/** The top of the chart: the largest loss; null while there is none. A run that explodes does not flatten the rest. */
export function rangeOf(losses: number[][]): number | null {
  const known = losses.flat().filter((loss) => Number.isFinite(loss) && loss > 0).sort((a, b) => a - b);
  if (!known.length) return null;
  const usual = known[Math.floor(known.length / 2)];
  return Math.min(known.at(-1)!, 20 * usual);
}
