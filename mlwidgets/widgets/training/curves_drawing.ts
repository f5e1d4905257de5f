// One panel of the learning curves, drawn on a canvas.

import { type Axis, placeOf, tickText } from "./curves_axes.ts";
import { drawAxes, rule } from "./curves_frame.ts";
import type { Ghost, Line, Mark, Panel } from "./curves_model.ts";
import { nearest } from "./curves_reading.ts";
import { colourOf } from "./run_colours.ts";
import { written } from "../base/language.ts";

export interface Ink {
  ink: string;
  paper: string;
  soft: string;
  line: string;
  train: string;
  validation: string;
  test: string;
  ghosts: string[];
  font: string;
}
export interface Scene {
  panel: Panel;
  index: number; // of the panel, as the ghosts count
  ghosts: Ghost[];
  x: Axis;
  y: Axis;
  marks: Mark[];
  best: number;
  now: number | null; // the epoch at which the run stands, if it has gone back
  pointed: number | null; // the epoch that is read
  epochWord: string;
  bestWord: string;
  nowWord: string;
}

const DASHES = { train: [], validation: [7, 4], test: [2, 3], penalty: [8, 3, 2, 3] };
const LABELLED = 4; // more marks than this have no words, which would cover each other
const MOST_DOTS = 40;

export class Plot {
  left = 40;
  top = 6;
  right = 10;
  bottom = 22;

  constructor(
    private readonly pen: CanvasRenderingContext2D,
    readonly width: number,
    readonly height: number,
    private readonly size: number, // of the letters, in pixels
    private readonly ink: Ink,
    private readonly scene: Scene,
  ) {
    pen.font = `${size}px ${ink.font}`;
    const { y, panel } = scene;
    this.left = Math.max(...y.ticks.map((tick) => pen.measureText(tickText(tick, panel.percent)).width)) + 10;
    this.bottom = size + 10;
    this.top = size / 2 + 2;
  }

  x = (epoch: number): number => this.left + placeOf(this.scene.x, epoch) * (this.width - this.left - this.right);
  y = (value: number): number => this.top + (1 - placeOf(this.scene.y, value)) * (this.height - this.top - this.bottom);
  epochAt = (x: number): number => {
    const { low, high } = this.scene.x;
    return low + (Math.min(Math.max((x - this.left) / (this.width - this.left - this.right), 0), 1)) * (high - low);
  };

  draw(): void {
    const { pen, scene, ink } = this;
    pen.clearRect(0, 0, this.width, this.height);
    drawAxes(pen, {
      width: this.width,
      height: this.height,
      left: this.left,
      right: this.right,
      size: this.size,
      soft: ink.soft,
      line: ink.line,
      x: scene.x,
      y: scene.y,
      placeX: this.x,
      placeY: this.y,
      textX: (tick) => written(String(tick)),
      percent: scene.panel.percent,
      word: scene.epochWord,
    });
    pen.save();
    pen.beginPath();
    pen.rect(
      this.left,
      this.top - 3,
      this.width - this.left - this.right + 3,
      this.height - this.top - this.bottom + 3,
    );
    pen.clip();
    for (const ghost of scene.ghosts) this.drawGhost(ghost);
    this.drawScatter();
    pen.lineWidth = 2;
    this.stroke(scene.panel.penalty, ink.soft, DASHES.penalty);
    this.stroke(scene.panel.train, ink.train, DASHES.train);
    this.stroke(scene.panel.validation, ink.validation, DASHES.validation);
    this.stroke(scene.panel.test, ink.test, DASHES.test);
    if (scene.panel.validation.x.length <= MOST_DOTS) this.dots(scene.panel.validation, ink.validation, 3);
    this.dots(scene.panel.test, ink.test, 4);
    if (scene.panel.train.x.length === 1) this.dots(scene.panel.train, ink.train, 3);
    pen.restore();
    this.drawMarks();
    this.drawBest();
    this.drawNow();
    this.drawPointed();
  }

  /** Where the run stands; what came later is there, but pale. */
  private drawNow(): void {
    const { pen, ink, scene } = this;
    if (scene.now === null) return;
    const x = this.x(scene.now);
    pen.globalAlpha = 0.66;
    pen.fillStyle = ink.paper;
    pen.fillRect(x, this.top - 3, this.width - x, this.height - this.top - this.bottom + 2);
    pen.globalAlpha = 1;
    pen.strokeStyle = ink.ink;
    pen.lineWidth = 1.5;
    rule(pen, x, this.top, x, this.height - this.bottom);
    pen.fillStyle = ink.ink;
    const wide = pen.measureText(scene.nowWord).width;
    const right = x + 6 + wide <= this.width;
    pen.textAlign = right ? "left" : "right";
    pen.fillText(scene.nowWord, right ? x + 5 : x - 5, this.top + this.size);
  }

  private stroke({ x, y }: Line, colour: string, dash: number[]): void {
    const { pen } = this;
    if (x.length < 2) return;
    pen.strokeStyle = colour;
    pen.lineJoin = "round";
    pen.setLineDash(dash);
    pen.beginPath();
    for (let index = 0; index < x.length; index += 1) pen.lineTo(this.x(x[index]), this.y(y[index]));
    pen.stroke();
    pen.setLineDash([]);
  }

  private dots({ x, y }: Line, colour: string, radius: number): void {
    const { pen } = this;
    pen.fillStyle = colour;
    for (let index = 0; index < x.length; index += 1) {
      pen.beginPath();
      pen.arc(this.x(x[index]), this.y(y[index]), radius, 0, 2 * Math.PI);
      pen.fill();
    }
  }

  /** Single batches, faint: a band from the smallest to the largest, which is a line where they are few. */
  private drawScatter(): void {
    const { pen, ink, scene: { panel: { train: { x, low, high } } } } = this;
    if (x.length < 2) return;
    pen.globalAlpha = 0.25;
    pen.fillStyle = pen.strokeStyle = ink.train;
    pen.lineWidth = 1;
    pen.beginPath();
    for (let index = 0; index < x.length; index += 1) pen.lineTo(this.x(x[index]), this.y(high[index]));
    for (let index = x.length - 1; index >= 0; index -= 1) pen.lineTo(this.x(x[index]), this.y(low[index]));
    pen.fill();
    pen.stroke();
    pen.globalAlpha = 1;
  }

  private drawGhost(ghost: Ghost): void {
    const { pen, ink, scene } = this;
    const colour = ink.ghosts[colourOf(ghost.letter)];
    const { train, validation } = ghost.panels[scene.index] ?? {};
    if (!train || !validation) return;
    pen.lineWidth = 1.25;
    this.stroke(train, colour, DASHES.train);
    this.stroke(validation, colour, DASHES.validation);
    const line = validation.x.length ? validation : train;
    const end = line.x.length - 1;
    if (end < 0) return;
    pen.font = `600 ${this.size}px ${ink.font}`;
    pen.textAlign = "right";
    pen.fillStyle = colour;
    pen.fillText(ghost.letter, this.x(line.x[end]), Math.max(this.y(line.y[end]) - 4, this.top + this.size - 2));
    pen.font = `${this.size}px ${ink.font}`;
  }

  private drawMarks(): void {
    const { pen, ink, scene } = this;
    pen.lineWidth = 1;
    pen.fillStyle = pen.strokeStyle = ink.soft;
    pen.setLineDash([2, 3]);
    for (const { epoch } of scene.marks) rule(pen, this.x(epoch), this.top, this.x(epoch), this.height - this.bottom);
    pen.setLineDash([]);
    scene.marks.slice(-LABELLED).forEach(({ epoch, text }, index) => {
      const [x, wide] = [this.x(epoch) + 4, pen.measureText(text).width];
      pen.textAlign = x + wide > this.width ? "right" : "left";
      // The words stand where the curve is not: a loss falls, an accuracy rises.
      const row = (this.size + 2) * index;
      const y = scene.panel.percent ? this.height - this.bottom - 5 - row : this.top + this.size + row;
      pen.fillText(text, pen.textAlign === "right" ? x - 8 : x, y);
    });
  }

  private drawBest(): void {
    const { pen, ink, scene } = this;
    if (scene.index > 0) return; // it is the lowest validation loss, and need not be the best of anything else
    const at = scene.best - 1;
    const { x, y } = scene.panel.validation;
    if (at < 0 || at >= x.length || x.length < 2) return; // the best of one says nothing
    const [left, top] = [this.x(x[at]), this.y(y[at])];
    pen.strokeStyle = ink.ink;
    pen.lineWidth = 1.5;
    pen.beginPath();
    pen.arc(left, top, 6, 0, 2 * Math.PI);
    pen.stroke();
    pen.fillStyle = ink.ink;
    const wide = pen.measureText(scene.bestWord).width;
    pen.textAlign = "left";
    const below = top + this.size + 10 < this.height - this.bottom;
    pen.fillText(
      scene.bestWord,
      Math.min(Math.max(left - wide / 2, this.left), this.width - wide - 2),
      scene.panel.percent && below ? top + this.size + 8 : top - 10,
    );
  }

  private drawPointed(): void {
    const { pen, ink, scene } = this;
    if (scene.pointed === null) return;
    pen.strokeStyle = ink.ink;
    pen.lineWidth = 1;
    const x = this.x(scene.pointed);
    rule(pen, x, this.top, x, this.height - this.bottom);
    for (const series of ["train", "validation", "test"] as const) {
      const line = scene.panel[series];
      const at = nearest(line.x, scene.pointed);
      if (at < 0 || Math.abs(this.x(line.x[at]) - x) > 12) continue;
      this.dots({ x: line.x.subarray(at, at + 1), y: line.y.subarray(at, at + 1) }, ink[series], 4);
    }
  }
}
