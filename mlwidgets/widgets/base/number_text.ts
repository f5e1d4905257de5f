// Numbers as text, and text as numbers. What is typed or pasted may have a point or a comma before its decimals;
// what is shown has the page's mark there, a real minus sign and at most four significant digits.

import { BETWEEN, type Marks, marks, t, written } from "./language.ts";

const NUMBER_TEXT = {
  empty: (place: string, rule: string) => t("{place} is empty. Type {rule}.", { place, rule }),
  wrong: (place: string, rule: string, typed: string) =>
    t("{place} must be {rule}; got {typed}.", { place, rule, typed }),
  twoReadings: (place: string, typed: string, a: number, b: number) =>
    typed.includes(",")
      ? t("{place}: “{typed}” can be read as {a} or as {b}. Type it without the comma.", { place, typed, a, b })
      : t("{place}: “{typed}” can be read as {a} or as {b}. Type it without the point.", { place, typed, a, b }),
  rule: (low: string, high: string) => t("a number from {low} to {high}", { low, high }),
  ragged: (a: number, b: number) =>
    t("The rows of the pasted block have {a} and {b} cells. Copy a rectangle, then paste again.", { a, b }),
};
const NUMBER_FORM = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const TWO_READINGS = { ",": /^[+-]?[1-9]\d{0,2}\.\d{3}$/, ".": /^[+-]?[1-9]\d{0,2},\d{3}$/ }; // by the decimal mark
const LONGEST_QUOTE = 12;
const SMALL = 1e-4; // below, two significant digits are enough: 0.000015, not 1.45e−5
const VERY_SMALL = 1e-6; // smaller numbers get an exponent
const WHOLE_UP_TO = 1e6; // larger numbers get an exponent, or one of them would make all cells wide

/** Round away what binary arithmetic adds: 0.1 + 0.2 becomes 0.3. */
export const tidy = (number: number): number => Number(number.toPrecision(12));

/** The number as it is shown: 113, −26, 0.3333, −1.2e7. */
export const shownNumber = (value: number, digits = 4): string => written(shortNumber(value, digits));

/** The same in English, from which the number can be read again. */
export function shortNumber(value: number, digits = 4): string {
  if (Number.isInteger(value) && Math.abs(value) <= WHOLE_UP_TO) return value < 0 ? `−${-value}` : `${value}`;
  if (!Number.isFinite(value)) return Number.isNaN(value) ? t("not a number") : value > 0 ? "∞" : "−∞";
  const size = Math.abs(tidy(value));
  const whole = Math.trunc(size) > 0 ? String(Math.trunc(size)).length : 0;
  let text = String(size);
  if (size > WHOLE_UP_TO || (size > 0 && size < VERY_SMALL)) {
    const [mantissa, exponent] = size.toExponential(digits - 2).split("e").map(Number);
    text = `${mantissa}e${exponent}`.replace("-", "−");
  } else if (size < SMALL) {
    text = size.toFixed(size < 10 * VERY_SMALL ? 7 : 6).replace(/\.?0+$/, "");
  } else if (!Number.isInteger(size)) {
    text = String(Number(size.toPrecision(Math.max(digits, whole))));
  }
  return value < 0 && size !== 0 ? `−${text}` : text;
}

/** The same number where it follows a sign or a dot: a negative one stands in brackets. */
export const bracketed = (value: number): string => (value < 0 ? `(${shownNumber(value)})` : shownNumber(value));

/** A formula that is written as in English, with its numbers and what is between them as the page's language has them. */
export const writtenFormula = (formula: string): string =>
  formula.replace(/\d\.\d/g, (digits) => written(digits)).replaceAll(", ", BETWEEN);

/** A number's text as Python has it, for a person to read and edit; any other text stays as it is. */
export const writtenPlain = (text: string): string => (NUMBER_FORM.test(text) ? written(text) : text);

/** The number as it is edited and copied: every digit of it. */
export const editedNumber = (value: number): string => written(String(Object.is(value, -0) ? 0 : value));

export const quoted = (text: string): string =>
  `“${text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text}”`;

/** What a typed text says: a number, NaN if it is none, or both numbers if it can be read as two. */
export function numberIn(typed: string, { decimal }: Marks = marks): number | [number, number] {
  const text = typed.trim().replace("−", "-");
  if (TWO_READINGS[decimal === "," ? "," : "."].test(text)) {
    return [Number(text.replace(",", ".")), Number(text.replace(/[.,]/, ""))];
  }
  const plain = text.replace(",", ".");
  return NUMBER_FORM.test(plain) ? Number(plain) : NaN;
}

/** Read one number: `{ number }`, or `{ complaint }` in a sentence that begins with the place it was typed in. */
export function readNumber(
  typed: string,
  place: string,
  low: number,
  high: number,
): { number: number; complaint?: undefined } | { number?: undefined; complaint: string } {
  const text = typed.trim().replace("−", "-");
  const rule = NUMBER_TEXT.rule(shownNumber(low), shownNumber(high));
  if (text === "") return { complaint: NUMBER_TEXT.empty(place, rule) };
  const number = numberIn(text);
  if (typeof number !== "number") return { complaint: NUMBER_TEXT.twoReadings(place, text, ...number) };
  if (!(number >= low && number <= high)) {
    return { complaint: NUMBER_TEXT.wrong(place, rule, quoted(typed.trim())) };
  }
  return { number: number === 0 ? 0 : number };
}

/** Split what a spreadsheet puts on the clipboard into rows of texts: `{ rows }`, or `{ complaint }`. */
export function readBlock(
  text: string,
): { rows: string[][]; complaint?: undefined } | { rows?: undefined; complaint: string } {
  const lines = text.replace(/(\r\n|\r|\n)+$/, "").split(/\r\n|\r|\n/);
  const rows = lines.map((line) => line.split(/[\t;]/));
  const other = rows.find((row) => row.length !== rows[0].length);
  return other ? { complaint: NUMBER_TEXT.ragged(rows[0].length, other.length) } : { rows };
}
