// A group of boxes to tick. The model's `value` is the only truth.

import { type AccessTraits, isDisabled, Lock } from "../base/access.ts";
import { element } from "../base/dom.ts";
import { Floating, Help } from "../base/floating.ts";
import type { CleanUp, View } from "../base/model.ts";

export interface Traits extends AccessTraits {
  value: string[];
  options: [string, string][];
  most: number | null;
  label: string;
  help: string;
  error: string;
}

const NAMES = ["value", "options", "most", "label", "help", "disabled", "access", "access_help", "error"] as const;

function render({ model, el }: View<Traits>): CleanUp {
  const id = `mlw-checks-${Math.random().toString(36).slice(2)}`;
  const root = element("div", "mlw mlw-checks", { role: "group", "aria-labelledby": `${id}-label` });
  const head = element("div", "mlw-checks-head");
  const legend = element("span", "mlw-checks-label", { id: `${id}-label` });
  const list = element("div", "mlw-checks-list");
  const help = new Help(`${id}-help`);
  const withdraw = () => {
    boxes[0]?.focus();
    model.set("error", "");
    model.save_changes();
  };
  const error = new Floating(list, { kind: "error", role: "alert", dismissed: withdraw });
  error.words.id = `${id}-error`;
  error.words.classList.add("mlw-checks-error");
  root.setAttribute("aria-describedby", `${id}-help ${id}-error`);
  const lock = new Lock(model, el, root);
  head.append(legend, ...help.parts, lock.sign);
  root.append(head, list, error.root);
  let boxes: HTMLInputElement[] = [];

  const choose = () => {
    model.set({ value: boxes.filter((box) => box.checked).map((box) => box.value), error: "" });
    model.save_changes();
  };
  const build = (options: [string, string][]) => {
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
    const full = model.get("value").length >= (model.get("most") ?? Infinity);
    for (const box of boxes) {
      box.checked = model.get("value").includes(box.value);
      box.disabled = isDisabled(model) || (full && !box.checked);
    }
    legend.textContent = model.get("label");
    help.show(model.get("help"), model.get("label"));
    error.say(model.get("error"));
    lock.show();
  };

  show();
  for (const trait of NAMES) model.on(`change:${trait}`, show);
  return () => {
    help.stop();
    error.stop();
    for (const trait of NAMES) model.off(`change:${trait}`, show);
  };
}

export default { render };
