// A field for a short text. Python checks it; a text that it refuses stays in the field, to be mended.

import { type AccessTraits, isDisabled, Lock } from "../base/access.ts";
import { element } from "../base/dom.ts";
import { Floating, Help } from "../base/floating.ts";
import type { CleanUp, View } from "../base/model.ts";

export interface Traits extends AccessTraits {
  value: string;
  label: string;
  help: string;
  error: string;
}

const NAMES = ["value", "label", "help", "disabled", "access", "access_help", "error"] as const;

function render({ model, el }: View<Traits>): CleanUp {
  const id = `mlw-text-${Math.random().toString(36).slice(2)}`;
  const root = element("div", "mlw mlw-text");
  const name = element("span", "mlw-text-name");
  const label = element("label", "mlw-text-label", { for: id });
  const help = new Help(`${id}-help`);
  const field = element("input", "mlw-text-field", {
    id,
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    "aria-describedby": `${id}-help ${id}-error`,
  });
  let sent: string | null = null; // the text that Python has last been given
  const withdraw = () => {
    sent = null;
    field.value = model.get("value");
    if (!model.get("error")) return;
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
  const lock = new Lock(model, el, root);
  name.append(label, ...help.parts, lock.sign);
  root.append(name, field, error.root);

  const show = () => {
    const wrong = model.get("error") !== "";
    const typing = document.activeElement === field && field.value !== sent && sent === null;
    if (!typing) field.value = wrong && sent !== null ? sent : model.get("value");
    field.disabled = isDisabled(model);
    lock.show();
    field.setAttribute("aria-invalid", String(wrong));
    label.textContent = model.get("label");
    help.show(model.get("help"), model.get("label"));
    error.say(model.get("error"));
    root.classList.toggle("mlw-text-disabled", field.disabled);
  };
  const commit = () => {
    if (field.value === model.get("value")) return withdraw();
    if (field.value === sent) return; // it has been refused, and is still the same
    sent = field.value;
    model.set("value", sent);
    model.save_changes();
  };
  field.addEventListener("input", () => (sent = null));
  field.addEventListener("blur", (event) => {
    if (event.relatedTarget instanceof Node && error.root.contains(event.relatedTarget)) return;
    commit();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") commit();
    else if (event.key === "Escape") withdraw();
  });
  show();
  for (const trait of NAMES) model.on(`change:${trait}`, show);
  return () => {
    help.stop();
    error.stop();
    for (const trait of NAMES) model.off(`change:${trait}`, show);
  };
}

export default { render };
