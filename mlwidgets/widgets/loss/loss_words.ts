// Formulas: with letters, and with numbers in their place.

import { shownNumber } from "../base/number_text.ts";

const DIGITS = "₁₂₃₄₅₆₇₈₉";

/** The letters of a formula's places: ŷ for {p}, p₁ for {p0}. */
export function symbolic(template: string, symbol: string): string {
  return template.replace(/\{([a-z])(\d?)\}/g, (_, letter: string, digit: string) => {
    if (letter === "y") return "y";
    const name = letter === "s" ? "p" : symbol;
    return digit ? `${name}${DIGITS[Number(digit)]}` : name;
  });
}

/** The same with numbers; a negative one is bracketed unless it begins what is in brackets. */
export function filled(template: string, numbers: Record<string, number>): string {
  return template.replace(/(^|[(|]|, )?\{([a-z]\d?)\}/g, (_, before: string | undefined, key: string) => {
    const number = numbers[key] ?? NaN;
    const text = shownNumber(number);
    if (before !== undefined) return before + text;
    return number < 0 ? `(${text})` : text;
  }).replace(/− −/g, "+ ").replace(/^−−/, "");
}

/** The places of a formula: the prediction, the truth, and with several classes every output. */
export function numbersOf(points: number[], shares: number[], truth: number): Record<string, number> {
  const numbers: Record<string, number> = { p: points[0], y: truth };
  points.forEach((value, index) => numbers[`p${index}`] = value);
  shares.forEach((value, index) => numbers[`s${index}`] = value);
  return numbers;
}
