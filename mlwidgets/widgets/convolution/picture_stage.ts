// A picture on the screen: its pixels, one canvas pixel each, under a layer of lines that is as sharp as the screen.

import { element } from "../base/dom.ts";
import { rgbOf } from "../base/shades.ts";
import type { CellPlace, PictureShape, Rectangle } from "./picture_window.ts";

const MARGIN = 6; // room around a picture for lines at its edge
const CASING = "#fff"; // around the lines, so that they are seen on every picture
const THICKNESS = { casing: 4.5, line: 2 };
const SMALLEST_BOX = 11; // a window of a few pixels of a photograph would be too small to see
const TICK = { from: 3, to: 12 }; // the ticks of a reticle, in pixels from its box

/** Bytes with one or three channels as an image. */
function toImage(bytes: Uint8Array, [height, width, channels]: PictureShape): ImageData {
  const image = new ImageData(width, height);
  // One number for each pixel: four times as quick as one for each byte. All browsers run on little-endian machines.
  const words = new Uint32Array(image.data.buffer);
  const opaque = 0xff000000;
  if (channels === 1) {
    for (let index = 0; index < words.length; index += 1) words[index] = opaque | (bytes[index] * 0x010101);
  } else {
    for (let index = 0, byte = 0; index < words.length; index += 1, byte += 3) {
      words[index] = opaque | (bytes[byte + 2] << 16) | (bytes[byte + 1] << 8) | bytes[byte];
    }
  }
  return image;
}

/** Draws on a picture, in the accent colour, which no edge of a picture has; places are in pixels of the picture. */
export interface Pen {
  box(place: Rectangle, dash?: number[]): void;
  /** A box around one pixel with four short ticks: lines through the whole picture would look like its edges. */
  reticle(cell: CellPlace): void;
}

export class Stage {
  readonly root: HTMLElement;
  readonly canvas = element("canvas", "mlw-pictures-canvas", { role: "img" });
  private readonly layer = element("canvas", "mlw-pictures-layer", { "aria-hidden": "true" });
  private scale = 0; // CSS pixels for one pixel of the picture

  constructor(className: string) {
    this.root = element("div", `mlw-pictures-stage ${className}`);
    this.root.append(this.canvas, this.layer);
  }

  paint(bytes: Uint8Array, shape: PictureShape): void {
    [this.canvas.height, this.canvas.width] = shape;
    this.canvas.getContext("2d")?.putImageData(toImage(bytes, shape), 0, 0);
  }

  /** Give every pixel of the picture `scale` CSS pixels. */
  resize(scale: number): void {
    this.scale = scale;
    this.root.style.width = `${this.canvas.width * scale}px`;
    this.root.style.height = `${this.canvas.height * scale}px`;
    this.canvas.classList.toggle("mlw-pictures-magnified", scale * window.devicePixelRatio >= 2);
  }

  mark(draw: (pen: Pen) => void): void {
    const { canvas, layer, scale } = this;
    const [width, height] = [canvas.width * scale + 2 * MARGIN, canvas.height * scale + 2 * MARGIN];
    const ratio = window.devicePixelRatio;
    layer.width = Math.round(width * ratio);
    layer.height = Math.round(height * ratio);
    layer.style.width = `${width}px`;
    layer.style.height = `${height}px`;
    const context = layer.getContext("2d");
    if (!context) return;
    context.setTransform(ratio, 0, 0, ratio, MARGIN * ratio, MARGIN * ratio);
    const colour = `rgb(${rgbOf(this.root, "var(--mlw-mark)").join(" ")})`;
    const stroke = (path: Path2D, dash: number[]) => {
      context.setLineDash(dash);
      for (const [ink, thickness] of [[CASING, THICKNESS.casing], [colour, THICKNESS.line]] as const) {
        context.strokeStyle = ink;
        context.lineWidth = thickness;
        context.stroke(path);
      }
    };
    const edges = ({ top, left, height: rows, width: columns }: Rectangle) => {
      const [w, h] = [columns, rows].map((count) => Math.max(count * scale, SMALLEST_BOX));
      return [(left + columns / 2) * scale - w / 2, (top + rows / 2) * scale - h / 2, w, h] as const;
    };
    draw({
      box(place, dash = []) {
        const path = new Path2D();
        path.rect(...edges(place));
        stroke(path, dash);
      },
      reticle([row, column]) {
        const [x, y, w, h] = edges({ top: row, left: column, height: 1, width: 1 });
        const path = new Path2D();
        path.rect(x, y, w, h);
        for (const [fromX, fromY, dx, dy] of [[x, y + h / 2, -1, 0], [x + w, y + h / 2, 1, 0]]) {
          path.moveTo(fromX + dx * TICK.from, fromY + dy);
          path.lineTo(fromX + dx * TICK.to, fromY + dy);
        }
        for (const [fromX, fromY, dy] of [[x + w / 2, y, -1], [x + w / 2, y + h, 1]]) {
          path.moveTo(fromX, fromY + dy * TICK.from);
          path.lineTo(fromX, fromY + dy * TICK.to);
        }
        stroke(path, []);
      },
    });
  }

  /** The pixel under a pointer, or the nearest one. */
  cellAt({ clientX, clientY }: { clientX: number; clientY: number }): [row: number, column: number] {
    const box = this.canvas.getBoundingClientRect();
    const along = (from: number, size: number, count: number) =>
      Math.min(Math.max(Math.floor((from / size) * count), 0), count - 1);
    return [
      along(clientY - box.top, box.height, this.canvas.height),
      along(clientX - box.left, box.width, this.canvas.width),
    ];
  }
}
