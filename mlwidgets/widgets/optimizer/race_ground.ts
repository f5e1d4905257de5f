// The surface as a picture: a band of one shade between two contour lines, and the lines themselves.

import type { RGB } from "../base/shades.ts";
import type { Surface } from "./race_model.ts";

/** The number of the band that a height lies in: how many contour lines lie below it; −1 in a hole. */
export function bandOf(height: number, levels: number[]): number {
  if (!Number.isFinite(height)) return -1;
  let [low, high] = [0, levels.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (levels[middle] <= height) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The height between four points of the grid; not finite beside a hole. */
export function heightAt({ heights, size }: Surface, column: number, row: number): number {
  const left = Math.min(size - 2, Math.floor(column));
  const low = Math.min(size - 2, Math.floor(row));
  const [right, up] = [column - left, row - low];
  const at = low * size + left;
  const lower = heights[at] + (heights[at + 1] - heights[at]) * right;
  const upper = heights[at + size] + (heights[at + size + 1] - heights[at + size]) * right;
  return lower + (upper - lower) * up;
}

const HATCH = { every: 8, wide: 2 }; // px

/** Paint the bands, from the shade of the lowest to that of the highest; a hole is hatched. */
export function paintBands(
  canvas: HTMLCanvasElement,
  surface: Surface,
  shades: { low: RGB; high: RGB; hole: RGB },
): void {
  const { width, height } = canvas;
  const picture = new ImageData(width, height);
  const bands = surface.levels.length;
  const colours = Array.from({ length: bands + 1 }, (_, band) => {
    const share = bands ? band / bands : 0;
    return shades.low.map((part, index) => Math.round(part + (shades.high[index] - part) * share));
  });
  let at = 0;
  for (let down = 0; down < height; down += 1) {
    const row = (1 - (down + 0.5) / height) * (surface.size - 1);
    for (let across = 0; across < width; across += 1, at += 4) {
      const band = bandOf(heightAt(surface, ((across + 0.5) / width) * (surface.size - 1), row), surface.levels);
      const hatched = (across + down) % HATCH.every < HATCH.wide;
      const colour = band >= 0 ? colours[band] : hatched ? shades.hole : shades.high;
      picture.data.set(colour, at);
      picture.data[at + 3] = 255;
    }
  }
  canvas.getContext("2d")?.putImageData(picture, 0, 0);
}

/** Where a contour line crosses the cells of the grid: pairs of points, in columns and rows. */
export function contour({ heights, size }: Surface, level: number): number[] {
  const found: number[] = [];
  const crossing = (a: number, b: number) => (level - a) / (b - a);
  for (let row = 0; row + 1 < size; row += 1) {
    for (let column = 0; column + 1 < size; column += 1) {
      const at = row * size + column;
      const [a, b, c, d] = [heights[at], heights[at + 1], heights[at + size + 1], heights[at + size]];
      if (!Number.isFinite(a + b + c + d)) continue;
      const ends: number[] = [];
      if (a < level !== b < level) ends.push(column + crossing(a, b), row);
      if (b < level !== c < level) ends.push(column + 1, row + crossing(b, c));
      if (d < level !== c < level) ends.push(column + crossing(d, c), row + 1);
      if (a < level !== d < level) ends.push(column, row + crossing(a, d));
      // In a saddle's cell there are four ends, joined two by two.
      for (let end = 0; end + 3 < ends.length; end += 4) found.push(...ends.slice(end, end + 4));
    }
  }
  return found;
}

/** Draw all contour lines over a canvas of any size. */
export function drawContours(pen: CanvasRenderingContext2D, surface: Surface, width: number, height: number): void {
  const cells = surface.size - 1;
  for (const level of surface.levels) {
    const ends = contour(surface, level);
    pen.beginPath();
    for (let at = 0; at < ends.length; at += 4) {
      pen.moveTo((ends[at] / cells) * width, (1 - ends[at + 1] / cells) * height);
      pen.lineTo((ends[at + 2] / cells) * width, (1 - ends[at + 3] / cells) * height);
    }
    pen.stroke();
  }
}
