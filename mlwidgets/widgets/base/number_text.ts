// Numbers as text, and text as numbers. What is typed or pasted may have a point or a comma before its
// decimals; what is shown has a point, a real minus sign and at most four significant digits.

import { t } from "./language.ts";

const NUMBER_TEXT = {
  empty: (place: string, rule: string) => t("{place} is empty. Type {rule}.", { place, rule }),
  wrong: (place: string, rule: string, typed: string) =>
    t("{place} must be {rule}; got {typed}.", { place, rule, typed }),
  twoReadings: (place: string, typed: string, a: number, b: number) =>
    t("{place}: “{typed}” can be read as {a} or as {b}. Type it without the comma.", { place, typed, a, b }),
  rule: (low: string, high: string) => t("a number from {low} to {high}", { low, high }),
  ragged: (a: number, b: number) =>
    t("The rows of the pasted block have {a} and {b} cells. Copy a rectangle, then paste again.", { a, b }),
};
export const NUMBER_FORM = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
export const TWO_READINGS = /^[+-]?[1-9]\d{0,2},\d{3}$/;
const LONGEST_QUOTE = 12;
const SMALL = 1e-4; // below, two significant digits are enough: 0.000015, not 1.45e−5
const VERY_SMALL = 1e-6; // smaller numbers get an exponent
const WHOLE_UP_TO = 1e6; // larger numbers get an exponent, or one of them would make all cells wide

/** Round away what binary arithmetic adds: 0.1 + 0.2 becomes 0.3. */
export const tidy = (number: number): number => Number(number.toPrecision(12));

/** The number as it is shown: 113, −26, 0.3333, −1.2e7. */
export function shownNumber(value: number, digits = 4): string {
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

/** The number as it is edited and copied: every digit of it. */
export const editedNumber = (value: number): string => String(Object.is(value, -0) ? 0 : value);

export const quoted = (text: string): string =>
  `“${text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text}”`;

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
  if (TWO_READINGS.test(text)) {
    const [decimal, thousands] = [text.replace(",", "."), text.replace(",", "")].map(Number);
    return { complaint: NUMBER_TEXT.twoReadings(place, text, decimal, thousands) };
  }
  const plain = text.replace(",", ".");
  const number = NUMBER_FORM.test(plain) ? Number(plain) : NaN;
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
