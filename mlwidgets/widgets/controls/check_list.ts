// A group of boxes to tick. The model's `value` is the only truth. Needs dom.js.

import { element } from "../base/dom.ts";

function render({ model, el }) {
  const id = `mlw-checks-${Math.random().toString(36).slice(2)}`;
  const root = element("fieldset", "mlw mlw-checks", { "data-lm-suppress-shortcuts": "true" });
  const legend = element("legend", "mlw-checks-label");
  const list = element("div", "mlw-checks-list");
  const help = element("p", "mlw-checks-help", { id: `${id}-help` });
  const error = element("p", "mlw-checks-error", { id: `${id}-error`, "aria-live": "polite" });
  root.setAttribute("aria-describedby", `${id}-help ${id}-error`);
  root.append(legend, list, help, error);
  el.append(root);
  let boxes = [];

  const choose = () => {
    model.set({ value: boxes.filter((box) => box.checked).map((box) => box.value), error: "" });
    model.save_changes();
  };
  const build = (options) => {
    boxes = options.map(([, value]) => element("input", "", { type: "checkbox", value }));
    list.replaceChildren(
      ...options.map(([text], index) => {
        const label = element("label", "mlw-checks-item");
        label.append(boxes[index], element("span", "", {}, text));
        boxes[index].addEventListener("change", choose);
        return label;
      }),
    );
  };
  const show = () => {
    const options = model.get("options");
    if (options.length !== boxes.length || options.some(([, value], at) => boxes[at].value !== value)) build(options);
    for (const box of boxes) {
      box.checked = model.get("value").includes(box.value);
      box.disabled = model.get("disabled");
    }
    legend.textContent = model.get("label");
    help.textContent = model.get("help");
    error.textContent = model.get("error");
    help.hidden = help.textContent === "" || error.textContent !== "";
    error.hidden = error.textContent === "";
  };

  show();
  for (const name of ["value", "options", "label", "help", "disabled", "error"]) model.on(`change:${name}`, show);
}

export default { render };
