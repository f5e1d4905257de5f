// A line of text for a formula, with a name and a help text. What Python refuses stays in the field, to be mended.

import { element } from "../base/dom.ts";
import { Floating, Help } from "../base/floating.ts";
import type { CleanUp, View } from "../base/model.ts";

export interface Traits {
  value: string;
  label: string;
  help: string;
  error: string;
}

const NAMES = ["value", "label", "help", "error"] as const;

function render({ model, el }: View<Traits>): CleanUp {
  const id = `mlw-formula-${Math.random().toString(36).slice(2)}`;
  const root = element("div", "mlw mlw-formula");
  const name = element("span", "mlw-formula-name");
  const label = element("label", "mlw-formula-label", { for: id });
  const field = element("input", "mlw-formula-input", {
    id,
    type: "text",
    spellcheck: "false",
    autocomplete: "off",
    autocapitalize: "off",
    "aria-describedby": `${id}-help ${id}-error`,
  });
  const help = new Help(`${id}-help`);
  const withdraw = () => {
    model.set("error", "");
    model.save_changes();
  };
  const error = new Floating(field, {
    kind: "error",
    role: "alert",
    dismissed: () => {
      field.focus();
      withdraw();
    },
  });
  error.words.id = `${id}-error`;
  name.append(label, ...help.parts);
  root.append(name, field, error.root);
  el.append(root);

  const show = () => {
    label.textContent = model.get("label");
    help.show(model.get("help"), model.get("label"));
    error.say(model.get("error"));
    field.setAttribute("aria-invalid", String(model.get("error") !== ""));
  };
  const showValue = () => {
    field.value = model.get("value");
  };
  const send = () => {
    if (field.value === model.get("value")) return;
    model.set({ value: field.value, error: "" });
    model.save_changes();
  };
  field.addEventListener("change", send);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") send();
    else if (event.key === "Escape") showValue();
  });
  field.addEventListener("input", () => {
    if (model.get("error")) withdraw();
  });
  show();
  showValue();
  model.on("change:value", showValue);
  for (const trait of NAMES) model.on(`change:${trait}`, show);
  return () => {
    help.stop();
    error.stop();
    model.off("change:value", showValue);
    for (const trait of NAMES) model.off(`change:${trait}`, show);
  };
}

export default { render };
