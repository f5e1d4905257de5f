// A figure with a title, a canvas and a sentence for those who cannot see it.

import { element } from "../base/dom.ts";

export class Picture {
  readonly root = element("figure", "mlw-measured-figure");
  readonly canvas = element("canvas", "mlw-measured-canvas", { role: "img" });
  private readonly caption = element("figcaption");
  private readonly name = element("b");
  private readonly value = element("span");

  constructor() {
    this.caption.append(this.name, this.value);
    this.root.append(this.caption, this.canvas);
  }

  say(name: string, value: string, words: string): void {
    if (this.name.textContent !== name) this.name.textContent = name;
    if (this.value.textContent !== value) this.value.textContent = value;
    if (this.canvas.getAttribute("aria-label") !== words) this.canvas.setAttribute("aria-label", words);
  }

  /** Call with a pen for the canvas as it stands on the page, whatever its size; not where nobody sees it. */
  draw(paint: (pen: CanvasRenderingContext2D, width: number, height: number) => void): void {
    const { canvas } = this;
    const { clientWidth: width, clientHeight: height } = canvas;
    const pen = canvas.getContext("2d");
    if (!width || !height || !pen) return;
    const ratio = globalThis.devicePixelRatio || 1;
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
    pen.setTransform(wide / width, 0, 0, high / height, 0, 0);
    paint(pen, width, height);
  }
}
