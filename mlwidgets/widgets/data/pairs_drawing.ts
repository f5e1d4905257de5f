// A scatter of two columns on a canvas: axes, points in the colours and shapes of their classes, the one that is read.

import { shortened, write } from "./columns_drawing.ts";
import { REST, type Tick, ticksOf } from "./columns_model.ts";
import { drawPoint, type Ink } from "./columns_paint.ts";
import type { Axis, Points } from "./pairs_model.ts";

const MARGIN = 0.04; // of an axis, so that no point lies on the frame

export class Plot {
  private readonly left: number;
  private readonly bottom: number;
  private readonly right: number;
  private readonly top: number;

  constructor(
    private readonly pen: CanvasRenderingContext2D,
    width: number,
    height: number,
    private readonly ink: Ink,
    private readonly points: Points,
  ) {
    const named = points.axes[1].labels.length > 0;
    this.left = (named ? 8.5 : 5) * ink.size;
    this.bottom = height - 3.4 * ink.size;
    this.right = width - ink.size;
    this.top = 0.8 * ink.size;
  }

  /** Where a point is. */
  placeOf = (at: number): [number, number] => [
    this.along(this.points.axes[0], this.points.x[at], this.left, this.right),
    this.along(this.points.axes[1], this.points.y[at], this.bottom, this.top),
  ];

  draw(names: [string, string], plain: number, chosen: number): void {
    const { pen, ink, points } = this;
    this.drawAxes(names);
    const size = points.rows.length > 1_500 ? 2.4 : points.rows.length > 300 ? 3 : 3.8;
    pen.globalAlpha = points.rows.length > 1_500 ? 0.55 : 0.75;
    for (let at = 0; at < points.rows.length; at += 1) {
      const [x, y] = this.placeOf(at);
      drawPoint(pen, ink, points.groups[at], plain, x, y, size);
    }
    pen.globalAlpha = 1;
    if (chosen < 0) return;
    const [x, y] = this.placeOf(chosen);
    pen.fillStyle = ink.paper;
    pen.beginPath();
    pen.arc(x, y, 2.2 * size, 0, 2 * Math.PI);
    pen.fill();
    pen.strokeStyle = ink.ink;
    pen.lineWidth = 2;
    pen.stroke();
    drawPoint(pen, ink, points.groups[chosen], plain, x, y, 1.3 * size);
  }

  private along({ low, high }: Axis, value: number, begin: number, end: number): number {
    const half = (high / 2 - low / 2) || 0.5; // halves: the difference of huge numbers is not finite
    const part = (value / 2 - low / 2) / half;
    const middle = high > low ? part : 0.5;
    return begin + (MARGIN + (1 - 2 * MARGIN) * middle) * (end - begin);
  }

  private ticks(axis: Axis, most: number): Tick[] {
    if (!axis.labels.length && !axis.rest) return ticksOf(axis.kind, axis.low, axis.high, most);
    const places = [...axis.labels, ...(axis.rest ? [REST(axis.rest)] : [])];
    return places.map((text, at) => ({ at, text }));
  }

  private drawAxes([xName, yName]: [string, string]): void {
    const { pen, ink, left, right, top, bottom } = this;
    const { size } = ink;
    const [xAxis, yAxis] = this.points.axes;
    pen.font = `${size}px ${ink.font}`;
    pen.textBaseline = "middle";
    pen.strokeStyle = ink.line;
    pen.lineWidth = 1;
    pen.strokeRect(left, top, right - left, bottom - top);
    const across = this.ticks(xAxis, Math.max(2, (right - left) / ((xAxis.kind === "date" ? 6.5 : 5) * size)));
    const room = xAxis.labels.length ? ((right - left) / across.length) * 0.94 : Infinity;
    for (const { at, text } of across) {
      const x = this.along(xAxis, at, left, right);
      this.grid(x, top, x, bottom);
      pen.fillStyle = ink.soft;
      write(pen, shortened(pen, text, room), x, bottom + 0.95 * size, "center", left - 2 * size, right + size);
    }
    for (const { at, text } of this.ticks(yAxis, Math.max(2, (bottom - top) / (2.6 * size)))) {
      const y = this.along(yAxis, at, bottom, top);
      this.grid(left, y, right, y);
      pen.fillStyle = ink.soft;
      write(pen, shortened(pen, text, left - 2.2 * size), left - 0.5 * size, y, "right");
    }
    pen.fillStyle = ink.ink;
    write(pen, shortened(pen, xName, right - left), (left + right) / 2, bottom + 2.5 * size, "center");
    pen.save();
    pen.translate(0.75 * size, (top + bottom) / 2);
    pen.rotate(-Math.PI / 2);
    write(pen, shortened(pen, yName, bottom - top), 0, 0, "center");
    pen.restore();
  }

  private grid(x0: number, y0: number, x1: number, y1: number): void {
    const { pen } = this;
    pen.globalAlpha = 0.25;
    pen.beginPath();
    pen.moveTo(x0, y0);
    pen.lineTo(x1, y1);
    pen.stroke();
    pen.globalAlpha = 1;
  }
}
