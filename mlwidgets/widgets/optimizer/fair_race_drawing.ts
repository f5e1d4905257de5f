// The curves of a fair race, drawn on a canvas: a band from the smallest to the largest run, a line for the median.

import { type Axis, linearTicks, logTicks, placeOf, roundUp, tickText } from "../training/curves_axes.ts";
import { drawAxes, rule } from "../training/curves_frame.ts";
import { type Band, DASHES, pointAt, type Quantity } from "./fair_race_model.ts";
import { grouped } from "../base/language.ts";

export interface RaceInk {
  ink: string;
  soft: string;
  line: string;
  font: string;
  colours: string[]; // one for each line of the table
}
export interface RaceScene {
  quantity: Quantity;
  updates: number;
  log: boolean;
  pointed: number | null; // the update that is read
  word: string; // what stands at the horizontal axis
}

const HEADROOM = 1.05;
const OUTLIER = 4; // times the median of all values: what is larger lies above the axis, or would flatten the rest
const MOST_DECADES = 5;
const TICKS_EVERY = { x: 70, y: 34 }; // pixels
const BAND_ALPHA = 0.16;
const PERCENT_STEP = 0.1;

const finite = (values: Iterable<number>): number[] => [...values].filter(Number.isFinite).sort((a, b) => a - b);

/** The vertical axis: a percentage from a round one up to 100, anything else from 0 or in powers of ten. */
export function raceAxis({ percent, bands }: Quantity, log: boolean, most: number): Axis {
  const medians = finite(bands.flatMap(({ median }) => [...median]));
  const all = finite(bands.flatMap(({ low, high }) => [...low, ...high]));
  if (percent) {
    // The lowest tenth are the first updates, which would take the room from where the race is decided.
    const floor = medians[Math.floor(medians.length / 10)] ?? 0;
    const low = Math.max(0, Math.floor(floor / PERCENT_STEP - 1e-6) * PERCENT_STEP);
    return { low, high: 1, log: false, ticks: linearTicks(low, 1, most) };
  }
  const middle = medians[medians.length >> 1] ?? 1;
  const top = all.findLast((value) => value <= OUTLIER * middle) ?? all.at(-1) ?? 1;
  if (log) {
    const positive = all.filter((value) => value > 0);
    const high = (positive.at(-1) ?? 1) * 1.2;
    const low = Math.max((positive[0] ?? high / 10) / 1.2, high / 10 ** MOST_DECADES);
    return { low, high, log, ticks: logTicks(low, high) };
  }
  const high = roundUp(top * HEADROOM || 1);
  return { low: 0, high, log: false, ticks: linearTicks(0, high, most) };
}

export class RacePlot {
  private left = 44;
  private readonly top = 8;
  private readonly right = 12;
  private readonly bottom: number;
  private readonly y: Axis;
  private readonly x: Axis;

  constructor(
    private readonly pen: CanvasRenderingContext2D,
    readonly width: number,
    readonly height: number,
    private readonly size: number,
    private readonly ink: RaceInk,
    private readonly scene: RaceScene,
  ) {
    pen.font = `${size}px ${ink.font}`;
    this.bottom = size + 11;
    this.y = raceAxis(scene.quantity, scene.log, height / TICKS_EVERY.y);
    const high = Math.max(scene.updates, 1);
    this.x = { low: 0, high, log: false, ticks: linearTicks(0, high, width / TICKS_EVERY.x) };
    const wide = this.y.ticks.map((tick) => pen.measureText(tickText(tick, scene.quantity.percent)).width);
    this.left = Math.max(20, ...wide) + 10;
  }

  private placeX = (update: number): number =>
    this.left + placeOf(this.x, update) * (this.width - this.left - this.right);
  private placeY = (value: number): number =>
    this.top + (1 - placeOf(this.y, value)) * (this.height - this.top - this.bottom);

  updateAt(x: number): number {
    const share = (x - this.left) / (this.width - this.left - this.right);
    return Math.min(Math.max(share, 0), 1) * this.x.high;
  }

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
      x: this.x,
      y: this.y,
      placeX: this.placeX,
      placeY: this.placeY,
      textX: (tick) => grouped(tick),
      percent: scene.quantity.percent,
      word: scene.word,
    });
    pen.save();
    pen.beginPath();
    pen.rect(
      this.left,
      this.top - 3,
      this.width - this.left - this.right + 6,
      this.height - this.top - this.bottom + 3,
    );
    pen.clip();
    scene.quantity.bands.forEach((band, line) => this.drawBand(band, line));
    scene.quantity.bands.forEach((band, line) => this.drawMedian(band, line));
    pen.restore();
    this.drawPointed();
  }

  private bounded = (value: number): number => Math.min(Math.max(this.placeY(value), -1e4), 1e4);

  private drawBand({ at, low, high }: Band, line: number): void {
    const { pen } = this;
    if (at.length < 2) return;
    pen.fillStyle = this.ink.colours[line];
    pen.globalAlpha = BAND_ALPHA;
    pen.beginPath();
    for (let index = 0; index < at.length; index += 1) pen.lineTo(this.placeX(at[index]), this.bounded(high[index]));
    for (let index = at.length - 1; index >= 0; index -= 1) {
      pen.lineTo(this.placeX(at[index]), this.bounded(low[index]));
    }
    pen.fill();
    pen.globalAlpha = 1;
  }

  private drawMedian({ at, median }: Band, line: number): void {
    const { pen } = this;
    pen.strokeStyle = pen.fillStyle = this.ink.colours[line];
    pen.lineWidth = 2.25;
    pen.lineJoin = "round";
    pen.setLineDash(DASHES[line % DASHES.length]);
    pen.beginPath();
    let going = false;
    let end = -1;
    for (let index = 0; index < at.length; index += 1) {
      const there = Number.isFinite(median[index]);
      if (there) end = index;
      if (there && going) pen.lineTo(this.placeX(at[index]), this.bounded(median[index]));
      else if (there) pen.moveTo(this.placeX(at[index]), this.bounded(median[index]));
      going = there;
    }
    pen.stroke();
    pen.setLineDash([]);
    if (end < 0) return;
    const [x, y] = [this.placeX(at[end]), this.bounded(median[end])];
    if (end < at.length - 1) this.cross(x, y); // it goes no further: it has diverged
    else this.dot(x, y, 3.5);
  }

  private dot(x: number, y: number, radius: number): void {
    this.pen.beginPath();
    this.pen.arc(x, y, radius, 0, 2 * Math.PI);
    this.pen.fill();
  }

  private cross(x: number, y: number): void {
    rule(this.pen, x - 5, y - 5, x + 5, y + 5);
    rule(this.pen, x - 5, y + 5, x + 5, y - 5);
  }

  private drawPointed(): void {
    const { pen, ink, scene: { pointed, quantity } } = this;
    if (pointed === null) return;
    pen.strokeStyle = ink.ink;
    pen.lineWidth = 1;
    const x = this.placeX(pointed);
    rule(pen, x, this.top, x, this.height - this.bottom);
    quantity.bands.forEach((band, line) => {
      const index = pointAt(band, pointed);
      if (index < 0 || !Number.isFinite(band.median[index])) return;
      pen.fillStyle = ink.colours[line];
      this.dot(this.placeX(band.at[index]), this.bounded(band.median[index]), 4);
    });
  }
}
