// One control for each kind of setting. A field keeps only what has been typed and not yet taken ("draft"), and why it was not taken; the value comes from Python.

import { element } from "../base/dom.ts";
import { Help } from "../base/floating.ts";
import type { Catalogue, LayerOption } from "./stack_types.ts";
import { readValue, shownValue, steppedValue } from "./stack_values.ts";
import { t } from "../base/language.ts";

type Send = (value: unknown) => void;
type Part = [string, Record<string, unknown>] | null | undefined;

const FIELD_TEXT = {
  none: t("none"),
  unknown: (text: unknown) => t("not known: {text}", { text: String(text) }),
  asWindow: t("as the window"),
  byHand: t("made by hand, in the convolution lab"),
};

let fieldCount = 0;

/** Label, control, help and complaint, one below the other. */
export abstract class Field<Control extends HTMLElement = HTMLElement> {
  readonly root: HTMLElement;
  protected readonly id: string;
  protected readonly help: Help;
  protected readonly control: Control;
  private readonly label: HTMLElement;
  private readonly error: HTMLElement;

  constructor(
    readonly option: LayerOption,
    protected readonly send: Send,
  ) {
    fieldCount += 1;
    this.id = `mlw-field-${fieldCount}`;
    this.root = element("div", "mlw-field");
    this.label = element("label", "mlw-field-label", { for: this.id }, option.name);
    this.help = new Help(`${this.id}-help`);
    this.help.show(option.help, option.name);
    this.error = element("p", "mlw-field-error", { id: `${this.id}-error` });
    this.control = this.makeControl();
    this.control.setAttribute("aria-describedby", `${this.id}-error ${this.id}-help`);
    const head = element("div", "mlw-field-head");
    head.append(this.label, ...this.help.parts);
    this.root.append(head, this.control, this.error);
  }

  protected abstract makeControl(): Control;
  abstract show(value: unknown): void;

  focus(): void {
    this.control.focus();
  }

  /** Take back a help text that is still open: the field goes. */
  stop(): void {
    this.help.stop();
  }

  protected complain(sentence: string): void {
    this.error.textContent = sentence;
    this.control.setAttribute("aria-invalid", String(sentence !== ""));
    this.root.classList.toggle("mlw-field-wrong", sentence !== "");
  }

  /** Whether something has been typed that Python has not been told. */
  get dirty(): boolean {
    return false;
  }
}

/** Numbers, typed: one of them, a pair or a list. */
class TextField extends Field<HTMLInputElement> {
  // Declared only: the base makes the control before a field of this class could be set.
  declare private value: unknown;
  declare private draft: boolean | undefined;
  declare private stepped: boolean | undefined;

  protected makeControl(): HTMLInputElement {
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

  override get dirty(): boolean {
    return Boolean(this.draft);
  }

  show(value: unknown): void {
    this.value = value;
    if (this.draft) return;
    this.control.value = shownValue(this.option, value);
    // What was pasted may be anything; it is Python that says what is wrong with it.
    this.complain("");
  }

  private press(event: KeyboardEvent): void {
    if (event.key === "Enter") return this.commit();
    if (event.key === "Escape" && this.draft) {
      event.stopPropagation(); // the next one closes the settings
      this.draft = false;
      return this.show(this.value);
    }
    const direction = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (!direction || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const read = readValue(this.option, this.control.value);
    if (read.complaint !== undefined || read.value === null) return;
    this.control.value = shownValue(this.option, steppedValue(this.option, read.value, direction));
    this.draft = this.stepped = true; // told when the key is let go: held down, it is one choice
  }

  private commit(): void {
    this.stepped = false;
    if (!this.draft) return;
    const read = readValue(this.option, this.control.value);
    if (read.complaint !== undefined) return void this.complain(read.complaint);
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
class ChoiceField extends Field<HTMLSelectElement> {
  protected makeControl(): HTMLSelectElement {
    const control = element("select", "mlw-field-select", { id: this.id });
    for (const name of this.option.choices) control.append(new Option(name, name));
    control.addEventListener("change", () => this.send(control.value));
    return control;
  }

  show(value: unknown): void {
    showChoice(this.control, value ?? this.option.default, this.option.choices);
  }
}

/** Yes or no. */
class FlagField extends Field<HTMLInputElement> {
  protected makeControl(): HTMLInputElement {
    const control = element("input", "mlw-field-flag", { id: this.id, type: "checkbox" });
    control.addEventListener("change", () => this.send(control.checked));
    return control;
  }

  show(value: unknown): void {
    this.control.checked = value === true;
  }
}

/** What cannot be typed: filters made by hand. */
class GivenField extends Field<HTMLOutputElement> {
  protected makeControl(): HTMLOutputElement {
    return element("output", "mlw-field-given", { id: this.id }, FIELD_TEXT.byHand);
  }

  show(): void {
    this.root.hidden = false;
  }
}

/** An activation, initializer, regularizer or constraint: its name, and below it the settings of its own. */
class PartField extends Field<HTMLSelectElement> {
  private readonly own: HTMLElement;
  private readonly fields = new Map<string, Field>();
  private name = "";
  private config: Record<string, unknown> = {};

  constructor(
    option: LayerOption,
    send: Send,
    private readonly catalogue: Catalogue,
  ) {
    super(option, send);
    this.own = element("div", "mlw-field-own");
    this.root.append(this.own);
  }

  protected makeControl(): HTMLSelectElement {
    const control = element("select", "mlw-field-select", { id: this.id });
    if (this.option.optional) control.append(new Option(FIELD_TEXT.none, ""));
    for (const name of this.option.choices) control.append(new Option(name, name));
    control.addEventListener("change", () => this.choose(control.value));
    return control;
  }

  private choose(name: string): void {
    if (name === "") return this.send(null);
    const [options, start] = this.catalogue.parts[this.option.kind][name];
    return this.send(options.length ? { class_name: name, config: start } : name);
  }

  override stop(): void {
    super.stop();
    for (const field of this.fields.values()) field.stop();
  }

  override get dirty(): boolean {
    return [...this.fields.values()].some((field) => field.dirty);
  }

  show(given: unknown): void {
    const value = given as Part;
    const [name, config] = value ?? ["", {}];
    const unknown = value !== null && value !== undefined && name === "";
    const shown: string = unknown ? FIELD_TEXT.unknown(config) : name;
    showChoice(this.control, shown, ["", ...this.option.choices]);
    const [numbers] = this.catalogue.parts[this.option.kind][name] ?? [[] as number[]];
    if (name !== this.name) {
      this.name = name;
      for (const field of this.fields.values()) field.stop();
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

  private sendOwn(key: string, value: unknown): void {
    this.config = { ...this.config, [key]: value };
    this.send({ class_name: this.name, config: this.config });
  }
}

/** Choose a name in a menu; one that is not among the choices is added, so that the menu shows what holds. */
function showChoice(control: HTMLSelectElement, name: unknown, choices: string[]): void {
  const text = typeof name === "string" ? name : JSON.stringify(name);
  control.querySelector("option[data-other]")?.remove();
  if (!choices.includes(text)) {
    const other = new Option(text, text);
    other.dataset.other = "true";
    control.append(other);
  }
  control.value = text;
}

const FIELD_KINDS: Record<string, new (option: LayerOption, send: Send) => Field> = {
  choice: ChoiceField,
  flag: FlagField,
  given: GivenField,
};
export const PART_KINDS = ["activation", "initializer", "regularizer", "constraint"];

/** Make the field for an option; `send` is called with each new value. */
export function makeField(option: LayerOption, send: Send, catalogue: Catalogue): Field {
  if (PART_KINDS.includes(option.kind)) return new PartField(option, send, catalogue);
  return new (FIELD_KINDS[option.kind] ?? TextField)(option, send);
}
