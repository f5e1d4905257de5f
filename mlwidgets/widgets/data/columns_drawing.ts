// Bins of numbers and dates as a histogram, and levels of categories as bars that lie, with room for their names.

import { type Summary, ticksOf, totalsOf } from "./columns_model.ts";
import { fillGroup, type Ink } from "./columns_paint.ts";
import { REST } from "./columns_model.ts";
import { linearTicks } from "../training/curves_axes.ts";
import { grouped } from "../base/language.ts";

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}
type Sized = { clientWidth: number; clientHeight: number };

/** Where the bars are, within a canvas with its axes. */
function plotBox(canvas: Sized, ink: Ink, summary: Summary, small: boolean): Box {
  const { clientWidth: width, clientHeight: height } = canvas;
  if (small) return { left: 1, top: 2, width: width - 2, height: height - 3 };
  const lies = summary.edges.length === 0;
  const left = lies ? Math.min(0.36 * width, 16 * 0.6 * ink.size) : 4.2 * ink.size;
  const bottom = 2 * ink.size;
  return { left, top: ink.size, width: width - left - 1.6 * ink.size, height: height - ink.size - bottom };
}

/** The bin at a place of the large canvas; −1 if there is none. */
export function binAt(canvas: Sized, ink: Ink, summary: Summary, x: number, y: number): number {
  const bins = summary.counts[0]?.length ?? 0;
  const box = plotBox(canvas, ink, summary, false);
  const lies = summary.edges.length === 0;
  const bin = lies ? (y - box.top) / lyingStep(box, ink, bins, false) : ((x - box.left) / box.width) * bins;
  return bin >= 0 && bin < bins ? Math.floor(bin) : -1;
}

/** How high the place of a bar that lies is. */
const lyingStep = ({ height }: Box, ink: Ink, bins: number, small: boolean): number =>
  Math.min(height / Math.max(bins, 1), small ? 16 : 4.5 * ink.size);

export function drawBins(
  pen: CanvasRenderingContext2D,
  canvas: Sized,
  ink: Ink,
  summary: Summary,
  plain: number,
  { small, bin }: { small: boolean; bin: number },
): void {
  const box = plotBox(canvas, ink, summary, small);
  const totals = totalsOf(summary.counts);
  const most = Math.max(1, ...totals);
  pen.font = `${ink.size}px ${ink.font}`;
  pen.textBaseline = "middle";
  if (summary.edges.length) drawUpright(pen, box, ink, summary, plain, totals, most, small, bin);
  else drawLying(pen, box, ink, summary, plain, totals, most, small, bin);
}

function drawUpright(
  pen: CanvasRenderingContext2D,
  { left, top, width, height }: Box,
  ink: Ink,
  { edges, kind, counts }: Summary,
  plain: number,
  totals: number[],
  most: number,
  small: boolean,
  chosen: number,
): void {
  const bottom = top + height;
  if (!small) drawCounts(pen, { left, top, width, height }, ink, most);
  const step = width / totals.length;
  const gap = step > 4 ? 1 : 0;
  totals.forEach((_, bin) => {
    let under = bottom;
    counts.forEach((group, at) => {
      const tall = (group[bin] / most) * height;
      under -= tall;
      fillGroup(pen, ink, at, plain, [left + bin * step, under, Math.max(step - gap, 0.6), tall]);
    });
    if (bin === chosen) outline(pen, ink, left + bin * step - 1, top, step + 1, height);
  });
  pen.strokeStyle = ink.line;
  pen.lineWidth = 1;
  line(pen, left, bottom + 0.5, left + width, bottom + 0.5);
  if (small) return;
  pen.fillStyle = ink.soft;
  const [low, high] = [edges[0], edges[edges.length - 1]];
  const room = (kind === "date" ? 6.5 : 5) * ink.size;
  const whole = kind === "number" && edges.every((edge) => Math.abs(edge % 1) === 0.5); // a bin for each number
  for (const { at, text } of ticksOf(kind, low, high, Math.max(2, width / room))) {
    if (whole && at % 1) continue;
    const x = left + ((at - low) / (high - low || 1)) * width;
    line(pen, x, bottom, x, bottom + 4);
    write(pen, text, x, bottom + 1.1 * ink.size, "center", left, left + width + ink.size);
  }
}

function drawLying(
  pen: CanvasRenderingContext2D,
  { left, top, width, height }: Box,
  ink: Ink,
  { counts, labels, rest }: Summary,
  plain: number,
  totals: number[],
  most: number,
  small: boolean,
  chosen: number,
): void {
  const step = lyingStep({ left, top, width, height }, ink, totals.length, small);
  const room = small ? 0 : 3.6 * ink.size; // for the number at the end of the longest bar
  totals.forEach((total, bin) => {
    const y = top + bin * step;
    const tall = Math.max(1, Math.min(step - (step > 5 ? 2 : 0), 3.2 * ink.size));
    const middle = y + step / 2;
    let x = left;
    counts.forEach((group, at) => {
      const wide = (group[bin] / most) * (width - room);
      fillGroup(pen, ink, at, plain, [x, middle - tall / 2, wide, tall]);
      x += wide;
    });
    if (small) return;
    if (bin === chosen) outline(pen, ink, left - 1, y, width - room + 2, step);
    pen.fillStyle = ink.ink;
    const name = bin < labels.length ? labels[bin] : REST(rest);
    write(pen, shortened(pen, name, left - ink.size), left - 0.6 * ink.size, middle, "right");
    pen.fillStyle = ink.soft;
    write(pen, grouped(total), x + 0.5 * ink.size, middle, "left");
  });
  pen.strokeStyle = ink.line;
  pen.lineWidth = 1;
  line(pen, left - 0.5, top, left - 0.5, top + step * totals.length);
}

/** How many rows a height stands for. */
function drawCounts(pen: CanvasRenderingContext2D, { left, top, width, height }: Box, ink: Ink, most: number): void {
  pen.strokeStyle = ink.line;
  pen.fillStyle = ink.soft;
  pen.lineWidth = 0.5;
  for (const count of linearTicks(0, most, Math.max(2, height / (3 * ink.size)))) {
    if (count % 1) continue;
    const y = top + height * (1 - count / most);
    pen.globalAlpha = 0.5;
    line(pen, left, y, left + width, y);
    pen.globalAlpha = 1;
    write(pen, grouped(count), left - 0.5 * ink.size, y, "right");
  }
}

function outline(
  pen: CanvasRenderingContext2D,
  ink: Ink,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  pen.strokeStyle = ink.accent;
  pen.lineWidth = 2;
  pen.strokeRect(x, y, width, height);
}

function line(pen: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  pen.beginPath();
  pen.moveTo(x0, y0);
  pen.lineTo(x1, y1);
  pen.stroke();
}

/** Write a text; one that is centred stays between two places. */
export function write(
  pen: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  align: "left" | "center" | "right",
  least = -Infinity,
  greatest = Infinity,
): void {
  const half = pen.measureText(text).width / 2;
  pen.textAlign = align;
  pen.fillText(text, align === "center" ? Math.max(least + half, Math.min(greatest - half, x)) : x, y);
}

/** A text that fits into a width, with a sign that it has been cut. */
export function shortened(pen: CanvasRenderingContext2D, text: string, width: number): string {
  if (pen.measureText(text).width <= width) return text;
  let length = Math.min(text.length, 40);
  while (length > 1 && pen.measureText(`${text.slice(0, length)}…`).width > width) length -= 1;
  return `${text.slice(0, length)}…`;
}
