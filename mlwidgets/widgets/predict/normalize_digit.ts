// A drawing brought into the form of an MNIST digit, number by number as data/pictures/digits.py does it with Pillow:
// cropped, scaled to a longer side of 20 pixels with a bicubic filter, its centre of mass at row and column 14 of 28.

import { BICUBIC, resized } from "./resample.ts";

const FIELD = 28;
const BOX = 20;
const CENTRE = 14;

/** To the nearest whole number, halves to the even one, as Python rounds. */
function round(number: number): number {
  const low = Math.floor(number);
  if (number - low !== 0.5) return Math.round(number);
  return low % 2 === 0 ? low : low + 1;
}

const offset = (masses: number[]): number => {
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  const centre = masses.reduce((sum, mass, place) => sum + mass * place, 0) / total;
  return Math.min(Math.max(round(CENTRE - centre), 0), FIELD - masses.length);
};

/** The 28 × 28 numbers in [0, 1] that the network sees of a square drawing; all 0 where nothing is drawn. */
export function normalizeDigit(drawing: Uint8Array, side: number): Float32Array<ArrayBuffer> {
  const field = new Float32Array(FIELD * FIELD);
  let [top, left, bottom, right] = [side, side, -1, -1];
  drawing.forEach((ink, index) => {
    if (!ink) return;
    const [row, column] = [Math.trunc(index / side), index % side];
    [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
    [left, right] = [Math.min(left, column), Math.max(right, column)];
  });
  if (bottom < 0) return field;
  const [height, width] = [bottom - top + 1, right - left + 1];
  const ink = new Float32Array(height * width);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) ink[y * width + x] = drawing[(top + y) * side + left + x] / 255;
  }
  const scale = BOX / Math.max(height, width);
  const [rows, columns] = [Math.max(1, round(height * scale)), Math.max(1, round(width * scale))];
  // The bicubic filter swings a little beyond both ends at a sharp edge.
  const small = resized(ink, [height, width], [rows, columns], BICUBIC).map((number) =>
    Math.min(Math.max(number, 0), 1)
  );
  const sum = (numbers: ArrayLike<number>) => Array.from(numbers).reduce((total, number) => total + number, 0);
  const row = (y: number) => small.subarray(y * columns, (y + 1) * columns);
  const down = offset(Array.from({ length: rows }, (_, y) => sum(row(y))));
  const along = offset(
    Array.from({ length: columns }, (_, x) => sum(Array.from({ length: rows }, (_, y) => small[y * columns + x]))),
  );
  for (let y = 0; y < rows; y += 1) field.set(row(y), (down + y) * FIELD + along);
  return field;
}
