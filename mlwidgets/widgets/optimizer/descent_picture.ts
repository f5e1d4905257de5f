// The picture of a descent: the curve, where each start ends, the ball with its tangent, and the steps.

import { shownNumber } from "../base/number_text.ts";
import { linearTicks } from "../training/curves_axes.ts";
import { ballAt, basinsOf, lastStep, lossAt, outsideAt, type Scene } from "./descent_model.ts";

export interface PictureWords {
  loss: string;
  weight: string;
  beyond: (w: string) => string;
}

const SVG = "http://www.w3.org/2000/svg";
const EDGE = { left: 44, top: 14, right: 14, bottom: 50 };
const STRIP = 15; // px: the part of the axis that shows where starts end
const TANGENT = 70; // px to each side of the ball
const HEADROOM = 1.05;
const COLOURS = 5;

type Attributes = Record<string, string | number>;

function shape(tag: string, className: string, attributes: Attributes = {}): SVGElement {
  const node = document.createElementNS(SVG, tag);
  node.setAttribute("class", className);
  set(node, attributes);
  return node;
}
function set(node: SVGElement, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    node.setAttribute(name, typeof value === "number" ? value.toFixed(2) : value);
  }
}

export class Picture {
  readonly root = document.createElementNS(SVG, "svg");
  private readonly ground = shape("g", "mlw-descent-ground"); // what the ball does not move
  private readonly all = shape("path", "mlw-descent-all");
  private readonly done = shape("path", "mlw-descent-done");
  private readonly tangent = shape("line", "mlw-descent-tangent");
  private readonly arrow = shape("path", "mlw-descent-arrow");
  private readonly drop = shape("line", "mlw-descent-drop");
  private readonly start = shape("path", "mlw-descent-start");
  private readonly ball = shape("circle", "mlw-descent-ball", { r: 9 });
  private readonly note = shape("text", "mlw-descent-note");
  private width = 0;
  private height = 0;
  private top = 1;
  private scene: Scene | null = null;

  constructor(private readonly words: PictureWords) {
    this.root.setAttribute("class", "mlw-descent-picture");
    this.root.setAttribute("aria-hidden", "true");
    const moving = [this.all, this.done, this.tangent, this.arrow, this.drop, this.start, this.ball, this.note];
    this.root.append(this.ground, ...moving);
  }

  /** Take another scene, or the same one in another size. */
  show(scene: Scene, width: number, height: number): void {
    Object.assign(this, { scene, width, height });
    this.top = Math.max(...scene.shape) * HEADROOM || 1;
    set(this.root, { width, height, viewBox: `0 0 ${width} ${height}` });
    this.ground.replaceChildren(...this.axes(scene), ...this.basins(scene), this.curve(scene), ...this.minima(scene));
    set(this.all, { d: this.dots(scene, 0, lastStep(scene)) });
  }

  /** Put the ball where it is; `start` is where it is going to be dropped while that is still dragged. */
  move(at: number, start: number, pending: boolean): void {
    const { scene } = this;
    if (!scene) return;
    const step = Math.floor(at + 1e-9);
    const { w, loss } = pending ? { w: start, loss: lossAt(scene, start) } : ballAt(scene, at);
    const ball = this.point(w, loss);
    set(this.ball, { cx: ball.x, cy: ball.y });
    const top = this.point(start, lossAt(scene, start));
    set(this.start, { d: `M${top.x - 6} ${EDGE.top - 12}h12l-6 9z` });
    set(this.done, { d: pending ? "" : this.chords(scene, step) });
    const beyond = pending ? null : outsideAt(scene, at, this.top);
    this.note.textContent = beyond === null ? "" : this.words.beyond(shownNumber(beyond));
    const half = beyond === null ? 0 : (this.note as SVGTextElement).getComputedTextLength() / 2;
    set(this.note, {
      x: Math.min(Math.max(ball.x, EDGE.left + half), this.width - EDGE.right - half),
      y: EDGE.top + 30,
    });
    this.showStep(scene, pending || at !== step ? null : step, beyond !== null);
  }

  /** The weight under a place of the picture, in pixels from its left. */
  weightAt(x: number): number {
    const { low, high } = this.scene ?? { low: 0, high: 1 };
    const share = (x - EDGE.left) / Math.max(this.width - EDGE.left - EDGE.right, 1);
    return low + (high - low) * Math.min(Math.max(share, 0), 1);
  }

  private point(w: number, loss: number): { x: number; y: number } {
    const { low, high } = this.scene!;
    const inside = Math.min(Math.max(w, low), high);
    return {
      x: EDGE.left + ((inside - low) / (high - low)) * (this.width - EDGE.left - EDGE.right),
      y: EDGE.top + (1 - Math.min(loss, this.top) / this.top) * this.floor(),
    };
  }
  private floor = (): number => this.height - EDGE.top - EDGE.bottom;

  /** The tangent at the ball, the step from there, and where it lands. */
  private showStep(scene: Scene, step: number | null, outside: boolean): void {
    const { weights, losses, slopes } = scene.path;
    const parts = [this.tangent, this.arrow, this.drop];
    for (const part of parts) part.toggleAttribute("hidden", step === null || outside);
    if (step === null || outside) return;
    const here = this.point(weights[step], losses[step]);
    const across = (this.width - EDGE.left - EDGE.right) / (scene.high - scene.low);
    const rise = (slopes[step] * this.floor()) / this.top / across; // pixels up for a pixel to the right
    const dx = TANGENT / Math.hypot(1, rise);
    set(this.tangent, { x1: here.x - dx, y1: here.y + dx * rise, x2: here.x + dx, y2: here.y - dx * rise });
    const last = step + 1 >= weights.length;
    for (const part of [this.arrow, this.drop]) part.toggleAttribute("hidden", last);
    if (last) return;
    const there = this.point(weights[step + 1], losses[step + 1]);
    const way = Math.sign(there.x - here.x) || 1;
    const head = Math.min(8, Math.abs(there.x - here.x));
    const tip = `M${there.x} ${here.y}l${-way * head} ${-head * 0.6}v${1.2 * head}z`;
    set(this.arrow, { d: `M${here.x} ${here.y}H${there.x - way * head}${tip}` });
    set(this.drop, { x1: there.x, y1: here.y, x2: there.x, y2: there.y });
  }

  private dots(scene: Scene, from: number, to: number): string {
    let path = "";
    for (let step = from; step <= to; step += 1) {
      const { x, y } = this.point(scene.path.weights[step], scene.path.losses[step]);
      path += `M${x.toFixed(1)} ${y.toFixed(1)}h.01`;
    }
    return path;
  }

  private chords(scene: Scene, to: number): string {
    let path = "";
    for (let step = 0; step <= to; step += 1) {
      const { x, y } = this.point(scene.path.weights[step], scene.path.losses[step]);
      path += `${step ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
    }
    return path;
  }

  private curve({ shape: losses, low, high }: Scene): SVGElement {
    let path = "";
    losses.forEach((loss, index) => {
      const { x, y } = this.point(low + ((high - low) * index) / (losses.length - 1), loss);
      path += `${index ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
    });
    return shape("path", "mlw-descent-curve", { d: path });
  }

  private basins(scene: Scene): SVGElement[] {
    if (scene.minima.length < 2) return []; // every start leads to the same one, or to none
    const y = this.height - EDGE.bottom;
    const parts: SVGElement[] = [];
    for (const { from, to, minimum } of basinsOf(scene)) {
      const [left, right] = [this.point(from, 0).x, this.point(to, 0).x];
      const name = minimum < 0 ? "none" : `${(minimum % COLOURS) + 1}`;
      const place = { x: left, y, width: Math.max(right - left, 0.5), height: STRIP };
      parts.push(shape("rect", `mlw-descent-basin mlw-descent-basin-${name}`, place));
      if (minimum < 0 || right - left < STRIP) continue;
      parts.push(this.number(minimum, (left + right) / 2, y + STRIP - 3));
    }
    return parts;
  }

  private number(minimum: number, x: number, y: number): SVGElement {
    const text = shape("text", "mlw-descent-minimum", { x, y });
    text.textContent = String(minimum + 1);
    return text;
  }

  private minima({ minima }: Scene): SVGElement[] {
    if (minima.length < 2) return [];
    return minima.map(([w, loss], index) => {
      const { x, y } = this.point(w, loss);
      const room = this.height - EDGE.bottom - y > 20;
      return this.number(index, x, room ? y + 17 : y - 14);
    });
  }

  private axes({ low, high }: Scene): SVGElement[] {
    const parts: SVGElement[] = [];
    const text = (content: string, className: string, attributes: Attributes) => {
      const node = shape("text", `mlw-descent-tick ${className}`, attributes);
      node.textContent = content;
      parts.push(node);
    };
    for (const tick of linearTicks(0, this.top, 4)) {
      const { y } = this.point(low, tick);
      parts.push(shape("line", "mlw-descent-rule", { x1: EDGE.left, x2: this.width - EDGE.right, y1: y, y2: y }));
      text(String(tick), "mlw-descent-end", { x: EDGE.left - 6, y: y + 4 });
    }
    for (const tick of linearTicks(low, high, Math.min(8, this.width / 60))) {
      text(shownNumber(tick), "mlw-descent-middle", { x: this.point(tick, 0).x, y: this.height - EDGE.bottom + 31 });
    }
    text(this.words.loss, "", { x: 4, y: 11 });
    text(this.words.weight, "mlw-descent-end", { x: this.width - EDGE.right, y: this.height - 4 });
    return parts;
  }
}
