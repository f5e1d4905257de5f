// What an example looks like: a picture, a point among the others, or a row of numbers.

import { element } from "../base/dom.ts";
import { type Examples, type Ranking, truthOf } from "./lens_model.ts";

const REACH = 6; // the plane ends there
const SHAPES = 5; // classes that are told apart by colour and shape

export interface Paints {
  classes: string[];
  soft: string;
  ink: string;
}

/** A canvas or a text that shows one example, `size` pixels wide at the most. */
export function look(examples: Examples, ranking: Ranking, at: number, size: number, paints: Paints): HTMLElement {
  if (examples.pictures.length) return picture(examples, at, size);
  if (examples.points.length) return plane(examples, ranking, at, size, paints);
  return element("span", "mlw-lens-numbers", {}, examples.rows[at] ?? "");
}

function picture(examples: Examples, at: number, size: number): HTMLElement {
  const { width, height, pictures } = examples;
  const canvas = element("canvas", "mlw-lens-picture", { "aria-hidden": "true", width, height });
  const scale = size / Math.max(width, height);
  Object.assign(canvas.style, { width: `${width * scale}px`, height: `${height * scale}px` });
  const image = new ImageData(width, height);
  const start = at * width * height;
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const grey = pictures[start + pixel];
    image.data.set([grey, grey, grey, 255], 4 * pixel);
  }
  canvas.getContext("2d")?.putImageData(image, 0, 0);
  return canvas;
}

/** All points, each as large as its share of the loss, the one that is looked at ringed. */
function plane(examples: Examples, ranking: Ranking, at: number, size: number, paints: Paints): HTMLElement {
  const ratio = globalThis.devicePixelRatio || 1;
  const canvas = element("canvas", "mlw-lens-plane", {
    "aria-hidden": "true",
    width: size * ratio,
    height: size * ratio,
  });
  Object.assign(canvas.style, { width: `${size}px`, height: `${size}px` });
  const pen = canvas.getContext("2d");
  if (!pen) return canvas;
  pen.scale(ratio, ratio);
  const x = (value: number) => ((value + REACH) / (2 * REACH)) * size;
  const small = size < 60;
  const top = ranking.losses[ranking.order[0]] || 1;
  const places = small ? [at] : [...ranking.order].reverse();
  pen.strokeStyle = paints.soft;
  pen.lineWidth = 0.5;
  pen.strokeRect(0.5, 0.5, size - 1, size - 1);
  for (const one of places) {
    const radius = small ? 4 : 1.2 + 3.6 * Math.sqrt(Math.max(ranking.losses[one] / top, 0) || 0);
    const number = examples.names.length ? truthOf(examples, ranking, one) : 1;
    pen.fillStyle = paints.classes[number % paints.classes.length];
    const [left, upper] = [x(examples.points[2 * one]), size - x(examples.points[2 * one + 1])];
    pen.beginPath();
    mark(pen, number % SHAPES, left, upper, radius);
    pen.fill();
    if (one !== at || small) continue;
    pen.strokeStyle = paints.ink;
    pen.lineWidth = 2;
    pen.beginPath();
    pen.arc(left, upper, radius + 4, 0, 2 * Math.PI);
    pen.stroke();
  }
  return canvas;
}

/** A class has a shape as well as a colour: disc, square, triangle, diamond, cross. */
function mark(pen: CanvasRenderingContext2D, shape: number, x: number, y: number, r: number): void {
  const corners = [[], [[-1, -1], [1, -1], [1, 1], [-1, 1]], [[0, -1.2], [1.1, 0.8], [-1.1, 0.8]], [
    [0, -1.3],
    [1.3, 0],
    [0, 1.3],
    [-1.3, 0],
  ], [[-1, -0.4], [1, -0.4], [1, 0.4], [-1, 0.4]]][shape];
  if (!corners.length) pen.arc(x, y, r, 0, 2 * Math.PI);
  for (const [dx, dy] of corners) pen.lineTo(x + r * dx, y + r * dy);
}
