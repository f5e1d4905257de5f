// A part: the arithmetic of one pixel of the output, in lines of text. Stands on number_text and convolution_sentences.

import { added, equals, poolingLine, reluLine, SENTENCE } from "./convolution_sentences.ts";
import { bracketed, shownNumber } from "../base/number_text.ts";

export const CHANNELS = ["Red", "Green", "Blue"];

/** What a pixel of a window is called: a number, in brackets if the padding put it there. */
export const pixelText = ({ pixel, padding }) => (padding ? `[${pixel}]` : `${pixel}`);

/** "0·52 − 1·60 + 5·[0]": weight times pixel. */
function productsText(cells) {
  return cells
    .flat()
    .map((cell, index) => {
      const sign = cell.weight < 0 ? "−" : index === 0 ? "" : "+";
      const product = `${shownNumber(Math.abs(cell.weight))}·${pixelText(cell)}`;
      return index === 0 ? `${sign}${product}` : `${sign} ${product}`;
    })
    .join(" ");
}

/** The lines for one channel of a pixel: the products of the window that is shown first, the pixel's value last. */
export function arithmeticLines({ settings, shape }, read, { place, channel, cells }) {
  const { divisor, bias, activation, pooling } = settings;
  const { sums, total, z, activated } = read.places[place];
  const names = CHANNELS.slice(0, shape[2]);
  const own = sums.length > 1 ? sums[channel] : sums[0];
  const weights = cells.flat().map(({ weight }) => weight);
  const label = names.length > 1 ? `${names[channel]}: ` : "";
  const lines = [`${label}${productsText(cells)} ${equals(...weights, own)} ${shownNumber(own)}`];
  if (sums.length > 1) {
    lines.push(`${names.join(" + ")}: ${added(sums)} ${equals(...sums, total)} ${shownNumber(total)}`);
  }
  if (divisor !== 1 || bias !== 0) {
    const quotient = divisor === 1 ? shownNumber(total) : `${bracketed(total)} ÷ ${bracketed(divisor)}`;
    const shifted = bias === 0 ? quotient : `${quotient} ${bias < 0 ? "−" : "+"} ${shownNumber(Math.abs(bias))}`;
    lines.push(SENTENCE.then(`${shifted} ${equals(total, divisor, bias, z)} ${shownNumber(z)}`));
  }
  if (activation === "relu") lines.push(reluLine(z, activated));
  if (pooling !== "none") lines.push(poolingLine(pooling, read.places.map((one) => one.activated), read.value));
  return lines;
}
