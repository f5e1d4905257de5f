// The colours of classes on a canvas, each with a pattern for areas and a shape for points: never by colour alone.

import { element } from "../base/dom.ts";
import { rgbOf } from "../base/shades.ts";
import type { Classes } from "./columns_model.ts";

const COLOURS = 5;
const CELL = 6; // px, the size of a pattern

export interface Ink {
  ink: string;
  soft: string;
  line: string;
  paper: string;
  accent: string;
  font: string;
  size: number; // px of a letter
  groups: string[]; // for each class its colour; where there are none, one for all
}

/** Read the colours of a root, once it is on the page. */
export function inkOf(root: HTMLElement, { names = [], plain = 0 }: Classes): Ink {
  const style = getComputedStyle(root);
  const colour = (name: string) => `rgb(${rgbOf(root, `var(${name})`).map(Math.round).join(" ")})`;
  const groups = names.map((_, at) => at < plain ? colour(`--mlw-class-${(at % COLOURS) + 1}`) : style.color);
  return {
    ink: style.color,
    soft: colour("--mlw-ink-soft"),
    line: colour("--mlw-control-line"),
    paper: colour("--mlw-surface"),
    accent: colour("--mlw-accent"),
    font: style.fontFamily,
    size: parseFloat(style.fontSize) * 0.86,
    groups: groups.length ? groups : [colour("--mlw-positive")],
  };
}

/** Take a canvas for drawing, as sharp as the screen; null while it has no size. */
export function penOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  const { clientWidth: width, clientHeight: height } = canvas;
  const pen = canvas.getContext("2d");
  if (!width || !height || !pen) return null;
  const scale = globalThis.devicePixelRatio || 1;
  const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
  pen.setTransform(wide / width, 0, 0, high / height, 0, 0);
  pen.clearRect(0, 0, width, height);
  return pen;
}

/** Fill an area in the colour and the pattern of a class. */
export function fillGroup(
  pen: CanvasRenderingContext2D,
  ink: Ink,
  group: number,
  plain: number,
  [x, y, width, height]: [number, number, number, number],
): void {
  if (height <= 0 || width <= 0) return;
  pen.save();
  pen.beginPath();
  pen.rect(x, y, width, height);
  pen.clip();
  pen.fillStyle = ink.groups[group] ?? ink.ink;
  if (group >= plain && plain) pen.globalAlpha = 0.35;
  pen.fillRect(x, y, width, height);
  pen.strokeStyle = pen.fillStyle = ink.paper;
  pen.globalAlpha = 0.8;
  pen.lineWidth = 1.2;
  pattern(pen, plain ? (group < plain ? group % COLOURS : COLOURS) : 0, x, y, width, height);
  pen.restore();
}

/** Lines, dots or crosses, in step with the page and not with the bar, so that neighbours join. */
function pattern(
  pen: CanvasRenderingContext2D,
  which: number,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  const [left, top] = [Math.floor(x / CELL) * CELL, Math.floor(y / CELL) * CELL];
  const [right, bottom] = [x + width, y + height];
  pen.beginPath();
  if (which === 1) {
    for (let at = left - height - CELL; at < right; at += CELL) {
      pen.moveTo(at, bottom);
      pen.lineTo(at + height + CELL, top - CELL + (bottom - top - height));
    }
  } else if (which === 2) {
    for (let row = top; row < bottom; row += CELL) {
      for (let at = left; at < right; at += CELL) pen.rect(at + 2, row + 2, 1.6, 1.6);
    }
  } else if (which === 3) {
    for (let row = top; row < bottom; row += CELL) {
      pen.moveTo(x, row + 0.5);
      pen.lineTo(right, row + 0.5);
    }
  } else if (which === 4) {
    for (let at = left; at < right; at += CELL) {
      pen.moveTo(at + 0.5, y);
      pen.lineTo(at + 0.5, bottom);
    }
  }
  pen.stroke();
}

/** Draw a point in the colour and the shape of a class. */
export function drawPoint(
  pen: CanvasRenderingContext2D,
  ink: Ink,
  group: number,
  plain: number,
  x: number,
  y: number,
  size: number,
): void {
  pen.fillStyle = pen.strokeStyle = ink.groups[group] ?? ink.ink;
  pen.beginPath();
  const shape = plain ? (group < plain ? group % COLOURS : COLOURS) : 0;
  if (shape === 0) pen.arc(x, y, size, 0, 2 * Math.PI);
  else if (shape === 1) {
    pen.moveTo(x, y - 1.25 * size);
    pen.lineTo(x + 1.15 * size, y + 0.85 * size);
    pen.lineTo(x - 1.15 * size, y + 0.85 * size);
  } else if (shape === 2) pen.rect(x - 0.9 * size, y - 0.9 * size, 1.8 * size, 1.8 * size);
  else if (shape === 3) {
    pen.moveTo(x, y - 1.35 * size);
    pen.lineTo(x + 1.1 * size, y);
    pen.lineTo(x, y + 1.35 * size);
    pen.lineTo(x - 1.1 * size, y);
  } else if (shape === 4) {
    pen.rect(x - 0.35 * size, y - 1.2 * size, 0.7 * size, 2.4 * size);
    pen.rect(x - 1.2 * size, y - 0.35 * size, 2.4 * size, 0.7 * size);
  } else {
    pen.lineWidth = 1;
    pen.moveTo(x - size, y - size);
    pen.lineTo(x + size, y + size);
    pen.moveTo(x + size, y - size);
    pen.lineTo(x - size, y + size);
    pen.stroke();
    return;
  }
  pen.closePath();
  pen.fill();
}

/** The names of the classes, each with a sample; `points` for shapes, else for areas. */
export class Legend {
  readonly root = element("div", "mlw-summaries-legend");
  private canvases: HTMLCanvasElement[] = [];

  show({ target = "", names = [] }: Classes): void {
    this.canvases = names.map(() => element("canvas", "mlw-summaries-sample", { "aria-hidden": "true" }));
    const items = names.map((name, at) => {
      const item = element("span", "mlw-summaries-class");
      item.append(this.canvases[at], element("span", "mlw-summaries-class-name", { title: name }, name));
      return item;
    });
    this.root.replaceChildren(...(target ? [element("span", "mlw-summaries-target", {}, `${target}:`)] : []), ...items);
    this.root.hidden = !names.length;
  }

  paint(ink: Ink, plain: number, points: boolean): void {
    this.canvases.forEach((canvas, group) => {
      const pen = penOf(canvas);
      const { clientWidth: width, clientHeight: height } = canvas;
      if (!pen) return;
      if (points) drawPoint(pen, ink, group, plain, width / 2, height / 2, 4.5);
      else fillGroup(pen, ink, group, plain, [0, 1, width, height - 2]);
    });
  }
}
