// How racers are told apart: each has a colour, a dash and a mark, which it keeps. Never the colour alone.

import { rgbOf } from "../base/shades.ts";
import type { Point } from "./race_model.ts";

export const DASHES: number[][] = [
  [],
  [9, 4],
  [2, 3],
  [11, 3, 2, 3],
  [5, 3],
  [15, 4],
  [9, 3, 2, 3, 2, 3],
  [1, 4],
];
type Shape = "circle" | "square" | "triangle" | "diamond" | "star" | "cross" | "drop" | "bar";
const SHAPES: Shape[] = ["circle", "square", "triangle", "diamond", "cross", "drop", "star", "bar"];
const CORNERS: Record<Exclude<Shape, "circle">, Point[]> = {
  square: [[-0.85, -0.85], [0.85, -0.85], [0.85, 0.85], [-0.85, 0.85]],
  triangle: [[0, -1.1], [1.05, 0.85], [-1.05, 0.85]],
  diamond: [[0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0]],
  cross: [
    [-0.4, -1.1],
    [0.4, -1.1],
    [0.4, -0.4],
    [1.1, -0.4],
    [1.1, 0.4],
    [0.4, 0.4],
    [0.4, 1.1],
    [-0.4, 1.1],
    [-0.4, 0.4],
    [-1.1, 0.4],
    [-1.1, -0.4],
    [-0.4, -0.4],
  ],
  drop: [[0, 1.1], [1.05, -0.85], [-1.05, -0.85]],
  star: [[0, -1.3], [0.4, -0.4], [1.3, 0], [0.4, 0.4], [0, 1.3], [-0.4, 0.4], [-1.3, 0], [-0.4, -0.4]],
  bar: [[-1.2, -0.45], [1.2, -0.45], [1.2, 0.45], [-1.2, 0.45]],
};

/** The racers' colours in the page's light or dark, by number. */
export function racerColours(root: HTMLElement): string[] {
  return DASHES.map((_, number) => `rgb(${rgbOf(root, `var(--mlw-race-${number + 1})`).map(Math.round).join(" ")})`);
}

/** Trace a racer's mark around a point. */
export function traceMark(pen: CanvasRenderingContext2D, number: number, [x, y]: Point, size: number): void {
  const shape = SHAPES[number % SHAPES.length];
  pen.beginPath();
  if (shape === "circle") {
    pen.arc(x, y, size, 0, 2 * Math.PI);
    return;
  }
  for (const [right, down] of CORNERS[shape]) pen.lineTo(x + right * size, y + down * size);
  pen.closePath();
}

/** A sample of a racer's line and mark for a list. Nothing in it comes from elsewhere. */
export function racerSample(number: number): string {
  const shape = SHAPES[number % SHAPES.length];
  const corners = shape === "circle" ? [] : CORNERS[shape];
  const mark = shape === "circle"
    ? `<circle cx="17" cy="7" r="4.5"/>`
    : `<polygon points="${corners.map(([x, y]) => `${17 + 4.5 * x},${7 + 4.5 * y}`).join(" ")}"/>`;
  return `<svg class="mlw-race-sample mlw-race-colour-${number + 1}" width="34" height="14" aria-hidden="true">` +
    `<line x1="1" y1="7" x2="33" y2="7" stroke-dasharray="${DASHES[number % DASHES.length].join(" ")}"/>${mark}</svg>`;
}
