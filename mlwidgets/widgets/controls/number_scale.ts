// The arithmetic of a number control: how slider and keys move over a range, how a number is shown, spoken and read.

import { numberIn, tidy } from "../base/number_text.ts";
import { t, written } from "../base/language.ts";

const TEXT = {
  empty: (label: string, rule: string) => t("{label} is empty. Type {rule}.", { label, rule }),
  wrong: (label: string, rule: string, typed: string) =>
    t("{label} must be {rule}; got {typed}.", { label, rule, typed }),
  notNumber: (label: string, rule: string, typed: string) =>
    t("{label} must be {rule}; got “{typed}”.", { label, rule, typed }),
  twoReadings: (typed: string, a: number, b: number) =>
    typed.includes(",")
      ? t("“{typed}” can be read as {a} or as {b}. Type it without the comma.", { typed, a, b })
      : t("“{typed}” can be read as {a} or as {b}. Type it without the point.", { typed, a, b }),
  rule: (whole: boolean, low: string, high: string) =>
    whole ? t("a whole number from {low} to {high}", { low, high }) : t("a number from {low} to {high}", { low, high }),
};

export interface Range {
  minimum: number;
  maximum: number;
  step: number;
  scale: "linear" | "log";
  integer: boolean;
}

/** Positions from 0 to 1, and the values that slider and keys stop at. */
export interface Scale {
  position(value: number): number;
  at(position: number): number;
  next(value: number): number;
  previous(value: number): number;
  page(value: number, direction: 1 | -1): number;
  low: number;
  high: number;
}

const MANTISSAS = [1, 1.5, 2, 3, 5, 7];
const LONGEST_QUOTE = 12; // the field shows it in full; here it must leave room for the rule

/** The number with four significant digits, and never fewer than its whole part has. */
export function display(number: number): string {
  if (Number.isInteger(number)) return String(number);
  const whole = Math.trunc(Math.abs(number));
  const rounded = Number(number.toPrecision(Math.max(4, String(whole).length)));
  return written(Math.abs(rounded) < 1e-4 ? rounded.toExponential().replace("e+", "e") : String(rounded));
}

/** The same number as speech should have it: digits only, never an exponent. */
export function spoken(number: number): string {
  if (Number.isInteger(number) || Math.abs(number) >= 1e-4) return display(number);
  const digits = 3 - Math.floor(Math.log10(Math.abs(number)));
  return written(number.toFixed(Math.min(digits, 20)).replace(/0+$/, ""));
}

/** What was typed, short enough to be part of a sentence. */
const quote = (text: string): string => (text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text);

/** Read what was typed: `{ number }`, or `{ complaint }` if it is not one number of the range. */
export function read(
  typed: string,
  label: string,
  scale: Scale,
  whole: boolean,
): { number: number; complaint?: undefined } | { number?: undefined; complaint: string } {
  const rule = TEXT.rule(whole, display(scale.low), display(scale.high));
  const text = typed.trim().replace("−", "-");
  if (text === "") return { complaint: TEXT.empty(label, rule) };
  const number = numberIn(text);
  if (typeof number !== "number") return { complaint: TEXT.twoReadings(text, ...number) };
  if (Number.isNaN(number)) return { complaint: TEXT.notNumber(label, rule, quote(text)) };
  const fits = number >= scale.low && number <= scale.high && (!whole || Number.isInteger(number));
  return fits ? { number } : { complaint: TEXT.wrong(label, rule, quote(typed.trim())) };
}

/** How slider and keys move over a range. */
export function makeScale({ minimum, maximum, step, scale, integer }: Range): Scale {
  const low = integer ? Math.ceil(minimum) : minimum;
  const high = integer ? Math.floor(maximum) : maximum;
  const clamp = (number: number) => Math.min(Math.max(number, low), high);

  if (scale === "log") {
    const stops = [low, high];
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1) {
      for (const mantissa of MANTISSAS) {
        const stop = Number(`${mantissa}e${power}`); // read as decimal, so 0.003 is exactly 0.003
        if (stop > low && stop < high && (!integer || Number.isInteger(stop))) stops.push(stop);
      }
    }
    stops.sort((a, b) => a - b);
    const span = Math.log(maximum / minimum);
    const distance = (a: number, b: number) => Math.abs(Math.log(a / b));
    return {
      position: (value) => Math.log(value / minimum) / span,
      at(position) {
        const exact = minimum * Math.exp(position * span);
        return stops.reduce((best, stop) => (distance(stop, exact) < distance(best, exact) ? stop : best));
      },
      next: (value) => stops.find((stop) => stop > value * (1 + 1e-9)) ?? high,
      previous: (value) => stops.findLast((stop) => stop < value * (1 - 1e-9)) ?? low,
      page(value, direction) {
        const moved = tidy(direction > 0 ? value * 10 : value / 10);
        return clamp(integer ? Math.round(moved) : moved);
      },
      low,
      high,
    };
  }

  const stride = integer ? Math.max(1, Math.round(step)) : step;
  const rung = (count: number) => clamp(tidy(low + count * stride));
  const count = (value: number) => (value - low) / stride;
  return {
    position: (value) => (value - minimum) / (maximum - minimum),
    at(position) {
      const exact = minimum + position * (maximum - minimum);
      const snapped = rung(Math.round(count(exact)));
      return Math.abs(high - exact) < Math.abs(snapped - exact) ? high : snapped;
    },
    next: (value) => rung(Math.floor(count(value) + 1e-9) + 1),
    previous: (value) => rung(Math.ceil(count(value) - 1e-9) - 1),
    page: (value, direction) => clamp(tidy(value + 10 * direction * stride)),
    low,
    high,
  };
}
