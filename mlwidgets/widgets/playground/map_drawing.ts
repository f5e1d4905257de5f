// The tools with which someone draws points of their own.

import { element } from "../base/dom.ts";
import { shownNumber } from "../base/number_text.ts";
import { Marks, paintMark, type Palette } from "./map_marks.ts";
import type { Drawn, Place } from "./map_model.ts";
import { counted, grouped, t } from "../base/language.ts";

const DRAW_TEXT = {
  tools: t("Draw points"),
  kinds: t("What is drawn"),
  classes: t("Classes"),
  numbers: t("Numbers"),
  which: t("Class of the next points"),
  value: t("Number at the next points"),
  name: (number: number) => t("Class {number}", { number: number + 1 }),
  undo: t("Undo"),
  redo: t("Redo"),
  clear: t("Clear"),
  use: t("Learn these points"),
  cancel: t("Cancel"),
  helpClasses: t(
    "Click or drag on the map. With the keyboard: arrows move, Enter sets a point, 1 to 5 choose its class.",
  ),
  helpNumbers: t(
    "Click or drag on the map. With the keyboard: arrows move, Enter sets a point, + and − change its number.",
  ),
  brushClass: (number: number) => t("Class {number}", { number: number + 1 }),
  brushNumber: (value: string) => t("Number {value}", { value }),
  classCount: (number: number, count: number) => t("class {number}: {count}", { number: number + 1, count }),
  numberRange: (low: string, high: string, mean: string) =>
    t("numbers from {low} to {high}, {mean} on average", { low, high, mean }),
  count: (count: number) => counted(count, "{count} point", "{count} points", { count: grouped(count) }),
};
const MOST_DRAWN = 5_000;
const DRAWN_CLASSES = 5;
const STEPS: Record<string, number> = { "+": 0.1, "=": 0.1, "-": -0.1, "−": -0.1, _: -0.1 };

/** What has been drawn, in words: its text alternative. */
export function drawnWords(points: Drawn[], numbers: boolean): string {
  if (!points.length) return "";
  const values = points.map(([, , value]) => value);
  if (!numbers) {
    const counts = Array.from({ length: DRAWN_CLASSES }, (_, at) => values.filter((value) => value === at).length);
    return counts.flatMap((count, at) => (count ? [DRAW_TEXT.classCount(at, count)] : [])).join(", ");
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return DRAW_TEXT.numberRange(
    ...[Math.min(...values), Math.max(...values), mean].map((value) => shownNumber(value, 3)) as [
      string,
      string,
      string,
    ],
  );
}

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
  kind(numbers: boolean): void; // no point is left then
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
  private readonly words = element("p", "mlw-map-help");
  private readonly help = element("p", "mlw-map-help");
  private readonly chips: HTMLCanvasElement[];
  private label = 0;
  private numbers = false; // a number to predict is drawn, not classes
  private readonly kinds: HTMLInputElement[];
  private readonly classes = element("fieldset", "mlw-map-chips");
  private readonly value = element("label", "mlw-map-value");
  private readonly slider = element("input", "", { type: "range", min: -1, max: 1, step: 0.1, value: 1 });
  private readonly shownValue = element("canvas", "mlw-map-mark", { "aria-hidden": "true" });
  private readonly valueText = element("span", "mlw-map-number");
  private palette: Palette | null = null;

  /** @param on called with the points when they change, and when the tools are left */
  constructor(on: Uses) {
    this.strokes = new Strokes((points) => {
      this.tell();
      on.change(points);
    });
    const chips = this.classes;
    chips.append(element("legend", "mlw-visually-hidden", {}, DRAW_TEXT.which));
    const kinds = element("fieldset", "mlw-map-chips");
    kinds.append(element("legend", "mlw-visually-hidden", {}, DRAW_TEXT.kinds));
    const group = `mlw-map-${Math.random().toString(36).slice(2)}`;
    this.chips = Array.from({ length: DRAWN_CLASSES }, (_, number) => this.chip(chips, group, number));
    this.kinds = [DRAW_TEXT.classes, DRAW_TEXT.numbers].map((words, index) => {
      const chip = element("label", "mlw-map-chip");
      const input = element("input", "", { type: "radio", name: `${group}-kind`, value: index });
      input.addEventListener("change", () => {
        this.start([], index === 1); // classes mean nothing as numbers
        on.kind(index === 1);
      });
      chip.append(input, element("span", "", {}, words));
      kinds.append(chip);
      return input;
    });
    this.value.append(element("span", "", {}, DRAW_TEXT.value), this.slider, this.shownValue, this.valueText);
    this.slider.addEventListener("input", () => this.tell());
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
    this.root.append(kinds, chips, this.value, row, this.count, this.words, this.help);
    this.tell();
  }

  get points(): Drawn[] {
    return this.strokes.points;
  }

  /** Take points that are there already. */
  start(points: Drawn[], numbers: boolean): void {
    this.numbers = numbers;
    this.strokes.start(points);
    this.tell();
  }

  /** Set a point of the chosen class, or with the chosen number. */
  add([x1, x2]: Place): void {
    this.strokes.add([x1, x2, this.numbers ? Number(this.slider.value) : this.label]);
  }

  get drawsNumbers(): boolean {
    return this.numbers;
  }

  /** Take another class or number by a key; return what it is then, or null for any other key. */
  brush(key: string): string | null {
    if (this.numbers) {
      if (!Object.hasOwn(STEPS, key)) return null;
      this.slider.value = String(Number(this.slider.value) + STEPS[key]);
      this.tell();
      return DRAW_TEXT.brushNumber(this.valueText.textContent);
    }
    const number = Number(key) - 1;
    if (!Number.isInteger(number) || number < 0 || number >= DRAWN_CLASSES || key.length !== 1) return null;
    this.label = number;
    this.classes.querySelectorAll("input")[number].checked = true;
    return DRAW_TEXT.brushClass(number);
  }

  /** How the points look that are drawn. */
  get marks(): Marks {
    return new Marks(this.palette!, !this.numbers, 1);
  }

  paint(palette: Palette): void {
    this.palette = palette;
    const marks = new Marks(palette, true, 1);
    this.chips.forEach((mark, number) => paintMark(mark, marks, "train", number));
    this.tell();
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
    this.kinds.forEach((input, index) => (input.checked = this.numbers === (index === 1)));
    this.classes.hidden = this.numbers;
    this.value.hidden = !this.numbers;
    this.valueText.textContent = shownNumber(Number(this.slider.value));
    if (this.palette) paintMark(this.shownValue, new Marks(this.palette, false, 1), "train", Number(this.slider.value));
    const works = (button: HTMLElement, does: boolean) =>
      // Not `disabled`: the focus would fall out of the widget with the last step.
      button.setAttribute("aria-disabled", String(!does));
    works(this.undo, strokes.canUndo);
    works(this.redo, strokes.canRedo);
    works(this.clear, strokes.points.length > 0);
    works(this.use, strokes.points.length > 0);
    this.count.textContent = DRAW_TEXT.count(strokes.points.length);
    this.words.textContent = drawnWords(strokes.points, this.numbers);
    this.help.textContent = this.numbers ? DRAW_TEXT.helpNumbers : DRAW_TEXT.helpClasses;
  }
}
