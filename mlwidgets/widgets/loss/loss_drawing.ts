// The curves of losses, the prediction on them with its tangent, and the truth.

import { linearTicks, tickText } from "../training/curves_axes.ts";
import { arrowOf, type Ends, type Plot, plotOf } from "./loss_geometry.ts";
import type { Path } from "./loss_model.ts";

export interface Ink {
  ink: string;
  soft: string;
  line: string;
  surface: string;
  losses: string[]; // of the chosen one, then of those beside it
  truth: string;
  font: string;
}
export interface Scene {
  path: Path;
  place: number;
  low: number;
  high: number;
  truth: number | null; // null where it is not on this axis
  axisWord: string;
  lossWord: string;
  truthWord: string;
  downWord: string;
  letters: number;
}

export const DASHES = [[], [7, 4], [2, 3], [10, 3, 2, 3]];
const TANGENT = 0.16; // half its length, as a part of the picture's width
const FOOT = 3; // pixels between the lowest words and the picture's end
const TICK_ROOM = { x: 60, y: 40 };

/** Draw everything; returns the scales, for pointing. */
export function drawLosses(
  pen: CanvasRenderingContext2D,
  width: number,
  height: number,
  ink: Ink,
  scene: Scene,
): Plot {
  const { path, letters } = scene;
  const ends: Ends = { low: scene.low, high: scene.high, bottom: path.bottom, top: path.top };
  const plot = plotOf(width, height, ends, letters);
  pen.clearRect(0, 0, width, height);
  pen.font = `${letters}px ${ink.font}`;
  drawAxes(pen, width, height, plot, ink, scene, ends);
  pen.save();
  pen.beginPath();
  pen.rect(plot.left - 1, plot.top - 2, width - plot.left - plot.right + 2, height - plot.top - plot.bottom + 3);
  pen.clip();
  drawTruth(pen, height, plot, ink, scene);
  path.lines.toReversed().forEach((line, index) => {
    const number = path.lines.length - 1 - index;
    pen.strokeStyle = ink.losses[number];
    pen.lineWidth = number ? 2 : 3;
    pen.setLineDash(DASHES[number] ?? []);
    pen.beginPath();
    for (let at = 0; at < line.values.length; at += 1) pen.lineTo(plot.x(path.grid[at]), plot.y(line.values[at]));
    pen.stroke();
  });
  pen.setLineDash([]);
  drawTangent(pen, width, plot, ink, scene);
  pen.restore();
  path.lines.toReversed().forEach((line, index) => {
    const number = path.lines.length - 1 - index;
    const [x, y] = [plot.x(path.grid[scene.place]), plot.y(line.values[scene.place])];
    pen.fillStyle = ink.losses[number];
    pen.strokeStyle = ink.surface;
    pen.lineWidth = 2;
    const size = number ? 5 : 8;
    pen.beginPath();
    if (y >= plot.top - 2) {
      pen.arc(x, y, size, 0, 2 * Math.PI);
    } else { // it is above what the axis shows: an arrow points there
      pen.moveTo(x, plot.top);
      pen.lineTo(x - size, plot.top + 1.5 * size);
      pen.lineTo(x + size, plot.top + 1.5 * size);
      pen.closePath();
    }
    pen.fill();
    pen.stroke();
  });
  drawPull(pen, width, height, plot, ink, scene);
  return plot;
}

function drawAxes(
  pen: CanvasRenderingContext2D,
  width: number,
  height: number,
  plot: Plot,
  ink: Ink,
  scene: Scene,
  ends: Ends,
): void {
  const base = height - plot.bottom;
  pen.lineWidth = 1;
  pen.strokeStyle = ink.line;
  pen.fillStyle = ink.soft;
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  for (const tick of linearTicks(ends.bottom, ends.top, (base - plot.top) / TICK_ROOM.y)) {
    const y = Math.round(plot.y(tick)) + 0.5;
    rule(pen, plot.left, y, width - plot.right, y);
    pen.fillText(tickText(tick, false).replace("-", "−"), plot.left - 9, y);
  }
  pen.textBaseline = "alphabetic";
  pen.textAlign = "left";
  pen.fillText(scene.lossWord, 2, plot.top - scene.letters * 0.55);
  pen.textAlign = "center";
  for (const tick of linearTicks(ends.low, ends.high, (width - plot.left) / TICK_ROOM.x)) {
    pen.fillText(tickText(tick, false).replace("-", "−"), plot.x(tick), base + scene.letters * 1.35);
  }
  pen.textAlign = "right";
  pen.fillText(scene.axisWord, width - plot.right, height - FOOT);
}

function drawTruth(pen: CanvasRenderingContext2D, height: number, plot: Plot, ink: Ink, scene: Scene): void {
  if (scene.truth === null) return;
  const x = plot.x(scene.truth);
  pen.strokeStyle = pen.fillStyle = ink.truth;
  pen.lineWidth = 2;
  pen.setLineDash([4, 4]);
  rule(pen, x, plot.top, x, height - plot.bottom);
  pen.setLineDash([]);
  const wide = pen.measureText(scene.truthWord).width;
  const fits = x + 6 + wide < plot.x(scene.high);
  pen.textAlign = fits ? "left" : "right";
  pen.fillText(scene.truthWord, fits ? x + 6 : x - 6, plot.top + scene.letters);
}

function drawTangent(pen: CanvasRenderingContext2D, width: number, plot: Plot, ink: Ink, scene: Scene): void {
  const { path, place } = scene;
  const [value, slope] = [path.lines[0].values[place], path.lines[0].slopes[place]];
  const at = path.grid[place];
  const reach = plot.valueAt(plot.left + TANGENT * width) - scene.low;
  // In pixels it is everywhere as long: a steep tangent is not drawn over the whole picture.
  const [dx, dy] = [plot.x(at + reach) - plot.x(at), plot.y(value + slope * reach) - plot.y(value)];
  const shorter = Number.isFinite(dy) ? (TANGENT * width) / Math.hypot(dx, dy) : 0;
  const [x, y] = [plot.x(at), plot.y(value)];
  pen.strokeStyle = ink.ink;
  pen.lineWidth = 1.5;
  rule(pen, x - dx * shorter, y - dy * shorter, x + dx * shorter, y + dy * shorter);
}

/** The arrow on the axis: which way the gradient pushes the prediction, longer the harder it pulls. */
function drawPull(
  pen: CanvasRenderingContext2D,
  width: number,
  height: number,
  plot: Plot,
  ink: Ink,
  scene: Scene,
): void {
  const { path, place } = scene;
  const [x, y] = [plot.x(path.grid[place]), height - plot.bottom];
  pen.fillStyle = pen.strokeStyle = ink.losses[0];
  pen.beginPath();
  pen.moveTo(x, y - 9);
  pen.lineTo(x - 7, y + 3);
  pen.lineTo(x + 7, y + 3);
  pen.fill();
  const inner = width - plot.left - plot.right;
  const wanted = arrowOf(path.lines[0].slopes[place], inner);
  const end = Math.min(Math.max(x + wanted, plot.left), width - plot.right);
  if (Math.abs(end - x) < 6) return;
  const way = Math.sign(end - x);
  pen.lineWidth = 3;
  rule(pen, x + way * 8, y, end - way * 6, y);
  pen.beginPath();
  pen.moveTo(end, y);
  pen.lineTo(end - way * 9, y - 6);
  pen.lineTo(end - way * 9, y + 6);
  pen.fill();
  // Below the axis, beside its name, where neither a curve nor the prediction can be.
  const word = way > 0 ? `${scene.downWord} →` : `← ${scene.downWord}`;
  const wide = pen.measureText(word).width;
  const last = width - plot.right - pen.measureText(scene.axisWord).width - scene.letters - wide / 2;
  pen.textAlign = "center";
  pen.fillText(word, Math.max(Math.min((x + end) / 2, last), wide / 2), height - FOOT);
}

function rule(pen: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  pen.beginPath();
  pen.moveTo(x1, y1);
  pen.lineTo(x2, y2);
  pen.stroke();
}
