// A part: the arithmetic of a convolution in words. Pure functions. Needs number_text.js and convolution_terms.js.

import { allTerms, product, sumOf } from "./convolution_terms.ts";
import { bracketed, shownNumber, tidy } from "../base/number_text.ts";

export const SENTENCE = {
  at: (name, row, column, value) => `${name}, row ${row}, column ${column}: ${value}`,
  sum: (text) => `Sum: ${text}`,
  then: (text) => `Then: ${text}`,
  relu: (text) => `ReLU: ${text}`,
  max: (cells, value) => `Max pooling: the largest of ${cells} is ${value}.`,
  average: (cells, count, sign, value) => `Average pooling: (${cells}) ÷ ${count} ${sign} ${value}`,
  largest: (row, column) => `The largest one, row ${row}, column ${column}, comes from these products:`,
  first: (row, column) => `The first of them, row ${row}, column ${column}, comes from these products:`,
  channel: (number) => `Channel ${number}`,
  rest: (terms, sum) => `… and ${terms} more products that sum to ${sum}.`,
  noughts: (terms) => `${terms} more products are 0.`,
  outputGradient: (value) =>
    `You choose this one: how fast the loss L grows with this output cell. ${value} means: by ${value} for each 1.`,
  noWindow: "No pooling window covers this cell, so the loss does not depend on it: 0.",
  winner: (value) => `Max pooling: this cell is the largest of its window and gets the whole gradient, ${value}.`,
  loser: "Max pooling: another cell of the window is passed on, so this one gets 0.",
  shared: (value, cells, share) =>
    `Average pooling: ${cells} cells share the gradient: ${value} ÷ ${cells} = ${share}.`,
  open: (z, value) => `ReLU: z = ${z} is above 0, so the gradient passes: ${value}.`,
  shut: (z) => `ReLU: z = ${z} is not above 0, so nothing passes: 0.`,
  times: (left, right) => `${left} times ${right}`,
  padding: ", padding",
  place: (name, row, column) => `${name} row ${row} column ${column}`,
};
const PLACE_NAMES = {
  input: "input",
  kernel: "kernel",
  z_gradient: "gradient",
  output_gradient: "gradient",
};
const MOST_ADDENDS = 12; // longer sums are not written out a second time

/** Whether a number had to be rounded to be shown. */
const isRounded = (value) => Number(shownNumber(value).replaceAll("−", "-")) !== tidy(value);

/** "=" or, where a number on the line is rounded, "≈". */
export const equals = (...values) => (values.some(isRounded) ? "≈" : "=");

/** Numbers with the signs between them: 300 − 113 − 73. */
export function added(values) {
  return values
    .map((value, index) => {
      const size = shownNumber(Math.abs(value));
      if (index === 0) return value < 0 ? `−${size}` : size;
      return `${value < 0 ? "−" : "+"} ${size}`;
    })
    .join(" ");
}

/** What the products come to, and the divisor and bias after them; the last number is Python's. */
export function sumLines(blocks, { divisor, bias }, value) {
  const addends = allTerms(blocks).map(product).filter((number) => number !== 0);
  const plain = divisor === 1 && bias === 0;
  const sum = plain ? value : sumOf(blocks);
  const written = addends.length > 1 && addends.length <= MOST_ADDENDS;
  const line = written ? `${added(addends)} ${equals(...addends, sum)} ${shownNumber(sum)}` : shownNumber(sum);
  const lines = [SENTENCE.sum(line)];
  if (plain) return lines;
  const quotient = divisor === 1 ? shownNumber(sum) : `${bracketed(sum)} ÷ ${bracketed(divisor)}`;
  const shifted = bias === 0 ? quotient : `${quotient} ${bias < 0 ? "−" : "+"} ${shownNumber(Math.abs(bias))}`;
  lines.push(SENTENCE.then(`${shifted} ${equals(sum, divisor, bias, value)} ${shownNumber(value)}`));
  return lines;
}

export const reluLine = (z, value) => SENTENCE.relu(`max(0, ${shownNumber(z)}) = ${shownNumber(value)}`);

export function poolingLine(kind, values, value) {
  if (kind === "max") return SENTENCE.max(values.map((one) => shownNumber(one)).join(", "), shownNumber(value));
  return SENTENCE.average(added(values), values.length, equals(...values, value), shownNumber(value));
}

/** What a screen reader is told of a term: its factors, and where they stand. */
export function termName({ left, right, rim, places }) {
  const factors = right === null ? shownNumber(left) : SENTENCE.times(shownNumber(left), shownNumber(right));
  const named = places.filter(([grid]) => Object.hasOwn(PLACE_NAMES, grid));
  const where = named.map(([grid, row, column]) =>
    grid === "input" && rim ? "" : `, ${SENTENCE.place(PLACE_NAMES[grid], row + 1, column + 1)}`
  );
  return factors + (rim ? SENTENCE.padding : "") + where.join("");
}

/** A reading as it is spoken: its title if asked for, the products that are not 0, the lines after them. */
export function spokenReading({ title, lead, blocks, lines }, titled) {
  const terms = allTerms(blocks).filter((term) => product(term) !== 0);
  const [some, others] = [terms.slice(0, MOST_ADDENDS), terms.slice(MOST_ADDENDS)];
  const spoken = some.map(({ left, right }) =>
    right === null ? shownNumber(left) : SENTENCE.times(shownNumber(left), shownNumber(right))
  );
  const more = others.length ? SENTENCE.rest(others.length, shownNumber(sumOf([{ lines: [others] }]))) : "";
  return [titled ? title : "", ...lead, spoken.join(", "), more, ...lines].filter((text) => text !== "").join(". ");
}
