// The field in which a weight is typed. Under a finger it has a button that changes the sign, because the keypads of
// many telephones have no minus.

import { element, isCoarse } from "../base/dom.ts";
import { editedNumber, readNumber } from "../base/number_text.ts";
import type { Weight } from "./network_model.ts";
import { capital } from "./network_words.ts";
import { t } from "../base/language.ts";

const WEIGHT_TEXT = { changeSign: t("± Change sign"), sign: "±" };
const WEIGHT_FIELD = { width: 88, height: 32, sign: 52 };

interface Editing {
  limits(): { low: number; high: number };
  complain(text: string): void;
  take(link: Weight, value: number): void;
  done(link: Weight, byKeyboard: boolean): void; // whether a number was taken or not
}

interface Opened {
  field: HTMLInputElement;
  link: Weight;
  name: string;
  before: string;
}

export class WeightEditor {
  private opened: Opened | null = null;
  private readonly sign = element(
    "button",
    "mlw-button mlw-net-sign",
    { type: "button", "aria-label": WEIGHT_TEXT.changeSign },
    WEIGHT_TEXT.sign,
  );

  constructor(private readonly stage: HTMLElement, private readonly on: Editing) {
    this.sign.hidden = true;
    for (const kind of ["pointerdown", "mousedown"]) {
      this.sign.addEventListener(kind, (event) => event.preventDefault()); // the field keeps the focus
    }
    this.sign.addEventListener("click", () => this.changeSign());
    stage.append(this.sign);
  }

  /** Open the field at a point of the stage, on the number or on what was just typed in place of it. */
  open(link: Weight, name: string, value: number, at: { x: number; y: number }, typed: string | null = null): void {
    this.commit(false);
    const before = editedNumber(Number(value.toPrecision(6)));
    const field = element("input", "mlw-net-field", {
      type: "text",
      inputmode: "decimal",
      enterkeyhint: "done",
      autocomplete: "off",
      spellcheck: "false",
      "aria-label": name,
    });
    field.value = typed ?? before;
    field.addEventListener("keydown", (event) => this.press(event));
    field.addEventListener("blur", () => this.commit(false));
    const coarse = isCoarse();
    const { width, height } = WEIGHT_FIELD;
    const whole = width + (coarse ? WEIGHT_FIELD.sign : 0);
    const left = Math.max(2, Math.min(at.x - width / 2, this.stage.offsetWidth - whole - 2));
    const top = Math.max(2, Math.min(at.y - height / 2, this.stage.offsetHeight - height - 2));
    Object.assign(field.style, { left: `${left}px`, top: `${top}px` });
    Object.assign(this.sign.style, { left: `${left + width + 6}px`, top: `${top - 6}px` });
    this.sign.hidden = !coarse;
    this.stage.append(field);
    this.opened = { field, link, name, before };
    field.focus();
    if (typed === null) field.select();
  }

  get isOpen(): boolean {
    return this.opened !== null;
  }

  /** Take the field away. */
  cancel(): void {
    const field = this.opened?.field;
    this.opened = null; // first: taking a focused field away sends it a blur
    field?.remove();
    this.sign.hidden = true;
  }

  /** Read the field and take it away. */
  private commit(byKeyboard: boolean): void {
    if (!this.opened) return;
    const { field, link, name, before } = this.opened;
    const typed = field.value;
    this.cancel();
    const { low, high } = this.on.limits();
    const read = typed === before ? null : readNumber(typed, capital(name), low, high);
    if (read?.number !== undefined) this.on.take(link, read.number);
    this.on.done(link, byKeyboard);
    if (read?.complaint) this.on.complain(read.complaint);
  }

  /** Turn the sign of what is in the field. */
  private changeSign(): void {
    const field = this.opened?.field;
    if (!field) return;
    const text = field.value.trim();
    field.value = /^[-−]/.test(text) ? text.slice(1) : `-${text.replace(/^\+/, "")}`;
    field.focus();
  }

  private press(event: KeyboardEvent): void {
    event.stopPropagation(); // the diagram's own keys are not meant while someone types
    if (event.key === "Enter") this.commit(true);
    else if (event.key === "Escape" && this.opened) {
      const { link } = this.opened;
      this.cancel();
      this.on.done(link, true);
    } else return;
    event.preventDefault();
  }
}
