// The settings of one layer.

import { element } from "../base/dom.ts";
import { type Field, makeField, PART_KINDS } from "./stack_fields.ts";
import type { Catalogue, LayerOption } from "./stack_types.ts";
import { t } from "../base/language.ts";

const FORM_TEXT = {
  title: (name: string) => t("Settings of {name}", { name }),
  none: (name: string) => t("{name} has no settings.", { name }),
  more: t("Weights: initial values, penalties and constraints"),
};
const FORM_MORE = ["initializer", "regularizer", "constraint"];

export class LayerForm {
  readonly root: HTMLElement;
  private readonly fields = new Map<string, Field>();
  private readonly more: HTMLDetailsElement;
  private opened = false;

  /** `send` is called with a setting's name and its new value. */
  constructor(name: string, catalogue: Catalogue, send: (name: string, value: unknown) => void) {
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
    this.root.append(main);
    if (!this.fields.size) main.append(element("p", "mlw-form-none", {}, FORM_TEXT.none(name)));
    if (rest.childElementCount) this.root.append(this.more);
  }

  show(values: Record<string, unknown>): void {
    for (const [name, field] of this.fields) {
      const given = Object.hasOwn(values, name) ? values[name] : this.usual(field.option);
      field.show(given);
      if (FORM_MORE.includes(field.option.kind) && Object.hasOwn(values, name) && !this.opened) this.more.open = true;
    }
    this.opened = true; // from then on it is the learner who opens and closes it
  }

  /** What holds for a setting that is not written down. */
  private usual({ kind, default: value }: LayerOption): unknown {
    return PART_KINDS.includes(kind) && value !== null ? [value, {}] : value;
  }

  stop(): void {
    for (const field of this.fields.values()) field.stop();
  }

  /** Whether something has been typed that Python has not been told. */
  get dirty(): boolean {
    return [...this.fields.values()].some((field) => field.dirty);
  }

  /** Go to the first setting; return whether there is one. */
  focus(): boolean {
    const first = this.fields.values().next().value;
    first?.focus();
    return first !== undefined;
  }
}
