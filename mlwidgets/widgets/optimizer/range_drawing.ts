// The chart of a range test on a canvas: rates on a logarithmic axis, losses from 0 to a little above the start.

import { type Axis, linearTicks, logTicks, placeOf, roundUp, tickText } from "../training/curves_axes.ts";

export interface RangeInk {
  ink: string;
  soft: string;
  line: string;
  font: string;
  curve: string;
  mark: string;
}
export interface RangeScene {
  rates: Float32Array;
  losses: Float32Array;
  smoothed: Float32Array;
  lowest: number;
  highest: number;
  suggestion: number; // 0 for none
  mark: string; // what stands at it
  word: string; // what stands at the axis of rates
  pointed: number | null; // which update is read
}

const LEFT = 48;
const RIGHT = 14;
const TOP = 10;
const SIZE = 12;
const BOTTOM = 2 * SIZE + 14;
const ABOVE = 1.6; // times the first smoothed loss: an explosion need not be seen whole

const xAxis = ({ lowest, highest }: RangeScene): Axis => ({
  low: lowest,
  high: highest,
  log: true,
  ticks: logTicks(lowest, highest),
});

/** The axis of the loss: from 0 to a little above where it began. */
export function lossAxis({ smoothed }: RangeScene, most: number): Axis {
  const start = [...smoothed].find(Number.isFinite) ?? 1;
  const high = roundUp(ABOVE * start || 1);
  return { low: 0, high, log: false, ticks: linearTicks(0, high, most) };
}

/** Which update has the rate nearest to a place on the chart. */
export function rateAt(scene: RangeScene, width: number, x: number): number {
  const axis = xAxis(scene);
  const share = (x - LEFT) / (width - LEFT - RIGHT);
  let best = 0;
  const distance = (index: number) => Math.abs(placeOf(axis, scene.rates[index]) - share);
  for (let index = 1; index < scene.rates.length; index += 1) if (distance(index) < distance(best)) best = index;
  return best;
}

export function drawRange(
  pen: CanvasRenderingContext2D,
  width: number,
  height: number,
  ink: RangeInk,
  scene: RangeScene,
): void {
  const [x, y] = [xAxis(scene), lossAxis(scene, height / 36)];
  const left = (rate: number) => LEFT + placeOf(x, rate) * (width - LEFT - RIGHT);
  const floor = height - BOTTOM;
  const top = (loss: number) => {
    const place = Number.isFinite(loss) ? placeOf(y, loss) : 2;
    return TOP + (1 - Math.min(place, 1.02)) * (floor - TOP);
  };
  const rule = (x1: number, y1: number, x2: number, y2: number) => {
    pen.beginPath();
    pen.moveTo(x1, y1);
    pen.lineTo(x2, y2);
    pen.stroke();
  };
  const dot = (index: number, values: Float32Array, radius: number) => {
    pen.beginPath();
    pen.arc(left(scene.rates[index]), top(values[index]), radius, 0, 2 * Math.PI);
    pen.fill();
  };

  pen.clearRect(0, 0, width, height);
  pen.font = `${SIZE}px ${ink.font}`;
  pen.lineWidth = 1;
  pen.setLineDash([]);
  pen.strokeStyle = ink.line;
  pen.fillStyle = ink.soft;
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  for (const tick of y.ticks) {
    rule(LEFT, Math.round(top(tick)) + 0.5, width - RIGHT, Math.round(top(tick)) + 0.5);
    pen.fillText(tickText(tick, false), LEFT - 6, top(tick));
  }
  pen.textAlign = "center";
  pen.textBaseline = "alphabetic";
  for (const tick of x.ticks) {
    rule(Math.round(left(tick)) + 0.5, TOP, Math.round(left(tick)) + 0.5, floor);
    pen.fillText(tickText(tick, false), left(tick), floor + SIZE + 4);
  }
  pen.textAlign = "right";
  pen.fillText(scene.word, width - RIGHT, height - 4);

  pen.fillStyle = ink.curve;
  pen.globalAlpha = 0.35;
  for (let index = 0; index < scene.losses.length; index += 1) dot(index, scene.losses, 2);
  pen.globalAlpha = 1;
  pen.strokeStyle = ink.curve;
  pen.lineWidth = 2.5;
  pen.lineJoin = "round";
  pen.beginPath();
  scene.smoothed.forEach((loss, index) => pen.lineTo(left(scene.rates[index]), top(loss)));
  pen.stroke();

  if (scene.suggestion > 0) {
    const at = left(scene.suggestion);
    pen.strokeStyle = pen.fillStyle = ink.mark;
    pen.lineWidth = 2;
    pen.setLineDash([7, 4]);
    rule(at, TOP, at, floor);
    pen.setLineDash([]);
    pen.font = `600 ${SIZE}px ${ink.font}`;
    const room = at + pen.measureText(scene.mark).width + 8 < width - RIGHT;
    pen.textAlign = room ? "left" : "right";
    pen.fillText(scene.mark, at + (room ? 6 : -6), floor - 8);
  }
  if (scene.pointed === null || scene.pointed >= scene.rates.length) return;
  pen.strokeStyle = pen.fillStyle = ink.ink;
  pen.lineWidth = 1;
  rule(left(scene.rates[scene.pointed]), TOP, left(scene.rates[scene.pointed]), floor);
  dot(scene.pointed, scene.smoothed, 4);
}
