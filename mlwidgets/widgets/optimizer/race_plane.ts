// Where a point of the surface lies on the screen. Both axes have the same scale: only so does the gradient stand at
// right angles to the contour lines.

import type { Domain, Point } from "./race_model.ts";

export interface Plane {
  domain: Domain;
  left: number;
  top: number;
  width: number;
  height: number;
}
const MARGINS = { left: 34, right: 8, top: 8, bottom: 22 }; // px, for the numbers at the axes
const FARTHEST = 5_000; // px: what lies farther away is drawn there, or lines would lose their precision

/** The largest place of the right shape within a canvas. */
export function planeIn(domain: Domain, width: number, height: number): Plane {
  const [xLow, xHigh, yLow, yHigh] = domain;
  const room = {
    width: Math.max(1, width - MARGINS.left - MARGINS.right),
    height: Math.max(1, height - MARGINS.top - MARGINS.bottom),
  };
  const scale = Math.min(room.width / (xHigh - xLow), room.height / (yHigh - yLow));
  const size = { width: Math.round(scale * (xHigh - xLow)), height: Math.round(scale * (yHigh - yLow)) };
  return {
    domain,
    left: MARGINS.left + Math.floor((room.width - size.width) / 2),
    top: MARGINS.top + Math.floor((room.height - size.height) / 2),
    ...size,
  };
}

const kept = (spot: number): number => Math.max(-FARTHEST, Math.min(FARTHEST, spot));

/** Pixels from the upper left corner of the canvas. */
export function spotOf({ domain, left, top, width, height }: Plane, [x, y]: Point): Point {
  const [xLow, xHigh, yLow, yHigh] = domain;
  return [
    kept(left + ((x - xLow) / (xHigh - xLow)) * width),
    kept(top + ((yHigh - y) / (yHigh - yLow)) * height),
  ];
}

/** The point of the surface under a pixel; beside the surface, the nearest one on its edge. */
export function placeOf({ domain, left, top, width, height }: Plane, [across, down]: Point): Point {
  const [xLow, xHigh, yLow, yHigh] = domain;
  const share = (value: number) => Math.max(0, Math.min(1, value));
  const x = xLow + share((across - left) / width) * (xHigh - xLow);
  const y = yHigh - share((down - top) / height) * (yHigh - yLow);
  return tidied([x, y], domain);
}

/** A point that has moved by shares of the surface, within it. */
export function moved([x, y]: Point, right: number, up: number, domain: Domain): Point {
  const [xLow, xHigh, yLow, yHigh] = domain;
  const inside = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));
  return tidied([
    inside(x + right * (xHigh - xLow), xLow, xHigh),
    inside(y + up * (yHigh - yLow), yLow, yHigh),
  ], domain);
}

/** No more decimals than a pixel is worth. */
function tidied([x, y]: Point, [xLow, xHigh, yLow, yHigh]: Domain): Point {
  const decimals = Math.max(0, 3 - Math.floor(Math.log10(Math.max(xHigh - xLow, yHigh - yLow))));
  const round = (value: number, low: number, high: number) =>
    Math.max(low, Math.min(high, Number(value.toFixed(decimals))));
  return [round(x, xLow, xHigh), round(y, yLow, yHigh)];
}

/** Round numbers for an axis, `most` at the most. */
export function ticksOf(low: number, high: number, most: number): number[] {
  const rough = (high - low) / Math.max(1, most);
  const decade = 10 ** Math.floor(Math.log10(rough));
  const step = decade * ([1, 2, 5, 10].find((one) => one * decade >= rough * (1 - 1e-9)) ?? 10);
  const ticks: number[] = [];
  for (let at = Math.ceil(low / step - 1e-9); at * step <= high + 1e-9 * step; at += 1) {
    ticks.push(Number((at * step).toPrecision(6)));
  }
  return ticks;
}
