// The picture of a race: the surface below, the paths on it, and on top the marks, the arrows and the start.

import { element } from "../base/dom.ts";
import { Colours, rgbOf } from "../base/shades.ts";
import { shownNumber } from "../base/number_text.ts";
import { arrowsAt, drawArrows } from "./race_arrows.ts";
import { drawContours, paintBands } from "./race_ground.ts";
import { racerColours } from "./race_marks.ts";
import { type Point, type Race, rowAt, type Surface } from "./race_model.ts";
import { type Plane, planeIn, spotOf, ticksOf } from "./race_plane.ts";
import { type Ink, Trails } from "./race_trails.ts";

const TICKS_EVERY = 80; // px
const LETTERS = 12;

export class RaceStage {
  readonly root = element("div", "mlw-race-stage", { tabindex: 0, role: "application" });
  readonly handle = element("div", "mlw-race-start", { "aria-hidden": "true" });
  plane: Plane = { domain: [0, 1, 0, 1], left: 0, top: 0, width: 1, height: 1 };
  private readonly layers = ["ground", "paths", "top"].map(() =>
    element("canvas", "mlw-race-layer", { "aria-hidden": "true" })
  );
  private readonly bands = element("canvas");
  private readonly trails = new Trails();
  private readonly colours: Colours;
  private ink: Ink | null = null;
  private surface: Surface | null = null;
  private race: Race | null = null;
  private size = { width: 0, height: 0 };
  private stale = { bands: true, paths: true };

  constructor(redraw: () => void) {
    this.root.append(...this.layers, this.handle);
    this.colours = new Colours(this.root, () => {
      this.ink = null;
      this.stale = { bands: true, paths: true };
      redraw();
    });
  }

  stop(): void {
    this.colours.stop();
  }

  takeSurface(surface: Surface): void {
    this.surface = surface;
    this.stale = { bands: true, paths: true };
  }

  takeRace(race: Race): void {
    this.race = race;
    this.stale.paths = true;
  }

  /** Draw a moment; returns whether there is anything to draw on yet. */
  draw(step: number, chosen: number, start: Point | null): boolean {
    const { surface, race } = this;
    if (!surface || !race || !this.colours.tables) return false;
    this.measure();
    if (!this.size.width || !this.size.height) return false;
    const ink = this.inks();
    if (this.stale.bands) this.paintSurface(surface);
    if (this.stale.paths) {
      this.trails.take(race, this.plane);
      this.drawGround(surface, ink);
    }
    this.stale = { bands: false, paths: false };
    this.trails.drawTo(this.clipped(1), step, ink, () => this.clear(1));
    this.drawTop(race, step, chosen, ink);
    if (start) {
      const [left, top] = spotOf(this.plane, start);
      this.handle.style.transform = `translate(${left}px, ${top}px)`;
    }
    return true;
  }

  private measure(): void {
    const { clientWidth: width, clientHeight: height } = this.root;
    if (!this.surface || (width === this.size.width && height === this.size.height && !this.stale.bands)) return;
    this.size = { width, height };
    this.plane = planeIn(this.surface.domain, width, height);
    const ratio = window.devicePixelRatio || 1;
    for (const layer of this.layers) Object.assign(layer, { width: width * ratio, height: height * ratio });
    this.stale = { bands: true, paths: true };
  }

  private pen(layer: number): CanvasRenderingContext2D {
    const ratio = window.devicePixelRatio || 1;
    const pen = this.layers[layer].getContext("2d")!;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    return pen;
  }

  private clear(layer: number): void {
    this.pen(layer).clearRect(0, 0, this.size.width, this.size.height);
  }

  /** A pen that cannot leave the surface. */
  private clipped(layer: number): CanvasRenderingContext2D {
    const pen = this.pen(layer);
    const { left, top, width, height } = this.plane;
    pen.restore(); // what was saved the last time
    this.pen(layer);
    pen.save();
    pen.beginPath();
    pen.rect(left, top, width, height);
    pen.clip();
    return pen;
  }

  private inks(): Ink {
    if (this.ink) return this.ink;
    const style = getComputedStyle(this.root);
    const colour = (name: string) => `rgb(${rgbOf(this.root, `var(${name})`).map(Math.round).join(" ")})`;
    this.ink = {
      ink: style.color,
      soft: colour("--mlw-race-soft"),
      halo: colour("--mlw-surface"),
      racers: racerColours(this.root),
      font: style.fontFamily,
    };
    return this.ink;
  }

  private paintSurface(surface: Surface): void {
    const { width, height } = this.plane;
    Object.assign(this.bands, { width, height });
    const shade = (name: string) => rgbOf(this.root, `var(${name})`);
    paintBands(this.bands, surface, {
      low: shade("--mlw-race-low"),
      high: shade("--mlw-race-high"),
      hole: shade("--mlw-race-hole"),
    });
  }

  private drawGround(surface: Surface, ink: Ink): void {
    this.clear(0);
    const pen = this.clipped(0);
    const { left, top, width, height } = this.plane;
    pen.drawImage(this.bands, left, top, width, height);
    pen.save();
    pen.translate(left, top);
    pen.strokeStyle = ink.ink;
    pen.globalAlpha = 0.22;
    pen.lineWidth = 1;
    drawContours(pen, surface, width, height);
    pen.restore();
    this.drawMinima(pen, surface, ink);
    this.trails.drawComing(pen, ink);
    pen.restore();
    this.drawAxes(surface, ink);
    pen.save(); // `clipped` restores one
  }

  private drawMinima(pen: CanvasRenderingContext2D, surface: Surface, ink: Ink): void {
    pen.strokeStyle = ink.ink;
    pen.lineWidth = 1.5;
    for (const minimum of surface.minima) {
      const [x, y] = spotOf(this.plane, minimum);
      pen.beginPath();
      pen.moveTo(x - 5, y - 5);
      pen.lineTo(x + 5, y + 5);
      pen.moveTo(x - 5, y + 5);
      pen.lineTo(x + 5, y - 5);
      pen.stroke();
    }
  }

  private drawAxes({ domain }: Surface, ink: Ink): void {
    const pen = this.pen(0);
    const { left, top, width, height } = this.plane;
    const [xLow, xHigh, yLow, yHigh] = domain;
    pen.fillStyle = ink.soft;
    pen.strokeStyle = ink.soft;
    pen.lineWidth = 1;
    pen.font = `${LETTERS}px ${ink.font}`;
    pen.strokeRect(left - 0.5, top - 0.5, width + 1, height + 1);
    pen.textAlign = "center";
    pen.textBaseline = "top";
    for (const tick of ticksOf(xLow, xHigh, width / TICKS_EVERY)) {
      pen.fillText(shownNumber(tick), spotOf(this.plane, [tick, yLow])[0], top + height + 5);
    }
    pen.textAlign = "right";
    pen.textBaseline = "middle";
    for (const tick of ticksOf(yLow, yHigh, height / TICKS_EVERY)) {
      pen.fillText(shownNumber(tick), left - 6, spotOf(this.plane, [xLow, tick])[1]);
    }
    pen.textAlign = "left";
    pen.fillStyle = ink.ink;
    pen.fillText("y", left + 5, top + 9);
    pen.fillText("x", left + width - 11, top + height - 9);
  }

  private drawTop(race: Race, step: number, chosen: number, ink: Ink): void {
    this.clear(2);
    const pen = this.clipped(2);
    const racer = race.racers.find(({ number }) => number === chosen);
    if (racer) drawArrows(pen, arrowsAt(racer, rowAt(racer, step), this.plane), ink.racers[racer.number], ink);
    this.trails.drawMarks(pen, step, chosen, ink);
  }
}
