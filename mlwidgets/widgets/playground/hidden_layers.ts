// Rows of hidden layers with buttons for more and fewer neurons. The model's `sizes` is the only truth.

import { type AccessTraits, isDisabled, Lock } from "../base/access.ts";
import { element } from "../base/dom.ts";
import type { CleanUp, View } from "../base/model.ts";
import { t } from "../base/language.ts";

const LAYERS_TEXT = {
  layer: (number: number) => t("Layer {number}", { number }),
  fewer: (number: number) => t("One neuron fewer in layer {number}", { number }),
  more: (number: number) => t("One neuron more in layer {number}", { number }),
  none: t("No hidden layer: the inputs go straight to the output."),
  add: [t("Add"), t("Add layer")], // what is seen, and the name
  remove: [t("Remove"), t("Remove layer")],
  undo: t("Undo the last change to the network"),
  redo: t("Redo the last change to the network"),
  said: (
    sizes: number[],
  ) => (sizes.length ? t("Hidden layers: {sizes} neurons", { sizes: sizes.join(", ") }) : t("No hidden layers")),
};
const USUAL_SIZE = 4; // of the first layer that is added

export interface Traits extends AccessTraits {
  sizes: number[];
  label: string;
  help: string;
  error: string;
  can_undo: boolean;
  can_redo: boolean;
  _most_layers: number;
  _most_neurons: number;
}
const SHOWN = ["sizes", "label", "help", "disabled", "access", "access_help", "error", "can_undo", "can_redo"] as const;

function render({ model, el }: View<Traits>): CleanUp {
  const root = element("fieldset", "mlw mlw-layers", { "data-lm-suppress-shortcuts": "true" });
  const legend = element("legend", "mlw-layers-label");
  const title = element("span");
  const lock = new Lock(model, el, root);
  legend.append(title, lock.sign);
  const rows = element("div", "mlw-layers-rows");
  const none = element("p", "mlw-layers-help", {}, LAYERS_TEXT.none);
  const buttons = element("div", "mlw-layers-buttons");
  const [add, remove] = [LAYERS_TEXT.add, LAYERS_TEXT.remove].map(([words, name]) =>
    element("button", "mlw-button", { type: "button", "aria-label": name, title: name }, words)
  );
  const help = element("p", "mlw-layers-help");
  const error = element("p", "mlw-layers-error", { "aria-live": "polite" });
  const spoken = element("p", "mlw-visually-hidden", { role: "status" });
  const [undo, redo] = [["undo", "↶"], ["redo", "↷"]].map(([kind, sign]) => {
    const name = LAYERS_TEXT[kind as "undo" | "redo"];
    const attributes = { type: "button", "aria-label": name, title: name };
    const button = element("button", "mlw-button mlw-layers-step", attributes, sign);
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") !== "true") model.send({ kind });
    });
    return button;
  });
  buttons.append(add, remove, undo, redo);
  root.append(legend, none, rows, buttons, help, error, spoken);

  const choose = (sizes: number[]) => {
    model.set({ sizes, error: "" });
    model.save_changes();
    spoken.textContent = LAYERS_TEXT.said(sizes);
  };
  const changed = (index: number, by: number) =>
    model.get("sizes").map((size, at) => (at === index ? size + by : size));
  // Not `disabled`: a button that becomes so under the finger drops the focus.
  const allow = (button: HTMLElement, allowed: boolean) =>
    button.setAttribute("aria-disabled", String(!allowed || isDisabled(model)));
  const press = (button: HTMLElement, action: () => void) =>
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") !== "true") action();
    });

  const row = (index: number) => {
    const line = element("div", "mlw-layers-row");
    const name = element("span", "mlw-layers-name", {}, LAYERS_TEXT.layer(index + 1));
    const fewer = element("button", "mlw-button", { type: "button", "aria-label": LAYERS_TEXT.fewer(index + 1) }, "−");
    const count = element("span", "mlw-layers-count");
    const more = element("button", "mlw-button", { type: "button", "aria-label": LAYERS_TEXT.more(index + 1) }, "+");
    press(fewer, () => choose(changed(index, -1)));
    press(more, () => choose(changed(index, 1)));
    line.append(name, fewer, count, more);
    return { line, fewer, count, more };
  };
  let parts: ReturnType<typeof row>[] = [];
  const show = () => {
    const sizes = model.get("sizes");
    if (parts.length !== sizes.length) {
      const kept = parts.slice(0, sizes.length); // so that the focus stays where it is
      parts = sizes.map((_, index) => kept[index] ?? row(index));
      while (rows.children.length > parts.length) rows.lastChild?.remove();
      for (const { line } of parts) if (line.parentNode !== rows) rows.append(line);
    }
    sizes.forEach((size, index) => {
      const { fewer, count, more } = parts[index];
      count.textContent = String(size);
      allow(fewer, size > 1);
      allow(more, size < model.get("_most_neurons"));
    });
    none.hidden = sizes.length > 0;
    allow(add, sizes.length < model.get("_most_layers"));
    allow(remove, sizes.length > 0);
    undo.setAttribute("aria-disabled", String(!model.get("can_undo") || model.get("disabled")));
    redo.setAttribute("aria-disabled", String(!model.get("can_redo") || model.get("disabled")));
    title.textContent = model.get("label");
    lock.show();
    help.textContent = model.get("help");
    error.textContent = model.get("error");
    help.hidden = help.textContent === "" || error.textContent !== "";
    error.hidden = error.textContent === "";
  };

  press(add, () => {
    const sizes = model.get("sizes");
    choose([...sizes, sizes.at(-1) ?? USUAL_SIZE]);
  });
  press(remove, () => choose(model.get("sizes").slice(0, -1)));
  show();
  for (const name of SHOWN) model.on(`change:${name}`, show);
  return () => {
    for (const name of SHOWN) model.off(`change:${name}`, show);
  };
}

export default { render };
