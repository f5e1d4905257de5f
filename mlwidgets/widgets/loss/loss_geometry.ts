// Where things are in the picture of a loss.

export interface Ends {
  low: number;
  high: number;
  bottom: number;
  top: number;
}
export interface Plot {
  left: number;
  top: number;
  right: number;
  bottom: number;
  x(value: number): number;
  y(loss: number): number;
  valueAt(x: number): number;
}

const LONGEST = 0.3; // of the picture's width, which an arrow comes near and never passes

/** The picture's scales; `letters` is the size of its letters in pixels. */
export function plotOf(width: number, height: number, ends: Ends, letters: number): Plot {
  const { low, high, bottom: least, top: most } = ends;
  const [left, right, top, bottom] = [letters * 3.2, letters, letters * 1.6, letters * 3];
  const [wide, tall] = [Math.max(width - left - right, 1), Math.max(height - top - bottom, 1)];
  return {
    left,
    right,
    top,
    bottom,
    x: (value) => left + ((value - low) / (high - low)) * wide,
    y: (loss) => top + (1 - (loss - least) / (most - least)) * tall,
    valueAt: (x) => low + Math.min(Math.max((x - left) / wide, 0), 1) * (high - low),
  };
}

/** How far the arrow of a slope reaches, in pixels: downhill, longer the steeper. */
export function arrowOf(slope: number, width: number): number {
  if (!Number.isFinite(slope) || slope === 0) return 0;
  return -Math.sign(slope) * LONGEST * width * (Math.abs(slope) / (Math.abs(slope) + 1));
}
