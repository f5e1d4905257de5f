// A part: everything that a convolution board consists of, made once; what is not needed is hidden.

import { Figure } from "./convolution_figures.ts";
import { element } from "../base/dom.ts";

export const BOARD_TEXT = {
  names: {
    input: "Input",
    kernel: "Kernel",
    applied: "Turned by 180°",
    activated: "After ReLU",
    output: "Output",
    output_gradient: "∂L/∂output",
    z_gradient: "∂L/∂z",
    kernel_gradient: "∂L/∂kernel",
    input_gradient: "∂L/∂input",
    bias_gradient: "∂L/∂bias",
  },
  before: { relu: "z, before ReLU", pooling: "z, before pooling" },
  signs: { kernel: "∗", first: "=", next: "→", back: "←" },
  channel: "Channel",
  undo: "Undo",
  redo: "Redo",
  size: (text) => `Output size: ${text}`,
  hint: {
    mouse: "Change input or kernel: click a cell and type.",
    finger: "Change input or kernel: tap a cell twice.",
  },
  empty: "There are no numbers yet.",
  backwards: "Backwards",
  backwardsHelp: "How the loss L grows with each output cell: type it, or choose",
  choices: { ones: "All ones", cell: "One cell", random: "Random" },
  oneCell: (row, column) => `1 at row ${row}, column ${column}, and 0 elsewhere`,
};
const FORWARD = ["input", "kernel", "applied", "z", "activated", "output"];
export const BACKWARD = ["output_gradient", "z_gradient", "kernel_gradient", "bias_gradient", "input_gradient"];
const BELOW = { applied: "kernel", bias_gradient: "kernel_gradient" }; // grids that share a column
const EDITABLE = ["input", "kernel", "output_gradient"];

export function makeFigures(rows, on) {
  const id = `mlw-board-${Math.random().toString(36).slice(2)}`;
  const figures = {};
  const fill = (names, row) => {
    for (const name of names) {
      const figure = new Figure(`${id}-${name}`, {
        kind: name === "input" ? "grey" : "signed",
        name: BOARD_TEXT.names[name] ?? "",
        editable: EDITABLE.includes(name),
        on: on(name),
      });
      figures[name] = figure;
      if (BELOW[name]) {
        figures[BELOW[name]].column.append(figure.root);
        continue;
      }
      figure.part = element("div", `mlw-board-part mlw-board-part-${name}`);
      figure.sign = element("div", "mlw-board-sign", { "aria-hidden": "true" });
      figure.column = element("div", "mlw-board-column");
      figure.column.append(figure.root);
      figure.part.append(figure.sign, figure.column);
      row.append(figure.part);
    }
  };
  fill(FORWARD, rows.forward);
  fill(BACKWARD, rows.backward);
  return figures;
}

export function makeParts(el) {
  const button = (text) => element("button", "mlw-button", { type: "button" }, text);
  const parts = {
    root: element("div", "mlw mlw-board", { "data-lm-suppress-shortcuts": "true" }),
    empty: element("p", "mlw-board-empty", {}, BOARD_TEXT.empty),
    content: element("div", "mlw-board-content"),
    channels: element("fieldset", "mlw-board-channels"),
    forward: element("div", "mlw-board-row"),
    notice: element("div", "mlw-board-notice"),
    size: element("p", "mlw-board-formula"),
    message: element("p", "mlw-board-message", { "aria-live": "polite" }),
    bar: element("div", "mlw-board-bar"),
    history: element("div", "mlw-board-history"),
    undo: button(BOARD_TEXT.undo),
    redo: button(BOARD_TEXT.redo),
    back: element("section", "mlw-board-back", { "aria-label": BOARD_TEXT.backwards }),
    choices: element("div", "mlw-board-choices", { role: "group", "aria-label": BOARD_TEXT.backwardsHelp }),
    backward: element("div", "mlw-board-row"),
    spoken: element("p", "mlw-visually-hidden", { "aria-live": "polite" }),
  };
  const head = element("div", "mlw-board-back-head");
  parts.choice = Object.fromEntries(Object.entries(BOARD_TEXT.choices).map(([name, text]) => [name, button(text)]));
  parts.choices.append(element("span", "", {}, BOARD_TEXT.backwardsHelp), ...Object.values(parts.choice));
  head.append(element("h3", "mlw-board-title", {}, BOARD_TEXT.backwards), parts.choices);
  parts.back.append(head, parts.backward);
  parts.notice.append(parts.size, parts.message);
  parts.history.append(parts.undo, parts.redo);
  parts.bar.append(parts.history);
  parts.content.append(parts.channels, parts.forward, parts.notice, parts.bar, parts.back, parts.spoken);
  parts.root.append(parts.empty, parts.content);
  el.append(parts.root);
  return parts;
}

/** The switch between channels: one radio button for each. */
export function showChannels(fieldset, id, count, chosen, choose) {
  fieldset.hidden = count < 2;
  if (fieldset.childElementCount !== count + 1) {
    const buttons = Array.from({ length: count }, (_, index) => {
      const label = element("label", "mlw-board-channel");
      const input = element("input", "", { type: "radio", name: id, value: index });
      input.addEventListener("change", () => choose(index));
      label.append(input, element("span", "", {}, String(index + 1)));
      return label;
    });
    fieldset.replaceChildren(element("legend", "", {}, BOARD_TEXT.channel), ...buttons);
  }
  const input = fieldset.querySelectorAll("input")[chosen];
  if (input) input.checked = true;
}
