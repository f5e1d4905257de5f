// Marks for points. What a point is for has a shape: training a disc, validation a triangle, test a square. Its class
// has a colour and a sign in the mark.

import { type RGB, rgbOf } from "../base/shades.ts";
import type { PartName } from "./map_model.ts";

const MARK = { size: 9, halo: 1.5, line: 1.75, sign: 1.5, alone: 18 };
const SHAPES: Record<PartName, (context: CanvasRenderingContext2D, x: number, y: number, size: number) => void> = {
  train(context, x, y, size) {
    context.arc(x, y, size / 2, 0, 2 * Math.PI);
  },
  validation(context, x, y, size) {
    const [high, wide] = [size * 0.62, size * 0.68];
    context.moveTo(x, y - high);
    context.lineTo(x + wide, y + high * 0.8);
    context.lineTo(x - wide, y + high * 0.8);
    context.closePath();
  },
  test(context, x, y, size) {
    context.rect(x - size / 2, y - size / 2, size, size);
  },
};
export const COLOURS = 5;

export type Mix = (from: RGB, to: RGB, share: number) => RGB;

/** The colours of the page: as CSS takes them, and for the ground as [red, green, blue]. */
export interface Palette {
  surface: string;
  ink: string;
  classes: string[];
  numbers: (share: number) => string; // for −1 to 1
  ground: { surface: RGB; classes: RGB[]; low: RGB; high: RGB; mix: Mix };
}

/** Draw the sign of a class around a place: nothing, a dot, a bar, an upright bar, a cross. */
function drawSign(context: CanvasRenderingContext2D, number: number, x: number, y: number, size: number): void {
  const half = size * 0.3;
  const bar = (wide: number, high: number) => context.fillRect(x - wide, y - high, 2 * wide, 2 * high);
  const sign = (number + Math.floor(number / COLOURS)) % COLOURS; // with more classes than colours, pairs that are new
  if (sign === 1) {
    context.beginPath();
    context.arc(x, y, size * 0.19, 0, 2 * Math.PI);
    context.fill();
  }
  if (sign === 2 || sign === 4) bar(half, MARK.sign / 2);
  if (sign === 3 || sign === 4) bar(MARK.sign / 2, half);
}

export class Marks {
  /** @param reach the largest number; it has the full colour */
  constructor(
    private readonly palette: Palette,
    private readonly classes: boolean,
    private readonly reach: number,
  ) {}

  private colourOf(y: number): string {
    return this.classes ? this.palette.classes[y % COLOURS] : this.palette.numbers(y / this.reach);
  }

  /** Draw one point; a disc is full, the others are outlines. */
  draw(context: CanvasRenderingContext2D, part: PartName, x: number, y: number, value: number, size = MARK.size): void {
    const { surface, ink } = this.palette;
    const colour = this.colourOf(value);
    const full = part === "train";
    const outline = (style: string, width: number) => {
      context.strokeStyle = style;
      context.lineWidth = width;
      context.stroke();
    };
    context.beginPath();
    SHAPES[part](context, x, y, size);
    outline(surface, 2 * MARK.halo + (full ? 0 : MARK.line));
    if (!this.classes) {
      // A number near 0 has nearly the colour of the page: the outline shows where it is.
      context.fillStyle = colour;
      context.fill();
      outline(ink, 1);
      return;
    }
    context.fillStyle = full ? colour : surface;
    context.fill();
    if (!full) outline(colour, MARK.line);
    context.fillStyle = full ? surface : colour;
    drawSign(context, value, x, part === "validation" ? y + size * 0.12 : y, full ? size : size * 0.85);
  }
}

/** Draw one mark on a little canvas of its own. */
export function paintMark(canvas: HTMLCanvasElement, marks: Marks, part: PartName, value: number): void {
  const ratio = window.devicePixelRatio || 1;
  Object.assign(canvas, { width: MARK.alone * ratio, height: MARK.alone * ratio });
  const context = canvas.getContext("2d")!;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  marks.draw(context, part, MARK.alone / 2, MARK.alone / 2, value, 11);
}

export const mixed: Mix = (from, to, share) => from.map((part, index) => part + (to[index] - part) * share);

/** The colours of an element, for marks and for the map under them. */
export function mapPalette(root: HTMLElement): Palette {
  const css = (rgb: RGB) => `rgb(${rgb.map(Math.round).join(" ")})`;
  const read = (name: string) => rgbOf(root, `var(${name})`);
  const [surface, ink, low, high] = ["--mlw-surface", "--mlw-ink", "--mlw-negative", "--mlw-positive"].map(read);
  const classes = Array.from({ length: COLOURS }, (_, index) => read(`--mlw-class-${index + 1}`));
  return {
    surface: css(surface),
    ink: css(ink),
    classes: classes.map(css),
    numbers: (share) => css(mixed(surface, share < 0 ? low : high, Math.min(1, Math.abs(share) || 0))),
    ground: { surface, classes, low, high, mix: mixed },
  };
}
