// The chart of a fair race: which quantity it shows, and what the pointer or the arrow keys read.

import { element } from "../base/dom.ts";
import type { CleanUp } from "../base/model.ts";
import { shownNumber } from "../base/number_text.ts";
import { Colours, rgbOf } from "../base/shades.ts";
import { inNextFrame } from "../base/watching.ts";
import { type RaceInk, RacePlot } from "./fair_race_drawing.ts";
import { colourName, nearestOf, pointAt, type Quantity, type RaceFrame, readable } from "./fair_race_model.ts";
import { grouped, t, written } from "../base/language.ts";

const TEXT = {
  name: t("Curves of the race"),
  quantity: t("Show"),
  log: t("Log scale"),
  updates: t("updates"),
  at: (update: number, epoch: string) => t("Update {update} (epoch {epoch})", { update: grouped(update), epoch }),
  diverged: t("diverged"),
  hint: t("Point at the curves or use the arrow keys to read them."),
};
const LETTERS = { least: 12, most: 30, share: 1 / 80 }; // the size of letters follows the width of the plot
const PAGE = 5; // points that PageUp and PageDown go

export class RaceChart {
  readonly root = element("div", "mlw-fair-chart");
  private readonly menu = element("select", "mlw-fair-menu");
  private readonly log = element("input", "", { type: "checkbox" });
  private readonly logLabel = element("label", "mlw-fair-log");
  private readonly canvas = element("canvas", "mlw-fair-canvas", { "aria-hidden": "true" });
  private readonly stage = element("div", "mlw-fair-stage", {
    role: "slider",
    tabindex: 0,
    "aria-label": TEXT.name,
    "aria-orientation": "horizontal",
    "aria-valuemin": 0,
  });
  private readonly alt = element("p", "mlw-visually-hidden");
  private readonly reading = element("div", "mlw-fair-reading");
  private frame: RaceFrame | null = null;
  private plot: RacePlot | null = null;
  private ink: RaceInk | null = null;
  private look = "";
  private pointed: number | null = null;
  private readonly paint = inNextFrame(() => this.draw());
  private readonly colours = new Colours(this.root, this.paint.soon);
  private readonly resized = new ResizeObserver(this.paint.soon);

  constructor(tools: HTMLElement[]) {
    const id = `mlw-fair-${Math.random().toString(36).slice(2)}`;
    this.alt.id = `${id}-alt`;
    this.menu.id = `${id}-menu`;
    this.stage.setAttribute("aria-describedby", this.alt.id);
    this.logLabel.append(this.log, TEXT.log);
    const head = element("div", "mlw-fair-head");
    head.append(element("label", "mlw-fair-label", { for: this.menu.id }, TEXT.quantity), this.menu, this.logLabel);
    head.append(...tools);
    this.stage.append(this.canvas);
    this.root.append(head, this.stage, this.reading, this.alt);
    this.menu.addEventListener("change", this.paint.soon);
    this.log.addEventListener("change", this.paint.soon);
    this.resized.observe(this.canvas);
    this.listen();
  }

  show(frame: RaceFrame): void {
    this.frame = frame;
    const titles = frame.quantities.map(({ title }) => title);
    if ([...this.menu.options].map(({ text }) => text).join() !== titles.join()) {
      const chosen = this.menu.value;
      this.menu.replaceChildren(...titles.map((title) => element("option", "", { value: title }, title)));
      this.menu.value = titles.includes(chosen) ? chosen : (titles[0] ?? "");
    }
    this.paint.soon();
  }

  stop: CleanUp = () => {
    this.paint.stop();
    this.colours.stop();
    this.resized.disconnect();
  };

  private quantity = (): Quantity | undefined =>
    this.frame?.quantities.find(({ title }) => title === this.menu.value) ?? this.frame?.quantities[0];

  private listen(): void {
    const point = (update: number | null) => {
      this.pointed = update === null ? null : nearestOf(readable(this.quantity()?.bands ?? []), update);
      this.paint.soon();
    };
    this.stage.addEventListener("pointermove", (event) => {
      if (this.plot) point(this.plot.updateAt(event.clientX - this.canvas.getBoundingClientRect().left));
    });
    this.stage.addEventListener("pointerleave", () => point(null));
    this.stage.addEventListener("blur", () => point(null));
    this.stage.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const updates = readable(this.quantity()?.bands ?? []);
      const here = this.pointed === null ? updates.length - 1 : updates.indexOf(this.pointed);
      const moves: Record<string, number> = {
        ArrowLeft: here - 1,
        ArrowRight: here + 1,
        PageUp: here + PAGE,
        PageDown: here - PAGE,
        Home: 0,
        End: updates.length - 1,
      };
      if (event.key === "Escape" && this.pointed !== null) point(null);
      if (!Object.hasOwn(moves, event.key) || updates.length === 0) return;
      event.preventDefault(); // the page would scroll
      point(updates[Math.min(Math.max(moves[event.key], 0), updates.length - 1)]);
    });
  }

  private inks(lines: number): RaceInk {
    const style = getComputedStyle(this.root);
    const look = `${style.colorScheme} ${style.color} ${lines}`;
    if (this.ink && this.look === look) return this.ink;
    this.look = look;
    const colour = (name: string) => `rgb(${rgbOf(this.root, `var(${name})`).map(Math.round).join(" ")})`;
    this.ink = {
      ink: style.color,
      soft: getComputedStyle(this.reading).color,
      line: getComputedStyle(this.reading).borderTopColor,
      font: style.fontFamily,
      colours: Array.from({ length: lines }, (_, line) => colour(colourName(line))),
    };
    return this.ink;
  }

  private draw(): void {
    const { frame, canvas } = this;
    const quantity = this.quantity();
    if (!frame || !quantity || !this.colours.tables) return; // not on the page yet
    const { clientWidth: width, clientHeight: height } = canvas;
    const pen = canvas.getContext("2d");
    if (!width || !height || !pen) return;
    const ratio = globalThis.devicePixelRatio || 1;
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
    pen.setTransform(wide / width, 0, 0, high / height, 0, 0);
    this.logLabel.hidden = quantity.percent;
    const size = Math.min(Math.max(LETTERS.least, width * LETTERS.share), LETTERS.most);
    this.plot = new RacePlot(pen, width, height, size, this.inks(frame.lines.length), {
      quantity,
      updates: frame.updates,
      log: this.log.checked && !quantity.percent,
      pointed: this.pointed,
      word: TEXT.updates,
    });
    this.plot.draw();
    if (this.alt.textContent !== frame.alt) this.alt.textContent = frame.alt;
    this.read(frame, quantity);
  }

  /** Write down what the curves say at the update that is pointed at. */
  private read(frame: RaceFrame, quantity: Quantity): void {
    const { pointed } = this;
    this.stage.setAttribute("aria-valuemax", String(frame.updates));
    this.stage.setAttribute("aria-valuenow", String(pointed ?? frame.updates));
    if (pointed === null) {
      this.reading.textContent = quantity.bands.some(({ at }) => at.length) ? frame.band : "";
      this.stage.setAttribute("aria-valuetext", TEXT.hint);
      return;
    }
    const text = (value: number) => {
      if (!Number.isFinite(value)) return TEXT.diverged;
      return quantity.percent ? written(`${(100 * value).toFixed(1)}%`) : shownNumber(Number(value.toPrecision(3)));
    };
    const parts = quantity.bands.flatMap((band, line) => {
      const index = pointAt(band, pointed);
      return index < 0 ? [] : [`${frame.lines[line]?.name ?? ""} ${text(band.median[index])}`];
    });
    const at = TEXT.at(pointed, written((pointed / frame.perEpoch).toFixed(1)));
    this.reading.textContent = `${at}: ${parts.join(" · ")}`;
    this.stage.setAttribute("aria-valuetext", `${at}: ${parts.join(", ")}`);
  }
}
