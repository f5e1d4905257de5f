// The arithmetic of a convolution in words. Pure functions.

import { bracketed, shortNumber, shownNumber, tidy } from "../base/number_text.ts";
import { allTerms, Block, product, Settings, sumOf, Term } from "./convolution_terms.ts";
import { BETWEEN, counted, t } from "../base/language.ts";

export const SENTENCE = {
  at: (name: string, row: number, column: number, value: string) =>
    t("{name}, row {row}, column {column}: {value}", { name, row, column, value }),
  sum: (text: string) => t("Sum: {text}", { text }),
  then: (text: string) => t("Then: {text}", { text }),
  relu: (text: string) => `ReLU: ${text}`,
  max: (cells: string, value: string) => t("Max pooling: the largest of {cells} is {value}.", { cells, value }),
  average: (cells: string, count: number, sign: string, value: string) =>
    t("Average pooling: ({cells}) ÷ {count} {sign} {value}", { cells, count, sign, value }),
  largest: (row: number, column: number, equal: boolean) =>
    equal
      ? t("The first of the largest ones, row {row}, column {column}, comes from these products:", { row, column })
      : t("The largest one, row {row}, column {column}, comes from these products:", { row, column }),
  first: (row: number, column: number) =>
    t("The first of them, row {row}, column {column}, comes from these products:", { row, column }),
  channel: (number: number) => t("Channel {number}", { number }),
  rest: (terms: number, sum: string) =>
    counted(
      terms,
      "… and {count} more product, which is {sum}.",
      "… and {count} more products, which sum to {sum}.",
      { sum },
    ),
  zeros: (terms: number) => counted(terms, "{count} more product is 0.", "{count} more products are 0."),
  chosen: t("You choose this one."),
  grows: (value: string) => t("If this output cell grows by 1, the loss L grows by about {value}.", { value }),
  shrinks: (value: string) => t("If this output cell grows by 1, the loss L falls by about {value}.", { value }),
  rests: t("A small change of this output cell does not change the loss L."),
  noWindow: t("No pooling window covers this cell, so the loss does not depend on it: 0."),
  winner: (value: string, equal: boolean) =>
    equal
      ? t(
        "Max pooling: this cell is the first of the largest in its window and gets the whole gradient, {value}.",
        { value },
      )
      : t("Max pooling: this cell is the largest in its window and gets the whole gradient, {value}.", { value }),
  loser: t("Max pooling: another cell of the window is passed on, so this one gets 0."),
  shared: (value: string, cells: number, sign: string, share: string) =>
    t("Average pooling: {cells} cells share the gradient: {value} ÷ {cells} {sign} {share}.", {
      cells,
      value,
      sign,
      share,
    }),
  open: (z: string, value: string) => t("ReLU: z = {z} is above 0, so the gradient passes: {value}.", { z, value }),
  shut: (z: string) => t("ReLU: z = {z} is not above 0, so nothing passes: 0.", { z }),
  times: (left: string, right: string) => t("{left} times {right}", { left, right }),
  padding: t(", padding"),
};
const gradientPlace = (row: number, column: number) => t(", gradient row {row} column {column}", { row, column });
const PLACES: Record<string, (row: number, column: number) => string> = {
  input: (row, column) => t(", input row {row} column {column}", { row, column }),
  kernel: (row, column) => t(", kernel row {row} column {column}", { row, column }),
  z_gradient: gradientPlace,
  output_gradient: gradientPlace,
};
const MOST_ADDENDS = 12; // longer sums are not written out a second time

/** Whether a number had to be rounded to be shown. */
const isRounded = (value: number): boolean => Number(shortNumber(value).replaceAll("−", "-")) !== tidy(value);

/** "=" or, where a number on the line is rounded, "≈". */
export const equals = (...values: number[]): string => (values.some(isRounded) ? "≈" : "=");

/** Numbers with the signs between them: 300 − 113 − 73. */
export function added(values: readonly number[]): string {
  return values
    .map((value, index) => {
      const size = shownNumber(Math.abs(value));
      if (index === 0) return value < 0 ? `−${size}` : size;
      return `${value < 0 ? "−" : "+"} ${size}`;
    })
    .join(" ");
}

/** A sum divided and shifted: "300 ÷ 9 + 1 ≈ 34.33". */
export function thenLine(sum: number, { divisor, bias }: Pick<Settings, "divisor" | "bias">, value: number): string {
  const quotient = divisor === 1 ? shownNumber(sum) : `${bracketed(sum)} ÷ ${bracketed(divisor)}`;
  const shifted = bias === 0 ? quotient : `${quotient} ${bias < 0 ? "−" : "+"} ${shownNumber(Math.abs(bias))}`;
  return SENTENCE.then(`${shifted} ${equals(sum, divisor, bias, value)} ${shownNumber(value)}`);
}

/** What the products come to, and the divisor and bias after them; the last number is Python's. */
export function sumLines(
  blocks: readonly Block[],
  after: Pick<Settings, "divisor" | "bias">,
  value: number,
): string[] {
  const terms = allTerms(blocks);
  const addends = terms.map(product).filter((number) => number !== 0);
  const plain = after.divisor === 1 && after.bias === 0;
  const sum = plain ? value : sumOf(terms);
  const written = addends.length > 1 && addends.length <= MOST_ADDENDS;
  const line = written ? `${added(addends)} ${equals(...addends, sum)} ${shownNumber(sum)}` : shownNumber(sum);
  return plain ? [SENTENCE.sum(line)] : [SENTENCE.sum(line), thenLine(sum, after, value)];
}

export const reluLine = (z: number, value: number): string =>
  SENTENCE.relu(`max(0${BETWEEN}${shownNumber(z)}) = ${shownNumber(value)}`);

export function poolingLine(kind: string, values: readonly number[], value: number): string {
  if (kind === "max") return SENTENCE.max(values.map((one) => shownNumber(one)).join(BETWEEN), shownNumber(value));
  return SENTENCE.average(added(values), values.length, equals(...values, value), shownNumber(value));
}

/** What ∂L/∂output means. */
export function gradientLine(value: number): string {
  if (value === 0) return SENTENCE.rests;
  return (value > 0 ? SENTENCE.grows : SENTENCE.shrinks)(shownNumber(Math.abs(value)));
}

/** What a screen reader is told of a term: its factors, and where they stand. */
export function termName({ left, right, padding, places }: Term): string {
  const factors = right === null ? shownNumber(left) : SENTENCE.times(shownNumber(left), shownNumber(right));
  const named = places.filter(([grid]) => Object.hasOwn(PLACES, grid));
  const where = named.map(([grid, row, column]) =>
    grid === "input" && padding ? "" : PLACES[grid](row + 1, column + 1)
  );
  return factors + (padding ? SENTENCE.padding : "") + where.join("");
}

/** A line for the products that are left out. */
export const restLine = (terms: readonly Term[]): string => SENTENCE.rest(terms.length, shownNumber(sumOf(terms)));

export interface Spoken {
  title: string;
  lead: string[];
  blocks: Block[];
  lines: string[];
}

/** A reading as it is spoken: its title if asked for, the products that are not 0, the lines after them. */
export function spokenReading({ title, lead, blocks, lines }: Spoken, titled: boolean): string {
  const terms = allTerms(blocks).filter((term) => product(term) !== 0);
  const [some, others] = [terms.slice(0, MOST_ADDENDS), terms.slice(MOST_ADDENDS)];
  const spoken = some.map(({ left, right }) =>
    right === null ? shownNumber(left) : SENTENCE.times(shownNumber(left), shownNumber(right))
  );
  const more = others.length ? restLine(others) : "";
  return [titled ? title : "", ...lead, spoken.join(", "), more, ...lines].filter((text) => text !== "").join(". ");
}
