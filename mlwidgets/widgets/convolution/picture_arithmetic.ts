// The arithmetic of one pixel of the output, in lines of text.

import { shownNumber } from "../base/number_text.ts";
import { added, equals, poolingLine, reluLine, thenLine } from "./convolution_sentences.ts";
import type { PixelReading, Task, WindowCell } from "./picture_window.ts";
import { t } from "../base/language.ts";

const ALL_WRITTEN = 25; // products; of a larger kernel those with a weight of 0 are left out
export const CHANNELS = [t("Red"), t("Green"), t("Blue")];
/** A channel and its number, as they are read aloud. */
export const SPOKEN_CHANNELS = [
  (value: string) => t("red {value}", { value }),
  (value: string) => t("green {value}", { value }),
  (value: string) => t("blue {value}", { value }),
];

/** What a pixel of a window is called: a number, in brackets if the padding put it there. */
export const pixelText = ({ pixel, padding }: Pick<WindowCell, "pixel" | "padding">): string =>
  padding ? `[${pixel}]` : `${pixel}`;

/** "0·52 − 1·60 + 5·[0]": weight times pixel. */
function productsText(cells: readonly (readonly WindowCell[])[]): string {
  const all = cells.flat();
  const counted = all.length > ALL_WRITTEN ? all.filter(({ weight }) => weight !== 0) : all;
  if (counted.length === 0) return "0";
  return counted
    .map((cell, index) => {
      const sign = cell.weight < 0 ? "−" : index === 0 ? "" : "+";
      const product = `${shownNumber(Math.abs(cell.weight))}·${pixelText(cell)}`;
      return index === 0 ? `${sign}${product}` : `${sign} ${product}`;
    })
    .join(" ");
}

/** The lines for one channel of a pixel: the products of the window that is shown first, the pixel's value last. */
export function arithmeticLines(
  { settings, shape }: Pick<Task, "settings" | "shape">,
  read: PixelReading,
  { place, channel, cells }: { place: number; channel: number; cells: WindowCell[][] },
): string[] {
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
  if (divisor !== 1 || bias !== 0) lines.push(thenLine(total, settings, z));
  if (activation === "relu") lines.push(reluLine(z, activated));
  if (pooling !== "none") lines.push(poolingLine(pooling, read.places.map((one) => one.activated), read.value));
  return lines;
}
