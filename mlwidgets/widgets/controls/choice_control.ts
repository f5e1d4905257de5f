// A menu with a name and a sentence of help. The model's `value` is the only truth. Needs dom.js.

import { element } from "../base/dom.ts";

function render({ model, el }) {
  const id = `mlw-choice-${Math.random().toString(36).slice(2)}`;
  const root = element("div", "mlw mlw-choice", { "data-lm-suppress-shortcuts": "true" });
  const label = element("label", "mlw-choice-label", { for: id });
  const menu = element("select", "mlw-choice-menu", { id, "aria-describedby": `${id}-help ${id}-error` });
  const help = element("p", "mlw-choice-help", { id: `${id}-help` });
  const error = element("p", "mlw-choice-error", { id: `${id}-error`, "aria-live": "polite" });
  root.append(label, menu, help, error);
  el.append(root);

  const show = () => {
    const options = model.get("options");
    const same = menu.options.length === options.length;
    if (
      !same || options.some(([text, value], at) => menu.options[at].value !== value || menu.options[at].text !== text)
    ) {
      menu.replaceChildren(...options.map(([text, value]) => element("option", "", { value }, text)));
    }
    menu.value = model.get("value");
    menu.disabled = model.get("disabled");
    label.textContent = model.get("label");
    help.textContent = model.get("help");
    error.textContent = model.get("error");
    help.hidden = help.textContent === "" || error.textContent !== "";
    error.hidden = error.textContent === "";
    menu.setAttribute("aria-invalid", String(error.textContent !== ""));
    root.classList.toggle("mlw-choice-disabled", menu.disabled);
  };

  menu.addEventListener("change", () => {
    model.set({ value: menu.value, error: "" });
    model.save_changes();
  });
  show();
  for (const name of ["value", "options", "label", "help", "disabled", "error"]) model.on(`change:${name}`, show);
}

export default { render };
