// Mean pictures of classes, and what tells two of them apart.

import { brightness, type Shape } from "./picture_pixels.ts";

export interface SentMeans {
  names: string[];
  words: string;
  counts?: number[];
  shape?: Shape;
  tenths?: DataView;
}

const TENTHS = 10;

/** Mean pictures as numbers from 0 to 255, one class after the other. */
export function meansOf(sent: SentMeans): Float32Array {
  if (!sent.tenths) return new Float32Array();
  const { buffer, byteOffset, byteLength } = sent.tenths;
  const whole = new Uint16Array(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
  return Float32Array.from(whole, (value) => value / TENTHS);
}

/** The mean brightness of each pixel of a class. */
export function greyMean(means: Float32Array, at: number, shape: Shape): Float32Array {
  const [height, width, channels] = shape;
  const start = at * height * width * channels;
  return Float32Array.from(
    { length: height * width },
    (_, place) => brightness(means, start + place * channels, channels),
  );
}

export function difference(means: Float32Array, a: number, b: number, shape: Shape): Float32Array {
  const [first, second] = [greyMean(means, a, shape), greyMean(means, b, shape)];
  return first.map((value, place) => value - second[place]);
}

/** The mean size of a difference, in grey values. */
export function distance(values: Float32Array): number {
  return values.reduce((sum, value) => sum + Math.abs(value), 0) / Math.max(values.length, 1);
}

/** The two classes that differ least, and the two that differ most; only of the first `most` classes. */
export function extremes(
  means: Float32Array,
  counts: number[],
  shape: Shape,
  most = 40,
): { nearest: [number, number]; farthest: [number, number] } | null {
  const there = counts.map((count, at) => (count ? at : -1)).filter((at) => at >= 0).slice(0, most);
  if (there.length < 2) return null;
  const greys = new Map(there.map((at) => [at, greyMean(means, at, shape)]));
  let [least, largest] = [Infinity, -1];
  const found = { nearest: [0, 0] as [number, number], farthest: [0, 0] as [number, number] };
  for (const [place, a] of there.entries()) {
    for (const b of there.slice(place + 1)) {
      const [first, second] = [greys.get(a)!, greys.get(b)!];
      const far = distance(first.map((value, at) => value - second[at]));
      if (far < least) [least, found.nearest] = [far, [a, b]];
      if (far > largest) [largest, found.farthest] = [far, [a, b]];
    }
  }
  return found;
}
