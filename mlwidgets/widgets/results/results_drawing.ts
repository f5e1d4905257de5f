// The pictures of the results, each on a small canvas: curves of one class, calibration, predictions and residuals.

import { type Axis, linearTicks, placeOf } from "../training/curves_axes.ts";
import { drawAxes, rule } from "../training/curves_frame.ts";
import { t, written } from "../base/language.ts";
import { shownNumber } from "../base/number_text.ts";
import type { Calibration, Line, NumberResults, PartName } from "./results_model.ts";

export interface Ink {
  ink: string;
  soft: string;
  line: string;
  paper: string;
  train: string;
  validation: string;
  test: string;
  font: string;
}
/** Where a picture lies on its canvas, so that the pointer can be read. */
export interface Frame {
  x: Axis;
  y: Axis;
  placeX: (value: number) => number;
  placeY: (value: number) => number;
  valueX: (place: number) => number;
  valueY: (place: number) => number;
  bottom: number;
}

const DASHES: Record<PartName, number[]> = { train: [], validation: [7, 4], test: [2, 3] };
/** What each axis is: the horizontal one, then the vertical one. */
const TEXT = {
  roc: [t("false positive rate"), t("true positive rate (recall)")],
  pr: [t("recall"), t("precision")],
  calibration: [t("probability given"), t("how many are so")],
  scatter: [t("truth"), t("prediction")],
  histogram: [t("truth − prediction"), t("examples")],
};
const SHARE: Axis = { low: 0, high: 1, log: false, ticks: [0, 0.5, 1] };
const MOST_DOTS = 3_000;

/** Axes from 0 to 1, or others, with room for their numbers. */
function frameOf(
  pen: CanvasRenderingContext2D,
  width: number,
  height: number,
  ink: Ink,
  x: Axis,
  y: Axis,
  [across, up]: string[],
  percent: boolean,
): Frame {
  const size = Math.min(Math.max(11, width / 24), 18);
  pen.font = `${size}px ${ink.font}`;
  pen.clearRect(0, 0, width, height);
  const widest = Math.max(
    ...y.ticks.map((tick) => pen.measureText(percent ? written("100%") : shownNumber(tick, 3)).width),
  );
  const [left, right, top, bottom] = [widest + 10, 8, 1.5 * size + 4, size + 10];
  const placeX = (value: number) => left + placeOf(x, value) * (width - left - right);
  const placeY = (value: number) => top + (1 - placeOf(y, value)) * (height - top - bottom);
  const clamp = (share: number) => Math.min(Math.max(share, 0), 1);
  drawAxes(pen, {
    width,
    height,
    left,
    right,
    size,
    soft: ink.soft,
    line: ink.line,
    x,
    y,
    placeX,
    placeY,
    textX: (tick) => (percent ? written(String(tick)) : shownNumber(tick, 3)),
    percent,
    word: across,
  });
  pen.textAlign = "left";
  pen.fillText(up, 0, size - 1);
  return {
    x,
    y,
    placeX,
    placeY,
    valueX: (place) => x.low + clamp((place - left) / (width - left - right)) * (x.high - x.low),
    valueY: (place) => y.low + clamp(1 - (place - top) / (height - top - bottom)) * (y.high - y.low),
    bottom: height - bottom,
  };
}

function guess(pen: CanvasRenderingContext2D, frame: Frame, ink: Ink, from: [number, number], to: [number, number]) {
  pen.strokeStyle = ink.soft;
  pen.lineWidth = 1;
  pen.setLineDash([1, 3]);
  rule(pen, frame.placeX(from[0]), frame.placeY(from[1]), frame.placeX(to[0]), frame.placeY(to[1]));
  pen.setLineDash([]);
}

function dot(pen: CanvasRenderingContext2D, frame: Frame, ink: Ink, point: [number, number], filled: boolean): void {
  const [x, y] = [frame.placeX(point[0]), frame.placeY(point[1])];
  pen.beginPath();
  pen.arc(x, y, filled ? 6 : 5, 0, 2 * Math.PI);
  pen.lineWidth = 2;
  pen.fillStyle = filled ? ink.ink : ink.paper;
  pen.strokeStyle = filled ? ink.paper : ink.ink;
  pen.fill();
  pen.stroke();
}

/** A ROC or a precision-recall curve, with the point of the threshold and that of the cheapest one. */
export function drawCurve(
  pen: CanvasRenderingContext2D,
  width: number,
  height: number,
  ink: Ink,
  kind: "roc" | "pr",
  line: Line,
  part: PartName,
  prevalence: number,
  point: [number, number] | null,
  best: [number, number] | null,
): Frame {
  const frame = frameOf(pen, width, height, ink, SHARE, SHARE, TEXT[kind], true);
  if (kind === "roc") guess(pen, frame, ink, [0, 0], [1, 1]);
  else guess(pen, frame, ink, [0, prevalence], [1, prevalence]);
  pen.strokeStyle = ink[part];
  pen.lineWidth = 2;
  pen.lineJoin = "round";
  pen.setLineDash(DASHES[part]);
  pen.beginPath();
  for (let at = 0; at < line.x.length; at += 1) pen.lineTo(frame.placeX(line.x[at]), frame.placeY(line.y[at]));
  pen.stroke();
  pen.setLineDash([]);
  if (best) dot(pen, frame, ink, best, false);
  if (point) dot(pen, frame, ink, point, true);
  return frame;
}

/** A reliability diagram: a disc for each bin, as large as its share of the examples. */
export function drawCalibration(
  pen: CanvasRenderingContext2D,
  width: number,
  height: number,
  ink: Ink,
  { said, found, counts }: Calibration,
  part: PartName,
): void {
  const frame = frameOf(pen, width, height, ink, SHARE, SHARE, TEXT.calibration, true);
  guess(pen, frame, ink, [0, 0], [1, 1]);
  const most = Math.max(...counts, 1);
  pen.strokeStyle = pen.fillStyle = ink[part];
  pen.lineWidth = 1.5;
  pen.setLineDash(DASHES[part]);
  pen.beginPath();
  counts.forEach((count, at) => count && pen.lineTo(frame.placeX(said[at]), frame.placeY(found[at])));
  pen.stroke();
  pen.setLineDash([]);
  counts.forEach((count, at) => {
    if (!count) return;
    pen.globalAlpha = 0.75;
    pen.beginPath();
    pen.arc(frame.placeX(said[at]), frame.placeY(found[at]), 2.5 + 7 * Math.sqrt(count / most), 0, 2 * Math.PI);
    pen.fill();
    pen.globalAlpha = 1;
  });
}

function around(values: number[], most: number): Axis {
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const margin = (greatest - least || Math.abs(greatest) || 1) * 0.04;
  const [low, high] = [least - margin, greatest + margin];
  return { low, high, log: false, ticks: linearTicks(low, high, most) };
}

const ends = (values: Float32Array): number[] =>
  values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);

/** Predicted numbers against true ones, both axes alike; on the diagonal a prediction is right. */
export function drawScatter(
  pen: CanvasRenderingContext2D,
  width: number,
  height: number,
  ink: Ink,
  { truth, said, part }: NumberResults,
): void {
  const axis = around([...ends(truth), ...ends(said)], 4);
  const frame = frameOf(pen, width, height, ink, axis, axis, TEXT.scatter, false);
  guess(pen, frame, ink, [axis.low, axis.low], [axis.high, axis.high]);
  const step = Math.max(1, Math.ceil(truth.length / MOST_DOTS)); // more could not be told apart
  pen.fillStyle = ink[part];
  pen.globalAlpha = truth.length > 400 ? 0.3 : 0.6;
  for (let at = 0; at < truth.length; at += step) {
    pen.beginPath();
    pen.arc(frame.placeX(truth[at]), frame.placeY(said[at]), 2.5, 0, 2 * Math.PI);
    pen.fill();
  }
  pen.globalAlpha = 1;
}

/** How many residuals there are of which size; 0 is marked. */
export function drawHistogram(
  pen: CanvasRenderingContext2D,
  width: number,
  height: number,
  ink: Ink,
  { edges, counts, part }: NumberResults,
): void {
  const [low, high] = [edges[0], edges[edges.length - 1]];
  const top = Math.max(...counts, 1) * 1.04;
  const x: Axis = { low, high, log: false, ticks: linearTicks(low, high, 4) };
  const y: Axis = { low: 0, high: top, log: false, ticks: linearTicks(0, top, 4).filter(Number.isInteger) };
  const frame = frameOf(pen, width, height, ink, x, y, TEXT.histogram, false);
  pen.fillStyle = ink[part];
  pen.globalAlpha = 0.65;
  counts.forEach((count, at) => {
    const [left, right] = [frame.placeX(edges[at]), frame.placeX(edges[at + 1])];
    const upper = frame.placeY(count);
    pen.fillRect(left + 0.5, upper, Math.max(right - left - 1, 1), frame.bottom - upper);
  });
  pen.globalAlpha = 1;
  pen.strokeStyle = ink.ink;
  pen.lineWidth = 1.5;
  rule(pen, frame.placeX(0), frame.placeY(top), frame.placeX(0), frame.bottom);
}
