// A menu with a name and a help text. The model's `value` is the only truth.

import { type AccessTraits, isDisabled, Lock } from "../base/access.ts";
import { element } from "../base/dom.ts";
import { Floating, Help } from "../base/floating.ts";
import type { CleanUp, View } from "../base/model.ts";

export interface Traits extends AccessTraits {
  value: string;
  options: [string, string][];
  groups: string[];
  label: string;
  help: string;
  error: string;
}

const NAMES = ["value", "options", "groups", "label", "help", "disabled", "access", "access_help", "error"] as const;

/** The heading that an option stands under. */
function headingOf(option: HTMLOptionElement): string {
  return option.parentElement instanceof HTMLOptGroupElement ? option.parentElement.label : "";
}

/** Put options into a menu, those with one heading in a row together. */
function fill(menu: HTMLSelectElement, options: [string, string][], headings: string[]): void {
  menu.replaceChildren();
  let group: HTMLElement = menu;
  options.forEach(([text, value], at) => {
    if (headings[at] !== (headings[at - 1] ?? "")) {
      group = headings[at] ? element("optgroup", "", { label: headings[at] }) : menu;
      if (group !== menu) menu.append(group);
    }
    group.append(element("option", "", { value }, text));
  });
}

function render({ model, el }: View<Traits>): CleanUp {
  const id = `mlw-choice-${Math.random().toString(36).slice(2)}`;
  const root = element("div", "mlw mlw-choice");
  const name = element("span", "mlw-choice-name");
  const label = element("label", "mlw-choice-label", { for: id });
  const menu = element("select", "mlw-choice-menu", { id, "aria-describedby": `${id}-help ${id}-error` });
  const help = new Help(`${id}-help`);
  const withdraw = () => {
    menu.focus();
    model.set("error", "");
    model.save_changes();
  };
  const error = new Floating(menu, { kind: "error", role: "alert", dismissed: withdraw });
  error.words.id = `${id}-error`;
  error.words.classList.add("mlw-choice-error");
  const lock = new Lock(model, el, root);
  name.append(label, ...help.parts, lock.sign);
  root.append(name, menu, error.root);

  const show = () => {
    const options = model.get("options");
    const shown = [...menu.options];
    const headings = options.map((_, at) => model.get("groups")[at] ?? "");
    const same = shown.length === options.length &&
      options.every(([text, value], at) =>
        shown[at].value === value && shown[at].text === text && headingOf(shown[at]) === headings[at]
      );
    if (!same) fill(menu, options, headings);
    menu.value = model.get("value");
    menu.disabled = isDisabled(model);
    lock.show();
    label.textContent = model.get("label");
    help.show(model.get("help"), model.get("label"));
    error.say(model.get("error"));
    menu.setAttribute("aria-invalid", String(model.get("error") !== ""));
    root.classList.toggle("mlw-choice-disabled", menu.disabled);
  };

  menu.addEventListener("change", () => {
    model.set({ value: menu.value, error: "" });
    model.save_changes();
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
