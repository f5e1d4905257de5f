// Everything that a convolution board consists of, made once; what is not needed is hidden.

import { element } from "../base/dom.ts";
import { Figure } from "./convolution_figures.ts";
import type { GridListener } from "./number_grid.ts";
import { t } from "../base/language.ts";

export const BOARD_TEXT = {
  names: {
    input: t("Input"),
    kernel: t("Kernel"),
    applied: t("Rotated by 180°"),
    activated: t("After ReLU"),
    output: t("Output"),
    output_gradient: t("∂L/∂output"),
    z_gradient: "∂L/∂z",
    kernel_gradient: t("∂L/∂kernel"),
    input_gradient: t("∂L/∂input"),
    bias_gradient: t("∂L/∂bias"),
  } as Record<string, string>,
  before: { relu: t("z, before ReLU"), pooling: t("z, before pooling") },
  signs: { kernel: "∗", first: "=", next: "→", back: "←" },
  channel: t("Channel"),
  undo: t("Undo"),
  redo: t("Redo"),
  size: (text: string) => t("Output size: {text}", { text }),
  hint: {
    mouse: t("Point at an output cell; click a number of input or kernel to change it."),
    finger: t("Tap an output cell; tap a number of input or kernel twice to change it."),
  },
  empty: t("There are no numbers yet."),
  backwards: t("Backward"),
  backwardsHelp: t("How the loss L changes with each output cell: type numbers, or choose"),
  choices: { ones: t("All ones"), cell: t("One cell"), random: t("Random") },
  oneCell: (row: number, column: number) => t("1 at row {row}, column {column}, and 0 elsewhere", { row, column }),
};
const FORWARD = ["input", "kernel", "applied", "z", "activated", "output"];
export const BACKWARD = ["output_gradient", "z_gradient", "kernel_gradient", "bias_gradient", "input_gradient"];
const BELOW: Record<string, string> = { applied: "kernel", bias_gradient: "kernel_gradient" }; // they share a column
const EDITABLE = ["input", "kernel", "output_gradient"];

export type Choice = keyof typeof BOARD_TEXT.choices;

export function makeFigures(
  parts: Pick<Parts, "forward" | "backward">,
  on: (name: string) => GridListener,
): Record<string, Figure> {
  const id = `mlw-board-${Math.random().toString(36).slice(2)}`;
  const figures: Record<string, Figure> = {};
  const fill = (names: readonly string[], row: HTMLElement) => {
    for (const name of names) {
      const figure = new Figure(`${id}-${name}`, {
        kind: name === "input" ? "grey" : "signed",
        name: BOARD_TEXT.names[name] ?? "",
        editable: EDITABLE.includes(name),
        on: on(name),
      });
      figures[name] = figure;
      if (Object.hasOwn(BELOW, name)) {
        figures[BELOW[name]].column?.append(figure.root);
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
  fill(FORWARD, parts.forward);
  fill(BACKWARD, parts.backward);
  return figures;
}

export type Parts = ReturnType<typeof makeParts>;

export function makeParts(el: HTMLElement) {
  const button = (text: string) => element("button", "mlw-button", { type: "button" }, text);
  const { ones, cell, random } = BOARD_TEXT.choices;
  const choice: Record<Choice, HTMLButtonElement> = { ones: button(ones), cell: button(cell), random: button(random) };
  const parts = {
    root: element("div", "mlw mlw-board", { "data-lm-suppress-shortcuts": "true", "data-painted": 0 }),
    empty: element("p", "mlw-board-empty", {}, BOARD_TEXT.empty),
    content: element("div", "mlw-board-content"),
    bar: element("div", "mlw-board-bar"),
    channels: element("fieldset", "mlw-board-channels"),
    history: element("div", "mlw-board-history"),
    undo: button(BOARD_TEXT.undo),
    redo: button(BOARD_TEXT.redo),
    forward: element("div", "mlw-board-row"),
    notice: element("div", "mlw-board-notice"),
    size: element("p", "mlw-board-formula"),
    message: element("p", "mlw-board-message", { "aria-live": "polite" }),
    back: element("section", "mlw-board-back", { "aria-label": BOARD_TEXT.backwards }),
    choices: element("div", "mlw-board-choices", { role: "group", "aria-label": BOARD_TEXT.backwardsHelp }),
    choice,
    backward: element("div", "mlw-board-row"),
    spoken: element("p", "mlw-visually-hidden", { "aria-live": "polite" }),
  };
  const head = element("div", "mlw-board-back-head");
  parts.choices.append(element("span", "", {}, BOARD_TEXT.backwardsHelp), ...Object.values(choice));
  head.append(element("h3", "mlw-board-title", {}, BOARD_TEXT.backwards), parts.choices);
  parts.back.append(head, parts.backward);
  parts.notice.append(parts.message, parts.size);
  parts.history.append(parts.undo, parts.redo);
  parts.bar.append(parts.channels, parts.notice, parts.history);
  parts.content.append(parts.bar, parts.forward, parts.back, parts.spoken);
  parts.root.append(parts.empty, parts.content);
  el.append(parts.root);
  return parts;
}

/** The switch between channels: one radio button for each. */
export function showChannels(
  fieldset: HTMLFieldSetElement,
  id: string,
  count: number,
  chosen: number,
  choose: (channel: number) => void,
): void {
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
