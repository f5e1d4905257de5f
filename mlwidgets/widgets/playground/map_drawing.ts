// A part: the tools with which someone draws points of their own. Needs dom.js, map_marks.js.

import { element } from "../base/dom.ts";

const DRAW_TEXT = {
  tools: "Draw points",
  which: "Class of the next points",
  name: (number) => `Class ${number + 1}`,
  undo: "Undo",
  redo: "Redo",
  clear: "Clear",
  use: "Learn these points",
  cancel: "Cancel",
  help: "Click or drag on the map. With the keyboard: arrows move, Enter sets a point.",
  count: (count) => `${count.toLocaleString("en")} ${count === 1 ? "point" : "points"}`,
};
const MOST_DRAWN = 5_000;
const DRAWN_CLASSES = 5;

export class DrawingTools {
  /** @param on.change called with the points; @param on.use, on.cancel when the tools are left. */
  constructor(on) {
    this.on = on;
    this.points = [];
    this.past = [];
    this.future = [];
    this.label = 0;
    this.root = element("div", "mlw-map-tools", { role: "group", "aria-label": DRAW_TEXT.tools });
    const chips = element("fieldset", "mlw-map-chips");
    chips.append(element("legend", "mlw-visually-hidden", {}, DRAW_TEXT.which));
    const group = `mlw-map-${Math.random().toString(36).slice(2)}`;
    this.chips = Array.from({ length: DRAWN_CLASSES }, (_, number) => {
      const chip = element("label", "mlw-map-chip");
      const input = element("input", "", { type: "radio", name: group, value: number });
      const mark = element("canvas", "mlw-map-mark", { "aria-hidden": "true" });
      input.checked = number === 0;
      input.addEventListener("change", () => (this.label = number));
      chip.append(input, mark, element("span", "", {}, DRAW_TEXT.name(number)));
      chips.append(chip);
      return mark;
    });
    const row = element("div", "mlw-map-buttons");
    const button = (words, act, more = "") => {
      const made = element("button", `mlw-button ${more}`, { type: "button" }, words);
      made.addEventListener("click", () => {
        if (made.getAttribute("aria-disabled") !== "true") act();
      });
      row.append(made);
      return made;
    };
    this.undo = button(DRAW_TEXT.undo, () => this.step(this.past, this.future));
    this.redo = button(DRAW_TEXT.redo, () => this.step(this.future, this.past));
    this.clear = button(DRAW_TEXT.clear, () => this.begin() && this.take([]));
    this.use = button(DRAW_TEXT.use, () => on.use(), "mlw-map-use");
    button(DRAW_TEXT.cancel, () => on.cancel());
    this.count = element("p", "mlw-map-count", { role: "status" });
    this.root.append(chips, row, this.count, element("p", "mlw-map-help", {}, DRAW_TEXT.help));
    this.tell();
  }

  /** Take points that are there already. */
  start(points) {
    this.points = points;
    this.past = [];
    this.future = [];
    this.tell();
  }

  /** Remember the points as they are: what comes now is undone in one go. */
  begin() {
    this.past.push(this.points);
    this.future.length = 0;
    return true;
  }

  add([x1, x2]) {
    if (this.points.length >= MOST_DRAWN) return;
    this.take([...this.points, [x1, x2, this.label]]);
  }

  step(from, to) {
    if (!from.length) return;
    to.push(this.points);
    this.take(from.pop());
  }

  take(points) {
    this.points = points;
    this.tell();
    this.on.change(points);
  }

  tell() {
    // Not `disabled`: the focus would fall out of the widget with the last step.
    for (
      const [one, works] of [
        [this.undo, this.past.length],
        [this.redo, this.future.length],
        [this.clear, this.points.length],
        [this.use, this.points.length],
      ]
    ) {
      one.setAttribute("aria-disabled", String(!works));
    }
    this.count.textContent = DRAW_TEXT.count(this.points.length);
  }

  paint(marks) {
    this.chips.forEach((mark, number) => paintMark(mark, marks, "train", number));
  }
}

/** Draw one mark on a little canvas of its own. */
export function paintMark(canvas, marks, part, value) {
  const ratio = window.devicePixelRatio || 1;
  const side = 18;
  Object.assign(canvas, { width: side * ratio, height: side * ratio });
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  marks.draw(context, part, side / 2, side / 2, value, 11);
}
