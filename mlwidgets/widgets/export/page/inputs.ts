// What Python writes down of a model's inputs and answers (mlwidgets/interchange/web), and how what a visitor gives
// becomes the network's input. Nothing here needs a page: `predict.mjs` runs the same in Node.

import { normalizeDigit } from "../../predict/normalize_digit.ts";
import { asByte, LANCZOS, resized } from "../../predict/resample.ts";
import { axisValue, plainNumber } from "../../predict/row_model.ts";
import { t } from "../../base/language.ts";

export interface NumberColumn {
  name: string;
  kind: "number" | "date";
  low: number; // of the training rows; a date's in days
  high: number;
  whole: boolean;
  fill: number; // what a missing value becomes
  offset: number;
  divisor: number;
  missing_input: boolean; // one more input, 1 where the value is missing
}
export interface CategoryColumn {
  name: string;
  kind: "category";
  levels: string[];
  encode: "one_hot" | "ordinal";
  fill: number; // the place that a missing value takes
  offset: number;
  divisor: number;
  missing_level: boolean;
}
export type Column = NumberColumn | CategoryColumn;
export interface PictureSteps {
  height: number;
  width: number;
  channels: number;
  divisor: number;
  drawing: "digit" | "plain";
}
export interface PointSteps {
  features: string[];
  low: number;
  high: number;
}
interface Common {
  shape: number[];
  class_names: string[];
  target: { names: string[]; offset: number; divisor: number; low?: number; high?: number };
}
export type PictureInputs = Common & { kind: "picture"; steps: PictureSteps };
export type RowInputs = Common & { kind: "row" | "numbers"; steps: { columns: Column[] } };
export type PointInputs = Common & { kind: "point"; steps: PointSteps };
export type Inputs = PictureInputs | RowInputs | PointInputs;

const TEXT = {
  number: (name: string) => t("{name} must be a number, or empty.", { name }),
  date: (name: string) => t("{name} must be a date such as 2024-03-31, or empty.", { name }),
};
const LARGEST = 3.4028234663852886e38; // of float32: what is larger becomes this
const LARGEST_TYPED = 1e30;
const BYTE = 255;

type Numbers = Float32Array<ArrayBuffer>;

// ---- pictures ----

/** A square drawing, white on black, as the network's input. */
export function prepareDrawing(steps: PictureSteps, drawing: Uint8Array, side: number): Numbers {
  if (steps.drawing === "digit") {
    const digit = normalizeDigit(drawing, side);
    return steps.divisor === BYTE ? digit : digit.map((level) => (level * BYTE) / steps.divisor);
  }
  return preparePlanes(steps, Array(steps.channels).fill(drawing), side, side);
}

/** A picture of one plane of levels, 0 to 255, for each channel, as the network's input. */
export function preparePlanes(
  steps: PictureSteps,
  planes: ArrayLike<number>[],
  height: number,
  width: number,
): Numbers {
  const made = new Float32Array(steps.height * steps.width * steps.channels);
  const fits = height === steps.height && width === steps.width;
  planes.forEach((plane, channel) => {
    const levels = fits ? plane : resized(plane, [height, width], [steps.height, steps.width], LANCZOS, asByte);
    for (let at = 0; at < levels.length; at += 1) made[at * steps.channels + channel] = levels[at] / steps.divisor;
  });
  return made;
}

// ---- rows ----

/** How many inputs a column becomes. */
export function widthOf(column: Column): number {
  if (column.kind !== "category") return column.missing_input ? 2 : 1;
  if (column.encode === "ordinal") return 1;
  return Math.max(column.levels.length + (column.missing_level ? 1 : 0), 1);
}

/** The number that has been typed, NaN if nothing has, or null if it is none. */
export function typedNumber(column: NumberColumn, typed: string): number | null {
  const text = plainNumber(typed);
  if (!text) return NaN;
  const plain = column.kind === "date" ? /^\d{4}-\d\d-\d\d([ T][\d:.]+)?$/ : /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
  const number = plain.test(text) ? axisValue(text, column.kind) : NaN;
  return Math.abs(number) <= LARGEST_TYPED ? number : null;
}

/** What is wrong with a value that has been typed, in a sentence; empty if nothing is. */
export function complaint(column: Column, typed: string): string {
  if (column.kind === "category" || typedNumber(column, typed) !== null) return "";
  return column.kind === "date" ? TEXT.date(column.name) : TEXT.number(column.name);
}

function numberInputs(column: NumberColumn, typed: string): number[] {
  const number = typedNumber(column, typed) ?? NaN;
  const missing = Number.isNaN(number);
  const scaled = ((missing ? column.fill : number) - column.offset) / column.divisor;
  const input = Math.min(Math.max(scaled, -LARGEST), LARGEST);
  return column.missing_input ? [input, missing ? 1 : 0] : [input];
}

function categoryInputs(column: CategoryColumn, value: string): number[] {
  const place = column.levels.indexOf(value);
  const known = place >= 0 || (value === "" && column.levels.length > 0);
  const taken = place >= 0 ? place : column.fill;
  if (column.encode === "ordinal") return [(taken - column.offset) / column.divisor];
  const inputs = Array(widthOf(column)).fill(0);
  if (known || column.missing_level) inputs[taken] = 1;
  return inputs;
}

/** A row of typed values, by the names of the columns, as the network's input; "" or none is a missing value. */
export function prepareRow(columns: Column[], row: Record<string, string>): Numbers {
  return Float32Array.from(columns.flatMap((column) => {
    const value = Object.hasOwn(row, column.name) ? String(row[column.name] ?? "") : "";
    return column.kind === "category" ? categoryInputs(column, value) : numberInputs(column, value);
  }));
}

// ---- points ----

const FEATURES: Record<string, (x1: number, x2: number) => number> = {
  x1: (x1) => x1,
  x2: (_, x2) => x2,
  "x1^2": (x1) => x1 * x1,
  "x2^2": (_, x2) => x2 * x2,
  "x1*x2": (x1, x2) => x1 * x2,
  "sin(x1)": (x1) => Math.sin(x1),
  "sin(x2)": (_, x2) => Math.sin(x2),
};

/** Points of the plane, [x₁, x₂, x₁, x₂, …], as the network's inputs. */
export function preparePoints({ features }: PointSteps, places: ArrayLike<number>): Numbers {
  const made = new Float32Array((places.length / 2) * features.length);
  const formulas = features.map((name) => FEATURES[name]);
  for (let at = 0; at < places.length / 2; at += 1) {
    formulas.forEach((formula, place) => {
      made[at * features.length + place] = formula(places[2 * at], places[2 * at + 1]);
    });
  }
  return made;
}
