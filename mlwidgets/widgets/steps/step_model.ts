// What Python sends of an update and of a gradient check, and the same as the page uses it.

import { floatsOf } from "../base/shades.ts";

/** A text, or a number: as it is shown, its key ("" if it is nowhere else), and all its digits. */
export type Part = string | [text: string, key: string, exact: string];
export interface Line {
  kind: string;
  parts: Part[];
}
export interface WeightArray {
  title: string;
  axes: string[];
  shape: number[];
}
export interface Example {
  title: string;
  forward: Line[];
  loss: Line[];
  gradient: Line[];
  lossSoFar: Line[];
  gradientSoFar: Line[];
}
export interface SentFrame {
  serial: number;
  told: boolean;
  message?: string;
  title?: string;
  made?: boolean;
  beyond?: "" | "end" | "learned";
  arrays?: WeightArray[];
  chosen?: number[];
  examples?: Example[];
  batchLoss?: Line[];
  batchGradient?: Line[];
  update?: Line[];
  notes?: string[];
  strongest?: number;
  pictures?: DataView;
  pictureShape?: number[];
}
export interface Signal {
  title: string;
  values: DataView;
  total: number;
  chosen: number;
  lines: Line[];
}
export interface SentCheck {
  serial?: number;
  example?: number;
  title?: string;
  gradient32?: string;
  gradient64?: string;
  numbers?: DataView;
  best?: number[];
  bestStep?: number;
  verdict?: string;
  signals?: Signal[];
}

/** A gradient check as numbers: an entry for each step ε. */
export interface Check {
  steps: Float64Array;
  quotients: Record<Format, Float64Array>;
  errors: Record<Format, Float64Array>;
  gradients: Record<Format, number>;
  kinks: Float64Array;
  best: [number, number];
  bestStep: number; // the one to begin with
  verdict: string;
  title: string;
  signals: { title: string; values: Float32Array; total: number; chosen: number; lines: Line[] }[];
}
export type Format = "float32" | "float64";
export const FORMATS: Format[] = ["float64", "float32"];
const SERIES = 6;

/** A number that Python has written: JSON has none that is not finite. */
export const readNumber = (text: string): number =>
  text === "inf" ? Infinity : text === "-inf" ? -Infinity : Number(text);

export function checkOf(sent: SentCheck): Check | null {
  const { numbers, signals, best } = sent;
  if (!numbers || !signals || !best) return null;
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength).slice();
  const all = new Float64Array(bytes.buffer);
  const count = all.length / SERIES;
  const series = (at: number) => all.subarray(at * count, (at + 1) * count);
  return {
    steps: series(0),
    quotients: { float32: series(1), float64: series(2) },
    errors: { float32: series(3), float64: series(4) },
    gradients: { float32: readNumber(sent.gradient32 ?? ""), float64: readNumber(sent.gradient64 ?? "") },
    kinks: series(5),
    best: [best[0], best[1]],
    bestStep: sent.bestStep ?? best[0],
    verdict: sent.verdict ?? "",
    title: sent.title ?? "",
    signals: signals.map((one) => ({ ...one, values: floatsOf(one.values) })),
  };
}
