// The learning curves on the screen: a plot for each quantity, a reading line through all of them, and the earlier runs.

import { element } from "../base/dom.ts";
import type { CleanUp } from "../base/model.ts";
import { Colours, rgbOf } from "../base/shades.ts";
import { inNextFrame } from "../base/watching.ts";
import { epochAxis, valueAxis } from "./curves_axes.ts";
import { type Ink, Plot, type Scene } from "./curves_drawing.ts";
import type { Curves, Ghost } from "./curves_model.ts";
import { RUN_COLOURS, runColour } from "./run_colours.ts";
import { readAt, SERIES, type Series } from "./curves_reading.ts";
import { t, written } from "../base/language.ts";

const TEXT = {
  name: t("Learning curves"),
  epoch: t("epoch"),
  best: t("best"),
  now: t("now"),
  logScale: t("Log scale"),
  enlarge: t("Enlarge"),
  close: t("Close"),
  at: (epoch: string) => t("Epoch {epoch}", { epoch }),
  said: (epoch: string, parts: string[]) => t("Epoch {epoch}: {parts}", { epoch, parts: parts.join(", ") }),
  series: { train: t("training"), validation: t("validation"), test: t("test"), penalty: t("penalty in the loss") },
  earlier: t("Earlier runs"),
  show: (letter: string, label: string) => t("Show run {letter}: {label}", { letter, label }),
  remove: (letter: string) => t("Remove run {letter}", { letter }),
  hint: t("Point at the curves or use the arrow keys to read them."),
};
const KEY_STEPS = 50; // arrow keys cross the chart in so many steps
const TICKS_EVERY = { x: 56, y: 34 }; // pixels
const LETTERS = { least: 12, most: 30, share: 1 / 36 }; // the size of letters follows the width of a plot

interface Frame {
  root: HTMLElement;
  title: HTMLElement;
  canvas: HTMLCanvasElement;
  plot: Plot | null;
}

function makeFrame(): Frame {
  const root = element("div", "mlw-curves-panel");
  const title = element("span", "mlw-curves-title");
  const canvas = element("canvas", "mlw-curves-canvas", { "aria-hidden": "true" });
  root.append(title, canvas);
  return { root, title, canvas, plot: null };
}

function sample(series: Series): string {
  const dash = { train: "", validation: "7 4", test: "2 3", penalty: "8 3 2 3" }[series];
  return `<svg class="mlw-curves-sample" width="26" height="8" aria-hidden="true"><line x1="1" y1="4" x2="25" y2="4" ` +
    `stroke-dasharray="${dash}"/></svg>`; // nothing in it comes from elsewhere
}

export class CurvesChart {
  readonly root = element("div", "mlw mlw-curves", { "data-lm-suppress-shortcuts": "true" });
  private readonly stage = element("div", "mlw-curves-stage");
  private readonly alt = element("p", "mlw-visually-hidden");
  private readonly panels = element("div", "mlw-curves-panels", {
    role: "slider",
    tabindex: 0,
    "aria-label": TEXT.name,
    "aria-orientation": "horizontal",
    "aria-valuemin": 0,
  });
  private readonly legend = element("div", "mlw-curves-legend");
  private readonly log = element("input", "", { type: "checkbox" });
  private readonly at = element("span", "mlw-curves-at");
  private readonly values = new Map<Series, { root: HTMLElement; value: HTMLElement }>();
  private readonly earlier = element("div", "mlw-curves-ghosts", { role: "group", "aria-label": TEXT.earlier });
  private readonly dialog = element("dialog", "mlw mlw-curves-dialog", { "aria-label": TEXT.name });
  private readonly frames: Frame[] = [];
  private readonly hidden = new Set<number>(); // earlier runs that are not drawn
  private curves: Curves | null = null;
  private ghosts: Ghost[] = [];
  private pointed: number | null = null;
  private dragged: number | null = null; // the epoch to which somebody drags the run
  private ink: Ink | null = null;
  private scheme = "";
  private readonly paint = inNextFrame(() => this.draw());
  private readonly colours = new Colours(this.root, this.paint.soon);
  private readonly resized = new ResizeObserver(this.paint.soon);

  constructor(private readonly remove: (ghost: number) => void) {
    const id = `mlw-curves-${Math.random().toString(36).slice(2)}`;
    this.alt.id = id;
    this.panels.setAttribute("aria-describedby", id);
    this.legend.append(this.at);
    for (const series of SERIES) {
      const root = element("span", `mlw-curves-series mlw-curves-${series}`);
      const value = element("span", "mlw-curves-value");
      root.innerHTML = sample(series);
      root.append(element("span", "", {}, TEXT.series[series]), value);
      this.values.set(series, { root, value });
      this.legend.append(root);
    }
    const label = element("label", "mlw-curves-log");
    label.append(this.log, TEXT.logScale);
    const enlarge = element("button", "mlw-curves-enlarge", { type: "button" }, TEXT.enlarge);
    const close = element("button", "mlw-button mlw-curves-close", { type: "button" }, TEXT.close);
    const tools = element("div", "mlw-curves-tools");
    tools.append(label, enlarge);
    this.stage.append(this.panels, tools, this.legend, this.earlier, this.alt);
    this.dialog.append(close);
    this.root.append(this.stage, this.dialog);
    enlarge.addEventListener("click", () => this.enlarge());
    close.addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("close", () => this.root.prepend(this.stage));
    this.listen();
  }

  /** Take other curves; they are drawn in the next frame. */
  show(curves: Curves): void {
    this.curves = curves;
    this.paint.soon();
  }

  /** Show at once where somebody drags the run; null when it has come there. */
  drag(epoch: number | null): void {
    this.dragged = epoch;
    this.paint.soon();
  }

  showGhosts(ghosts: Ghost[]): void {
    this.ghosts = ghosts;
    this.earlier.replaceChildren(...ghosts.map((ghost) => this.chip(ghost)));
    this.earlier.hidden = ghosts.length === 0;
    this.paint.soon();
  }

  stop: CleanUp = () => {
    this.paint.stop();
    this.colours.stop();
    this.resized.disconnect();
  };

  private chip({ id, label, letter }: Ghost): HTMLElement {
    const chip = element("span", "mlw-curves-ghost");
    chip.style.setProperty("--mlw-run", runColour(letter));
    const show = element("button", "mlw-curves-chip", {
      type: "button",
      "aria-pressed": String(!this.hidden.has(id)),
      "aria-label": TEXT.show(letter, label),
    });
    show.append(element("b", "", {}, letter), ` ${label}`);
    const remove = element("button", "mlw-curves-remove", {
      type: "button",
      "aria-label": TEXT.remove(letter),
      title: TEXT.remove(letter),
    }, "×");
    show.addEventListener("click", () => {
      if (!this.hidden.delete(id)) this.hidden.add(id);
      show.setAttribute("aria-pressed", String(!this.hidden.has(id)));
      this.paint.soon();
    });
    remove.addEventListener("click", () => this.remove(id));
    chip.append(show, remove);
    return chip;
  }

  private enlarge(): void {
    this.dialog.prepend(this.stage);
    this.dialog.showModal();
  }

  private listen(): void {
    this.log.addEventListener("change", this.paint.soon);
    const point = (epoch: number | null) => {
      this.pointed = epoch;
      this.paint.soon();
    };
    this.panels.addEventListener("pointermove", (event) => {
      const frame = this.frames.find(({ canvas }) => canvas === event.target);
      if (frame?.plot) point(frame.plot.epochAt(event.offsetX));
    });
    this.panels.addEventListener("pointerleave", () => point(null));
    this.panels.addEventListener("blur", () => point(null));
    this.panels.addEventListener("keydown", (event) => {
      if (event.target !== this.panels || event.altKey || event.ctrlKey || event.metaKey) return;
      const high = this.high();
      const here = this.pointed ?? this.reached();
      const target: Record<string, number | null> = {
        ArrowLeft: here - high / KEY_STEPS,
        ArrowRight: here + high / KEY_STEPS,
        PageUp: Math.ceil(here - 1),
        PageDown: Math.floor(here + 1),
        Home: 0,
        End: this.reached(),
        Escape: null,
      };
      if (!Object.hasOwn(target, event.key)) return;
      if (event.key === "Escape" && this.pointed === null) return; // closes the dialog
      event.preventDefault(); // the page would scroll
      const epoch = target[event.key];
      point(epoch === null ? null : Math.min(Math.max(epoch, 0), high));
    });
  }

  private reached = (): number => Math.max(0, ...(this.curves?.panels ?? []).map(({ train }) => train.x.at(-1) ?? 0));
  private shown = (): Ghost[] => this.ghosts.filter(({ id }) => !this.hidden.has(id));
  private high = (): number => epochAxis(this.curves?.panels ?? [], this.shown(), this.curves?.epochs ?? 1, 2).high;

  private inks(): Ink {
    const style = getComputedStyle(this.root);
    const look = `${style.colorScheme} ${style.color}`;
    if (this.ink && this.scheme === look) return this.ink;
    this.scheme = look;
    const colour = (name: string) => `rgb(${rgbOf(this.root, `var(${name})`).map(Math.round).join(" ")})`;
    this.ink = {
      ink: style.color,
      paper: colour("--mlw-surface"),
      soft: getComputedStyle(this.at).color,
      line: getComputedStyle(this.legend).borderTopColor,
      train: colour("--mlw-curves-train"),
      validation: colour("--mlw-curves-validation"),
      test: colour("--mlw-curves-test"),
      ghosts: Array.from({ length: RUN_COLOURS }, (_, at) => colour(`--mlw-run-${at + 1}`)),
      font: style.fontFamily,
    };
    return this.ink;
  }

  private draw(): void {
    const { curves } = this;
    if (!curves || !this.colours.tables) return; // not on the page yet: drawn when it comes into sight
    while (this.frames.length < curves.panels.length) {
      const frame = makeFrame();
      this.frames.push(frame);
      this.panels.append(frame.root);
      this.resized.observe(frame.canvas);
    }
    const ink = this.inks();
    this.frames.forEach((frame, index) => this.drawPanel(frame, index, curves, ink));
    if (this.alt.textContent !== curves.alt) this.alt.textContent = curves.alt;
    this.read(curves);
  }

  private drawPanel(frame: Frame, index: number, curves: Curves, ink: Ink): void {
    const panel = curves.panels[index];
    if (!panel) return;
    const ghosts = this.shown();
    const { clientWidth: width, clientHeight: height } = frame.canvas;
    const pen = frame.canvas.getContext("2d");
    if (!width || !height || !pen) return;
    const ratio = window.devicePixelRatio || 1;
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (frame.canvas.width !== wide || frame.canvas.height !== high) {
      Object.assign(frame.canvas, { width: wide, height: high });
    }
    pen.setTransform(wide / width, 0, 0, high / height, 0, 0);
    if (frame.title.textContent !== panel.title) frame.title.textContent = panel.title;
    const scene: Scene = {
      panel,
      index,
      ghosts,
      x: epochAxis(curves.panels, ghosts, curves.epochs, width / TICKS_EVERY.x),
      y: valueAxis(panel, ghosts.map(({ panels }) => panels[index]), this.log.checked, height / TICKS_EVERY.y),
      marks: curves.marks,
      best: curves.best,
      now: this.dragged ?? curves.now,
      pointed: this.pointed,
      epochWord: TEXT.epoch,
      bestWord: TEXT.best,
      nowWord: TEXT.now,
    };
    const size = Math.min(Math.max(LETTERS.least, width * LETTERS.share), LETTERS.most);
    frame.plot = new Plot(pen, width, height, size, ink, scene);
    frame.plot.draw();
  }

  private read(curves: Curves): void {
    const epoch = this.pointed ?? this.reached();
    const high = this.high();
    const there = readAt(curves, epoch, high / KEY_STEPS);
    const digits = Number(epoch.toFixed(high > 20 ? 1 : 2));
    this.at.textContent = this.pointed === null ? "" : TEXT.at(written(String(digits)));
    const parts: string[] = [];
    for (const [series, { root, value }] of this.values) {
      root.hidden = there[series] === undefined && series !== "train" && series !== "validation";
      value.textContent = this.pointed === null ? "" : there[series] ?? ""; // the newest stand beside Run
      if (there[series]) parts.push(`${TEXT.series[series]} ${there[series]}`);
    }
    this.panels.setAttribute("aria-valuemax", String(high));
    this.panels.setAttribute("aria-valuenow", String(digits));
    this.panels.setAttribute("aria-valuetext", parts.length ? TEXT.said(written(String(digits)), parts) : TEXT.hint);
  }
}
