// Formulas: with letters, and with numbers in their place.

import { shortNumber, shownNumber, writtenFormula } from "../base/number_text.ts";

const DIGITS = "₀₁₂₃₄₅₆₇₈₉"; // classes are counted from 0, as everywhere

/** The number of a class as an index: ₀ for 0. */
export const indexOf = (number: number): string => DIGITS[number];

const PLACE = /(^|[(|]|, )?\{([a-z]\d?)(?::([\d.]+))?\}/g; // with what decides whether a sign needs brackets

/** The letters of a formula's places: ŷ for {p}, p₀ for {p0}. */
export function symbolic(template: string, symbol: string): string {
  const text = template.replace(/\{([a-z])(\d?)(?::[\d.]+)?\}/g, (_, letter: string, digit: string) => {
    if (letter === "y") return "y";
    const name = letter === "s" ? "p" : symbol;
    return digit ? `${name}${indexOf(Number(digit))}` : name;
  });
  return writtenFormula(text);
}

/** The same with numbers; a negative one is bracketed unless it begins what is in brackets. */
export function filled(template: string, numbers: Record<string, number>): string {
  const text = template.replace(PLACE, (_, before: string | undefined, key: string, kept: string | undefined) => {
    if (kept) return (before ?? "") + kept; // the number that counts in its place
    const number = numbers[key] ?? NaN;
    const text = shortNumber(number);
    if (before !== undefined) return before + text;
    return number < 0 ? `(${text})` : text;
  }).replace(/− −/g, "+ ").replace(/^−−/, "");
  return writtenFormula(text);
}

/** The places of a formula: the prediction, the truth, and with several classes every output. */
export function numbersOf(points: number[], shares: number[], truth: number): Record<string, number> {
  const numbers: Record<string, number> = { p: points[0], y: truth };
  points.forEach((value, index) => numbers[`p${index}`] = value);
  shares.forEach((value, index) => numbers[`s${index}`] = value);
  return numbers;
}

/** Through its own activation a cross-entropy's gradient is prediction − truth: that, with numbers. */
export function directWords(share: number, gradient: number, number: number | null): [string, string, string] {
  const index = number === null ? "" : indexOf(number);
  const worked = filled("{p} − {y}", { p: share, y: Number((share - gradient).toFixed(5)) });
  return [`∂L/∂z${index} = p${index} − y${index}`, ` = ${worked}`, ` = ${shownNumber(gradient)}`];
}
