// The plane, with what the network decides at every place of it, for a network that takes points.

import { element } from "../../base/dom.ts";
import { Colours } from "../../base/shades.ts";
import { inNextFrame } from "../../base/watching.ts";
import { groundTables, paintGround } from "../../playground/map_ground.ts";
import { mapPalette, Marks, type Palette } from "../../playground/map_marks.ts";
import type { MapFrame, Place } from "../../playground/map_model.ts";
import { EDGE, movedBy, placeAt, spotOf } from "../../playground/map_plane.ts";
import { type Answer, winnerOf } from "./answer.ts";
import type { Given, GivenView } from "./given.ts";
import { type PointInputs, preparePoints } from "./inputs.ts";
import type { Network } from "./network.ts";
import { BETWEEN, t, written } from "../../base/language.ts";

const TEXT = {
  title: t("Choose a point"),
  stage: t("The plane. Arrow keys move the point, with Shift further."),
  ground: t("What the network decides at every place of the plane"),
  help: t("Click or drag on the map, or use the arrow keys."),
  missing: t("Choose a point."),
  words: (x1: string, x2: string) => `(${x1}${BETWEEN}${x2})`,
};
const CELLS = 64; // of a row of the map

const coordinate = (value: number) => written(value.toFixed(2).replace("-", "−"));

export class PointView implements GivenView {
  readonly root = element("div", "mlw-page-give mlw-page-point");
  readonly title = TEXT.title;
  readonly missing = TEXT.missing;
  place: [number, number] = [0, 0];
  settled = false;
  private readonly stage = element("div", "mlw-page-map", {
    tabindex: 0,
    role: "application",
    "aria-label": TEXT.stage,
    "aria-describedby": "mlw-page-map-help",
  });
  private readonly ground = element("canvas", "mlw-page-ground", { role: "img", "aria-label": TEXT.ground });
  private readonly points = element("canvas", "mlw-page-points", { "aria-hidden": "true" });
  private readonly cross = element("div", "mlw-page-cross", { "aria-hidden": "true" });
  private readonly where = element("p", "mlw-page-where");
  private readonly frame = inNextFrame(() => this.paint());
  private readonly colours: Colours;
  private palette: Palette | null = null;
  private map: MapFrame = { serial: 0, told: false };
  private serial = 0;
  private own: { x: Float32Array; label: number; place?: [number, number] }[] = [];
  private readonly reach: number;

  constructor(
    private readonly inputs: PointInputs,
    private readonly network: Network,
    private readonly known: { x: Float32Array; y: number[] }, // points that came with the page
    private readonly changed: () => void,
  ) {
    this.reach = Math.max(...known.y.map(Math.abs), 1e-9);
    if (!known.y.length) this.reach = 1;
    this.stage.append(this.ground, this.points, this.cross);
    const help = element("p", "mlw-page-help", { id: "mlw-page-map-help" }, TEXT.help);
    this.root.append(this.stage, this.where, help);
    this.listen();
    this.colours = new Colours(this.root, () => {
      this.palette = null;
      this.frame.soon();
    });
    new ResizeObserver(this.frame.soon).observe(this.stage);
    this.show();
    this.learned();
  }

  get given(): Given {
    const [x1, x2] = this.place;
    return {
      x: preparePoints(this.inputs.steps, this.place),
      words: TEXT.words(coordinate(x1), coordinate(x2)),
      picture: null,
    };
  }

  listed(examples: { x: Float32Array; label: number; place?: [number, number] }[]): void {
    this.own = examples;
    this.frame.soon();
  }

  /** Ask the network about every cell of the map, and paint what it says. */
  async learned(): Promise<void> {
    const serial = ++this.serial;
    this.settled = false;
    const places = Float64Array.from({ length: 2 * CELLS * CELLS }, (_, at) => {
      const cell = Math.floor(at / 2);
      const share = at % 2 ? 1 - (2 * Math.floor(cell / CELLS) + 1) / CELLS : (2 * (cell % CELLS) + 1) / CELLS - 1;
      return share * EDGE;
    });
    const answers = await this.network.predictMany(
      preparePoints(this.inputs.steps, places),
      () => serial !== this.serial,
    );
    if (!answers) return;
    this.map = { serial, told: false, size: CELLS, ...this.levels(answers) };
    this.settled = true;
    this.root.dataset.painted = String(serial);
    this.frame.soon();
  }

  private levels(answers: Answer[]): { classes: DataView; levels: DataView } {
    const classes = new Uint8Array(answers.length);
    const levels = new Uint8ClampedArray(answers.length);
    answers.forEach(({ shares, numbers }, at) => {
      if (numbers.length) {
        levels[at] = Math.min(255, Math.max(1, Math.round(128 + (127 * numbers[0]) / this.reach)));
        return;
      }
      classes[at] = winnerOf(shares);
      levels[at] = Math.max(1, Math.round(1 + 254 * shares[classes[at]]));
    });
    return { classes: new DataView(classes.buffer), levels: new DataView(levels.buffer) };
  }

  private listen(): void {
    const { stage } = this;
    let pressed: number | null = null;
    const at = (event: PointerEvent | MouseEvent): Place => {
      const box = stage.getBoundingClientRect();
      return placeAt((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    };
    stage.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || event.pointerType === "touch") return; // a finger may want to scroll: see click
      pressed = event.pointerId;
      stage.setPointerCapture(pressed);
      this.go(at(event));
    });
    stage.addEventListener("pointermove", (event) => event.pointerId === pressed && this.go(at(event)));
    for (const name of ["pointerup", "pointercancel"] as const) {
      stage.addEventListener(name, () => (pressed = null));
    }
    stage.addEventListener("click", (event) => this.go(at(event)));
    stage.addEventListener("keydown", (event) => {
      const moved = event.altKey || event.ctrlKey || event.metaKey
        ? null
        : movedBy(event.key, event.shiftKey, this.place);
      if (!moved) return;
      event.preventDefault();
      this.go(moved);
    });
  }

  private go(place: Place): void {
    this.place = place;
    this.show();
    this.changed();
  }

  private show(): void {
    const [x1, x2] = this.place;
    this.where.textContent = `x₁ = ${coordinate(x1)}, x₂ = ${coordinate(x2)}`;
    this.frame.soon();
  }

  private paint(): void {
    const side = this.stage.clientWidth;
    if (!side || !this.colours.tables) return;
    const { class_names: names } = this.inputs;
    this.palette ??= mapPalette(this.root);
    paintGround(this.ground, this.map, names.length, groundTables(this.palette, names.length, false));
    const ratio = window.devicePixelRatio || 1;
    Object.assign(this.points, { width: side * ratio, height: side * ratio });
    const context = this.points.getContext("2d")!;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const marks = new Marks(this.palette, names.length > 0, this.reach);
    this.known.y.forEach((label, at) => {
      marks.draw(context, "train", ...spotOf(this.known.x[2 * at], this.known.x[2 * at + 1], side), label, 7);
    });
    for (const { label, place } of this.own) {
      if (place) marks.draw(context, "test", ...spotOf(...place, side), label, 12);
    }
    const [x, y] = spotOf(...this.place, side);
    Object.assign(this.cross.style, { left: `${x}px`, top: `${y}px` });
  }
}
