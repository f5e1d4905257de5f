// A slice of the loss on a canvas: bands and contour lines as in the race, then what belongs to the run.

import type { RGB } from "../base/shades.ts";
import { drawContours, paintBands } from "./race_ground.ts";
import type { Point, Surface } from "./race_model.ts";
import { type Plane, planeIn, spotOf, ticksOf } from "./race_plane.ts";
import { written } from "../base/language.ts";

export interface Slice {
  surface: Surface;
  path: Point[]; // where the run was, the earliest first; it ends in the middle
  pointed: Point | null;
}
export interface SliceInk {
  ink: string;
  soft: string;
  font: string;
  surface: RGB;
  deep: RGB;
  path: string;
}

const SIZE = 12; // of the letters, px
const DEEPEST = 0.5; // how near the darkest shade comes to its colour: lines must be seen on it

/** Draw a slice; returns where its points lie on the canvas. */
export function drawSlice(
  pen: CanvasRenderingContext2D,
  width: number,
  height: number,
  { surface, path, pointed }: Slice,
  ink: SliceInk,
): Plane {
  const plane = planeIn(surface.domain, width, height);
  const ground = document.createElement("canvas");
  Object.assign(ground, { width: Math.max(plane.width, 1), height: Math.max(plane.height, 1) });
  const low = ink.surface.map((part, index) => part + (ink.deep[index] - part) * DEEPEST);
  paintBands(ground, surface, { low, high: ink.surface, hole: low }); // low is dark, as in the race
  pen.drawImage(ground, plane.left, plane.top);
  pen.save();
  pen.translate(plane.left, plane.top);
  pen.lineWidth = 1;
  pen.globalAlpha = 0.35;
  pen.strokeStyle = ink.ink;
  drawContours(pen, surface, plane.width, plane.height);
  pen.globalAlpha = 1;
  pen.strokeRect(0.5, 0.5, plane.width - 1, plane.height - 1);
  pen.restore();
  drawAxes(pen, plane, ink);
  drawPath(pen, plane, path, ink);
  cross(pen, spotOf(plane, [0, 0]), 7, ink.ink, 3);
  if (pointed) cross(pen, spotOf(plane, pointed), 12, ink.ink, 1);
  return plane;
}

function drawAxes(pen: CanvasRenderingContext2D, plane: Plane, ink: SliceInk): void {
  const [xLow, xHigh, yLow, yHigh] = plane.domain;
  pen.font = `${SIZE}px ${ink.font}`;
  pen.fillStyle = ink.soft;
  pen.textAlign = "center";
  pen.textBaseline = "alphabetic";
  for (const tick of ticksOf(xLow, xHigh, plane.width / 60)) {
    const [x] = spotOf(plane, [tick, yLow]);
    pen.fillText(written(String(tick).replace("-", "−")), x, plane.top + plane.height + SIZE + 4);
  }
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  for (const tick of ticksOf(yLow, yHigh, plane.height / 40)) {
    const [, y] = spotOf(plane, [xLow, tick]);
    pen.fillText(written(String(tick).replace("-", "−")), plane.left - 5, y);
  }
}

/** The path of the run, with a ring where it begins and a dot at each moment. */
function drawPath(pen: CanvasRenderingContext2D, plane: Plane, path: Point[], ink: SliceInk): void {
  if (!path.length) return;
  const spots = path.map((place) => spotOf(plane, place));
  pen.strokeStyle = pen.fillStyle = ink.path;
  pen.lineWidth = 2.5;
  pen.lineJoin = "round";
  pen.beginPath();
  for (const [x, y] of spots) pen.lineTo(x, y);
  pen.stroke();
  for (const [x, y] of spots.slice(1, -1)) {
    pen.beginPath();
    pen.arc(x, y, 3, 0, 2 * Math.PI);
    pen.fill();
  }
  pen.beginPath();
  pen.arc(...spots[0], 6, 0, 2 * Math.PI);
  pen.stroke();
}

function cross(pen: CanvasRenderingContext2D, [x, y]: Point, arm: number, colour: string, wide: number): void {
  pen.strokeStyle = colour;
  pen.lineWidth = wide;
  pen.beginPath();
  pen.moveTo(x - arm, y);
  pen.lineTo(x + arm, y);
  pen.moveTo(x, y - arm);
  pen.lineTo(x, y + arm);
  pen.stroke();
}
