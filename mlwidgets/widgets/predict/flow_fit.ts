// Pad, layers and answer in one line, the layers as large as there is room for; below each other where they would have
// to be too small to read.

import type { CleanUp } from "../base/model.ts";

const SMALLEST = 0.6;
const LARGEST = 1.45;
const LEAST_WIDTH = 860; // pixels

/** How large the layers stand in one line with the pad and the answer; null if they do not fit there. */
export function zoomFor(width: number, taken: number, natural: number): number | null {
  if (width < LEAST_WIDTH) return null;
  const zoom = natural > 0 ? (width - taken) / natural : 1;
  return zoom < SMALLEST ? null : Math.min(zoom, LARGEST);
}

/** Lay out the picture for its own width, now and whenever that changes. */
export class FlowFit {
  private natural: number | null = null; // pixels that all layers take at their own size, once measured
  private readonly observer = new ResizeObserver(() => this.arrange());

  constructor(
    private readonly root: HTMLElement,
    private readonly body: HTMLElement,
    private readonly pad: HTMLElement,
    private readonly layers: HTMLElement,
  ) {
    this.observer.observe(root);
  }

  /** Measure layers that were made anew. */
  measure(): void {
    this.natural = null;
    this.arrange();
  }

  private arrange(): void {
    const rows = [...this.layers.children] as HTMLElement[];
    if (!this.root.clientWidth || !rows.length) return; // not on the page yet
    this.root.dataset.layout = "line";
    const last = rows.at(-1)!;
    const fixed = last.classList.contains("mlw-answer") ? [this.pad, rows.pop()!] : [this.pad];
    if (this.natural === null) {
      this.root.style.setProperty("--mlw-flow-zoom", "1");
      this.natural = rows.reduce((sum, { offsetWidth }) => sum + offsetWidth, 0);
    }
    const gaps = (rows.length + fixed.length - 1) * parseFloat(getComputedStyle(this.body).columnGap);
    const taken = fixed.reduce((sum, { offsetWidth }) => sum + offsetWidth, gaps);
    const zoom = zoomFor(this.body.clientWidth, taken, this.natural);
    this.root.dataset.layout = zoom === null ? "rows" : "line";
    this.root.style.setProperty("--mlw-flow-zoom", (zoom ?? 1).toFixed(3));
  }

  readonly stop: CleanUp = () => this.observer.disconnect();
}
