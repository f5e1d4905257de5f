// A part: the field in which a weight is typed. Needs dom.js and number_text.js. Under a finger it has a button that
// changes the sign, because the keypads of many telephones have no minus.

import { element, isCoarse } from "../base/dom.ts";
import { capital } from "./network_words.ts";
import { editedNumber, readNumber } from "../base/number_text.ts";

const WEIGHT_TEXT = { turnSign: "± Change sign", sign: "±" };
const WEIGHT_FIELD = { width: 88, height: 32 };

export class WeightEditor {
  /** @param on.done called with whether a number was taken, and whether the keyboard ended it. */
  constructor(stage, on) {
    this.stage = stage;
    this.on = on;
    this.field = null;
    this.link = null;
    this.sign = element(
      "button",
      "mlw-button mlw-net-sign",
      { type: "button", "aria-label": WEIGHT_TEXT.turnSign },
      WEIGHT_TEXT.sign,
    );
    this.sign.hidden = true;
    for (const kind of ["pointerdown", "mousedown"]) {
      this.sign.addEventListener(kind, (event) => event.preventDefault()); // the field keeps the focus
    }
    this.sign.addEventListener("click", () => this.turnSign());
    stage.append(this.sign);
  }

  /** Open the field at a point of the stage, on the number or on what was just typed in place of it. */
  open(link, name, value, { x, y }, typed = null) {
    this.commit(false);
    this.link = link;
    this.name = name;
    this.before = editedNumber(Number(value.toPrecision(6)));
    this.field = element("input", "mlw-net-field", {
      type: "text",
      inputmode: "decimal",
      enterkeyhint: "done",
      autocomplete: "off",
      spellcheck: "false",
      "aria-label": name,
    });
    this.field.value = typed ?? this.before;
    this.field.addEventListener("keydown", (event) => this.press(event));
    this.field.addEventListener("blur", () => this.commit(false));
    const coarse = isCoarse();
    const whole = WEIGHT_FIELD.width + (coarse ? 52 : 0);
    const left = Math.max(2, Math.min(x - WEIGHT_FIELD.width / 2, this.stage.offsetWidth - whole - 2));
    const top = Math.max(2, Math.min(y - WEIGHT_FIELD.height / 2, this.stage.offsetHeight - WEIGHT_FIELD.height - 2));
    Object.assign(this.field.style, { left: `${left}px`, top: `${top}px` });
    Object.assign(this.sign.style, { left: `${left + WEIGHT_FIELD.width + 6}px`, top: `${top - 6}px` });
    this.sign.hidden = !coarse;
    this.stage.append(this.field);
    this.field.focus();
    if (typed === null) this.field.select();
  }

  get isOpen() {
    return this.field !== null;
  }

  /** Take the field away. */
  cancel() {
    const { field } = this;
    if (!field) return;
    this.field = null; // first: taking a focused field away sends it a blur
    field.remove();
    this.sign.hidden = true;
  }

  /** Read the field and take it away. */
  commit(byKeyboard) {
    if (!this.field) return;
    const typed = this.field.value;
    this.cancel();
    const { low, high } = this.on.limits();
    const read = typed === this.before ? {} : readNumber(typed, capital(this.name), low, high);
    if (read.number !== undefined) this.on.take(this.link, read.number);
    this.on.done(this.link, byKeyboard);
    if (read.complaint) this.on.complain(read.complaint);
  }

  /** Turn the sign of what is in the field. */
  turnSign() {
    if (!this.field) return;
    const text = this.field.value.trim();
    this.field.value = /^[-−]/.test(text) ? text.slice(1) : `-${text.replace(/^\+/, "")}`;
    this.field.focus();
  }

  press(event) {
    event.stopPropagation(); // the diagram's own keys are not meant while someone types
    if (event.key === "Enter") this.commit(true);
    else if (event.key === "Escape") {
      const { link } = this;
      this.cancel();
      this.on.done(link, true);
    } else return;
    event.preventDefault();
  }
}
