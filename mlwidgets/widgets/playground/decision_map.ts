// The plane with its points, and what the network decides at every place of it. Pictures come up to ten times a second;
// points are drawn on a canvas of their own, which stays as it is meanwhile.

import { element, isCoarse } from "../base/dom.ts";
import type { CleanUp, Model } from "../base/model.ts";
import { LatestFrame, presses } from "../base/pressing.ts";
import { bytesOf, Colours, floatsOf, type Table } from "../base/shades.ts";
import { inNextFrame, watchedScript, type Watchers, whenIdle } from "../base/watching.ts";
import { DrawingTools } from "./map_drawing.ts";
import { buildMap, type Check, checkbox, MAP_TEXT, type MapParts } from "./map_frame.ts";
import { groundAt, groundTables, paintGround, paintNeuron } from "./map_ground.ts";
import { listenToHand } from "./map_hand.ts";
import { legendItems, neuronItem } from "./map_legend.ts";
import { mapPalette, Marks, type Palette } from "./map_marks.ts";
import type { Drawn, Looking, MapFrame, Near, Place, ShownPart, Traits } from "./map_model.ts";
import { EDGE, nearestPoint, spotOf } from "./map_plane.ts";
import { PLACE_TEXT, placeLines } from "./map_reader.ts";
import { hearNeuron, type LargeNeuron } from "./neuron_event.ts";

export type { Traits };
type Due = "frame" | "points" | "colours" | "size" | "neuron";

const SNAP = 12; // pixels within which a point is near
const WAIT = 60; // ms between messages while somebody points

class MapView {
  private readonly parts: MapParts;
  private readonly checks: { hard: Check; test: Check };
  private readonly draw = element("button", "mlw-button", { type: "button" }, MAP_TEXT.draw);
  private readonly tools: DrawingTools;
  private readonly hand: { letGo(): void };
  private readonly colours: Colours;
  private readonly frame = inNextFrame(() => this.show());
  private readonly due = new Set<Due>();
  private readonly latest: LatestFrame<MapFrame>;
  private readonly stops: CleanUp[] = [];
  private side = 0;
  private palette: Palette | null = null;
  private tables: Table[] = [];
  private shown: ShownPart[] = [];
  private painted = 0;
  private timer: number | undefined;
  private unsent = false;
  private neuron: LargeNeuron | null = null; // of the diagram beside the map; it is shown in place of the decisions
  private hears = false;

  constructor(private readonly model: Model<Traits>, el: HTMLElement, watchers: Watchers) {
    this.parts = buildMap(el);
    this.latest = new LatestFrame(() => model.get("frame"));
    const { root, stage, bar, legend } = this.parts;
    this.checks = {
      hard: checkbox(model, "discretize", MAP_TEXT.discretize, MAP_TEXT.discretizeHelp),
      test: checkbox(model, "show_test", MAP_TEXT.showTest),
    };
    bar.append(this.checks.hard.label, this.checks.test.label, this.draw);
    this.tools = new DrawingTools({
      change: (drawn) => this.send("drawn", drawn),
      // With the points: a message may overtake a state that is under way.
      use: () => model.send({ kind: "use", drawn: this.tools.points, numbers: model.get("draw_numbers") }),
      kind: (numbers) => {
        model.set("draw_numbers", numbers);
        this.send("drawn", []);
      },
      cancel: () => this.setDrawing(false),
    });
    root.insertBefore(this.tools.root, legend);
    this.draw.addEventListener("click", () => {
      this.setDrawing(true);
      stage.focus();
    });
    this.hand = listenToHand(stage, {
      isDrawing: () => this.isDrawing,
      place: () => this.looking.place ?? null,
      look: (place, aloud) => this.look(place, aloud),
      begin: () => this.tools.strokes.begin(),
      put: (place) => this.tools.add(place),
      brush: (key) => {
        const words = this.tools.brush(key);
        if (words !== null) this.parts.spoken.textContent = words;
        return words !== null;
      },
      undo: () => this.tools.undo.click(),
      redo: () => this.tools.redo.click(),
    });
    this.colours = new Colours(root, () => this.soon("colours"));
    this.listen();
    const resized = new ResizeObserver(() => this.soon("size"));
    resized.observe(stage);
    this.stops.push(presses.hear(root, (press) => this.latest.press(press)));
    this.stops.push(() => resized.disconnect(), watchers.watch(root, () => this.soon("frame")));
    this.showTexts();
    this.showDrawing();
    this.soon("frame");
  }

  stop(): void {
    this.colours.stop();
    this.frame.stop();
    clearTimeout(this.timer);
    for (const stop of this.stops) stop();
  }

  private listen(): void {
    const on = (name: keyof Traits & string, call: () => void) => {
      this.model.on(`change:${name}`, call);
      this.stops.push(() => this.model.off(`change:${name}`, call));
    };
    on("frame", () => this.soon("frame"));
    on("points", () => this.soon("points"));
    on("show_test", () => this.soon("points"));
    on("discretize", () => this.soon("colours"));
    on("answer", () => this.frame.soon());
    on("looking", () => this.frame.soon());
    on("drawing", () => this.showDrawing());
    on("can_draw", () => this.showDrawing());
    on("drawn", () => this.showDrawn());
    on("draw_numbers", () => this.showDrawn());
    for (const name of ["summary", "message", "discretize", "show_test"] as const) on(name, () => this.showTexts());
  }

  private get isDrawing(): boolean {
    return this.model.get("drawing");
  }

  private get looking(): Looking {
    return this.model.get("looking");
  }

  private get names(): string[] {
    return this.model.get("points").classes;
  }

  /** The parts whose points are on the map. */
  private get seen(): ShownPart[] {
    return this.shown.filter(({ name }) => name !== "test" || this.model.get("show_test"));
  }

  // ---- to Python ----

  /** Send at once, then at most once per interval; the last change is always sent. */
  private send<Name extends "looking" | "drawn">(name: Name, value: Traits[Name]): void {
    this.model.set(name, value);
    if (name === "drawn") this.due.add("points");
    this.frame.soon();
    this.unsent = true;
    if (this.timer === undefined) this.flush();
  }

  private flush(): void {
    this.timer = undefined;
    if (!this.unsent) return;
    this.unsent = false;
    this.model.save_changes();
    this.timer = window.setTimeout(() => this.flush(), WAIT);
  }

  private setDrawing(now: boolean): void {
    this.model.set("drawing", now);
    this.model.save_changes();
  }

  // ---- drawing ----

  private soon(what: Due): void {
    this.due.add(what);
    this.frame.soon();
  }

  /** Listen to the diagram beside the map, as soon as both are on the page. */
  private hear(): void {
    if (this.hears) return;
    this.hears = true;
    this.stops.push(hearNeuron(this.parts.root, (neuron) => {
      const same = neuron?.name === this.neuron?.name;
      this.neuron = neuron;
      if (same) this.paint(); // in the frame in which the diagram is drawn
      else this.soon("neuron");
    }));
  }

  private show(): void {
    const { root, stage } = this.parts;
    if (!this.colours.tables) return; // not on the page yet: shown when it comes into sight
    this.hear();
    const due = new Set(this.due);
    this.due.clear();
    const first = this.palette === null;
    if (first) due.add("colours").add("size");
    if (due.has("colours")) this.palette = mapPalette(root);
    if (due.has("colours") || due.has("points")) {
      this.readPoints();
      this.tables = groundTables(this.palette!, this.names.length, this.model.get("discretize"));
    }
    if (due.has("size")) this.side = stage.clientWidth;
    if (due.has("size") || due.has("colours") || due.has("points")) this.drawPoints();
    if (due.has("colours") || due.has("points") || due.has("neuron")) this.showLegend();
    const frame = this.model.get("frame");
    if (due.has("frame") || due.has("colours") || due.has("points") || due.has("neuron")) this.paint();
    this.showLooking();
    if (due.has("frame") && frame.told) {
      whenIdle(() => this.model.send({ kind: "painted", serial: this.model.get("frame").serial }));
    }
  }

  /** Paint the decisions, or the neuron that the diagram shows. */
  private paint(): void {
    const { root, ground } = this.parts;
    const frame = this.latest.current;
    if (this.neuron) paintNeuron(ground, this.neuron);
    else if (!paintGround(ground, frame, this.names.length, this.tables)) return;
    this.painted += 1;
    root.dataset.painted = String(this.painted);
  }

  private showLegend(): void {
    const { classes, reach } = this.model.get("points");
    const { legend } = this.parts;
    const items = legendItems(classes, reach, this.seen.map(({ name }) => name), this.palette!);
    // Over the other entries, which keep the room: the page must not move under the hand.
    legend.classList.toggle("mlw-map-covered", this.neuron !== null);
    legend.replaceChildren(...items, ...(this.neuron ? [neuronItem(this.neuron)] : []));
    this.tools.paint(this.palette!);
  }

  private readPoints(): void {
    const { parts, classes } = this.model.get("points");
    this.shown = parts.map(({ name, x, y }) => ({
      name,
      x: floatsOf(x),
      y: classes.length ? bytesOf(y) : floatsOf(y),
    }));
  }

  private drawPoints(): void {
    const { points } = this.parts;
    const { side } = this;
    const ratio = window.devicePixelRatio || 1;
    Object.assign(points, { width: side * ratio, height: side * ratio });
    const context = points.getContext("2d")!;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (this.isDrawing) {
      const { marks } = this.tools;
      for (const [x1, x2, label] of this.tools.points) marks.draw(context, "train", ...spotOf(x1, x2, side), label);
      return;
    }
    const marks = new Marks(this.palette!, this.names.length > 0, this.model.get("points").reach);
    for (const { name, x, y } of this.seen) {
      y.forEach((value, index) => marks.draw(context, name, ...spotOf(x[2 * index], x[2 * index + 1], side), value));
    }
  }

  // ---- reading ----

  private linesOf(place: Place, near: Near): string[] {
    const said = groundAt(this.latest.current, place, this.names.length, this.model.get("points").reach);
    const truth = near.length ? this.shown.find(({ name }) => name === near[0])?.y[near[1]] : undefined;
    const known: Near = truth === undefined ? [] : near;
    return placeLines(place, known, said, this.model.get("answer"), this.names, truth ?? 0);
  }

  private showLooking(): void {
    const { cross, ring, reader } = this.parts;
    const { place, near = [] } = this.looking;
    cross.hidden = place === undefined;
    ring.hidden = !near.length;
    let text = isCoarse() ? PLACE_TEXT.nothingFinger : PLACE_TEXT.nothing;
    if (place) text = this.isDrawing ? PLACE_TEXT.place(place) : this.linesOf(place, near).join("\n");
    if (reader.textContent !== text) reader.textContent = text;
    if (!place) return;
    const [x, y] = spotOf(...place, this.side);
    cross.style.setProperty("--mlw-x", `${x}px`);
    cross.style.setProperty("--mlw-y", `${y}px`);
    const part = near.length ? this.shown.find(({ name }) => name === near[0]) : undefined;
    if (!part || !near.length) return;
    const [left, top] = spotOf(part.x[2 * near[1]], part.x[2 * near[1] + 1], this.side);
    Object.assign(ring.style, { left: `${left}px`, top: `${top}px` });
  }

  private look(place: Place | null, aloud = false): void {
    const near: Near = place && !this.isDrawing ? nearestPoint(this.seen, place, (SNAP / this.side) * 2 * EDGE) : [];
    const next: Looking = place ? { place, near } : {};
    if (JSON.stringify(next) === JSON.stringify(this.looking)) return;
    this.send("looking", next);
    if (aloud && place) this.parts.spoken.textContent = this.linesOf(place, near).join(". ");
  }

  // ---- points of one's own, and texts ----

  private showDrawing(): void {
    const { root, legend, summary } = this.parts;
    const now = this.isDrawing;
    root.classList.toggle("mlw-map-drawing", now);
    this.tools.root.hidden = !now;
    this.draw.hidden = now || !this.model.get("can_draw");
    for (const one of [this.checks.hard.label, this.checks.test.label, legend, summary]) one.hidden = now;
    this.hand.letGo();
    if (now) this.tools.start(this.model.get("drawn"), this.model.get("draw_numbers"));
    this.look(null);
    this.soon("points");
  }

  private showDrawn(): void {
    const drawn: Drawn[] = this.model.get("drawn");
    const numbers = this.model.get("draw_numbers");
    if (JSON.stringify(drawn) === JSON.stringify(this.tools.points) && numbers === this.tools.drawsNumbers) return;
    this.tools.start(drawn, numbers); // of another view, or what Python took of it
    this.soon("points");
  }

  private showTexts(): void {
    this.checks.hard.show();
    this.checks.test.show();
    const [summary, message] = [this.model.get("summary"), this.model.get("message")];
    if (this.parts.summary.textContent !== summary) this.parts.summary.textContent = summary;
    this.parts.ground.setAttribute("aria-label", summary || MAP_TEXT.reader);
    if (this.parts.alert.textContent !== message) this.parts.alert.textContent = message;
  }
}

export default watchedScript<Traits>((watchers, { model, el }) => {
  const view = new MapView(model, el, watchers);
  return () => view.stop();
});
