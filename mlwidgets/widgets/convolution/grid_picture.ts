// A part: what a NumberGrid draws where its cells are too small for numbers, and where it has been scrolled to.

import { element } from "../base/dom.ts";

const RIM = 0.3; // how strong the colours of padding are

/** One pixel for each cell, drawn large: thousands of coloured elements would take too long to redraw. */
export class GridPicture {
  constructor(kind) {
    this.kind = kind;
    this.canvas = element("canvas", "mlw-grid-picture", { "aria-hidden": "true" });
    this.canvas.hidden = true;
  }

  resize(width, height) {
    this.canvas.hidden = width === 0;
    Object.assign(this.canvas.style, { width: `${width}px`, height: `${height}px` });
  }

  /** @param strength of a cell's colour, from 0 to 1. */
  paint(cells, width, height, strength) {
    const { canvas } = this;
    if (!canvas.isConnected) return; // it has no colours yet: painted once it is on the page
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const pixels = new ImageData(width, height);
    const { color, borderTopColor } = getComputedStyle(canvas); // of numbers above and below nought, light or dark
    const [above, below] = [color, borderTopColor].map((text) => text.match(/[\d.]+/g).slice(0, 3).map(Number));
    cells.forEach((cell, index) => {
      const share = strength(cell);
      const grey = 255 * share;
      const rgb = this.kind === "grey" ? [grey, grey, grey] : cell.value < 0 ? below : above;
      const ink = this.kind === "grey" ? 1 : share;
      pixels.data.set([...rgb, 255 * ink * (cell.inside ? 1 : RIM)], 4 * index);
    });
    canvas.getContext("2d").putImageData(pixels, 0, 0);
  }
}

/** What of a box can be seen, known without asking the page: asking would make it lay everything out first. */
export class GridView {
  /** @param onSize called when the box is on the page, and whenever it gets another size. */
  constructor(box, onSize) {
    this.box = box;
    this.width =
      this.height =
      this.left =
      this.top =
        0;
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

  close() {
    this.observer.disconnect();
  }

  scroll(left, top) {
    if (this.width === 0 || (left === this.left && top === this.top)) return;
    this.box.scrollTo({ left, top, behavior: "instant" });
    Object.assign(this, { left, top });
  }
}
