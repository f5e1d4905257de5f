// What is drawn on a pad: a picture to begin with (or none), strokes on top of it, and what was there before. A sketch
// belongs to the model and is shared by its views, so undo works in whichever was not drawn in.

import { makeSender } from "../base/sender.ts";

export const SIDE = 112; // pixels of what the network gets; the screen shows the same strokes as sharp as it can
export const PEN = 9;

export interface Point {
  x: number;
  y: number;
}

interface Drawn {
  base: HTMLCanvasElement | null;
  strokes: Point[][];
}

function smallCanvas(side = SIDE): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  return canvas;
}

/** Draw a sketch into a context whose unit is one of the 112 pixels. */
function paint(context: CanvasRenderingContext2D, { base, strokes }: Drawn): void {
  context.fillStyle = "#000";
  context.fillRect(0, 0, SIDE, SIDE);
  if (base) context.drawImage(base, 0, 0, SIDE, SIDE);
  context.strokeStyle = context.fillStyle = "#fff";
  context.lineWidth = PEN;
  context.lineCap = context.lineJoin = "round";
  for (const stroke of strokes) {
    context.beginPath();
    if (stroke.length === 1) {
      context.arc(stroke[0].x, stroke[0].y, PEN / 2, 0, 2 * Math.PI); // a tap
      context.fill();
    } else {
      for (const { x, y } of stroke) context.lineTo(x, y);
      context.stroke();
    }
  }
}

function toBytes(drawn: Drawn): Uint8Array<ArrayBuffer> {
  const context = smallCanvas().getContext("2d", { willReadFrequently: true })!;
  paint(context, drawn);
  const { data } = context.getImageData(0, 0, SIDE, SIDE);
  return Uint8Array.from({ length: SIDE * SIDE }, (_, index) => data[4 * index]);
}

/** A square picture of grey levels from 0 to 255. */
function toCanvas(levels: ArrayLike<number>): HTMLCanvasElement {
  const side = Math.sqrt(levels.length);
  const canvas = smallCanvas(side);
  const picture = new ImageData(side, side);
  Array.from(levels, (ink, index) => picture.data.set([ink, ink, ink, 255], 4 * index));
  canvas.getContext("2d")?.putImageData(picture, 0, 0);
  return canvas;
}

export class Sketch {
  private readonly repaints = new Set<() => void>();
  private now: Drawn = { base: null, strokes: [] };
  private past: Drawn[] = [];
  private active: Point[] | null = null; // the stroke being drawn
  private known: Uint8Array<ArrayBuffer> = new Uint8Array(SIDE * SIDE); // what was sent or taken last
  private readonly sender: ReturnType<typeof makeSender>;

  /** Called when a hand changes the drawing, before anything is painted or sent. */
  onStroke: () => void = () => {};

  /** `send` takes the bytes of a drawing, at most once in `interval()` milliseconds and always at a stroke's end. */
  constructor(
    private readonly send: (drawing: Uint8Array<ArrayBuffer>) => void,
    interval: () => number,
  ) {
    this.sender = makeSender(() => this.sendNow(), interval);
  }

  /** Show what has come from Python, unless it is our own drawing coming back. */
  take(bytes: Uint8Array): void {
    if (bytes.every((ink, index) => ink === this.known[index])) return;
    this.show(bytes);
  }

  /** Begin anew with a picture, square and in grey levels from 0 to 255. */
  show(levels: ArrayLike<number>): void {
    this.now = { base: toCanvas(levels), strokes: [] };
    this.known = toBytes(this.now);
    this.past = [];
    if (this.active) {
      this.past = [this.now];
      this.now = { base: this.now.base, strokes: [this.active] }; // a stroke under the finger goes on, on the new picture
      this.changed();
    }
    this.repaint();
  }

  watch(repaintView: () => void): () => void {
    this.repaints.add(repaintView);
    return () => this.repaints.delete(repaintView);
  }

  paintInto(context: CanvasRenderingContext2D): void {
    paint(context, this.now);
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    return toBytes(this.now);
  }

  get isBlank(): boolean {
    const { base, strokes } = this.now;
    return strokes.length === 0 && (!base || this.known.every((ink) => ink === 0));
  }

  begin(point: Point): void {
    this.past.push(this.now);
    this.active = [point];
    this.now = { base: this.now.base, strokes: [...this.now.strokes, this.active] };
    this.changed();
  }

  extend(points: Point[]): void {
    const { active } = this;
    if (!active) return;
    const length = active.length;
    for (const point of points) {
      const last = active.at(-1)!;
      // A line of no length is not drawn at all, so a tap has to stay a single point.
      if (point.x !== last.x || point.y !== last.y) active.push(point);
    }
    if (active.length > length) this.changed();
  }

  end(): void {
    this.active = null;
    this.sender.flush();
  }

  undo(): boolean {
    const before = this.past.pop();
    if (!before) return false;
    this.active = null;
    this.now = before;
    this.changed();
    this.sender.flush();
    return true;
  }

  clear(): void {
    this.active = null;
    if (this.now.base || this.now.strokes.length) this.past.push(this.now);
    this.now = { base: null, strokes: [] };
    this.changed();
    this.sender.flush();
  }

  /** Send what is still waiting, and nothing after it. */
  stop(): void {
    this.sender.stop();
  }

  private repaint(): void {
    this.repaints.forEach((call) => call());
  }

  /** Send the drawing as it is. */
  sendNow(): void {
    this.known = toBytes(this.now);
    this.send(this.known.slice());
  }

  private changed(): void {
    this.onStroke();
    this.repaint();
    this.sender.request();
  }
}
