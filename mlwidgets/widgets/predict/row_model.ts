// What Python sends of a row, and what is computed of it in the page.

export interface FormColumn {
  name: string;
  kind: "number" | "category" | "date";
  hint: string;
  low: number; // of the training rows; a date's in days
  high: number;
  whole?: boolean;
  levels: string[];
}
export interface SentAnswer {
  target: string;
  names: string[]; // of the classes with a bar; empty for a number
  places?: number[]; // of these classes among all
  texts?: string[];
  shares?: DataView;
  was?: DataView | number; // of the row as it stands in the table
  text?: string; // a number
  value?: number;
  low?: number;
  high?: number;
}
export interface SentSweep {
  column: string;
  title: string;
  texts: string[];
  numbers?: DataView; // empty for categories
  percent: boolean;
  series: { name: string; place: number; values?: DataView }[];
  alt: string;
}
export interface NearRow {
  name: string;
  here: string;
  there: string;
  part: number; // of the distance, 0 to 1
  distance: string;
  differs: boolean;
}
export interface SentFrame {
  serial: number;
  told: boolean;
  part?: string;
  number?: number;
  parts?: [string, string, number][]; // key, words, rows
  title?: string;
  values?: string[];
  edited?: boolean[];
  notes?: Record<string, string>;
  errors?: Record<string, string>;
  undo?: boolean;
  said?: string;
  true?: string;
  answer?: SentAnswer;
  sweep?: SentSweep;
  nearest?: { said: string; about: string; rows: NearRow[] };
}
const CLASS_COLOURS = 5;
const DASHES = [[], [9, 4], [2, 3], [9, 3, 2, 3], [14, 4]];

const SHAPES = ["●", "■", "▲", "◆", "✚"];

/** The colour and the dash of a class, by its place among all. */
export const colourOf = (place: number): string => `var(--mlw-class-${(place % CLASS_COLOURS) + 1})`;
export const dashOf = (place: number): number[] => DASHES[place % DASHES.length];
export const shapeOf = (place: number): string => SHAPES[place % SHAPES.length];

/** What somebody types, as Python reads it: a decimal comma and a real minus sign are understood. */
export function plainNumber(typed: string): string {
  const text = typed.trim().replace("−", "-");
  return /^[+-]?\d*,\d+$/.test(text) ? text.replace(",", ".") : text;
}

/** The step of a slider over a range: whole ones, or a thousandth of the range as a round number. */
export function stepOf(low: number, high: number, whole: boolean): number {
  if (whole || !(high > low)) return 1;
  return 10 ** Math.floor(Math.log10((high - low) / 100));
}

/** A number as a slider sends it: without the digits that binary arithmetic adds. */
export const sliderText = (value: number): string => String(Number(value.toPrecision(12)));

/** Which point of a sweep is nearest to a value, or −1. */
export function nearestPoint(numbers: ArrayLike<number>, value: number): number {
  let best = -1;
  for (let at = 0; at < numbers.length; at += 1) {
    if (best < 0 || Math.abs(numbers[at] - value) < Math.abs(numbers[best] - value)) best = at;
  }
  return Number.isFinite(value) ? best : -1;
}

/** A value of a number or date field as a number on the axis of its sweep; dates are days. */
export function axisValue(text: string, kind: string): number {
  if (text.trim() === "") return NaN;
  return kind === "date"
    ? Date.parse(`${text.replace(" ", "T")}${text.includes(" ") ? "Z" : ""}`) / 86_400_000
    : Number(text);
}
