// The tools with which someone draws points of their own.

import { element } from "../base/dom.ts";
import { type Marks, paintMark } from "./map_marks.ts";
import type { Drawn, Place } from "./map_model.ts";

const DRAW_TEXT = {
  tools: "Draw points",
  which: "Class of the next points",
  name: (number: number) => `Class ${number + 1}`,
  undo: "Undo",
  redo: "Redo",
  clear: "Clear",
  use: "Learn these points",
  cancel: "Cancel",
  help: "Click or drag on the map. With the keyboard: arrows move, Enter sets a point.",
  count: (count: number) => `${count.toLocaleString("en")} ${count === 1 ? "point" : "points"}`,
};
const MOST_DRAWN = 5_000;
const DRAWN_CLASSES = 5;

/** Points that are drawn one stroke after the other, with undo and redo of a stroke. */
export class Strokes {
  points: Drawn[] = [];
  private past: Drawn[][] = [];
  private future: Drawn[][] = [];

  /** @param changed called whenever the learner has changed the points */
  constructor(private readonly changed: (points: Drawn[]) => void) {}

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** Take points that are there already. */
  start(points: Drawn[]): void {
    this.points = points;
    this.past = [];
    this.future = [];
  }

  /** Remember the points as they are: what comes now is undone in one go. */
  begin(): void {
    this.past.push(this.points);
    this.future = [];
  }

  add(point: Drawn): void {
    if (this.points.length < MOST_DRAWN) this.take([...this.points, point]);
  }

  clear(): void {
    this.begin();
    this.take([]);
  }

  undo(): void {
    this.step(this.past, this.future);
  }

  redo(): void {
    this.step(this.future, this.past);
  }

  private step(from: Drawn[][], to: Drawn[][]): void {
    const points = from.pop();
    if (!points) return;
    to.push(this.points);
    this.take(points);
  }

  private take(points: Drawn[]): void {
    this.points = points;
    this.changed(points);
  }
}

interface Uses {
  change(points: Drawn[]): void;
  use(): void;
  cancel(): void;
}

export class DrawingTools {
  readonly root = element("div", "mlw-map-tools", { role: "group", "aria-label": DRAW_TEXT.tools });
  readonly strokes: Strokes;
  readonly undo: HTMLButtonElement;
  readonly redo: HTMLButtonElement;
  private readonly clear: HTMLButtonElement;
  private readonly use: HTMLButtonElement;
  private readonly count = element("p", "mlw-map-count", { role: "status" });
  private readonly chips: HTMLCanvasElement[];
  private label = 0;

  /** @param on called with the points when they change, and when the tools are left */
  constructor(on: Uses) {
    this.strokes = new Strokes((points) => {
      this.tell();
      on.change(points);
    });
    const chips = element("fieldset", "mlw-map-chips");
    chips.append(element("legend", "mlw-visually-hidden", {}, DRAW_TEXT.which));
    const group = `mlw-map-${Math.random().toString(36).slice(2)}`;
    this.chips = Array.from({ length: DRAWN_CLASSES }, (_, number) => this.chip(chips, group, number));
    const row = element("div", "mlw-map-buttons");
    const button = (words: string, act: () => void, more = "") => {
      const made = element("button", `mlw-button ${more}`, { type: "button" }, words);
      made.addEventListener("click", () => {
        if (made.getAttribute("aria-disabled") !== "true") act();
      });
      row.append(made);
      return made;
    };
    this.undo = button(DRAW_TEXT.undo, () => this.strokes.undo());
    this.redo = button(DRAW_TEXT.redo, () => this.strokes.redo());
    this.clear = button(DRAW_TEXT.clear, () => this.strokes.clear());
    this.use = button(DRAW_TEXT.use, () => on.use(), "mlw-map-use");
    button(DRAW_TEXT.cancel, () => on.cancel());
    this.root.append(chips, row, this.count, element("p", "mlw-map-help", {}, DRAW_TEXT.help));
    this.tell();
  }

  get points(): Drawn[] {
    return this.strokes.points;
  }

  /** Take points that are there already. */
  start(points: Drawn[]): void {
    this.strokes.start(points);
    this.tell();
  }

  /** Set a point of the chosen class. */
  add([x1, x2]: Place): void {
    this.strokes.add([x1, x2, this.label]);
  }

  paint(marks: Marks): void {
    this.chips.forEach((mark, number) => paintMark(mark, marks, "train", number));
  }

  private chip(chips: HTMLElement, group: string, number: number): HTMLCanvasElement {
    const chip = element("label", "mlw-map-chip");
    const input = element("input", "", { type: "radio", name: group, value: number });
    const mark = element("canvas", "mlw-map-mark", { "aria-hidden": "true" });
    input.checked = number === 0;
    input.addEventListener("change", () => (this.label = number));
    chip.append(input, mark, element("span", "", {}, DRAW_TEXT.name(number)));
    chips.append(chip);
    return mark;
  }

  private tell(): void {
    const { strokes } = this;
    const works = (button: HTMLElement, does: boolean) =>
      // Not `disabled`: the focus would fall out of the widget with the last step.
      button.setAttribute("aria-disabled", String(!does));
    works(this.undo, strokes.canUndo);
    works(this.redo, strokes.canRedo);
    works(this.clear, strokes.points.length > 0);
    works(this.use, strokes.points.length > 0);
    this.count.textContent = DRAW_TEXT.count(strokes.points.length);
  }
}
