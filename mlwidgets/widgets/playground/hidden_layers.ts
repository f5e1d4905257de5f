// Rows of hidden layers with buttons for more and fewer neurons. The model's `sizes` is the only truth. Needs dom.js.

import { element } from "../base/dom.ts";

const LAYERS_TEXT = {
  layer: (number) => `Layer ${number}`,
  neurons: (count) => (count === 1 ? "1 neuron" : `${count} neurons`),
  fewer: (number) => `One neuron fewer in layer ${number}`,
  more: (number) => `One neuron more in layer ${number}`,
  none: "No hidden layer: the inputs go straight to the output.",
  add: "Add layer",
  remove: "Remove layer",
  said: (sizes) => (sizes.length ? `Hidden layers: ${sizes.join(", ")} neurons` : "No hidden layers"),
};

function render({ model, el }) {
  const root = element("fieldset", "mlw mlw-layers", { "data-lm-suppress-shortcuts": "true" });
  const legend = element("legend", "mlw-layers-label");
  const rows = element("div", "mlw-layers-rows");
  const none = element("p", "mlw-layers-help", {}, LAYERS_TEXT.none);
  const buttons = element("div", "mlw-layers-buttons");
  const add = element("button", "mlw-button", { type: "button" }, LAYERS_TEXT.add);
  const remove = element("button", "mlw-button", { type: "button" }, LAYERS_TEXT.remove);
  const help = element("p", "mlw-layers-help");
  const error = element("p", "mlw-layers-error", { "aria-live": "polite" });
  const spoken = element("p", "mlw-visually-hidden", { role: "status" });
  buttons.append(add, remove);
  root.append(legend, rows, none, buttons, help, error, spoken);
  el.append(root);

  const choose = (sizes) => {
    model.set({ sizes, error: "" });
    model.save_changes();
    spoken.textContent = LAYERS_TEXT.said(sizes);
  };
  const changed = (index, by) => model.get("sizes").map((size, at) => (at === index ? size + by : size));
  // Not `disabled`: a button that becomes so under the finger drops the focus.
  const allow = (button, allowed) => button.setAttribute("aria-disabled", String(!allowed || model.get("disabled")));
  const press = (button, action) =>
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") !== "true") action();
    });
  let parts = [];

  const row = (index) => {
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
  const show = () => {
    const sizes = model.get("sizes");
    if (parts.length !== sizes.length) {
      const kept = parts.slice(0, sizes.length); // so that the focus stays where it is
      parts = sizes.map((_, index) => kept[index] ?? row(index));
      while (rows.children.length > parts.length) rows.lastChild.remove();
      for (const { line } of parts) if (!line.isConnected) rows.append(line);
    }
    sizes.forEach((size, index) => {
      const { fewer, count, more } = parts[index];
      count.textContent = LAYERS_TEXT.neurons(size);
      allow(fewer, size > 1);
      allow(more, size < model.get("_most_neurons"));
    });
    none.hidden = sizes.length > 0;
    allow(add, sizes.length < model.get("_most_layers"));
    allow(remove, sizes.length > 0);
    legend.textContent = model.get("label");
    help.textContent = model.get("help");
    error.textContent = model.get("error");
    help.hidden = help.textContent === "" || error.textContent !== "";
    error.hidden = error.textContent === "";
  };

  press(add, () => {
    const sizes = model.get("sizes");
    choose([...sizes, sizes.at(-1) ?? 4]);
  });
  press(remove, () => choose(model.get("sizes").slice(0, -1)));
  show();
  for (const name of ["sizes", "label", "help", "disabled", "error"]) model.on(`change:${name}`, show);
}

export default { render };
