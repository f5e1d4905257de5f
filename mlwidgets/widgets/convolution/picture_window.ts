// Which pixels of the input one pixel of the output is made of, and the arithmetic that makes it. No drawing here.

import type { Settings } from "./convolution_terms.ts";

export type PictureShape = [height: number, width: number, channels: number];
export type CellPlace = readonly [row: number, column: number];

/** What the board has got from Python. */
export interface Task {
  pixels: Uint8Array;
  shape: PictureShape;
  kernel: number[][][]; // [row][column][channel], not rotated: `settings.flip` says whether to rotate it
  settings: Settings;
}
/** A pixel under the kernel, the weight that it meets, and whether the padding put it there. */
export interface WindowCell {
  pixel: number;
  weight: number;
  padding: boolean;
}
export interface Window {
  rows: number[]; // of the input
  columns: number[];
  cells: WindowCell[][];
  sum: number;
}
/** One position of the kernel: the sum of each channel that takes part, and what becomes of it. */
export interface Position {
  y: number;
  x: number;
  sums: number[];
  total: number;
  z: number;
  activated: number;
}
export interface PixelReading {
  places: Position[];
  best: number; // the place that max pooling took, else 0
  value: number;
}
export interface Rectangle {
  top: number;
  left: number;
  height: number;
  width: number;
}

/** Where a padded axis reads the picture; null where the padding is 0. */
export function readAt(index: number, length: number, mode: Settings["padding_mode"]): number | null {
  if (index >= 0 && index < length) return index;
  if (mode === "edge") return index < 0 ? 0 : length - 1;
  if (mode !== "reflect" || length < 2) return null;
  const period = 2 * (length - 1); // there and back, the pixels at the edge once
  const place = ((index % period) + period) % period;
  return place < length ? place : period - place;
}

/** Rows (axis 0) or columns (axis 1) of the input that position `index` of the convolution looks at. */
function looksAt({ kernel, settings }: Task, axis: 0 | 1, index: number): number[] {
  const size = axis === 0 ? kernel.length : kernel[0].length;
  const first = index * settings.strides - settings.before[axis];
  return Array.from({ length: size }, (_, step) => first + step * settings.dilation_rate);
}

/** The window at (y, x) in one channel. */
export function readWindow(task: Task, y: number, x: number, channel: number): Window {
  const { pixels, shape, settings, kernel } = task;
  const [height, width, channels] = shape;
  const [rows, columns] = [looksAt(task, 0, y), looksAt(task, 1, x)];
  const slice = settings.channels === "sum" ? channel : 0; // "separately": one kernel for all channels
  const from = (index: number, length: number) => (settings.flip ? length - 1 - index : index);
  let sum = 0;
  const cells = rows.map((row, i) =>
    columns.map((column, j) => {
      const [r, c] = [readAt(row, height, settings.padding_mode), readAt(column, width, settings.padding_mode)];
      const pixel = r === null || c === null ? 0 : pixels[(r * width + c) * channels + channel];
      const weight = kernel[from(i, rows.length)][from(j, columns.length)][slice];
      sum += pixel * weight;
      return { pixel, weight, padding: row !== r || column !== c };
    })
  );
  return { rows, columns, cells, sum };
}

function convolveAt(task: Task, y: number, x: number, output: number): Position {
  const { shape, settings } = task;
  const channels = settings.channels === "sum" ? [...Array(shape[2]).keys()] : [output];
  const sums = channels.map((channel) => readWindow(task, y, x, channel).sum);
  const total = sums.reduce((a, b) => a + b, 0);
  const z = total / settings.divisor + settings.bias;
  return { y, x, sums, total, z, activated: settings.activation === "relu" ? Math.max(z, 0) : z };
}

/** The positions of the kernel that one pixel of the output is made of: one, or as many as a pool has. */
function pooledPlaces({ settings }: Task, [row, column]: CellPlace): { y: number; x: number }[] {
  const side = settings.pooling === "none" ? 1 : settings.pool_size;
  return Array.from({ length: side * side }, (_, index) => ({
    y: row * side + Math.floor(index / side),
    x: column * side + (index % side),
  }));
}

/** Everything about one channel of one pixel of the output. */
export function readPixel(task: Task, cell: CellPlace, output: number): PixelReading {
  const places = pooledPlaces(task, cell).map(({ y, x }) => convolveAt(task, y, x, output));
  const results = places.map((place) => place.activated);
  if (task.settings.pooling === "average") {
    return { places, best: 0, value: results.reduce((a, b) => a + b, 0) / results.length };
  }
  const best = results.indexOf(Math.max(...results));
  return { places, best, value: results[best] };
}

/** The rectangle of the input that some positions see, in pixels; it may reach beyond the edge. */
export function seenBy(task: Task, places: readonly { y: number; x: number }[]): Rectangle {
  const [first, last] = [places[0], places[places.length - 1]];
  const [top, left] = [looksAt(task, 0, first.y)[0], looksAt(task, 1, first.x)[0]];
  const bottom = Math.max(...looksAt(task, 0, last.y));
  const right = Math.max(...looksAt(task, 1, last.x));
  return { top, left, height: bottom - top + 1, width: right - left + 1 };
}

/** Where a key leads on a picture of this size: arrows by one pixel, with Shift by ten; null if it does not move. */
export function pixelMove(
  [height, width]: readonly number[],
  [row, column]: CellPlace,
  { key, shiftKey, ctrlKey }: Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey">,
): [number, number] | null {
  const step = shiftKey ? 10 : 1;
  const targets: Record<string, [number, number]> = {
    ArrowUp: [row - step, column],
    ArrowDown: [row + step, column],
    ArrowLeft: [row, column - step],
    ArrowRight: [row, column + step],
    Home: [ctrlKey ? 0 : row, 0],
    End: [ctrlKey ? height - 1 : row, width - 1],
  };
  if (!Object.hasOwn(targets, key)) return null;
  const [y, x] = targets[key];
  return [Math.min(Math.max(y, 0), height - 1), Math.min(Math.max(x, 0), width - 1)];
}
