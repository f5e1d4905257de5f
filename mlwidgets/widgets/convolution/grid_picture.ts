// What a NumberGrid draws where its cells are too small for numbers, and where it has been scrolled to.

import { element } from "../base/dom.ts";
import type { Kind } from "./number_grid.ts";

const PADDING = 0.3; // how strong the colours of padding are

export interface Dot {
  below: boolean; // zero
  share: number; // how strong its colour is, from 0 to 1
  inside: boolean; // or padding
}

/** One pixel for each cell, drawn large: thousands of coloured elements would take too long to redraw. */
export class GridPicture {
  readonly canvas = element("canvas", "mlw-grid-picture", { "aria-hidden": "true" });

  constructor(private readonly kind: Kind) {
    this.canvas.hidden = true;
  }

  resize(width: number, height: number): void {
    this.canvas.hidden = width === 0;
    Object.assign(this.canvas.style, { width: `${width}px`, height: `${height}px` });
  }

  paint(height: number, width: number, dotAt: (y: number, x: number) => Dot): void {
    const { canvas } = this;
    if (!canvas.isConnected) return; // it has no colours yet: painted once it is on the page
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const pixels = new ImageData(width, height);
    const { color, borderTopColor } = getComputedStyle(canvas); // of numbers above and below zero, light or dark
    const [above, below] = [color, borderTopColor].map((text) => (text.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number));
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const dot = dotAt(y, x);
        const grey = 255 * dot.share;
        const ink = (this.kind === "grey" ? 1 : dot.share) * (dot.inside ? 1 : PADDING);
        const rgb = this.kind === "grey" ? [grey, grey, grey] : dot.below ? below : above;
        pixels.data.set([rgb[0], rgb[1], rgb[2], 255 * ink], 4 * (y * width + x));
      }
    }
    canvas.getContext("2d")?.putImageData(pixels, 0, 0);
  }
}

/** What of a box can be seen, known without asking the page: asking would make it lay everything out first. */
export class GridView {
  width = 0;
  height = 0;
  left = 0;
  top = 0;
  private readonly observer: ResizeObserver;

  /** @param onSize called when the box is on the page, and whenever it gets another size. */
  constructor(private readonly box: HTMLElement, onSize: () => void) {
    this.observer = new ResizeObserver(() => {
      this.width = box.clientWidth;
      this.height = box.clientHeight;
      onSize();
    });
    this.observer.observe(box);
    box.addEventListener("scroll", () => {
      this.left = box.scrollLeft;
      this.top = box.scrollTop;
    });
  }

  close(): void {
    this.observer.disconnect();
  }

  scroll(left: number, top: number): void {
    if (this.width === 0 || (left === this.left && top === this.top)) return;
    this.box.scrollTo({ left, top, behavior: "instant" });
    Object.assign(this, { left, top });
  }
}
