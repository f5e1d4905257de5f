// A part: the settings of one layer. Needs dom.js and stack_fields.js.

import { element } from "../base/dom.ts";
import { makeField, PART_KINDS } from "./stack_fields.ts";

const FORM_TEXT = {
  title: (name) => `Settings of ${name}`,
  none: (name) => `${name} has no settings.`,
  more: "Weights: start, penalty and limit",
  close: "Close settings",
};
const FORM_MORE = ["initializer", "regularizer", "constraint"];

export class LayerForm {
  /** `send` is called with a setting's name and its new value. */
  constructor(name, catalogue, send, close) {
    this.name = name;
    this.fields = new Map();
    this.root = element("div", "mlw-form", { role: "group", "aria-label": FORM_TEXT.title(name) });
    const main = element("div", "mlw-form-fields");
    this.more = element("details", "mlw-form-more");
    const rest = element("div", "mlw-form-fields");
    this.more.append(element("summary", "", {}, FORM_TEXT.more), rest);
    // What was pasted may have any name, "constructor" among them.
    for (const number of Object.hasOwn(catalogue.layers, name) ? catalogue.layers[name] : []) {
      const option = catalogue.options[number];
      const field = makeField(option, (value) => send(option.name, value), catalogue);
      this.fields.set(option.name, field);
      (FORM_MORE.includes(option.kind) ? rest : main).append(field.root);
    }
    const shut = element("button", "mlw-button mlw-form-close", { type: "button" }, FORM_TEXT.close);
    shut.addEventListener("click", close);
    this.root.append(main);
    if (!this.fields.size) main.append(element("p", "mlw-form-none", {}, FORM_TEXT.none(name)));
    if (rest.childElementCount) this.root.append(this.more);
    this.root.append(shut);
  }

  show(values) {
    for (const [name, field] of this.fields) {
      const given = Object.hasOwn(values, name) ? values[name] : this.usual(field.option);
      field.show(given);
      if (FORM_MORE.includes(field.option.kind) && Object.hasOwn(values, name) && !this.opened) this.more.open = true;
    }
    this.opened = true; // from then on it is the learner who opens and closes it
  }

  /** What holds for a setting that is not written down. */
  usual({ kind, default: value }) {
    return PART_KINDS.includes(kind) && value !== null ? [value, {}] : value;
  }

  get dirty() {
    return [...this.fields.values()].some((field) => field.dirty);
  }

  focus() {
    const first = this.fields.values().next().value;
    if (first) first.focus();
    else this.root.querySelector(".mlw-form-close").focus();
  }
}
