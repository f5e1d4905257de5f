// The axes around curves on a canvas, with their numbers and what the horizontal one counts.

import { type Axis, tickText } from "./curves_axes.ts";

/** What is drawn around: the places are in pixels. */
export interface CurvesFrame {
  width: number;
  height: number;
  left: number;
  right: number; // from the right side
  size: number; // of the letters
  x: Axis;
  y: Axis;
  placeX: (value: number) => number;
  placeY: (value: number) => number;
  textX: (tick: number) => string;
  percent: boolean;
  word: string;
  soft: string;
  line: string;
}

/** Draw a straight line. */
export function rule(pen: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  pen.beginPath();
  pen.moveTo(x1, y1);
  pen.lineTo(x2, y2);
  pen.stroke();
}

/** Draw a line at each tick of the vertical axis, and the numbers of both for which there is room. */
export function drawAxes(pen: CanvasRenderingContext2D, frame: CurvesFrame): void {
  const edge = frame.width - frame.right;
  pen.lineWidth = 1;
  pen.fillStyle = frame.soft;
  pen.strokeStyle = frame.line;
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  let last = Infinity;
  for (const tick of frame.y.ticks) {
    const y = Math.round(frame.placeY(tick)) + 0.5;
    rule(pen, frame.left, y, edge, y);
    if (last - y < frame.size + 2) continue; // no room for its number
    last = y;
    pen.fillText(tickText(tick, frame.percent), frame.left - 6, y);
  }
  pen.textBaseline = "alphabetic";
  pen.textAlign = "left";
  const base = frame.height - 4;
  const word = edge - pen.measureText(frame.word).width;
  pen.fillText(frame.word, word, base);
  pen.textAlign = "center";
  for (const tick of frame.x.ticks) {
    const text = frame.textX(tick);
    const [x, half] = [frame.placeX(tick), pen.measureText(text).width / 2];
    if (x + half < word - 4) pen.fillText(text, Math.max(x, half), base);
  }
}
