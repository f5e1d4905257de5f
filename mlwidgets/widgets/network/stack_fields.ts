// A part: one control for each kind of setting. Needs dom.js, number_text.js and stack_values.js. A field keeps only
// what has been typed and not yet taken ("draft"), and why it was not taken; the value comes from Python.

import { element } from "../base/dom.ts";
import { readValue, shownValue, steppedValue } from "./stack_values.ts";

const FIELD_TEXT = {
  none: "none",
  unknown: (text) => `not known: ${text}`,
  asWindow: "as the window",
  byHand: "made by hand, in the convolution lab",
};

let fieldCount = 0;

/** Label, control, help and complaint, one below the other. */
class Field {
  constructor(option, send) {
    fieldCount += 1;
    this.option = option;
    this.send = send;
    this.id = `mlw-field-${fieldCount}`;
    this.root = element("div", "mlw-field");
    this.label = element("label", "mlw-field-label", { for: this.id }, option.name);
    this.help = element("p", "mlw-field-help", { id: `${this.id}-help` }, option.help);
    this.error = element("p", "mlw-field-error", { id: `${this.id}-error` });
    this.control = this.makeControl();
    this.control.setAttribute("aria-describedby", `${this.id}-error ${this.id}-help`);
    this.root.append(this.label, this.control, this.error, this.help);
  }

  focus() {
    this.control.focus();
  }

  complain(sentence) {
    this.error.textContent = sentence;
    this.control.setAttribute("aria-invalid", String(sentence !== ""));
    this.root.classList.toggle("mlw-field-wrong", sentence !== "");
  }

  /** Whether something has been typed that Python has not been told. */
  get dirty() {
    return false;
  }
}

/** Numbers, typed: one of them, a pair or a list. */
class TextField extends Field {
  makeControl() {
    const control = element("input", "mlw-field-text", {
      id: this.id,
      type: "text",
      // The keypad of a telephone has neither a minus nor a ×.
      inputmode: this.option.kind === "whole number" && this.option.low >= 0 ? "numeric" : "text",
      autocomplete: "off",
      spellcheck: "false",
      enterkeyhint: "done",
    });
    if (this.option.optional && this.option.kind !== "list") control.placeholder = FIELD_TEXT.asWindow;
    control.addEventListener("input", () => (this.draft = true));
    control.addEventListener("blur", () => this.commit());
    control.addEventListener("keydown", (event) => this.press(event));
    control.addEventListener("keyup", () => this.stepped && this.commit());
    return control;
  }

  get dirty() {
    return Boolean(this.draft);
  }

  show(value) {
    this.value = value;
    if (this.draft) return;
    this.control.value = shownValue(this.option, value);
    // What was pasted may be anything; it is Python that says what is wrong with it.
    this.complain("");
  }

  press(event) {
    if (event.key === "Enter") return this.commit();
    if (event.key === "Escape" && this.draft) {
      event.stopPropagation(); // the next one closes the settings
      this.draft = false;
      return this.show(this.value);
    }
    const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!direction || event.altKey || event.ctrlKey || event.metaKey) return undefined;
    event.preventDefault();
    const read = readValue(this.option, this.control.value);
    if (read.complaint || read.value === null) return undefined;
    this.control.value = shownValue(this.option, steppedValue(this.option, read.value, direction));
    this.draft = this.stepped = true; // told when the key is let go: held down, it is one choice
    return undefined;
  }

  commit() {
    this.stepped = false;
    if (!this.draft) return;
    const read = readValue(this.option, this.control.value);
    if (read.complaint) return void this.complain(read.complaint);
    this.draft = false;
    this.complain("");
    const before = JSON.stringify(this.value ?? null);
    if (JSON.stringify(read.value) === before) return void this.show(this.value);
    this.value = read.value;
    this.control.value = shownValue(this.option, read.value);
    this.send(read.value);
  }
}

/** One of a few names. */
class ChoiceField extends Field {
  makeControl() {
    const control = element("select", "mlw-field-select", { id: this.id });
    for (const name of this.option.choices) control.append(new Option(name, name));
    control.addEventListener("change", () => this.send(control.value));
    return control;
  }

  show(value) {
    showChoice(this.control, value ?? this.option.default, this.option.choices);
  }
}

/** Yes or no. */
class FlagField extends Field {
  makeControl() {
    const control = element("input", "mlw-field-flag", { id: this.id, type: "checkbox" });
    control.addEventListener("change", () => this.send(control.checked));
    return control;
  }

  show(value) {
    this.control.checked = value === true;
  }
}

/** What cannot be typed: filters made by hand. */
class GivenField extends Field {
  makeControl() {
    return element("output", "mlw-field-given", { id: this.id }, FIELD_TEXT.byHand);
  }

  show() {
    this.root.hidden = false;
  }
}

/** An activation, initializer, regularizer or constraint: its name, and below it the settings of its own. */
class PartField extends Field {
  constructor(option, send, catalogue) {
    super(option, send);
    this.catalogue = catalogue;
    this.own = element("div", "mlw-field-own");
    this.help.before(this.own);
    this.fields = new Map();
  }

  makeControl() {
    const control = element("select", "mlw-field-select", { id: this.id });
    if (this.option.optional) control.append(new Option(FIELD_TEXT.none, ""));
    for (const name of this.option.choices) control.append(new Option(name, name));
    control.addEventListener("change", () => this.choose(control.value));
    return control;
  }

  choose(name) {
    if (name === "") return this.send(null);
    const [options, start] = this.catalogue.parts[this.option.kind][name];
    return this.send(options.length ? { class_name: name, config: start } : name);
  }

  get dirty() {
    return [...this.fields.values()].some((field) => field.dirty);
  }

  show(value) {
    const [name, config] = value ?? ["", {}];
    const unknown = value !== null && value !== undefined && name === "";
    const shown = unknown ? FIELD_TEXT.unknown(config) : name;
    showChoice(this.control, shown, ["", ...this.option.choices]);
    const [numbers] = this.catalogue.parts[this.option.kind][name] ?? [[]];
    if (name !== this.name) {
      this.name = name;
      this.fields.clear();
      for (const number of numbers) {
        const option = this.catalogue.options[number];
        const field = makeField(option, (one) => this.sendOwn(option.name, one), this.catalogue);
        this.fields.set(option.name, field);
      }
      this.own.replaceChildren(...[...this.fields.values()].map(({ root }) => root));
    }
    this.config = unknown ? {} : config;
    for (const [key, field] of this.fields) field.show(this.config[key]);
  }

  sendOwn(key, value) {
    this.config = { ...this.config, [key]: value };
    this.send({ class_name: this.name, config: this.config });
  }
}

/** Choose a name in a menu; one that is not among the choices is added, so that the menu shows what holds. */
function showChoice(control, name, choices) {
  const text = typeof name === "string" ? name : JSON.stringify(name);
  control.querySelector("option[data-other]")?.remove();
  if (!choices.includes(text)) {
    const other = new Option(text, text);
    other.dataset.other = "true";
    control.append(other);
  }
  control.value = text;
}

const FIELD_KINDS = { choice: ChoiceField, flag: FlagField, given: GivenField };
export const PART_KINDS = ["activation", "initializer", "regularizer", "constraint"];

/** Make the field for an option; `send` is called with each new value. */
export function makeField(option, send, catalogue) {
  if (PART_KINDS.includes(option.kind)) return new PartField(option, send, catalogue);
  return new (FIELD_KINDS[option.kind] ?? TextField)(option, send);
}
